/* SPDX-License-Identifier: ISC */
/*
 * match - which known appointment is which occurrence of a body: the steps of
 * design D7, one to one.  Nothing is changed here.
 */
#ifndef SMSCAL_DOMAIN_MATCH_H
#define SMSCAL_DOMAIN_MATCH_H

#include "domain/change.h"

struct match {
	size_t n_known; /* the known ones when it was made */
	int64_t
	    *known;    /* of each known one: the index of its seen one, or -1 */
	int64_t *heir; /* of each known one that was made anew before it was
	                   deleted: the index of the new one, or -1 (D7 d,
	                   D8) */
	bool *fresh;   /* of each known one: a stray that came with an earlier
	                body and is to be told yet, or one of such a series */
	const char **joins; /* of each known one: the family of the series of
	                       which it is such a new one, or NULL; borrowed
	                       from known */
	int64_t *seen; /* of each seen one: the index of its known one, or -1 */
	enum change_match *how; /* of each seen one */
	bool *uid_known; /* of each seen one: its UID had appointments before,
	                    or its series another UID (D8) */
	const char **family; /* of each seen one: the UID by which its series
	                        was known first, else its own; borrowed from
	                        known and seen */
};

/* The arguments are those of change_apply().  End with match_free(). */
void match_make(struct match *m, const struct appointment_list *known,
    size_t stray, const struct seen *seen, size_t n,
    const struct change_ctx *ctx);
void match_free(struct match *m);

#endif

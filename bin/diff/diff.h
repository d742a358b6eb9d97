/* SPDX-License-Identifier: ISC */
/*
 * diff - the parts of smscal-diff: read.c has a calendar's components parsed
 * and makes `seen` of them, apply.c brings the appointments in line.
 */
#ifndef SMSCAL_BIN_DIFF_DIFF_H
#define SMSCAL_BIN_DIFF_DIFF_H

#include "domain/change.h"
#include "domain/parsed.h"
#include "domain/setup.h"
#include "domain/title.h"
#include "store/component.h"
#include "tool.h"

/* A calendar that is worked off, from its components to its changes. */
struct job {
	struct tool *t;
	struct feed_work feed;
	struct company company;
	struct calendar calendar;
	char label[96];          /* "acme/ordination", for messages */
	const struct zone *zone; /* the calendar's, else the company's */
	int64_t day;             /* today in it */
	int64_t from_at, to_at;  /* the window of series (D5) */
	enum component_scope scope;
	struct component_list components;
	struct parsed parsed;
	bool *bad; /* of each component: it could not be read */
	struct seen *seen;
	size_t n_seen;
	struct person_list *people; /* of each parsed event */
	char **uids;                /* of each parsed event; see read.c */
	char note[400];             /* "" or what there is to say of the feed */
};

/* Company, calendar, zone, window and scope.  1: the calendar is gone. */
int job_init(struct job *j, struct tool *t, const struct feed_work *feed,
    bool all, struct err *e) ATTR_USE;
void job_fini(struct job *j);

/* Load and parse the components, and fill in `seen`, `bad` and `note`. */
int job_read(struct job *j, struct err *e) ATTR_USE;

/*
 * Bring the appointments in line, in the transaction that is open.  1: the
 * feed changed meanwhile, and nothing was done.
 */
int job_apply(struct job *j, struct err *e) ATTR_USE;

/* Missing ones that are gone by now, or have begun; likewise. */
int job_settle(struct job *j, struct err *e) ATTR_USE;

#endif

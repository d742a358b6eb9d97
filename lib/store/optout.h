/* SPDX-License-Identifier: ISC */
/*
 * optout - the numbers that get nothing from a company (P11), whoever said
 * so; and plan is told.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_OPTOUT_H
#define SMSCAL_STORE_OPTOUT_H

#include <stdint.h>

#include "store/db.h"

struct optout {
	char *company; /* its ref */
	char *zone;    /* the company's */
	char *phone, *source;
	int64_t since_at;
};

struct optout_list {
	struct optout *v; /* owned, with all strings */
	size_t n, cap;
};

#define OPTOUT_LIST_INIT ((struct optout_list){ .v = NULL })

/* Append a company's (0: everybody's), in order of company and phone. */
int optout_list(struct db *db, int64_t company_id, struct optout_list *l,
    struct err *e) ATTR_USE;
void optout_list_free(struct optout_list *l); /* leaves ..._LIST_INIT */

/* Fill *o for that number; end with optout_fini().  1: it gets messages. */
int optout_get(struct db *db, int64_t company_id, const char *phone,
    struct optout *o, struct err *e) ATTR_USE;
void optout_fini(struct optout *o);

/*
 * `source`: reply, or operator, whose word takes the place of another's.
 * ST_TAKEN: the number gets nothing already.
 */
int optout_add(struct db *db, int64_t company_id, const char *phone,
    const char *source, int64_t now, struct err *e) ATTR_USE;

/*
 * What is still to come is planned anew.  `all`: the operator's word is taken
 * back too; else only what the person or the gateway began.  1: it was none.
 */
int optout_drop(struct db *db, int64_t company_id, const char *phone, bool all,
    int64_t now, struct err *e) ATTR_USE;

#endif

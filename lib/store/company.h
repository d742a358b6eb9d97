/* SPDX-License-Identifier: ISC */
/*
 * company - the customers of ours, one row each.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_COMPANY_H
#define SMSCAL_STORE_COMPANY_H

#include "domain/setup.h"
#include "store/db.h"

/* Fill *c, which is all zero; end with company_fini().  1: no such row. */
int company_get(
    struct db *db, const char *ref, struct company *c, struct err *e) ATTR_USE;
int company_by_id(
    struct db *db, int64_t id, struct company *c, struct err *e) ATTR_USE;

/* Append them all, in order of ref. */
int company_list(struct db *db, struct company_list *l, struct err *e) ATTR_USE;

/* Make the row and set c->id; ST_TAKEN: there is one of that ref. */
int company_add(struct db *db, struct company *c, struct err *e) ATTR_USE;

/*
 * Bring the row of c->id in line with *c (ref, paused_at and created_at stay)
 * and mark at its calendars what the chain must look at again.  Writes
 * nothing when nothing differs.
 */
int company_set(struct db *db, const struct company *c, struct err *e) ATTR_USE;
int company_set_paused(
    struct db *db, int64_t id, int64_t paused_at, struct err *e) ATTR_USE;

/* With all that is below it. */
int company_remove(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* What would go with a level: what was learnt and done, not what was set. */
struct history {
	int64_t calendars, appointments;
	int64_t messages; /* each an SMS, several dates in one too (P16) */
	int64_t pending;  /* of the messages, planned or held */
};

/* Counts for a company, or for one calendar of it (0: all). */
int company_history(struct db *db, int64_t id, int64_t calendar_id,
    struct history *h, struct err *e) ATTR_USE;

#endif

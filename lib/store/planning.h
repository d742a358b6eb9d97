/* SPDX-License-Identifier: ISC */
/*
 * planning - which calendars plan has to look at, and why.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_PLANNING_H
#define SMSCAL_STORE_PLANNING_H

#include "store/db.h"

struct planning {
	int64_t calendar_id, company_id;
	bool all;   /* rules or settings changed: all that comes is looked at */
	bool some;  /* appointments changed */
	bool stale; /* F8: no good fetch since :stale_at */
	bool held;  /* messages were held for that, or planned when not */
	bool limited; /* messages held for a limit are to be looked at (P12) */
};

struct planning_list {
	struct planning *v; /* owned */
	size_t n, cap;
};

/*
 * Append the active calendars with something to do, in order of company: the
 * last good fetch of a stale one was before `stale_at`.
 */
int planning_due(struct db *db, int64_t stale_at, int64_t now,
    struct planning_list *l, struct err *e) ATTR_USE;
void planning_free(struct planning_list *l);

/* All is looked at: the mark goes. */
int planning_done(struct db *db, int64_t calendar_id, struct err *e) ATTR_USE;

#endif

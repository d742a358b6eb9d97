/* SPDX-License-Identifier: ISC */
/*
 * plan - the parts of smscal-plan, of which smscal-admin asks what an edit
 * would do (P14).  calendar.c goes through one; write.c brings the outbox of one
 * appointment in line, limit.c keeps to the limits, link.c and sweep.c look
 * after its .ics files.
 */
#ifndef SMSCAL_BIN_PLAN_PLAN_H
#define SMSCAL_BIN_PLAN_PLAN_H

#include "plan/link.h"
#include "setting.h"
#include "store/planning.h"

struct plan_tally {
	int64_t added, rewritten, cancelled, expired;
	int64_t limited, released; /* P12: newly held, let go */
	enum limit_why why;        /* the last of those held */
	/* P14: what is to come, of it, as people see it. */
	int64_t adds, changes, drops;
};

/*
 * Bring a calendar in line, in transactions of its own; where t->pretend, in
 * that which is open.
 */
int plan_calendar(struct tool *t, const struct house *h,
    const struct planning *p, struct links *k, struct plan_tally *n,
    struct err *e) ATTR_USE;

/*
 * P12, behind that: of its recipients, hold what exceeds a limit, and let go
 * what no longer does.  `wrote`: the outbox has changed.
 */
int plan_limit(struct tool *t, const struct setting *s,
    const struct appointment *a, const struct owed_list *owed, bool wrote,
    struct plan_tally *n, struct err *e) ATTR_USE;

/* Bring the outbox in line for an appointment; counts what it does. */
int plan_appointment(struct tool *t, const struct setting *s, struct links *k,
    const struct appointment *a, struct plan_tally *n, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * plan - the parts of smscal-plan: write.c brings the outbox of one
 * appointment in line, link.c and sweep.c its .ics files.
 */
#ifndef SMSCAL_BIN_PLAN_PLAN_H
#define SMSCAL_BIN_PLAN_PLAN_H

#include "plan/link.h"
#include "setting.h"

struct plan_tally {
	int64_t added, rewritten, cancelled, expired;
};

/* Bring the outbox in line for an appointment; counts what it does. */
int plan_appointment(struct tool *t, const struct setting *s, struct links *k,
    const struct appointment *a, struct plan_tally *n, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * plan_tell - what is told at once, of a change: confirmation, rescheduled
 * and cancellation (design P2, P3, P7, P13).  Each adds what is owed by that
 * rule, or nothing.
 */
#ifndef SMSCAL_DOMAIN_PLAN_TELL_H
#define SMSCAL_DOMAIN_PLAN_TELL_H

#include "domain/owing.h"

void plan_confirm(struct owing *w, const struct rule *rule);
void plan_reschedule(struct owing *w, const struct rule *rule); /* behind it */
void plan_cancel(struct owing *w, const struct rule *rule);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * plan_timed - what comes at a time of its own: reminder, feedback and
 * followup (design P4, P5, P8).  Each adds what is owed by that rule, or
 * nothing.
 */
#ifndef SMSCAL_DOMAIN_PLAN_TIMED_H
#define SMSCAL_DOMAIN_PLAN_TIMED_H

#include "domain/owing.h"

void plan_remind(struct owing *w, const struct rule *rule);
void plan_ask(struct owing *w, const struct rule *rule);
void plan_ask_again(struct owing *w, const struct rule *rule);

/* P8: behind all of a recipient's: of several in 7 days the first stays. */
void plan_ask_once(struct owing *w);

/* P8: will another one's feedback do for one at that time, too? */
bool plan_is_asked(const struct plan_facts *f, int64_t due_at);

#endif

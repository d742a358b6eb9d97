/* SPDX-License-Identifier: ISC */
/*
 * rule_effect - how many messages an edit of rules adds, changes and drops
 * (P14): planned for real, in a savepoint that is undone.
 */
#ifndef SMSCAL_BIN_ADMIN_RULE_EFFECT_H
#define SMSCAL_BIN_ADMIN_RULE_EFFECT_H

#include "admin/admin.h"
#include "admin/ref.h"

/* An edit, which may be done twice; what it says goes to a->out. */
struct rule_change {
	int (*edit)(
	    struct admin *a, const struct ref *r, void *arg, struct err *e);
	void *arg;
};

/*
 * Do the edit of a level's rules, in the transaction that is open, and say on
 * standard output what the next plan does because of it; nothing, where that
 * is nothing and nobody asked (X1).
 */
int rule_effect(struct admin *a, const struct ref *r,
    const struct rule_change *c, struct err *e) ATTR_USE;

#endif

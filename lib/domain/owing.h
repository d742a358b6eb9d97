/* SPDX-License-Identifier: ISC */
/*
 * owing - one recipient of one appointment while it is planned: what was and
 * is owed to it, and the answer as it grows.
 */
#ifndef SMSCAL_DOMAIN_OWING_H
#define SMSCAL_DOMAIN_OWING_H

#include "domain/plan.h"

/* All is borrowed; the first five are plan_make()'s. */
struct owing {
	const struct plan_setting *set;
	const struct appointment *a;
	const struct recipient *r;
	const struct plan_facts *facts;
	const struct owed_list *owed;
	bool *kept; /* of each owed: it stays, or was dealt with */
	int64_t now;
	struct plan_list *out;
	struct plan_whys *whys; /* X12; NULL: nobody asks why not */
};

/* A set of kinds, for those below. */
#define KIND_BIT(k) (1U << (k))

/*
 * The message of that kind and step in the outbox, NULL if there is none; but
 * for those that are told at once, which go by their number alone, also of
 * that start.
 */
const struct owed *owing_find(
    const struct owing *w, enum kind kind, int step, int64_t start_at);

/*
 * P2: the number of the next message of a kind that is told at once: it rises
 * only when the one before is closed.  *last_at is when that was; 0: none.
 */
int owing_number(const struct owing *w, enum kind kind, int64_t *last_at);

/* When was one of these kinds last handed over?  0: never. */
int64_t owing_handed_over_at(const struct owing *w, unsigned kinds);

/* P7: five minutes behind the last change, thirty behind the first. */
int64_t owing_settled_at(const struct appointment *a);

/*
 * P9 and P10: fill in due_at and expires_at; false: there is no time for it.
 */
bool owing_fit(const struct owing *w, struct plan_item *i, int64_t raw_at);

/* X12: it is not owed by that rule (NULL: by none), and why. */
void owing_not(struct owing *w, const struct rule *rule, enum why why);

/* It is owed: add it, or keep the row that there is. */
void owing_add(struct owing *w, struct plan_item *i);

/* Has the answer a message of that kind for the recipient, not expired? */
bool owing_has(const struct owing *w, enum kind kind);

#endif

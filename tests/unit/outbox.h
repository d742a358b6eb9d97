/* SPDX-License-Identifier: ISC */
/*
 * outbox - what plan makes of a practice: the items of plan_make() become
 * rows, as in bin/plan/write.c.
 */
#ifndef SMSCAL_TESTS_OUTBOX_H
#define SMSCAL_TESTS_OUTBOX_H

#include "gather.h"

enum { ROUNDS = 8 };

static inline struct row *
row_of_key(struct practice *p, const char *key)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (str_eq(p->rows[i].key, key))
			return &p->rows[i];
	return NULL;
}

static inline void
write_row(struct practice *p, struct row *m, const struct plan_item *i,
    const struct appointment *a, const struct gathering *x)
{
	bool later = m->o.state == STATE_PLANNED && m->o.due_at == i->due_at;

	m->appointment_id = a->id;
	put_text(&m->o.name, i->recipient->name);
	put_text(&m->o.reason, i->reason);
	if (!later)
		m->send_at = i->due_at;
	m->o.start_at = i->start_at;
	m->o.old_start_at = i->old_start_at;
	m->o.due_at = i->due_at;
	m->o.expires_at = i->expires_at;
	m->o.rule_id = i->rule->id;
	m->o.rule_rev = i->rule->rev;
	m->o.appointment_rev = a->rev;
	m->o.state = i->state;
	m->o.ended_at = i->state == STATE_EXPIRED ? p->w.ctx.now : 0;
	m->o.dates = x->dates;
	m->o.with_id = x->with_id;
	follow(p, m);
}

/* Insert, or take over what another appointment needs no more. */
static inline struct row *
add_row(struct practice *p, const struct plan_item *i,
    const struct appointment *a, const struct gathering *x)
{
	char *key = plan_key(i, 1, a->id, i->recipient->phone);
	struct row *m = row_of_key(p, key);

	if (m != NULL &&
	    (m->o.state != STATE_CANCELLED || m->appointment_id == a->id ||
		owed_closed(&m->o))) {
		free(key);
		return NULL;
	}
	if (m == NULL) {
		p->rows = mem_grow(
		    p->rows, &p->cap_rows, p->n_rows + 1, sizeof(*p->rows));
		m = &p->rows[p->n_rows++];
		*m = (struct row){ .key = mem_str(key) };
		m->o.id = (int64_t)p->n_rows;
		m->o.kind = i->kind;
		m->o.step = i->step;
		m->o.phone = mem_str(i->recipient->phone);
		m->o.text = mem_str("");
	}
	write_row(p, m, i, a, x);
	free(key);
	return m;
}

/* Has nothing to be written? */
static inline bool
is_same(const struct plan_item *i, const struct appointment *a,
    const struct gathering *x)
{
	return plan_same(i, a, "", 0) && i->owed->dates == x->dates &&
	    (i->owed->with_id == 0 || i->owed->with_id == x->with_id);
}

/* What is to be sent, alone or with others. */
static inline bool
put_item(struct practice *p, struct plan_item *i, const struct appointment *a)
{
	struct gathering x;
	struct row *m = NULL;

	gathering_find(p, i, a, &x);
	bool had = i->owed != NULL && i->owed->dates > 1;
	bool same = i->owed != NULL && is_same(i, a, &x);
	if (i->action == PLAN_ADD)
		m = add_row(p, i, a, &x);
	else {
		m = &p->rows[i->owed->id - 1];
		if (!same)
			write_row(p, m, i, a, &x);
	}
	if (m != NULL && (had || x.dates > 1))
		same = !together_set(p, m, &x) && same;
	gathering_free(&x);
	return m != NULL && !same;
}

/* Gives whether the outbox is another one. */
static inline bool
do_item(struct practice *p, struct plan_item *i, const struct appointment *a)
{
	if (i->action == PLAN_ADD || i->action == PLAN_REWRITE)
		return put_item(p, i, a);
	struct row *m = &p->rows[i->owed->id - 1];
	const struct gathering alone = { .dates = 1 };
	m->o.state = i->state;
	put_text(&m->o.reason, i->reason);
	m->o.ended_at = p->w.ctx.now;
	m->o.dates = 1;
	m->o.with_id = 0;
	(void)together_set(p, m, &alone);
	return true;
}

static inline bool
plan_one(struct practice *p, const struct appointment *a)
{
	struct plan_facts *f = mem_zero(a->n_recipients + 1, sizeof(*f));
	struct owed_list owed = OWED_LIST_INIT;
	struct plan_list items = PLAN_LIST_INIT;
	bool changed = false;

	for (size_t i = 0; i < a->n_recipients; i++) {
		const struct recipient *r = &a->recipients[i];
		f[i].opted_out = p->opted_out[digit_of(r->phone)];
		f[i].reply_at = p->reply_at[digit_of(r->phone)];
		find_answer(p, a, r, &f[i]);
		find_twins(p, a, r, &f[i]);
		find_feedback(p, a, r, &f[i]);
		find_series(p, a, r, &f[i]);
	}
	for (size_t i = 0; i < p->n_rows; i++)
		if (p->rows[i].appointment_id == a->id)
			*owed_list_add(&owed) = p->rows[i].o;
	plan_make(&p->set, a, f, &owed, p->w.ctx.now, &items);
	for (size_t i = 0; i < items.n; i++)
		changed |= do_item(p, &items.v[i], a);
	for (size_t i = 0; i < a->n_recipients; i++)
		changed |= keep_limits(p, a->recipients[i].phone);
	free(f);
	free(owed.v); /* its strings are the rows' */
	plan_list_free(&items);
	return changed;
}

/* As often as one appointment changes what another one owes. */
static inline void
plan_all(struct practice *p)
{
	bool changed = true;

	for (int round = 0; changed && round < ROUNDS; round++) {
		changed = false;
		load_told(p);
		for (size_t i = 0; i < p->w.known.n; i++)
			changed |= plan_one(p, &p->w.known.v[i]);
	}
	p->unstable += changed;
}

#endif

/* SPDX-License-Identifier: ISC */
/*
 * gather - in a practice: which confirmations go in one message (P16), and
 * what a limit holds (P12), as store/together.c, store/limit.c and bin/plan
 * have it.
 */
#ifndef SMSCAL_TESTS_GATHER_H
#define SMSCAL_TESTS_GATHER_H

#include "practice.h"

static inline void
put_text(char **field, const char *text)
{
	char *copy = mem_str(text);

	free(*field);
	*field = copy;
}

/* What becomes of a message becomes of those that go with it. */
static inline void
follow(struct practice *p, const struct row *m)
{
	for (size_t i = 0; m->o.dates > 1 && i < p->n_rows; i++) {
		struct owed *o = &p->rows[i].o;
		if (o->with_id != m->o.id)
			continue;
		o->state = m->o.state;
		o->claimed_at = m->o.claimed_at;
		o->ended_at = m->o.ended_at;
		o->attempts = m->o.attempts;
		put_text(&o->reason, m->o.reason);
	}
}

/* Those that one may go with; itself first. */
struct gathering {
	struct together *v; /* owned */
	size_t n, cap;
	struct together_group g;
	int64_t with_id, dates;
};

static inline void
add_date(struct gathering *x, const struct appointment *a, const struct owed *o)
{
	x->v = mem_grow(x->v, &x->cap, x->n + 1, sizeof(*x->v));
	x->v[x->n++] = (struct together){ .appointment_id = a->id,
		.message_id = o != NULL ? o->id : 0,
		.with_id = o != NULL ? o->with_id : 0,
		.start_at = a->start_at,
		.all_day = a->all_day,
		.changed_at = a->changed_at,
		.burst_at = a->burst_at };
}

/* It waits for nobody's word, and for no appointment. */
static inline bool
may_gather(enum kind kind, enum state state, const char *reason)
{
	return kind == KIND_CONFIRMATION &&
	    ((state == STATE_PLANNED && reason == NULL) ||
		(state == STATE_HELD && str_eq(reason, LIMIT_REASON)));
}

static inline void
find_dates(struct practice *p, const struct plan_item *i,
    const struct appointment *a, struct gathering *x)
{
	add_date(x, a, i->owed);
	for (size_t k = 0; k < p->n_rows; k++) {
		const struct owed *o = &p->rows[k].o;
		if (p->rows[k].appointment_id == a->id ||
		    !may_gather(o->kind, o->state, o->reason) ||
		    !str_eq(o->phone, i->recipient->phone))
			continue;
		const struct appointment *b =
		    appointment_of(p, p->rows[k].appointment_id);
		if (o->rule_id == i->rule->id && o->rule_rev == i->rule->rev &&
		    o->appointment_rev == b->rev &&
		    o->start_at == b->start_at && b->start_at > p->w.ctx.now &&
		    b->standing == STANDING_LIVE && !b->nosms &&
		    str_ieq(o->name, i->recipient->name))
			add_date(x, b, o);
	}
}

/* Who goes with it, and when; end with gathering_free(). */
static inline void
gathering_find(struct practice *p, struct plan_item *i,
    const struct appointment *a, struct gathering *x)
{
	*x = (struct gathering){ .dates = 1 };
	if (!may_gather(i->kind, i->state, i->reason))
		return;
	find_dates(p, i, a, x);
	if (x->n == 1 ||
	    !together_find(
		x->v, x->n, a->id, p->set.zone, &p->set.window, &x->g))
		return;
	const struct owed *o = i->owed;
	bool lengthened = o != NULL && o->due_at == x->g.due_at &&
	    o->start_at == i->start_at && o->expires_at > x->g.expires_at;
	i->due_at = x->g.due_at;
	i->expires_at = lengthened ? o->expires_at : x->g.expires_at;
	together_part(&x->g, p->most, a->id);
	if (x->g.n > 1 && x->g.v[0].appointment_id == a->id)
		x->dates = (int64_t)x->g.n;
	else if (x->g.n > 1 && o != NULL && o->with_id == x->g.v[0].message_id)
		x->with_id = o->with_id;
}

static inline void
gathering_free(struct gathering *x)
{
	free(x->v);
}

/* Exactly these go with it; gives whether others did. */
static inline bool
together_set(struct practice *p, struct row *m, const struct gathering *x)
{
	bool changed = false;

	for (size_t i = 0; i < p->n_rows; i++) {
		struct row *o = &p->rows[i];
		bool is_in = false;
		for (size_t k = 0; k < x->g.n && x->dates > 1; k++)
			is_in |= o != m && x->g.v[k].message_id == o->o.id;
		if (is_in == (o->o.with_id == m->o.id))
			continue;
		o->o.with_id = is_in ? m->o.id : 0;
		changed = true;
	}
	follow(p, m);
	return changed;
}

/* By expires_at and id, as they are handed over. */
static inline int
by_use(const void *pa, const void *pb)
{
	const struct limit_message *a = pa, *b = pb;
	int c =
	    (a->expires_at > b->expires_at) - (a->expires_at < b->expires_at);

	return c != 0 ? c : (a->id > b->id) - (a->id < b->id);
}

/* How many were handed over on this day, to that number or (NULL) to all. */
static inline int64_t
today(const struct practice *p, const char *phone)
{
	int64_t from_at, to_at, n = 0;

	limit_day(p->set.zone, p->w.ctx.now, &from_at, &to_at);
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		n += state_handed_over(o->state) && o->with_id == 0 &&
		    o->claimed_at >= from_at && o->claimed_at < to_at &&
		    (phone == NULL || str_eq(o->phone, phone));
	}
	return n;
}

static inline bool
is_limited(const struct owed *o)
{
	return o->state == STATE_HELD && str_eq(o->reason, LIMIT_REASON);
}

/* Hold it, or let it go; gives whether that is new. */
static inline bool
bring_one(struct practice *p, const struct limit_message *l)
{
	struct row *m = &p->rows[l->id - 1];
	bool hold = l->why != LIMIT_FREE, held = is_limited(&m->o);

	if (l->claimed_at != 0 || (!hold && !held))
		return false;
	int64_t at = hold ? limit_look_at(l, p->w.ctx.now) : m->o.due_at;
	if (hold == held && m->send_at == at)
		return false;
	m->send_at = at;
	m->o.state = hold ? STATE_HELD : STATE_PLANNED;
	put_text(&m->o.reason, hold ? LIMIT_REASON : NULL);
	follow(p, m);
	return true;
}

/* May a limit be in the way?  A company's is looked at at the claim. */
static inline bool
may_exceed(const struct practice *p, const char *phone)
{
	bool held = !limit_country(p->limits.countries, phone);
	int64_t n = 0;

	for (size_t i = 0; i < p->n_rows; i++) {
		if (!str_eq(p->rows[i].o.phone, phone))
			continue;
		n++;
		held |= is_limited(&p->rows[i].o);
	}
	return held ||
	    (p->limits.recipient != LIMIT_NONE && n > p->limits.recipient);
}

/* P12: all that is to come to that number. */
static inline bool
keep_limits(struct practice *p, const char *phone)
{
	struct limit_message *v = NULL;
	size_t n = 0, cap = 0;
	bool changed = false;

	if (!may_exceed(p, phone))
		return false;
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		bool out = state_handed_over(o->state) &&
		    o->claimed_at >= p->w.ctx.now - 2 * DAY_S;
		if (!str_eq(o->phone, phone) || o->with_id != 0 ||
		    (o->state != STATE_PLANNED && !is_limited(o) && !out))
			continue;
		v = mem_grow(v, &cap, n + 1, sizeof(*v));
		v[n++] = (struct limit_message){ .id = o->id,
			.limits = &p->limits,
			.zone = p->set.zone,
			.due_at = o->due_at,
			.expires_at = o->expires_at,
			.claimed_at = out ? o->claimed_at : 0,
			.released = str_eq(o->reason, OWED_RELEASED) };
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_use);
	limit_pick(v, n, phone, today(p, NULL), p->w.ctx.now);
	for (size_t i = 0; i < n; i++)
		changed |= bring_one(p, &v[i]);
	free(v);
	return changed;
}

#endif

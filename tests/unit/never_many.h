/* SPDX-License-Identifier: ISC */
/*
 * never_many - what must never be of several messages to one number: more
 * than a limit allows (P12), or dates apart that belong together (P16).
 */
#ifndef SMSCAL_TESTS_NEVER_MANY_H
#define SMSCAL_TESTS_NEVER_MANY_H

#include "invent.h"

static inline void
breaks(struct history *h, bool broken, const char *what)
{
	if (broken && h->broken == NULL)
		h->broken = what;
}

/* Is that minute within the window, by the clock of the zone? */
static inline bool
is_open(const struct practice *p, int64_t at)
{
	struct civil c = zone_civil(p->set.zone, at);
	int64_t day = civil_days(c.year, c.month, c.day);
	const struct window_day *d = &p->set.window.day[civil_weekday(day) - 1];
	int min = c.hour * 60 + c.minute;

	return min >= d->open_min && min < d->close_min;
}

/* The local day on which a message goes, or went. */
static inline int64_t
day_of(const struct practice *p, const struct owed *o)
{
	int64_t now = p->w.ctx.now, at = o->due_at > now ? o->due_at : now;
	struct civil c = zone_civil(
	    p->set.zone, state_handed_over(o->state) ? o->claimed_at : at);

	return civil_days(c.year, c.month, c.day);
}

/* So many are handed over on that day, and `planned` for it, to a number. */
static inline int64_t
count_day(
    const struct practice *p, const char *phone, int64_t day, bool planned)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		n += o->with_id == 0 &&
		    (state_handed_over(o->state) ||
			(planned && o->state == STATE_PLANNED)) &&
		    (phone == NULL || str_eq(o->phone, phone)) &&
		    day_of(p, o) == day;
	}
	return n;
}

/* P12: `n` to that number on that day, is it more than there may be? */
static inline bool
is_too_many(const struct practice *p, int64_t n, int64_t all)
{
	const struct limits *l = &p->limits;

	return (l->countries != NULL && strstr(l->countries, "43") == NULL) ||
	    (l->recipient != LIMIT_NONE && n > l->recipient) ||
	    (l->company != LIMIT_NONE && all > l->company);
}

/* What the operator released, no limit holds. */
static inline void
check_limits(struct history *h, const struct row *m)
{
	const struct practice *p = &h->p;
	const struct owed *o = &m->o;
	int64_t now = p->w.ctx.now, all = 0;
	bool out = state_handed_over(o->state) && o->claimed_at == now;
	bool planned = o->state == STATE_PLANNED, held = is_limited(o);

	if (o->with_id != 0 || str_eq(o->reason, OWED_RELEASED) ||
	    (!out && !planned && !held))
		return;
	int64_t day = day_of(p, o);
	int64_t n = count_day(p, o->phone, day, !out);
	if (p->limits.company != LIMIT_NONE &&
	    day == zone_day(p->set.zone, now))
		all = count_day(p, NULL, day, false) + !out;
	breaks(h, held && !is_too_many(p, n + 1, all),
	    "P12 held though there is room");
	/* The company's limit is looked at at the claim. */
	breaks(h, planned && is_too_many(p, n, 0),
	    "P12 more are planned than may go");
	/* What was released may have gone behind it. */
	for (size_t i = 0; out && i < p->n_rows; i++) {
		const struct owed *x = &p->rows[i].o;
		bool free = x->with_id == 0 && state_handed_over(x->state) &&
		    str_eq(x->reason, OWED_RELEASED) && day_of(p, x) == day;
		n -= free && str_eq(x->phone, o->phone);
		all -= free;
	}
	breaks(h, out && is_too_many(p, n, all), "P12 more have gone than may");
}

/* P16: x goes with m, which tells it. */
static inline void
check_member(struct history *h, const struct row *m, const struct row *x)
{
	breaks(h, m->o.with_id != 0 || m->o.dates < 2,
	    "P16 it goes with one that does not go for others");
	breaks(h,
	    m->o.kind != KIND_CONFIRMATION || x->o.kind != m->o.kind ||
		!str_eq(m->o.phone, x->o.phone) ||
		!str_ieq(m->o.name, x->o.name) || m->o.rule_id != x->o.rule_id,
	    "P16 it goes with that of another number, name or rule");
	breaks(h,
	    m->o.state != x->o.state || m->o.claimed_at != x->o.claimed_at,
	    "P16 what became of the one has not become of the other");
	breaks(h, state_pending(m->o.state) && m->o.start_at > x->o.start_at,
	    "P16 not the first start goes for all");
}

/* P7, P16: when it has settled, with those that go with it. */
static inline void
check_settled(struct history *h, const struct row *m, int64_t at)
{
	struct practice *p = &h->p;
	int64_t changed_at = 0, burst_at = INT64_MAX, dates = 0;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *x = &p->rows[i];
		const struct appointment *a =
		    appointment_of(p, x->appointment_id);
		if (x != m && x->o.with_id != m->o.id)
			continue;
		if (a->changed_at > changed_at)
			changed_at = a->changed_at;
		if (a->burst_at < burst_at)
			burst_at = a->burst_at;
		dates++;
	}
	breaks(h, dates != m->o.dates || dates > (int64_t)p->most,
	    "P16 its text tells other dates than go with it");
	breaks(h,
	    at < changed_at + 5 * MINUTE_S && at < burst_at + 30 * MINUTE_S,
	    "P7 before it has settled");
}

/* P16: of one body, to one person: they go together. */
static inline void
check_apart(struct history *h, const struct row *m, const struct row *x)
{
	struct practice *p = &h->p;
	const struct appointment *a = appointment_of(p, m->appointment_id);
	const struct appointment *b = appointment_of(p, x->appointment_id);
	int64_t soon_at = a->burst_at + 90 * MINUTE_S;

	if (x->o.kind != KIND_CONFIRMATION || x->o.state != STATE_PLANNED ||
	    x->o.reason != NULL || x->o.rule_id != m->o.rule_id ||
	    !str_eq(x->o.phone, m->o.phone) || !str_ieq(x->o.name, m->o.name) ||
	    a->burst_at != b->burst_at || a->changed_at != b->changed_at ||
	    a->start_at < soon_at || b->start_at < soon_at ||
	    p->most != TOGETHER_MAX)
		return;
	breaks(h,
	    (m->o.with_id != 0 ? m->o.with_id : m->o.id) !=
		(x->o.with_id != 0 ? x->o.with_id : x->o.id),
	    "P16 two confirmations of one settle time");
}

/* What one message is to the others. */
static inline void
check_many(struct history *h, const struct row *m)
{
	const struct practice *p = &h->p;
	bool out =
	    state_handed_over(m->o.state) && m->o.claimed_at == p->w.ctx.now;
	bool waits = m->o.kind == KIND_CONFIRMATION &&
	    m->o.state == STATE_PLANNED && m->o.reason == NULL;

	check_limits(h, m);
	if (m->o.with_id != 0)
		check_member(h, &p->rows[m->o.with_id - 1], m);
	else if (kind_urgent(m->o.kind) && (out || waits))
		check_settled(h, m, out ? p->w.ctx.now : m->o.due_at);
	for (size_t i = 0; waits && i < p->n_rows; i++)
		check_apart(h, m, &p->rows[i]);
}

#endif

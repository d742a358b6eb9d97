/* SPDX-License-Identifier: ISC */
/*
 * never - what must never happen, whatever the history: it is looked for in
 * the outbox behind every step, without asking the code that filled it.  The
 * first thing found is told in history.broken.
 */
#ifndef SMSCAL_TESTS_NEVER_H
#define SMSCAL_TESTS_NEVER_H

#include "domain/condition.h"
#include "never_many.h"

/* What a row was before the step. */
struct was {
	enum state state;
	bool closed;
};

/* P9: outside the window goes only what would come too late. */
static inline bool
may_go(const struct practice *p, const struct row *m)
{
	int64_t now = p->w.ctx.now, at = now, limit_at = m->o.start_at;

	if (m->o.old_start_at != 0 && m->o.old_start_at < limit_at)
		limit_at = m->o.old_start_at;
	while (at < now + 15 * (int64_t)DAY_S && !is_open(p, at))
		at += at % 900 == 0 ? 900 : 900 - at % 900;
	return at == now || (kind_urgent(m->o.kind) && at > limit_at - HOUR_S);
}

/* One that was handed over before to the same person; P2, P4, P8. */
static inline void
check_pair(struct history *h, const struct row *m, const struct row *x)
{
	int64_t apart_s = m->o.due_at - x->o.due_at;
	bool same = m->appointment_id == x->appointment_id;

	breaks(h,
	    m->o.kind == x->o.kind && !kind_urgent(m->o.kind) &&
		m->o.step == x->o.step && m->o.start_at == x->o.start_at,
	    "P2 two messages of one kind, step and start");
	breaks(h,
	    m->o.kind == KIND_FEEDBACK && x->o.kind == KIND_FEEDBACK &&
		apart_s < PLAN_FEEDBACK_S && -apart_s < PLAN_FEEDBACK_S,
	    "P8 two feedbacks in seven days");
	breaks(h,
	    m->o.kind == KIND_REMINDER && tells(x->o.kind) && same &&
		x->o.claimed_at > m->o.due_at - PLAN_TOLD_S,
	    "P4 a reminder close behind another word");
}

/* P2: while the one that has told is there, the other one does not. */
static inline void
check_twins(struct history *h, const struct row *m, const struct row *x)
{
	const struct appointment *a = appointment_of(&h->p, x->appointment_id);

	breaks(h,
	    m->appointment_id != a->id && m->o.kind == KIND_CONFIRMATION &&
		appointment_of(&h->p, m->appointment_id)->all_day ==
		    a->all_day &&
		x->o.kind == KIND_CONFIRMATION &&
		x->o.start_at == m->o.start_at &&
		a->start_at == m->o.start_at && !a->nosms &&
		a->standing == STANDING_LIVE && stands_in(a, m->o.phone),
	    "P2 two entries, two confirmations");
}

/* Is one that was told of, by x, called off to that number by another than m? */
static inline bool
is_called_off(
    const struct practice *p, const struct row *m, const struct row *x)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *y = &p->rows[i];
		if (y != m && y->o.kind == KIND_CANCELLATION &&
		    y->appointment_id == x->appointment_id &&
		    state_handed_over(y->o.state) &&
		    y->o.claimed_at >= x->o.claimed_at &&
		    str_eq(y->o.phone, m->o.phone))
			return true;
	}
	return false;
}

/* Was that number told of it, or of its series (D8), and not that it is off? */
static inline bool
is_waiting(struct practice *p, const struct row *m)
{
	const struct appointment *a = appointment_of(p, m->appointment_id);

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *x = &p->rows[i];
		const struct appointment *b =
		    appointment_of(p, x->appointment_id);
		if ((b == a ||
			(a->series != NULL && str_eq(a->series, b->series))) &&
		    (tells(x->o.kind) || x->o.kind == KIND_REMINDER) &&
		    state_handed_over(x->o.state) &&
		    str_eq(x->o.phone, m->o.phone) && !is_called_off(p, m, x))
			return true;
	}
	return false;
}

/* D8: all that was to come is off, and an earlier date went with this one. */
static inline bool
is_told_by_next(struct practice *p, const struct row *m)
{
	const struct appointment *a = appointment_of(p, m->appointment_id);
	const struct recipient *r = appointment_recipient(a, m->o.phone);
	struct plan_facts f = { .series_off = false };

	if (r != NULL)
		find_series(p, a, r, &f);
	return f.series_off && !f.series_next;
}

/* The last word before m of that appointment to that number; NULL: none. */
static inline const struct row *
last_word(const struct practice *p, const struct row *m)
{
	const struct row *last = NULL;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *x = &p->rows[i];
		if (x != m && x->appointment_id == m->appointment_id &&
		    (kind_urgent(x->o.kind) || x->o.kind == KIND_REMINDER) &&
		    state_handed_over(x->o.state) &&
		    str_eq(x->o.phone, m->o.phone) &&
		    (last == NULL || x->o.claimed_at > last->o.claimed_at))
			last = x;
	}
	return last;
}

/* Who was told of a start is not told of it again, but for a reminder. */
static inline void
check_told(struct history *h, const struct row *m)
{
	const struct row *last = last_word(&h->p, m);

	for (size_t i = 0; i < h->p.n_rows; i++) {
		const struct row *x = &h->p.rows[i];
		if (x == m || !state_handed_over(x->o.state) ||
		    !str_eq(x->o.phone, m->o.phone))
			continue;
		check_pair(h, m, x);
		check_twins(h, m, x);
	}
	/* Of a series that moves one is told, and counts for all (D8). */
	breaks(h,
	    tells(m->o.kind) && last != NULL &&
		last->o.kind != KIND_CANCELLATION &&
		appointment_of(&h->p, m->appointment_id)->series == NULL &&
		last->o.start_at == m->o.start_at &&
		last->o.claimed_at >= h->repaired_at,
	    "P7 told twice of the same start");
	breaks(h, m->o.kind == KIND_CANCELLATION && !is_waiting(&h->p, m),
	    "P13 a cancellation for who was never told");
	breaks(h, m->o.kind == KIND_CANCELLATION && is_told_by_next(&h->p, m),
	    "D8 a series is called off more than once");
}

/* P15: the rule's own condition, and all-day where it names that. */
static inline bool
is_meant(struct practice *p, const struct row *m, const struct appointment *a)
{
	const struct rule *rule = rule_of(p, m);
	const char *condition = rule != NULL ? rule->condition : NULL;
	struct plan_facts f = { .opted_out = false };
	const struct recipient *r = appointment_recipient(a, m->o.phone);

	if (r != NULL)
		find_answer(p, a, r, &f);
	return condition == NULL
	    ? !a->all_day
	    : condition_holds(condition, a, p->set.zone, f.confirmed) &&
		(!a->all_day || strstr(condition, "all-day") != NULL);
}

/* R4: who said no to this start is neither reminded nor asked. */
static inline bool
is_refused(const struct practice *p, const struct row *m)
{
	bool no = false;

	for (size_t i = 0; i < p->n_answers; i++)
		if (p->answers[i].digit == digit_of(m->o.phone) &&
		    p->answers[i].start_at == m->o.start_at)
			no = !p->answers[i].yes;
	return no && !kind_urgent(m->o.kind);
}

/* It was handed over just now. */
static inline void
check_handed(struct history *h, const struct row *m)
{
	struct practice *p = &h->p;
	const struct appointment *a = appointment_of(p, m->appointment_id);
	const struct recipient *r = appointment_recipient(a, m->o.phone);
	int64_t now = p->w.ctx.now;
	bool cancels = m->o.kind == KIND_CANCELLATION;
	bool after = m->o.kind == KIND_FEEDBACK || m->o.kind == KIND_FOLLOWUP;

	breaks(h, m->o.attempts != 1, "P2 one key handed over twice");
	breaks(h, !cancels && m->o.start_at != a->start_at,
	    "P7 another time than the appointment's");
	breaks(h, cancels && r != NULL && m->o.start_at != r->told_start_at,
	    "P13 another time than was told");
	breaks(h, cancels && (a->mass & MASS_QUIET) != 0,
	    "D9 told though it was accepted silently");
	breaks(h,
	    !after &&
		(now >= m->o.start_at ||
		    (m->o.old_start_at != 0 && now >= m->o.old_start_at)),
	    "P5 after the start");
	breaks(h, after && now < a->end_at, "P8 before the end");
	/* Those that go with another one go when that does (P16). */
	breaks(h, m->o.with_id == 0 && !may_go(p, m), "P9 outside the window");
	breaks(h, p->opted_out[digit_of(m->o.phone)], "P11 opted out");
	breaks(h, a->nosms, "C5 no SMS wanted");
	breaks(
	    h, p->set.stale || a->standing == STANDING_MISSING, "F8, D7 held");
	breaks(h,
	    cancels !=
		(a->standing == STANDING_GONE || r == NULL || r->left_at != 0),
	    "P3 of what is gone, to who has left");
	breaks(h, now > m->o.expires_at, "P10 too late");
	breaks(h, !is_meant(p, m, a), "P15 a rule that is not for it");
	breaks(h, is_refused(p, m), "R4 they said no");
	check_told(h, m);
}

/* What is to come is of the appointment as it is now. */
static inline void
check_pending(struct history *h, const struct row *m)
{
	const struct appointment *a = appointment_of(&h->p, m->appointment_id);
	bool cancels = m->o.kind == KIND_CANCELLATION;

	breaks(h, h->p.opted_out[digit_of(m->o.phone)],
	    "P11 planned for who has opted out");
	breaks(h, a->nosms, "C5 planned where no SMS is wanted");
	breaks(h, !cancels && m->o.start_at != a->start_at,
	    "P7 planned with another time than the appointment's");
	breaks(h, !cancels && a->standing == STANDING_GONE,
	    "D7 planned for what is gone");
	breaks(h, !cancels && !stands_in(a, m->o.phone),
	    "P3 planned for who has left");
	breaks(h, is_refused(&h->p, m), "R4 planned for who said no");
}

/*
 * Between two steps a message moves only as section 8 of the design says, and
 * says why; what is unsure may be settled.
 */
static inline void
check_row(struct history *h, const struct row *m, const struct was *was)
{
	enum state s = m->o.state;

	if (was != NULL && was->state != s)
		breaks(h,
		    was->closed &&
			!(was->state == STATE_UNSURE &&
			    (s == STATE_DELIVERED || s == STATE_FAILED)),
		    "S3 what is closed is opened");
	breaks(h,
	    (s == STATE_HELD || s == STATE_CANCELLED || s == STATE_EXPIRED ||
		s == STATE_FAILED) &&
		m->o.reason == NULL,
	    "X12 a state that does not say why");
	if (state_pending(s))
		check_pending(h, m);
}

/* P15: the rule of that kind and step that is for it; NULL: none is. */
static inline const struct rule *
rule_for(const struct practice *p, const struct appointment *a, enum kind kind,
    int step, const struct plan_facts *f)
{
	for (size_t i = 0; i < p->rules.n; i++) {
		const struct rule *r = p->rules.v[i];
		const char *c = r->condition;
		if (r->kind == kind && (r->step == step || kind_urgent(kind)) &&
		    (c == NULL ? !a->all_day
			       : condition_holds(
				     c, a, p->set.zone, f->confirmed) &&
				(!a->all_day || strstr(c, "all-day") != NULL)))
			return r->active ? r : NULL;
	}
	return NULL;
}

/* Is there one since then that is to come, was handed over, or says why not? */
static inline bool
is_there(const struct practice *p, const struct owed *want, int64_t since_at,
    int64_t appointment_id)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		if (o->kind == want->kind && str_eq(o->phone, want->phone) &&
		    (kind_urgent(o->kind)
			    ? p->rows[i].appointment_id == appointment_id
			    : o->step == want->step) &&
		    o->start_at == want->start_at &&
		    (state_pending(o->state) ||
			(owed_closed(o) && owed_closed_at(o) >= since_at)))
			return true;
	}
	return false;
}

/* P4: it has its reminder of that step, or there is a reason. */
static inline void
check_reminder(struct history *h, const struct appointment *a,
    const struct recipient *r, int step, const struct plan_facts *f)
{
	struct practice *p = &h->p;
	const struct rule *rule = rule_for(p, a, KIND_REMINDER, step, f);
	const struct when when = { .kind = KIND_REMINDER,
		.zone = p->set.zone,
		.window = &p->set.window,
		.start_at = a->start_at };
	const struct owed want = { .kind = KIND_REMINDER,
		.step = step,
		.phone = r->phone,
		.start_at = a->start_at };
	int64_t due_at;

	if (rule == NULL || f->declined ||
	    !window_fit(&when,
		rule->days >= 0 ? when_reminder(p->set.zone, a->start_at,
				      rule->days, rule->clock_min)
				: when_before(a->start_at, rule->before_min),
		&due_at) ||
	    due_at <= p->w.ctx.now)
		return;
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		if (!str_eq(o->phone, r->phone) || !state_handed_over(o->state))
			continue;
		/* Told just now; or reminded, and then the zone repaired. */
		if ((tells(o->kind) &&
			(o->start_at == a->start_at ||
			    p->rows[i].appointment_id == a->id) &&
			o->claimed_at > due_at - PLAN_TOLD_S) ||
		    (o->kind == KIND_REMINDER && o->step == step &&
			p->rows[i].appointment_id == a->id &&
			o->claimed_at > a->start_known_at))
			return;
	}
	breaks(h, !is_there(p, &want, 0, a->id),
	    "P4 a reminder that is lost without a word");
}

/* Was it the last word to them that it is, and at this start? */
static inline bool
knows(const struct practice *p, const struct appointment *a, const char *phone)
{
	const struct owed *last = NULL;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		if (p->rows[i].appointment_id == a->id &&
		    (kind_urgent(o->kind) || o->kind == KIND_REMINDER) &&
		    state_handed_over(o->state) && str_eq(o->phone, phone) &&
		    (last == NULL || o->claimed_at > last->claimed_at))
			last = o;
	}
	return last != NULL && last->kind != KIND_CANCELLATION &&
	    last->start_at == a->start_at;
}

/* P3, P7: this very body made it new or moved it, and that is to be told. */
static inline void
check_word(struct history *h, const struct appointment *a,
    const struct recipient *r, const struct plan_facts *f)
{
	struct practice *p = &h->p;
	int64_t now = p->w.ctx.now, soon_at = now + CHANGE_BURST_S;
	const struct rule *c = rule_for(p, a, KIND_CONFIRMATION, 1, f);
	const struct rule *m = rule_for(p, a, KIND_RESCHEDULED, 1, f);
	struct owed want = { .kind = KIND_CONFIRMATION,
		.phone = r->phone,
		.start_at = a->start_at };
	bool twin = f->twin || f->twin_old || f->twin_moved;

	if (a->start_at <= soon_at || twin || knows(p, a, r->phone))
		return;
	bool confirmed = is_there(p, &want, now, a->id);
	breaks(h, r->announce_at == now && c != NULL && !confirmed,
	    "P3 a new one is lost without a word");
	want.kind = KIND_RESCHEDULED;
	breaks(h,
	    a->start_known_at == now && r->told_start_at != a->start_at &&
		r->told_start_at > soon_at && m != NULL && !confirmed &&
		!is_there(p, &want, now, a->id),
	    "P7 a move is lost without a word");
}

/* Is there somebody of that name in it? */
static inline bool
has_name(const struct appointment *a, const char *name)
{
	for (size_t i = 0; i < a->n_recipients; i++)
		if (a->recipients[i].left_at == 0 &&
		    str_eq(a->recipients[i].name, name))
			return true;
	return false;
}

/* P13: this very step called it off, and who was told is to hear of it. */
static inline void
check_off(struct history *h, const struct appointment *a,
    const struct recipient *r, const struct plan_facts *f)
{
	struct practice *p = &h->p;
	int64_t now = p->w.ctx.now, told_at = 0, off_at = 0;
	const struct owed want = { .kind = KIND_CANCELLATION,
		.phone = r->phone,
		.start_at = r->told_start_at };
	bool off = r->left_at != 0
	    ? r->left_at == now
	    : a->standing == STANDING_GONE && a->changed_at == now;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		if (p->rows[i].appointment_id != a->id || !owed_closed(o) ||
		    !str_eq(o->phone, r->phone))
			continue;
		/* One that came to nothing is not tried for ever. */
		if (o->kind == KIND_CANCELLATION && owed_closed_at(o) > off_at)
			off_at = owed_closed_at(o);
		if ((tells(o->kind) || o->kind == KIND_REMINDER) &&
		    state_handed_over(o->state) && o->claimed_at > told_at)
			told_at = o->claimed_at;
	}
	breaks(h,
	    off && told_at > off_at && !f->twin_old && a->series == NULL &&
		(a->mass & MASS_QUIET) == 0 &&
		(r->left_at == 0 || r->name[0] == '\0' ||
		    !has_name(a, r->name)) &&
		r->told_start_at > now + CHANGE_BURST_S &&
		rule_for(p, a, KIND_CANCELLATION, 1, f) != NULL &&
		!is_there(p, &want, now, a->id),
	    "P13 a cancellation is lost without a word");
}

/* What has to be in the outbox is there. */
static inline void
check_owed(struct history *h, const struct appointment *a)
{
	struct practice *p = &h->p;
	bool gone = a->standing == STANDING_GONE;

	for (size_t i = 0; i < a->n_recipients && !a->nosms; i++) {
		const struct recipient *r = &a->recipients[i];
		struct plan_facts f = { .opted_out = false };
		if (p->opted_out[digit_of(r->phone)])
			continue;
		find_answer(p, a, r, &f);
		find_twins(p, a, r, &f);
		if (gone || r->left_at != 0) {
			check_off(h, a, r, &f);
			continue;
		}
		for (int step = 1; step <= 2; step++)
			check_reminder(h, a, r, step, &f);
		check_word(h, a, r, &f);
	}
}

/* Behind a step; was[0..n) is what the rows were before. */
static inline void
check_step(struct history *h, const struct was *was, size_t n)
{
	struct practice *p = &h->p;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		bool now = state_handed_over(m->o.state) &&
		    m->o.claimed_at == p->w.ctx.now;
		if (now)
			check_handed(h, m);
		h->handed_over += now;
		check_row(h, m, i < n ? &was[i] : NULL);
		check_many(h, m);
	}
	for (size_t i = 0; i < p->w.known.n; i++)
		check_owed(h, &p->w.known.v[i]);
	breaks(h, p->unstable != 0, "P1 run again, it has more to say");
	breaks(h, p->backs != 0, "S5 plan and claim do not agree");
}

#endif

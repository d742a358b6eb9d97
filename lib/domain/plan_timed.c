/* SPDX-License-Identifier: ISC */
#include "domain/plan_timed.h"

#include "domain/when.h"
#include "util/str.h"

static int64_t
max_at(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/*
 * P5: since when everything is known that a timed message depends on.  A start
 * that was left and is back before anybody was told is the old one.
 */
static int64_t
known_at(const struct owing *w, const struct rule *rule)
{
	const struct recipient *r = w->r;
	int64_t at = w->a->start_known_at;

	if (r->told_start_at == w->a->start_at && r->told_at < at)
		at = r->told_at;
	at = max_at(at, w->a->known_at);
	at = max_at(at, r->known_at);
	return max_at(at, rule_since(rule, w->set->calendar));
}

/*
 * P4: was it made so late, by a change of the feed, that the time had passed
 * already?  Of what came with a baseline nobody knows when it was made.
 */
static bool
is_short_notice(const struct owing *w, int64_t known)
{
	const struct appointment *a = w->a;
	int64_t made_at = max_at(a->known_at, a->start_known_at);

	if (known == w->r->announce_at)
		return true;
	return known == made_at &&
	    (!a->baseline || a->start_known_at > a->known_at);
}

/*
 * Was that reminder handed over since this start is known, for another one?
 * Then the zone was repaired, and the same start is told only once (D7).
 */
static bool
is_repaired(const struct owing *w, const struct rule *rule)
{
	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if (o->kind == KIND_REMINDER && o->step == rule->step &&
		    o->start_at != w->a->start_at &&
		    str_eq(o->phone, w->r->phone) &&
		    state_handed_over(o->state) &&
		    o->claimed_at > w->a->start_known_at)
			return true;
	}
	return false;
}

void
plan_remind(struct owing *w, const struct rule *rule)
{
	const struct appointment *a = w->a;
	int64_t known = known_at(w, rule);
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_REMINDER,
		.step = rule->step,
		.start_at = a->start_at,
	};
	int64_t raw_at = rule->days >= 0
	    ? when_reminder(
		  w->set->zone, a->start_at, rule->days, rule->clock_min)
	    : when_before(a->start_at, rule->before_min);

	enum why why = WHY_NONE;

	/* P4: so soon behind another word, it is dropped. */
	int64_t told_at = owing_handed_over_at(
	    w, KIND_BIT(KIND_CONFIRMATION) | KIND_BIT(KIND_RESCHEDULED));
	if (a->start_at <= w->now)
		why = WHY_BEGUN;
	else if (is_repaired(w, rule))
		why = WHY_REPAIRED;
	else if (!owing_fit(w, &i, raw_at))
		why = WHY_NO_TIME;
	else if (i.due_at < known &&
	    (!rule->short_notice || !is_short_notice(w, known) ||
		!owing_fit(w, &i, known)))
		why = WHY_PASSED;
	else if (max_at(told_at, w->facts->told_at) > i.due_at - PLAN_TOLD_S)
		why = WHY_TOLD_BEFORE;
	if (why != WHY_NONE)
		owing_not(w, rule, why);
	else
		owing_add(w, &i);
}

bool
plan_is_asked(const struct plan_facts *f, int64_t due_at)
{
	for (size_t i = 0; i < f->n_asked; i++) {
		const struct plan_asked *o = &f->asked[i];
		if (o->due_at > due_at - PLAN_FEEDBACK_S &&
		    (o->due_at < due_at || (o->due_at == due_at && o->first) ||
			(o->done && o->due_at < due_at + PLAN_FEEDBACK_S)))
			return true;
	}
	return false;
}

/*
 * P8: one in 7 days, whichever appointment it is of; of one appointment, also
 * one of a start that was corrected when it was over.
 */
static bool
is_asked(const struct owing *w, const struct plan_item *i)
{
	if (plan_is_asked(w->facts, i->due_at))
		return true;
	for (size_t k = 0; k < w->owed->n; k++) {
		const struct owed *o = &w->owed->v[k];
		if (o->kind == KIND_FEEDBACK && str_eq(o->phone, w->r->phone) &&
		    state_handed_over(o->state) &&
		    o->claimed_at > i->due_at - PLAN_FEEDBACK_S &&
		    o->due_at < i->due_at + PLAN_FEEDBACK_S)
			return true;
	}
	return false;
}

void
plan_ask(struct owing *w, const struct rule *rule)
{
	const struct appointment *a = w->a;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_FEEDBACK,
		.step = rule->step,
		.start_at = a->start_at,
	};

	enum why why = WHY_NONE;

	if (rule->days < 0)
		return;
	/* D6: what ended before the baseline gets nothing. */
	if (a->baseline && a->end_at <= a->known_at)
		why = WHY_OVER_BEFORE;
	else if (!owing_fit(w, &i,
		     when_feedback(
			 w->set->zone, a->end_at, rule->days, rule->clock_min)))
		why = WHY_NO_TIME;
	else if (i.due_at < known_at(w, rule))
		why = WHY_PASSED;
	else if (is_asked(w, &i))
		why = WHY_ASKED;
	if (why != WHY_NONE)
		owing_not(w, rule, why);
	else
		owing_add(w, &i);
}

static bool
is_ask(const struct owing *w, const struct plan_item *i)
{
	return i->kind == KIND_FEEDBACK && i->recipient == w->r &&
	    i->state != STATE_EXPIRED;
}

/* The first feedback that is to come at that time or later; or w->out->n. */
static size_t
next_ask(const struct owing *w, int64_t from_at)
{
	const struct plan_item *v = w->out->v;
	size_t first = w->out->n;

	for (size_t i = 0; i < w->out->n; i++)
		if (is_ask(w, &v[i]) && v[i].due_at >= from_at &&
		    (first == w->out->n || v[i].due_at < v[first].due_at))
			first = i;
	return first;
}

/*
 * The earliest goes, as among several appointments (plan_is_asked()): else
 * each could stand back for the other, and the plan would never come to rest.
 */
void
plan_ask_once(struct owing *w)
{
	struct plan_list *l = w->out;
	int64_t from_at = INT64_MIN;

	for (size_t first; (first = next_ask(w, from_at)) < l->n;) {
		const struct plan_item kept = l->v[first];
		size_t n = 0;
		from_at = kept.due_at + PLAN_FEEDBACK_S;
		for (size_t i = 0; i < l->n; i++) {
			const struct plan_item *p = &l->v[i];
			if (i == first || !is_ask(w, p) ||
			    p->due_at < kept.due_at || p->due_at >= from_at)
				l->v[n++] = *p;
			else {
				owing_not(w, p->rule, WHY_ASKED);
				if (p->owed != NULL)
					w->kept[p->owed - w->owed->v] = false;
			}
		}
		l->n = n;
	}
}

/* When was the feedback of this start handed over?  0: never. */
static int64_t
asked_at(const struct owing *w)
{
	int64_t at = 0;

	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if (o->kind == KIND_FEEDBACK && str_eq(o->phone, w->r->phone) &&
		    o->start_at == w->a->start_at &&
		    state_handed_over(o->state))
			at = max_at(at, o->claimed_at);
	}
	return at;
}

/* P8: so long after the feedback, unless an answer came. */
void
plan_ask_again(struct owing *w, const struct rule *rule)
{
	int64_t at = asked_at(w);
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_FOLLOWUP,
		.step = rule->step,
		.start_at = w->a->start_at,
	};

	int64_t raw_at = at + (int64_t)rule->before_min * 60;
	enum why why = WHY_NONE;

	if (rule->before_min < 0)
		return;
	if (at == 0)
		why = WHY_NO_FEEDBACK;
	else if (w->facts->reply_at >= at)
		why = WHY_REPLIED;
	else if (raw_at < rule_since(rule, w->set->calendar))
		why = WHY_PASSED;
	else if (!owing_fit(w, &i, raw_at))
		why = WHY_NO_TIME;
	if (why != WHY_NONE)
		owing_not(w, rule, why);
	else
		owing_add(w, &i);
}

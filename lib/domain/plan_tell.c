/* SPDX-License-Identifier: ISC */
#include "domain/plan_tell.h"

#include "util/str.h"

/* What tells a recipient of a start. */
enum {
	TELLS = KIND_BIT(KIND_CONFIRMATION) | KIND_BIT(KIND_RESCHEDULED) |
	    KIND_BIT(KIND_REMINDER)
};

/* The last word that this recipient had is that it is, and at this start. */
static bool
knows(const struct owing *w)
{
	const unsigned words = TELLS | KIND_BIT(KIND_CANCELLATION);
	int64_t last_at = owing_handed_over_at(w, words);

	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if ((TELLS & KIND_BIT(o->kind)) != 0 &&
		    o->start_at == w->a->start_at && o->claimed_at == last_at &&
		    state_handed_over(o->state) &&
		    str_eq(o->phone, w->r->phone))
			return true;
	}
	return false;
}

/* P3: only for a change that was seen while the rule was on. */
static enum why
why_not_confirm(const struct owing *w, const struct rule *rule, int64_t last_at)
{
	const struct recipient *r = w->r;

	if (r->announce_at == 0)
		return w->a->baseline ? WHY_BASELINE : WHY_UNTOLD;
	if (r->announce_at < rule_since(rule, w->set->calendar))
		return WHY_NEW_BEFORE;
	if (w->a->start_at <= w->now)
		return WHY_BEGUN;
	if (w->facts->twin)
		return WHY_TWIN;
	if ((last_at != 0 && last_at >= r->announce_at) || knows(w))
		return WHY_TOLD;
	return WHY_NONE;
}

void
plan_confirm(struct owing *w, const struct rule *rule)
{
	const struct appointment *a = w->a;
	int64_t last_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_CONFIRMATION,
		.step = owing_number(w, KIND_CONFIRMATION, &last_at),
		.start_at = a->start_at,
	};

	enum why why = why_not_confirm(w, rule, last_at);

	if (why == WHY_NONE && !owing_fit(w, &i, owing_settled_at(a)))
		why = WHY_NO_TIME;
	if (why != WHY_NONE)
		owing_not(w, rule, why);
	else
		owing_add(w, &i);
}

/* One that came to nothing for this very start is not tried for ever. */
static bool
is_settled(const struct owing *w)
{
	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if ((o->kind == KIND_CONFIRMATION ||
			o->kind == KIND_RESCHEDULED) &&
		    str_eq(o->phone, w->r->phone) && owed_closed(o) &&
		    o->start_at == w->a->start_at &&
		    owed_closed_at(o) >= w->a->start_known_at)
			return true;
	}
	return false;
}

/*
 * P2: a twin's word counts for this one.  Who was never told of this one
 * need not hear that it moved, where a twin is known at the new start; nor who
 * knows that start from before it was in the past.
 */
static bool
twin_tells(const struct owing *w)
{
	bool unheard = w->r->announce_at != 0 &&
	    owing_handed_over_at(w, TELLS) < w->r->announce_at;

	return w->facts->twin_old || w->facts->twin_moved ||
	    (unheard && (w->facts->twin || knows(w)));
}

static enum why
why_not_reschedule(const struct owing *w, const struct rule *rule)
{
	const struct appointment *a = w->a;

	if (a->start_at == w->r->told_start_at)
		return WHY_SAME_START;
	if (a->start_at <= w->now)
		return WHY_BEGUN;
	if (a->start_known_at < rule_since(rule, w->set->calendar))
		return WHY_MOVED_BEFORE;
	if (twin_tells(w))
		return WHY_TWIN;
	if (owing_has(w, KIND_CONFIRMATION))
		return WHY_TOLD_BY_CONFIRMATION;
	if (is_settled(w))
		return WHY_SETTLED;
	return WHY_NONE;
}

void
plan_reschedule(struct owing *w, const struct rule *rule)
{
	const struct appointment *a = w->a;
	int64_t last_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_RESCHEDULED,
		.step = owing_number(w, KIND_RESCHEDULED, &last_at),
		.start_at = a->start_at,
		.old_start_at = w->r->told_start_at,
	};

	enum why why = why_not_reschedule(w, rule);

	if (why == WHY_NONE && !owing_fit(w, &i, owing_settled_at(a)))
		why = WHY_NO_TIME;
	if (why != WHY_NONE)
		owing_not(w, rule, why);
	else
		owing_add(w, &i);
}

/* P3: it was not somebody who left, but a number that was wrong. */
static bool
is_corrected(const struct owing *w)
{
	const struct appointment *a = w->a;

	for (size_t i = 0; w->r->left_at != 0 && i < a->n_recipients; i++)
		if (a->recipients[i].left_at == 0 && w->r->name[0] != '\0' &&
		    str_ieq(a->recipients[i].name, w->r->name))
			return true;
	return false;
}

static enum why
why_not_cancel(const struct owing *w, const struct rule *rule, int64_t last_at)
{
	const struct recipient *r = w->r;
	const struct plan_facts *f = w->facts;
	int64_t told_at = owing_handed_over_at(w, TELLS);
	int64_t seen_at = r->left_at != 0 ? r->left_at : w->a->changed_at;

	if (f->series_off && !f->series_next)
		return WHY_SERIES_NEXT;
	if (f->series_off && f->series_told_at > told_at)
		told_at = f->series_told_at;
	if ((w->a->mass & MASS_QUIET) != 0)
		return WHY_MASS_QUIET;
	if (told_at == 0)
		return WHY_NOBODY_TOLD;
	if (last_at >= told_at)
		return WHY_TOLD;
	if (f->twin_old)
		return WHY_TWIN_THERE;
	if (seen_at < rule_since(rule, w->set->calendar))
		return WHY_GONE_BEFORE;
	if (r->told_start_at <= w->now)
		return WHY_BEGUN;
	if (is_corrected(w))
		return WHY_CORRECTED;
	return WHY_NONE;
}

/*
 * P13: gone before its start, or for this recipient, who was told of it; of a
 * series that is off as a whole (D8) the next one, where any was told of.
 */
void
plan_cancel(struct owing *w, const struct rule *rule)
{
	const struct recipient *r = w->r;
	int64_t last_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_CANCELLATION,
		.step = owing_number(w, KIND_CANCELLATION, &last_at),
		.start_at = r->told_start_at,
		.old_start_at = r->told_start_at,
	};

	enum why why = why_not_cancel(w, rule, last_at);

	if (why == WHY_NONE && !owing_fit(w, &i, owing_settled_at(w->a)))
		why = WHY_NO_TIME;
	if (why != WHY_NONE)
		owing_not(w, rule, why);
	else
		owing_add(w, &i);
}

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

	/* P3: only for a change that was seen while the rule was on. */
	if (w->r->announce_at == 0 ||
	    w->r->announce_at < rule_since(rule, w->set->calendar) ||
	    a->start_at <= w->now || w->facts->twin)
		return;
	if ((last_at != 0 && last_at >= w->r->announce_at) || knows(w))
		return;
	if (owing_fit(w, &i, owing_settled_at(a)))
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

	if (a->start_at == w->r->told_start_at || a->start_at <= w->now ||
	    a->start_known_at < rule_since(rule, w->set->calendar) ||
	    twin_tells(w) || owing_has(w, KIND_CONFIRMATION) || is_settled(w))
		return;
	if (owing_fit(w, &i, owing_settled_at(a)))
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

/*
 * P13: gone before its start, or for this recipient, who was told of it; of a
 * series that is off as a whole (D8) the next one, where any was told of.
 */
void
plan_cancel(struct owing *w, const struct rule *rule)
{
	const struct recipient *r = w->r;
	const struct plan_facts *f = w->facts;
	int64_t last_at, told_at = owing_handed_over_at(w, TELLS);
	int64_t seen_at = r->left_at != 0 ? r->left_at : w->a->changed_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_CANCELLATION,
		.step = owing_number(w, KIND_CANCELLATION, &last_at),
		.start_at = r->told_start_at,
		.old_start_at = r->told_start_at,
	};

	if (f->series_off && !f->series_next)
		return;
	if (f->series_off && f->series_told_at > told_at)
		told_at = f->series_told_at;
	if ((w->a->mass & MASS_QUIET) != 0 || told_at == 0 ||
	    last_at >= told_at || f->twin_old ||
	    seen_at < rule_since(rule, w->set->calendar) ||
	    i.start_at <= w->now || is_corrected(w))
		return;
	if (owing_fit(w, &i, owing_settled_at(w->a)))
		owing_add(w, &i);
}

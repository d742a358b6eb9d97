/* SPDX-License-Identifier: ISC */
#include "domain/plan.h"

#include <inttypes.h>
#include <stdlib.h>

#include "domain/condition.h"
#include "domain/owing.h"
#include "domain/plan_tell.h"
#include "domain/plan_timed.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

void
plan_list_free(struct plan_list *l)
{
	free(l->v);
	*l = PLAN_LIST_INIT;
}

void
plan_list_add(struct plan_list *l, const struct plan_item *i)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = *i;
}

/*
 * P15: of each kind and step the first rule that matches is used; is it off,
 * there is no message.  An all-day appointment needs one that names it.
 */
static bool
applies(const struct owing *w, const struct rule *r)
{
	const char *condition = r->condition;

	if (condition == NULL)
		return !w->a->all_day;
	return (!w->a->all_day || condition_all_day(condition)) &&
	    condition_holds(condition, w->a, w->set->zone, w->facts->confirmed);
}

/* Rules of one kind and step stand behind each other, and one is used. */
static bool
same_slot(const struct rule *a, const struct rule *b)
{
	return a != NULL && a->kind == b->kind &&
	    (a->step == b->step || kind_urgent(a->kind));
}

/* R4: who said no is neither reminded nor asked how it was. */
static bool
is_declined(const struct plan_facts *facts, enum kind kind)
{
	return facts->declined &&
	    (kind == KIND_REMINDER || kind == KIND_FEEDBACK ||
		kind == KIND_FOLLOWUP);
}

/* Why a rule does not count for the appointment; NULL: it does. */
static const char *
why_unused(
    const struct owing *w, const struct rule *rule, const struct rule *before)
{
	if (same_slot(before, rule))
		return "a rule before it counts";
	if (applies(w, rule))
		return NULL;
	return w->a->all_day ? "all-day, which its condition does not name"
			     : "its condition does not hold";
}

/* Why one that counts makes nothing now; NULL: it is asked. */
static const char *
why_idle(const struct owing *w, const struct rule *rule, bool gone)
{
	if (!rule->active)
		return "the rule is off";
	if (is_declined(w->facts, rule->kind))
		return "declined by a reply";
	if (gone == (rule->kind == KIND_CANCELLATION))
		return NULL;
	if (!gone)
		return "it is not gone";
	return w->r->left_at != 0 ? "the number is no longer in the appointment"
				  : "the appointment is gone";
}

static void
plan_recipient(struct owing *w)
{
	static void (*const make[KIND_COUNT])(
	    struct owing * w, const struct rule *rule) = {
		[KIND_CONFIRMATION] = plan_confirm,
		[KIND_REMINDER] = plan_remind,
		[KIND_RESCHEDULED] = plan_reschedule,
		[KIND_FEEDBACK] = plan_ask,
		[KIND_FOLLOWUP] = plan_ask_again,
		[KIND_CANCELLATION] = plan_cancel,
	};
	bool gone = w->a->standing == STANDING_GONE || w->r->left_at != 0;

	if (w->a->nosms || w->facts->opted_out) {
		owing_not(w, NULL, w->a->nosms ? "#nosms" : "opted out");
		return;
	}
	const struct rule *before = NULL;
	for (size_t i = 0; i < w->set->rules->n; i++) {
		const struct rule *rule = w->set->rules->v[i];
		const char *why = why_unused(w, rule, before);
		if (why == NULL)
			before = rule;
		if (why == NULL)
			why = why_idle(w, rule, gone);
		if (why == NULL)
			make[rule->kind](w, rule);
		else
			owing_not(w, rule, why);
	}
	plan_ask_once(w);
}

/*
 * Why a pending message is not owed any more, in words; NULL: no reason but
 * the clock or the rules.  `r` NULL: the number was never in it.
 */
static const char *
why_not(const struct appointment *a, const struct plan_facts *facts,
    const struct recipient *r, const struct owed *o)
{
	bool cancellation = o->kind == KIND_CANCELLATION;

	if (a->nosms)
		return "no SMS wanted";
	if (r == NULL || (r->left_at != 0 && !cancellation))
		return "the number is no longer in the appointment";
	if (facts->opted_out)
		return "opted out";
	if (a->standing == STANDING_GONE && !cancellation)
		return "the appointment is gone";
	if (cancellation && a->standing != STANDING_GONE && r->left_at == 0)
		return "the appointment is back";
	if (!cancellation && o->start_at != a->start_at)
		return "the appointment has moved";
	if (is_declined(facts, o->kind))
		return "declined by a reply";
	if (kind_urgent(o->kind) &&
	    (facts->twin || facts->twin_old || facts->twin_moved))
		return "another appointment tells it";
	if (o->kind == KIND_FEEDBACK && plan_is_asked(facts, o->due_at))
		return "asked less than 7 days before";
	if (o->kind == KIND_FOLLOWUP && facts->reply_at != 0)
		return "a reply has come";
	return NULL;
}

static void
drop_rest(const struct appointment *a, const struct plan_facts *facts,
    const struct owed_list *owed, const bool *kept, int64_t now,
    struct plan_list *out)
{
	for (size_t i = 0; i < owed->n; i++) {
		const struct owed *o = &owed->v[i];
		const struct recipient *r = appointment_recipient(a, o->phone);

		if (kept[i] || !state_pending(o->state))
			continue;
		const char *why = why_not(
		    a, r != NULL ? &facts[r - a->recipients] : NULL, r, o);
		/* P10: what only the clock has overtaken is expired. */
		bool late = why == NULL && now > o->expires_at;
		if (why == NULL)
			why = late ? "too late to be of use" : "no longer owed";
		const struct plan_item item = {
			.action = late ? PLAN_EXPIRE : PLAN_CANCEL,
			.owed = o,
			.recipient = r,
			.kind = o->kind,
			.step = o->step,
			.start_at = o->start_at,
			.state = late ? STATE_EXPIRED : STATE_CANCELLED,
			.reason = why,
		};
		plan_list_add(out, &item);
	}
}

void
plan_make(const struct plan_setting *set, const struct appointment *a,
    const struct plan_facts *facts, const struct owed_list *owed, int64_t now,
    struct plan_list *out)
{
	plan_explain(set, a, facts, owed, now, out, NULL);
}

void
plan_explain(const struct plan_setting *set, const struct appointment *a,
    const struct plan_facts *facts, const struct owed_list *owed, int64_t now,
    struct plan_list *out, struct plan_whys *whys)
{
	bool *kept = mem_zero(owed->n + 1, sizeof(*kept));

	for (size_t i = 0; i < a->n_recipients; i++) {
		struct owing w = { set, a, &a->recipients[i], &facts[i], owed,
			kept, now, out, whys };
		plan_recipient(&w);
	}
	drop_rest(a, facts, owed, kept, now, out);
	free(kept);
}

bool
plan_looks_same(const struct plan_item *i, const char *text)
{
	const struct owed *o = i->owed;

	return o->state == i->state && str_eq(o->reason, i->reason) &&
	    o->due_at == i->due_at && str_eq(o->text, text);
}

bool
plan_same(const struct plan_item *i, const struct appointment *a,
    const char *text, int64_t true_until_at)
{
	const struct owed *o = i->owed;

	return o != NULL && o->state == i->state &&
	    str_eq(o->reason, i->reason) && o->start_at == i->start_at &&
	    o->old_start_at == i->old_start_at && o->due_at == i->due_at &&
	    o->expires_at == i->expires_at && o->rule_id == i->rule->id &&
	    o->rule_rev == i->rule->rev && o->appointment_rev == a->rev &&
	    str_eq(o->name, i->recipient->name) && str_eq(o->text, text) &&
	    o->true_until_at == true_until_at;
}

char *
plan_key(const struct plan_item *i, int64_t company_id, int64_t appointment_id,
    const char *phone)
{
	struct buf b = BUF_INIT;

	if (kind_urgent(i->kind))
		buf_fmt(&b, "%s/%" PRId64 "/%" PRId64 "/%s/%d",
		    kind_name(i->kind), company_id, appointment_id, phone,
		    i->step);
	else
		buf_fmt(&b, "%s/%" PRId64 "/%s/%d/%" PRId64, kind_name(i->kind),
		    company_id, phone, i->step, i->start_at);
	return buf_take(&b);
}

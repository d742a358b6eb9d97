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
static enum why
why_unused(
    const struct owing *w, const struct rule *rule, const struct rule *before)
{
	if (same_slot(before, rule))
		return WHY_RULE_BEFORE;
	if (applies(w, rule))
		return WHY_NONE;
	return w->a->all_day ? WHY_ALL_DAY : WHY_CONDITION;
}

/* Why one that counts makes nothing now; WHY_NONE: it is asked. */
static enum why
why_idle(const struct owing *w, const struct rule *rule, bool gone)
{
	if (!rule->active)
		return WHY_RULE_OFF;
	if (is_declined(w->facts, rule->kind))
		return WHY_DECLINED;
	if (gone == (rule->kind == KIND_CANCELLATION))
		return WHY_NONE;
	if (!gone)
		return WHY_NOT_GONE;
	return w->r->left_at != 0 ? WHY_LEFT : WHY_GONE;
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
		owing_not(w, NULL, w->a->nosms ? WHY_NOSMS : WHY_OPTED_OUT);
		return;
	}
	const struct rule *before = NULL;
	for (size_t i = 0; i < w->set->rules->n; i++) {
		const struct rule *rule = w->set->rules->v[i];
		enum why why = why_unused(w, rule, before);
		if (why == WHY_NONE)
			before = rule;
		if (why == WHY_NONE)
			why = why_idle(w, rule, gone);
		if (why == WHY_NONE)
			make[rule->kind](w, rule);
		else
			owing_not(w, rule, why);
	}
	plan_ask_once(w);
}

/*
 * Why a pending message is not owed any more; WHY_NONE: no reason but the
 * clock or the rules.  `r` NULL: the number was never in it.
 */
static enum why
why_not(const struct appointment *a, const struct plan_facts *facts,
    const struct recipient *r, const struct owed *o)
{
	bool cancellation = o->kind == KIND_CANCELLATION;

	if (a->nosms)
		return WHY_NOSMS;
	if (r == NULL || (r->left_at != 0 && !cancellation))
		return WHY_LEFT;
	if (facts->opted_out)
		return WHY_OPTED_OUT;
	if (a->standing == STANDING_GONE && !cancellation)
		return WHY_GONE;
	if (cancellation && a->standing != STANDING_GONE && r->left_at == 0)
		return WHY_BACK;
	if (!cancellation && o->start_at != a->start_at)
		return WHY_MOVED;
	if (is_declined(facts, o->kind))
		return WHY_DECLINED;
	if (kind_urgent(o->kind) &&
	    (facts->twin || facts->twin_old || facts->twin_moved))
		return WHY_TWIN;
	if (o->kind == KIND_FEEDBACK && plan_is_asked(facts, o->due_at))
		return WHY_ASKED;
	if (o->kind == KIND_FOLLOWUP && facts->reply_at != 0)
		return WHY_REPLIED;
	return WHY_NONE;
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
		enum why why = why_not(
		    a, r != NULL ? &facts[r - a->recipients] : NULL, r, o);
		/* P10: what only the clock has overtaken is expired. */
		bool late = why == WHY_NONE && now > o->expires_at;
		if (why == WHY_NONE)
			why = late ? WHY_LATE : WHY_NOT_OWED;
		const struct plan_item item = {
			.action = late ? PLAN_EXPIRE : PLAN_CANCEL,
			.owed = o,
			.recipient = r,
			.kind = o->kind,
			.step = o->step,
			.start_at = o->start_at,
			.state = late ? STATE_EXPIRED : STATE_CANCELLED,
			.reason = why_text(why),
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

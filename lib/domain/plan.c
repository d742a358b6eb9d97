/* SPDX-License-Identifier: ISC */
#include "domain/plan.h"

#include <inttypes.h>
#include <stdlib.h>

#include "domain/change.h"
#include "domain/when.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

/* One recipient of one appointment, and what was and is owed to it. */
struct case_ {
	const struct plan_setting *set;
	const struct appointment *a;
	const struct recipient *r;
	const struct plan_facts *facts;
	const struct owed_list *owed;
	bool *kept; /* of each owed: it stays, or was dealt with */
	int64_t now;
	struct plan_list *out;
};

void
owed_list_free(struct owed_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].phone);
		free(l->v[i].name);
		free(l->v[i].text);
		free(l->v[i].reason);
	}
	free(l->v);
	*l = OWED_LIST_INIT;
}

struct owed *
owed_list_add(struct owed_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct owed){ .id = 0 };
	return &l->v[l->n++];
}

void
plan_list_free(struct plan_list *l)
{
	free(l->v);
	*l = PLAN_LIST_INIT;
}

static void
add_item(struct plan_list *l, const struct plan_item *i)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = *i;
}

static int64_t
max_at(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
min_at(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The message of that kind and step; for a reminder also of that start. */
static const struct owed *
find(const struct case_ *c, enum kind kind, int step, int64_t start_at)
{
	for (size_t i = 0; i < c->owed->n; i++) {
		const struct owed *o = &c->owed->v[i];
		if (o->kind == kind && o->step == step &&
		    str_eq(o->phone, c->r->phone) &&
		    (kind_urgent(kind) || o->start_at == start_at))
			return o;
	}
	return NULL;
}

/* What a reply of the gateway or the clock has ended, for good. */
static bool
is_closed(const struct owed *o)
{
	return state_handed_over(o->state) || o->state == STATE_FAILED ||
	    o->state == STATE_EXPIRED;
}

static int64_t
closed_at(const struct owed *o)
{
	return max_at(o->claimed_at, o->ended_at);
}

/*
 * P2: the number of the next message of an urgent kind: it rises only when
 * the one before is closed.  *last_at is when that was, 0 for none.
 */
static int
next_number(const struct case_ *c, enum kind kind, int64_t *last_at)
{
	int number = 1;

	*last_at = 0;
	for (size_t i = 0; i < c->owed->n; i++) {
		const struct owed *o = &c->owed->v[i];
		if (o->kind != kind || !str_eq(o->phone, c->r->phone) ||
		    !is_closed(o))
			continue;
		if (o->step >= number)
			number = o->step + 1;
		*last_at = max_at(*last_at, closed_at(o));
	}
	return number;
}

/* When was one of these kinds last handed over?  0: never. */
static int64_t
handed_over_at(const struct case_ *c, unsigned kinds)
{
	int64_t at = 0;

	for (size_t i = 0; i < c->owed->n; i++) {
		const struct owed *o = &c->owed->v[i];
		if ((kinds & 1U << o->kind) != 0 &&
		    str_eq(o->phone, c->r->phone) &&
		    state_handed_over(o->state))
			at = max_at(at, o->claimed_at);
	}
	return at;
}

/* P7: five minutes after the last change, thirty after the first. */
static int64_t
settled_at(const struct appointment *a)
{
	return min_at(
	    a->changed_at + CHANGE_SETTLE_S, a->burst_at + CHANGE_BURST_S);
}

/* Why a message that is owed has to wait; NULL: it need not. */
static const char *
hold_reason(const struct case_ *c)
{
	if (c->a->standing == STANDING_MISSING)
		return "missing";
	if (c->set->stale)
		return "stale";
	return NULL;
}

/* Only what this module holds, it also releases. */
static bool
ours(const char *reason)
{
	return str_eq(reason, "missing") || str_eq(reason, "stale") ||
	    str_eq(reason, "too long");
}

/* It is owed: add it, or keep the row that there is. */
static void
owe(struct case_ *c, struct plan_item *i)
{
	const struct owed *o = find(c, i->kind, i->step, i->start_at);
	const char *hold = hold_reason(c);

	if (o != NULL)
		c->kept[o - c->owed->v] = true;
	if (o != NULL && is_closed(o))
		return;
	i->recipient = c->r;
	i->owed = o;
	i->action = o == NULL ? PLAN_ADD : PLAN_REWRITE;
	i->state = hold != NULL ? STATE_HELD : STATE_PLANNED;
	i->reason = hold;
	if (o != NULL && o->state == STATE_HELD && !ours(o->reason)) {
		i->state = STATE_HELD;
		i->reason = o->reason;
	}
	/* At hand-over the window may have lengthened it (when.h). */
	if (o != NULL && state_pending(o->state) && o->due_at == i->due_at &&
	    o->start_at == i->start_at)
		i->expires_at = max_at(i->expires_at, o->expires_at);
	if (c->now > i->expires_at) {
		i->action = o == NULL ? PLAN_ADD : PLAN_EXPIRE;
		i->state = STATE_EXPIRED;
		i->reason = "too late to be of use";
		/* What was cancelled is not owed any more when it is late. */
		if (o != NULL && o->state == STATE_CANCELLED)
			return;
	}
	add_item(c->out, i);
}

/* P9 and P10; false: there is no time for it. */
static bool
fit(const struct case_ *c, struct plan_item *i, int64_t raw_at)
{
	const struct when m = {
		.kind = i->kind,
		.zone = c->set->zone,
		.window = &c->set->window,
		.start_at = i->start_at,
		.old_start_at =
		    i->old_start_at != 0 ? i->old_start_at : i->start_at,
	};

	if (!window_fit(&m, raw_at, &i->due_at))
		return false;
	i->expires_at = when_expires(&m, i->due_at, i->start_at - raw_at);
	return true;
}

/* Is a message of an urgent kind planned or held, or about to be? */
static bool
owes_confirmation(const struct case_ *c)
{
	for (size_t i = 0; i < c->out->n; i++) {
		const struct plan_item *p = &c->out->v[i];
		if (p->kind == KIND_CONFIRMATION && p->recipient == c->r &&
		    (p->action == PLAN_ADD || p->action == PLAN_REWRITE) &&
		    p->state != STATE_EXPIRED)
			return true;
	}
	return false;
}

static void
confirm(struct case_ *c, const struct rule *rule)
{
	const struct appointment *a = c->a;
	int64_t last_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_CONFIRMATION,
		.step = next_number(c, KIND_CONFIRMATION, &last_at),
		.start_at = a->start_at,
	};

	/* P3: only for a change that was seen while the rule was on. */
	if (c->r->announce_at == 0 ||
	    c->r->announce_at < rule_since(rule, c->set->calendar) ||
	    a->start_at <= c->now || a->standing == STANDING_GONE ||
	    c->facts->twin)
		return;
	if (last_at != 0 && last_at >= c->r->announce_at)
		return;
	if (fit(c, &i, settled_at(a)))
		owe(c, &i);
}

static void
reschedule(struct case_ *c, const struct rule *rule)
{
	const struct appointment *a = c->a;
	int64_t last_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_RESCHEDULED,
		.step = next_number(c, KIND_RESCHEDULED, &last_at),
		.start_at = a->start_at,
		.old_start_at = c->r->told_start_at,
	};

	if (a->start_at == c->r->told_start_at || a->start_at <= c->now ||
	    a->standing == STANDING_GONE ||
	    a->start_known_at < rule_since(rule, c->set->calendar) ||
	    c->facts->twin || c->facts->twin_old || owes_confirmation(c))
		return;
	/* One that failed for this very start is not tried again and again. */
	if (last_at != 0 && last_at >= a->start_known_at)
		return;
	if (fit(c, &i, settled_at(a)))
		owe(c, &i);
}

/* P13: gone before its start, or for this recipient, who was told of it. */
static void
cancel(struct case_ *c, const struct rule *rule)
{
	const struct appointment *a = c->a;
	int64_t last_at;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_CANCELLATION,
		.step = next_number(c, KIND_CANCELLATION, &last_at),
		.start_at = c->r->told_start_at,
		.old_start_at = c->r->told_start_at,
	};
	int64_t told_at = handed_over_at(c,
	    1U << KIND_CONFIRMATION | 1U << KIND_REMINDER |
		1U << KIND_RESCHEDULED);

	if (told_at == 0 || last_at >= told_at || c->facts->twin_old ||
	    a->changed_at < rule_since(rule, c->set->calendar) ||
	    i.start_at <= c->now)
		return;
	if (fit(c, &i, settled_at(a)))
		owe(c, &i);
}

/* P5: since when everything is known that a timed message depends on. */
static int64_t
known_at(const struct case_ *c, const struct rule *rule)
{
	int64_t at = max_at(c->a->known_at, c->a->start_known_at);

	at = max_at(at, c->r->known_at);
	return max_at(at, rule_since(rule, c->set->calendar));
}

static void
remind(struct case_ *c, const struct rule *rule)
{
	const struct appointment *a = c->a;
	int64_t known = known_at(c, rule);
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_REMINDER,
		.step = rule->step,
		.start_at = a->start_at,
	};
	int64_t raw_at = rule->days >= 0
	    ? when_reminder(
		  c->set->zone, a->start_at, rule->days, rule->clock_min)
	    : when_before(a->start_at, rule->before_min);

	if (a->start_at <= c->now || !fit(c, &i, raw_at))
		return;
	if (i.due_at < known) {
		/* P4: made so late that its time had passed already. */
		if (!rule->short_notice ||
		    known != max_at(a->known_at, a->start_known_at) ||
		    !fit(c, &i, known))
			return;
	}
	/* P4: so soon behind another word, it is dropped. */
	int64_t told_at =
	    handed_over_at(c, 1U << KIND_CONFIRMATION | 1U << KIND_RESCHEDULED);
	if (max_at(told_at, c->facts->told_at) > i.due_at - PLAN_TOLD_S)
		return;
	owe(c, &i);
}

static void
ask(struct case_ *c, const struct rule *rule)
{
	const struct appointment *a = c->a;
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_FEEDBACK,
		.step = rule->step,
		.start_at = a->start_at,
	};

	/* D6: what ended before the baseline gets nothing. */
	if (rule->days < 0 || (a->baseline && a->end_at <= a->known_at))
		return;
	if (!fit(c, &i,
		when_feedback(
		    c->set->zone, a->end_at, rule->days, rule->clock_min)) ||
	    i.due_at < known_at(c, rule))
		return;
	const struct owed *o = find(c, i.kind, i.step, i.start_at);
	if (c->facts->feedback_near && (o == NULL || !is_closed(o)))
		return;
	owe(c, &i);
}

/* P8: so long after the feedback, unless an answer came. */
static void
ask_again(struct case_ *c, const struct rule *rule)
{
	int64_t asked_at = handed_over_at(c, 1U << KIND_FEEDBACK);
	struct plan_item i = {
		.rule = rule,
		.kind = KIND_FOLLOWUP,
		.step = rule->step,
		.start_at = c->a->start_at,
	};

	if (asked_at == 0 || c->facts->reply_at > asked_at ||
	    rule->before_min < 0)
		return;
	int64_t raw_at = asked_at + (int64_t)rule->before_min * 60;
	if (raw_at < rule_since(rule, c->set->calendar) || !fit(c, &i, raw_at))
		return;
	owe(c, &i);
}

/*
 * The rules that hold for the appointment, of each kind and step the first
 * that matches (P15).  A rule with a condition that cannot be judged here
 * matches nothing, and an all-day appointment needs one that names it.
 */
static bool
applies(const struct plan_setting *set, const struct appointment *a, size_t i)
{
	const struct rule *r = set->rules->v[i];

	return r->active && r->condition == NULL && !a->all_day;
}

/* Rules of one kind and step stand behind each other, and one is used. */
static bool
same_slot(const struct rule *a, const struct rule *b)
{
	return a != NULL && a->kind == b->kind &&
	    (a->step == b->step || kind_urgent(a->kind));
}

static void
plan_recipient(struct case_ *c)
{
	static void (*const make[KIND_COUNT])(
	    struct case_ * c, const struct rule *rule) = {
		[KIND_CONFIRMATION] = confirm,
		[KIND_REMINDER] = remind,
		[KIND_RESCHEDULED] = reschedule,
		[KIND_FEEDBACK] = ask,
		[KIND_FOLLOWUP] = ask_again,
		[KIND_CANCELLATION] = cancel,
	};
	bool gone = c->a->standing == STANDING_GONE || c->r->left_at != 0;

	if (c->a->nosms || c->facts->opted_out)
		return;
	const struct rule *before = NULL;
	for (size_t i = 0; i < c->set->rules->n; i++) {
		const struct rule *rule = c->set->rules->v[i];
		if (!applies(c->set, c->a, i) || same_slot(before, rule))
			continue;
		before = rule;
		if (gone == (rule->kind == KIND_CANCELLATION))
			make[rule->kind](c, rule);
	}
}

/* Why a pending message is not owed any more, in words. */
static const char *
why_not(const struct appointment *a, const struct plan_facts *facts,
    const struct recipient *r, const struct owed *o)
{
	if (a->nosms)
		return "no SMS wanted";
	if (r == NULL || r->left_at != 0)
		return "the number is no longer in the appointment";
	if (facts->opted_out)
		return "opted out";
	if (a->standing == STANDING_GONE)
		return "the appointment is gone";
	if (o->kind == KIND_FEEDBACK && facts->feedback_near)
		return "asked less than 7 days before";
	if (o->kind == KIND_FOLLOWUP)
		return "a reply has come";
	if (o->start_at != a->start_at)
		return "the appointment has moved";
	if (kind_urgent(o->kind) && (facts->twin || facts->twin_old))
		return "another appointment tells it";
	return "no longer owed";
}

static void
drop_rest(const struct appointment *a, const struct plan_facts *facts,
    const struct owed_list *owed, const bool *kept, struct plan_list *out)
{
	for (size_t i = 0; i < owed->n; i++) {
		const struct owed *o = &owed->v[i];
		const struct recipient *r = appointment_recipient(a, o->phone);

		if (kept[i] || !state_pending(o->state))
			continue;
		const struct plan_item item = {
			.action = PLAN_CANCEL,
			.owed = o,
			.recipient = r,
			.kind = o->kind,
			.step = o->step,
			.start_at = o->start_at,
			.state = STATE_CANCELLED,
			.reason = why_not(a,
			    r != NULL ? &facts[r - a->recipients] : NULL, r, o),
		};
		add_item(out, &item);
	}
}

void
plan_make(const struct plan_setting *set, const struct appointment *a,
    const struct plan_facts *facts, const struct owed_list *owed, int64_t now,
    struct plan_list *out)
{
	bool *kept = mem_zero(owed->n + 1, sizeof(*kept));

	for (size_t i = 0; i < a->n_recipients; i++) {
		struct case_ c = { set, a, &a->recipients[i], &facts[i], owed,
			kept, now, out };
		plan_recipient(&c);
	}
	drop_rest(a, facts, owed, kept, out);
	free(kept);
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

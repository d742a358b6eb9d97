/* SPDX-License-Identifier: ISC */
#include "domain/owing.h"

#include "domain/change.h"
#include "domain/limit.h"
#include "domain/when.h"
#include "util/mem.h"
#include "util/str.h"

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

const struct owed *
owing_find(const struct owing *w, enum kind kind, int step, int64_t start_at)
{
	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if (o->kind == kind && o->step == step &&
		    str_eq(o->phone, w->r->phone) &&
		    (kind_urgent(kind) || o->start_at == start_at))
			return o;
	}
	return NULL;
}

int
owing_number(const struct owing *w, enum kind kind, int64_t *last_at)
{
	int number = 1;

	*last_at = 0;
	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if (o->kind != kind || !str_eq(o->phone, w->r->phone) ||
		    !owed_closed(o))
			continue;
		if (o->step >= number)
			number = o->step + 1;
		*last_at = max_at(*last_at, owed_closed_at(o));
	}
	return number;
}

int64_t
owing_handed_over_at(const struct owing *w, unsigned kinds)
{
	int64_t at = 0;

	for (size_t i = 0; i < w->owed->n; i++) {
		const struct owed *o = &w->owed->v[i];
		if ((kinds & KIND_BIT(o->kind)) != 0 &&
		    str_eq(o->phone, w->r->phone) &&
		    state_handed_over(o->state))
			at = max_at(at, o->claimed_at);
	}
	return at;
}

int64_t
owing_settled_at(const struct appointment *a)
{
	return min_at(
	    a->changed_at + CHANGE_SETTLE_S, a->burst_at + CHANGE_BURST_S);
}

/*
 * Why a message that is owed has to wait; NULL: it need not.  D9 waits for the
 * operator to look at it, who may have `released` it.
 */
static const char *
hold_reason(const struct owing *w, enum kind kind, bool released)
{
	unsigned mass = released ? 0 : w->a->mass;

	if ((mass & MASS_PHONES) != 0 ||
	    ((mass & MASS_GONE) != 0 &&
		(w->a->standing == STANDING_MISSING ||
		    kind == KIND_CANCELLATION)))
		return "mass";
	if ((mass & MASS_TOLD) != 0 &&
	    (kind == KIND_CONFIRMATION || kind == KIND_RESCHEDULED))
		return "mass";
	if (w->a->standing == STANDING_MISSING)
		return "missing";
	if (w->set->stale)
		return "stale";
	return NULL;
}

/* Only what this module holds, it also releases. */
static bool
ours(const char *reason)
{
	return str_eq(reason, "missing") || str_eq(reason, "stale") ||
	    str_eq(reason, "mass") || str_eq(reason, "too long");
}

void
owing_not(struct owing *w, const struct rule *rule, enum why why)
{
	struct plan_whys *l = w->whys;

	if (l == NULL)
		return;
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct plan_why){ w->r, rule, why };
}

void
owing_add(struct owing *w, struct plan_item *i)
{
	const struct owed *o = owing_find(w, i->kind, i->step, i->start_at);
	/* The operator's word is on what the message tells. */
	bool released = o != NULL && owed_released(o) &&
	    o->start_at == i->start_at && o->old_start_at == i->old_start_at;
	const char *hold = hold_reason(w, i->kind, released);

	if (o != NULL)
		w->kept[o - w->owed->v] = true;
	if (o != NULL && owed_closed(o))
		return;
	i->recipient = w->r;
	i->owed = o;
	i->action = o == NULL ? PLAN_ADD : PLAN_REWRITE;
	i->state = hold != NULL ? STATE_HELD : STATE_PLANNED;
	i->reason = hold == NULL && released ? OWED_RELEASED : hold;
	/* A limit comes last: what else holds it may go on when that ends. */
	bool limited = o != NULL && o->state == STATE_HELD &&
	    str_eq(o->reason, LIMIT_REASON);
	if (o != NULL && o->state == STATE_HELD && !ours(o->reason) &&
	    !(limited && hold != NULL)) {
		i->state = STATE_HELD;
		i->reason = o->reason;
	}
	/* At hand-over the window may have lengthened it (when.h). */
	if (o != NULL && state_pending(o->state) && o->due_at == i->due_at &&
	    o->start_at == i->start_at && o->old_start_at == i->old_start_at)
		i->expires_at = max_at(i->expires_at, o->expires_at);
	/* D9: what waits for the operator's word is told when that comes. */
	bool patient = kind_urgent(i->kind) && str_eq(hold, "mass");
	if (w->now > i->expires_at && !patient) {
		i->action = o == NULL ? PLAN_ADD : PLAN_EXPIRE;
		i->state = STATE_EXPIRED;
		i->reason = why_text(limited ? WHY_LATE_LIMIT : WHY_LATE);
		/* What was cancelled is not owed any more when it is late. */
		if (o != NULL && o->state == STATE_CANCELLED)
			return;
	}
	plan_list_add(w->out, i);
}

bool
owing_fit(const struct owing *w, struct plan_item *i, int64_t raw_at)
{
	const struct when m = {
		.kind = i->kind,
		.zone = w->set->zone,
		.window = &w->set->window,
		.start_at = i->start_at,
		.old_start_at =
		    i->old_start_at != 0 ? i->old_start_at : i->start_at,
	};

	if (!window_fit(&m, raw_at, &i->due_at))
		return false;
	i->expires_at = when_expires(&m, i->due_at, i->start_at - raw_at);
	return true;
}

bool
owing_has(const struct owing *w, enum kind kind)
{
	for (size_t i = 0; i < w->out->n; i++) {
		const struct plan_item *p = &w->out->v[i];
		if (p->kind == kind && p->recipient == w->r &&
		    (p->action == PLAN_ADD || p->action == PLAN_REWRITE) &&
		    p->state != STATE_EXPIRED)
			return true;
	}
	return false;
}

/* SPDX-License-Identifier: ISC */
#include "domain/claim.h"

#include <stddef.h>

/* P4: no reminder so soon behind another word of the same appointment. */
enum { TOLD_BEFORE_S = 60 * 60 };

/* A message that is written from what is no longer so; WHY_NONE: it is fresh. */
static enum why
old(const struct claim_view *v)
{
	bool cancellation = v->kind == KIND_CANCELLATION;

	if (v->appointment_rev != v->now_appointment_rev)
		return WHY_CHANGED;
	if (!cancellation && v->gone)
		return WHY_GONE;
	/* Gone for all, or for this recipient alone (P3). */
	if (cancellation && !v->gone && !v->recipient_left)
		return WHY_BACK;
	/* A cancellation tells the start that the recipient knows of. */
	if (!cancellation && v->start_at != v->appointment_start_at)
		return WHY_MOVED;
	if (!cancellation && v->recipient_left)
		return WHY_LEFT;
	if (v->now_rule_rev == -1)
		return WHY_RULE_REMOVED;
	if (v->rule_rev != v->now_rule_rev)
		return WHY_RULE_CHANGED;
	if (v->rule_off)
		return WHY_RULE_OFF;
	if (v->dates_old)
		return WHY_DATES_CHANGED;
	if (v->kind == KIND_FOLLOWUP && v->answered)
		return WHY_REPLIED;
	if (v->replan)
		return WHY_SETTINGS;
	return WHY_NONE;
}

/* Of use no more, whatever happens; WHY_NONE: it is. */
static enum why
too_late(const struct claim_view *v, int64_t now)
{
	bool after = v->kind == KIND_FEEDBACK || v->kind == KIND_FOLLOWUP;

	if (!after && now >= v->start_at)
		return WHY_LATE_BEGUN;
	if (!after && v->old_start_at != 0 && now >= v->old_start_at)
		return WHY_LATE_OLD;
	if (now > v->expires_at)
		return WHY_LATE;
	return WHY_NONE;
}

/* What the operator has stopped; WHY_NONE: nothing. */
static enum why
stopped(const struct claim_stop *s)
{
	if (s->installation_paused)
		return WHY_PAUSED_ALL;
	if (s->company_paused)
		return WHY_PAUSED_COMPANY;
	if (s->calendar_paused)
		return WHY_PAUSED_CALENDAR;
	if (s->company_off)
		return WHY_OFF_COMPANY;
	if (s->branch_off)
		return WHY_OFF_BRANCH;
	if (s->calendar_off)
		return WHY_OFF_CALENDAR;
	return WHY_NONE;
}

/* What has to come first, or another time; WHY_NONE: nothing. */
static enum why
waits(const struct claim_view *v)
{
	enum why why = stopped(&v->stop);

	if (why != WHY_NONE)
		return why;
	if (v->missing)
		return WHY_MISSING;
	if (v->kind == KIND_REMINDER && v->tell_pending)
		return WHY_TELL_FIRST;
	if (v->redirect_bad)
		return WHY_REDIRECT_BAD;
	if (v->clock_frozen && !v->gateway_local)
		return WHY_CLOCK_FROZEN;
	if (v->window == NULL)
		return WHY_WINDOW_BAD;
	if (v->zone == NULL)
		return WHY_ZONE_BAD;
	return v->account != NULL ? WHY_ACCOUNT : WHY_NONE;
}

static struct claim
verdict(enum claim_verdict which, enum why why)
{
	return (struct claim){ .verdict = which,
		.why = why,
		.reason = why != WHY_NONE ? why_text(why) : NULL };
}

/* P9 at hand-over. */
static struct claim
by_window(const struct claim_view *v, int64_t now)
{
	/* A cancellation is of use until the start that was told (P9). */
	bool old = v->old_start_at == 0 && v->kind == KIND_CANCELLATION;
	const struct when when = {
		.kind = v->kind,
		.zone = v->zone,
		.window = v->window,
		.start_at = v->start_at,
		.old_start_at = old ? v->start_at : v->old_start_at,
	};
	struct claim c = {
		.verdict = CLAIM_GO,
		.expires_at = v->expires_at,
	};

	switch (window_now(&when, now, &c.at, &c.expires_at)) {
	case WHEN_NOW:
		return verdict(CLAIM_GO, WHY_NONE);
	case WHEN_LATER:
		c.verdict = CLAIM_LATER;
		c.why = WHY_WINDOW;
		c.reason = why_text(c.why);
		return c;
	case WHEN_NEVER:
		break;
	}
	return verdict(CLAIM_EXPIRED, WHY_LATE_WINDOW);
}

struct claim
claim_decide(const struct claim_view *v, int64_t now)
{
	enum why why;

	if (v->opted_out)
		return verdict(CLAIM_CANCELLED, WHY_OPTED_OUT);
	/* Plan decides what becomes of it, even where it looks late now. */
	if ((why = old(v)) != WHY_NONE)
		return verdict(CLAIM_BACK, why);
	if ((why = too_late(v, now)) != WHY_NONE)
		return verdict(CLAIM_EXPIRED, why);
	if (v->true_until_at != 0 && now >= v->true_until_at)
		return verdict(CLAIM_BACK, WHY_DAY_PASSED);
	if ((why = waits(v)) != WHY_NONE) {
		struct claim c = verdict(CLAIM_WAIT, why);
		/* The account has words of its own. */
		c.reason = why == WHY_ACCOUNT ? v->account : c.reason;
		return c;
	}
	if (v->kind == KIND_REMINDER && v->told_at != 0 &&
	    v->told_at > v->due_at - TOLD_BEFORE_S)
		return verdict(CLAIM_BACK, WHY_TOLD_BEFORE);
	return by_window(v, now);
}

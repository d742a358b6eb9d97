/* SPDX-License-Identifier: ISC */
#include "domain/claim.h"

#include <stddef.h>

/* P4: no reminder so soon behind another word of the same appointment. */
enum { TOLD_BEFORE_S = 60 * 60 };

/* A message that is written from what is no longer so; NULL: it is fresh. */
static const char *
old(const struct claim_view *v)
{
	bool cancellation = v->kind == KIND_CANCELLATION;

	if (v->appointment_rev != v->now_appointment_rev)
		return "the appointment has changed";
	if (!cancellation && v->gone)
		return "the appointment is gone";
	/* Gone for all, or for this recipient alone (P3). */
	if (cancellation && !v->gone && !v->recipient_left)
		return "the appointment is back";
	/* A cancellation tells the start that the recipient knows of. */
	if (!cancellation && v->start_at != v->appointment_start_at)
		return "the appointment has another start";
	if (!cancellation && v->recipient_left)
		return "the number is no longer in the appointment";
	if (v->now_rule_rev == -1)
		return "its rule was removed";
	if (v->rule_rev != v->now_rule_rev)
		return "its rule or text has changed";
	if (v->rule_off)
		return "its rule is off";
	if (v->dates_old)
		return "one of its dates has changed";
	if (v->kind == KIND_FOLLOWUP && v->answered)
		return "a reply has come since";
	if (v->replan)
		return "settings have changed";
	return NULL;
}

/* Of use no more, whatever happens; NULL: it is. */
static const char *
too_late(const struct claim_view *v, int64_t now)
{
	bool after = v->kind == KIND_FEEDBACK || v->kind == KIND_FOLLOWUP;

	if (!after && now >= v->start_at)
		return "too late: the appointment has begun";
	if (!after && v->old_start_at != 0 && now >= v->old_start_at)
		return "too late: the old start has passed";
	if (now > v->expires_at)
		return "too late to be of use";
	return NULL;
}

/* What the operator has stopped; NULL: nothing. */
static const char *
stopped(const struct claim_stop *s)
{
	if (s->installation_paused)
		return "all sending is paused";
	if (s->company_paused)
		return "the company is paused";
	if (s->calendar_paused)
		return "the calendar is paused";
	if (s->company_off)
		return "the company is off";
	if (s->branch_off)
		return "the branch is off";
	if (s->calendar_off)
		return "the calendar is off";
	return NULL;
}

/* What has to come first, or another time; NULL: nothing. */
static const char *
waits(const struct claim_view *v)
{
	const char *why = stopped(&v->stop);

	if (why != NULL)
		return why;
	if (v->missing)
		return "the appointment is missing in the feed";
	if (v->kind == KIND_REMINDER && v->tell_pending)
		return "a confirmation or rescheduled goes first";
	if (v->redirect_bad)
		return "the number that it is redirected to is none";
	if (v->clock_frozen && !v->gateway_local)
		return "the clock is frozen, and its gateway is not local";
	if (v->window == NULL)
		return "the send window cannot be read";
	if (v->zone == NULL)
		return "the time zone is not known";
	return v->account;
}

static struct claim
verdict(enum claim_verdict which, const char *reason)
{
	return (struct claim){ .verdict = which, .reason = reason };
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
		return verdict(CLAIM_GO, NULL);
	case WHEN_LATER:
		c.verdict = CLAIM_LATER;
		c.reason = "outside the send window";
		return c;
	case WHEN_NEVER:
		break;
	}
	return verdict(CLAIM_EXPIRED,
	    "too late: of no use any more when the send window opens");
}

struct claim
claim_decide(const struct claim_view *v, int64_t now)
{
	const char *why;

	if (v->opted_out)
		return verdict(CLAIM_CANCELLED, "opted out");
	/* Plan decides what becomes of it, even where it looks late now. */
	if ((why = old(v)) != NULL)
		return verdict(CLAIM_BACK, why);
	if ((why = too_late(v, now)) != NULL)
		return verdict(CLAIM_EXPIRED, why);
	if (v->true_until_at != 0 && now >= v->true_until_at)
		return verdict(CLAIM_BACK, "'today' or 'tomorrow' has passed");
	if ((why = waits(v)) != NULL)
		return verdict(CLAIM_WAIT, why);
	if (v->kind == KIND_REMINDER && v->told_at != 0 &&
	    v->told_at > v->due_at - TOLD_BEFORE_S)
		return verdict(CLAIM_BACK, "told less than an hour before");
	return by_window(v, now);
}

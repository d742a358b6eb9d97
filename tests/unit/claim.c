/* SPDX-License-Identifier: ISC */
#include "domain/claim.h"

#include "t.h"

enum {
	NOW = 1795510800, /* Tuesday 2026-11-24 09:00 UTC */
	START = NOW + 86400
};

static const struct claim_view fresh = {
	.kind = KIND_REMINDER,
	.start_at = START,
	.due_at = NOW,
	.expires_at = START - 3600,
	.appointment_rev = 3,
	.now_appointment_rev = 3,
	.appointment_start_at = START,
	.window = &window_default,
};

static const char *const verdicts[CLAIM_VERDICTS] = {
	[CLAIM_GO] = "go",
	[CLAIM_LATER] = "later",
	[CLAIM_WAIT] = "wait",
	[CLAIM_BACK] = "back",
	[CLAIM_EXPIRED] = "expired",
	[CLAIM_CANCELLED] = "cancelled",
	[CLAIM_HELD] = "held",
};

static void
decided(struct claim_view v, enum claim_verdict want, const char *name)
{
	v.zone = zone_utc();
	struct claim c = claim_decide(&v, NOW);
	t_ok(c.verdict == want && (c.reason == NULL) == (want == CLAIM_GO),
	    __FILE__, __LINE__, "%s: %s", name, verdicts[want]);
	if (c.verdict != want)
		printf("# got %s (%s)\n", verdicts[c.verdict],
		    c.reason != NULL ? c.reason : "");
}

/* Which of two comes first. */
static void
test_order(void)
{
	struct claim_view v = fresh;

	decided(v, CLAIM_GO, "nothing stands in the way");
	v.account = "the account is on hold";
	decided(v, CLAIM_WAIT, "the account");
	v.told_at = NOW - 60;
	decided(v, CLAIM_WAIT, "... goes before what was told");
	v.account = NULL;
	decided(v, CLAIM_BACK, "what was told an instant ago");
	v.tell_pending = true;
	decided(v, CLAIM_WAIT, "... waits for what is to be told");
	v.true_until_at = NOW;
	decided(v, CLAIM_BACK, "'today' has passed");
	v.expires_at = NOW - 1;
	decided(v, CLAIM_EXPIRED, "too late, whatever else");
	v.now_appointment_rev = 4;
	decided(v, CLAIM_BACK, "too late by an old revision is plan's");
	v.opted_out = true;
	decided(v, CLAIM_CANCELLED, "opted out, whatever else");
}

static void
test_stops(void)
{
	static const struct claim_stop stops[] = {
		{ .installation_paused = true },
		{ .company_paused = true },
		{ .calendar_paused = true },
		{ .company_off = true },
		{ .branch_off = true },
		{ .calendar_off = true },
	};
	struct claim_view v = fresh;

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		v.stop = stops[i];
		decided(v, CLAIM_WAIT, "a stop");
	}
	v.expires_at = NOW - 1;
	decided(v, CLAIM_EXPIRED, "stopped, and late meanwhile");
}

static void
test_kinds(void)
{
	struct claim_view v = fresh;

	v.tell_pending = true;
	v.told_at = NOW;
	v.kind = KIND_FEEDBACK;
	decided(v, CLAIM_GO, "P4 is for reminders alone");

	v = fresh;
	v.answered = true;
	decided(v, CLAIM_GO, "a reply stops no reminder");
	v.kind = KIND_FOLLOWUP;
	decided(v, CLAIM_BACK, "... but a followup");

	v = fresh;
	v.kind = KIND_CANCELLATION;
	v.gone = true;
	v.recipient_left = true;
	v.appointment_start_at = START + 60;
	decided(v, CLAIM_GO, "a cancellation of what is gone");
	v.gone = false;
	decided(v, CLAIM_GO, "... and to one who left");
	v.recipient_left = false;
	decided(v, CLAIM_BACK, "... and of what is back");
	v = fresh;
	v.gone = true;
	decided(v, CLAIM_BACK, "a reminder of what is gone");

	v = fresh;
	v.kind = KIND_CONFIRMATION;
	v.dates_old = true;
	decided(v, CLAIM_BACK, "P16 one of several dates has changed");
	v = fresh;
	v.kind = KIND_RESCHEDULED;
	v.old_start_at = NOW + 1;
	decided(v, CLAIM_GO, "P10 until the old start");
	v.old_start_at = NOW;
	decided(v, CLAIM_EXPIRED, "... and no longer");
}

static void
test_told(void)
{
	struct claim_view v = fresh;

	v.told_at = NOW - 3600;
	decided(v, CLAIM_GO, "told an hour before");
	v.told_at++;
	decided(v, CLAIM_BACK, "told less than an hour before");
	v.told_at = NOW + 5;
	decided(v, CLAIM_BACK, "told behind its time");
}

static void
test_rules(void)
{
	struct claim_view v = fresh;

	v.rule_rev = v.now_rule_rev = 2;
	decided(v, CLAIM_GO, "a rule as it was");
	v.now_rule_rev = 3;
	decided(v, CLAIM_BACK, "a rule that was edited");
	v.now_rule_rev = -1;
	decided(v, CLAIM_BACK, "a rule that was removed");
	v = fresh;
	v.now_rule_rev = 1;
	decided(v, CLAIM_BACK, "a built-in rule that became one");
}

static void
test_clock(void)
{
	struct claim_view v = fresh;

	v.clock_frozen = true;
	decided(v, CLAIM_WAIT, "a frozen clock, and the world");
	v.gateway_local = true;
	decided(v, CLAIM_GO, "a frozen clock, and loopback");
	v.window = NULL;
	decided(v, CLAIM_WAIT, "no window");
}

static void
test_window(void)
{
	struct window afternoon = { .day = { { 0 } } };
	struct claim_view v = fresh;
	struct claim c;

	for (int i = 0; i < WINDOW_DAYS; i++)
		afternoon.day[i] =
		    (struct window_day){ .open_min = 780, .close_min = 900 };
	v.window = &afternoon;
	decided(v, CLAIM_LATER, "before the window");
	v.zone = zone_utc();
	c = claim_decide(&v, NOW);
	EQUAL(c.at, NOW + 4 * 3600, "... until its opening");
	EQUAL(c.expires_at, START - 3600, "... and no longer of use");
	v.expires_at = NOW + 4 * 3600 - 1;
	decided(v, CLAIM_EXPIRED, "an opening that is too late");

	v = fresh;
	v.window = &afternoon;
	v.kind = KIND_CANCELLATION;
	v.gone = true;
	v.start_at = NOW + 4 * 3600 + 3599;
	v.expires_at = v.start_at - 1;
	decided(v, CLAIM_GO, "a cancellation that cannot wait goes at once");
	v.start_at += 3600;
	v.expires_at = v.start_at - 1;
	decided(v, CLAIM_LATER, "... and one that can waits");
}

int
main(void)
{
	test_order();
	test_stops();
	test_kinds();
	test_told();
	test_rules();
	test_clock();
	test_window();
	return t_done();
}

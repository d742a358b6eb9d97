/* SPDX-License-Identifier: ISC */
/*
 * claim - may this message be handed over, now?  The last look, with a fresh
 * clock, before the gateway hears of it (design S5).  A pure function of what
 * the claiming transaction has read; it moves nothing.
 */
#ifndef SMSCAL_DOMAIN_CLAIM_H
#define SMSCAL_DOMAIN_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/kind.h"
#include "domain/when.h"
#include "domain/why.h"

/* What stands in the way of all messages of a calendar, a company, or all. */
struct claim_stop {
	bool installation_paused, company_paused, calendar_paused; /* X11 */
	bool company_off, branch_off, calendar_off;
};

struct claim_view {
	/* The message as it was written; times 0: none. */
	enum kind kind;
	int64_t start_at, old_start_at, due_at, expires_at, true_until_at;
	int64_t appointment_rev, rule_rev;
	/* What it was written from, as that is now. */
	bool gone, missing; /* the appointment, else it is live */
	int64_t appointment_start_at, now_appointment_rev;
	int64_t now_rule_rev; /* 0: a built-in rule; -1: it was removed */
	bool rule_off;
	bool replan;         /* plan has yet to look at the calendar's rules */
	bool recipient_left; /* the phone is no longer in the appointment */
	bool opted_out;
	bool dates_old; /* one of several that it tells has changed (P16) */
	bool answered;  /* followup: a reply came since the feedback (P8) */
	struct claim_stop stop;
	/* To that phone of that appointment, of confirmation or rescheduled: */
	bool tell_pending; /* one is planned or held */
	int64_t told_at;   /* the last one was handed over; 0: none */
	/* Where it goes. */
	const char *account; /* borrowed: why the account takes none; NULL */
	bool clock_frozen;   /* X3 */
	bool gateway_local;  /* a file, a program, a loopback address */
	bool redirect_bad;   /* X11: there is one, and it is no phone */
	const struct window *window; /* borrowed; NULL: unreadable */
	const struct zone *zone;     /* borrowed; NULL: unknown */
};

enum claim_verdict {
	CLAIM_GO,
	CLAIM_LATER,     /* outside the send window until `at` */
	CLAIM_WAIT,      /* something stands in the way */
	CLAIM_BACK,      /* it is old: plan has to look at it again */
	CLAIM_EXPIRED,   /* too late, for good */
	CLAIM_CANCELLED, /* nobody wants it */
	CLAIM_HELD,      /* a limit is in the way (P12) */
	CLAIM_VERDICTS
};

struct claim {
	enum claim_verdict verdict;
	int64_t at; /* CLAIM_LATER: the next opening; HELD: look again */
	int64_t expires_at; /* CLAIM_LATER: and of use until then */
	enum why why;       /* WHY_NONE: GO */
	const char *reason; /* borrowed from the view or for ever; NULL: GO */
};

struct claim claim_decide(const struct claim_view *v, int64_t now);

#endif

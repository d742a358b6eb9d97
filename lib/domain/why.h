/* SPDX-License-Identifier: ISC */
/*
 * why - every reason for which a message is not made, waits, comes later, is
 * taken back or came to nothing (design X12): one list for plan, send, the
 * outbox and those who ask.
 */
#ifndef SMSCAL_DOMAIN_WHY_H
#define SMSCAL_DOMAIN_WHY_H

#include <stdbool.h>

#include "domain/limit.h"
#include "domain/phone.h"
#include "util/buf.h"

enum why {
	WHY_NONE, /* there is none */

	/* A rule owes nothing, or what it owed is taken back. */
	WHY_RULE_OFF,
	WHY_RULE_BEFORE, /* P15: another one of its kind and step counts */
	WHY_CONDITION,
	WHY_ALL_DAY,
	WHY_NOSMS,
	WHY_OPTED_OUT,
	WHY_DECLINED,
	WHY_LEFT,
	WHY_GONE,
	WHY_NOT_GONE,
	WHY_BACK,
	WHY_MOVED,
	WHY_BEGUN,
	WHY_PASSED,
	WHY_NO_TIME,
	WHY_BASELINE,
	WHY_UNTOLD,
	WHY_NEW_BEFORE,
	WHY_MOVED_BEFORE,
	WHY_GONE_BEFORE,
	WHY_OVER_BEFORE,
	WHY_TOLD,
	WHY_TOLD_BEFORE,
	WHY_TOLD_BY_CONFIRMATION,
	WHY_SETTLED,
	WHY_SAME_START,
	WHY_REPAIRED,
	WHY_NOBODY_TOLD,
	WHY_CORRECTED,
	WHY_SERIES_NEXT,
	WHY_MASS_QUIET,
	WHY_TWIN,
	WHY_TWIN_THERE,
	WHY_TWIN_HAS,
	WHY_ASKED,
	WHY_NO_FEEDBACK,
	WHY_REPLIED,
	WHY_NOT_OWED,
	WHY_OPERATOR,

	/* It is held. */
	WHY_MISSING,
	WHY_STALE,
	WHY_MASS,
	WHY_TOO_LONG,
	WHY_RESTORED,
	WHY_LIMIT, /* one of: */
	WHY_LIMIT_COUNTRY,
	WHY_LIMIT_RECIPIENT,
	WHY_LIMIT_COMPANY,

	/* It is planned, and waits. */
	WHY_PAUSED_ALL,
	WHY_PAUSED_COMPANY,
	WHY_PAUSED_CALENDAR,
	WHY_OFF_COMPANY,
	WHY_OFF_BRANCH,
	WHY_OFF_CALENDAR,
	WHY_TELL_FIRST,
	WHY_TOGETHER, /* P16: it goes with another */
	WHY_REDIRECT_BAD,
	WHY_CLOCK_FROZEN,
	WHY_WINDOW_BAD,
	WHY_ZONE_BAD,
	WHY_ACCOUNT,
	WHY_SENDER,
	WHY_WINDOW,
	WHY_RETRY,
	WHY_DUE, /* for nothing but its turn */
	/* ... for plan to write it anew. */
	WHY_CHANGED,
	WHY_RULE_REMOVED,
	WHY_RULE_CHANGED,
	WHY_DATES_CHANGED,
	WHY_SETTINGS,
	WHY_DAY_PASSED,

	/* It is expired, or the gateway had the last word. */
	WHY_LATE,
	WHY_LATE_LIMIT,
	WHY_LATE_BEGUN,
	WHY_LATE_OLD,
	WHY_LATE_WINDOW,
	WHY_FAILED,
	WHY_UNSURE,
	WHY_UNDELIVERED,

	/* Of a calendar, a company, or all. */
	WHY_CLOCK,
	WHY_CHAIN,
	WHY_PARSER,
	WHY_REDIRECTED,
	WHY_FILE,
	WHY_NO_FETCH,
	WHY_FEED_FAILS,
	WHY_NOT_READ,
	WHY_NEXT_BASELINE,
	WHY_NOTE,
	WHY_TEXT_BAD,
	WHY_NOT_PLANNED,

	/* Nobody with a number is found. */
	WHY_NO_PHONE,
	WHY_PHONE_SHORT, /* those of enum phone_reason: see why_phone() */
	WHY_PHONE_LONG,
	WHY_PHONE_NO_CODE,
	WHY_PHONE_BAD_CODE,
	WHY_PHONE_NONE,
	WHY_PHONE_SERVICE,
	WHY_PHONE_LANDLINE,
	WHY_PHONE_OWN,
	WHY_PHONE_LABEL,
	WHY_PHONE_UNCLEAR,
	WHY_NOT_FIRST,
	WHY_FIELD,
	WHY_CONTACT_NONE,
	WHY_CONTACT_NO_PHONE,
	WHY_CONTACT_BAD_PHONE,
	WHY_CONTACT_SEVERAL,
	WHY_ERASED,
	WHY_UNREADABLE,
	WHY_OUTSIDE,
	WHY_CANCELLED,
	WHY_UNUSED_CONTACT,
	WHY_NOWHERE,
	WHY_COUNT
};

/* A stable name, for programs: "opted_out". */
const char *why_name(enum why w);

/*
 * A clause for people, as it stands in logs and as the reason of a message;
 * of what is held for a limit see limit_words().
 */
const char *why_text(enum why w);

/* The one that a message's reason names, WHY_NONE: it is none of ours. */
enum why why_of_reason(const char *reason);

/* Of what is held for a limit; WHY_LIMIT: LIMIT_FREE. */
enum why why_limit(enum limit_why limit);

/* Of a number that is passed over; WHY_NONE: PHONE_OK. */
enum why why_phone(enum phone_reason reason);

/* What is named in what to do; all is borrowed, NULL: it is not known. */
struct why_names {
	const char *company;  /* "acme" */
	const char *calendar; /* "acme/ordination" */
	const char *branch;   /* "acme/graz" */
	const char *level;    /* of the rule: one of the three */
	const char *rule;     /* "reminder/1" */
	const char *message;  /* its number */
	const char *phone;
};

/*
 * Append what to do, or what ends it, as a sentence; nothing where there is
 * nothing to be said.
 */
void why_todo(enum why w, const struct why_names *n, struct buf *out);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * limit - how many messages a number, and a company, may get on a day, and to
 * which countries they may go (design P12).  What exceeds that is held, with
 * the reason LIMIT_REASON, and not lost.
 *
 * A day is one of the calendar's zone.  A message counts on the day of its
 * last claim, once, while it is handed over: what failed, or was refused for
 * now, does not.  What the operator released is held by no limit, and counts.
 * Pure functions; instants are Unix seconds UTC.
 */
#ifndef SMSCAL_DOMAIN_LIMIT_H
#define SMSCAL_DOMAIN_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/zone.h"

#define LIMIT_REASON "limit"

enum {
	LIMIT_NONE = -1,
	LIMIT_RECIPIENT = 5, /* where no level says another */
	LIMIT_MAX = 1000000
};

/* What holds for a calendar, of all levels. */
struct limits {
	int64_t recipient;     /* messages to a number on a day; LIMIT_NONE */
	int64_t company;       /* of the company on a day; LIMIT_NONE */
	const char *countries; /* borrowed; "43 49"; NULL: all */
};

/* The column of the nearest level; 0: unset there. */
int64_t limit_nearest(
    int64_t calendar, int64_t branch, int64_t company, int64_t built_in);

/* May a number in E.164 get messages?  Country codes are prefix-free. */
bool limit_country(const char *countries, const char *phone);

/* The local day that `at` lies in: [from_at, to_at). */
void limit_day(
    const struct zone *z, int64_t at, int64_t *from_at, int64_t *to_at);

enum limit_why {
	LIMIT_FREE,
	LIMIT_BY_COUNTRY,
	LIMIT_BY_RECIPIENT,
	LIMIT_BY_COMPANY
};

/*
 * At the claim: which limit is in the way, when so many were handed over on
 * this day to that number, and by that company?
 */
enum limit_why limit_now(const struct limits *l, const char *phone,
    int64_t recipient_today, int64_t company_today);

/* In words, for people: "5 messages a day to one number". */
const char *limit_words(enum limit_why why);

/* A message to one number of a company: handed over, planned, or held here. */
struct limit_message {
	int64_t id;
	const struct limits *limits; /* borrowed, as the zone: its calendar's */
	const struct zone *zone;
	int64_t due_at, expires_at;
	int64_t claimed_at; /* where it is handed over; else 0 */
	bool released;      /* by the operator */
	enum limit_why why; /* filled in: what holds it */
};

/*
 * When planning: which of all these, to one number of one company, are to be
 * held?  `v` is in order of expires_at and id, as they are handed over: so
 * what is of use the longest waits.  Each goes on the day that it is due, or
 * today.  company_today is what the company has handed over today.
 */
void limit_pick(struct limit_message *v, size_t n, const char *phone,
    int64_t company_today, int64_t now);

/*
 * When is a message that is held to be looked at again?  On the next day, or
 * when it is of no use any more.
 */
int64_t limit_look_at(const struct limit_message *m, int64_t now);

#endif

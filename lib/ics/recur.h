/* SPDX-License-Identifier: ISC */
/*
 * recur - an RRULE's dates within a window.
 *
 * libical's iterator runs in local time, over the FREQ, INTERVAL, WKST and
 * BY parts alone.  COUNT, UNTIL, the window, the zone and every bound are
 * ours: a rule costs at most RECUR_STEPS steps, and those that never match or
 * repeat within a day, for which the iterator can take minutes, never reach
 * it.  DTSTART is the first date of every rule (RFC 5545 3.8.5.3), whether or
 * not the rule names it; it is not among the dates given here.
 */
#ifndef SMSCAL_ICS_RECUR_H
#define SMSCAL_ICS_RECUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/civil.h"
#include "util/err.h"
#include "util/zone.h"

enum { RECUR_STEPS = 20000, RECUR_DATES = 10000 };

struct recur_date {
	struct civil local; /* in the zone of DTSTART */
	int64_t at;
};

struct recur_dates {
	struct recur_date *v; /* owned */
	size_t n, cap;
};

#define RECUR_DATES_INIT ((struct recur_dates){ .v = NULL })

void recur_date_add(struct recur_dates *l, const struct recur_date *d);
void recur_dates_free(struct recur_dates *l); /* leaves RECUR_DATES_INIT */

struct recur_start {
	struct civil local; /* DTSTART */
	bool date;          /* a DATE: midnight in `zone` */
	const struct zone *zone;
};

enum recur_end {
	RECUR_WHOLE, /* every date of the window was given */
	RECUR_CUT    /* not every one; `note` says why */
};

/*
 * Append to *out the dates of `rule` ("FREQ=DAILY;...") after DTSTART whose
 * instant lies in [from_at, to_at), in order.  Gives an enum recur_end, with a
 * sentence in `note` (of `cap` bytes; "" for none).  -1, ERR_DATA: the rule
 * is nonsense.
 */
int recur_walk(const char *rule, const struct recur_start *start,
    int64_t from_at, int64_t to_at, struct recur_dates *out, char *note,
    size_t cap, struct err *e) ATTR_USE;

/* Is it a rule at all?  ERR_DATA: nonsense. */
int recur_check(const char *rule, struct err *e) ATTR_USE;

/* "20260131T100000Z", "20260131": a date of the calendar, or -1. */
int recur_time(const char *s, struct civil *c, bool *date, bool *utc) ATTR_USE;

#endif

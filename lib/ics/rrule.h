/* SPDX-License-Identifier: ISC */
/*
 * rrule - an RRULE taken apart, and what can be said of it without walking it:
 * which days it may name at all, and whether it must not be walked.
 *
 * What libical's iterator is given names days alone, has every default of
 * DTSTART's spelt out and no COUNT, UNTIL or BYSETPOS: those, and the times of
 * a day, are recur's.
 */
#ifndef SMSCAL_ICS_RRULE_H
#define SMSCAL_ICS_RRULE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/civil.h"
#include "util/err.h"

/* In the order of how often. */
enum freq { SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY, FREQS };

enum { RRULE_NTHS = 64, RRULE_SETPOS = 64, RRULE_TIMES = 24 };

struct rrule_nth {
	int nth; /* 0: every */
	int day; /* 1 Monday .. 7 Sunday */
};

struct rrule {
	enum freq freq;
	int64_t interval, count; /* count 0: none */
	bool has_until, until_date, until_utc;
	struct civil until;
	unsigned months;     /* bits 1..12; 0: none named */
	unsigned days;       /* bits 1..31 of BYMONTHDAY */
	unsigned days_back;  /* ... and of its negative ones */
	uint64_t weeks;      /* bits 1..53 of BYWEEKNO */
	uint64_t weeks_back; /* ... and of its negative ones */
	bool by_week;
	uint64_t yeardays[6]; /* bits 1..366 of BYYEARDAY */
	uint64_t yeardays_back[6];
	bool by_yearday;
	bool by_monthday;
	struct rrule_nth nth[RRULE_NTHS]; /* BYDAY */
	int n_nth;
	int setpos[RRULE_SETPOS];
	int n_setpos;
	int week_start;                   /* 1 Monday .. 7 Sunday */
	int64_t times;                    /* in a day, at most */
	uint64_t hours, minutes, seconds; /* bits; 0: as in DTSTART */
	bool foreign;                     /* an RSCALE but GREGORIAN */
	struct buf text; /* owned; for libical; empty: each day may be one */
};

/* "20260131T100000Z", "20260131": a date of the calendar, or -1. */
int rrule_time(const char *s, struct civil *c, bool *date, bool *utc) ATTR_USE;

/* End *r with rrule_free() in any case.  ERR_DATA: nonsense. */
int rrule_parse(struct rrule *r, const char *rule, const struct civil *start,
    struct err *e) ATTR_USE;
void rrule_free(struct rrule *r);

/*
 * Does the rule, without its ends and BYSETPOS, name this day (since
 * 1970-01-01)?
 */
bool rrule_day(const struct rrule *r, const struct civil *start, int64_t day);

/* The month, week, year or day of it, as a number that rises. */
int64_t rrule_period(const struct rrule *r, int64_t day);

/* Why it must not come near libical's iterator; NULL: it may. */
const char *rrule_judge(const struct rrule *r, const struct civil *start);

#endif

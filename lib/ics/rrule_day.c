/* SPDX-License-Identifier: ISC */
/* Which days a rule may name. */
#include "ics/rrule.h"

enum { DAY_S = 86400, DAYS_400 = 146097 };

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
period_of(const struct rrule *r, const struct civil *c, int64_t day)
{
	switch (r->freq) {
	case YEARLY:
		return c->year;
	case MONTHLY:
		return (int64_t)c->year * 12 + c->month - 1;
	case WEEKLY:
		/* 1970-01-01 was a Thursday. */
		return floor_div(day + 4 - r->week_start, 7);
	case DAILY:
	case HOURLY:
	case MINUTELY:
	case SECONDLY:
	case FREQS:
		break;
	}
	return day;
}

int64_t
rrule_period(const struct rrule *r, int64_t day)
{
	struct civil c = civil_from(day * DAY_S);

	return period_of(r, &c, day);
}

static bool
has(const uint64_t *set, int k)
{
	return (set[k / 64] & UINT64_C(1) << (unsigned)(k % 64)) != 0;
}

/* Is it, from the front or the back of `n` days, that weekday's nth? */
static bool
is_nth(int nth, int at, int n)
{
	return nth == 0 || nth == (at - 1) / 7 + 1 ||
	    nth == -((n - at) / 7 + 1);
}

static bool
names_weekday(const struct rrule *r, const struct civil *c, int64_t day)
{
	int first = (int)(day - civil_days(c->year, 1, 1)) + 1;
	int year =
	    (int)(civil_days(c->year + 1, 1, 1) - civil_days(c->year, 1, 1));
	bool monthly = r->freq == MONTHLY || r->months != 0;

	for (int i = 0; i < r->n_nth; i++) {
		int nth = r->by_week ? 0 : r->nth[i].nth;
		if (r->nth[i].day != civil_weekday(day))
			continue;
		if (monthly ? is_nth(nth, c->day,
				  civil_month_days(c->year, c->month))
			    : is_nth(nth, first, year))
			return true;
	}
	return r->n_nth == 0;
}

/* The year to which the week belongs that day `start` begins: its fourth's. */
static int
week_year(int64_t start)
{
	return civil_from((start + 3) * DAY_S).year;
}

/* By the number of its week, from the front or the back of its year. */
static bool
names_week(const struct rrule *r, int64_t day)
{
	int64_t start = day - (civil_weekday(day) - r->week_start + 7) % 7;
	int year = week_year(start);
	int week = (int)((start + 3 - civil_days(year, 1, 1)) / 7) + 1;
	int last = 53;

	while (week_year(start + (int64_t)(last - week) * 7) != year)
		last--;
	return has(&r->weeks, week) || has(&r->weeks_back, last - week + 1);
}

/* In a period that counts. */
static bool
names_day(const struct rrule *r, const struct civil *c, int64_t day)
{
	int back = civil_month_days(c->year, c->month) - c->day + 1;

	if (r->months != 0 && (r->months & 1U << (unsigned)c->month) == 0)
		return false;
	if (r->by_monthday && (r->days & 1U << (unsigned)c->day) == 0 &&
	    (r->days_back & 1U << (unsigned)back) == 0)
		return false;
	if (!names_weekday(r, c, day))
		return false;
	if (r->freq != YEARLY)
		return true;
	if (r->by_yearday) {
		int64_t first = civil_days(c->year, 1, 1);
		int yd = (int)(day - first) + 1;
		int n = (int)(civil_days(c->year + 1, 1, 1) - first);
		if (!has(r->yeardays, yd) && !has(r->yeardays_back, n - yd + 1))
			return false;
	}
	return !r->by_week || names_week(r, day);
}

bool
rrule_day(const struct rrule *r, const struct civil *start, int64_t day)
{
	struct civil c = civil_from(day * DAY_S);
	int64_t from = civil_days(start->year, start->month, start->day);

	return (period_of(r, &c, day) - period_of(r, start, from)) %
		r->interval ==
	    0 &&
	    names_day(r, &c, day);
}

/*
 * Does it name any day at all?  The calendar repeats after 400 years.  Years
 * and months that do not count are passed over as a whole.
 */
static bool
names_any(const struct rrule *r, const struct civil *start)
{
	int64_t from = civil_days(start->year, start->month, start->day);
	int64_t first = period_of(r, start, from), day = from;
	struct civil c = *start;

	while (day < from + DAYS_400) {
		bool counts =
		    (period_of(r, &c, day) - first) % r->interval == 0;
		int last = civil_month_days(c.year, c.month);
		if (counts && names_day(r, &c, day))
			return true;
		if ((!counts && r->freq >= MONTHLY) ||
		    (r->months != 0 &&
			(r->months & 1U << (unsigned)c.month) == 0)) {
			day += last - c.day;
			c.day = last;
		}
		day++;
		if (++c.day > last) {
			c.day = 1;
			c.year += c.month / 12;
			c.month = c.month % 12 + 1;
		}
	}
	return false;
}

/* Has any period so many members as BYSETPOS counts to? */
static bool
setpos_exists(const struct rrule *r)
{
	static const int64_t most[FREQS] = { 1, 1, 1, 1, 7, 31, 366 };

	for (int i = 0; i < r->n_setpos; i++) {
		int k = r->setpos[i] < 0 ? -r->setpos[i] : r->setpos[i];
		if (k <= most[r->freq] * r->times)
			return true;
	}
	return r->n_setpos == 0;
}

const char *
rrule_judge(const struct rrule *r, const struct civil *start)
{
	if (r->freq < DAILY)
		return "repeats within a day";
	if (r->times > RRULE_TIMES)
		return "repeats more than 24 times a day";
	if (r->foreign)
		return "is of another calendar than the Gregorian";
	if (!setpos_exists(r) || !names_any(r, start))
		return "can never match";
	return NULL;
}

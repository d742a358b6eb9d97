/* SPDX-License-Identifier: ISC */
#include "util/civil.h"

enum { DAY_S = 86400, ERA_DAYS = 146097, ERA_YEARS = 400 };

/* Rounded down, also below zero. */
static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

/*
 * A year that begins in March has its leap day at its end, and its months
 * follow one straight line: (153 m + 2) / 5 days before month m.
 */
int64_t
civil_days(int year, int month, int day)
{
	/* Days from 0000-03-01 to 1970-01-01. */
	const int64_t epoch = 719468;
	int64_t y = month > 2 ? year : (int64_t)year - 1;
	int64_t era = floor_div(y, ERA_YEARS);
	int64_t of_era = y - era * ERA_YEARS;
	int64_t m = month > 2 ? month - 3 : month + 9;
	int64_t of_year = (153 * m + 2) / 5 + day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - epoch;
}

int64_t
civil_seconds(const struct civil *c)
{
	return civil_days(c->year, c->month, c->day) * DAY_S +
	    (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 + c->second;
}

struct civil
civil_from(int64_t seconds)
{
	int64_t days = floor_div(seconds, DAY_S);
	int64_t rest = seconds - days * DAY_S;

	days += 719468;
	int64_t era = floor_div(days, ERA_DAYS);
	int64_t d = days - era * ERA_DAYS; /* 0 .. 146096 */
	int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t of_year = d - (y * 365 + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153; /* 0 March .. 11 February */
	int month = (int)(m < 10 ? m + 3 : m - 9);

	return (struct civil){
		.year = (int)(y + era * ERA_YEARS + (month <= 2 ? 1 : 0)),
		.month = month,
		.day = (int)(of_year - (153 * m + 2) / 5 + 1),
		.hour = (int)(rest / 3600),
		.minute = (int)(rest / 60 % 60),
		.second = (int)(rest % 60),
	};
}

int
civil_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	int64_t w = (days % 7 + 7 + 3) % 7;
	return (int)w + 1;
}

int
civil_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

bool
civil_ok(const struct civil *c)
{
	return c->year >= 1 && c->year <= 9999 && c->month >= 1 &&
	    c->month <= 12 && c->day >= 1 &&
	    c->day <= civil_month_days(c->year, c->month) && c->hour >= 0 &&
	    c->hour <= 23 && c->minute >= 0 && c->minute <= 59 &&
	    c->second >= 0 && c->second <= 59;
}

void
civil_week(int64_t days, int *year, int *week)
{
	/* A week belongs to the year of its Thursday. */
	int64_t thursday = days - civil_weekday(days) + 4;
	struct civil c = civil_from(thursday * DAY_S);

	*year = c.year;
	*week = (int)((thursday - civil_days(c.year, 1, 1)) / 7) + 1;
}

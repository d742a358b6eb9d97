/* SPDX-License-Identifier: ISC */
#include "util/civil.h"

#include <time.h>

#include "t.h"

/* Each day of years 1 to 9999 against a calendar that only counts. */
static void
count(void)
{
	int64_t days = civil_days(1, 1, 1);
	int weekday = 1; /* a Monday */
	long bad = 0;

	EQUAL(days, -719162, "the first day");
	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= civil_month_days(y, m); d++) {
				struct civil c = civil_from(days * 86400);
				bad += civil_days(y, m, d) != days ||
				    civil_weekday(days) != weekday ||
				    c.year != y || c.month != m || c.day != d;
				weekday = weekday % 7 + 1;
				days++;
			}
	EQUAL(bad, 0, "every day from 1 to 9999");
}

/* ISO weeks against libc's. */
static void
weeks(void)
{
	long bad = 0;

	for (int64_t days = civil_days(1900, 1, 1);
	     days < civil_days(2200, 1, 1); days++) {
		time_t at = (time_t)(days * 86400);
		struct tm tm;
		char want[16], got[32];
		int year, week;
		gmtime_r(&at, &tm);
		strftime(want, sizeof(want), "%G-%V", &tm);
		civil_week(days, &year, &week);
		snprintf(got, sizeof(got), "%04d-%02d", year, week);
		bad += strcmp(got, want) != 0;
	}
	EQUAL(bad, 0, "ISO weeks from 1900 to 2199");
}

int
main(void)
{
	count();
	weeks();

	EQUAL(civil_month_days(2000, 2), 29, "2000");
	EQUAL(civil_month_days(1900, 2), 28, "1900");
	EQUAL(civil_month_days(2024, 2), 29, "2024");
	EQUAL(civil_month_days(2023, 2), 28, "2023");

	struct civil c = civil_from(-1);
	OK(c.year == 1969 && c.month == 12 && c.day == 31 && c.hour == 23 &&
		c.minute == 59 && c.second == 59,
	    "a second before 1970");
	c = civil_from(1750000000);
	OK(c.year == 2025 && c.month == 6 && c.day == 15 && c.hour == 15 &&
		c.minute == 6 && c.second == 40,
	    "an instant of today");
	EQUAL(civil_seconds(&c), 1750000000, "and back");

	struct civil ok = { 2024, 2, 29, 23, 59, 59 };
	OK(civil_ok(&ok), "a leap day");
	static const struct civil wrong[] = {
		{ 2023, 2, 29, 0, 0, 0 },
		{ 2024, 0, 1, 0, 0, 0 },
		{ 2024, 13, 1, 0, 0, 0 },
		{ 2024, 1, 0, 0, 0, 0 },
		{ 2024, 4, 31, 0, 0, 0 },
		{ 2024, 1, 1, 24, 0, 0 },
		{ 2024, 1, 1, -1, 0, 0 },
		{ 2024, 1, 1, 0, 60, 0 },
		{ 2024, 1, 1, 0, 0, 60 },
		{ 0, 1, 1, 0, 0, 0 },
		{ 10000, 1, 1, 0, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		t_ok(!civil_ok(&wrong[i]), __FILE__, __LINE__, "wrong %zu", i);
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/pace.h"

#include "t.h"

enum { DAY = 86400 };

static void
good(void)
{
	EQUAL(pace_good(300, -1, 0), 300, "every five minutes");
	EQUAL(pace_good(300, 60, 0), 300, "never sooner");
	EQUAL(pace_good(300, 900, 0), 900, "max-age");
	EQUAL(pace_good(300, -1, 1200), 1200, "the feed's TTL");
	EQUAL(pace_good(300, 600, 1200), 1200, "the longer of them");
	EQUAL(pace_good(300, DAY, 0), 1800, "half an hour at most");
	EQUAL(pace_good(7200, DAY, 0), 7200, "... but for a longer interval");
}

static void
failed(void)
{
	static const int64_t waits[] = { 300, 600, 1200, 2400, 3600, 3600 };

	for (int i = 0; i < 6; i++)
		EQUAL(pace_failed(300, i + 1, -1), waits[i],
		    "doubles to an hour");
	EQUAL(pace_failed(300, INT64_MAX, -1), 3600, "for ever");
	EQUAL(pace_failed(7200, 9, -1), 7200, "an interval that is longer");
	EQUAL(pace_failed(300, 1, 1000), 1000, "Retry-After");
	EQUAL(pace_failed(300, 1, 10), 300, "... never sooner");
	EQUAL(pace_failed(300, 1, 100 * DAY), DAY, "... a day at most");
}

static void
next(void)
{
	EQUAL(pace_next(6000, 300, -1), 6300, "on the minute");
	EQUAL(pace_next(6007, 300, -1), 6300, "cron's delay adds nothing");
	EQUAL(pace_next(6007, 300, 10), 6300, "a short Retry-After");
	EQUAL(pace_next(6007, 1000, 1000), 7007, "a Retry-After to the second");
	EQUAL(pace_next(6007, DAY, 100 * DAY), 6007 + DAY, "... a day at most");
}

static int64_t
middle(int64_t a, int64_t b, int64_t c, size_t n)
{
	int64_t v[3] = { a, b, c };

	return pace_clock(v, n);
}

static void
clocks(void)
{
	EQUAL(middle(0, 0, 0, 0), 0, "nobody says anything");
	EQUAL(middle(700, 0, 0, 1), 700, "one alone");
	EQUAL(middle(9000, 3, -2, 3), 3, "one that is wrong is outvoted");
	EQUAL(middle(9000, 9010, 9020, 3), 9010, "all agree");
	EQUAL(middle(9000, 700, 0, 2), 700, "of two the nearer");
	EQUAL(middle(-9000, -700, 0, 2), -700, "... on either side");
	EQUAL(middle(-9000, 700, 0, 2), 0, "two that contradict each other");
	EQUAL(middle(0, 9000, 0, 2), 0, "one of two is right");
}

int
main(void)
{
	good();
	failed();
	next();
	clocks();
	return t_done();
}

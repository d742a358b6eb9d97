/* SPDX-License-Identifier: ISC */
/*
 * A rule costs at most 50 ms and so many dates, whatever it says (D5): all
 * combinations of what makes libical's iterator, or ours, walk far.
 * SMSCAL_TEST_ALL=1: all of them, else every 37th.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "domain/parsed.h"
#include "ics/recur.h"
#include "t.h"

#ifdef SMSCAL_SANITIZED
enum { BOUND_MS = 500 }; /* its checks cost three times as much again */
#else
enum { BOUND_MS = 50 };
#endif

static const char *const freqs[] = { "SECONDLY", "MINUTELY", "HOURLY", "DAILY",
	"WEEKLY", "MONTHLY", "YEARLY" };
static const char *const intervals[] = { "", ";INTERVAL=2", ";INTERVAL=7",
	";INTERVAL=999", ";INTERVAL=32767" };
static const char *const days[] = {
	"",
	";BYMONTH=2;BYMONTHDAY=29",
	";BYMONTH=2;BYMONTHDAY=30",
	";BYMONTHDAY=31,-31",
	";BYMONTHDAY=31;BYDAY=MO",
	";BYMONTH=2;BYMONTHDAY=29;BYDAY=TU",
	";BYDAY=MO,TU,WE,TH,FR,SA,SU",
	";BYDAY=5MO",
	";BYDAY=53SU",
	";BYYEARDAY=366",
	";BYYEARDAY=-366,1,100,200",
	";BYWEEKNO=53",
	";BYWEEKNO=53;BYDAY=MO;BYMONTH=6",
	";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
	";BYMONTHDAY=13;BYDAY=FR;BYMONTH=10",
};
static const char *const times[] = { "", ";BYHOUR=0,6,12,18;BYMINUTE=0,30",
	";BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
	";BYSECOND=0,15,30,45" };
static const char *const sets[] = { "", ";BYSETPOS=-1", ";BYSETPOS=366",
	";BYSETPOS=1,2,3,-60" };
static const char *const ends[] = { "", ";COUNT=1000000000", ";COUNT=19999",
	";UNTIL=99991231T235959Z", ";UNTIL=99991231" };
static const int years[] = { 1, 1601, 1970, 2026, 9998 };

#define N(v) (sizeof(v) / sizeof((v)[0]))

/* What was worst. */
struct worst {
	double ms;
	char rule[400];
	int year;
	size_t dates, n;
};

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void
measure(const char *rule, int year, bool date, struct worst *w)
{
	struct recur_start start = { .date = date, .zone = zone_utc() };
	struct recur_dates dates = RECUR_DATES_INIT;
	struct err e = ERR_INIT;
	char note[PARSED_NOTE];
	int64_t from = civil_days(2026, 6, 1) * 86400;

	start.local = (struct civil){ .year = year, .month = 1, .day = 31 };
	if (!date)
		start.local.hour = 9;
	double ms = now_ms();
	int r = recur_walk(rule, &start, from - 8 * 86400, from + 62 * 86400,
	    &dates, note, sizeof(note), &e);
	if (r != -1 && recur_check(rule, &e) == -1)
		err_clear(&e);
	ms = now_ms() - ms;
	w->n++;
	if (dates.n > w->dates)
		w->dates = dates.n;
	if (ms > w->ms) {
		w->ms = ms;
		w->year = year;
		snprintf(w->rule, sizeof(w->rule), "%s", rule);
	}
	recur_dates_free(&dates);
}

/* The i-th of all combinations. */
static bool
combination(size_t i, char *rule, size_t cap, int *year, bool *date)
{
	const size_t n[] = { N(freqs), N(intervals), N(days), N(times), N(sets),
		N(ends), N(years), 2 };
	size_t k[N(n)];

	for (size_t j = 0; j < N(n); j++) {
		k[j] = i % n[j];
		i /= n[j];
	}
	snprintf(rule, cap, "FREQ=%s%s%s%s%s%s", freqs[k[0]], intervals[k[1]],
	    days[k[2]], times[k[3]], sets[k[4]], ends[k[5]]);
	*year = years[k[6]];
	*date = k[7] == 1;
	return i == 0;
}

int
main(void)
{
	bool all = getenv("SMSCAL_TEST_ALL") != NULL;
	struct worst w = { .ms = 0 };
	char rule[400];
	int year;
	bool date;

	for (size_t i = 0; combination(i, rule, sizeof(rule), &year, &date);
	     i += all ? 1 : 37)
		measure(rule, year, date, &w);
	printf("# %zu rules; the worst took %.1f ms: %s from the year %d\n",
	    w.n, w.ms, w.rule, w.year);
	printf("# the most dates: %zu\n", w.dates);
	OK(w.n > 5000, "many rules");
	OK(w.ms < BOUND_MS, "D5 none takes more than 50 ms");
	OK(w.dates <= RECUR_DATES, "D5 nor gives more dates than there may be");
	OK(w.dates > 60, "... and some do give dates");
	return t_done();
}

/* SPDX-License-Identifier: ISC */
/* P12: how many messages a day, counted in the calendar's zone. */
#include "domain/limit.h"

#include <string.h>

#include "t.h"
#include "util/civil.h"

static struct zones *zones;

/* An instant in 2026, in UTC. */
static int64_t
utc(int month, int day, int hour, int minute)
{
	return civil_days(2026, month, day) * 86400 + hour * 3600 + minute * 60;
}

static void
countries(void)
{
	OK(limit_country(NULL, "+436641234567"), "all by default");
	OK(limit_country("all", "+16641234567"), "all by word");
	OK(limit_country("43 49", "+436641234567"), "one of two");
	OK(limit_country("43 49", "+4915112345678"), "... the other");
	OK(!limit_country("43 49", "+447700900123"), "none of them");
	OK(!limit_country("43 49", "+390412345678"), "no part of it");
	OK(limit_country("1", "+12025550123"), "a code of one digit");
	OK(!limit_country("423", "+420601123456"), "not by its beginning");
}

static void
levels(void)
{
	OK(limit_nearest(0, 0, 0, 5) == 5, "no level says one");
	OK(limit_nearest(0, 0, 7, 5) == 7, "the company's");
	OK(limit_nearest(0, LIMIT_NONE, 7, 5) == LIMIT_NONE, "the branch's");
	OK(limit_nearest(3, LIMIT_NONE, 7, 5) == 3, "the calendar's");
}

static void
now(void)
{
	const char *at = "+436641234567";
	struct limits l = { 5, 100, "43" };

	OK(limit_now(&l, at, 4, 99) == LIMIT_FREE, "there is room for one");
	OK(limit_now(&l, at, 5, 99) == LIMIT_BY_RECIPIENT, "not for two");
	OK(limit_now(&l, at, 4, 100) == LIMIT_BY_COMPANY, "the company's");
	OK(limit_now(&l, "+4915112345678", 0, 0) == LIMIT_BY_COUNTRY, "abroad");
	l = (struct limits){ LIMIT_NONE, LIMIT_NONE, NULL };
	OK(limit_now(&l, at, 1000, 1000) == LIMIT_FREE, "none is set");
	for (int why = LIMIT_BY_COUNTRY; why <= LIMIT_BY_COMPANY; why++)
		t_ok(strlen(limit_words((enum limit_why)why)) > 20, __FILE__,
		    __LINE__, "in words: %d", why);
}

static void
days(void)
{
	const struct zone *vienna = zones_get(zones, "Europe/Vienna");
	const struct zone *lord = zones_get(zones, "America/Santiago");
	int64_t from, to;

	limit_day(vienna, utc(11, 24, 22, 59), &from, &to);
	OK(from == utc(11, 23, 23, 0) && to == utc(11, 24, 23, 0),
	    "a day of Vienna's");
	limit_day(vienna, utc(11, 24, 23, 0), &from, &to);
	OK(from == utc(11, 24, 23, 0), "midnight begins the next");
	limit_day(vienna, utc(3, 29, 12, 0), &from, &to);
	OK(to - from == 23 * 3600, "of 23 hours");
	limit_day(vienna, utc(10, 25, 12, 0), &from, &to);
	OK(to - from == 25 * 3600, "of 25 hours");
	/* Clocks are put forward at midnight: the day begins at 01:00. */
	limit_day(lord, utc(9, 6, 12, 0), &from, &to);
	OK(from == utc(9, 6, 4, 0) && to - from == 23 * 3600,
	    "one without a midnight");
}

/* Which are held, as "--h": '.' handed over. */
static bool
picked(struct limit_message *v, size_t n, int64_t company_today, int64_t at,
    const char *want)
{
	bool same = true;

	limit_pick(v, n, "+436641234567", company_today, at);
	for (size_t i = 0; i < n; i++)
		same = same && (v[i].why != LIMIT_FREE) == (want[i] == 'h');
	if (!same)
		for (size_t i = 0; i < n; i++)
			printf("# %zu: %d\n", i, (int)v[i].why);
	return same;
}

static void
picks(void)
{
	const struct zone *z = zones_get(zones, "Europe/Vienna");
	struct limits two = { 2, LIMIT_NONE, NULL }, one = two;
	int64_t at = utc(11, 24, 9, 0), day = 86400;
	struct limit_message v[4];

	one.recipient = 1;
	for (int i = 0; i < 4; i++)
		v[i] = (struct limit_message){ .id = i + 1,
			.limits = &two,
			.zone = z,
			.due_at = at,
			.expires_at = at + (i + 1) * 3600 };
	OK(picked(v, 2, 0, at, "--"), "two of two go");
	OK(picked(v, 4, 0, at, "--hh"), "the last to lose their point wait");
	OK(limit_look_at(&v[2], at) == v[2].expires_at + 1,
	    "... until they are of no use");
	v[3].expires_at = at + 2 * day;
	OK(limit_look_at(&v[3], at) == utc(11, 24, 23, 0),
	    "... or until the next day begins");
	v[1].due_at = at + day;
	OK(picked(v, 4, 0, at, "---h"), "one of them is due tomorrow");
	v[1].due_at = at - day;
	OK(picked(v, 4, 0, at, "--hh"), "one that is late goes today");
	v[0].claimed_at = at - 3600;
	OK(picked(v, 4, 0, at, "--hh"), "one has gone today");
	v[0].claimed_at = utc(11, 23, 22, 59);
	OK(picked(v, 4, 0, at, "---h"), "... or yesterday, in Vienna");
	v[0].claimed_at = utc(11, 23, 23, 0);
	OK(picked(v, 4, 0, at, "--hh"), "... or just after midnight");
	v[3].released = true;
	OK(picked(v, 4, 0, at, "-hh-"), "released: it goes, and counts");
	v[3].released = false;
	v[2].limits = &one;
	v[0].claimed_at = 0;
	v[0].due_at = v[1].due_at = at + day;
	OK(picked(v, 4, 0, at, "----"), "each has its calendar's limit");
	v[1].due_at = at;
	OK(picked(v, 4, 0, at, "--h-"), "... the stricter one, too");
	two.company = 10;
	OK(picked(v, 4, 9, at, "--h-"), "the company has room");
	OK(picked(v, 4, 10, at, "-h-h"), "it has none, but for tomorrow's");
	two.countries = "49";
	OK(picked(v, 4, 0, at, "hh-h"), "abroad");
	OK(limit_look_at(&v[0], at) == v[0].expires_at + 1,
	    "... which no day changes");

	for (int i = 0; i < 2; i++)
		v[i] = (struct limit_message){ .limits = &one,
			.zone = z,
			.due_at = at,
			.expires_at = utc(11, 24, 23, 0) };
	v[0].claimed_at = at - 3600;
	OK(picked(v, 2, 0, at, "-h"), "one is the most, and has gone");
	OK(limit_look_at(&v[1], at) == utc(11, 24, 23, 0),
	    "... of use until the next day begins: then");
	v[1].released = true;
	OK(picked(v, 2, 0, at, "--"), "... released, it goes all the same");
}

int
main(void)
{
	struct err e = ERR_INIT;

	zones = zones_open(NULL, &e);
	countries();
	levels();
	now();
	days();
	picks();
	zones_free(zones);
	return t_done();
}

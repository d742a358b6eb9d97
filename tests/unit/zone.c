/* SPDX-License-Identifier: ISC */
#include "util/zone.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "t.h"
#include "util/buf.h"
#include "util/file.h"

enum { DAY = 86400, STEPS_MAX = 600 };

static const char tzdir[] = "/usr/share/zoneinfo";

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	return civil_seconds(
	    &(struct civil){ year, month, day, hour, minute, 0 });
}

/* What libc says, as if its local time were UTC. */
static int64_t
libc_local(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	localtime_r(&t, &tm);
	return civil_seconds(&(struct civil){ tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec });
}

static bool
same_as_libc(const struct zone *z, int64_t at)
{
	int64_t libc = libc_local(at), ours = at + zone_offset(z, at);

	if (libc == ours)
		return true;
	printf("# %s at %lld: libc %+lld, we %+d\n", zone_name(z),
	    (long long)at, (long long)(libc - at), zone_offset(z, at));
	return false;
}

/* A local time that is there leads back to itself, at its first instant. */
static bool
leads_back(const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);
	int64_t back = zone_instant(z, &c, ZONE_CLOCK);
	struct civil again = zone_civil(z, back);

	if (back <= at && civil_seconds(&c) == civil_seconds(&again))
		return true;
	printf("# %s at %lld: %lld\n", zone_name(z), (long long)at,
	    (long long)back);
	return false;
}

static bool
zone_agrees(const struct zone *z, int64_t grid)
{
	const int64_t from = utc(1970, 1, 1, 0, 0), to = utc(2100, 1, 1, 0, 0);
	struct zone_step v[STEPS_MAX];
	size_t n = zone_steps(z, from, to, v, STEPS_MAX);
	bool same = n <= STEPS_MAX;

	setenv("TZ", zone_name(z), 1);
	tzset();
	for (size_t i = 0; i < n && same; i++) {
		for (int d = -1; d <= 1; d++)
			same = same && same_as_libc(z, v[i].at + d) &&
			    leads_back(z, v[i].at + d);
		same = same && zone_offset(z, v[i].at) == v[i].offset_s &&
		    zone_offset(z, v[i].at - 1) != v[i].offset_s;
	}
	for (int64_t at = from; at < to && same; at += grid)
		same = same_as_libc(z, at) && leads_back(z, at);
	return same;
}

/* Every zone and link of tzdata's list, 1970 to 2099. */
static void
test_libc(struct zones *zs)
{
	bool all = getenv("SMSCAL_TEST_ALL") != NULL;
	/* Neither a whole number of days nor of weeks. */
	int64_t grid = all ? DAY / 2 + 607 : 20 * DAY + 3607;
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;
	char *rest, *words;
	size_t n = 0, bad = 0;

	OK(file_read("/usr/share/zoneinfo/tzdata.zi", 1 << 20, &b, &e) == 0,
	    "tzdata has a list");
	for (char *line = strtok_r(b.v, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, "Z ", 2) != 0 && strncmp(line, "L ", 2) != 0)
			continue;
		bool link = line[0] == 'L';
		(void)strtok_r(line, " ", &words);
		if (link)
			(void)strtok_r(NULL, " ", &words);
		const char *name = strtok_r(NULL, " ", &words);
		const struct zone *z = zones_get(zs, name);
		n++;
		if (z == NULL)
			printf("# no zone %s\n", name);
		if (z == NULL || !zone_agrees(z, grid))
			bad++;
	}
	setenv("TZ", "UTC", 1);
	tzset();
	buf_free(&b);
	t_ok(bad == 0, __FILE__, __LINE__,
	    "every zone is libc's, 1970 to 2099 (%zu do not)", bad);
	OK(n > 400, "... and there are many");
}

/* Local times that are not there, or twice. */
static void
test_gaps(struct zones *zs)
{
	static const struct {
		const char *name, *zone;
		struct civil local, event, clock; /* the latter two in UTC */
	} t[] = {
		{ "Vienna: skipped", "Europe/Vienna", { 2026, 3, 29, 2, 30, 0 },
		    { 2026, 3, 29, 1, 30, 0 }, { 2026, 3, 29, 1, 0, 0 } },
		{ "Vienna: the first minute behind", "Europe/Vienna",
		    { 2026, 3, 29, 3, 0, 0 }, { 2026, 3, 29, 1, 0, 0 },
		    { 2026, 3, 29, 1, 0, 0 } },
		{ "Vienna: the last minute before", "Europe/Vienna",
		    { 2026, 3, 29, 1, 59, 59 }, { 2026, 3, 29, 0, 59, 59 },
		    { 2026, 3, 29, 0, 59, 59 } },
		{ "Vienna: twice", "Europe/Vienna", { 2026, 10, 25, 2, 30, 0 },
		    { 2026, 10, 25, 0, 30, 0 }, { 2026, 10, 25, 0, 30, 0 } },
		{ "Vienna: once again", "Europe/Vienna",
		    { 2026, 10, 25, 3, 0, 0 }, { 2026, 10, 25, 2, 0, 0 },
		    { 2026, 10, 25, 2, 0, 0 } },
		{ "Vienna: skipped by the rule", "Europe/Vienna",
		    { 2085, 3, 25, 2, 15, 0 }, { 2085, 3, 25, 1, 15, 0 },
		    { 2085, 3, 25, 1, 0, 0 } },
		{ "New York: skipped", "America/New_York",
		    { 2026, 3, 8, 2, 0, 0 }, { 2026, 3, 8, 7, 0, 0 },
		    { 2026, 3, 8, 7, 0, 0 } },
		{ "New York: skipped, RFC 5545's own", "America/New_York",
		    { 2007, 3, 11, 2, 30, 0 }, { 2007, 3, 11, 7, 30, 0 },
		    { 2007, 3, 11, 7, 0, 0 } },
		{ "New York: twice, RFC 5545's own", "America/New_York",
		    { 2007, 11, 4, 1, 30, 0 }, { 2007, 11, 4, 5, 30, 0 },
		    { 2007, 11, 4, 5, 30, 0 } },
		{ "Lord Howe: half an hour skipped", "Australia/Lord_Howe",
		    { 2026, 10, 4, 2, 10, 0 }, { 2026, 10, 3, 15, 40, 0 },
		    { 2026, 10, 3, 15, 30, 0 } },
		{ "Lord Howe: half an hour twice", "Australia/Lord_Howe",
		    { 2026, 4, 5, 1, 45, 0 }, { 2026, 4, 4, 14, 45, 0 },
		    { 2026, 4, 4, 14, 45, 0 } },
		{ "Dublin: skipped", "Europe/Dublin", { 2026, 3, 29, 1, 30, 0 },
		    { 2026, 3, 29, 1, 30, 0 }, { 2026, 3, 29, 1, 0, 0 } },
		{ "Dublin: twice", "Europe/Dublin", { 2026, 10, 25, 1, 30, 0 },
		    { 2026, 10, 25, 0, 30, 0 }, { 2026, 10, 25, 0, 30, 0 } },
		{ "Casablanca: twice as Ramadan begins", "Africa/Casablanca",
		    { 2026, 2, 15, 2, 30, 0 }, { 2026, 2, 15, 1, 30, 0 },
		    { 2026, 2, 15, 1, 30, 0 } },
		{ "Casablanca: skipped as it ends", "Africa/Casablanca",
		    { 2026, 3, 22, 2, 30, 0 }, { 2026, 3, 22, 2, 30, 0 },
		    { 2026, 3, 22, 2, 0, 0 } },
		{ "Apia: a whole day skipped", "Pacific/Apia",
		    { 2011, 12, 30, 12, 0, 0 }, { 2011, 12, 30, 22, 0, 0 },
		    { 2011, 12, 30, 10, 0, 0 } },
		{ "Sao Paulo: midnight skipped", "America/Sao_Paulo",
		    { 2018, 11, 4, 0, 0, 0 }, { 2018, 11, 4, 3, 0, 0 },
		    { 2018, 11, 4, 3, 0, 0 } },
		{ "Nuuk: skipped before midnight, by the rule", "America/Nuuk",
		    { 2050, 3, 26, 23, 30, 0 }, { 2050, 3, 27, 1, 30, 0 },
		    { 2050, 3, 27, 1, 0, 0 } },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct zone *z = zones_get(zs, t[i].zone);
		EQUAL(zone_instant(z, &t[i].local, ZONE_EVENT),
		    civil_seconds(&t[i].event), t[i].name);
		EQUAL(zone_instant(z, &t[i].local, ZONE_CLOCK),
		    civil_seconds(&t[i].clock), "... for a clock");
	}
}

static void
test_days(struct zones *zs)
{
	const struct zone *wien = zones_get(zs, "Europe/Vienna");
	const struct zone *paulo = zones_get(zs, "America/Sao_Paulo");
	const struct zone *apia = zones_get(zs, "Pacific/Apia");
	int64_t day = civil_days(2026, 3, 29);

	EQUAL(zone_midnight(wien, day), utc(2026, 3, 28, 23, 0), "midnight");
	EQUAL(zone_midnight(wien, day + 1) - zone_midnight(wien, day),
	    23 * 3600, "a day of 23 hours");
	EQUAL(zone_day(wien, utc(2026, 3, 28, 23, 0)), day, "its first second");
	EQUAL(zone_day(wien, utc(2026, 3, 28, 23, 0) - 1), day - 1,
	    "the second before");
	EQUAL(zone_midnight(paulo, civil_days(2018, 11, 4)),
	    utc(2018, 11, 4, 3, 0), "a day that begins at 01:00");
	EQUAL(zone_midnight(apia, civil_days(2011, 12, 30)),
	    zone_midnight(apia, civil_days(2011, 12, 31)),
	    "a day that is not there begins with the next");
	EQUAL(zone_day(zone_utc(), -1), -1, "before 1970");

	struct civil c = zone_civil(wien, utc(2026, 7, 1, 10, 5));
	OK(c.year == 2026 && c.month == 7 && c.day == 1 && c.hour == 12 &&
		c.minute == 5 && c.second == 0,
	    "civil time");
	OK(zone_steps(wien, INT64_MIN, INT64_MAX, NULL, 0) > 15000,
	    "all of time is enough, and has an end");
	(void)zone_civil(wien, INT64_MIN);
	(void)zone_day(wien, INT64_MAX);
	(void)zone_midnight(wien, INT64_MAX);
	OK(zone_steps(wien, utc(2026, 3, 29, 1, 0), utc(2026, 10, 25, 1, 0),
	       NULL, 0) == 1,
	    "from counts, to does not");
}

static void
test_names(struct zones *zs)
{
	static const char too_long[] =
	    "Europe/Europe/Europe/Europe/Europe/Europe/Europe/Europe/Europe/E";
	static const char *const bad[] = { "", "/", "/etc/passwd",
		"../zoneinfo/UTC", "Europe/../UTC", "Europe", "Europe/",
		"Europe//Vienna", "./UTC", ".", "Europe/Wien", "tzdata.zi",
		"zone.tab", "localtime", "posixrules", "right/Europe/Vienna",
		"posix/UTC", "Europe/Vienna\n", "Europe/Vi\xC3\xA9nna",
		"Europe/Vienna ", too_long };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		t_ok(zones_get(zs, bad[i]) == NULL, __FILE__, __LINE__,
		    "no zone: bad name %zu", i);

	const struct zone *z = zones_get(zs, "europe/VIENNA");
	OK(z != NULL && z == zones_get(zs, "Europe/Vienna"),
	    "letter case apart");
	SAME(zone_name(z), "Europe/Vienna", "... under its own name");
	z = zones_get(zs, "utc");
	OK(z != NULL && zone_offset(z, 0) == 0, "utc");
	OK(strlen(zones_version(zs)) >= 5, "tzdata has a version");
	OK(strcmp(zone_name(zone_utc()), "UTC") == 0 &&
		zone_offset(zone_utc(), utc(2026, 7, 1, 0, 0)) == 0,
	    "UTC without a file");

	struct err e = ERR_INIT;
	OK(zones_open("/nonexistent", &e) == NULL && e.kind == ERR_CONF,
	    "no tzdata is said");
}

static void
test_made(void)
{
	/* Out of order, twice, and without a change. */
	static const struct zone_step v[] = { { 1000, 3600 }, { 2000, 7200 },
		{ 2000, 3600 }, { 500, 7200 }, { 3000, -3600 },
		{ 4000, 9999999 } };
	struct zone_step got[8];
	struct zone *z = zone_make("Custom Time", 0, v, 6);

	EQUAL(zone_offset(z, 999), 0, "made: before the first");
	EQUAL(zone_offset(z, 1000), 3600, "made: at it");
	EQUAL(zone_offset(z, 2999), 3600, "made: what changes nothing");
	EQUAL(zone_offset(z, 3999), -3600, "made: behind it");
	OK(zone_offset(z, INT64_MAX) < 26 * 3600, "made: no zone is so far");
	EQUAL(zone_steps(z, 0, 9999, got, 1), 3, "made: three changes");
	EQUAL(got[0].at, 1000, "made: as many as there is room for");
	SAME(zone_name(z), "Custom Time", "made: its name");
	zone_free(z);

	z = zone_make("None", -1800, NULL, 0);
	struct civil c = { 2026, 1, 1, 0, 0, 0 };
	EQUAL(zone_instant(z, &c, ZONE_EVENT), utc(2026, 1, 1, 0, 30),
	    "made: no change at all");
	zone_free(z);
	zone_free(NULL);

	/* One jump over the end of another: every local time has an instant. */
	static const struct zone_step wild[] = { { 0, 90000 }, { 60, -90000 },
		{ 120, 90000 }, { 180, 0 } };
	z = zone_make("Wild", 0, wild, 4);
	bool sound = true;
	for (int64_t l = -100000; l < 100000; l += 17) {
		c = civil_from(l);
		int64_t at = zone_instant(z, &c, ZONE_CLOCK);
		if (at < -100000 || at > 100000)
			sound = false;
	}
	OK(sound, "made: wild changes");
	zone_free(z);
}

/* A directory of our own: links without files, names in another case. */
static void
test_directory(void)
{
	static const char list[] = "# version 2099z\nR x 1 o - Jan 1 0 0 -\n"
				   "Z Here/There 1 - CET\n2 - EET\n"
				   "L Here/There Old/Name\nL Old/Name Older\n"
				   "L Loop Loop\nL ../x Up\nL\nZ\nL a\n";
	char dir[] = "/tmp/zone-XXXXXX";
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	if (mkdtemp(dir) == NULL || chdir(dir) == -1) {
		OK(false, "a directory");
		return;
	}
	bool made =
	    file_read("/usr/share/zoneinfo/Etc/GMT-1", 1 << 16, &b, &e) == 0 &&
	    file_write("UTC", 0644, b.v, b.n, &e) == 0 &&
	    file_mkdir("Here", 0755, &e) == 0 &&
	    file_write("Here/There", 0644, b.v, b.n, &e) == 0 &&
	    file_write("Empty", 0644, "", 0, &e) == 0 &&
	    file_write("tzdata.zi", 0644, list, sizeof(list) - 1, &e) == 0;
	OK(made, "a tzdata of our own");

	struct zones *zs = zones_open(dir, &e);
	SAME(zones_version(zs), "2099z", "its version");
	const struct zone *z = zones_get(zs, "older");
	OK(z != NULL && zone_offset(z, 10) == 3600, "a link without a file");
	SAME(z != NULL ? zone_name(z) : NULL, "Older", "... under its name");
	OK(zones_get(zs, "Older") == z, "... is read once");
	OK(zones_get(zs, "Loop") == NULL && zones_get(zs, "Up") == NULL &&
		zones_get(zs, "Empty") == NULL && zones_get(zs, "a") == NULL,
	    "links to nowhere");
	zones_free(zs);

	static const char *const files[] = { "UTC", "Here/There", "Empty",
		"tzdata.zi" };
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)unlink(files[i]);
	(void)rmdir("Here");
	(void)chdir("/");
	(void)rmdir(dir);
	buf_free(&b);
}

int
main(void)
{
	struct err e = ERR_INIT;
	struct zones *zs = zones_open(tzdir, &e);

	if (zs == NULL) {
		printf("Bail out! %s\n", e.msg);
		return 1;
	}
	test_names(zs);
	test_gaps(zs);
	test_days(zs);
	test_made();
	test_directory();
	test_libc(zs);
	zones_free(zs);
	return t_done();
}

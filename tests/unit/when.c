/* SPDX-License-Identifier: ISC */
#include "domain/when.h"

#include <stdlib.h>
#include <time.h>

#include "t.h"

enum { TEXT = 64 };

static const char wien[] = "Europe/Vienna";

static struct zones *zones;

static const struct zone *
zone(const char *name)
{
	const struct zone *z = zones_get(zones, name);

	if (z == NULL) {
		printf("Bail out! no zone %s\n", name);
		exit(1);
	}
	return z;
}

/* "2026-03-28 19:30" on that zone's clock, the first of two; NULL: 0. */
static int64_t
instant(const struct zone *z, const char *text)
{
	struct civil c = { .year = 0 };
	int *const field[] = { &c.year, &c.month, &c.day, &c.hour, &c.minute,
		&c.second };
	char *end;

	if (text == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(field) / sizeof(field[0]); i++) {
		*field[i] = (int)strtol(text, &end, 10);
		if (*end == '\0')
			break;
		text = end + 1;
	}
	if (!civil_ok(&c)) {
		printf("Bail out! time '%s'\n", text);
		exit(1);
	}
	return zone_instant(z, &c, ZONE_CLOCK);
}

static void
same_time(const struct zone *z, int64_t got, const char *want, const char *name,
    int line)
{
	char text[TEXT];
	struct civil c = zone_civil(z, got);
	int n = snprintf(text, sizeof(text), "%04d-%02d-%02d %02d:%02d", c.year,
	    c.month, c.day, c.hour, c.minute);

	if (c.second != 0)
		snprintf(text + n, sizeof(text) - (size_t)n, ":%02d", c.second);
	t_same(text, want, __FILE__, line, name);
}

static void
test_clock(void)
{
	const struct zone *z = zone(wien);

	same_time(z, when_reminder(z, instant(z, "2026-11-25 14:30"), 1, 600),
	    "2026-11-24 10:00", "a day before at ten", __LINE__);
	same_time(z, when_reminder(z, instant(z, "2026-03-29 14:30"), 1, 600),
	    "2026-03-28 10:00", "... over the change to summer", __LINE__);
	same_time(z, when_reminder(z, instant(z, "2026-10-25 14:30"), 1, 600),
	    "2026-10-24 10:00", "... and to winter", __LINE__);
	same_time(z, when_reminder(z, instant(z, "2026-03-30 14:30"), 1, 150),
	    "2026-03-29 03:00", "half past two that is not there", __LINE__);
	EQUAL(when_reminder(z, instant(z, "2026-10-26 14:30"), 1, 150),
	    instant(zone_utc(), "2026-10-25 00:30"), "... that is there twice");
	same_time(z, when_reminder(z, instant(z, "2027-01-01 00:00"), 60, 600),
	    "2026-11-02 10:00", "sixty days before, all-day", __LINE__);
	same_time(z, when_reminder(z, instant(z, "2026-11-25 14:30"), 0, 480),
	    "2026-11-25 08:00", "on the day itself", __LINE__);
	same_time(z, when_reminder(z, instant(z, "2026-11-26 00:30"), 1, 1440),
	    "2026-11-26 00:00", "24:00 is the next midnight", __LINE__);
	EQUAL(when_before(instant(z, "2026-03-29 14:30"), 24 * 60),
	    instant(z, "2026-03-28 13:30"), "24 hours are 24 hours");

	z = zone("America/New_York");
	same_time(z, when_reminder(z, instant(z, "2026-03-08 23:30"), 1, 1200),
	    "2026-03-07 20:00", "the calendar's day, not ours", __LINE__);
	z = zone("Pacific/Auckland");
	same_time(z, when_reminder(z, instant(z, "2026-09-28 08:00"), 1, 600),
	    "2026-09-27 10:00", "... at the other end of the world", __LINE__);
}

static void
test_feedback(void)
{
	static const struct {
		const char *name, *end;
		int days, clock_min;
		const char *want;
	} t[] = {
		{ "the day after at ten", "2026-11-25 15:00", 1, 600,
		    "2026-11-26 10:00" },
		{ "the same evening", "2026-11-25 15:00", 0, 1080,
		    "2026-11-25 18:00" },
		{ "... too late for it", "2026-11-25 18:00", 0, 1080,
		    "2026-11-26 18:00" },
		{ "all-day ends with its last day", "2026-11-26 00:00", 1, 600,
		    "2026-11-26 10:00" },
		{ "all-day, the same day", "2026-11-26 00:00", 0, 600,
		    "2026-11-26 10:00" },
		{ "past midnight is the next day", "2026-11-26 00:30", 1, 600,
		    "2026-11-27 10:00" },
		{ "over the change to summer", "2026-03-28 23:00", 1, 150,
		    "2026-03-29 03:00" },
		{ "sixty days", "2026-11-25 15:00", 60, 600,
		    "2027-01-24 10:00" },
	};
	const struct zone *z = zone(wien);

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same_time(z,
		    when_feedback(
			z, instant(z, t[i].end), t[i].days, t[i].clock_min),
		    t[i].want, t[i].name, __LINE__);
}

struct fit {
	const char *name;
	enum kind kind;
	const char *raw, *start, *old;
	const char *want; /* NULL: there is no time */
};

static void
test_fits(
    const struct fit *t, size_t n, const char *zone_name, const char *window)
{
	const struct zone *z = zone(zone_name);
	struct window w = { .day = { { 0, 0 } } };
	struct err e = ERR_INIT;

	if (window != NULL && window_parse(window, &w, &e) == -1)
		OK(false, e.msg);
	for (size_t i = 0; i < n; i++, t++) {
		struct when m = {
			.kind = t->kind,
			.zone = z,
			.window = &w,
			.start_at = instant(z, t->start),
			.old_start_at = instant(z, t->old),
		};
		int64_t due_at = 0;
		bool fits = window_fit(&m, instant(z, t->raw), &due_at);

		t_ok(fits == (t->want != NULL), __FILE__, __LINE__, "%s %s",
		    kind_name(t->kind), t->name);
		if (fits && t->want != NULL)
			same_time(z, due_at, t->want, "... at", __LINE__);
	}
}

#define FITS(t, zone_name, window) \
	test_fits(t, sizeof(t) / sizeof((t)[0]), zone_name, window)

/* 2026-11-23 is a Monday. */
static void
test_fit_reminder(void)
{
	static const struct fit daily[] = {
		{ "inside", KIND_REMINDER, "2026-11-24 10:00",
		    "2026-11-25 14:30", NULL, "2026-11-24 10:00" },
		{ "at the opening", KIND_REMINDER, "2026-11-24 08:00",
		    "2026-11-25 14:30", NULL, "2026-11-24 08:00" },
		{ "before it", KIND_REMINDER, "2026-11-24 06:00",
		    "2026-11-25 14:30", NULL, "2026-11-24 08:00" },
		{ "at closing", KIND_REMINDER, "2026-11-24 20:00",
		    "2026-11-25 14:30", NULL, "2026-11-24 19:30" },
		{ "after it", KIND_REMINDER, "2026-11-24 22:15",
		    "2026-11-25 00:15", NULL, "2026-11-24 19:30" },
		{ "the opening is just early enough", KIND_REMINDER,
		    "2026-11-25 07:00", "2026-11-25 09:00", NULL,
		    "2026-11-25 08:00" },
		{ "the opening is too late", KIND_REMINDER, "2026-11-25 06:59",
		    "2026-11-25 08:59", NULL, "2026-11-24 08:00" },
		{ "at its clock time the day before", KIND_REMINDER,
		    "2026-11-25 00:30", "2026-11-25 08:30", NULL,
		    "2026-11-24 08:00" },
		{ "half an hour before an early start", KIND_REMINDER,
		    "2026-11-25 08:15", "2026-11-25 08:45", NULL,
		    "2026-11-25 08:15" },
		{ "not at the start", KIND_REMINDER, "2026-11-25 14:30",
		    "2026-11-25 14:30", NULL, NULL },
		{ "... nor behind it", KIND_REMINDER, "2026-11-25 18:00",
		    "2026-11-25 14:30", NULL, NULL },
		{ "on the night of the change to summer", KIND_REMINDER,
		    "2026-03-29 05:00", "2026-03-29 08:30", NULL,
		    "2026-03-28 08:00" },
		{ "on the night of the change to winter", KIND_REMINDER,
		    "2026-10-25 02:30", "2026-10-25 12:00", NULL,
		    "2026-10-25 08:00" },
	};
	static const struct fit week[] = {
		{ "on Sunday for Monday", KIND_REMINDER, "2026-11-29 10:00",
		    "2026-11-30 10:00", NULL, "2026-11-28 10:00" },
		{ "... in the afternoon", KIND_REMINDER, "2026-11-29 15:00",
		    "2026-11-30 15:00", NULL, "2026-11-28 11:30" },
		{ "... in the morning", KIND_REMINDER, "2026-11-29 06:00",
		    "2026-11-30 06:30", NULL, "2026-11-28 09:00" },
		{ "Monday's opening is too late", KIND_REMINDER,
		    "2026-11-30 07:30", "2026-11-30 08:30", NULL,
		    "2026-11-28 09:00" },
		{ "Saturday after closing", KIND_REMINDER, "2026-11-28 18:00",
		    "2026-11-29 18:00", NULL, "2026-11-28 11:30" },
	};
	static const struct fit fridays[] = {
		{ "a week of one day", KIND_REMINDER, "2026-11-24 10:00",
		    "2026-11-25 10:00", NULL, "2026-11-20 10:00" },
		{ "closing within half an hour of opening", KIND_REMINDER,
		    "2026-11-27 18:00", "2026-11-28 18:00", NULL,
		    "2026-11-27 10:00" },
	};
	static const struct fit never[] = {
		{ "no day is open", KIND_REMINDER, "2026-11-24 10:00",
		    "2026-11-25 10:00", NULL, NULL },
	};
	/* The Friday that Samoa left out. */
	static const struct fit apia[] = {
		{ "the only open day was skipped", KIND_REMINDER,
		    "2011-12-31 10:00", "2012-01-01 10:00", NULL,
		    "2011-12-23 10:00" },
	};

	FITS(daily, wien, "08:00-20:00");
	FITS(daily, "America/New_York", "08:00-20:00");
	FITS(week, wien, "mon-fri 08:00-20:00, sat 09:00-12:00");
	FITS(week, "Asia/Kolkata", "mon-fri 08:00-20:00, sat 09:00-12:00");
	FITS(fridays, wien, "fri 10:00-10:20");
	FITS(never, wien, NULL);
	FITS(apia, "Pacific/Apia", "fri 10:00-12:00");
}

static void
test_fit_others(void)
{
	static const struct fit week[] = {
		{ "inside", KIND_FEEDBACK, "2026-11-24 10:00", NULL, NULL,
		    "2026-11-24 10:00" },
		{ "by night", KIND_FEEDBACK, "2026-11-24 23:00", NULL, NULL,
		    "2026-11-25 08:00" },
		{ "early", KIND_FOLLOWUP, "2026-11-24 05:00", NULL, NULL,
		    "2026-11-24 08:00" },
		{ "over the week-end", KIND_FOLLOWUP, "2026-11-28 12:00", NULL,
		    NULL, "2026-11-30 08:00" },
		{ "inside", KIND_CONFIRMATION, "2026-11-24 10:00",
		    "2026-11-24 10:30", NULL, "2026-11-24 10:00" },
		{ "by night", KIND_CONFIRMATION, "2026-11-24 23:00",
		    "2026-11-25 09:00", NULL, "2026-11-25 08:00" },
		{ "by night, at short notice", KIND_CONFIRMATION,
		    "2026-11-24 23:00", "2026-11-25 08:59", NULL,
		    "2026-11-24 23:00" },
		{ "on Sunday, at short notice", KIND_CONFIRMATION,
		    "2026-11-29 15:00", "2026-11-29 18:00", NULL,
		    "2026-11-29 15:00" },
		{ "the start is past", KIND_CONFIRMATION, "2026-11-24 10:00",
		    "2026-11-24 10:00", NULL, NULL },
		{ "to later: the old start counts", KIND_RESCHEDULED,
		    "2026-11-24 23:00", "2026-12-01 10:00", "2026-11-25 08:30",
		    "2026-11-24 23:00" },
		{ "to earlier: the new start counts", KIND_RESCHEDULED,
		    "2026-11-24 23:00", "2026-11-25 08:30", "2026-12-01 10:00",
		    "2026-11-24 23:00" },
		{ "both are far", KIND_RESCHEDULED, "2026-11-24 23:00",
		    "2026-11-26 08:30", "2026-12-01 10:00",
		    "2026-11-25 08:00" },
		{ "the old start is past", KIND_RESCHEDULED, "2026-11-24 11:00",
		    "2026-11-26 08:30", "2026-11-24 10:00", NULL },
		{ "by night", KIND_CANCELLATION, "2026-11-24 23:00", NULL,
		    "2026-11-25 09:30", "2026-11-25 08:00" },
		{ "by night, at short notice", KIND_CANCELLATION,
		    "2026-11-24 23:00", NULL, "2026-11-25 08:15",
		    "2026-11-24 23:00" },
		{ "the new start does not count", KIND_CANCELLATION,
		    "2026-11-24 23:00", "2026-11-25 08:15", "2026-11-25 09:30",
		    "2026-11-25 08:00" },
	};
	static const struct fit late[] = {
		{ "until midnight", KIND_FEEDBACK, "2026-11-24 23:59", NULL,
		    NULL, "2026-11-24 23:59" },
		{ "... and no longer", KIND_FEEDBACK, "2026-11-25 00:00", NULL,
		    NULL, "2026-11-25 22:00" },
		{ "on the night of the change to summer", KIND_FEEDBACK,
		    "2026-03-29 00:30", NULL, NULL, "2026-03-29 22:00" },
	};
	static const struct fit gap[] = {
		{ "an opening that is not there", KIND_FEEDBACK,
		    "2026-03-29 01:00", NULL, NULL, "2026-03-29 03:00" },
		{ "... is there on other days", KIND_FEEDBACK,
		    "2026-03-30 01:00", NULL, NULL, "2026-03-30 02:30" },
	};

	FITS(week, wien, "mon-fri 08:00-20:00, sat 08:00-12:00");
	FITS(week, "America/Sao_Paulo", "mon-fri 08:00-20:00, sat 8:00-12:00");
	FITS(late, wien, "22:00-24:00");
	FITS(gap, wien, "02:30-20:00");
}

static void
test_expires(void)
{
	static const struct {
		const char *name;
		enum kind kind;
		const char *due, *start, *old;
		int lead_min;
		const char *want;
	} t[] = {
		{ "until an hour before", KIND_REMINDER, "2026-11-24 10:00",
		    "2026-11-25 14:30", NULL, 1710, "2026-11-25 13:30" },
		{ "lead of two hours", KIND_REMINDER, "2026-11-25 12:30",
		    "2026-11-25 14:30", NULL, 120, "2026-11-25 13:30" },
		{ "lead of an hour and a half", KIND_REMINDER,
		    "2026-11-25 13:00", "2026-11-25 14:30", NULL, 90,
		    "2026-11-25 13:45" },
		{ "lead of ten minutes", KIND_REMINDER, "2026-11-25 14:20",
		    "2026-11-25 14:30", NULL, 10, "2026-11-25 14:29:59" },
		{ "a quarter of an hour is not late", KIND_REMINDER,
		    "2026-11-25 14:10", "2026-11-25 14:30", NULL, 20,
		    "2026-11-25 14:25" },
		{ "moved to an hour before", KIND_REMINDER, "2026-11-25 08:00",
		    "2026-11-25 09:00", NULL, 180, "2026-11-25 08:15" },
		{ "over the change to summer", KIND_REMINDER,
		    "2026-03-28 19:30", "2026-03-29 03:30", NULL, 1440,
		    "2026-03-29 01:30" },
		{ "24 h", KIND_CONFIRMATION, "2026-11-24 10:00",
		    "2026-12-25 14:30", NULL, 0, "2026-11-25 10:00" },
		{ "before the start", KIND_CONFIRMATION, "2026-11-24 10:00",
		    "2026-11-24 14:30", NULL, 0, "2026-11-24 14:29:59" },
		{ "before the old start", KIND_RESCHEDULED, "2026-11-24 10:00",
		    "2026-12-25 14:30", "2026-11-28 09:00", 0,
		    "2026-11-28 08:59:59" },
		{ "before the new start", KIND_RESCHEDULED, "2026-11-24 10:00",
		    "2026-11-28 09:00", "2026-12-25 14:30", 0,
		    "2026-11-28 08:59:59" },
		{ "before the old start", KIND_CANCELLATION, "2026-11-24 10:00",
		    NULL, "2026-11-28 09:00", 0, "2026-11-28 08:59:59" },
		{ "48 h", KIND_FEEDBACK, "2026-11-24 10:00", NULL, NULL, 0,
		    "2026-11-26 10:00" },
		{ "48 h", KIND_FOLLOWUP, "2026-03-28 10:00", NULL, NULL, 0,
		    "2026-03-30 11:00" },
	};
	const struct zone *z = zone(wien);

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct when m = {
			.kind = t[i].kind,
			.zone = z,
			.window = &window_default,
			.start_at = instant(z, t[i].start),
			.old_start_at = instant(z, t[i].old),
		};
		char name[TEXT * 2];
		snprintf(name, sizeof(name), "%s of use: %s",
		    kind_name(t[i].kind), t[i].name);
		same_time(z,
		    when_expires(&m, instant(z, t[i].due), t[i].lead_min * 60),
		    t[i].want, name, __LINE__);
	}
}

static void
test_now(void)
{
	static const struct {
		const char *name;
		enum kind kind;
		const char *now, *start, *old, *expires;
		enum when_turn want;
		const char *later, *expires_then;
	} t[] = {
		{ "inside", KIND_REMINDER, "2026-11-24 10:00",
		    "2026-11-25 14:30", NULL, "2026-11-25 13:30", WHEN_NOW,
		    NULL, NULL },
		{ "at the last second", KIND_REMINDER, "2026-11-25 13:30",
		    "2026-11-25 14:30", NULL, "2026-11-25 13:30", WHEN_NOW,
		    NULL, NULL },
		{ "one behind", KIND_REMINDER, "2026-11-25 13:30:01",
		    "2026-11-25 14:30", NULL, "2026-11-25 13:30", WHEN_NEVER,
		    NULL, NULL },
		{ "after closing", KIND_REMINDER, "2026-11-24 20:00",
		    "2026-11-25 14:30", NULL, "2026-11-25 13:30", WHEN_LATER,
		    "2026-11-25 08:00", "2026-11-25 13:30" },
		{ "before opening", KIND_REMINDER, "2026-11-25 07:59:59",
		    "2026-11-25 09:00", NULL, "2026-11-25 08:00", WHEN_LATER,
		    "2026-11-25 08:00", "2026-11-25 08:00" },
		{ "the opening is too late, nothing moves back", KIND_REMINDER,
		    "2026-11-24 20:00", "2026-11-25 08:30", NULL,
		    "2026-11-25 07:30", WHEN_NEVER, NULL, NULL },
		{ "on Sunday for Monday", KIND_REMINDER, "2026-11-29 12:00",
		    "2026-11-30 10:00", NULL, "2026-11-30 09:00", WHEN_LATER,
		    "2026-11-30 08:00", "2026-11-30 09:00" },
		{ "after closing", KIND_CONFIRMATION, "2026-11-24 20:01",
		    "2026-11-28 14:30", NULL, "2026-11-25 10:00", WHEN_LATER,
		    "2026-11-25 08:00", "2026-11-25 10:00" },
		{ "kept over Sunday by the window", KIND_CONFIRMATION,
		    "2026-11-28 20:01", "2026-12-04 14:30", NULL,
		    "2026-11-29 19:55", WHEN_LATER, "2026-11-30 08:00",
		    "2026-11-30 09:00" },
		{ "at short notice", KIND_CONFIRMATION, "2026-11-28 20:01",
		    "2026-11-30 08:30", NULL, "2026-11-29 19:55", WHEN_NOW,
		    NULL, NULL },
		{ "too late", KIND_CONFIRMATION, "2026-11-26 10:00",
		    "2026-12-04 14:30", NULL, "2026-11-25 10:00", WHEN_NEVER,
		    NULL, NULL },
		{ "by night before the old start", KIND_RESCHEDULED,
		    "2026-11-24 23:00", "2026-12-01 10:00", "2026-11-25 08:30",
		    "2026-11-25 08:29", WHEN_NOW, NULL, NULL },
		{ "by night", KIND_CANCELLATION, "2026-11-24 23:00", NULL,
		    "2026-11-25 09:00", "2026-11-25 08:59", WHEN_LATER,
		    "2026-11-25 08:00", "2026-11-25 08:59" },
		{ "kept over Sunday", KIND_FEEDBACK, "2026-11-28 20:00", NULL,
		    NULL, "2026-11-30 07:00", WHEN_LATER, "2026-11-30 08:00",
		    "2026-11-30 09:00" },
		{ "too late", KIND_FOLLOWUP, "2026-11-28 10:00", NULL, NULL,
		    "2026-11-28 09:59:59", WHEN_NEVER, NULL, NULL },
	};
	const struct zone *z = zone(wien);
	struct window w, never = { .day = { { 0, 0 } } };
	struct err e = ERR_INIT;

	OK(window_parse("mon-sat 08:00-20:00", &w, &e) == 0, "a week");
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct when m = {
			.kind = t[i].kind,
			.zone = z,
			.window = &w,
			.start_at = instant(z, t[i].start),
			.old_start_at = instant(z, t[i].old),
		};
		int64_t now = instant(z, t[i].now), later = 0;
		int64_t expires = instant(z, t[i].expires);
		enum when_turn turn = window_now(&m, now, &later, &expires);

		t_ok(turn == t[i].want, __FILE__, __LINE__, "%s now: %s",
		    kind_name(t[i].kind), t[i].name);
		if (turn != WHEN_LATER || t[i].later == NULL)
			continue;
		same_time(z, later, t[i].later, "... later", __LINE__);
		same_time(z, expires, t[i].expires_then, "... of use until",
		    __LINE__);
	}

	for (int k = 0; k < KIND_COUNT; k++) {
		struct when m = {
			.kind = (enum kind)k,
			.zone = z,
			.window = &never,
			.start_at = 1000000,
			.old_start_at = 1000000,
		};
		int64_t later = 0, expires = 900000, due = 0;
		t_ok(window_now(&m, 800000, &later, &expires) ==
			(kind_urgent(m.kind) ? WHEN_NOW : WHEN_NEVER),
		    __FILE__, __LINE__, "%s where no day is open",
		    kind_name(m.kind));
		t_ok(window_fit(&m, 800000, &due) == kind_urgent(m.kind) &&
			due == (kind_urgent(m.kind) ? 800000 : 0),
		    __FILE__, __LINE__, "... is planned so");
	}
}

int
main(void)
{
	struct err e = ERR_INIT;

	/* Nothing here may depend on where this machine stands. */
	setenv("TZ", "Pacific/Kiritimati", 1);
	tzset();
	zones = zones_open(NULL, &e);
	if (zones == NULL) {
		printf("Bail out! %s\n", e.msg);
		return 1;
	}
	test_clock();
	test_feedback();
	test_fit_reminder();
	test_fit_others();
	test_expires();
	test_now();
	zones_free(zones);
	return t_done();
}

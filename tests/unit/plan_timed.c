/* SPDX-License-Identifier: ISC */
/* When a reminder or feedback is due: zones, daylight saving, closed days. */
#include "domain/plan_timed.h"

#include <stdlib.h>

#include "outbox.h"
#include "t.h"
#include "util/civil.h"

struct timed {
	const char *name, *zone, *window, *rule, *start, *due, *expires;
};

static const char vienna[] = "Europe/Vienna", york[] = "America/New_York";
static const char howe[] = "Australia/Lord_Howe";
static const char daily[] = "08:00-20:00", week[] = "mon-fri 09:00-17:00";

static const struct timed cases[] = {
	{ "P4 the clock of the calendar's zone", vienna, daily, "R=1d10",
	    "2026-11-25 14:30", "2026-11-24 10:00", "2026-11-25 13:30" },
	{ "P4 over the change to summer", vienna, daily, "R=1d10",
	    "2026-03-29 14:30", "2026-03-28 10:00", "2026-03-29 13:30" },
	{ "P4 over the change to winter", vienna, daily, "R=1d10",
	    "2026-10-25 14:30", "2026-10-24 10:00", "2026-10-25 13:30" },
	{ "P4 hours before are hours", vienna, daily, "R=24h",
	    "2026-03-29 14:30", "2026-03-28 13:30", "2026-03-29 13:30" },
	{ "P4 sixty days before", vienna, daily, "R=60d10", "2027-01-01 10:00",
	    "2026-11-02 10:00", "2027-01-01 09:00" },
	{ "P6 a clock time that is skipped", vienna, "00:00-24:00", "R=1d02:30",
	    "2026-03-30 14:00", "2026-03-29 03:00", "2026-03-30 13:00" },
	{ "P6 and over there", york, "00:00-24:00", "R=1d02:30",
	    "2026-03-09 14:00", "2026-03-08 03:00", "2026-03-09 13:00" },
	{ "P4 a change of half an hour", howe, daily, "R=24h",
	    "2026-10-04 14:30", "2026-10-03 14:00", "2026-10-04 13:30" },
	{ "P4 an appointment at night", vienna, daily, "R=1d10",
	    "2026-11-25 02:00", "2026-11-24 10:00", "2026-11-25 01:00" },
	{ "P4 ... of the change to winter", vienna, daily, "R=1d10",
	    "2026-10-25 04:00", "2026-10-24 10:00", "2026-10-25 03:00" },
	{ "P8 feedback over the change to winter", vienna, daily, "F=1d10",
	    "2026-10-24 14:30", "2026-10-25 10:00", "2026-10-27 10:00" },
	{ "P8 ... and at a time that is skipped", vienna, "00:00-24:00",
	    "F=1d02:30", "2026-03-28 14:30", "2026-03-29 03:00",
	    "2026-03-31 03:00" },
	{ "P9 a closed day: the last open one before", vienna, week, "R=1d10",
	    "2026-11-23 14:00", "2026-11-20 10:00", "2026-11-23 13:00" },
	{ "P9 ... at its clock time within that window", vienna, week, "R=1d08",
	    "2026-11-23 14:00", "2026-11-20 09:00", "2026-11-23 13:00" },
	{ "P9 ... or half an hour before closing", vienna, week, "R=1d19",
	    "2026-11-23 14:00", "2026-11-20 16:30", "2026-11-23 13:00" },
	{ "P9 before opening: at opening", vienna, week, "R=0d07",
	    "2026-11-23 14:00", "2026-11-23 09:00", "2026-11-23 13:00" },
	{ "P9 the opening is too late: the open day before", vienna, week,
	    "R=0d07", "2026-11-23 09:59", "2026-11-20 09:00",
	    "2026-11-23 08:59" },
	{ "P10 a short lead: half of it remains", vienna, daily, "R=60m",
	    "2026-11-23 14:00", "2026-11-23 13:00", "2026-11-23 13:30" },
	{ "P10 ... but a quarter of an hour is never late", vienna, daily,
	    "R=20m", "2026-11-23 14:00", "2026-11-23 13:40",
	    "2026-11-23 13:55" },
	{ "P8 feedback at the clock of the zone", york, daily, "F=1d10",
	    "2026-03-07 23:00", "2026-03-08 10:00", "2026-03-10 10:00" },
	{ "P8 ... on the next open day", vienna, week, "F=1d10",
	    "2026-11-20 14:00", "2026-11-23 09:00", "2026-11-25 09:00" },
	{ "P8 ... sixty days behind", vienna, daily, "F=60d10",
	    "2026-11-20 14:00", "2027-01-19 10:00", "2027-01-21 10:00" },
};

static int64_t
instant(const struct zone *z, const char *text)
{
	struct civil c = { .year = 0 };
	int *const field[] = { &c.year, &c.month, &c.day, &c.hour, &c.minute };
	char *end;

	for (size_t i = 0; i < 5; i++, text = *end != '\0' ? end + 1 : end)
		*field[i] = (int)strtol(text, &end, 10);
	return zone_instant(z, &c, ZONE_CLOCK);
}

static void
same_time(const struct zone *z, int64_t at, const char *want, const char *name)
{
	struct civil c = zone_civil(z, at);
	char text[80];

	snprintf(text, sizeof(text), "%04d-%02d-%02d %02d:%02d", c.year,
	    c.month, c.day, c.hour, c.minute);
	SAME(text, want, name);
}

static void
check(struct zones *zones, const struct timed *t)
{
	struct practice *p = mem_zero(1, sizeof(*p));
	const struct zone *z = zones_get(zones, t->zone);
	struct err e = ERR_INIT;
	char name[120];

	practice_open(p, t->rule, z);
	OK(window_parse(t->window, &p->set.window, &e) == 0, t->name);
	struct appointment *a = appointment_list_add(&p->w.known);
	a->id = 1;
	a->start_at = instant(z, t->start);
	a->end_at = a->start_at + 1800;
	appointment_add_recipient(a, "+436641234561", "Maria");
	p->w.ctx.now = a->start_at - 100 * (int64_t)DAY_S;
	plan_all(p);
	EQUAL((long long)p->n_rows, 1, "... it is owed");
	if (p->n_rows == 1) {
		snprintf(name, sizeof(name), "%s: due", t->name);
		same_time(z, p->rows[0].o.due_at, t->due, name);
		snprintf(name, sizeof(name), "%s: expires", t->name);
		same_time(z, p->rows[0].o.expires_at, t->expires, name);
	}
	practice_close(p);
	free(p);
}

int
main(void)
{
	struct err e = ERR_INIT;
	struct zones *zones = zones_open(NULL, &e);

	if (zones == NULL) {
		printf("Bail out! %s\n", e.msg);
		return 1;
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(zones, &cases[i]);
	zones_free(zones);
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/when.h"

#include "util/civil.h"

enum {
	BEFORE_CLOSING_S = 30 * 60,
	/* Twice a week: the only open day of one may be one that the zone
	 * skipped. */
	SEARCH_DAYS = 14
};

static int64_t
min_at(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
max_at(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t
when_clock(const struct zone *z, int64_t day, int clock_min)
{
	struct civil c = civil_from(day * WHEN_DAY_S + (int64_t)clock_min * 60);

	return zone_instant(z, &c, ZONE_CLOCK);
}

int64_t
when_reminder(const struct zone *z, int64_t start_at, int days, int clock_min)
{
	return when_clock(z, zone_day(z, start_at) - days, clock_min);
}

int64_t
when_before(int64_t start_at, int before_min)
{
	return start_at - (int64_t)before_min * 60;
}

int64_t
when_feedback(const struct zone *z, int64_t end_at, int days, int clock_min)
{
	int64_t day = zone_day(z, end_at - 1) + days;
	int64_t at = when_clock(z, day, clock_min);

	while (at <= end_at)
		at = when_clock(z, ++day, clock_min);
	return at;
}

/* The open hours of a local day; false: there are none. */
static bool
open_hours(const struct window *w, const struct zone *z, int64_t day,
    int64_t *open_at, int64_t *close_at)
{
	const struct window_day *d = &w->day[civil_weekday(day) - 1];

	if (window_closed(d))
		return false;
	*open_at = when_clock(z, day, d->open_min);
	*close_at = when_clock(z, day, d->close_min);
	return *open_at < *close_at;
}

bool
window_open(const struct window *w, const struct zone *z, int64_t at)
{
	int64_t open_at, close_at;

	return open_hours(w, z, zone_day(z, at), &open_at, &close_at) &&
	    at >= open_at && at < close_at;
}

/* The first opening behind `at`; false: no day is ever open. */
static bool
next_opening(const struct when *m, int64_t at, int64_t *open_at)
{
	int64_t day = zone_day(m->zone, at), close_at;

	for (int i = 0; i <= SEARCH_DAYS; i++)
		if (open_hours(
			m->window, m->zone, day + i, open_at, &close_at) &&
		    *open_at > at)
			return true;
	return false;
}

/* All but feedback and followup must come before this. */
static int64_t
limit(const struct when *m)
{
	switch (m->kind) {
	case KIND_CONFIRMATION:
	case KIND_REMINDER:
		return m->start_at;
	case KIND_RESCHEDULED:
		return min_at(m->start_at, m->old_start_at);
	case KIND_CANCELLATION:
		return m->old_start_at;
	case KIND_FEEDBACK:
	case KIND_FOLLOWUP:
	case KIND_COUNT:
		break;
	}
	return INT64_MAX;
}

static bool
too_late(const struct when *m, int64_t at)
{
	return at > limit(m) - WHEN_HOUR_S;
}

static int64_t
before_closing(int64_t open_at, int64_t close_at)
{
	return max_at(open_at, close_at - BEFORE_CLOSING_S);
}

/* The last open day before `day`, at the clock time within its window. */
static bool
day_before(const struct when *m, int64_t day, int clock_min, int64_t *due_at)
{
	int64_t open_at, close_at;

	for (int i = 1; i <= SEARCH_DAYS; i++) {
		if (!open_hours(
			m->window, m->zone, day - i, &open_at, &close_at))
			continue;
		int64_t at = when_clock(m->zone, day - i, clock_min);
		*due_at = at >= close_at ? before_closing(open_at, close_at)
					 : max_at(at, open_at);
		return true;
	}
	return false;
}

static bool
fit_reminder(const struct when *m, int64_t raw_at, int64_t *due_at)
{
	struct civil c = zone_civil(m->zone, raw_at);
	int clock_min = c.hour * 60 + c.minute;
	int64_t day = zone_day(m->zone, raw_at);
	int64_t open_at, close_at;

	if (!open_hours(m->window, m->zone, day, &open_at, &close_at))
		return day_before(m, day, clock_min, due_at);
	if (raw_at >= close_at) {
		*due_at = before_closing(open_at, close_at);
		return true;
	}
	if (raw_at >= open_at) {
		*due_at = raw_at;
		return true;
	}
	if (too_late(m, open_at))
		return day_before(m, day, clock_min, due_at);
	*due_at = open_at;
	return true;
}

bool
window_fit(const struct when *m, int64_t raw_at, int64_t *due_at)
{
	if (raw_at >= limit(m))
		return false;
	if (m->kind == KIND_REMINDER)
		return fit_reminder(m, raw_at, due_at);

	int64_t open_at = raw_at;
	bool open = window_open(m->window, m->zone, raw_at);
	bool opens = open || next_opening(m, raw_at, &open_at);
	if (!open && kind_urgent(m->kind) && (!opens || too_late(m, open_at))) {
		*due_at = raw_at;
		return true;
	}
	if (opens)
		*due_at = open_at;
	return opens;
}

int64_t
when_expires(const struct when *m, int64_t due_at, int64_t lead_s)
{
	int64_t remain_s = WHEN_HOUR_S;

	switch (m->kind) {
	case KIND_REMINDER:
		if (lead_s < 2 * (int64_t)WHEN_HOUR_S)
			remain_s = lead_s / 2;
		return min_at(limit(m) - 1,
		    max_at(m->start_at - remain_s, due_at + WHEN_GRACE_S));
	case KIND_CONFIRMATION:
		return min_at(limit(m) - 1, due_at + WHEN_DAY_S);
	case KIND_FEEDBACK:
	case KIND_FOLLOWUP:
		return due_at + 2 * (int64_t)WHEN_DAY_S;
	case KIND_RESCHEDULED:
	case KIND_CANCELLATION:
	case KIND_COUNT:
		break;
	}
	return limit(m) - 1;
}

enum when_turn
window_now(
    const struct when *m, int64_t now, int64_t *later_at, int64_t *expires_at)
{
	int64_t open_at;

	if (now > *expires_at)
		return WHEN_NEVER;
	if (window_open(m->window, m->zone, now))
		return WHEN_NOW;

	bool opens = next_opening(m, now, &open_at);
	if (kind_urgent(m->kind) && (!opens || too_late(m, open_at)))
		return WHEN_NOW;
	if (!opens || (m->kind == KIND_REMINDER && open_at > *expires_at))
		return WHEN_NEVER;
	if (open_at > *expires_at)
		*expires_at = min_at(limit(m) - 1, open_at + WHEN_HOUR_S);
	*later_at = open_at;
	return WHEN_LATER;
}

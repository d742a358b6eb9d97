/* SPDX-License-Identifier: ISC */
/*
 * when - the one place for time: at which instant a message is due, whether
 * it may go out now, and until when it is of use.  Pure functions; instants
 * are Unix seconds UTC, and the zone is the calendar's.
 *
 * P6: a clock time that daylight saving skips is the first minute behind the
 * gap, one that it repeats is the first of the two.
 */
#ifndef SMSCAL_DOMAIN_WHEN_H
#define SMSCAL_DOMAIN_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/kind.h"
#include "domain/window.h"
#include "util/zone.h"

enum {
	WHEN_HOUR_S = 3600,
	WHEN_DAY_S = 24 * 3600,
	WHEN_GRACE_S = 15 * 60 /* P10: less is not late */
};

/* The instant of a local day's clock time; 1440 is the end of the day. */
int64_t when_clock(const struct zone *z, int64_t day, int clock_min);

/* P4: N days before the start at a clock time; or minutes before it. */
int64_t when_reminder(
    const struct zone *z, int64_t start_at, int days, int clock_min);
int64_t when_before(int64_t start_at, int before_min);

/*
 * P8: the first such clock time on the Nth day after, or later, that is
 * behind the end.  An end at midnight belongs to the day that it ends, so an
 * all-day appointment (whose end is the next day's midnight) ends with its
 * last day.
 */
int64_t when_feedback(
    const struct zone *z, int64_t end_at, int days, int clock_min);

/* What a message's time depends on; all is borrowed. */
struct when {
	enum kind kind;
	const struct zone *zone;
	const struct window *window;
	int64_t start_at; /* not read for cancellation, feedback, followup */
	int64_t old_start_at; /* the told start; rescheduled, cancellation */
};

/* Is it inside the send window at that instant? */
bool window_open(const struct window *w, const struct zone *z, int64_t at);

/*
 * P9 when planning: the time for a message whose rule says `raw_at`.
 *
 * A reminder before the day's opening moves to it; one after closing to 30
 * min before closing that day (to the opening, where that is later); one on a
 * closed day, or for which the opening is too late, to the last open day
 * before, at its clock time within that day's window.  The others move to the
 * next opening; confirmation, rescheduled and cancellation stay at raw_at
 * where that is too late, or where no day is ever open.  Too late is less
 * than 60 min before the start, for rescheduled before the earlier of the
 * two, for cancellation before the old one.
 *
 * false: there is no such time.  For all but feedback and followup, since it
 * would not be before that start; for those and reminders, since no day is
 * ever open.
 */
bool window_fit(const struct when *m, int64_t raw_at, int64_t *due_at);

/*
 * P10: the last instant at which a message is of use that P9 gave `due_at`;
 * it is too late when now > that.  All but feedback and followup end before
 * the start (see window_fit()).  A reminder goes as long as 60 min remain to
 * the start, or half of its lead where `lead_s` (start - raw_at) is under 2
 * h, and up to 15 min behind due_at; a confirmation up to 24 h, feedback and
 * followup up to 48 h behind it.
 */
int64_t when_expires(const struct when *m, int64_t due_at, int64_t lead_s);

enum when_turn { WHEN_NOW, WHEN_LATER, WHEN_NEVER };

/*
 * P9 at hand-over: may a planned message go out at `now`?  *expires_at is
 * what when_expires() gave.  Nothing moves back.
 *
 * WHEN_NOW: it may.
 * WHEN_LATER: at *later_at, the next opening.  Where that is behind
 *     *expires_at, the message was not late but the window kept it, and
 *     *expires_at becomes an hour behind the opening.  A reminder has no such
 *     grace.
 * WHEN_NEVER: it is too late, or will be at the next opening.
 */
enum when_turn window_now(
    const struct when *m, int64_t now, int64_t *later_at, int64_t *expires_at);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * schedule - "Geplante Sendungen": the messages of a month, a week, a day or
 * some days, as a calendar.  Each stands on the day of its sending in its
 * calendar's zone (X7).
 */
#ifndef SMSCAL_BIN_ADMIN_SCHEDULE_H
#define SMSCAL_BIN_ADMIN_SCHEDULE_H

#include "admin/admin.h"
#include "admin/colour.h"
#include "domain/setup.h"
#include "store/sending.h"
#include "util/zone.h"

enum schedule_view {
	SCHEDULE_MONTH,
	SCHEDULE_WEEK,
	SCHEDULE_DAY,
	SCHEDULE_AGENDA
};

/* A calendar that has messages there, or could have. */
struct schedule_calendar {
	int64_t id;
	char *ref;  /* owned: "acme/ordination" */
	char *name; /* owned */
	const struct zone *zone;
	uint32_t colour;
	size_t n; /* its messages that are shown */
};

/* Local days are days since 1970-01-01. */
struct schedule {
	struct admin *a;
	enum schedule_view view;
	const struct zone *zone; /* of today, and of what has no calendar */
	char *title;             /* owned: whose it is */
	char *language;          /* owned: of the page's words */
	int64_t today;
	int64_t day;                   /* that was asked for */
	int64_t from, to;              /* [from, to): what is shown */
	struct schedule_calendar *cal; /* owned; in order of ref */
	size_t n_cal;
	struct sending_list l; /* owned; in order of time */
	int64_t *on;           /* owned: the local day of each */
	bool more;             /* there may be more than were loaded */
	enum colour_depth depth;
	size_t width; /* of what is written on */
};

/* The calendar of a message. */
const struct schedule_calendar *schedule_calendar(
    const struct schedule *s, const struct sending *m);

/* Is the i-th message on one of the days?  A zone's day may be another. */
bool schedule_shown(const struct schedule *s, size_t i);

/* How many of them on that day. */
size_t schedule_count(const struct schedule *s, int64_t day);

/* One column that says how it stands; what they mean, in a line. */
const char *schedule_mark(const struct sending *m);
#define SCHEDULE_MARKS \
	"\u2022 sent  \u2713 delivered  \u2717 failed  ? unsure  = held"

/* Say so where there may be more messages than these. */
void schedule_more(struct schedule *s);

/* The views, to a->out. */
void schedule_grid(struct schedule *s);   /* month and week */
void schedule_agenda(struct schedule *s); /* day and agenda */
void schedule_json(struct schedule *s);
void schedule_ics(struct schedule *s);
void schedule_page(struct schedule *s); /* HTML */

#endif

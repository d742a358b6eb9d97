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
#include "admin/ref.h"
#include "domain/setup.h"
#include "store/sending.h"
#include "util/zone.h"

enum schedule_view {
	SCHEDULE_MONTH,
	SCHEDULE_WEEK,
	SCHEDULE_DAY,
	SCHEDULE_AGENDA
};

/* So many messages of a day have a line of their own; the rest is counted. */
enum { SCHEDULE_MONTH_LINES = 5, SCHEDULE_WEEK_LINES = 50 };

/* A calendar that has messages there, or could have. */
struct schedule_calendar {
	int64_t id;
	char *ref;  /* owned: "acme/ordination" */
	char *name; /* owned */
	const struct zone *zone;
	uint32_t colour;
	size_t n;                /* its messages on the days that are shown */
	int64_t day, begin, end; /* the day looked at last: [begin, end) */
};

/* A message on the local day of its sending, in its calendar's zone. */
struct schedule_item {
	int64_t id, at, day;
	const struct schedule_calendar *calendar;
	struct sending *m; /* owned; NULL: it is counted and not shown */
};

/* Local days are days since 1970-01-01. */
struct schedule {
	struct admin *a;
	enum schedule_view view;
	const struct zone *zone; /* of today, and of what has no calendar */
	char *title;             /* owned: whose it is */
	char *language;          /* owned: of the page's words */
	int64_t today;
	int64_t day;                      /* that was asked for */
	int64_t from, to;                 /* [from, to): what is shown */
	struct schedule_calendar *cal;    /* owned; in order of ref */
	struct schedule_calendar **by_id; /* owned; the same in order of id */
	size_t n_cal;
	struct schedule_item *v; /* owned; in order of day, time and id */
	size_t n, cap;
	size_t n_shown; /* so many are shown: the first */
	bool cut;       /* not all are shown */
	enum colour_depth depth;
	size_t width; /* of what is written on */
};

/* Load the calendars, and whose view it is; r is one of them, or zero. */
int schedule_calendars(
    struct schedule *s, const struct ref *r, struct err *e) ATTR_USE;

/* ... and the messages of its days, of which a page may have fewer then. */
int schedule_load(
    struct schedule *s, const struct ref *r, struct err *e) ATTR_USE;
void schedule_fini(struct schedule *s);

/* The messages of a day: the first of *n. */
const struct schedule_item *schedule_on(
    const struct schedule *s, int64_t day, size_t *n);

/* One column that says how it stands; what they mean, in a line. */
const char *schedule_mark(const struct sending *m);
#define SCHEDULE_MARKS \
	"\u2022 sent  \u2713 delivered  \u2717 failed  ? unsure  = held"

/* "reminder/1"; with what else one SMS tells (P16): "confirmation (3)". */
void schedule_kind(const struct sending *m, struct buf *out);

/* The views, to a->out. */
void schedule_grid(struct schedule *s);   /* month and week */
void schedule_agenda(struct schedule *s); /* day and agenda */
void schedule_json(struct schedule *s);
void schedule_ics(struct schedule *s);
void schedule_page(struct schedule *s); /* HTML */

#endif

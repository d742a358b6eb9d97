/* SPDX-License-Identifier: ISC */
/*
 * event - one VEVENT as our struct.  libical reads the properties; dates that
 * are none, lines that it cannot take, and what is missing are refused here,
 * and what can be healed is healed (see QUIRKS).
 */
#ifndef SMSCAL_ICS_EVENT_H
#define SMSCAL_ICS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/parsed.h"
#include "ics/tzid.h"
#include "util/civil.h"
#include "util/err.h"
#include "util/zone.h"

/* A DATE-TIME in its zone, or a DATE: then the zone is the floating one. */
struct ics_time {
	struct civil local;
	bool date;
	const struct zone *zone; /* borrowed */
};

/* How long an occurrence is: `days` by the calendar, then seconds. */
struct ics_span {
	int64_t days, seconds;
};

struct ics_rdate {
	struct ics_time at;
	bool has_span; /* a PERIOD */
	struct ics_span span;
};

struct ics_event {
	struct parsed_event out; /* owned; uid is NULL when there is none */
	bool has_recurrence;     /* it is an override */
	bool recurrence_known;   /* ... and says of what, or recurrence is 0 */
	bool bad;                /* it could not be read (D3) */
	struct ics_time start, recurrence;
	struct ics_span span;
	char *rules; /* owned; "RRULE:...\nEXRULE:...\n"; "" for none */
	struct ics_rdate *rdates; /* owned */
	size_t n_rdates, cap_rdates;
	struct ics_time *exdates; /* owned */
	size_t n_exdates, cap_exdates;
};

/* What an event is read with. */
struct ics_reader {
	struct tzids *tzids;                                   /* borrowed */
	const struct zone *floating;                           /* borrowed */
	const char *name_field, *phone_field, *location_field; /* borrowed */
	struct parsed *notes; /* borrowed; notes are added here */
};

/*
 * Read the component `id`.  -1, ERR_DATA: it cannot be read, and ev->bad is
 * set; its UID and RECURRENCE-ID stand there as far as they could be.  End
 * with event_fini() in either case.
 */
int event_read(struct ics_event *ev, int64_t id, const char *text, size_t n,
    const struct ics_reader *r, struct err *e) ATTR_USE;
void event_fini(struct ics_event *ev);

int64_t event_instant(const struct ics_time *t);

/* The end of an occurrence that begins at `start`. */
int64_t event_end(const struct ics_time *start, const struct ics_span *span);

/* Is it more than one occurrence? */
bool event_series(const struct ics_event *ev);

#endif

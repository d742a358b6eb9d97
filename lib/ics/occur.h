/* SPDX-License-Identifier: ISC */
/*
 * occur - from a feed's components to its occurrences: our own walk over
 * master, RRULE, RDATE, EXDATE and overrides (D1, D5).  Of libical only the
 * rule's iterator takes part in it.
 *
 * Components of one UID must come in one call, and so must all that have no
 * UID, with the VTIMEZONEs and the calendar's own properties.
 */
#ifndef SMSCAL_ICS_OCCUR_H
#define SMSCAL_ICS_OCCUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/parsed.h"
#include "util/err.h"
#include "util/zone.h"

enum ics_kind { ICS_CALENDAR, ICS_TIMEZONE, ICS_EVENT };

struct ics_component {
	int64_t id;
	enum ics_kind kind;
	const char *text; /* borrowed, as the feed has it */
	size_t n;
};

struct ics_input {
	int64_t from_at, to_at; /* window for series; single events: always */
	const char *zone;       /* borrowed: of floating times and dates */
	bool zone_from_feed;    /* X-WR-TIMEZONE wins over it */
	const char *name_field, *phone_field, *location_field; /* borrowed */
	const struct ics_component *v;                         /* borrowed */
	size_t n;
};

/*
 * Append events, occurrences and notes to *out.  An occurrence's original_at
 * is 0 for a single event, else the instant that identifies it.  -1: the zone
 * is none (ERR_CONF), or there are more occurrences than OCCUR_MAX.
 */
enum { OCCUR_MAX = 500000 };
int ics_expand(const struct ics_input *in, struct zones *zs, struct parsed *out,
    struct err *e) ATTR_USE;

#endif

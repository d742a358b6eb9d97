/* SPDX-License-Identifier: ISC */
/*
 * body - the bytes of an iCalendar feed, cut into components and hashed
 * (design F3, D2), in one pass and without a parser: what did not change need
 * not be understood.
 *
 * A hash is the SHA-256 of the component's unfolded lines without DTSTAMP,
 * LAST-MODIFIED and CREATED, its own and its subcomponents'; so it is the
 * same however the lines end and wherever they are folded.
 */
#ifndef SMSCAL_DOMAIN_BODY_H
#define SMSCAL_DOMAIN_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/buf.h"
#include "util/digest.h"
#include "util/err.h"

enum body_kind { BODY_CALENDAR, BODY_TIMEZONE, BODY_EVENT };

const char *body_kind_name(enum body_kind k); /* "calendar" ... */

struct body_component {
	enum body_kind kind;
	bool series;      /* an event with RRULE or RDATE */
	bool bad;         /* not closed, or what is in it is not: libical will
	                refuse it, and its text ends where the next begins */
	const char *text; /* borrowed from the bytes, as they are; of the
	                     calendar: from the struct body */
	size_t n;
	size_t line; /* where it begins, from 1 */
	char *uid;   /* owned; event: UID, timezone: TZID, else ""; unfolded,
	                unescaped, valid UTF-8 */
	uint8_t hash[DIGEST_SIZE];
};

struct body {
	/*
	 * In the body's order; first BODY_CALENDAR: the properties of all its
	 * VCALENDARs, between BEGIN:VCALENDAR and END:VCALENDAR.
	 */
	struct body_component *v; /* owned */
	size_t n, cap;
	const struct body_component **by_hash; /* owned array: each hash once,
	                                          rising; the first that has it */
	size_t n_by_hash;
	size_t n_events; /* VEVENTs */
	size_t n_other;  /* VTODO, VJOURNAL ...: passed over */
	size_t n_bad;
	struct buf calendar;         /* owned; see above */
	uint8_t digest[DIGEST_SIZE]; /* of all hashes, in whatever order */
};

#define BODY_INIT ((struct body){ .v = NULL })

/* More components than this are no calendar of appointments. */
enum { BODY_MAX = 200000 };

/*
 * Cut bytes[0..n), which stay borrowed as long as *b, into *b (BODY_INIT).
 * ERR_DATA: it is no complete calendar, and what it is instead.  End with
 * body_free() in every case.
 */
int body_cut(
    const char *bytes, size_t n, struct body *b, struct err *e) ATTR_USE;
void body_free(struct body *b); /* leaves BODY_INIT */

/*
 * How long the feed wants to be left alone, by REFRESH-INTERVAL or
 * X-PUBLISHED-TTL (the longer) among the properties of a BODY_CALENDAR's
 * text: seconds, 0 where neither is there.
 */
int64_t body_ttl(const char *text, size_t n);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * body - the bytes of an iCalendar feed, cut into components and hashed
 * (design F3, D2), in one pass and without a parser: what did not change need
 * not be understood.
 *
 * A hash is the SHA-256 of the component's unfolded lines without DTSTAMP,
 * LAST-MODIFIED and CREATED, its own and its subcomponents'; so it is the
 * same however the lines end and wherever they are folded.
 *
 * Most bodies are the last one again, or nearly so.  Therefore the cut looks
 * at no more than it must (what an event calls itself is read when somebody
 * asks), and the hashes are summed up by parts, so that the few components
 * that differ are found without a look at the others.
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

/* There are many of them: in the order that leaves no gaps. */
struct body_component {
	const char *text; /* borrowed from the bytes, as they are; of the
	                     calendar: from the struct body */
	size_t n;
	uint8_t hash[DIGEST_SIZE];
	uint32_t line;   /* where it begins, from 1 */
	uint32_t uid_at; /* where in the text its UID or TZID begins; 0: none */
	uint8_t kind;    /* of enum body_kind */
	bool series;     /* an event with RRULE or RDATE */
	bool bad;        /* not closed, or what is in it is not: libical will
	               refuse it, and its text ends where the next begins */
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
 * Give the UID of an event, the TZID of a time zone, else "": unfolded,
 * unescaped, valid UTF-8.
 */
char *body_uid(const struct body_component *c) ATTR_USE;

/*
 * The hashes in parts: of each part of their range (by their first bits, all
 * of the same width) a digest of those that fall into it.
 */
enum { BODY_PART = 16, BODY_PARTS_MAX = 4096 };

/* A power of two: some dozens of components in each. */
size_t body_parts(const struct body *b);

/* The digests of all parts in order, BODY_PART bytes each, into *out. */
void body_sum(const struct body *b, struct buf *out);

/*
 * The part numbered `part` of `n_parts`, which is a power of two up to
 * BODY_PARTS_MAX: its first hash and its last, whether there are such or not,
 * and b->by_hash[*from..*to), which lie in it.
 */
void body_part(const struct body *b, size_t part, size_t n_parts,
    uint8_t first[DIGEST_SIZE], uint8_t last[DIGEST_SIZE], size_t *from,
    size_t *to);

/*
 * How long the feed wants to be left alone, by REFRESH-INTERVAL or
 * X-PUBLISHED-TTL (the longer) among the properties of a BODY_CALENDAR's
 * text: seconds, 0 where neither is there.
 */
int64_t body_ttl(const char *text, size_t n);

/* For body_cut(): fill by_hash and the digest. */
void body_order(struct body *b);

#endif

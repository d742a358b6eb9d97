/* SPDX-License-Identifier: ISC */
/*
 * zone - the offset of a time zone from UTC at any instant, and the instant
 * of any local time.  One reader of the system's TZif files (RFC 8536 and
 * 9636: the 64-bit block and the footer's POSIX rule for all years behind it)
 * serves events and clock times alike: libc's mktime and libical 3.0.16 are
 * not right in gaps and repeated hours (design D4).
 *
 * A zone is read-only once made.
 */
#ifndef SMSCAL_UTIL_ZONE_H
#define SMSCAL_UTIL_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/civil.h"
#include "util/err.h"

struct zone;
struct zones;

/* What a local time means that daylight saving skips.  Repeated: the first. */
enum zone_gap {
	ZONE_EVENT, /* RFC 5545 3.3.5: read with the offset before the gap */
	ZONE_CLOCK  /* P6: the first minute behind the gap */
};

/*
 * The zones under the directory `dir` (NULL: /usr/share/zoneinfo), read when
 * first asked for and kept.  NULL with *e set (ERR_CONF) when no tzdata is
 * there.  End with zones_free(), which ends all its zones.
 */
struct zones *zones_open(const char *dir, struct err *e) ATTR_USE;
void zones_free(struct zones *zs); /* NULL is fine */

/* "2026b": the version of the tzdata; borrowed; "" if it says none. */
const char *zones_version(const struct zones *zs);

/*
 * Borrow the zone of that IANA name ("Europe/Vienna", "UTC"), NULL when there
 * is none.  The name is untrusted: no '..', no leading '/', ASCII only.  A
 * file that is no TZif is no zone.  The case is the file's, but a name that
 * differs only in case from an entry of tzdata's list is found too.
 */
const struct zone *zones_get(struct zones *zs, const char *name);

/* Read every zone of tzdata's list, for a time when no file can be opened. */
void zones_preload(struct zones *zs);

/* A zone that is UTC, always there. */
const struct zone *zone_utc(void);

/* One change of a hand-made zone (VTIMEZONE): from `at` on, `offset_s`. */
struct zone_step {
	int64_t at;   /* Unix seconds UTC */
	int offset_s; /* east of UTC is positive */
};

/*
 * A zone of steps in order of `at`, and `first_s` before them.  The caller
 * owns it; end with zone_free().  After the last step its offset stays.
 */
struct zone *zone_make(const char *name, int first_s, const struct zone_step *v,
    size_t n) ATTR_USE;
void zone_free(struct zone *z); /* only for zone_make(); NULL is fine */

const char *zone_name(const struct zone *z);
int zone_offset(const struct zone *z, int64_t at); /* seconds east of UTC */
struct civil zone_civil(const struct zone *z, int64_t at);

/* The instant of a local time; c must be civil_ok(). */
int64_t zone_instant(
    const struct zone *z, const struct civil *c, enum zone_gap gap);

/* Local days since 1970-01-01 at that instant, and a local day's first instant. */
int64_t zone_day(const struct zone *z, int64_t at);
int64_t zone_midnight(const struct zone *z, int64_t day);

/* How often it changes within [from, to): steps into `v` (cap), gives n. */
size_t zone_steps(const struct zone *z, int64_t from, int64_t to,
    struct zone_step *v, size_t cap);

#endif

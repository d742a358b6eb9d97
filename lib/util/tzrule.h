/* SPDX-License-Identifier: ISC */
/*
 * tzrule - the rule behind a time zone's last recorded change: the TZ string
 * of POSIX as RFC 8536 3.3 extends it (names in <>, the days Mm.w.d, Jn and n,
 * times of -167 to 167 hours, daylight saving that is behind standard time).
 */
#ifndef SMSCAL_UTIL_TZRULE_H
#define SMSCAL_UTIL_TZRULE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/zone.h"

struct tzrule_day {
	enum { TZRULE_J, TZRULE_N, TZRULE_M } form;
	int month, week, day;
	int time_s; /* local, behind that day's midnight */
};

struct tzrule {
	int std_s, dst_s; /* seconds east of UTC */
	bool dst;         /* the rest is only read where it is set */
	struct tzrule_day start, end;
};

/* "CET-1CEST,M3.5.0,M10.5.0/3"; false: it is no such string. */
bool tzrule_parse(const char *s, struct tzrule *r);

int tzrule_offset(const struct tzrule *r, int64_t at);

/* The first change of the offset behind `after`; false: there is none. */
bool tzrule_next(const struct tzrule *r, int64_t after, struct zone_step *s);

/* What years civil dates have, 1 to 9999, as instants of UTC. */
int64_t tzrule_clamp(int64_t at);

#endif

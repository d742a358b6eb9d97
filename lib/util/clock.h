/* SPDX-License-Identifier: ISC */
/*
 * clock - what time it is.  Only bin/ asks; everybody else is told.
 * Instants are Unix seconds UTC.  Durations come from a monotonic clock that
 * no freezing touches.
 */
#ifndef SMSCAL_UTIL_CLOCK_H
#define SMSCAL_UTIL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"

int64_t clock_now(void);       /* the frozen instant, if frozen */
int64_t clock_mono_ms(void);   /* monotonic, milliseconds */
void clock_freeze(int64_t at); /* from now on clock_now() is `at` */
bool clock_frozen(void);

/*
 * SMSCAL_NOW: Unix seconds, or ISO 8601 with an offset
 * (2026-11-24T10:00:00+01:00, ...Z; seconds may be left out).
 */
int clock_parse(const char *s, int64_t *at, struct err *e) ATTR_USE;

/* "2026-11-24T09:00:00Z", or with the offset: "...T10:00:00+01:00". */
enum { CLOCK_TEXT = 32 };
void clock_iso(int64_t at, int offset_s, char out[CLOCK_TEXT]);

#endif

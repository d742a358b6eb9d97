/* SPDX-License-Identifier: ISC */
/*
 * watch - whoever works off one thing after the other, and may hang or crash
 * over any of them, says which one it was: the record "at", its number (see
 * util/record.h), on a descriptor, when a signal for a fault of its own or
 * for its bounds ends the process, or mem_bug().  It also ends itself when
 * one thing takes too long.
 *
 * A process has one watch.  It is no watch before watch_start().
 */
#ifndef SMSCAL_UTIL_WATCH_H
#define SMSCAL_UTIL_WATCH_H

#include <stdint.h>

#include "util/attr.h"
#include "util/err.h"

/*
 * From now on.  No thing may take more than `limit_ms` of processor time, or
 * a little more; then SIGPROF ends the process.
 */
int watch_start(int fd, int64_t limit_ms, struct err *e) ATTR_USE;

/*
 * It is at that one now; 0: at none, and would say nothing.  Gives what it
 * was at until now.
 */
int64_t watch_at(int64_t id);

/* Say it, for one who is about to end by itself; only once. */
void watch_tell(void);

#endif

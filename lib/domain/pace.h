/* SPDX-License-Identifier: ISC */
/*
 * pace - when a feed is fetched next (F1), and what the Date headers of
 * others say of our clock (X3).
 */
#ifndef SMSCAL_DOMAIN_PACE_H
#define SMSCAL_DOMAIN_PACE_H

#include <stddef.h>
#include <stdint.h>

enum {
	PACE_LONG_S = 30 * 60,    /* what a feed may ask for, at most */
	PACE_FAILED_S = 60 * 60,  /* where doubling ends */
	PACE_RETRY_S = 24 * 3600, /* Retry-After, at most */
	PACE_CLOCK_S = 10 * 60    /* X3: so far away is wrong */
};

/*
 * The wait after a good fetch: the calendar's interval, lengthened by what
 * the server (max-age) and the feed (TTL) ask for; <= 0: they do not.
 */
int64_t pace_good(int64_t interval_s, int64_t max_age_s, int64_t ttl_s);

/*
 * The wait after `failures` failures in a row, this one included: first the
 * interval, then twice as long each time.  `retry_after_s` lengthens it; -1:
 * there is none.
 */
int64_t pace_failed(
    int64_t interval_s, int64_t failures, int64_t retry_after_s);

/*
 * The instant to store as the next one.  It counts from the full minute: cron
 * starts us a moment later or earlier each time, and five minutes must not
 * become six.  A wait that a server asked for is never shortened.
 */
int64_t pace_next(int64_t now, int64_t wait_s, int64_t retry_after_s);

/*
 * The middle one of how far our clock is ahead of other hosts' (one value a
 * host; sorted in place); of two middle ones that nearer to 0.
 */
int64_t pace_clock(int64_t *ahead_s, size_t n);

#endif

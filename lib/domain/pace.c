/* SPDX-License-Identifier: ISC */
#include "domain/pace.h"

#include <stdlib.h>

static int64_t
longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
shorter(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t
pace_good(int64_t interval_s, int64_t max_age_s, int64_t ttl_s)
{
	return longer(
	    interval_s, shorter(PACE_LONG_S, longer(max_age_s, ttl_s)));
}

int64_t
pace_failed(int64_t interval_s, int64_t failures, int64_t retry_after_s)
{
	int64_t most = longer(interval_s, PACE_FAILED_S), wait = interval_s;

	for (int64_t i = 1; i < failures && wait < most; i++)
		wait *= 2;
	return longer(
	    shorter(wait, most), shorter(PACE_RETRY_S, retry_after_s));
}

int64_t
pace_next(int64_t now, int64_t wait_s, int64_t retry_after_s)
{
	int64_t next = now - now % 60 + wait_s;

	return longer(next, now + shorter(PACE_RETRY_S, retry_after_s));
}

static int
by_value(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return *a < *b ? -1 : *a > *b;
}

int64_t
pace_clock(int64_t *ahead_s, size_t n)
{
	if (n == 0)
		return 0;
	qsort(ahead_s, n, sizeof(*ahead_s), by_value);
	int64_t low = ahead_s[(n - 1) / 2], high = ahead_s[n / 2];
	if (low <= 0 && high >= 0 && n % 2 == 0)
		return 0;
	return low > 0 ? low : high;
}

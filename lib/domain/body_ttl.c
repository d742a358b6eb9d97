/* SPDX-License-Identifier: ISC */
#include "domain/body.h"
#include "domain/lines.h"

/* A DURATION of RFC 5545 (3.3.6) in seconds; 0 where it is none. */
static int64_t
duration(const char *p, size_t n)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 'W', 604800 }, { 'D', 86400 }, { 'H', 3600 },
		{ 'M', 60 }, { 'S', 1 } };
	int64_t total = 0, v = 0;
	size_t i = n > 0 && *p == '+' ? 1 : 0;

	if (i == n || (p[i] != 'P' && p[i] != 'p'))
		return 0;
	for (i++; i < n; i++) {
		char c = p[i] >= 'a' ? (char)(p[i] - 'a' + 'A') : p[i];
		if (c == 'T')
			continue;
		if (c >= '0' && c <= '9') {
			v = v < 100000000 ? v * 10 + (c - '0') : v;
			continue;
		}
		for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++)
			if (units[u].unit == c)
				total += v * units[u].seconds;
		total = total < 1000000000 ? total : 1000000000;
		v = 0;
	}
	return total;
}

int64_t
body_ttl(const char *text, size_t n)
{
	struct lines l = LINES_INIT;
	int64_t longest = 0;
	const char *p;

	lines_open(&l, text, n);
	while (lines_next(&l, &p, &n)) {
		if (!lines_named(p, n, "REFRESH-INTERVAL") &&
		    !lines_named(p, n, "X-PUBLISHED-TTL"))
			continue;
		size_t at = lines_value(p, n);
		int64_t s = duration(p + at, n - at);
		longest = s > longest ? s : longest;
	}
	lines_close(&l);
	return longest;
}

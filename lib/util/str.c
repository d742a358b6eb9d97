/* SPDX-License-Identifier: ISC */
#include "util/str.h"

#include <string.h>

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_ieq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

bool
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
str_istarts(const char *s, const char *prefix)
{
	for (; *prefix != '\0'; s++, prefix++)
		if (lower(*s) != lower(*prefix))
			return false;
	return true;
}

bool
str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return m <= n && memcmp(s + n - m, suffix, m) == 0;
}

bool
str_empty(const char *s)
{
	if (s == NULL)
		return true;
	while (is_blank(*s))
		s++;
	return *s == '\0';
}

int
str_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
	bool minus = *s == '-';
	int64_t v = 0;

	if (minus)
		s++;
	if (*s == '\0')
		return -1;
	/* Counted downwards: INT64_MIN has no positive twin. */
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		int digit = *s - '0';
		if (v < (INT64_MIN + digit) / 10)
			return -1;
		v = v * 10 - digit;
	}
	if (!minus) {
		if (v == INT64_MIN)
			return -1;
		v = -v;
	}
	if (v < min || v > max)
		return -1;
	*out = v;
	return 0;
}

char *
str_trim(char *s)
{
	while (is_blank(*s))
		s++;
	size_t n = strlen(s);
	while (n > 0 && is_blank(s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

enum { NEAR_MAX = 48 }; /* longer words are not asked about */

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to add, drop, change or swap with a neighbour; case apart. */
static size_t
distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][NEAR_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= m; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; i <= n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			char x = lower(a[i - 1]), y = lower(b[j - 1]);
			size_t d = last[j - 1] + (x == y ? 0 : 1);
			d = least(d, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && x == lower(b[j - 2]) &&
			    y == lower(a[i - 2]))
				d = least(d, before[j - 2] + 1);
			now[j] = d;
		}
		size_t *old = before;
		before = last;
		last = now;
		now = old;
	}
	return last[m];
}

const char *
str_nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t best_d = 0, len = strlen(word);

	if (len > NEAR_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t m = strlen(names[i]);
		if (m > NEAR_MAX)
			continue;
		size_t d = distance(word, len, names[i], m);
		if (d * 3 > (len > m ? len : m))
			continue;
		if (best == NULL || d < best_d) {
			best = names[i];
			best_d = d;
		}
	}
	return best;
}

bool
str_same_secret(const void *a, const void *b, size_t n)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned char diff = 0;

	for (size_t i = 0; i < n; i++)
		diff |= (unsigned char)(x[i] ^ y[i]);
	return diff == 0;
}

/* SPDX-License-Identifier: ISC */
#include "util/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "util/civil.h"
#include "util/str.h"

static struct {
	bool frozen;
	int64_t at;
} state;

int64_t
clock_now(void)
{
	struct timespec ts;

	if (state.frozen)
		return state.at;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec;
}

int64_t
clock_mono_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
clock_freeze(int64_t at)
{
	state.frozen = true;
	state.at = at;
}

bool
clock_frozen(void)
{
	return state.frozen;
}

/* n digits at *s, which moves on. */
static int
digits(const char **s, int n, int *out)
{
	int v = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	*out = v;
	return 0;
}

static int
literal(const char **s, char c)
{
	if (**s != c)
		return -1;
	(*s)++;
	return 0;
}

/* "Z", "+01:00" or "-0530", and nothing behind it. */
static int
offset(const char *s, int *out)
{
	int hour, minute;

	if (str_eq(s, "Z") || str_eq(s, "z")) {
		*out = 0;
		return 0;
	}
	int sign = *s == '-' ? -1 : 1;
	if (*s != '+' && *s != '-')
		return -1;
	s++;
	if (digits(&s, 2, &hour) == -1)
		return -1;
	if (*s == ':')
		s++;
	if (digits(&s, 2, &minute) == -1 || *s != '\0' || hour > 23 ||
	    minute > 59)
		return -1;
	*out = sign * (hour * 3600 + minute * 60);
	return 0;
}

static int
iso(const char *s, int64_t *at)
{
	struct civil c = { .second = 0 };
	int east;

	if (digits(&s, 4, &c.year) == -1 || literal(&s, '-') == -1 ||
	    digits(&s, 2, &c.month) == -1 || literal(&s, '-') == -1 ||
	    digits(&s, 2, &c.day) == -1)
		return -1;
	if (*s != 'T' && *s != 't' && *s != ' ')
		return -1;
	s++;
	if (digits(&s, 2, &c.hour) == -1 || literal(&s, ':') == -1 ||
	    digits(&s, 2, &c.minute) == -1)
		return -1;
	if (*s == ':') {
		s++;
		if (digits(&s, 2, &c.second) == -1)
			return -1;
	}
	if (offset(s, &east) == -1 || !civil_ok(&c))
		return -1;
	*at = civil_seconds(&c) - east;
	return 0;
}

int
clock_parse(const char *s, int64_t *at, struct err *e)
{
	/* 0001-01-01 to 9999-12-31, what civil.h can show. */
	const int64_t first = -62135596800, last = 253402300799;

	if (str_int(s, first, last, at) == 0 || iso(s, at) == 0)
		return 0;
	return err_set(e, ERR_USAGE,
	    "'%.40s' is no time: give Unix seconds, or ISO 8601 with an "
	    "offset, like 2026-11-24T10:00:00+01:00",
	    s);
}

void
clock_iso(int64_t at, int offset_s, char out[CLOCK_TEXT])
{
	struct civil c = civil_from(at + offset_s);
	int n = snprintf(out, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d",
	    c.year, c.month, c.day, c.hour, c.minute, c.second);

	if (n < 0 || n >= CLOCK_TEXT)
		return;
	size_t room = CLOCK_TEXT - (size_t)n;
	int minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
	if (offset_s == 0)
		snprintf(out + n, room, "Z");
	else
		snprintf(out + n, room, "%c%02d:%02d", offset_s < 0 ? '-' : '+',
		    minutes / 60, minutes % 60);
}

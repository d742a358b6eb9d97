/* SPDX-License-Identifier: ISC */
#include "util/tzrule.h"

#include <stddef.h>

#include "util/civil.h"

enum {
	HOUR_S = 3600,
	DAY_S = 86400,
	YEARS = 4, /* looked at around an instant: one before, two behind */
	STEPS = 2 * YEARS
};

static const int64_t at_min = -62135596800; /* 0001-01-01 */
static const int64_t at_max = 253402300799; /* 9999-12-31 */

int64_t
tzrule_clamp(int64_t at)
{
	return at < at_min ? at_min : at > at_max ? at_max : at;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A number of up to three digits; gives what is behind it, or NULL. */
static const char *
number(const char *s, int min, int max, int *out)
{
	int v = 0, n = 0;

	for (; is_digit(*s); s++) {
		if (++n > 3)
			return NULL;
		v = v * 10 + (*s - '0');
	}
	if (n == 0 || v < min || v > max)
		return NULL;
	*out = v;
	return s;
}

/* [+-]h[h[h]][:mm[:ss]] */
static const char *
hms(const char *s, int max_hours, int *out)
{
	int sign = *s == '-' ? -1 : 1;
	int h, m = 0, sec = 0;

	if (*s == '-' || *s == '+')
		s++;
	if ((s = number(s, 0, max_hours, &h)) == NULL)
		return NULL;
	if (*s == ':' && (s = number(s + 1, 0, 59, &m)) == NULL)
		return NULL;
	if (*s == ':' && (s = number(s + 1, 0, 59, &sec)) == NULL)
		return NULL;
	*out = sign * (h * HOUR_S + m * 60 + sec);
	return s;
}

/* Pass over a name: three letters or more, or anything sensible in <>. */
static const char *
name(const char *s)
{
	size_t n = 0;

	if (*s == '<') {
		for (s++;
		     is_alpha(*s) || is_digit(*s) || *s == '+' || *s == '-';
		     s++)
			n++;
		return *s == '>' && n >= 3 ? s + 1 : NULL;
	}
	for (; is_alpha(*s); s++)
		n++;
	return n >= 3 ? s : NULL;
}

/* "M3.5.0/2", "J60", "59": a day and, if not 02:00, a time. */
static const char *
day(const char *s, struct tzrule_day *d)
{
	*d = (struct tzrule_day){ .form = TZRULE_N, .time_s = 2 * HOUR_S };
	if (*s == 'M') {
		d->form = TZRULE_M;
		if ((s = number(s + 1, 1, 12, &d->month)) == NULL ||
		    *s != '.' || (s = number(s + 1, 1, 5, &d->week)) == NULL ||
		    *s != '.' || (s = number(s + 1, 0, 6, &d->day)) == NULL)
			return NULL;
	} else if (*s == 'J') {
		d->form = TZRULE_J;
		s = number(s + 1, 1, 365, &d->day);
	} else {
		s = number(s, 0, 365, &d->day);
	}
	if (s != NULL && *s == '/')
		s = hms(s + 1, 167, &d->time_s);
	return s;
}

bool
tzrule_parse(const char *s, struct tzrule *r)
{
	int west;

	*r = (struct tzrule){ .dst = false };
	if ((s = name(s)) == NULL || (s = hms(s, 24, &west)) == NULL)
		return false;
	r->std_s = -west;
	if (*s == '\0')
		return true;

	r->dst = true;
	r->dst_s = r->std_s + HOUR_S;
	if ((s = name(s)) == NULL)
		return false;
	if (*s != ',') {
		if ((s = hms(s, 24, &west)) == NULL)
			return false;
		r->dst_s = -west;
	}
	return *s == ',' && (s = day(s + 1, &r->start)) != NULL && *s == ',' &&
	    (s = day(s + 1, &r->end)) != NULL && *s == '\0';
}

static bool
is_leap(int year)
{
	return civil_month_days(year, 2) == 29;
}

/* Days since 1970-01-01 of a rule's day in that year. */
static int64_t
day_in(const struct tzrule_day *d, int year)
{
	if (d->form == TZRULE_N)
		return civil_days(year, 1, 1) + d->day;
	if (d->form == TZRULE_J)
		return civil_days(year, 1, 1) + d->day - 1 +
		    (d->day >= 60 && is_leap(year));

	/* The week'th such weekday of the month; the fifth is the last. */
	int64_t first = civil_days(year, d->month, 1);
	int ahead = (d->day - civil_weekday(first) % 7 + 7) % 7;
	int mday = ahead + (d->week - 1) * 7;
	while (mday >= civil_month_days(year, d->month))
		mday -= 7;
	return first + mday;
}

/*
 * The changes of the years around `at`, in order.  Where an end and the next
 * start are one instant (RFC 8536: daylight saving all the year), the start
 * stands behind, and so prevails.
 */
static void
steps_around(const struct tzrule *r, int64_t at, struct zone_step v[STEPS])
{
	int year = civil_from(tzrule_clamp(at)).year - 1;
	size_t n = 0;

	for (int i = 0; i < YEARS; i++, year++) {
		v[n++] = (struct zone_step){
			.at = day_in(&r->end, year) * DAY_S + r->end.time_s -
			    r->dst_s,
			.offset_s = r->std_s,
		};
		v[n++] = (struct zone_step){
			.at = day_in(&r->start, year) * DAY_S +
			    r->start.time_s - r->std_s,
			.offset_s = r->dst_s,
		};
	}
	for (size_t i = 1; i < n; i++) {
		struct zone_step s = v[i];
		size_t k = i;
		for (; k > 0 &&
		     (v[k - 1].at > s.at ||
			 (v[k - 1].at == s.at &&
			     v[k - 1].offset_s == r->dst_s &&
			     s.offset_s == r->std_s));
		     k--)
			v[k] = v[k - 1];
		v[k] = s;
	}
}

int
tzrule_offset(const struct tzrule *r, int64_t at)
{
	struct zone_step v[STEPS];
	int offset_s = r->std_s;

	if (!r->dst)
		return offset_s;
	steps_around(r, at, v);
	for (size_t i = 0; i < STEPS && v[i].at <= at; i++)
		offset_s = v[i].offset_s;
	return offset_s;
}

bool
tzrule_next(const struct tzrule *r, int64_t after, struct zone_step *s)
{
	struct zone_step v[STEPS];

	if (!r->dst || after >= at_max)
		return false;
	after = tzrule_clamp(after);
	steps_around(r, after, v);

	/* Of the very last nobody knows whether the next one undoes it. */
	int offset_s = tzrule_offset(r, after);
	for (size_t i = 0; i + 1 < STEPS; i++) {
		if (v[i].at <= after || v[i + 1].at == v[i].at ||
		    v[i].offset_s == offset_s)
			continue;
		*s = v[i];
		return true;
	}
	return false;
}

/* SPDX-License-Identifier: ISC */
#include "ics/vtimezone.h"

#include <stdlib.h>
#include <string.h>

#include "ics/recur.h"
#include "util/buf.h"
#include "util/mem.h"

enum {
	OBSERVANCES_MAX = 500, /* some list every year since 1893 */
	RULES_MAX = 40,        /* in all: they hold up the whole feed */
	STEPS_MAX = 20000,
	LIST_MAX = 20000, /* bytes of a line that are read */
	OFFSET_MAX_S = 18 * 3600
};

/* One STANDARD or DAYLIGHT under way. */
struct observance {
	struct civil start;
	bool has_start, has_from, has_to;
	int from_s, to_s;
	struct buf rules; /* values, a line each */
	struct buf dates; /* values of RDATE, a line each */
};

struct steps {
	struct zone_step *v;
	size_t n, cap;
};

/* "+0100", "-033000", "+01:00". */
static int
parse_offset(const char *s, int *out)
{
	int digit[6] = { 0 }, n = 0;

	if (s[0] != '+' && s[0] != '-')
		return -1;
	for (const char *p = s + 1; *p != '\0'; p++) {
		if (*p == ':')
			continue;
		if (*p < '0' || *p > '9' || n == 6)
			return -1;
		digit[n++] = *p - '0';
	}
	int v = (digit[0] * 10 + digit[1]) * 3600 +
	    (digit[2] * 10 + digit[3]) * 60 + digit[4] * 10 + digit[5];
	if ((n != 4 && n != 6) || v > OFFSET_MAX_S)
		return -1;
	*out = s[0] == '-' ? -v : v;
	return 0;
}

static void
add_step(struct steps *st, int64_t at, const struct observance *o)
{
	if (st->n == STEPS_MAX)
		return;
	st->v = mem_grow(st->v, &st->cap, st->n + 1, sizeof(*st->v));
	st->v[st->n++] = (struct zone_step){ .at = at, .offset_s = o->to_s };
}

/* Each value of the list as an onset; in local time unless it says Z. */
static void
add_dates(struct steps *st, const struct observance *o)
{
	char *copy = mem_str(buf_cstr(&o->dates)), *save = NULL;

	for (char *s = strtok_r(copy, ",\n", &save); s != NULL;
	     s = strtok_r(NULL, ",\n", &save)) {
		struct civil c;
		bool date, utc;
		if (recur_time(s, &c, &date, &utc) == 0)
			add_step(
			    st, civil_seconds(&c) - (utc ? 0 : o->from_s), o);
	}
	free(copy);
}

static void
add_rules(struct steps *st, const struct observance *o)
{
	char *copy = mem_str(buf_cstr(&o->rules)), *save = NULL, note[256];
	struct zone *before = zone_make("", o->from_s, NULL, 0);
	struct recur_start start = { .local = o->start, .zone = before };
	int64_t from = civil_days(1968, 1, 1) * 86400;
	int64_t to = civil_days(2100, 1, 1) * 86400;

	for (char *s = strtok_r(copy, "\n", &save); s != NULL;
	     s = strtok_r(NULL, "\n", &save)) {
		struct recur_dates dates = RECUR_DATES_INIT;
		struct err e = ERR_INIT;
		/* What cannot be read leaves the onset of DTSTART. */
		if (recur_walk(s, &start, from, to, &dates, note, sizeof(note),
			&e) == -1)
			err_clear(&e);
		for (size_t i = 0; i < dates.n; i++)
			add_step(st, dates.v[i].at, o);
		recur_dates_free(&dates);
	}
	zone_free(before);
	free(copy);
}

/* The end of an observance: all its onsets. */
static void
finish(struct steps *st, struct observance *o, int *first_s, int64_t *first_at)
{
	if (o->has_start && o->has_from && o->has_to) {
		int64_t at = civil_seconds(&o->start) - o->from_s;
		if (st->n == 0 || at < *first_at) {
			*first_at = at;
			*first_s = o->from_s;
		}
		add_step(st, at, o);
		add_dates(st, o);
		add_rules(st, o);
	}
	buf_free(&o->rules);
	buf_free(&o->dates);
	*o = (struct observance){ .has_start = false };
}

/* Of rules the yearly ones, the only ones that there are for a clock. */
static void
take(struct observance *o, const char *name, const char *value, int *rules)
{
	bool date, utc;

	if (strcmp(name, "DTSTART") == 0)
		o->has_start = recur_time(value, &o->start, &date, &utc) == 0;
	else if (strcmp(name, "TZOFFSETFROM") == 0)
		o->has_from = parse_offset(value, &o->from_s) == 0;
	else if (strcmp(name, "TZOFFSETTO") == 0)
		o->has_to = parse_offset(value, &o->to_s) == 0;
	else if (strcmp(name, "RRULE") == 0 &&
	    strstr(value, "FREQ=YEARLY") != NULL && (*rules)++ < RULES_MAX)
		buf_fmt(&o->rules, "%s\n", value);
	else if (strcmp(name, "RDATE") == 0 && o->dates.n < LIST_MAX)
		buf_fmt(&o->dates, "%s\n", value);
}

static int
by_at(const void *a, const void *b)
{
	const struct zone_step *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

struct zone *
vtimezone_make(const char *tzid, const char *lines)
{
	char *copy = mem_str(lines), *save = NULL;
	struct observance o = { .has_start = false };
	struct steps st = { .v = NULL };
	int first_s = 0, n = 0, rules = 0;
	int64_t first_at = 0;

	for (char *s = strtok_r(copy, "\n", &save);
	     s != NULL && n < OBSERVANCES_MAX;
	     s = strtok_r(NULL, "\n", &save)) {
		char *value = strchr(s, ':');
		if (value == NULL)
			continue;
		*value++ = '\0';
		if (strcmp(s, "END") == 0) {
			finish(&st, &o, &first_s, &first_at);
			n++;
		} else {
			take(&o, s, value, &rules);
		}
	}
	buf_free(&o.rules);
	buf_free(&o.dates);
	free(copy);

	struct zone *z = NULL;
	if (st.n > 0) {
		qsort(st.v, st.n, sizeof(*st.v), by_at);
		z = zone_make(tzid, first_s, st.v, st.n);
	}
	free(st.v);
	return z;
}

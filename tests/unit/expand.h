/* SPDX-License-Identifier: ISC */
/*
 * expand - for the tests of what occurrences a feed has: a table of cases,
 * each with its feed and the occurrences that it must give.
 *
 * Each expectation was worked out by hand from RFC 5545 and the rules D1, D3,
 * D4 and D5, in UTC; in 2026 Vienna is +02:00 from 29 March 01:00Z to 25
 * October 01:00Z, New York -04:00 from 8 March 07:00Z to 1 November 06:00Z.
 */
#ifndef SMSCAL_TESTS_EXPAND_H
#define SMSCAL_TESTS_EXPAND_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ics/occur.h"
#include "util/civil.h"
#include "util/mem.h"
#include "util/str.h"

#include "t.h"

#define EV(s) "BEGIN:VEVENT\n" s "END:VEVENT\n"
#define VIENNA ";TZID=Europe/Vienna:"

enum { MAX = 64 };

struct occur_case {
	const char *name;
	const char *ics;  /* components one after the other; ids from 1 */
	const char *want; /* "ID ORIGINAL START END[ day]\n", by start and id */
	const char *says; /* NULL: nothing is noted; else within the notes */
	const char *from, *to; /* NULL: January and February 2026 */
	const char *zone;      /* NULL: Europe/Vienna */
	bool from_feed;
};

static struct zones *zs;

/* The number that `n` digits from the i-th of a time are. */
static int
digits(const char *s, size_t i, size_t n)
{
	int v = 0;

	for (size_t end = i + n; i < end; i++) {
		if (s[i] < '0' || s[i] > '9')
			mem_bug("no time: %s", s);
		v = v * 10 + s[i] - '0';
	}
	return v;
}

static int64_t
at(const char *s)
{
	if (strlen(s) != strlen("20260101T000000Z") || s[8] != 'T')
		mem_bug("no time: %s", s);
	struct civil c = { .year = digits(s, 0, 4),
		.month = digits(s, 4, 2),
		.day = digits(s, 6, 2),
		.hour = digits(s, 9, 2),
		.minute = digits(s, 11, 2),
		.second = digits(s, 13, 2) };
	return civil_seconds(&c);
}

static void
put_at(struct buf *b, int64_t v)
{
	struct civil c = civil_from(v);

	if (v == 0)
		buf_str(b, "0");
	else
		buf_fmt(b, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day,
		    c.hour, c.minute, c.second);
}

/* Cut the text at each BEGIN of its own level. */
static size_t
cut(const char *ics, struct ics_component v[MAX])
{
	static const char *const begins[] = {
		[ICS_CALENDAR] = "X-",
		[ICS_TIMEZONE] = "BEGIN:VTIMEZONE",
		[ICS_EVENT] = "BEGIN:VEVENT",
	};
	size_t n = 0;

	while (*ics != '\0' && n < MAX) {
		const char *end = ics + strlen(ics);
		struct ics_component *c = &v[n++];
		*c = (struct ics_component){ .id = (int64_t)n, .text = ics };
		while (c->kind < ICS_EVENT && !str_starts(ics, begins[c->kind]))
			c->kind++;
		for (int k = 0; k < 3; k++) {
			const char *s = strstr(ics + 1, begins[k]);
			while (s != NULL && s[-1] != '\n')
				s = strstr(s + 1, begins[k]);
			/* X- lines within an event are its own. */
			if (k == ICS_CALENDAR && c->kind != ICS_CALENDAR)
				s = NULL;
			if (s != NULL && s < end)
				end = s;
		}
		c->n = (size_t)(end - ics);
		ics = end;
	}
	return n;
}

static int
expand(const struct occur_case *t, struct parsed *out)
{
	struct ics_component v[MAX];
	struct ics_input in = {
		.from_at = at(t->from != NULL ? t->from : "20260101T000000Z"),
		.to_at = at(t->to != NULL ? t->to : "20260301T000000Z"),
		.zone = t->zone != NULL ? t->zone : "Europe/Vienna",
		.zone_from_feed = t->from_feed,
		.name_field = "summary",
		.phone_field = "name",
		.location_field = "location",
		.v = v,
		.n = cut(t->ics, v),
	};
	struct err e = ERR_INIT;

	return ics_expand(&in, zs, out, &e);
}

static const struct parsed *sorted;

static int
by_start(const void *a, const void *b)
{
	const struct parsed_occurrence *x = a, *y = b;
	int64_t i = sorted->events[x->event].id;
	int64_t k = sorted->events[y->event].id;

	if (x->start_at != y->start_at)
		return x->start_at < y->start_at ? -1 : 1;
	return i < k ? -1 : i > k;
}

static void
render(struct parsed *p, struct buf *got, struct buf *says)
{
	sorted = p;
	if (p->n_occurrences > 0)
		qsort(p->occurrences, p->n_occurrences, sizeof(*p->occurrences),
		    by_start);
	for (size_t i = 0; i < p->n_occurrences; i++) {
		const struct parsed_occurrence *o = &p->occurrences[i];
		buf_fmt(got, "%lld ", (long long)p->events[o->event].id);
		put_at(got, o->original_at);
		buf_char(got, ' ');
		put_at(got, o->start_at);
		buf_char(got, ' ');
		put_at(got, o->end_at);
		buf_str(got, o->all_day ? " day\n" : "\n");
	}
	for (size_t i = 0; i < p->n_notes; i++)
		buf_fmt(says, "%s %lld %s\n", p->notes[i].bad ? "bad" : "note",
		    (long long)p->notes[i].id, p->notes[i].text);
}

static void
check(const struct occur_case *t)
{
	struct parsed p = PARSED_INIT;
	struct buf got = BUF_INIT, says = BUF_INIT;
	int r = expand(t, &p);

	render(&p, &got, &says);
	const char *notes = buf_cstr(&says);
	bool noted =
	    t->says == NULL ? notes[0] == '\0' : strstr(notes, t->says) != NULL;
	/* A line end: these are all the notes that there may be. */
	if (t->says != NULL && str_ends(t->says, "\n"))
		noted = strcmp(notes, t->says) == 0;
	bool same = strcmp(buf_cstr(&got), t->want) == 0;
	t_ok(r == 0 && same && noted, __FILE__, __LINE__, "%s", t->name);
	if (r != 0 || !same || !noted)
		printf("# got (%d)\n%s%s# want\n%s# noted %s\n", r,
		    buf_cstr(&got), notes, t->want,
		    t->says != NULL ? t->says : "nothing");
	buf_free(&got);
	buf_free(&says);
	parsed_free(&p);
}

/* An hour at nine in Vienna, on the fifth of January, a Monday. */
#define NINE "DTSTART" VIENNA "20260105T090000\nDURATION:PT1H\n"

static void
check_all(const struct occur_case *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&v[i]);
}

#define CHECK(v) check_all((v), sizeof(v) / sizeof((v)[0]))

static void
expand_open(void)
{
	struct err e = ERR_INIT;

	zs = zones_open(NULL, &e);
	OK(zs != NULL, "there is tzdata");
}

#endif

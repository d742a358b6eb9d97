/* SPDX-License-Identifier: ISC */
/* From components to what the parser says of them, however it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser.h"
#include "reading.h"
#include "util/mem.h"
#include "util/str.h"

enum { SLICE = 4 * 1024 * 1024 /* bytes of text for one parser */ };

/* An event, and the first one of its UID. */
struct event {
	struct component *c;
	int64_t first; /* its id */
};

static int
by_uid(const void *pa, const void *pb)
{
	const struct event *a = pa, *b = pb;
	int c = strcmp(a->c->uid, b->c->uid);

	return c != 0 ? c : (a->c->id > b->c->id) - (a->c->id < b->c->id);
}

static int
by_first(const void *pa, const void *pb)
{
	const struct event *a = pa, *b = pb;
	int c = (a->first > b->first) - (a->first < b->first);

	return c != 0 ? c : (a->c->id > b->c->id) - (a->c->id < b->c->id);
}

/*
 * A UID's side by side, and else in order of id: so do the texts lie in the
 * database.
 */
static void
sort(struct event *v, size_t n)
{
	if (n < 2)
		return;
	qsort(v, n, sizeof(*v), by_uid);
	for (size_t i = 0; i < n; i++)
		v[i].first = i > 0 && str_eq(v[i].c->uid, v[i - 1].c->uid)
		    ? v[i - 1].first
		    : v[i].c->id;
	qsort(v, n, sizeof(*v), by_first);
}

/* What the parser is given: the feed's zones, and events[from..to). */
struct batch {
	struct reading *r;
	struct event *events; /* a UID's side by side */
	size_t n;
	struct parse_component *v; /* room for all */
};

static size_t
put(struct parse_component *v, size_t n, const struct component *c)
{
	v[n] = (struct parse_component){ c->id, c->kind, c->text, c->n_text };
	return n + 1;
}

static int
parse_some(struct batch *b, size_t from, size_t to, char *why, size_t cap,
    struct err *e)
{
	const struct reading *r = b->r;
	struct parse_input in = {
		.from_at = r->from_at,
		.to_at = r->to_at,
		.zone = zone_name(r->zone),
		.zone_from_feed = r->calendar->zone == NULL,
		.name_field = r->calendar->name_field,
		.phone_field = r->calendar->phone_field,
		.location_field = r->calendar->location_field,
		.v = b->v,
	};

	for (size_t i = 0; i < r->components.n; i++) {
		const struct component *c = &r->components.v[i];
		if (!component_is(c, "event") && !component_missing(c))
			in.n = put(b->v, in.n, c);
	}
	for (size_t i = from; i < to; i++)
		in.n = put(b->v, in.n, b->events[i].c);
	return parser_run(r->conf, &in, &b->r->parsed, why, cap, e);
}

void
reading_condemn(struct reading *r, const struct component *c, const char *why)
{
	size_t i = (size_t)(c - r->components.v);

	if (!r->bad[i] && r->note[0] == '\0')
		snprintf(r->note, sizeof(r->note),
		    "cannot read the event '%.80s' (line %lld): %.200s", c->uid,
		    (long long)c->line, why);
	r->bad[i] = true;
}

/*
 * Where events[from..to) can be cut in two: a UID's are read together, or not
 * at all.  `to`: nowhere.
 */
static size_t
middle(const struct batch *b, size_t from, size_t to)
{
	size_t half = from + (to - from) / 2;

	while (half > from && half < to &&
	    str_eq(b->events[half].c->uid, b->events[half - 1].c->uid))
		half++;
	if (half < to)
		return half == from ? to : half;
	for (half = from + 1; half < to &&
	     str_eq(b->events[half].c->uid, b->events[from].c->uid);
	     half++)
		;
	return half;
}

/*
 * Parse events[from..to).  When the parser dies of them, each half is tried,
 * down to the UID that kills: that one is unreadable (D12).
 */
static int
parse_range(struct batch *b, size_t from, size_t to, struct err *e)
{
	struct {
		size_t from, to;
	} todo[64] = { { from, to } };
	size_t n = 1;
	char why[200];

	while (n > 0) {
		from = todo[--n].from;
		to = todo[n].to;
		int r = parse_some(b, from, to, why, sizeof(why), e);
		if (r == -1)
			return -1;
		if (r == PARSER_OK)
			continue;
		size_t half = middle(b, from, to);
		if (half >= to) {
			for (size_t i = from; i < to; i++)
				reading_condemn(b->r, b->events[i].c, why);
			continue;
		}
		todo[n].from = half;
		todo[n++].to = to;
		todo[n].from = from;
		todo[n++].to = half;
	}
	return 0;
}

/* The texts of events[from..to), where they are not there. */
static int
load_texts(const struct batch *b, size_t from, size_t to, struct err *e)
{
	for (size_t i = from; i < to; i++)
		if (b->events[i].c->text == NULL &&
		    component_text(b->r->db, b->events[i].c, e) == -1)
			return -1;
	return 0;
}

/* A text that is parsed takes room that is wanted. */
static void
drop_texts(const struct batch *b, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		free(b->events[i].c->text);
		b->events[i].c->text = NULL;
	}
}

/*
 * Where a slice of about SLICE bytes ends that begins at `from`: a large feed
 * must not be in the parser's memory, and in pipes to it, all at once.
 */
static size_t
slice_end(const struct batch *b, size_t from)
{
	size_t to = from, bytes = 0;

	while (to < b->n &&
	    (bytes < SLICE ||
		str_eq(b->events[to].c->uid, b->events[to - 1].c->uid)))
		bytes += b->events[to++].c->n_text;
	return to;
}

int
reading_parse(struct reading *r, struct err *e)
{
	struct batch b = { .r = r };
	int ret = 0;

	r->bad = mem_zero(r->components.n + 1, sizeof(*r->bad));
	b.events = mem_zero(r->components.n + 1, sizeof(*b.events));
	b.v = mem_zero(r->components.n + 1, sizeof(*b.v));
	for (size_t i = 0; i < r->components.n; i++) {
		struct component *c = &r->components.v[i];
		if (component_is(c, "event") && !component_missing(c))
			b.events[b.n++] = (struct event){ c, c->id };
	}
	sort(b.events, b.n);
	for (size_t from = 0, to; ret == 0 && from < b.n; from = to) {
		to = slice_end(&b, from);
		ret = load_texts(&b, from, to, e);
		if (ret == 0)
			ret = parse_range(&b, from, to, e);
		if (ret == 0 && !r->keep_texts)
			drop_texts(&b, from, to);
	}
	free(b.events);
	free(b.v);
	return ret;
}

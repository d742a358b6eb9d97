/* SPDX-License-Identifier: ISC */
/* From components to what the parser says of them, however it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser.h"
#include "reading.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	SLICE = 4 * 1024 * 1024, /* bytes of text for one parser */
	/* Processor time for one UID at first, and where many take too long. */
	UID_MS = 5000,
	UID_LEAST_MS = 250,
	/* What parsers that die may take of a calendar, of their bound. */
	BUDGET = 2
};

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
	int64_t uid_ms;            /* what the next UID may take */
	int64_t left_ms;           /* for parsers that die */
};

/* Events that are to be read: of one UID or of several. */
struct range {
	size_t from, to;
	bool again; /* it killed a parser that did not say so */
};

struct ranges {
	struct range *v; /* owned; the last one is next */
	size_t n, cap;
};

static size_t
put(struct parse_component *v, size_t n, const struct component *c)
{
	v[n] = (struct parse_component){ c->id, c->kind, c->text, c->n_text };
	return n + 1;
}

static int
parse_some(struct batch *b, const struct range *range, struct parser_death *d,
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
		.uid_ms = b->uid_ms,
		.v = b->v,
	};

	for (size_t i = 0; i < r->components.n; i++) {
		const struct component *c = &r->components.v[i];
		if (!component_is(c, "event") && !component_missing(c) &&
		    !r->bad[i])
			in.n = put(b->v, in.n, c);
	}
	for (size_t i = range->from; i < range->to; i++)
		in.n = put(b->v, in.n, b->events[i].c);
	return parser_run(r->conf, &in, &b->r->parsed, d, e);
}

const char *
reading_name(const struct component *c)
{
	return component_is(c, "event")   ? "event"
	    : component_is(c, "timezone") ? "time zone"
					  : "calendar";
}

void
reading_condemn(struct reading *r, const struct component *c, const char *why)
{
	size_t i = (size_t)(c - r->components.v);

	if (!r->bad[i] && r->note[0] == '\0')
		snprintf(r->note, sizeof(r->note),
		    "cannot read the %s '%.80s' (line %lld): %.200s",
		    reading_name(c), c->uid, (long long)c->line, why);
	r->bad[i] = true;
}

static void
ranges_add(struct ranges *l, size_t from, size_t to, bool again)
{
	if (from == to)
		return;
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct range){ from, to, again };
}

/* Where the UID ends that events[i] is of, and begins: they are read together. */
static size_t
uid_end(const struct batch *b, size_t i)
{
	do
		i++;
	while (
	    i < b->n && str_eq(b->events[i].c->uid, b->events[i - 1].c->uid));
	return i;
}

static size_t
uid_begin(const struct batch *b, size_t i)
{
	while (i > 0 && str_eq(b->events[i].c->uid, b->events[i - 1].c->uid))
		i--;
	return i;
}

/* The UIDs of the range but the one at events[i], and that one by itself. */
static void
part_at(
    struct ranges *todo, const struct batch *b, const struct range *r, size_t i)
{
	size_t from = uid_begin(b, i), to = uid_end(b, i);

	ranges_add(todo, to, r->to, false);
	ranges_add(todo, from, to, false);
	ranges_add(todo, r->from, from, false);
}

/* Each half of the UIDs of the range. */
static void
halve(struct ranges *todo, const struct batch *b, const struct range *r)
{
	size_t half = uid_begin(b, r->from + (r->to - r->from) / 2);

	if (half == r->from)
		half = uid_end(b, half);
	ranges_add(todo, half, r->to, false);
	ranges_add(todo, r->from, half, false);
}

static void
condemn_range(struct batch *b, const struct range *r, const char *why)
{
	for (size_t i = r->from; i < r->to; i++)
		reading_condemn(b->r, b->events[i].c, why);
}

/* It kills the parser by itself: that one is unreadable (D12). */
static void
condemn_uid(struct batch *b, const struct range *r, const char *why)
{
	condemn_range(b, r, why);
	b->uid_ms = b->uid_ms / 2 > UID_LEAST_MS ? b->uid_ms / 2 : UID_LEAST_MS;
}

/* The event of the range that the parser died over; r->to: none. */
static size_t
find_event(const struct batch *b, const struct range *r, int64_t id)
{
	size_t i = r->from;

	while (i < r->to && b->events[i].c->id != id)
		i++;
	return i;
}

/*
 * The parser died.  It may have died of all that it was given, and what it
 * says of it may be wrong: so the one that it names is read by itself, and
 * where it names none, the halves are.  One that names none, at that, may
 * have been killed from outside.
 */
static void
take_death(struct batch *b, struct ranges *todo, const struct range *r,
    const struct parser_death *d)
{
	const struct component *c = reading_component(b->r, d->at);
	size_t at = find_event(b, r, d->at);
	bool one = uid_end(b, r->from) == r->to;

	b->left_ms -= d->cost_ms;
	if (d->at != 0 && at == r->to && c != NULL) {
		/* The feed's frame: the events do without it. */
		reading_condemn(b->r, c, d->why);
		ranges_add(todo, r->from, r->to, r->again);
	} else if (!one && at < r->to)
		part_at(todo, b, r, at);
	else if (!one)
		halve(todo, b, r);
	else if (d->at == 0 && !r->again)
		ranges_add(todo, r->from, r->to, true);
	else
		condemn_uid(b, r, d->why);
}

/* Parse events[from..to), in as many goes as it takes. */
static int
parse_range(struct batch *b, size_t from, size_t to, struct err *e)
{
	struct ranges todo = { .v = NULL };
	struct parser_death d;
	int r = 0;

	ranges_add(&todo, from, to, false);
	while (r != -1 && todo.n > 0) {
		struct range next = todo.v[--todo.n];
		if (b->left_ms <= 0) {
			condemn_range(b, &next,
			    "not tried, for others before it took too long");
			continue;
		}
		r = parse_some(b, &next, &d, e);
		if (r == PARSER_DIED)
			take_death(b, &todo, &next, &d);
	}
	free(todo.v);
	return r == -1 ? -1 : 0;
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
	int64_t bound_ms = r->conf->parse.seconds * INT64_C(1000);
	struct batch b = { .r = r,
		.uid_ms = bound_ms / 4 < UID_MS ? bound_ms / 4 : UID_MS,
		.left_ms = bound_ms * BUDGET };
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

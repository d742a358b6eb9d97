/* SPDX-License-Identifier: ISC */
#include "ics/occur.h"

#include <stdlib.h>
#include <string.h>

#include "ics/event.h"
#include "ics/series.h"
#include "ics/sift.h"
#include "ics/tzid.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"
#include "util/watch.h"

/* The instants of the years 1 to 9999. */
#define AT_MIN INT64_C(-62135596800)
#define AT_MAX INT64_C(253402300799)

enum { TITLE_IN_UID = 200 /* characters */ };

struct item {
	struct ics_event ev;
	size_t order;  /* in the input */
	size_t index;  /* among the events given out */
	bool no_uid;   /* its UID was made up */
	bool withheld; /* another of its UID cannot be read (D3) */
	bool chosen;   /* as a master */
};

/* A master, and when it begins. */
struct start {
	int64_t at;
	struct item *item;
};

struct expander {
	const struct ics_input *in;
	struct tzids *tzids;
	const struct zone *floating;
	struct parsed *out;
	struct item *v;
	size_t n, cap;
	/* For one UID at a time: */
	struct start *starts;
	struct ics_event **masters, **overrides;
	size_t n_masters, n_overrides;
	struct slots slots;
};

/* VTIMEZONEs first: the calendar's zone may be one of them. */
static void
take_timezones(struct expander *x)
{
	for (size_t i = 0; i < x->in->n; i++) {
		const struct ics_component *c = &x->in->v[i];
		struct err e = ERR_INIT;
		if (c->kind == ICS_TIMEZONE &&
		    tzids_add(x->tzids, c->id, c->text, c->n, &e) == -1)
			parsed_note_add(x->out, c->id, false, "%s", e.msg);
	}
}

static int
take_floating(struct expander *x, struct zones *zs, struct err *e)
{
	bool first;

	x->floating = zones_get(zs, x->in->zone);
	if (x->floating == NULL)
		return err_set(e, ERR_CONF, "no time zone %.100s", x->in->zone);
	if (!x->in->zone_from_feed)
		return 0;
	for (size_t i = 0; i < x->in->n; i++) {
		const struct ics_component *c = &x->in->v[i];
		struct buf name = BUF_INIT;
		if (c->kind != ICS_CALENDAR ||
		    !sift_value(c->text, c->n, "X-WR-TIMEZONE", &name))
			continue;
		const struct zone *z =
		    tzids_get(x->tzids, buf_cstr(&name), &first);
		if (z != NULL)
			x->floating = z;
		else
			parsed_note_add(x->out, c->id, false,
			    "the calendar's time zone %.100s is not known; "
			    "its times are taken as of %s",
			    buf_cstr(&name), zone_name(x->floating));
		buf_free(&name);
		break;
	}
	return 0;
}

/* D1: an event without a UID is known by title and start. */
static void
make_uid(struct item *it)
{
	struct buf b = BUF_INIT;
	const char *title = it->ev.out.title;

	buf_fmt(&b, "no-uid/%lld/", (long long)event_instant(&it->ev.start));
	buf_add(&b, title, utf8_prefix(title, TITLE_IN_UID));
	it->ev.out.uid = buf_take(&b);
	it->no_uid = true;
}

static void
take_event(struct expander *x, const struct ics_component *c)
{
	struct ics_reader r = { .tzids = x->tzids,
		.floating = x->floating,
		.name_field = x->in->name_field,
		.phone_field = x->in->phone_field,
		.location_field = x->in->location_field,
		.notes = x->out };
	struct err e = ERR_INIT;

	x->v = mem_grow(x->v, &x->cap, x->n + 1, sizeof(*x->v));
	struct item *it = &x->v[x->n];
	*it = (struct item){ .order = x->n };
	x->n++;
	watch_at(c->id);
	if (event_read(&it->ev, c->id, c->text, c->n, &r, &e) == -1) {
		parsed_note_add(x->out, c->id, true, "%s", e.msg);
	} else if (it->ev.out.uid == NULL) {
		make_uid(it);
		parsed_note_add(x->out, c->id, false,
		    "it has no UID; it is known by its title and start");
	}
}

static int
by_uid(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	const char *i = x->ev.out.uid, *k = y->ev.out.uid;
	int c = 0;

	if (i == NULL || k == NULL)
		c = (i != NULL) - (k != NULL);
	else
		c = x->no_uid != y->no_uid ? x->no_uid - y->no_uid
					   : strcmp(i, k);
	if (c == 0)
		c = x->order < y->order ? -1 : x->order > y->order;
	return c;
}

/* The ordinal that tells events apart which have no UID. */
static void
number_uids(struct item *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf b = BUF_INIT;
		buf_fmt(&b, "%s/%zu", v[i].ev.out.uid, i + 1);
		free(v[i].ev.out.uid);
		v[i].ev.out.uid = buf_take(&b);
	}
}

/*
 * D3: what cannot be read proves nothing.  A master may be the newer one, an
 * override may be of any date; so what they could replace is not given.
 */
static void
withhold(struct expander *x, struct item *v, size_t n)
{
	bool doubt = false;

	for (size_t i = 0; i < n; i++)
		if (v[i].ev.bad && !v[i].ev.recurrence_known)
			doubt = true;
	for (size_t i = 0; i < n && doubt; i++) {
		if (v[i].ev.bad || v[i].ev.has_recurrence)
			continue;
		v[i].withheld = true;
		parsed_note_add(x->out, v[i].ev.out.id, true,
		    "another component with its UID cannot be read");
	}
}

/* Is a a later version than b of the same appointment? */
static bool
newer(const struct ics_event *a, const struct ics_event *b)
{
	if (a->out.sequence != b->out.sequence)
		return a->out.sequence > b->out.sequence;
	return a->out.last_modified_at >= b->out.last_modified_at;
}

static bool
may_be_master(const struct item *it)
{
	return !it->ev.bad && !it->withheld && !it->ev.has_recurrence;
}

static int
by_start(const void *pa, const void *pb)
{
	const struct start *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->item->order < b->item->order ? -1 : 1;
}

/*
 * D1: of the masters the highest SEQUENCE; of those, one for each start, the
 * latest LAST-MODIFIED.
 */
static void
choose_masters(struct expander *x, struct item *v, size_t n)
{
	int64_t best = -1;
	size_t n_starts = 0;

	for (size_t i = 0; i < n; i++)
		if (may_be_master(&v[i]) && v[i].ev.out.sequence > best)
			best = v[i].ev.out.sequence;
	for (size_t i = 0; i < n; i++)
		if (may_be_master(&v[i]) && v[i].ev.out.sequence == best)
			x->starts[n_starts++] =
			    (struct start){ event_instant(&v[i].ev.start),
				    &v[i] };
	/* A feed may have given all of its events one UID. */
	if (n_starts > 1)
		qsort(x->starts, n_starts, sizeof(*x->starts), by_start);
	for (size_t from = 0, to; from < n_starts; from = to) {
		struct item *chosen = x->starts[from].item;
		for (to = from + 1;
		     to < n_starts && x->starts[to].at == x->starts[from].at;
		     to++)
			if (newer(&x->starts[to].item->ev, &chosen->ev))
				chosen = x->starts[to].item;
		chosen->chosen = true;
	}
	x->n_masters = 0;
	for (size_t i = 0; i < n; i++)
		if (v[i].chosen)
			x->masters[x->n_masters++] = &v[i].ev;
}

static void
choose_overrides(struct expander *x, struct item *v, size_t n)
{
	x->n_overrides = 0;
	for (size_t i = 0; i < n; i++)
		if (v[i].ev.has_recurrence && v[i].ev.recurrence_known)
			x->overrides[x->n_overrides++] = &v[i].ev;
}

static int
give_slots(struct expander *x, const struct series *s, struct err *e)
{
	for (size_t i = 0; i < x->slots.n; i++) {
		const struct slot *slot = &x->slots.v[i];
		if (!series_within(s, slot))
			continue;
		struct parsed_occurrence o = {
			.original_at = slot->original_at,
			.start_at = event_instant(&slot->start),
			.end_at = event_end(&slot->start, &slot->span),
			.all_day = slot->start.date,
		};
		if (o.start_at < AT_MIN || o.end_at > AT_MAX)
			continue;
		if (x->out->n_occurrences >= OCCUR_MAX)
			return err_set(
			    e, ERR_DATA, "more than %d occurrences", OCCUR_MAX);
		/* The event lies within its item, the first member of it. */
		const struct item *it = (const void *)slot->ev;
		o.event = it->index;
		*parsed_occurrence_add(x->out) = o;
	}
	return 0;
}

/* All of one UID. */
static int
expand_uid(struct expander *x, struct item *v, size_t n, struct err *e)
{
	struct series s = { .from_at = x->in->from_at,
		.to_at = x->in->to_at,
		.notes = x->out };
	size_t next = x->out->n_events;

	watch_at(v[0].ev.out.id);
	withhold(x, v, n);
	for (size_t i = 0; i < n; i++)
		if (!v[i].ev.bad && !v[i].withheld)
			v[i].index = next++;
	choose_masters(x, v, n);
	choose_overrides(x, v, n);
	series_slots(&s, x->masters, x->n_masters, x->n_masters > 1,
	    x->overrides, x->n_overrides, &x->slots);
	if (give_slots(x, &s, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (v[i].ev.bad || v[i].withheld)
			continue;
		*parsed_event_add(x->out) = v[i].ev.out;
		v[i].ev.out = (struct parsed_event){ .uid = NULL };
	}
	return 0;
}

static int
expand_all(struct expander *x, struct err *e)
{
	size_t n;

	watch_at(0);
	if (x->n > 0)
		qsort(x->v, x->n, sizeof(*x->v), by_uid);
	x->starts = mem_zero(x->n, sizeof(*x->starts));
	x->masters = mem_zero(x->n, sizeof(struct ics_event *));
	x->overrides = mem_zero(x->n, sizeof(struct ics_event *));
	for (size_t i = 0; i < x->n; i += n) {
		struct item *v = &x->v[i];
		for (n = 1; i + n < x->n && v->ev.out.uid != NULL &&
		     v->no_uid == v[n].no_uid &&
		     str_eq(v->ev.out.uid, v[n].ev.out.uid);)
			n++;
		if (!v->no_uid) {
			if (expand_uid(x, v, n, e) == -1)
				return -1;
			continue;
		}
		number_uids(v, n);
		for (size_t k = 0; k < n; k++)
			if (expand_uid(x, &v[k], 1, e) == -1)
				return -1;
	}
	return 0;
}

int
ics_expand(const struct ics_input *in, struct zones *zs, struct parsed *out,
    struct err *e)
{
	struct expander x = { .in = in,
		.out = out,
		.tzids = tzids_new(zs),
		.slots = SLOTS_INIT };

	take_timezones(&x);
	int r = take_floating(&x, zs, e);
	for (size_t i = 0; r == 0 && i < in->n; i++)
		if (in->v[i].kind == ICS_EVENT)
			take_event(&x, &in->v[i]);
	if (r == 0)
		r = expand_all(&x, e);
	if (r == 0)
		watch_at(0);
	for (size_t i = 0; i < x.n; i++)
		event_fini(&x.v[i].ev);
	slots_free(&x.slots);
	free(x.v);
	free(x.starts);
	free(x.masters);
	free(x.overrides);
	tzids_free(x.tzids);
	return r;
}

/* SPDX-License-Identifier: ISC */
/*
 * Halves that nothing names: one ends where the other begins, be it in two
 * bodies, one soon after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/people.h"
#include "domain/split.h"
#include "domain/split_part.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	WEEK_S = 7 * 86400, /* the interval of a series of one */
	ALIKE_MAX = 64      /* more of the same recipients: in doubt */
};

/* A half of a series: one that ends, or one that begins. */
struct half {
	char *people;              /* owned */
	const char *family;        /* of one that ends */
	const struct place *order; /* borrowed: where from and to are */
	size_t from, to;           /* what it lost, or what it has */
	bool ends;
	bool fresh;         /* of one that begins: in an earlier body */
	int64_t at;         /* the first that is lost, or there */
	int64_t after_at;   /* of one that ends: the last that stays ... */
	int64_t interval_s; /* ... and how far apart they are */
	size_t other;       /* index of the one that fits; of several, n */
	size_t fits;        /* how many do */
};

struct halves {
	struct half *v; /* owned */
	size_t n, cap;
};

static struct half *
halves_add(struct halves *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct half){ .people = NULL };
	return &l->v[l->n++];
}

/* The unknown series of the body that are to come. */
static void
add_begins(const struct split *w, struct halves *l)
{
	for (size_t from = 0, to; from < w->n; from = to) {
		to = split_run_end(w, from);
		const struct seen *s = &w->seen[w->order[from].i];
		if (!split_is_unknown(w, from) || s->cancelled ||
		    s->start_at <= w->ctx->now)
			continue;
		struct half *h = halves_add(l);
		h->people = people_seen(s);
		h->order = w->order;
		h->from = from;
		h->to = to;
		h->at = s->start_at;
	}
}

/* Series that came with an earlier body: the order of what they have, given. */
static struct place *
add_fresh(const struct split *w, struct halves *l)
{
	struct place *v = mem_zero(w->known->n + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = w->stray; i < w->known->n; i++)
		if (w->m->fresh[i] && w->known->v[i].series != NULL &&
		    split_is_ours(w, i))
			v[n++] = (struct place){ w->known->v[i].uid,
				w->known->v[i].start_at, i };
	if (n > 1)
		qsort(v, n, sizeof(*v), split_by_place);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && str_eq(v[to].name, v[from].name);)
			to++;
		struct half *h = halves_add(l);
		h->people = people_known(&w->known->v[v[from].i]);
		h->order = v;
		h->from = from;
		h->to = to;
		h->fresh = true;
		h->at = v[from].at;
	}
	return v;
}

/* Is it there: in this body, or in the feed without a change? */
static bool
is_there(const struct split *w, size_t i)
{
	return w->m->known[i] != -1 ||
	    (i >= w->stray && w->known->v[i].standing == STANDING_LIVE);
}

/* Did this body lose it, or an earlier one a while ago? */
static bool
is_lost(const struct split *w, size_t i)
{
	const struct appointment *a = &w->known->v[i];

	return !is_there(w, i) && a->series != NULL &&
	    a->standing != STANDING_GONE && a->start_at > w->ctx->now;
}

/*
 * v[from..to) are of one family: does it end in this body, and what is then
 * the first that is lost?
 */
static void
add_end(const struct split *w, const struct place *v, size_t from, size_t to,
    struct halves *l)
{
	size_t lost = to;
	int64_t last_at = INT64_MIN;

	for (size_t k = from; k < to; k++) {
		int64_t seen = w->m->known[v[k].i];
		if (seen != -1)
			last_at = w->seen[seen].start_at;
		if (lost == to && is_lost(w, v[k].i))
			lost = k;
		else if (lost != to && is_there(w, v[k].i))
			return; /* it goes on itself */
	}
	if (lost == to)
		return;
	struct half *h = halves_add(l);
	h->ends = true;
	h->order = v;
	h->from = lost;
	h->to = to;
	h->people = people_known(&w->known->v[v[lost].i]);
	h->family = v[lost].name;
	h->at = v[lost].at;
	h->after_at = last_at;
	h->interval_s = lost + 1 < to ? v[lost + 1].at - v[lost].at
	    : lost > from             ? v[lost].at - v[lost - 1].at
				      : WEEK_S;
}

/* The known series that end in this body: their order, given. */
static struct place *
add_ends(const struct split *w, struct halves *l)
{
	struct place *v = mem_zero(w->known->n + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < w->known->n; i++)
		if (split_is_ours(w, i) && !w->m->fresh[i])
			v[n++] = (struct place){ split_family(&w->known->v[i]),
				w->known->v[i].start_at, i };
	if (n > 1)
		qsort(v, n, sizeof(*v), split_by_place);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && str_eq(v[to].name, v[from].name);)
			to++;
		add_end(w, v, from, to, l);
	}
	return v;
}

static int
by_people(const void *pa, const void *pb)
{
	const struct half *a = pa, *b = pb;

	return strcmp(a->people, b->people);
}

/* Does `next` begin where `end` was cut short? */
static bool
fits(const struct half *end, const struct half *next)
{
	int64_t apart_s = next->at - end->at;

	return end->ends && !next->ends && next->at > end->after_at &&
	    apart_s < end->interval_s && -apart_s < end->interval_s;
}

/* What the one lost is what the other has had since an earlier body. */
static void
inherit(const struct split *w, const struct half *end, const struct half *next)
{
	size_t to = next->from;

	for (size_t k = end->from; k < end->to && to < next->to; k++)
		if (is_lost(w, end->order[k].i))
			w->m->heir[end->order[k].i] =
			    (int64_t)next->order[to++].i;
	for (size_t k = next->from; k < next->to; k++)
		w->m->joins[next->order[k].i] = end->family;
}

/* Of the same recipients: each that fits exactly one which fits only it. */
static void
join(const struct split *w, struct half *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (fits(&v[i], &v[k])) {
				v[i].fits++;
				v[k].fits++;
				v[k].other = i;
			}
	for (size_t k = 0; k < n; k++) {
		const struct half *end = &v[v[k].other];
		if (v[k].ends || v[k].fits != 1 || end->fits != 1)
			continue;
		if (v[k].fresh)
			inherit(w, end, &v[k]);
		else
			split_adopt(w, v[k].from, v[k].to, end->family);
	}
}

void
split_by_cut(const struct split *w)
{
	struct halves l = { .v = NULL };
	struct place *fresh = NULL, *ends = NULL;

	/* Absence must be proved (D3). */
	if (!w->ctx->partial) {
		add_begins(w, &l);
		fresh = add_fresh(w, &l);
	}
	if (l.n > 0)
		ends = add_ends(w, &l);
	if (l.n > 1)
		qsort(l.v, l.n, sizeof(*l.v), by_people);
	for (size_t from = 0, to; from < l.n; from = to) {
		for (to = from + 1;
		     to < l.n && str_eq(l.v[to].people, l.v[from].people);)
			to++;
		if (to - from <= ALIKE_MAX)
			join(w, &l.v[from], to - from);
	}
	for (size_t i = 0; i < l.n; i++)
		free(l.v[i].people);
	free(l.v);
	free(fresh);
	free(ends);
}

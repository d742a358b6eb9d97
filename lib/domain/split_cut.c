/* SPDX-License-Identifier: ISC */
/* Halves that nothing names: one ends where the other begins. */
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
	char *people;       /* owned */
	const char *family; /* of one that ends */
	size_t from, to;    /* in the order, of one that begins */
	bool ends;
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
		h->from = from;
		h->to = to;
		h->at = s->start_at;
	}
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
		const struct appointment *a = &w->known->v[v[k].i];
		bool there = w->m->known[v[k].i] != -1;
		if (there)
			last_at = w->seen[w->m->known[v[k].i]].start_at;
		else if (lost == to && a->series != NULL &&
		    a->standing != STANDING_GONE && a->start_at > w->ctx->now)
			lost = k;
		if (there && lost != to)
			return; /* it goes on itself */
	}
	if (lost == to)
		return;
	struct half *h = halves_add(l);
	h->ends = true;
	h->people = people_known(&w->known->v[v[lost].i]);
	h->family = v[lost].name;
	h->at = v[lost].at;
	h->after_at = last_at;
	h->interval_s = lost + 1 < to ? v[lost + 1].at - v[lost].at
	    : lost > from             ? v[lost].at - v[lost - 1].at
				      : WEEK_S;
}

/* The known series that end in this body. */
static void
add_ends(const struct split *w, struct halves *l)
{
	struct place *v = mem_zero(w->stray + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < w->stray; i++)
		if (split_is_ours(w, i))
			v[n++] = (struct place){ split_family(&w->known->v[i]),
				w->known->v[i].start_at, i };
	if (n > 1)
		qsort(v, n, sizeof(*v), split_by_place);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && str_eq(v[to].name, v[from].name);)
			to++;
		add_end(w, v, from, to, l);
	}
	free(v);
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
	for (size_t k = 0; k < n; k++)
		if (!v[k].ends && v[k].fits == 1 && v[v[k].other].fits == 1)
			split_adopt(
			    w, v[k].from, v[k].to, v[v[k].other].family);
}

void
split_by_cut(const struct split *w)
{
	struct halves l = { .v = NULL };

	/* Absence must be proved (D3). */
	if (!w->ctx->partial)
		add_begins(w, &l);
	if (l.n > 0)
		add_ends(w, &l);
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
}

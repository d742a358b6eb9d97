/* SPDX-License-Identifier: ISC */
#include "domain/together.h"

#include <stdlib.h>

#include "domain/change.h"
#include "domain/when.h"
#include "util/mem.h"

/* Those of one settle time: v[from..to). */
struct cluster {
	size_t from, to;
	bool fits;
	int64_t due_at, start_at;
};

static int
by_number(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* It cannot wait for the end of the longest settle time (P9: too late). */
static bool
soon(const struct together *t)
{
	return t->start_at < t->burst_at + CHANGE_BURST_S + WHEN_HOUR_S;
}

/* Those that cannot wait come first. */
static int
by_burst(const void *pa, const void *pb)
{
	const struct together *a = pa, *b = pb;
	int c = by_number(soon(b), soon(a));

	if (c == 0)
		c = by_number(a->burst_at, b->burst_at);
	return c != 0 ? c : by_number(a->appointment_id, b->appointment_id);
}

static int
by_start(const void *pa, const void *pb)
{
	const struct together *a = pa, *b = pb;
	int c = by_number(a->start_at, b->start_at);

	return c != 0 ? c : by_number(a->appointment_id, b->appointment_id);
}

static int64_t
min_at(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static struct when
when_of(int64_t start_at, const struct zone *zone, const struct window *window)
{
	return (struct when){ .kind = KIND_CONFIRMATION,
		.zone = zone,
		.window = window,
		.start_at = start_at,
		.old_start_at = start_at };
}

/* The cluster that begins at v[from]. */
static struct cluster
cluster_at(const struct together *v, size_t n, size_t from,
    const struct zone *zone, const struct window *window)
{
	struct cluster c = {
		.from = from, .to = from + 1, .start_at = v[from].start_at
	};
	int64_t end_at = v[from].burst_at + CHANGE_BURST_S;
	int64_t at = min_at(v[from].changed_at + CHANGE_SETTLE_S, end_at);

	while (c.to < n && !soon(&v[from]) && v[c.to].burst_at <= at) {
		const struct together *t = &v[c.to++];
		int64_t again = min_at(t->changed_at + CHANGE_SETTLE_S, end_at);
		at = again > at ? again : at;
		c.start_at = min_at(c.start_at, t->start_at);
	}
	struct when m = when_of(c.start_at, zone, window);
	c.fits = window_fit(&m, at, &c.due_at);
	return c;
}

/* Move those of the clusters due at that instant to the front; how many. */
static size_t
gather(struct together *v, const struct cluster *c, size_t n, int64_t due_at)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!c[i].fits || c[i].due_at != due_at)
			continue;
		for (size_t j = c[i].from; j < c[i].to; j++, k++) {
			struct together t = v[k];
			v[k] = v[j];
			v[j] = t;
		}
	}
	return k;
}

bool
together_find(struct together *v, size_t n, int64_t own,
    const struct zone *zone, const struct window *window,
    struct together_group *g)
{
	struct cluster *c = NULL, *mine = NULL;
	size_t k = 0, cap = 0;

	qsort(v, n, sizeof(*v), by_burst);
	for (size_t i = 0; i < n; i = c[k - 1].to) {
		c = mem_grow(c, &cap, k + 1, sizeof(*c));
		c[k++] = cluster_at(v, n, i, zone, window);
	}
	for (size_t i = 0; i < k; i++)
		for (size_t j = c[i].from; j < c[i].to; j++)
			if (v[j].appointment_id == own)
				mine = &c[i];
	bool fits = mine != NULL && mine->fits;
	if (fits) {
		struct when m;
		g->due_at = mine->due_at;
		g->n = gather(v, c, k, g->due_at);
		g->v = v;
		qsort(v, g->n, sizeof(*v), by_start);
		m = when_of(v[0].start_at, zone, window);
		g->expires_at = when_expires(&m, g->due_at, 0);
	}
	free(c);
	return fits;
}

void
together_part(struct together_group *g, size_t most, int64_t own)
{
	for (size_t i = 0; i < g->n; i++) {
		if (g->v[i].appointment_id != own)
			continue;
		size_t from = i / most * most;
		g->v += from;
		g->n = g->n - from < most ? g->n - from : most;
		return;
	}
}

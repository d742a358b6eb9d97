/* SPDX-License-Identifier: ISC */
#include "domain/once.h"

#include <stdlib.h>
#include <string.h>

#include "domain/split.h"
#include "util/mem.h"
#include "util/str.h"

/* An appointment and one of its recipients, of a series that is told once. */
struct telling {
	const char *family, *phone;
	int64_t start_at;
	struct recipient *r;
	size_t i; /* the appointment, in known */
};

struct tellings {
	struct telling *v; /* owned */
	size_t n, cap;
};

static int
by_telling(const void *pa, const void *pb)
{
	const struct telling *a = pa, *b = pb;
	int c = strcmp(a->family, b->family);

	if (c == 0)
		c = strcmp(a->phone, b->phone);
	if (c == 0)
		c = (a->start_at > b->start_at) - (a->start_at < b->start_at);
	return c;
}

static void
add(struct tellings *l, struct appointment_list *known, size_t i,
    struct recipient *r)
{
	struct appointment *a = &known->v[i];

	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] =
	    (struct telling){ split_family(a), r->phone, a->start_at, r, i };
}

static void
sort(struct tellings *l)
{
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), by_telling);
}

static bool
same(const struct telling *a, const struct telling *b)
{
	return str_eq(a->family, b->family) && str_eq(a->phone, b->phone);
}

/*
 * D8: a series is told once per recipient, for its next occurrence.  `moved`:
 * of a series that moved as a whole; else of a new one.
 */
static void
tell_once(struct tellings *l, bool moved, int64_t now)
{
	sort(l);
	for (size_t i = 1; i < l->n; i++) {
		struct telling *t = &l->v[i];
		if (!same(t, t - 1))
			continue;
		if (moved) {
			t->r->told_start_at = t->start_at;
			t->r->told_at = now;
		} else
			t->r->announce_at = 0;
	}
}

/* Did it move with its series, and not alone? */
static bool
moved_along(const struct appointment *a, const struct match *m,
    const struct seen *seen, size_t i, int64_t now)
{
	return m->how[i] == MATCH_SERIES ||
	    (m->how[i] == MATCH_IDENTITY && seen[i].future &&
		a->start_known_at == now);
}

/*
 * Of each series, who is told in this body: that it moved as a whole, or else
 * that it is new.  `of`: of each known one its seen one, or -1.
 */
static void
quieten(struct appointment_list *known, const int64_t *of,
    const struct match *m, const struct seen *seen, bool moved, int64_t now)
{
	struct tellings l = { .v = NULL };

	for (size_t i = 0; i < known->n; i++) {
		struct appointment *a = &known->v[i];
		if (of[i] == -1 || !seen[of[i]].series || a->start_at <= now ||
		    (moved && !moved_along(a, m, seen, (size_t)of[i], now)))
			continue;
		for (size_t j = 0; j < a->n_recipients; j++) {
			struct recipient *r = &a->recipients[j];
			if (r->left_at == 0 && (moved || r->announce_at == now))
				add(&l, known, i, r);
		}
	}
	tell_once(&l, moved, now);
	free(l.v);
}

/* What came with an earlier body, and goes on a known series, moved along. */
static void
quieten_heirs(
    struct appointment_list *known, const struct match *m, int64_t now)
{
	struct tellings l = { .v = NULL };

	for (size_t i = 0; i < m->n_known; i++) {
		int64_t heir = m->heir[i];
		if (heir == -1 || m->joins[heir] == NULL)
			continue;
		struct appointment *a = &known->v[heir];
		for (size_t j = 0; j < a->n_recipients; j++) {
			struct recipient *r = &a->recipients[j];
			if (r->left_at == 0 && r->told_start_at != a->start_at)
				add(&l, known, (size_t)heir, r);
		}
	}
	tell_once(&l, true, now);
	free(l.v);
}

/* Is it still to be told that there is a series? */
static bool
unsaid(const struct recipient *r)
{
	return r->announce_at != 0 && r->told_at <= r->announce_at;
}

/*
 * v[0..n) are of one series and recipient, and to come.  The one that was to
 * tell of it is not there any more: then the next one does.
 */
static void
hand_on(struct appointment_list *known, struct telling *v, size_t n,
    struct change *c)
{
	struct telling *lost = NULL, *next = NULL;

	for (size_t k = 0; k < n; k++) {
		bool live = known->v[v[k].i].standing == STANDING_LIVE;
		if (live && unsaid(v[k].r))
			return;
		if (live && next == NULL)
			next = &v[k];
		if (!live && unsaid(v[k].r) && lost == NULL)
			lost = &v[k];
	}
	if (lost == NULL || next == NULL || next->r->announce_at != 0)
		return;
	next->r->announce_at = lost->r->announce_at;
	lost->r->announce_at = 0;
	known->v[next->i].rev++;
	c[next->i].changed = c[lost->i].changed = true;
}

/* Only where something that was not told yet is no more. */
static void
hand_all_on(struct appointment_list *known, int64_t now, struct change *c)
{
	struct tellings l = { .v = NULL };
	bool any = false;

	for (size_t i = 0; i < known->n; i++) {
		const struct appointment *a = &known->v[i];
		for (size_t j = 0; j < a->n_recipients; j++)
			any |= c[i].changed && a->series != NULL &&
			    a->standing != STANDING_LIVE &&
			    unsaid(&a->recipients[j]);
	}
	for (size_t i = 0; any && i < known->n; i++) {
		struct appointment *a = &known->v[i];
		for (size_t j = 0; j < a->n_recipients; j++)
			if (a->series != NULL && a->start_at > now &&
			    a->recipients[j].left_at == 0)
				add(&l, known, i, &a->recipients[j]);
	}
	sort(&l);
	for (size_t from = 0, to; from < l.n; from = to) {
		to = from + 1;
		while (to < l.n && same(&l.v[to], &l.v[from]))
			to++;
		hand_on(known, &l.v[from], to - from, c);
	}
	free(l.v);
}

void
once_tell(struct appointment_list *known, const struct match *m,
    const struct seen *seen, size_t n, int64_t now, struct change *c)
{
	int64_t *of = mem_zero(known->n, sizeof(*of));

	for (size_t i = 0; i < known->n; i++)
		of[i] = -1;
	for (size_t i = 0; i < n; i++)
		if (m->seen[i] != -1 && !seen[i].cancelled)
			of[m->seen[i]] = (int64_t)i;
	quieten(known, of, m, seen, false, now);
	quieten(known, of, m, seen, true, now);
	quieten_heirs(known, m, now);
	hand_all_on(known, now, c);
	free(of);
}

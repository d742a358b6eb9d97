/* SPDX-License-Identifier: ISC */
#include "domain/once.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

/* An appointment and one of its recipients, of a series that is told once. */
struct telling {
	const char *uid, *phone;
	int64_t start_at;
	struct recipient *r;
};

static int
by_telling(const void *pa, const void *pb)
{
	const struct telling *a = pa, *b = pb;
	int c = strcmp(a->uid, b->uid);

	if (c == 0)
		c = strcmp(a->phone, b->phone);
	if (c == 0)
		c = (a->start_at > b->start_at) - (a->start_at < b->start_at);
	return c;
}

/*
 * D8: a series is told once per recipient, for its next occurrence.  `moved`:
 * of a series that moved as a whole; else of a new one.
 */
static void
tell_once(struct telling *v, size_t n, bool moved, int64_t now)
{
	if (n > 1)
		qsort(v, n, sizeof(*v), by_telling);
	for (size_t i = 1; i < n; i++) {
		if (!str_eq(v[i].uid, v[i - 1].uid) ||
		    !str_eq(v[i].phone, v[i - 1].phone))
			continue;
		if (moved) {
			v[i].r->told_start_at = v[i].start_at;
			v[i].r->told_at = now;
		} else
			v[i].r->announce_at = 0;
	}
}

/*
 * Of each series, who is told in this body: that it moved as a whole, or else
 * that it is new.  `of`: of each known one its seen one, or -1.
 */
static void
quieten(struct appointment_list *known, const int64_t *of,
    const struct match *m, const struct seen *seen, bool moved, int64_t now)
{
	struct telling *v = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < known->n; i++) {
		struct appointment *a = &known->v[i];
		if (of[i] == -1 || !seen[of[i]].series || a->start_at <= now ||
		    (moved && m->how[of[i]] != MATCH_SERIES))
			continue;
		for (size_t j = 0; j < a->n_recipients; j++) {
			struct recipient *r = &a->recipients[j];
			if (r->left_at != 0 ||
			    (!moved && r->announce_at != now))
				continue;
			v = mem_grow(v, &cap, n + 1, sizeof(*v));
			v[n++] = (struct telling){ a->uid, r->phone,
				a->start_at, r };
		}
	}
	tell_once(v, n, moved, now);
	free(v);
}

void
once_tell(struct appointment_list *known, const struct match *m,
    const struct seen *seen, size_t n, int64_t now)
{
	int64_t *of = mem_zero(known->n, sizeof(*of));

	for (size_t i = 0; i < known->n; i++)
		of[i] = -1;
	for (size_t i = 0; i < n; i++)
		if (m->seen[i] != -1 && !seen[i].cancelled)
			of[m->seen[i]] = (int64_t)i;
	quieten(known, of, m, seen, false, now);
	quieten(known, of, m, seen, true, now);
	free(of);
}

/* SPDX-License-Identifier: ISC */
#include "domain/match.h"

#include <stdlib.h>
#include <string.h>

#include "domain/people.h"
#include "domain/split.h"
#include "util/mem.h"
#include "util/str.h"

/* No two zones are further apart than that. */
enum { REPAIR_MAX_S = 26 * 3600 };

/* What the steps work on. */
struct work {
	struct match *m;
	const struct appointment_list *known;
	size_t stray;
	const struct seen *seen;
	size_t n;
	const struct change_ctx *ctx;
};

/* A known or a seen one under the words that a step compares. */
struct entry {
	const char *a, *b; /* never NULL */
	int64_t at;
	bool is_seen;
	size_t i;
};

struct entries {
	struct entry *v; /* owned */
	size_t n, cap;
};

static int
by_words(const struct entry *x, const struct entry *y)
{
	int c = strcmp(x->a, y->a);

	return c != 0 ? c : strcmp(x->b, y->b);
}

static int
by_entry(const void *px, const void *py)
{
	const struct entry *x = px, *y = py;
	int c = by_words(x, y);

	if (c == 0)
		c = (x->at > y->at) - (x->at < y->at);
	if (c == 0)
		c = (x->i > y->i) - (x->i < y->i);
	return c;
}

static void
add(struct entries *l, const char *a, const char *b, int64_t at, bool is_seen,
    size_t i)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct entry){ a, b, at, is_seen, i };
}

static void
sort(struct entries *l)
{
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), by_entry);
}

/* The end of the run from `from` on of entries with the same words. */
static size_t
run_end(const struct entries *l, size_t from, bool same_time)
{
	size_t to = from + 1;

	while (to < l->n && by_words(&l->v[to], &l->v[from]) == 0 &&
	    (!same_time || l->v[to].at == l->v[from].at))
		to++;
	return to;
}

static void
pair(const struct work *w, size_t known, size_t seen, enum change_match how)
{
	w->m->known[known] = (int64_t)seen;
	w->m->seen[seen] = (int64_t)known;
	w->m->how[seen] = how;
}

/* Within v[from..to): the known ones with the seen ones, in order. */
static void
pair_in_order(const struct work *w, const struct entries *l, size_t from,
    size_t to, enum change_match how)
{
	size_t k = from, s = from;

	for (;;) {
		while (k < to && l->v[k].is_seen)
			k++;
		while (s < to && !l->v[s].is_seen)
			s++;
		if (k == to || s == to)
			return;
		pair(w, l->v[k++].i, l->v[s++].i, how);
	}
}

/* A known one that this body may still turn out to have. */
static bool
is_open(const struct work *w, size_t i)
{
	const struct appointment *a = &w->known->v[i];

	if (w->m->known[i] != -1 || a->standing == STANDING_GONE)
		return false;
	if (i >= w->stray || a->calendar_id != w->ctx->calendar_id)
		return a->standing == STANDING_MISSING;
	return true;
}

static bool
is_unknown(const struct work *w, size_t i)
{
	return w->m->seen[i] == -1 && w->m->how[i] == MATCH_NONE &&
	    !w->seen[i].cancelled;
}

/* v[from..to) are of one UID: is it known, and by which was it first? */
static void
name_run(const struct work *w, const struct entries *l, size_t from, size_t to)
{
	const struct appointment *known = NULL;

	for (size_t i = from; i < to; i++)
		if (!l->v[i].is_seen &&
		    (known == NULL || known->series == NULL))
			known = &w->known->v[l->v[i].i];
	for (size_t i = from; i < to; i++) {
		if (!l->v[i].is_seen)
			continue;
		w->m->uid_known[l->v[i].i] = known != NULL;
		w->m->family[l->v[i].i] =
		    known != NULL ? split_family(known) : l->v[i].a;
	}
}

/* a. The same identity. */
static void
by_identity(const struct work *w)
{
	struct entries l = { .v = NULL };

	for (size_t i = 0; i < w->stray; i++)
		add(&l, w->known->v[i].uid, "", w->known->v[i].original_at,
		    false, i);
	for (size_t i = 0; i < w->n; i++)
		add(&l, w->seen[i].uid, "", w->seen[i].original_at, true, i);
	sort(&l);
	for (size_t from = 0, to; from < l.n; from = to) {
		to = run_end(&l, from, true);
		pair_in_order(w, &l, from, to, MATCH_IDENTITY);
	}
	for (size_t from = 0, to; from < l.n; from = to) {
		to = run_end(&l, from, false);
		name_run(w, &l, from, to);
	}
	free(l.v);
}

/* D10: what lives in another calendar of the company stays there. */
static void
leave_foreign(const struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		int64_t k = w->m->seen[i];
		if (k == -1)
			continue;
		const struct appointment *a = &w->known->v[k];
		if (a->calendar_id == w->ctx->calendar_id ||
		    a->standing != STANDING_LIVE)
			continue;
		w->m->known[k] = w->m->seen[i] = -1;
		w->m->how[i] = MATCH_FOREIGN;
	}
}

/* b. The same start and people: some servers invent UIDs at every download. */
static void
by_start_and_people(const struct work *w)
{
	struct entries l = { .v = NULL };
	char **texts = mem_zero(w->known->n + w->n + 1, sizeof(*texts));
	size_t n = 0;

	for (size_t i = 0; i < w->known->n; i++)
		if (is_open(w, i)) {
			texts[n] = people_known(&w->known->v[i]);
			add(&l, texts[n++], "", w->known->v[i].start_at, false,
			    i);
		}
	for (size_t i = 0; l.n != 0 && i < w->n; i++)
		if (is_unknown(w, i)) {
			texts[n] = people_seen(&w->seen[i]);
			add(&l, texts[n++], "", w->seen[i].start_at, true, i);
		}
	sort(&l);
	for (size_t from = 0, to; from < l.n; from = to) {
		to = run_end(&l, from, true);
		pair_in_order(w, &l, from, to, MATCH_RENAMED);
	}
	while (n > 0)
		free(texts[--n]);
	free(texts);
	free(l.v);
}

/* The next entry from i on of that side, `to` if there is none. */
static size_t
next_of(const struct entries *l, size_t i, size_t to, bool is_seen)
{
	while (i < to && l->v[i].is_seen != is_seen)
		i++;
	return i;
}

static int64_t
apart_s(const struct entries *l, size_t i, size_t k)
{
	int64_t s = l->v[i].at - l->v[k].at;

	return s < 0 ? -s : s;
}

/* Are i and k nearer to each other than i to k1 and k to i1? */
static bool
is_nearest(const struct entries *l, size_t i, size_t k, size_t i1, size_t k1,
    size_t none)
{
	int64_t between_s = apart_s(l, i, k);

	return (i1 == none || between_s < apart_s(l, i1, k)) &&
	    (k1 == none || between_s < apart_s(l, i, k1));
}

/*
 * One UID of a changed master, known and seen ones in order of their start,
 * of which v[now..to) have not begun.  They are paired in order; but the
 * first seen one may be where the one in progress moved to, which is never
 * touched (D8), and the first known one may have moved to before now.
 */
static void
pair_coming(const struct work *w, const struct entries *l, size_t from,
    size_t now, size_t to)
{
	size_t k = next_of(l, now, to, false), s = next_of(l, now, to, true);
	size_t k0 = to, s0 = to; /* the last that have begun */

	for (size_t i = from; i < now; i++)
		*(l->v[i].is_seen ? &s0 : &k0) = i;
	if (k == to)
		return;
	if (s < to && k0 < to && is_nearest(l, k0, s, k, s0, to))
		s = next_of(l, s + 1, to, true);
	else if (s0 < to && is_nearest(l, k, s0, k0, s, to)) {
		pair(w, l->v[k].i, l->v[s0].i, MATCH_SERIES);
		k = next_of(l, k + 1, to, false);
	}
	while (k < to && s < to) {
		pair(w, l->v[k].i, l->v[s].i, MATCH_SERIES);
		k = next_of(l, k + 1, to, false);
		s = next_of(l, s + 1, to, true);
	}
}

/* What came into the window with time is no other's successor. */
static bool
is_successor(const struct work *w, size_t i, bool touched)
{
	const struct seen *s = &w->seen[i];

	return is_unknown(w, i) && s->touched == touched &&
	    (!s->series || s->start_at < w->ctx->expanded_at);
}

/* Known ones without a seen one, and the other way round, by family. */
static void
collect_leftovers(const struct work *w, bool touched, struct entries *l)
{
	for (size_t i = 0; i < w->known->n; i++)
		if (is_open(w, i))
			add(l, split_family(&w->known->v[i]), "",
			    w->known->v[i].start_at, false, i);
	for (size_t i = 0; l->n != 0 && i < w->n; i++)
		if (is_successor(w, i, touched))
			add(l, w->m->family[i], "", w->seen[i].start_at, true,
			    i);
	sort(l);
}

/* c. The coming occurrences of a changed master, in order. */
static void
by_series(const struct work *w)
{
	struct entries l = { .v = NULL };

	collect_leftovers(w, true, &l);
	for (size_t from = 0, to; from < l.n; from = to) {
		size_t now = from;
		to = run_end(&l, from, false);
		while (now < to && l.v[now].at <= w->ctx->now)
			now++;
		pair_coming(w, &l, from, now, to);
	}
	free(l.v);
}

/* Each known one of a UID with the seen one that is nearest. */
static void
pair_nearest(
    const struct work *w, const struct entries *l, size_t from, size_t to)
{
	size_t k = next_of(l, from, to, false), s = next_of(l, from, to, true);

	while (k < to && s < to) {
		size_t k1 = next_of(l, k + 1, to, false);
		size_t s1 = next_of(l, s + 1, to, true);
		int64_t between_s = apart_s(l, k, s);

		if (k1 < to && apart_s(l, k1, s) < between_s)
			k = k1;
		else if (s1 < to && apart_s(l, k, s1) < between_s)
			s = s1;
		else {
			if (between_s <= REPAIR_MAX_S)
				pair(w, l->v[k].i, l->v[s].i, MATCH_REPAIRED);
			k = k1;
			s = s1;
		}
	}
}

/*
 * A series whose zone is read anew has other identities, though the feed
 * changed nothing: each occurrence goes on at its new instant (D7).
 */
static void
by_repair(const struct work *w)
{
	struct entries l = { .v = NULL };

	collect_leftovers(w, false, &l);
	for (size_t from = 0, to; from < l.n; from = to) {
		to = run_end(&l, from, false);
		pair_nearest(w, &l, from, to);
	}
	free(l.v);
}

/* May it be the missing one of D7 d?  Absence must be proved (D3). */
static bool
is_lost(const struct work *w, size_t i)
{
	const struct appointment *a = &w->known->v[i];

	return is_open(w, i) && w->m->heir[i] == -1 &&
	    a->start_at > w->ctx->now && !a->nosms &&
	    (a->standing == STANDING_MISSING || !w->ctx->partial);
}

/* Is it one that was made before the other was deleted?  See `stray`. */
static bool
is_heir(const struct work *w, size_t i)
{
	return w->m->fresh[i] && appointment_only(&w->known->v[i]) != NULL &&
	    w->m->known[i] == -1 && w->m->joins[i] == NULL;
}

/* Exactly one that was lost and one that came: `to` is the end of the run. */
static void
pair_the_only(
    const struct work *w, const struct entries *l, size_t from, size_t to)
{
	const struct entry *lost = NULL, *came = NULL;

	for (size_t i = from; i < to; i++) {
		const struct entry *x = &l->v[i];
		bool is_lost_one = !x->is_seen && !is_heir(w, x->i);
		const struct entry **side = is_lost_one ? &lost : &came;

		if (*side != NULL)
			return; /* two of a kind: in doubt, neither */
		*side = x;
	}
	if (lost == NULL || came == NULL)
		return;
	if (came->is_seen)
		pair(w, lost->i, came->i, MATCH_RECREATED);
	else
		w->m->heir[lost->i] = (int64_t)came->i;
}

/* d. Deleted and made anew for the same single person: moved. */
static void
by_person(const struct work *w)
{
	struct entries l = { .v = NULL };

	for (size_t i = 0; i < w->known->n; i++) {
		const struct recipient *r = appointment_only(&w->known->v[i]);
		if (r != NULL && (is_lost(w, i) || is_heir(w, i)))
			add(&l, r->phone, r->name, 0, false, i);
	}
	for (size_t i = 0; l.n != 0 && i < w->n; i++) {
		const struct seen *s = &w->seen[i];
		if (is_unknown(w, i) && s->touched && !s->nosms &&
		    s->n_people == 1 && s->start_at > w->ctx->now &&
		    !w->m->uid_known[i])
			add(&l, s->people[0].phone, s->people[0].name, 0, true,
			    i);
	}
	sort(&l);
	for (size_t from = 0, to; from < l.n; from = to) {
		to = run_end(&l, from, false);
		pair_the_only(w, &l, from, to);
	}
	free(l.v);
}

static void
fill(int64_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i] = -1;
}

void
match_make(struct match *m, const struct appointment_list *known, size_t stray,
    const struct seen *seen, size_t n, const struct change_ctx *ctx)
{
	struct work w = { m, known, stray, seen, n, ctx };

	*m = (struct match){
		.n_known = known->n,
		.known = mem_zero(known->n + 1, sizeof(*m->known)),
		.heir = mem_zero(known->n + 1, sizeof(*m->heir)),
		.fresh = mem_zero(known->n + 1, sizeof(*m->fresh)),
		.joins = mem_zero(known->n + 1, sizeof(*m->joins)),
		.seen = mem_zero(n + 1, sizeof(*m->seen)),
		.how = mem_zero(n + 1, sizeof(*m->how)),
		.uid_known = mem_zero(n + 1, sizeof(*m->uid_known)),
		.family = mem_zero(n + 1, sizeof(*m->family)),
	};
	fill(m->known, known->n);
	fill(m->heir, known->n);
	fill(m->seen, n);
	by_identity(&w);
	leave_foreign(&w);
	split_fresh(m, known, stray);
	split_find(m, known, stray, seen, n, ctx);
	by_start_and_people(&w);
	by_repair(&w);
	by_series(&w);
	by_person(&w);
	split_inherit(m, known, seen, n);
}

void
match_free(struct match *m)
{
	free(m->known);
	free(m->heir);
	free(m->fresh);
	free(m->joins);
	free(m->seen);
	free(m->how);
	free(m->uid_known);
	free(m->family);
}

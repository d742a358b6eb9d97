/* SPDX-License-Identifier: ISC */
#include "domain/mass.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

enum {
	GONE_MIN = 5, /* and half of all; or all ... */
	ALL_MIN = 2,  /* ... of so many */
	TOLD_MIN = 10,
	TOLD_ALWAYS = 50,
	WAIT_S = 24 * 3600
};

static size_t
people(const struct appointment *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n_recipients; i++)
		n += a->recipients[i].left_at == 0;
	return n;
}

struct mass_before
mass_before(const struct appointment *a)
{
	return (struct mass_before){ a->standing, a->start_at, people(a) };
}

/* Was it to come, in this calendar? */
static bool
was_coming(const struct mass_body *b, size_t i)
{
	return i < b->n_before && b->before[i].standing == STANDING_LIVE &&
	    b->before[i].start_at > b->now &&
	    b->known->v[i].calendar_id == b->calendar_id;
}

static bool
is_coming(const struct mass_body *b, size_t i)
{
	const struct appointment *a = &b->known->v[i];

	return a->standing == STANDING_LIVE && a->start_at > b->now &&
	    a->calendar_id == b->calendar_id;
}

/* One that was made anew before it was deleted has no word of its own. */
static bool
is_gone(const struct mass_body *b, size_t i)
{
	const struct appointment *a = &b->known->v[i];

	return was_coming(b, i) &&
	    (a->standing == STANDING_MISSING ||
		(a->standing == STANDING_GONE && !a->nosms));
}

static bool
is_lost(const struct mass_body *b, size_t i)
{
	return was_coming(b, i) && is_coming(b, i) &&
	    b->before[i].n_people > 0 && people(&b->known->v[i]) == 0;
}

/* Is anything to be said to that recipient because of this body? */
static bool
is_told(const struct mass_body *b, size_t i, const struct recipient *r)
{
	const struct appointment *a = &b->known->v[i];

	if (!is_coming(b, i) || a->nosms || r->left_at != 0)
		return false;
	return r->announce_at == b->now ||
	    (r->told_start_at != a->start_at && a->start_known_at == b->now);
}

/* An appointment's UID, and how it is. */
struct entry {
	const char *uid;
	bool gone, coming, lost;
};

static int
by_uid(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	return strcmp(a->uid, b->uid);
}

static void
count_events(const struct mass_body *b, struct mass_count *out)
{
	struct entry *v = mem_zero(b->known->n + 1, sizeof(*v));
	size_t n = b->known->n;

	for (size_t i = 0; i < n; i++)
		v[i] = (struct entry){ b->known->v[i].uid, is_gone(b, i),
			is_coming(b, i), is_lost(b, i) };
	if (n > 1)
		qsort(v, n, sizeof(*v), by_uid);
	for (size_t from = 0, to; from < n; from = to) {
		struct entry all = v[from];
		for (to = from + 1; to < n && str_eq(v[to].uid, all.uid);
		     to++) {
			all.gone |= v[to].gone;
			all.coming |= v[to].coming;
			all.lost |= v[to].lost;
		}
		out->gone += all.gone && !all.coming;
		out->lost += all.lost;
	}
	free(v);
}

void
mass_count(const struct mass_body *b, struct mass_count *out)
{
	*out = (struct mass_count){ .gone = 0 };
	count_events(b, out);
	for (size_t i = 0; i < b->known->n; i++) {
		const struct appointment *a = &b->known->v[i];
		for (size_t j = 0; j < a->n_recipients; j++)
			if (is_told(b, i, &a->recipients[j])) {
				out->told++;
				out->told_fresh += a->recipients[j].id == 0;
			}
	}
}

bool
mass_possible(const struct mass_count *n)
{
	return n->gone >= ALL_MIN || n->lost >= ALL_MIN || n->told >= TOLD_MIN;
}

static bool
is_much(int64_t n, int64_t of)
{
	return (n >= GONE_MIN && n * 2 >= of) || (n >= ALL_MIN && n >= of);
}

unsigned
mass_judge(const struct mass_count *n, const struct mass_total *of)
{
	unsigned kinds = 0;

	if (is_much(n->gone, of->events))
		kinds |= MASS_GONE;
	if (is_much(n->lost, of->with_phone))
		kinds |= MASS_PHONES;
	if (n->told >= TOLD_ALWAYS ||
	    (n->told >= TOLD_MIN &&
		n->told * 2 > of->recipients + n->told_fresh))
		kinds |= MASS_TOLD;
	return kinds;
}

/* Who left by this body stands in it for now. */
static void
keep_people(struct appointment *a, int64_t now)
{
	for (size_t i = 0; i < a->n_recipients; i++)
		if (a->recipients[i].left_at == now)
			a->recipients[i].left_at = 0;
}

void
mass_mark(const struct mass_body *b, unsigned kinds)
{
	for (size_t i = 0; i < b->known->n; i++) {
		struct appointment *a = &b->known->v[i];

		if ((kinds & MASS_GONE) != 0 && is_gone(b, i)) {
			a->mass |= MASS_GONE;
			if (a->standing == STANDING_GONE)
				a->missing_at = b->now;
			a->standing = STANDING_MISSING;
		}
		if ((kinds & MASS_PHONES) != 0 && is_lost(b, i)) {
			a->mass |= MASS_PHONES;
			keep_people(a, b->now);
		}
		for (size_t j = 0;
		     (kinds & MASS_TOLD) != 0 && j < a->n_recipients; j++)
			if (is_told(b, i, &a->recipients[j]))
				a->mass |= MASS_TOLD;
	}
}

bool
mass_waits(const struct appointment *a, int64_t now)
{
	return (a->mass & MASS_GONE) != 0 && now < a->missing_at + WAIT_S;
}

/* What is told of it, is told from now on, as of a change just settled. */
static void
settle(struct appointment *a, int64_t now)
{
	a->changed_at = a->burst_at = now - CHANGE_SETTLE_S;
}

/* As if all had been known. */
static void
hush(struct appointment *a, int64_t now)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		struct recipient *r = &a->recipients[i];
		r->announce_at = 0;
		r->told_start_at = a->start_at;
		r->told_at = now;
	}
	a->baseline = true;
}

bool
mass_accept(struct appointment *a, bool silent, int64_t now)
{
	unsigned was = a->mass & (MASS_GONE | MASS_TOLD | MASS_PHONES);

	if (was == 0)
		return false;
	a->mass &= ~was;
	a->rev++;
	if ((was & MASS_TOLD) != 0 && silent)
		hush(a, now);
	if ((was & MASS_GONE) != 0 && silent)
		a->mass |= MASS_QUIET;
	if ((was & MASS_GONE) != 0 && a->standing == STANDING_MISSING)
		a->standing = a->start_at > now ? STANDING_GONE : STANDING_LIVE;
	if (a->standing != STANDING_MISSING)
		a->missing_at = 0;
	/* The calendar lost them, not the people their appointment. */
	for (size_t i = 0; (was & MASS_PHONES) != 0 && i < a->n_recipients;
	     i++) {
		if (a->recipients[i].left_at == 0)
			a->recipients[i].left_at = now;
		a->mass |= MASS_QUIET;
	}
	settle(a, now);
	return true;
}

void
mass_note(unsigned kinds, const char *calendar, struct buf *out)
{
	if ((kinds & MASS_PHONES) != 0)
		buf_str(out,
		    "the phone numbers are gone, as of a calendar that is "
		    "published as free/busy only: choose to publish all "
		    "details; ");
	if ((kinds & MASS_GONE) != 0)
		buf_str(out, "many events are gone at once; ");
	if ((kinds & MASS_TOLD) != 0)
		buf_str(out, "many are new or moved at once; ");
	if (kinds != 0)
		buf_fmt(out,
		    "messages wait; if it is right: smscal-admin calendar "
		    "accept %s%s",
		    calendar, (kinds & MASS_TOLD) != 0 ? " [--silent]" : "");
}

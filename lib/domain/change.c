/* SPDX-License-Identifier: ISC */
#include "domain/change.h"

#include <stdlib.h>
#include <string.h>

#include "domain/match.h"
#include "util/mem.h"
#include "util/str.h"

/* A change that people are told of starts the settle time anew (P7). */
static void
touch(struct appointment *a, int64_t now)
{
	if (now - a->changed_at > CHANGE_SETTLE_S)
		a->burst_at = now;
	a->changed_at = now;
}

static bool
set_text(char **field, const char *value)
{
	if (str_eq(*field, value))
		return false;
	free(*field);
	*field = mem_str(value);
	return true;
}

static const struct person *
find_person(const struct seen *s, const char *phone)
{
	for (size_t i = 0; i < s->n_people; i++)
		if (str_eq(s->people[i].phone, phone))
			return &s->people[i];
	return NULL;
}

/*
 * Was this name in the appointment before, under another number or none?
 * Then a phone was added or corrected, and nobody new has come (P3).
 */
static bool
same_name(const struct appointment *a, const char *old_title, size_t standing,
    const char *name)
{
	if (standing == 0)
		return str_ieq(old_title, name);
	for (size_t i = 0; i < a->n_recipients; i++)
		if (str_ieq(a->recipients[i].name, name))
			return true;
	return false;
}

/* Those who no longer stand in it leave; names are kept up to date. */
static bool
part_people(struct appointment *a, const struct seen *s, int64_t now)
{
	bool changed = false;

	for (size_t i = 0; i < a->n_recipients; i++) {
		struct recipient *r = &a->recipients[i];
		const struct person *p = find_person(s, r->phone);

		if (p == NULL && r->left_at == 0) {
			r->left_at = now;
			changed = true;
		} else if (p != NULL && set_text(&r->name, p->name))
			changed = true;
	}
	return changed;
}

/*
 * Bring the recipients in line.  `quiet`: the feed did not change, only how
 * we read it; `anew`: for everybody it is a new appointment.
 */
static bool
update_people(struct appointment *a, const struct seen *s,
    const char *old_title, bool quiet, bool anew, int64_t now)
{
	size_t standing = 0, before = a->n_recipients;
	bool changed = false;

	for (size_t i = 0; i < before; i++)
		standing += a->recipients[i].left_at == 0;
	if (part_people(a, s, now))
		changed = true;
	for (size_t i = 0; i < s->n_people; i++) {
		const struct person *p = &s->people[i];
		struct recipient *r = appointment_recipient(a, p->phone);
		bool came = r == NULL || r->left_at != 0;

		if (!came && !anew)
			continue;
		bool corrected =
		    came && same_name(a, old_title, standing, p->name);
		if (r == NULL) {
			r = appointment_add_recipient(a, p->phone, p->name);
			r->told_start_at = s->start_at;
			r->told_at = now;
		}
		if (came)
			r->known_at = now;
		r->left_at = 0;
		if (anew || (!quiet && !(corrected && a->baseline))) {
			r->announce_at = now;
			r->told_start_at = s->start_at;
			r->told_at = now;
		}
		changed = true;
	}
	return changed;
}

/* Take over a new start.  A repair of zones moves no appointment (D7). */
static void
restart(struct appointment *a, const struct seen *s, bool repair, int64_t now)
{
	for (size_t i = 0; repair && i < a->n_recipients; i++) {
		struct recipient *r = &a->recipients[i];
		if (r->told_start_at == a->start_at) {
			r->told_start_at = s->start_at;
			r->told_at = now;
		}
	}
	a->start_at = s->start_at;
	a->start_known_at = now;
}

/* The body says that it is off, in so many words: gone at once. */
static struct change
call_off(struct appointment *a)
{
	struct change c = { .changed = a->standing != STANDING_GONE };

	if (c.changed) {
		a->standing = STANDING_GONE;
		a->missing_at = 0;
		a->rev++;
	}
	return c;
}

/* A known appointment as the body has it now. */
static struct change
update(
    struct appointment *a, const struct seen *s, const struct change_ctx *ctx)
{
	struct change c = { .changed = false };
	bool moved = s->start_at != a->start_at;
	bool gone = a->standing == STANDING_GONE;
	/* Back after its cancellation, or from the past: a new one (D7). */
	bool anew = s->touched && s->start_at > ctx->now &&
	    ((gone && a->cancel_told) || (moved && a->start_at <= ctx->now));
	bool told = moved || gone; /* does the settle time start anew? */
	char *old_title = mem_str(a->title);

	if (set_text(&a->uid, s->uid) || a->original_at != s->original_at ||
	    a->calendar_id != ctx->calendar_id)
		c.changed = true;
	a->original_at = s->original_at;
	a->calendar_id = ctx->calendar_id;

	bool text = set_text(&a->title, s->title);
	text |= set_text(&a->location, s->location);
	text |= set_text(&a->description, s->description);
	if (text || a->end_at != s->end_at || a->all_day != s->all_day ||
	    a->nosms != s->nosms || a->standing != STANDING_LIVE || moved)
		c.changed = true;
	a->end_at = s->end_at;
	a->all_day = s->all_day;
	a->nosms = s->nosms;
	a->standing = STANDING_LIVE;
	a->missing_at = 0;
	if (moved) {
		restart(a, s, !s->touched, ctx->now);
		c.started = true;
	}
	if (update_people(a, s, old_title, !s->touched, anew, ctx->now))
		c.changed = told = true;
	if (c.changed)
		a->rev++;
	if (s->touched && (told || text))
		touch(a, ctx->now);
	free(old_title);
	return c;
}

/* Not in the body.  What has begun is never gone (D7). */
static struct change
miss(struct appointment *a, const struct change_ctx *ctx)
{
	struct change c = { .changed = false };

	if (a->standing != STANDING_LIVE || a->start_at <= ctx->now ||
	    ctx->partial)
		return c;
	a->standing = STANDING_MISSING;
	a->missing_at = ctx->now;
	a->rev++;
	c.changed = true;
	return c;
}

/* Is this occurrence, unknown until now, one that people are told of? */
static bool
announced(const struct seen *s, bool uid_known, const struct change_ctx *ctx)
{
	if (ctx->baseline || !s->touched || s->start_at <= ctx->now)
		return false;
	if (ctx->horizon_at != 0 && s->start_at >= ctx->horizon_at)
		return false;
	/* D8: a longer series, or a moment that came near, is nothing new. */
	return !(s->series && uid_known);
}

static void
create(struct appointment *a, const struct seen *s, bool announce,
    const struct change_ctx *ctx)
{
	*a = (struct appointment){
		.calendar_id = ctx->calendar_id,
		.uid = mem_str(s->uid),
		.original_at = s->original_at,
		.start_at = s->start_at,
		.end_at = s->end_at,
		.all_day = s->all_day,
		.standing = STANDING_LIVE,
		.nosms = s->nosms,
		.baseline = ctx->baseline,
		.known_at = ctx->now,
		.start_known_at = ctx->now,
		.changed_at = ctx->now,
		.burst_at = ctx->now,
		.rev = 1,
		.title = mem_str(s->title),
		.location = mem_str(s->location),
		.description = mem_str(s->description),
	};
	for (size_t i = 0; i < s->n_people; i++) {
		if (appointment_recipient(a, s->people[i].phone) != NULL)
			continue;
		struct recipient *r = appointment_add_recipient(
		    a, s->people[i].phone, s->people[i].name);
		r->known_at = ctx->now;
		r->announce_at = announce ? ctx->now : 0;
		r->told_start_at = s->start_at;
		r->told_at = ctx->now;
	}
}

/*
 * The one that was made before its elder was deleted (D7 d, the other way
 * round): the elder goes without a word, and who knew of it is told that it
 * moved, instead of that there is a new one.
 */
static void
succeed(struct appointment *elder, struct appointment *heir, int64_t now)
{
	const struct recipient *old = NULL;

	for (size_t i = 0; i < elder->n_recipients; i++)
		if (elder->recipients[i].left_at == 0)
			old = &elder->recipients[i];
	if (old == NULL)
		return;
	struct recipient *r = appointment_recipient(heir, old->phone);
	r->told_start_at = old->told_start_at;
	r->told_at = old->told_at;
	r->announce_at = old->announce_at;
	heir->start_known_at = now;
	heir->rev++;
	touch(heir, now);
	elder->standing = STANDING_GONE;
	elder->missing_at = 0;
	elder->nosms = true;
	elder->rev++;
}

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

/* Collect the recipients of series that are new, or moved as a whole. */
static void
quieten(struct appointment_list *known, const struct change *changes,
    const struct match *m, const struct seen *seen, bool moved, int64_t now)
{
	struct telling *v = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < known->n; i++) {
		struct appointment *a = &known->v[i];
		bool wanted = moved ? i < m->n_known && m->known[i] != -1 &&
			m->how[m->known[i]] == MATCH_SERIES &&
			seen[m->known[i]].series
				    : changes[i].fresh && a->original_at != 0;
		if (!wanted || a->start_at <= now)
			continue;
		for (size_t j = 0; j < a->n_recipients; j++) {
			struct recipient *r = &a->recipients[j];
			if (!moved && r->announce_at == 0)
				continue;
			v = mem_grow(v, &cap, n + 1, sizeof(*v));
			v[n++] = (struct telling){ a->uid, r->phone,
				a->start_at, r };
		}
	}
	tell_once(v, n, moved, now);
	free(v);
}

/* What the body has and nobody knew: insert it, if it is not long over. */
static void
append_new(struct appointment_list *known, const struct seen *seen, size_t n,
    const struct match *m, const struct change_ctx *ctx)
{
	for (size_t i = 0; i < n; i++) {
		const struct seen *s = &seen[i];
		if (m->seen[i] != -1 || m->how[i] == MATCH_FOREIGN ||
		    s->cancelled || s->end_at < ctx->from_at)
			continue;
		struct appointment *a = appointment_list_add(known);
		create(a, s, announced(s, m->uid_known[i], ctx), ctx);
	}
}

struct change *
change_apply(struct appointment_list *known, size_t stray,
    const struct seen *seen, size_t n, const struct change_ctx *ctx)
{
	struct match m;

	match_make(&m, known, stray, seen, n, ctx);
	append_new(known, seen, n, &m, ctx);

	struct change *c = mem_zero(known->n, sizeof(*c));
	for (size_t i = 0; i < m.n_known; i++) {
		struct appointment *a = &known->v[i];
		if (m.known[i] != -1 && seen[m.known[i]].cancelled)
			c[i] = call_off(a);
		else if (m.known[i] != -1)
			c[i] = update(a, &seen[m.known[i]], ctx);
		else if (m.heir[i] != -1) {
			succeed(a, &known->v[m.heir[i]], ctx->now);
			c[i].changed = c[m.heir[i]].changed = true;
		} else if (i < stray && a->calendar_id == ctx->calendar_id)
			c[i] = miss(a, ctx);
	}
	for (size_t i = m.n_known; i < known->n; i++)
		c[i] = (struct change){ .changed = true, .fresh = true };

	quieten(known, c, &m, seen, false, ctx->now);
	quieten(known, c, &m, seen, true, ctx->now);
	match_free(&m);
	return c;
}

bool
change_settle(struct appointment *a, bool proved, int64_t now)
{
	if (a->standing != STANDING_MISSING)
		return false;
	if (a->start_at <= now)
		a->standing = STANDING_LIVE;
	else if (proved)
		a->standing = STANDING_GONE;
	else
		return false;
	a->missing_at = 0;
	a->rev++;
	touch(a, now);
	return true;
}

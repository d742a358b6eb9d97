/* SPDX-License-Identifier: ISC */
#include "domain/change.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/match.h"
#include "domain/once.h"
#include "util/mem.h"
#include "util/str.h"

/* Was anything handed over since the burst of changes began? */
static bool
is_told(const struct appointment *a)
{
	for (size_t i = 0; i < a->n_recipients; i++)
		if (a->recipients[i].told_at > a->burst_at)
			return true;
	return false;
}

/* A change starts the settle time anew; what was told ended it (P7). */
static void
touch(struct appointment *a, int64_t now)
{
	if (now - a->changed_at > CHANGE_SETTLE_S || is_told(a))
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

/* What a body changes in a known appointment. */
struct news {
	const struct seen *s;
	const struct change_ctx *ctx;
	const char *old_title;
	size_t standing; /* so many stood in it before */
	bool from_past;  /* it had begun and is to come: new to everybody */
	bool gone;       /* it was */
};

/* Does the title begin with that name? */
static bool
title_names(const char *title, const char *name)
{
	size_t n = strlen(name);

	return strncasecmp(title, name, n) == 0 &&
	    !isalnum((unsigned char)title[n]) && (title[n] & 0x80) == 0;
}

/*
 * Was this name in the appointment before, under another number or none?
 * Then a phone was added or corrected, and nobody new has come (P3).
 */
static bool
same_name(const struct appointment *a, const struct news *n, const char *name)
{
	if (name[0] == '\0')
		return false;
	if (n->standing == 0)
		return title_names(n->old_title, name);
	for (size_t i = 0; i < a->n_recipients; i++) {
		const struct recipient *r = &a->recipients[i];
		if ((r->left_at == 0 || r->left_at == n->ctx->now) &&
		    str_ieq(r->name, name))
			return true;
	}
	return false;
}

/*
 * Those who no longer stand in it leave; names are kept up to date.  Where
 * only our reading changed, the mapping or a contact, nothing is off for
 * them: they left too long ago to be told (P13).
 */
static bool
part_people(struct appointment *a, const struct news *n)
{
	bool changed = false;

	for (size_t i = 0; i < a->n_recipients; i++) {
		struct recipient *r = &a->recipients[i];
		const struct person *p = find_person(n->s, r->phone);

		if (p == NULL && r->left_at == 0) {
			r->left_at =
			    n->s->touched ? n->ctx->now : RECIPIENT_UNTOLD;
			changed = true;
		} else if (p != NULL && set_text(&r->name, p->name))
			changed = true;
	}
	return changed;
}

/* P3: was it the list of contacts that brought that person, and no feed? */
static bool
by_list(const struct news *n, const struct person *p)
{
	return p->listed && n->ctx->reread && !n->from_past &&
	    str_eq(n->old_title, n->s->title);
}

/*
 * A person that the body has.  Who left and is back before a cancellation
 * was handed over has never been away (D7).  Who is new, or has heard that it
 * is off, is told: by a change of the feed only, and not by a baseline.
 */
static bool
welcome(struct appointment *a, const struct news *n, const struct person *p)
{
	int64_t now = n->ctx->now;
	struct recipient *r = appointment_recipient(a, p->phone);
	bool came = r == NULL, returned = !came && r->left_at != 0;
	bool to_come = n->s->touched && n->s->start_at > now;
	bool anew = !came && to_come &&
	    (n->from_past || ((returned || n->gone) && r->cancel_told));

	if (!came && !returned && !anew)
		return false;
	bool tell = to_come && !n->ctx->baseline &&
	    (anew || n->from_past ||
		(came && !by_list(n, p) &&
		    !(a->baseline && same_name(a, n, p->name))));
	if (came)
		r = appointment_add_recipient(a, p->phone, p->name);
	r->left_at = 0;
	if (came || anew) {
		r->known_at = r->told_at = now;
		r->told_start_at = n->s->start_at;
		r->announce_at = tell ? now : 0;
		r->cancel_told = false;
	}
	return true;
}

static bool
update_people(struct appointment *a, struct news *n)
{
	n->standing = 0;
	for (size_t i = 0; i < a->n_recipients; i++)
		n->standing += a->recipients[i].left_at == 0;
	bool changed = part_people(a, n);
	for (size_t i = 0; i < n->s->n_people; i++)
		if (welcome(a, n, &n->s->people[i]))
			changed = true;
	return changed;
}

/*
 * Take over a new start.  A repair of zones moves no appointment (D7): who
 * was told of the old start counts as told of this one, and nothing became
 * known that was not.
 */
static void
restart(struct appointment *a, const struct seen *s, int64_t now)
{
	for (size_t i = 0; !s->touched && i < a->n_recipients; i++) {
		struct recipient *r = &a->recipients[i];
		if (r->left_at == 0 && r->told_start_at == a->start_at) {
			r->told_start_at = s->start_at;
			r->told_at = now;
		}
	}
	a->start_at = s->start_at;
	if (s->touched)
		a->start_known_at = now;
}

/* The body says that it is off, in so many words: gone at once. */
static struct change
call_off(struct appointment *a, int64_t now)
{
	bool waits =
	    a->standing == STANDING_MISSING && (a->mass & MASS_GONE) != 0;
	struct change c = { .changed = a->standing != STANDING_GONE && !waits };

	if (c.changed) {
		a->standing = STANDING_GONE;
		a->missing_at = 0;
		a->rev++;
		touch(a, now);
	}
	return c;
}

static bool
take_identity(
    struct appointment *a, const struct seen *s, const struct change_ctx *ctx)
{
	bool changed = set_text(&a->uid, s->uid) ||
	    a->original_at != s->original_at ||
	    a->calendar_id != ctx->calendar_id;

	a->original_at = s->original_at;
	a->calendar_id = ctx->calendar_id;
	return changed;
}

static bool
take_details(struct appointment *a, const struct seen *s)
{
	bool changed = a->end_at != s->end_at || a->all_day != s->all_day ||
	    a->nosms != s->nosms;

	changed |= set_text(&a->title, s->title);
	changed |= set_text(&a->location, s->location);
	changed |= set_text(&a->description, s->description);
	a->end_at = s->end_at;
	a->all_day = s->all_day;
	a->nosms = s->nosms;
	return changed;
}

/* D9: what has come back, with its people, waits no longer. */
static bool
come_back(struct appointment *a, const struct seen *s)
{
	unsigned was = a->mass;

	a->mass &= ~(unsigned)MASS_GONE;
	if (s->n_people > 0)
		a->mass &= ~(unsigned)(MASS_PHONES | MASS_QUIET);
	return a->mass != was;
}

/* A known appointment as the body has it now. */
static struct change
update(
    struct appointment *a, const struct seen *s, const struct change_ctx *ctx)
{
	bool moved = s->start_at != a->start_at;
	bool begun = a->start_at <= ctx->now;
	bool back = a->standing != STANDING_LIVE;
	struct news n = {
		.s = s,
		.ctx = ctx,
		.gone = a->standing == STANDING_GONE,
		.from_past =
		    begun && moved && s->touched && s->start_at > ctx->now,
	};
	struct change c = { .changed = take_identity(a, s, ctx) || back };

	c.changed |= come_back(a, s);
	a->standing = STANDING_LIVE;
	a->missing_at = 0;
	/* D8: what has begun is not touched by what becomes of its series. */
	if (begun && s->series && !moved && !n.gone) {
		a->rev += c.changed;
		return c;
	}
	char *old_title = mem_str(a->title);
	n.old_title = old_title;
	bool feed = take_details(a, s) || moved || n.gone;
	if (moved) {
		restart(a, s, ctx->now);
		c.started = s->touched;
	}
	if (n.from_past)
		a->baseline = ctx->baseline;
	if ((a->mass & MASS_PHONES) == 0 && update_people(a, &n))
		feed = true;
	free(old_title);
	if (feed && s->touched)
		touch(a, ctx->now);
	c.changed = c.changed || feed;
	a->rev += c.changed;
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
create(struct appointment *a, const struct seen *s, const char *family,
    bool announce, const struct change_ctx *ctx)
{
	*a = (struct appointment){
		.calendar_id = ctx->calendar_id,
		.uid = mem_str(s->uid),
		.original_at = s->original_at,
		.series = s->series ? mem_str(family) : NULL,
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

/* Who stood in the elder and stands in the heir knows what they knew of it. */
static void
succeed_person(struct appointment *heir, const struct recipient *old)
{
	struct recipient *r = appointment_recipient(heir, old->phone);

	if (old->left_at != 0 || r == NULL || r->left_at != 0)
		return;
	/* Was anything handed over since it was to be announced? */
	bool told = old->told_at > old->announce_at;
	r->announce_at = told ? 0 : old->announce_at;
	r->told_start_at = old->told_start_at;
	r->told_at = old->told_at;
}

/*
 * The one that was made before its elder was deleted (D7 d, the other way
 * round; D8): the elder goes without a word, and who knew of it is told that
 * it moved, instead of that there is a new one.
 */
static void
succeed(struct appointment *elder, struct appointment *heir, int64_t now)
{
	for (size_t i = 0; i < elder->n_recipients; i++)
		succeed_person(heir, &elder->recipients[i]);
	heir->baseline = elder->baseline;
	heir->start_known_at = now;
	heir->rev++;
	touch(heir, now);
	elder->standing = STANDING_GONE;
	elder->missing_at = 0;
	elder->nosms = true;
	elder->rev++;
}

/* What the body has and nobody knew: insert it, if it is not long over. */
static void
append_new(struct appointment_list *known, const struct seen *seen, size_t n,
    struct match *m, const struct change_ctx *ctx)
{
	for (size_t i = 0; i < n; i++) {
		const struct seen *s = &seen[i];
		if (m->seen[i] != -1 || m->how[i] == MATCH_FOREIGN ||
		    s->cancelled || s->end_at < ctx->from_at)
			continue;
		m->seen[i] = (int64_t)known->n;
		struct appointment *a = appointment_list_add(known);
		create(a, s, m->family[i], announced(s, m->uid_known[i], ctx),
		    ctx);
	}
}

/*
 * What has become one of a series knows of which (D8).  Before anything else
 * is changed: the names of families are borrowed from the known ones.
 */
static void
take_series(struct appointment_list *known, const struct match *m,
    const struct seen *seen, struct change *c)
{
	for (size_t i = 0; i < m->n_known; i++) {
		struct appointment *a = &known->v[i];
		const char *family = m->joins[i];
		if (family == NULL && m->known[i] != -1 && a->series == NULL &&
		    seen[m->known[i]].series)
			family = m->family[m->known[i]];
		if (family != NULL)
			c[i].changed |= set_text(&a->series, family);
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
	take_series(known, &m, seen, c);
	for (size_t i = 0; i < m.n_known; i++) {
		struct appointment *a = &known->v[i];
		bool named = c[i].changed;
		if (m.known[i] != -1 && seen[m.known[i]].cancelled)
			c[i] = call_off(a, ctx->now);
		else if (m.known[i] != -1)
			c[i] = update(a, &seen[m.known[i]], ctx);
		else if (m.heir[i] != -1) {
			succeed(a, &known->v[m.heir[i]], ctx->now);
			c[i].changed = c[m.heir[i]].changed = true;
		} else if (i < stray && a->calendar_id == ctx->calendar_id)
			c[i] = miss(a, ctx);
		c[i].changed |= named;
	}
	for (size_t i = m.n_known; i < known->n; i++)
		c[i] = (struct change){ .changed = true, .fresh = true };

	once_tell(known, &m, seen, n, ctx->now, c);
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
	else if (proved) {
		a->standing = STANDING_GONE;
		touch(a, now);
	} else
		return false;
	a->missing_at = 0;
	a->rev++;
	return true;
}

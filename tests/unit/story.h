/* SPDX-License-Identifier: ISC */
/*
 * story - what is known of a feed's appointments, body by body, as text.
 * A line is a body, and what is known behind it:
 *
 *	1.09:00 WORD...: EVENT; EVENT -> APPOINTMENT, APPOINTMENT
 *
 * An event is `UID START PERSON... WORD...`, of a series `UID/ORIGINAL START`,
 * a person NAME=DIGIT of the phone.  An appointment is shown as `UID START
 * PERSON...`: `?` missing, `#` gone; of a person `!` is to be told that it is
 * new by this body, `^` by an earlier one, `-` left, `>START` another start
 * counts as told.  Days and hours are those of the story.
 */
#ifndef SMSCAL_TESTS_STORY_H
#define SMSCAL_TESTS_STORY_H

#include <ctype.h>
#include <stdlib.h>

#include "domain/change.h"
#include "domain/mass.h"
#include "t.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum { DAY_S = 86400, PEOPLE = 4, EVENTS = 40, CALENDAR = 1 };

struct story {
	const char *name;
	const char *lines[12];
};

/* An event, and what it points to. */
struct event {
	struct seen seen;
	struct person people[PEOPLE];
	char uid[32], title[32], place[32], text[32], sibling[32],
	    phones[PEOPLE][16], names[PEOPLE][16];
};

/* A story while it is told. */
struct world {
	struct appointment_list known;
	struct event events[EVENTS];
	size_t n;
	size_t strays; /* so many of the known ones, the last, are strays */
	struct change_ctx ctx;
	int64_t next_id;
	bool sound; /* of the last body, what changed is to be stored */
};

/* Day 0 of the stories, in days since 1970-01-01. */
static int64_t story_day = 1000;

/* "2.10:30" or "2.10": 0 is the midnight before day 0; *end is behind it. */
static inline int64_t
time_of(const char *text, char **end)
{
	char *rest;
	int64_t at = strtol(text, &rest, 10) * DAY_S;

	if (*rest == '.')
		at += strtol(rest + 1, &rest, 10) * 3600;
	if (*rest == ':' && isdigit((unsigned char)rest[1]))
		at += strtol(rest + 1, &rest, 10) * 60;
	if (end != NULL)
		*end = rest;
	return at + story_day * DAY_S;
}

static inline void
show_time(struct buf *b, int64_t at)
{
	at -= story_day * DAY_S;
	buf_fmt(b, "%lld.%02lld", (long long)(at / DAY_S),
	    (long long)(at % DAY_S / 3600));
	if (at % 3600 != 0)
		buf_fmt(b, ":%02lld", (long long)(at % 3600 / 60));
}

static inline void
show_person(struct buf *b, const struct appointment *a,
    const struct recipient *r, int64_t now)
{
	buf_fmt(b, " %s=%c", r->name, r->phone[strlen(r->phone) - 1]);
	if (r->left_at != 0)
		buf_char(b, '-');
	else if (r->announce_at != 0)
		buf_char(b, r->announce_at == now ? '!' : '^');
	if (r->left_at == 0 && r->told_start_at != a->start_at) {
		buf_char(b, '>');
		show_time(b, r->told_start_at);
	}
}

static inline int
by_id(const void *pa, const void *pb)
{
	const struct appointment *a = pa, *b = pb;

	return (a->id > b->id) - (a->id < b->id);
}

/* Owned; what is known, in the order in which it came. */
static inline char *
show(struct world *w)
{
	struct buf b = BUF_INIT;

	if (w->known.n > 1)
		qsort(w->known.v, w->known.n, sizeof(*w->known.v), by_id);
	for (size_t i = 0; i < w->known.n; i++) {
		const struct appointment *a = &w->known.v[i];
		buf_fmt(&b, "%s%s ", i == 0 ? "" : ", ", a->uid);
		show_time(&b, a->start_at);
		if (a->standing != STANDING_LIVE)
			buf_char(&b, a->standing == STANDING_GONE ? '#' : '?');
		if (a->calendar_id != CALENDAR)
			buf_fmt(&b, " in %d", (int)a->calendar_id);
		for (size_t j = 0; j < a->n_recipients; j++)
			show_person(&b, a, &a->recipients[j], w->ctx.now);
	}
	buf_str(&b, "");
	return buf_take(&b);
}

static inline void
add_person(struct event *ev, const char *word, const char *equals)
{
	size_t n = ev->seen.n_people++;

	snprintf(ev->names[n], sizeof(ev->names[n]), "%.*s",
	    (int)(equals - word), word);
	snprintf(
	    ev->phones[n], sizeof(ev->phones[n]), "+43664123456%c", equals[1]);
	ev->people[n] =
	    (struct person){ .phone = ev->phones[n], .name = ev->names[n] };
	if (ev->title[0] == '\0')
		snprintf(ev->title, sizeof(ev->title), "%s", ev->names[n]);
}

static inline void
event_word(struct event *ev, const char *word)
{
	struct seen *s = &ev->seen;
	const char *equals = strchr(word, '=');

	if (str_eq(word, "off"))
		s->cancelled = true;
	else if (str_eq(word, "nosms"))
		s->nosms = true;
	else if (str_eq(word, "old"))
		s->touched = false;
	else if (str_eq(word, "apart"))
		s->series = false;
	else if (str_eq(word, "future"))
		s->future = true;
	else if (strncmp(word, "sibling=", 8) == 0) {
		snprintf(ev->sibling, sizeof(ev->sibling), "%s", word + 8);
		for (char *c = ev->sibling; (c = strchr(c, ',')) != NULL;)
			*c = '\n';
		s->siblings = ev->sibling;
	} else if (str_eq(word, "all-day"))
		s->all_day = true;
	else if (strncmp(word, "title=", 6) == 0)
		snprintf(ev->title, sizeof(ev->title), "%s", word + 6);
	else if (strncmp(word, "place=", 6) == 0) {
		snprintf(ev->place, sizeof(ev->place), "%s", word + 6);
		s->location = ev->place;
	} else if (strncmp(word, "text=", 5) == 0) {
		snprintf(ev->text, sizeof(ev->text), "%s", word + 5);
		s->description = ev->text;
	} else if (strncmp(word, "end=", 4) == 0)
		s->end_at = time_of(word + 4, NULL);
	else if (equals != NULL)
		add_person(ev, word, equals);
	else {
		printf("Bail out! event word '%s'\n", word);
		exit(1);
	}
}

static inline void
read_event(struct event *ev, char *text)
{
	char *save = NULL, *word = strtok_r(text, " ", &save);
	char *slash = strchr(word, '/');

	memset(ev, 0, sizeof(*ev));
	ev->seen.touched = true;
	if (slash != NULL) {
		ev->seen.original_at = time_of(slash + 1, NULL);
		ev->seen.series = true;
		*slash = '\0';
	}
	snprintf(ev->uid, sizeof(ev->uid), "%s", word);
	ev->seen.start_at = time_of(strtok_r(NULL, " ", &save), NULL);
	ev->seen.end_at = ev->seen.start_at + 1800;
	while ((word = strtok_r(NULL, " ", &save)) != NULL)
		event_word(ev, word);
	ev->seen.uid = ev->uid;
	ev->seen.title = ev->title;
	ev->seen.people = ev->people;
}

static inline void
read_events(struct world *w, char *text)
{
	char *save = NULL;

	w->n = 0;
	for (char *one = strtok_r(text, ";", &save); one != NULL;
	     one = strtok_r(NULL, ";", &save)) {
		one += strspn(one, " ");
		if (*one != '\0')
			read_event(&w->events[w->n++], one);
	}
}

/* Who stands in it has been handed a message of its start, or that it is off. */
static inline void
hand_over(struct world *w, const char *uid, bool off)
{
	for (size_t i = 0; i < w->known.n; i++) {
		struct appointment *a = &w->known.v[i];
		for (size_t j = 0; j < a->n_recipients; j++) {
			struct recipient *r = &a->recipients[j];
			if (!str_eq(a->uid, uid))
				continue;
			if (off)
				r->cancel_told = true;
			else if (r->left_at == 0) {
				r->told_start_at = a->start_at;
				r->told_at = w->ctx.now;
				r->cancel_told = false;
			}
		}
	}
}

/* Behind all the others, as appointment_strays() gives them. */
static inline void
make_stray(struct world *w, const char *uid)
{
	for (size_t i = 0; i < w->known.n - w->strays;) {
		struct appointment a = w->known.v[i];
		if (!str_eq(a.uid, uid)) {
			i++;
			continue;
		}
		memmove(&w->known.v[i], &w->known.v[i + 1],
		    (w->known.n - i - 1) * sizeof(a));
		w->known.v[w->known.n - 1] = a;
		w->strays++;
	}
}

static inline void
settle(struct world *w, bool proved)
{
	for (size_t i = 0; i < w->known.n; i++)
		(void)change_settle(&w->known.v[i],
		    proved && !mass_waits(&w->known.v[i], w->ctx.now),
		    w->ctx.now);
}

/* A word before the colon; true: it stands for the body. */
static inline bool
world_word(struct world *w, const char *word)
{
	struct change_ctx *c = &w->ctx;
	const char *value = strchr(word, '=');

	value = value != NULL ? value + 1 : "";
	if (str_eq(word, "baseline"))
		c->baseline = true;
	else if (str_eq(word, "partial"))
		c->partial = true;
	else if (strncmp(word, "in=", 3) == 0)
		c->calendar_id = *value - '0';
	else if (strncmp(word, "horizon=", 8) == 0)
		c->horizon_at = time_of(value, NULL);
	else if (strncmp(word, "window=", 7) == 0)
		c->expanded_at = time_of(value, NULL);
	else if (strncmp(word, "stray=", 6) == 0)
		make_stray(w, value);
	else if (strncmp(word, "told=", 5) == 0)
		hand_over(w, value, false);
	else if (strncmp(word, "off=", 4) == 0)
		hand_over(w, value, true);
	else if (str_eq(word, "settle") || str_eq(word, "prove"))
		settle(w, str_eq(word, "prove"));
	else {
		printf("Bail out! word '%s'\n", word);
		exit(1);
	}
	return strncmp(word, "told=", 5) == 0 ||
	    strncmp(word, "off=", 4) == 0 || str_eq(word, "settle") ||
	    str_eq(word, "prove");
}

/* Owned; all that is stored of it, but for its revision. */
static inline char *
stored(const struct appointment *a)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s %lld %lld %lld %lld %d %d %lld %d %d", a->uid,
	    (long long)a->calendar_id, (long long)a->original_at,
	    (long long)a->start_at, (long long)a->end_at, a->all_day,
	    a->standing, (long long)a->missing_at, a->nosms, a->baseline);
	buf_fmt(&b, " %lld %lld %lld %lld '%s' '%s' '%s'",
	    (long long)a->known_at, (long long)a->start_known_at,
	    (long long)a->changed_at, (long long)a->burst_at, a->title,
	    a->location != NULL ? a->location : "",
	    a->description != NULL ? a->description : "");
	for (size_t i = 0; i < a->n_recipients; i++) {
		const struct recipient *r = &a->recipients[i];
		buf_fmt(&b, " %s %s %lld %lld %lld %lld %lld %d", r->phone,
		    r->name, (long long)r->known_at, (long long)r->announce_at,
		    (long long)r->told_start_at, (long long)r->told_at,
		    (long long)r->left_at, r->cancel_told);
	}
	return buf_take(&b);
}

/* What is another now is to be stored, under another revision (S5). */
static inline bool
is_sound(const struct appointment *a, const struct change *c, const char *was,
    int64_t rev, const char *series)
{
	char *is = stored(a);
	bool same = str_eq(is, was);

	free(is);
	if (c->fresh)
		return was[0] == '\0' && c->changed;
	if (!same && (!c->changed || a->rev <= rev))
		return false;
	return c->changed || (a->rev == rev && str_eq(a->series, series));
}

/* What the body has is known as it is there, if it is known by that name. */
static inline bool
is_known_as(const struct world *w, const struct seen *s)
{
	for (size_t i = 0; i < w->known.n; i++) {
		const struct appointment *a = &w->known.v[i];
		if (!str_eq(a->uid, s->uid) || s->cancelled ||
		    (s->original_at != 0 && a->original_at != s->original_at) ||
		    a->calendar_id != w->ctx.calendar_id)
			continue;
		/* A begun one of a series is what it was (D8). */
		if (s->series && a->start_at <= w->ctx.now)
			continue;
		if (a->start_at == s->start_at &&
		    (a->end_at != s->end_at || a->all_day != s->all_day ||
			a->nosms != s->nosms || !str_eq(a->title, s->title) ||
			!str_eq(a->location, s->location) ||
			!str_eq(a->description, s->description)))
			return false;
	}
	return true;
}

static inline void
apply(struct world *w)
{
	struct seen seen[EVENTS];
	struct {
		char *all, *series;
		int64_t rev;
	} was[3 * EVENTS];
	size_t n = w->known.n;

	for (size_t i = 0; i < w->n; i++)
		seen[i] = w->events[i].seen;
	for (size_t i = 0; i < n; i++) {
		was[i].all = stored(&w->known.v[i]);
		was[i].series = mem_str(w->known.v[i].series);
		was[i].rev = w->known.v[i].rev;
	}
	struct change *c = change_apply(
	    &w->known, w->known.n - w->strays, seen, w->n, &w->ctx);
	w->sound = true;
	for (size_t i = 0; i < w->known.n; i++) {
		struct appointment *a = &w->known.v[i];
		w->sound &= i < n
		    ? is_sound(a, &c[i], was[i].all, was[i].rev, was[i].series)
		    : is_sound(a, &c[i], "", 0, NULL);
		if (a->id == 0)
			a->id = ++w->next_id;
		if (i < n) {
			free(was[i].all);
			free(was[i].series);
		}
	}
	for (size_t i = 0; i < w->n; i++)
		w->sound &= is_known_as(w, &seen[i]);
	free(c);
}

/* One line, without what stands behind its arrow. */
static inline void
step(struct world *w, char *line)
{
	char *save = NULL, *rest, *colon;
	bool done = false;

	w->ctx = (struct change_ctx){
		.calendar_id = CALENDAR,
		.now = time_of(line, &rest),
		.expanded_at = INT64_MAX,
	};
	w->ctx.from_at = w->ctx.now - 8 * (int64_t)DAY_S;
	w->strays = 0;
	w->sound = true;
	if ((colon = strchr(rest, ':')) != NULL)
		*colon = '\0';
	for (char *word = strtok_r(rest, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save))
		done |= world_word(w, word);
	if (done)
		return;
	if (colon != NULL)
		read_events(w, colon + 1);
	else
		w->n = 0;
	apply(w);
}

static inline void
tell(const struct story *s)
{
	struct world *w = mem_zero(1, sizeof(*w));

	for (size_t i = 0; s->lines[i] != NULL; i++) {
		char *line = mem_str(s->lines[i]);
		char *arrow = strstr(line, " -> ");
		char name[120], *got;

		snprintf(name, sizeof(name), "%s: %zu", s->name, i + 1);
		if (arrow != NULL)
			*arrow = '\0';
		step(w, line);
		t_ok(w->sound, __FILE__, __LINE__,
		    "%s: what is stored is what is seen", name);
		got = show(w);
		if (arrow != NULL)
			t_same(got, arrow + 4, __FILE__, __LINE__, name);
		free(got);
		free(line);
	}
	appointment_list_free(&w->known);
	free(w);
}

static inline void
tell_all(const struct story *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tell(&v[i]);
}

#define TELL(v) tell_all((v), sizeof(v) / sizeof((v)[0]))

#endif

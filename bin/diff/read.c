/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff/diff.h"
#include "domain/cancelled.h"
#include "domain/phone.h"
#include "parser.h"
#include "store/branch.h"
#include "store/calendar.h"
#include "store/company.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	WINDOW_BACK = 8, /* days (D5) */
	WINDOW_AHEAD = 62
};

static int
load_zone(struct job *j, struct err *e)
{
	const char *name =
	    j->calendar.zone != NULL ? j->calendar.zone : j->company.zone;

	j->zone = zones_get(j->t->zones, name);
	if (j->zone != NULL)
		return 0;
	return err_set(e, ERR_CONF,
	    "%s: there is no time zone '%s': set another with smscal-admin",
	    j->label, name);
}

int
job_init(struct job *j, struct tool *t, const struct feed_work *feed, bool all,
    struct err *e)
{
	*j = (struct job){ .t = t, .feed = *feed };
	int r = calendar_by_id(t->db, feed->calendar_id, &j->calendar, e);
	if (r == 0)
		r = company_by_id(
		    t->db, j->calendar.company_id, &j->company, e);
	if (r != 0)
		return r;
	snprintf(j->label, sizeof(j->label), "%s/%s", j->company.ref,
	    j->calendar.ref);
	if (load_zone(j, e) == -1)
		return -1;
	j->day = zone_day(j->zone, t->now);
	j->from_at = zone_midnight(j->zone, j->day - WINDOW_BACK);
	j->to_at = zone_midnight(j->zone, j->day + WINDOW_AHEAD + 1);
	j->scope = all || feed->reread    ? COMPONENT_ALL
	    : feed->expanded_on != j->day ? COMPONENT_SERIES
					  : COMPONENT_TOUCHED;
	return 0;
}

void
job_fini(struct job *j)
{
	for (size_t i = 0; i < j->parsed.n_events; i++) {
		if (j->people != NULL)
			person_list_free(&j->people[i]);
		if (j->uids != NULL)
			free(j->uids[i]);
	}
	free(j->people);
	free(j->uids);
	free(j->seen);
	free(j->bad);
	parsed_free(&j->parsed);
	component_list_free(&j->components);
	calendar_fini(&j->calendar);
	company_fini(&j->company);
}

static bool
is_kind(const struct component *c, const char *kind)
{
	return str_eq(c->kind, kind);
}

static bool
is_missing(const struct component *c)
{
	return str_eq(c->state, "missing");
}

static bool
is_touched(const struct component *c)
{
	return is_missing(c) || str_eq(c->state, "new");
}

/* Borrow the value of X-WR-TIMEZONE within the text; its length in *n. */
static const char *
feed_zone(const struct component *c, size_t *n)
{
	static const char name[] = "X-WR-TIMEZONE";
	const char *s = strstr(c->text, name);

	*n = 0;
	if (s == NULL)
		return "";
	s += sizeof(name) - 1;
	*n = strcspn(s, "\r\n");
	return s;
}

/*
 * Did the feed's own zones change?  Then every event is read anew, for it may
 * begin at another instant.
 */
static bool
zones_changed(const struct component_list *l)
{
	const char *was = NULL, *is = NULL;
	size_t n_was = 0, n_is = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct component *c = &l->v[i];
		if (is_kind(c, "timezone") && is_touched(c))
			return true;
		if (!is_kind(c, "calendar"))
			continue;
		if (is_missing(c))
			was = feed_zone(c, &n_was);
		else
			is = feed_zone(c, &n_is);
	}
	return was != NULL && is != NULL &&
	    (n_was != n_is || strncmp(was, is, n_is) != 0);
}

static int
load_components(struct job *j, struct err *e)
{
	struct db *db = j->t->db;

	if (component_load(db, j->calendar.id, j->scope, &j->components, e) ==
	    -1)
		return -1;
	if (j->scope != COMPONENT_ALL && zones_changed(&j->components)) {
		component_list_free(&j->components);
		j->scope = COMPONENT_ALL;
		if (component_load(
			db, j->calendar.id, j->scope, &j->components, e) == -1)
			return -1;
	}
	j->bad = mem_zero(j->components.n + 1, sizeof(*j->bad));
	return 0;
}

static int
by_uid(const void *pa, const void *pb)
{
	const struct component *a = *(const struct component *const *)pa;
	const struct component *b = *(const struct component *const *)pb;
	int c = strcmp(a->uid, b->uid);

	return c != 0 ? c : (a->id > b->id) - (a->id < b->id);
}

/* What the parser is given: the feed's zones, and events[from..to). */
struct batch {
	struct job *j;
	const struct component **events; /* in order of UID */
	size_t n;
	struct parse_component *v; /* room for all */
};

static size_t
put(struct parse_component *v, size_t n, const struct component *c)
{
	v[n] = (struct parse_component){ c->id, c->kind, c->text, c->n_text };
	return n + 1;
}

static int
parse_some(struct batch *b, size_t from, size_t to, char *why, size_t cap,
    struct err *e)
{
	const struct job *j = b->j;
	struct parse_input in = {
		.from_at = j->from_at,
		.to_at = j->to_at,
		.zone = zone_name(j->zone),
		.zone_from_feed = j->calendar.zone == NULL,
		.name_field = j->calendar.name_field,
		.phone_field = j->calendar.phone_field,
		.location_field = j->calendar.location_field,
		.v = b->v,
	};

	for (size_t i = 0; i < j->components.n; i++) {
		const struct component *c = &j->components.v[i];
		if (!is_kind(c, "event") && !is_missing(c))
			in.n = put(b->v, in.n, c);
	}
	for (size_t i = from; i < to; i++)
		in.n = put(b->v, in.n, b->events[i]);
	return parser_run(&j->t->conf, &in, &b->j->parsed, why, cap, e);
}

static void
condemn(struct job *j, const struct component *c, const char *why)
{
	size_t i = (size_t)(c - j->components.v);
	size_t n = strlen(j->note);

	if (!j->bad[i] && n == 0)
		snprintf(j->note, sizeof(j->note),
		    "cannot read the event '%.80s' (line %lld): %.200s", c->uid,
		    (long long)c->line, why);
	j->bad[i] = true;
}

/*
 * Parse events[from..to).  When the parser dies of them, each half is tried,
 * down to the UID that kills: that one is unreadable (D12).
 */
static int
parse_range(struct batch *b, size_t from, size_t to, struct err *e)
{
	struct {
		size_t from, to;
	} todo[64] = { { from, to } };
	size_t n = 1;
	char why[200];

	while (n > 0) {
		from = todo[--n].from;
		to = todo[n].to;
		int r = parse_some(b, from, to, why, sizeof(why), e);
		if (r == -1)
			return -1;
		if (r == PARSER_OK)
			continue;
		size_t half = from + (to - from) / 2;
		/* A UID's events are read together, or not at all. */
		while (half > from && half < to &&
		    str_eq(b->events[half]->uid, b->events[half - 1]->uid))
			half++;
		if (half == to)
			for (half = from + 1; half < to &&
			     str_eq(b->events[half]->uid, b->events[from]->uid);
			     half++)
				;
		if (half >= to) {
			for (size_t i = from; i < to; i++)
				condemn(b->j, b->events[i], why);
			continue;
		}
		todo[n].from = half;
		todo[n++].to = to;
		todo[n].from = from;
		todo[n++].to = half;
	}
	return 0;
}

/* On disk, before the parser sees it (D12). */
static int
note_parsing(struct job *j, struct err *e)
{
	struct db *db = j->t->db;

	if (j->t->dry)
		return 0;
	if (db_begin(db, e) == -1 ||
	    feed_set_parsing(db, j->calendar.id, true, e) == -1 ||
	    db_commit(db, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return 0;
}

static int
parse_all(struct job *j, struct err *e)
{
	struct batch b = { .j = j };
	int r = 0;

	b.events = mem_zero(j->components.n + 1, sizeof(*b.events));
	b.v = mem_zero(j->components.n + 1, sizeof(*b.v));
	for (size_t i = 0; i < j->components.n; i++) {
		const struct component *c = &j->components.v[i];
		if (is_kind(c, "event") && !is_missing(c))
			b.events[b.n++] = c;
	}
	if (b.n > 1)
		qsort(b.events, b.n, sizeof(*b.events), by_uid);
	if (b.n > 0)
		r = note_parsing(j, e);
	if (r == 0 && b.n > 0)
		r = parse_range(&b, 0, b.n, e);
	free(b.events);
	free(b.v);
	return r;
}

static int
by_id(const void *pa, const void *pb)
{
	const struct component *a = pa, *b = pb;

	return (a->id > b->id) - (a->id < b->id);
}

static const struct component *
find(const struct job *j, int64_t id)
{
	struct component key = { .id = id };

	return bsearch(&key, j->components.v, j->components.n,
	    sizeof(*j->components.v), by_id);
}

static void
take_notes(struct job *j)
{
	for (size_t i = 0; i < j->parsed.n_notes; i++) {
		const struct parsed_note *n = &j->parsed.notes[i];
		const struct component *c = find(j, n->id);

		if (n->bad && c != NULL)
			condemn(j, c, n->text);
		else
			log_info("%s: %s", j->label, n->text);
	}
}

/* The numbers that are never a customer's (C2). */
struct own {
	char numbers[16][PHONE_TEXT];
	const char *v[16];
	size_t n;
};

static void
add_own(struct own *o, const char *text, const char *country_code)
{
	struct err ignored = ERR_INIT;

	if (text == NULL || o->n == sizeof(o->v) / sizeof(o->v[0]) ||
	    phone_normalise(text, country_code, o->numbers[o->n], &ignored) ==
		-1)
		return;
	o->v[o->n] = o->numbers[o->n];
	o->n++;
}

static int
own_numbers(const struct job *j, const char *code, struct own *o, struct err *e)
{
	struct branch_list l = BRANCH_LIST_INIT;

	*o = (struct own){ .n = 0 };
	add_own(o, j->company.phone, code);
	int r = branch_list(j->t->db, j->company.id, &l, e);
	for (size_t i = 0; i < l.n; i++)
		add_own(o, l.v[i].phone, code);
	branch_list_free(&l);
	return r;
}

static enum title_mode
mode(const struct calendar *c)
{
	if (str_eq(c->phones, "all"))
		return TITLE_ALL;
	return str_eq(c->phones, "mobile") ? TITLE_MOBILE : TITLE_FIRST;
}

/*
 * The UID as the feed writes it.  An event without one goes by its title and
 * its start, which the occurrence has (D1).
 */
static char *
uid_of(const struct component *c, const struct parsed_event *ev)
{
	struct buf b = BUF_INIT;

	if (c->uid[0] != '\0')
		return mem_str(c->uid);
	buf_char(&b, '=');
	buf_str(&b, ev->title);
	return buf_take(&b);
}

static int
read_people(struct job *j, struct err *e)
{
	const struct calendar *cal = &j->calendar;
	const char *code = cal->country_code != NULL ? cal->country_code
						     : j->company.country_code;
	struct own own;

	if (own_numbers(j, code, &own, e) == -1)
		return -1;
	struct phone_opts opts = { .country_code = code,
		.landlines = cal->landlines,
		.own = own.v,
		.n_own = own.n };
	j->people = mem_zero(j->parsed.n_events + 1, sizeof(*j->people));
	j->uids = mem_zero(j->parsed.n_events + 1, sizeof(*j->uids));
	for (size_t i = 0; i < j->parsed.n_events; i++) {
		const struct parsed_event *ev = &j->parsed.events[i];
		title_people(ev->name_text != NULL ? ev->name_text : ev->title,
		    ev->phone_text, mode(cal), &opts, &j->people[i]);
		j->uids[i] = uid_of(find(j, ev->id), ev);
	}
	return 0;
}

/* Does any component of this UID differ from the last body's? */
static bool
uid_touched(const struct component **v, size_t n, const char *uid)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t at = from + (to - from) / 2;
		if (strcmp(v[at]->uid, uid) < 0)
			from = at + 1;
		else
			to = at;
	}
	return from < n && str_eq(v[from]->uid, uid);
}

static void
make_seen(struct job *j)
{
	const struct component **touched =
	    mem_zero(j->components.n + 1, sizeof(*touched));
	size_t n = 0;

	for (size_t i = 0; i < j->components.n; i++)
		if (is_kind(&j->components.v[i], "event") &&
		    is_touched(&j->components.v[i]))
			touched[n++] = &j->components.v[i];
	if (n > 1)
		qsort(touched, n, sizeof(*touched), by_uid);

	j->n_seen = j->parsed.n_occurrences;
	j->seen = mem_zero(j->n_seen + 1, sizeof(*j->seen));
	for (size_t i = 0; i < j->n_seen; i++) {
		const struct parsed_occurrence *o = &j->parsed.occurrences[i];
		const struct parsed_event *ev = &j->parsed.events[o->event];
		const char *uid = find(j, ev->id)->uid;

		j->seen[i] = (struct seen){
			.uid = j->uids[o->event],
			.original_at =
			    uid[0] != '\0' ? o->original_at : o->start_at,
			.start_at = o->start_at,
			.end_at = o->end_at,
			.all_day = o->all_day,
			.cancelled = ev->status == PARSED_CANCELLED ||
			    cancelled_title(ev->title),
			.nosms = title_nosms(ev->title, ev->description),
			.series = ev->series || ev->recurrence_at != 0,
			.touched = uid_touched(touched, n, uid),
			.title = ev->title,
			.location = ev->location,
			.description = ev->description,
			.people = j->people[o->event].v,
			.n_people = j->people[o->event].n,
		};
	}
	free(touched);
}

int
job_read(struct job *j, struct err *e)
{
	if (load_components(j, e) == -1 || parse_all(j, e) == -1)
		return -1;
	take_notes(j);
	if (read_people(j, e) == -1)
		return -1;
	make_seen(j);
	return 0;
}

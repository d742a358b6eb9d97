/* SPDX-License-Identifier: ISC */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

#include "domain/cancelled.h"
#include "store/branch.h"
#include "store/contact.h"
#include "store/erasure.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum { PART = 4000 /* events seen at once */ };

bool
component_is(const struct component *c, const char *kind)
{
	return str_eq(c->kind, kind);
}

bool
component_missing(const struct component *c)
{
	return str_eq(c->state, "missing");
}

bool
component_touched(const struct component *c)
{
	return component_missing(c) || str_eq(c->state, "new");
}

static int
by_id(const void *pa, const void *pb)
{
	const struct component *a = pa, *b = pb;

	return (a->id > b->id) - (a->id < b->id);
}

const struct component *
reading_component(const struct reading *r, int64_t id)
{
	struct component key = { .id = id };
	size_t guess =
	    r->components.n == 0 ? 0 : (size_t)(id - r->components.v[0].id);

	/* Those of a first body are numbered one behind the other. */
	if (guess < r->components.n && r->components.v[guess].id == id)
		return &r->components.v[guess];
	return bsearch(&key, r->components.v, r->components.n,
	    sizeof(*r->components.v), by_id);
}

static void
take_notes(struct reading *r)
{
	for (size_t i = 0; i < r->parsed.n_notes; i++) {
		const struct parsed_note *n = &r->parsed.notes[i];
		const struct component *c = reading_component(r, n->id);

		if (n->bad && c != NULL)
			reading_condemn(r, c, n->text);
		else
			log_info("%s: %s", r->label, n->text);
	}
}

/* The numbers that are never a customer's (C2). */
static void
add_own(struct reading_opts *o, const char *text, const char *country_code)
{
	struct err ignored = ERR_INIT;
	char number[PHONE_TEXT];

	if (text == NULL ||
	    phone_normalise(text, country_code, number, &ignored) == -1)
		return;
	o->own = mem_grow(o->own, &o->cap, o->n + 1, sizeof(*o->own));
	o->own[o->n++] = mem_str(number);
}

static int
own_numbers(const struct reading *r, struct reading_opts *o, struct err *e)
{
	const char *code = r->company->country_code;
	struct branch_list l = BRANCH_LIST_INIT;
	int ret = 0;

	add_own(o, r->company->phone, code);
	if (r->db != NULL)
		ret = branch_list(r->db, r->company->id, &l, e);
	for (size_t i = 0; i < l.n; i++)
		add_own(o, l.v[i].phone, code);
	branch_list_free(&l);
	return ret;
}

int
reading_opts(const struct reading *r, struct reading_opts *o, struct err *e)
{
	const struct calendar *cal = r->calendar;

	*o = (struct reading_opts){ .mode = str_eq(cal->phones, "all")
		    ? TITLE_ALL
		    : str_eq(cal->phones, "mobile") ? TITLE_MOBILE
						    : TITLE_FIRST };
	if (own_numbers(r, o, e) == -1)
		return -1;
	o->phone = (struct phone_opts){
		.country_code = cal->country_code != NULL
		    ? cal->country_code
		    : r->company->country_code,
		.landlines = cal->landlines,
		.own = (const char *const *)o->own,
		.n_own = o->n,
	};
	return 0;
}

void
reading_opts_free(struct reading_opts *o)
{
	while (o->n > 0)
		free(o->own[--o->n]);
	free(o->own);
	*o = (struct reading_opts){ .own = NULL };
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

/* Is it a number that gets SMS, in this calendar? */
static bool
is_usable(const char *phone, const struct phone_opts *opts)
{
	struct phone_list l = PHONE_LIST_INIT;

	phone_find(phone, opts, &l);
	bool is = l.n == 1 && l.v[0].reason == PHONE_OK;
	phone_list_free(&l);
	return is;
}

/* C7: nobody with a number; but the name may be that of a contact. */
static int
find_contact(const struct reading *r, const char *text,
    const struct phone_opts *opts, struct person_list *out, struct err *e)
{
	struct contact c = { .id = 0 };
	char *name, *number;

	contact_keys(text, &name, &number);
	int found = contact_find(r->db, r->company->id, name, number, &c, e);
	if (found == 0 && is_usable(c.phone, opts)) {
		person_list_add(out, c.phone, c.name);
		out->v[out->n - 1].listed = true;
	}
	contact_fini(&c);
	free(name);
	free(number);
	return found == -1 ? -1 : 0;
}

/*
 * Who was erased is nobody here, and what the event says of them is not kept:
 * the calendar that still has them is the only place that does.
 */
static int
drop_erased(const struct reading *r, struct parsed_event *ev,
    struct person_list *l, struct err *e)
{
	bool dropped = false;

	for (size_t i = l->n; i-- > 0;) {
		int erased = erasure_has(r->db, l->v[i].phone, e);
		if (erased == -1)
			return -1;
		if (erased == 0)
			continue;
		person_list_drop(l, i);
		dropped = true;
	}
	if (dropped)
		ev->title[0] = '\0';
	if (dropped && ev->description != NULL)
		ev->description[0] = '\0';
	return 0;
}

static int
people_of(const struct reading *r, struct parsed_event *ev,
    const struct reading_opts *o, struct person_list *out, struct err *e)
{
	const char *text = ev->name_text != NULL ? ev->name_text : ev->title;

	title_people(text, ev->phone_text, o->mode, &o->phone, out);
	if (out->n == 0 && r->contact_rev != 0 &&
	    find_contact(r, text, &o->phone, out, e) == -1)
		return -1;
	return r->erased ? drop_erased(r, ev, out, e) : 0;
}

/* Of events[from..to). */
static int
read_people(struct reading *r, size_t from, size_t to, struct err *e)
{
	struct reading_opts o;
	int ret = reading_opts(r, &o, e);

	r->people = mem_zero(to - from + 1, sizeof(*r->people));
	r->uids = mem_zero(to - from + 1, sizeof(*r->uids));
	r->from = from;
	r->to = to;
	for (size_t i = from; ret == 0 && i < to; i++) {
		struct parsed_event *ev = &r->parsed.events[i];
		ret = people_of(r, ev, &o, &r->people[i - from], e);
		r->uids[i - from] = uid_of(reading_component(r, ev->id), ev);
	}
	reading_opts_free(&o);
	return ret;
}

static int
by_uid(const void *pa, const void *pb)
{
	const struct component *a = *(const struct component *const *)pa;
	const struct component *b = *(const struct component *const *)pb;

	return strcmp(a->uid, b->uid);
}

/* All events that are new or missing, by UID. */
static void
list_touched(struct reading *r)
{
	const struct component_list *l = &r->components;

	r->touched = mem_zero(l->n + 1, sizeof(const struct component *));
	for (size_t i = 0; i < l->n; i++)
		if (component_is(&l->v[i], "event") &&
		    component_touched(&l->v[i]))
			r->touched[r->n_touched++] = &l->v[i];
	if (r->n_touched > 1)
		qsort(r->touched, r->n_touched,
		    sizeof(const struct component *), by_uid);
}

/* Does any component of this one's UID differ from the last body's? */
static bool
uid_touched(struct reading *r, const struct component *c)
{
	size_t from = 0, to;

	if (component_touched(c))
		return true;
	if (r->touched == NULL)
		list_touched(r);
	to = r->n_touched;
	while (from < to) {
		size_t at = from + (to - from) / 2;
		if (strcmp(r->touched[at]->uid, c->uid) < 0)
			from = at + 1;
		else
			to = at;
	}
	return from < r->n_touched && str_eq(r->touched[from]->uid, c->uid);
}

static struct seen
one_seen(const struct reading *r, const struct parsed_occurrence *o,
    const char *uid, bool touched)
{
	const struct parsed_event *ev = &r->parsed.events[o->event];

	return (struct seen){
		.uid = r->uids[o->event - r->from],
		.original_at = uid[0] != '\0' ? o->original_at : o->start_at,
		.start_at = o->start_at,
		.end_at = o->end_at,
		.all_day = o->all_day,
		.cancelled = ev->status == PARSED_CANCELLED ||
		    cancelled_title(ev->title),
		.nosms = title_nosms(ev->title, ev->description),
		.series = ev->series || ev->recurrence_at != 0,
		.future = ev->this_and_future,
		.touched = touched,
		.siblings = ev->siblings,
		.title = ev->title,
		.location = ev->location,
		.description = ev->description,
		.people = r->people[o->event - r->from].v,
		.n_people = r->people[o->event - r->from].n,
	};
}

/* The occurrences of the events that people were read of. */
static void
make_seen(struct reading *r)
{
	const struct parsed_occurrence *all = r->parsed.occurrences;
	size_t from = r->seen_to, to = from;

	while (to < r->parsed.n_occurrences && all[to].event < r->to)
		to++;
	r->n_seen = to - from;
	r->seen_to = to;
	r->seen = mem_zero(r->n_seen + 1, sizeof(*r->seen));
	for (size_t i = 0; i < r->n_seen; i++) {
		const struct parsed_occurrence *o = &all[from + i];
		int64_t id = r->parsed.events[o->event].id;
		const struct component *c = reading_component(r, id);

		r->seen[i] = one_seen(r, o, c->uid, uid_touched(r, c));
	}
}

/* Forget who was seen last. */
static void
forget_seen(struct reading *r)
{
	for (size_t i = 0; r->people != NULL && i < r->to - r->from; i++) {
		person_list_free(&r->people[i]);
		free(r->uids[i]);
	}
	free(r->people);
	free(r->uids);
	free(r->seen);
	r->people = NULL;
	r->uids = NULL;
	r->seen = NULL;
	r->n_seen = 0;
}

size_t
reading_part(const struct reading *r, size_t from)
{
	const struct parsed_event *v = r->parsed.events;
	size_t to = from;

	while (to < r->parsed.n_events &&
	    (to - from < PART || str_eq(v[to].uid, v[to - 1].uid)))
		to++;
	return to;
}

int
reading_see(struct reading *r, size_t to, struct err *e)
{
	size_t from = r->to;

	forget_seen(r);
	if (read_people(r, from, to, e) == -1)
		return -1;
	make_seen(r);
	return 0;
}

int
reading_run(struct reading *r, struct err *e)
{
	if (reading_parse(r, e) == -1)
		return -1;
	take_notes(r);
	if (r->db == NULL)
		return 0;
	int erased = erasure_any(r->db, e);
	r->contact_rev = contact_rev(r->db, r->company->id, e);
	r->erased = erased == 1;
	return r->contact_rev == -1 || erased == -1 ? -1 : 0;
}

void
reading_free(struct reading *r)
{
	forget_seen(r);
	free(r->touched);
	free(r->bad);
	parsed_free(&r->parsed);
	component_list_free(&r->components);
	*r = (struct reading){ .conf = NULL };
}

/* SPDX-License-Identifier: ISC */
/* An event that brings nobody, or not the number that is asked about. */
#include <stdlib.h>
#include <string.h>

#include "admin/explain.h"
#include "admin/nobody.h"
#include "store/company.h"
#include "store/component.h"
#include "store/erasure.h"
#include "store/person.h"
#include "util/mem.h"
#include "util/str.h"

enum { WINDOW_BACK_S = 8 * 24 * 3600, WINDOW_AHEAD_S = 63 * 24 * 3600 };

/* One while it is read. */
struct event {
	struct explain *x;
	struct explain_block *b;
	const char *uid;
	struct company company;
	struct calendar calendar;
	struct reading read;
	struct why_names names;
	char erased[PHONE_TEXT]; /* whose number it has */
};

void
explain_event_later(struct explain *x, int64_t calendar_id, const char *uid)
{
	size_t block = x->n - 1;

	/* Of a series once, for its first date. */
	for (size_t i = 0; i < x->n_events; i++)
		if (x->events[i].calendar_id == calendar_id &&
		    str_eq(x->events[i].uid, uid))
			return;
	x->events = mem_grow(
	    x->events, &x->cap_events, x->n_events + 1, sizeof(*x->events));
	x->events[x->n_events++] = (struct explain_event){
		.company_id = x->house.company.id,
		.calendar_id = calendar_id,
		.uid = mem_str(uid),
		.block = block,
	};
	memcpy(x->events[x->n_events - 1].phone, x->phone, PHONE_TEXT);
}

/* How it stands in the database, and how it is to be read; 1: no longer. */
static int
load(struct event *v, const struct explain_event *of, struct err *e)
{
	struct tool *t = &v->x->a->tool;
	int r = company_by_id(t->db, of->company_id, &v->company, e);

	if (r == 0)
		r = calendar_by_id(t->db, of->calendar_id, &v->calendar, e);
	if (r != 0)
		return r;
	v->read = (struct reading){
		.conf = &t->conf,
		.db = t->db,
		.company = &v->company,
		.calendar = &v->calendar,
		.zone = v->b->zone,
		.label = v->b->ref,
		.from_at = t->now - WINDOW_BACK_S,
		.to_at = t->now + WINDOW_AHEAD_S,
		.keep_texts = true,
	};
	/* One of no UID is known by its title (D1). */
	return component_of_uid(t->db, of->calendar_id,
	    of->uid[0] == '=' ? "" : of->uid, &v->read.components, e);
}

static struct explain_line *
line(struct event *v)
{
	struct explain_line *l = explain_line(v->b);

	if (v->x->phone[0] != '\0')
		l->phone = mem_str(v->x->phone);
	l->state = "none";
	return l;
}

/* D3: each of its components that cannot be read. */
static bool
say_bad(struct event *v)
{
	const struct reading *r = &v->read;
	bool any = false;

	for (size_t i = 0; i < r->components.n; i++) {
		const char *note = r->note;
		if (!r->bad[i] || !component_is(&r->components.v[i], "event"))
			continue;
		for (size_t k = 0; k < r->parsed.n_notes; k++)
			if (r->parsed.notes[k].id == r->components.v[i].id)
				note = r->parsed.notes[k].text;
		explain_say(line(v), WHY_UNREADABLE, &v->names,
		    " (line %lld of the feed): %s",
		    (long long)r->components.v[i].line, note);
		any = true;
	}
	return any;
}

static bool
has_phone(const struct seen *s, const char *phone)
{
	for (size_t i = 0; i < s->n_people; i++)
		if (phone[0] == '\0' || str_eq(s->people[i].phone, phone))
			return true;
	return false;
}

/* Has it the number of somebody who was erased?  1: yes, 0: no, -1. */
static int
is_erased(struct event *v, const struct parsed_event *ev, struct err *e)
{
	const struct component *c = reading_component(&v->read, ev->id);
	struct db *db = v->x->a->tool.db;
	struct phone_list l = PHONE_LIST_INIT;
	struct reading_opts o;
	int r = 0;

	if (!v->read.erased)
		return 0;
	if (v->x->phone[0] != '\0')
		return erasure_has(db, v->x->phone, e);
	if (reading_opts(&v->read, &o, e) == -1)
		return -1;
	phone_find(c->text, &o.phone, &l);
	for (size_t i = 0; r == 0 && i < l.n; i++)
		if (l.v[i].reason == PHONE_OK) {
			memcpy(v->erased, l.v[i].phone, PHONE_TEXT);
			r = erasure_has(db, v->erased, e);
		}
	phone_list_free(&l);
	reading_opts_free(&o);
	return r;
}

/* One event of those that were read. */
static int
say_event(struct event *v, const struct parsed_event *ev, const struct seen *s,
    struct err *e)
{
	struct buf text = BUF_INIT;
	enum why why = WHY_NONE;
	int r = is_erased(v, ev, e), erased = r;

	if (v->b->title == NULL)
		v->b->title = mem_str(ev->title);
	if (s != NULL && v->b->start_at == 0) {
		v->b->start_at = s->start_at;
		v->b->all_day = s->all_day;
	}
	/* D5: what is over for days when it is first seen is left out. */
	if (s == NULL || s->end_at < v->read.from_at)
		why = WHY_OUTSIDE;
	else if (s->cancelled)
		why = WHY_CANCELLED;
	else if (has_phone(s, v->x->phone))
		why = WHY_NOT_READ;
	else if (erased != 0)
		why = WHY_ERASED;
	else if (v->x->phone[0] != '\0')
		r = nobody_number(&v->read, ev, v->x->phone, &why, &text, e);
	else
		r = nobody_why(&v->read, ev, &why, &text, e);
	struct explain_line *l = line(v);
	if (why == WHY_ERASED && v->x->phone[0] == '\0')
		v->names.phone = v->erased;
	explain_say(l, why, &v->names, "%s", "");
	if (text.n > 0) {
		free(l->text);
		l->text = buf_take(&text);
	}
	buf_free(&text);
	return r == -1 ? -1 : 0;
}

/* Is it said already, as of every date of a series? */
static void
once(struct explain_block *b)
{
	const struct explain_line *last = &b->v[b->n - 1];

	for (size_t i = 0; i + 1 < b->n; i++)
		if (b->v[i].why == last->why &&
		    str_eq(b->v[i].text, last->text) &&
		    str_eq(b->v[i].phone, last->phone)) {
			explain_line_drop(b);
			return;
		}
}

/*
 * Is it one that is asked about?  Events without a UID are many (D1), and of
 * these, too, one whose appointment has the number is told with that.
 */
static bool
is_wanted(struct event *v, const struct parsed_event *ev, const struct seen *s)
{
	const struct component *c = reading_component(&v->read, ev->id);
	const char *phone = v->x->phone;

	if (v->uid[0] == '=')
		return str_eq(v->uid + 1, ev->title);
	if (phone[0] == '\0')
		return true;
	if (v->uid[0] == '\0' && s != NULL && has_phone(s, phone))
		return false;
	return person_in_text(phone, c->text, c->n_text);
}

static int
say_all(struct event *v, struct err *e)
{
	struct reading *r = &v->read;

	if (say_bad(v))
		return 0;
	for (size_t i = 0; i < r->parsed.n_events; i++) {
		const struct parsed_event *ev = &r->parsed.events[i];
		const struct seen *seen = NULL;
		for (size_t k = 0; seen == NULL && k < r->n_seen; k++)
			if (r->parsed.occurrences[k].event == i)
				seen = &r->seen[k];
		if (!is_wanted(v, ev, seen))
			continue;
		if (say_event(v, ev, seen, e) == -1)
			return -1;
		once(v->b);
	}
	return 0;
}

/* In a snapshot of its own; nothing is parsed within one. */
static int
read_event(struct explain *x, const struct explain_event *of, struct err *e)
{
	struct event v = { .x = x, .b = &x->v[of->block], .uid = of->uid };
	struct db *db = x->a->tool.db;
	int r = db_begin_read(db, e);

	v.names = (struct why_names){ .calendar = v.b->ref, .phone = x->phone };
	if (r == 0)
		r = load(&v, of, e);
	v.names.company = v.company.ref;
	db_rollback(db);
	if (r == 0 && reading_run(&v.read, e) == -1) {
		explain_say(line(&v), WHY_PARSER, &v.names, ": %s", e->msg);
		err_clear(e);
		r = 1;
	}
	if (r == 0)
		r = reading_see(&v.read, v.read.parsed.n_events, e);
	if (r == 0)
		r = say_all(&v, e);
	reading_free(&v.read);
	calendar_fini(&v.calendar);
	company_fini(&v.company);
	return r == -1 ? -1 : 0;
}

int
explain_events(struct explain *x, struct err *e)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < x->n_events; i++) {
		memcpy(x->phone, x->events[i].phone, PHONE_TEXT);
		r = read_event(x, &x->events[i], e);
	}
	return r;
}

/* SPDX-License-Identifier: ISC */
#include "domain/parsed.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/record.h"
#include "util/str.h"
#include "util/utf8.h"

/* The instants of the years 1 to 9999. */
#define AT_MIN INT64_C(-62135596800)
#define AT_MAX INT64_C(253402300799)

enum {
	UID_MAX = 4096,             /* bytes */
	TEXT_MAX = 4 * PARSED_TEXT, /* bytes: UTF-8 */
	PIECE = 256 * 1024          /* bytes of texts at a time */
};

static const char *const status_names[] = {
	[PARSED_NONE] = NULL,
	[PARSED_CONFIRMED] = "confirmed",
	[PARSED_TENTATIVE] = "tentative",
	[PARSED_CANCELLED] = "cancelled",
};

void
parsed_event_fini(struct parsed_event *ev)
{
	if (!ev->lent) {
		free(ev->uid);
		free(ev->title);
		free(ev->name_text);
		free(ev->phone_text);
		free(ev->location);
		free(ev->description);
		free(ev->siblings);
	}
	*ev = (struct parsed_event){ .uid = NULL };
}

void
parsed_free(struct parsed *p)
{
	for (size_t i = 0; i < p->n_events; i++)
		parsed_event_fini(&p->events[i]);
	for (size_t i = 0; i < p->n_notes; i++)
		free(p->notes[i].text);
	for (size_t i = 0; i < p->texts.n; i++)
		free(p->texts.v[i]);
	free(p->texts.v);
	free(p->events);
	free(p->occurrences);
	free(p->notes);
	*p = PARSED_INIT;
}

/* A copy of s[0..n) that lives as long as they do. */
static char *
keep_text(struct parsed_texts *t, const char *s, size_t n)
{
	if (n + 1 > t->left) {
		t->left = n + 1 > PIECE ? n + 1 : PIECE;
		t->at = mem_alloc(t->left);
		t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
		t->v[t->n++] = t->at;
	}
	char *copy = t->at;
	memcpy(copy, s, n);
	copy[n] = '\0';
	t->at += n + 1;
	t->left -= n + 1;
	return copy;
}

struct parsed_event *
parsed_event_add(struct parsed *p)
{
	p->events = mem_grow(
	    p->events, &p->cap_events, p->n_events + 1, sizeof(*p->events));
	p->events[p->n_events] = (struct parsed_event){ .uid = NULL };
	return &p->events[p->n_events++];
}

struct parsed_occurrence *
parsed_occurrence_add(struct parsed *p)
{
	p->occurrences = mem_grow(p->occurrences, &p->cap_occurrences,
	    p->n_occurrences + 1, sizeof(*p->occurrences));
	p->occurrences[p->n_occurrences] = (struct parsed_occurrence){ 0 };
	return &p->occurrences[p->n_occurrences++];
}

void
parsed_note_add(struct parsed *p, int64_t id, bool bad, const char *fmt, ...)
{
	char text[PARSED_NOTE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* A character that was cut in two goes. */
	size_t n = strlen(text);
	while (n > 0 && !utf8_valid(text, n))
		n--;
	p->notes = mem_grow(
	    p->notes, &p->cap_notes, p->n_notes + 1, sizeof(*p->notes));
	p->notes[p->n_notes++] = (struct parsed_note){
		.id = id, .bad = bad, .text = mem_strn(text, n)
	};
}

static void
write_event(struct buf *b, const struct parsed_event *ev)
{
	record_field(b, "event");
	record_int(b, ev->id);
	record_field(b, ev->uid);
	record_int(b, ev->recurrence_at);
	record_int(b, ev->sequence);
	record_int(b, ev->last_modified_at);
	record_field(b, status_names[ev->status]);
	record_int(b, ev->series);
	record_field(b, ev->title);
	record_field(b, ev->name_text);
	record_field(b, ev->phone_text);
	record_field(b, ev->location);
	record_field(b, ev->description);
	record_int(b, ev->this_and_future);
	record_field(b, ev->siblings);
	record_end(b);
}

void
parsed_write(struct buf *b, const struct parsed *p)
{
	for (size_t i = 0; i < p->n_events; i++)
		write_event(b, &p->events[i]);
	for (size_t i = 0; i < p->n_occurrences; i++) {
		const struct parsed_occurrence *o = &p->occurrences[i];
		record_field(b, "occurrence");
		record_int(b, p->events[o->event].id);
		record_int(b, o->original_at);
		record_int(b, o->start_at);
		record_int(b, o->end_at);
		record_int(b, o->all_day);
		record_end(b);
	}
	for (size_t i = 0; i < p->n_notes; i++) {
		record_field(b, p->notes[i].bad ? "bad" : "note");
		record_int(b, p->notes[i].id);
		record_field(b, p->notes[i].text);
		record_end(b);
	}
	record_field(b, "done");
	record_int(b, (int64_t)p->n_occurrences);
	record_end(b);
}

/* A VEVENT that was given in, and what came of it. */
struct answer {
	int64_t id;
	bool answered, bad;
	size_t event; /* index, where it was read */
};

struct reading {
	struct answer *events; /* ordered by id */
	size_t n_events;
	int64_t *others; /* ordered */
	size_t n_others;
	struct parsed *out;
	size_t first_occurrence;
	bool done;
};

static int
by_answer(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static struct answer *
find_event(struct reading *rd, int64_t id)
{
	struct answer key = { .id = id };

	return rd->n_events == 0 ? NULL
				 : bsearch(&key, rd->events, rd->n_events,
				       sizeof(*rd->events), by_answer);
}

static bool
find_other(struct reading *rd, int64_t id)
{
	return rd->n_others > 0 &&
	    bsearch(&id, rd->others, rd->n_others, sizeof(*rd->others),
		by_number) != NULL;
}

/* Field i is text of at most `max` bytes; absent only where it may be. */
static int
check_text(
    const struct record *r, size_t i, size_t max, bool may_lack, struct err *e)
{
	const char *s = r->v[i];

	if (s == NULL && may_lack)
		return 0;
	if (s == NULL || r->len[i] > max || strlen(s) != r->len[i] ||
	    !utf8_valid(s, r->len[i]))
		return err_set(e, ERR_DATA,
		    "record '%.32s': field %zu is no text of %zu bytes",
		    r->v[0], i, max);
	return 0;
}

/* The same, and a copy of it; NULL where it is absent. */
static int
get_text(const struct record *r, size_t i, size_t max, bool may_lack,
    struct parsed_texts *t, char **out, struct err *e)
{
	*out = NULL;
	if (check_text(r, i, max, may_lack, e) == -1)
		return -1;
	if (r->v[i] != NULL)
		*out = keep_text(t, r->v[i], r->len[i]);
	return 0;
}

static int
get_bool(const struct record *r, size_t i, bool *out, struct err *e)
{
	int64_t v;

	if (record_get_int(r, i, 0, 1, &v, e) == -1)
		return -1;
	*out = v == 1;
	return 0;
}

static int
get_status(
    const struct record *r, size_t i, enum parsed_status *out, struct err *e)
{
	size_t n = sizeof(status_names) / sizeof(status_names[0]);

	for (size_t k = 0; k < n; k++)
		if (str_eq(r->v[i], status_names[k])) {
			*out = (enum parsed_status)k;
			return 0;
		}
	return err_set(e, ERR_DATA, "record 'event': no such status");
}

static int
take_event(const struct record *r, struct parsed_texts *t,
    struct parsed_event *ev, struct err *e)
{
	if (get_text(r, 2, UID_MAX, false, t, &ev->uid, e) == -1 ||
	    record_get_int(r, 3, AT_MIN, AT_MAX, &ev->recurrence_at, e) == -1 ||
	    record_get_int(r, 4, 0, INT32_MAX, &ev->sequence, e) == -1 ||
	    record_get_int(r, 5, AT_MIN, AT_MAX, &ev->last_modified_at, e) ==
		-1 ||
	    get_status(r, 6, &ev->status, e) == -1 ||
	    get_bool(r, 7, &ev->series, e) == -1 ||
	    get_text(r, 8, TEXT_MAX, false, t, &ev->title, e) == -1 ||
	    get_text(r, 9, TEXT_MAX, true, t, &ev->name_text, e) == -1 ||
	    get_text(r, 10, TEXT_MAX, true, t, &ev->phone_text, e) == -1 ||
	    get_text(r, 11, TEXT_MAX, true, t, &ev->location, e) == -1 ||
	    get_text(r, 12, TEXT_MAX, true, t, &ev->description, e) == -1 ||
	    get_bool(r, 13, &ev->this_and_future, e) == -1 ||
	    get_text(r, 14, TEXT_MAX, true, t, &ev->siblings, e) == -1)
		return -1;
	if (ev->uid[0] == '\0')
		return err_set(e, ERR_DATA, "record 'event': an empty UID");
	return 0;
}

static int
read_event(
    struct reading *rd, const struct record *r, int64_t id, struct err *e)
{
	struct answer *a = find_event(rd, id);

	if (a == NULL || a->answered)
		return err_set(e, ERR_DATA,
		    "an event %" PRId64 " that was not asked for", id);
	a->answered = true;
	a->event = rd->out->n_events;
	struct parsed_event *ev = parsed_event_add(rd->out);
	ev->id = id;
	ev->lent = true;
	return take_event(r, &rd->out->texts, ev, e);
}

static int
read_occurrence(
    struct reading *rd, const struct record *r, int64_t id, struct err *e)
{
	struct answer *a = find_event(rd, id);
	struct parsed_occurrence o = { 0 };

	if (a == NULL || !a->answered || a->bad)
		return err_set(e, ERR_DATA,
		    "an occurrence of %" PRId64 ", which is no event", id);
	o.event = a->event;
	if (record_get_int(r, 2, AT_MIN, AT_MAX, &o.original_at, e) == -1 ||
	    record_get_int(r, 3, AT_MIN, AT_MAX, &o.start_at, e) == -1 ||
	    record_get_int(r, 4, o.start_at, AT_MAX, &o.end_at, e) == -1 ||
	    get_bool(r, 5, &o.all_day, e) == -1)
		return -1;
	*parsed_occurrence_add(rd->out) = o;
	return 0;
}

static int
read_note(struct reading *rd, const struct record *r, int64_t id, bool bad,
    struct err *e)
{
	struct answer *a = find_event(rd, id);

	if (a == NULL && !find_other(rd, id))
		return err_set(e, ERR_DATA,
		    "a note on %" PRId64 ", which was not asked for", id);
	if (bad && a != NULL && a->answered)
		return err_set(
		    e, ERR_DATA, "%" PRId64 " is both an event and bad", id);
	if (check_text(r, 2, PARSED_NOTE, false, e) == -1)
		return -1;
	parsed_note_add(rd->out, id, bad, "%s", r->v[2]);
	if (bad && a != NULL)
		a->answered = a->bad = true;
	return 0;
}

static int
read_done(struct reading *rd, const struct record *r, struct err *e)
{
	int64_t n = (int64_t)(rd->out->n_occurrences - rd->first_occurrence);

	rd->done = true;
	if (record_get_int(r, 1, n, n, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < rd->n_events; i++)
		if (!rd->events[i].answered)
			return err_set(e, ERR_DATA,
			    "nothing is said of %" PRId64, rd->events[i].id);
	return 0;
}

static int
read_line(struct reading *rd, char *line, size_t n, struct err *e)
{
	struct record r;
	int64_t id = 0;

	if (record_parse(line, n, &r, e) == -1)
		return -1;
	if (rd->done)
		return err_set(e, ERR_DATA, "something behind 'done'");
	if (str_eq(r.v[0], "done") && r.n == 2)
		return read_done(rd, &r, e);
	if (record_get_int(&r, 1, INT64_MIN, INT64_MAX, &id, e) == -1)
		return -1;
	if (str_eq(r.v[0], "event") && r.n == 15)
		return read_event(rd, &r, id, e);
	if (str_eq(r.v[0], "occurrence") && r.n == 6)
		return read_occurrence(rd, &r, id, e);
	if (str_eq(r.v[0], "bad") && r.n == 3)
		return read_note(rd, &r, id, true, e);
	if (str_eq(r.v[0], "note") && r.n == 3)
		return read_note(rd, &r, id, false, e);
	return err_set(
	    e, ERR_DATA, "a record that nobody knows: '%.32s'", r.v[0]);
}

static void
reading_init(
    struct reading *rd, const struct parsed_asked *asked, struct parsed *out)
{
	*rd = (struct reading){ .n_events = asked->n_events,
		.n_others = asked->n_others,
		.out = out,
		.first_occurrence = out->n_occurrences };
	rd->events = mem_zero(asked->n_events, sizeof(*rd->events));
	for (size_t i = 0; i < asked->n_events; i++)
		rd->events[i].id = asked->events[i];
	rd->others = mem_zero(asked->n_others, sizeof(*rd->others));
	for (size_t i = 0; i < asked->n_others; i++)
		rd->others[i] = asked->others[i];
	if (rd->n_events > 0)
		qsort(rd->events, rd->n_events, sizeof(*rd->events), by_answer);
	if (rd->n_others > 0)
		qsort(rd->others, rd->n_others, sizeof(*rd->others), by_number);
}

/* Forget what came behind these counts. */
static void
take_back(struct parsed *p, size_t events, size_t occurrences, size_t notes)
{
	while (p->n_events > events)
		parsed_event_fini(&p->events[--p->n_events]);
	p->n_occurrences = occurrences;
	while (p->n_notes > notes)
		free(p->notes[--p->n_notes].text);
}

int
parsed_read(char *text, size_t n, const struct parsed_asked *asked,
    struct parsed *out, struct err *e)
{
	size_t events = out->n_events, notes = out->n_notes;
	char *end = n > 0 ? text + n : text, *s = text;
	struct reading rd;
	int r = 0;

	reading_init(&rd, asked, out);
	while (r == 0 && s < end) {
		char *lf = memchr(s, '\n', (size_t)(end - s));
		if (lf == NULL) {
			r = err_set(e, ERR_DATA, "a line without an end");
			break;
		}
		r = read_line(&rd, s, (size_t)(lf - s), e);
		s = lf + 1;
	}
	if (r == 0 && !rd.done)
		r = err_set(e, ERR_DATA, "it ended before it was done");
	if (r == -1)
		take_back(out, events, rd.first_occurrence, notes);
	free(rd.events);
	free(rd.others);
	return r;
}

int64_t
parsed_at(char *text, size_t n, const struct parsed_asked *asked)
{
	struct err e = ERR_INIT;
	struct record r;
	int64_t id;

	if (n == 0 || text[n - 1] != '\n' ||
	    record_parse(text, n - 1, &r, &e) == -1 || r.n != 2 ||
	    !str_eq(r.v[0], "at") ||
	    record_get_int(&r, 1, 1, INT64_MAX, &id, &e) == -1)
		return 0;
	for (size_t i = 0; i < asked->n_events; i++)
		if (asked->events[i] == id)
			return id;
	for (size_t i = 0; i < asked->n_others; i++)
		if (asked->others[i] == id)
			return id;
	return 0;
}

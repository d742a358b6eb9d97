/* SPDX-License-Identifier: ISC */
/* From the bytes of a feed to the occurrences of the days asked for. */
#include <stdlib.h>
#include <string.h>

#include "admin/preview.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

/* Each component once, as the database would have it. */
static void
take_components(struct preview *p)
{
	const struct body *b = &p->body;
	struct component_list *l = &p->read.components;

	l->v = mem_zero(b->n_by_hash + 1, sizeof(*l->v));
	for (size_t i = 0; i < b->n_by_hash; i++) {
		const struct body_component *c = b->by_hash[i];
		l->v[l->n] = (struct component){
			.id = (int64_t)l->n + 1,
			.kind = body_kind_name(c->kind),
			.uid = body_uid(c),
			.state = "new",
			.line = (int64_t)c->line,
			.text = mem_strn(c->text, c->n),
			.n_text = c->n,
		};
		l->n++;
	}
}

/* Why it is bad; the parser that died of it left no word. */
static const char *
why_bad(const struct preview *p, const struct component *c)
{
	for (size_t i = 0; i < p->read.parsed.n_notes; i++) {
		const struct parsed_note *n = &p->read.parsed.notes[i];
		if (n->bad && n->id == c->id)
			return n->text;
	}
	return "the parser dies of it, or of others before it";
}

/* D3: each that cannot be read is told, and the rest counts. */
static void
say_bad(const struct preview *p)
{
	for (size_t i = 0; i < p->read.components.n; i++) {
		const struct component *c = &p->read.components.v[i];
		if (p->read.bad[i])
			log_error("%s: cannot read the %s '%s' (line %lld): "
				  "%s",
			    p->what, reading_name(c), c->uid,
			    (long long)c->line, why_bad(p, c));
	}
}

/* Is any of it within the days? */
static bool
is_wanted(const struct preview *p, const struct parsed_occurrence *o)
{
	const struct zone *z = o->all_day ? p->date_zone : p->zone;
	int64_t from_at = zone_midnight(z, p->from_day);
	int64_t to_at = zone_midnight(z, p->from_day + p->days);

	return o->start_at < to_at &&
	    (o->start_at >= from_at || o->end_at > from_at);
}

static int
by_start(const void *pa, const void *pb)
{
	const struct preview_row *a = pa, *b = pb;
	int64_t x = a->seen->start_at, y = b->seen->start_at;
	int c = (x > y) - (x < y);

	if (c == 0)
		c = strcmp(a->component->uid, b->component->uid);
	if (c == 0) {
		x = a->occurrence->original_at;
		y = b->occurrence->original_at;
		c = (x > y) - (x < y);
	}
	return c != 0 ? c : strcmp(a->event->title, b->event->title);
}

static char *
take_name(const struct preview_row *row, const struct reading_opts *o)
{
	const struct parsed_event *ev = row->event;
	char *name = row->seen->n_people > 0
	    ? mem_str(row->seen->people[0].name)
	    : title_name(
		  ev->name_text != NULL ? ev->name_text : ev->title, &o->phone);

	if (name[0] == '\0') {
		free(name);
		name = NULL;
	}
	return name;
}

static int
collect(struct preview *p, struct err *e)
{
	const struct reading *r = &p->read;
	struct reading_opts o;

	if (reading_opts(r, &o, e) == -1)
		return -1;
	p->rows = mem_zero(r->n_seen + 1, sizeof(*p->rows));
	for (size_t i = 0; i < r->n_seen; i++) {
		const struct parsed_occurrence *at = &r->parsed.occurrences[i];
		const struct parsed_event *ev = &r->parsed.events[at->event];
		struct preview_row *row = &p->rows[p->n_rows];

		if (!is_wanted(p, at))
			continue;
		*row = (struct preview_row){
			.event = ev,
			.occurrence = at,
			.seen = &r->seen[i],
			.component = reading_component(r, ev->id),
		};
		if (row->seen->n_people > 0)
			row->phone = row->seen->people[0].phone;
		row->name = take_name(row, &o);
		p->n_rows++;
	}
	reading_opts_free(&o);
	if (p->n_rows > 1)
		qsort(p->rows, p->n_rows, sizeof(*p->rows), by_start);
	return 0;
}

int
preview_rows(struct preview *p, struct err *e)
{
	take_components(p);
	if (reading_run(&p->read, e) == -1 ||
	    reading_see(&p->read, p->read.parsed.n_events, e) == -1)
		return -1;
	say_bad(p);
	if (collect(p, e) == -1)
		return -1;
	for (size_t i = 0; i < p->n_rows; i++)
		if (preview_plan(p, &p->rows[i], e) == -1)
			return -1;
	return 0;
}

void
preview_rows_free(struct preview *p)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		struct preview_row *row = &p->rows[i];
		for (size_t j = 0; j < row->n; j++)
			free(row->v[j].text);
		free(row->v);
		free(row->name);
		free(row->reason);
	}
	free(p->rows);
	free(p->asked);
}

/* SPDX-License-Identifier: ISC */
/* A preview for people and for programs. */
#include <stdio.h>

#include "admin/field.h"
#include "admin/preview.h"
#include "admin/table.h"
#include "domain/property.h"
#include "util/clock.h"
#include "util/str.h"
#include "util/utf8.h"

/* An instant with its offset; of all-day ones the date. */
static void
time_text(const struct preview *p, bool all_day, int64_t at, struct buf *out)
{
	char text[CLOCK_TEXT];

	if (all_day) {
		struct civil c = zone_civil(p->date_zone, at);
		buf_fmt(out, "%04d-%02d-%02d", c.year, c.month, c.day);
		return;
	}
	clock_iso(at, zone_offset(p->zone, at), text);
	buf_str(out, text);
}

/* RECURRENCE-ID: of every occurrence of a series its original start. */
static bool
recurrence_text(
    const struct preview *p, const struct preview_row *row, struct buf *out)
{
	const struct parsed_event *ev = row->event;

	if (!ev->series && ev->recurrence_at == 0)
		return false;
	time_text(p, row->seen->all_day, row->occurrence->original_at, out);
	return true;
}

static const char *
or_null(const char *text)
{
	return text != NULL && text[0] != '\0' ? text : NULL;
}

static void
json_time(struct preview *p, const char *name, bool all_day, int64_t at)
{
	struct buf text = BUF_INIT;

	time_text(p, all_day, at, &text);
	admin_json_text(p->a, name, text.v);
	buf_free(&text);
}

static void
json_messages(struct preview *p, const struct preview_row *row)
{
	struct buf *out = &p->a->out;

	json_put_name(out, "messages");
	buf_char(out, '[');
	for (size_t i = 0; i < row->n; i++) {
		const struct preview_message *m = &row->v[i];
		json_put_name(out, NULL);
		buf_char(out, '{');
		admin_json_text(p->a, "kind", kind_name(m->kind));
		json_put_int(out, "step", m->step);
		json_time(p, "due_at", false, m->due_at);
		json_put_bool(out, "past", m->past);
		admin_json_text(p->a, "level", m->level);
		admin_json_text(p->a, "phone", m->phone);
		admin_json_text(p->a, "name", or_null(m->name));
		admin_json_text(p->a, "text", m->text);
		json_put_int(out, "segments", m->segments);
		json_put_bool(out, "too_long", m->too_long);
		json_put_bool(out, "link", m->link);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
json_fields(struct preview *p, const struct preview_row *row)
{
	struct property_list l = PROPERTY_LIST_INIT;
	struct buf *out = &p->a->out;

	property_read(row->component->text, row->component->n_text, &l);
	json_put_name(out, "fields");
	buf_char(out, '[');
	for (size_t i = 0; i < l.n; i++) {
		json_put_name(out, NULL);
		buf_char(out, '{');
		admin_json_text(p->a, "name", l.v[i].name);
		admin_json_text(p->a, "value", l.v[i].text);
		buf_char(out, '}');
	}
	buf_char(out, ']');
	property_list_free(&l);
}

static void
json_row(struct preview *p, const struct preview_row *row)
{
	const struct seen *s = row->seen;
	struct buf original = BUF_INIT;
	struct admin *a = p->a;

	recurrence_text(p, row, &original);
	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	admin_json_text(a, "uid", or_null(row->component->uid));
	admin_json_text(a, "recurrence_id", original.v);
	json_time(p, "start", s->all_day, s->start_at);
	json_time(p, "end", s->all_day, s->end_at);
	json_put_bool(&a->out, "all_day", s->all_day);
	admin_json_text(a, "summary", or_null(s->title));
	admin_json_text(a, "location", or_null(s->location));
	admin_json_text(a, "description", or_null(s->description));
	admin_json_text(a, "name", row->name);
	admin_json_text(a, "phone", row->phone);
	admin_json_text(a, "reason", row->reason);
	json_messages(p, row);
	if (args_has(a, "fields"))
		json_fields(p, row);
	buf_char(&a->out, '}');
	buf_free(&original);
}

/* "reminder/2 2026-11-25 10:00 (past)" */
static void
message_text(
    const struct preview *p, const struct preview_message *m, struct buf *out)
{
	kind_step(out, m->kind, m->step);
	buf_char(out, ' ');
	admin_time(out, p->zone, m->due_at);
	if (m->past)
		buf_str(out, " (past)");
	if (m->too_long)
		buf_str(out, " (too long)");
	if (m->link)
		buf_str(out, " (link)");
}

static void
line(struct preview *p, const char *name, const char *text)
{
	struct buf shown = BUF_INIT;

	if (text == NULL || text[0] == '\0')
		return;
	utf8_show(&shown, text);
	field_line(p->a, name, shown.v);
	buf_free(&shown);
}

static void
message_lines(struct preview *p, const struct preview_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct preview_message *m = &row->v[i];
		struct buf text = BUF_INIT;
		message_text(p, m, &text);
		buf_fmt(&text, " to %s by the rule of: %s", m->phone, m->level);
		line(p, "message", text.v);
		line(p, "text", m->text);
		line(p, "link", m->link ? "yes" : "no");
		buf_free(&text);
	}
	line(p, "no message", row->reason);
}

/* --fields: all of one, below each other. */
static void
block(struct preview *p, const struct preview_row *row)
{
	const struct seen *s = row->seen;
	struct property_list l = PROPERTY_LIST_INIT;
	struct buf start = BUF_INIT, end = BUF_INIT, original = BUF_INIT;

	time_text(p, s->all_day, s->start_at, &start);
	time_text(p, s->all_day, s->end_at, &end);
	recurrence_text(p, row, &original);
	line(p, "start", start.v);
	line(p, "end", end.v);
	line(p, "uid", row->component->uid);
	line(p, "recurrence-id", original.v);
	line(p, "all-day", s->all_day ? "yes" : NULL);
	line(p, "name", row->name);
	line(p, "phone", row->phone);
	line(p, "location", s->location);
	message_lines(p, row);
	property_read(row->component->text, row->component->n_text, &l);
	for (size_t i = 0; i < l.n; i++) {
		struct buf text = BUF_INIT;
		buf_fmt(&text, "%s: %s", l.v[i].name, l.v[i].text);
		line(p, "field", text.v);
		buf_free(&text);
	}
	property_list_free(&l);
	buf_free(&start);
	buf_free(&end);
	buf_free(&original);
}

/* "2026-11-24 10:00"; what is on the day of `than`, "10:30". */
static void
short_time(const struct preview *p, bool all_day, int64_t at, int64_t than,
    struct buf *out)
{
	struct civil c = zone_civil(p->zone, at);

	if (all_day)
		time_text(p, true, at, out);
	else if (than != 0 && zone_day(p->zone, than) == zone_day(p->zone, at))
		buf_fmt(out, "%02d:%02d", c.hour, c.minute);
	else
		admin_time(out, p->zone, at);
}

static void
table_row(
    const struct preview *p, struct table *t, const struct preview_row *row)
{
	const struct seen *s = row->seen;
	struct buf text = BUF_INIT;

	short_time(p, s->all_day, s->start_at, 0, &text);
	table_cell(t, text.v);
	buf_reset(&text);
	short_time(p, s->all_day, s->end_at, s->start_at, &text);
	table_cell(t, text.v);
	table_cell(t, row->name);
	table_cell(t, row->phone);
	table_cell(t, s->location);
	buf_reset(&text);
	for (size_t i = 0; i < row->n; i++) {
		buf_str(&text, i > 0 ? ", " : "");
		message_text(p, &row->v[i], &text);
	}
	if (row->reason != NULL)
		buf_fmt(&text, "none: %s", row->reason);
	table_cell(t, text.v);
	table_cell(t, row->component->uid);
	buf_free(&text);
}

static void
show_table(struct preview *p)
{
	enum { NAME = 2, LOCATION = 4, UID = 6 };
	static const char *const titles[] = { "START", "END", "NAME", "PHONE",
		"LOCATION", "MESSAGES", "UID", NULL };
	struct table t;

	table_init(&t, titles);
	t.cut = 1U << NAME | 1U << LOCATION | 1U << UID;
	for (size_t i = 0; i < p->n_rows; i++)
		table_row(p, &t, &p->rows[i]);
	table_end(&t, &p->a->out);
}

void
preview_show(struct preview *p)
{
	struct admin *a = p->a;
	bool json = args_has(a, "json");

	if (!json && !args_has(a, "fields")) {
		show_table(p);
		return;
	}
	if (json)
		buf_char(&a->out, '[');
	for (size_t i = 0; i < p->n_rows; i++) {
		if (json) {
			json_row(p, &p->rows[i]);
			continue;
		}
		buf_str(&a->out, i > 0 ? "\n" : "");
		block(p, &p->rows[i]);
	}
	if (json)
		buf_str(&a->out, "]\n");
}

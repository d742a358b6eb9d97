/* SPDX-License-Identifier: ISC */
#include "admin/listing.h"

#include <inttypes.h>
#include <string.h>

#include "admin/field.h"
#include "util/utf8.h"

const struct option admin_json_options[] = {
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

static bool
is_end(const struct column *c)
{
	return c->title == NULL && c->label == NULL && c->json == NULL;
}

static const char *
text_at(const void *row, size_t at)
{
	const char *text;

	memcpy(&text, (const char *)row + at, sizeof(text));
	return text;
}

static int64_t
int_at(const void *row, size_t at)
{
	int64_t v;

	memcpy(&v, (const char *)row + at, sizeof(v));
	return v;
}

static bool
flag_at(const void *row, size_t at)
{
	bool v;

	memcpy(&v, (const char *)row + at, sizeof(v));
	return v;
}

static const struct zone *
zone_of(struct admin *a, const struct listing *l, const void *row)
{
	return admin_zone(a, text_at(row, l->zone_at));
}

/* As people read it; nothing is added where there is none. */
static void
cell_text(struct admin *a, const struct listing *l, const struct column *c,
    const void *row, struct buf *out)
{
	const char *text;

	if (c->make != NULL) {
		c->make(a, row, out);
		return;
	}
	switch (c->type) {
	case COLUMN_TEXT:
		text = text_at(row, c->at);
		buf_str(out, text != NULL ? text : "");
		break;
	case COLUMN_INT:
		buf_fmt(out, "%" PRId64, int_at(row, c->at));
		break;
	case COLUMN_ID:
		if (int_at(row, c->at) != 0)
			buf_fmt(out, "%" PRId64, int_at(row, c->at));
		break;
	case COLUMN_FLAG:
		buf_str(out, flag_at(row, c->at) ? "yes" : "no");
		break;
	case COLUMN_TIME:
		if (int_at(row, c->at) != 0)
			admin_time(out, zone_of(a, l, row), int_at(row, c->at));
		break;
	}
}

static void
cell_json(struct admin *a, const struct listing *l, const struct column *c,
    const void *row)
{
	struct buf text = BUF_INIT;

	if (c->make != NULL) {
		c->make(a, row, &text);
		admin_json_text(a, c->json, text.n > 0 ? text.v : NULL);
		buf_free(&text);
		return;
	}
	switch (c->type) {
	case COLUMN_TEXT:
		admin_json_text(a, c->json, text_at(row, c->at));
		break;
	case COLUMN_INT:
		json_put_int(&a->out, c->json, int_at(row, c->at));
		break;
	case COLUMN_ID:
		if (int_at(row, c->at) != 0)
			json_put_int(&a->out, c->json, int_at(row, c->at));
		else
			json_put_null(&a->out, c->json);
		break;
	case COLUMN_FLAG:
		json_put_bool(&a->out, c->json, flag_at(row, c->at));
		break;
	case COLUMN_TIME:
		admin_json_time(
		    a, c->json, zone_of(a, l, row), int_at(row, c->at));
		break;
	}
}

static int
put_json(
    struct admin *a, const struct listing *l, const void *row, struct err *e)
{
	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	for (const struct column *c = l->columns; !is_end(c); c++)
		if (c->json != NULL)
			cell_json(a, l, c, row);
	if (l->fields != NULL)
		field_json(a, l->fields, (const char *)row + l->fields_at);
	if (l->json != NULL && l->json(a, row, e) == -1)
		return -1;
	buf_char(&a->out, '}');
	return 0;
}

static int
put_lines(
    struct admin *a, const struct listing *l, const void *row, struct err *e)
{
	for (const struct column *c = l->columns; !is_end(c); c++) {
		struct buf text = BUF_INIT, shown = BUF_INIT;
		if (c->label == NULL)
			continue;
		cell_text(a, l, c, row, &text);
		utf8_show(&shown, buf_cstr(&text));
		if (shown.n > 0)
			field_line(a, c->label, shown.v);
		buf_free(&text);
		buf_free(&shown);
	}
	if (l->fields != NULL)
		field_show(a, l->fields, (const char *)row + l->fields_at);
	return l->show != NULL ? l->show(a, row, e) : 0;
}

void
lines_begin(struct lines *w, struct admin *a, const struct listing *l)
{
	const char *titles[TABLE_COLUMNS + 1] = { NULL };
	unsigned cut = 0;
	size_t n = 0;

	*w = (struct lines){ .a = a, .l = l, .json = args_has(a, "json") };
	if (w->json) {
		buf_char(&a->out, '[');
		return;
	}
	for (const struct column *c = l->columns; !is_end(c); c++) {
		if (c->title == NULL)
			continue;
		cut |= c->cut ? 1U << n : 0;
		titles[n++] = c->title;
	}
	table_init(&w->table, titles);
	w->table.cut = cut;
}

int
lines_row(struct lines *w, const void *row, struct err *e)
{
	if (w->json)
		return put_json(w->a, w->l, row, e);
	for (const struct column *c = w->l->columns; !is_end(c); c++) {
		struct buf text = BUF_INIT;
		if (c->title == NULL)
			continue;
		cell_text(w->a, w->l, c, row, &text);
		table_cell(&w->table, buf_cstr(&text));
		buf_free(&text);
	}
	return 0;
}

void
lines_end(struct lines *w)
{
	if (w->json)
		buf_str(&w->a->out, "]\n");
	else
		table_end(&w->table, &w->a->out);
}

int
listing_all(struct admin *a, const struct listing *l, const void *rows,
    size_t n, size_t size, struct err *e)
{
	struct lines w;
	int r = 0;

	lines_begin(&w, a, l);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = lines_row(&w, (const char *)rows + i * size, e);
	lines_end(&w);
	return r;
}

int
listing_show(struct admin *a, const struct listing *l, const void *rows,
    size_t n, size_t size, struct err *e)
{
	if (args_has(a, "json"))
		return listing_all(a, l, rows, n, size, e);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&a->out, '\n');
		if (put_lines(a, l, (const char *)rows + i * size, e) == -1)
			return -1;
	}
	return 0;
}

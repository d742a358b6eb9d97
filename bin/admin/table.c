/* SPDX-License-Identifier: ISC */
#include "admin/table.h"

#include <stdlib.h>
#include <string.h>

#include "admin/term.h"
#include "util/mem.h"
#include "util/utf8.h"

enum {
	GAP = 2,
	CUT_MIN = 8 /* a column is not cut to less */
};

void
table_init(struct table *t, const char *const *titles)
{
	*t = (struct table){ .width = term_width() };
	while (titles[t->columns] != NULL && t->columns < TABLE_COLUMNS)
		t->columns++;
	for (size_t i = 0; i < t->columns; i++)
		table_cell(t, titles[i]);
}

void
table_cell(struct table *t, const char *text)
{
	struct buf shown = BUF_INIT;

	if (text != NULL)
		utf8_show(&shown, text);
	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v[t->n++] = buf_take(&shown);
}

/*
 * A gap is written with what follows it: no line ends with blanks.  A column
 * without a width is left out.
 */
static void
row(const struct table *t, size_t first, const size_t *width, struct buf *out)
{
	size_t gap = 0;

	for (size_t i = 0; i < t->columns; i++) {
		struct buf cell = BUF_INIT;
		const char *text = t->v[first + i];
		if (width[i] == 0)
			continue;
		utf8_cut(&cell, text, strlen(text), width[i]);
		if (cell.n > 0) {
			buf_fmt(out, "%*s%s", (int)gap, "", cell.v);
			gap = 0;
		}
		gap += width[i] - utf8_width(buf_cstr(&cell), cell.n) + GAP;
		buf_free(&cell);
	}
	buf_char(out, '\n');
}

static bool
is_empty(const struct table *t, size_t column)
{
	for (size_t i = t->columns + column; i < t->n; i += t->columns)
		if (t->v[i][0] != '\0')
			return false;
	return true;
}

static size_t
whole(const struct table *t, const size_t *width)
{
	size_t total = 0;

	for (size_t i = 0; i < t->columns; i++)
		total += width[i] > 0 ? width[i] + (total > 0 ? GAP : 0) : 0;
	return total;
}

/*
 * Leave out what has a title alone, then take from the widest that may be cut,
 * until a row fits or none is left.
 */
static void
fit(const struct table *t, size_t *width)
{
	for (size_t i = 0; t->width != 0 && i < t->columns; i++)
		if (whole(t, width) > t->width && is_empty(t, i))
			width[i] = 0;
	while (t->width != 0 && whole(t, width) > t->width) {
		size_t widest = t->columns;
		for (size_t i = 0; i < t->columns; i++)
			if ((t->cut & 1U << i) != 0 && width[i] > CUT_MIN &&
			    (widest == t->columns || width[i] >= width[widest]))
				widest = i;
		if (widest == t->columns)
			return;
		width[widest]--;
	}
}

void
table_end(struct table *t, struct buf *out)
{
	size_t width[TABLE_COLUMNS] = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		size_t w = utf8_width(t->v[i], strlen(t->v[i]));
		if (w > width[i % t->columns])
			width[i % t->columns] = w;
	}
	fit(t, width);
	for (size_t i = 0; t->n > t->columns && i < t->n; i += t->columns)
		row(t, i, width, out);
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i]);
	free(t->v);
	*t = (struct table){ .columns = 0 };
}

/* SPDX-License-Identifier: ISC */
#include "admin/table.h"

#include <stdlib.h>

#include "util/mem.h"
#include "util/utf8.h"

void
table_init(struct table *t, const char *const *titles)
{
	*t = (struct table){ .columns = 0 };
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

static void
row(const struct table *t, size_t first, const size_t *width, struct buf *out)
{
	size_t gap = 0;

	for (size_t i = 0; i < t->columns; i++) {
		const char *cell = t->v[first + i];
		size_t chars = utf8_count(cell);
		if (cell[0] != '\0') {
			buf_fmt(out, "%*s%s", (int)gap, "", cell);
			gap = 0;
		} else {
			chars = 0;
		}
		gap += width[i] - chars + 2;
	}
	buf_char(out, '\n');
}

void
table_end(struct table *t, struct buf *out)
{
	size_t width[TABLE_COLUMNS] = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		size_t chars = utf8_count(t->v[i]);
		if (chars > width[i % t->columns])
			width[i % t->columns] = chars;
	}
	for (size_t i = 0; t->n > t->columns && i < t->n; i += t->columns)
		row(t, i, width, out);
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i]);
	free(t->v);
	*t = (struct table){ .columns = 0 };
}

/* SPDX-License-Identifier: ISC */
#include "domain/property.h"

#include <stdlib.h>
#include <string.h>

#include "domain/lines.h"
#include "domain/parsed.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { NAME_BYTES = 80 }; /* of a property; longer is none */

static struct property *
find(const struct property_list *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i].name, name))
			return &l->v[i];
	return NULL;
}

const char *
property_get(const struct property_list *l, const char *name)
{
	const struct property *p = find(l, name);

	return p != NULL ? p->text : NULL;
}

/* Append the CN among the parameters p[0..n), and a blank. */
static void
put_cn(struct buf *b, const char *p, size_t n)
{
	bool quoted = false;

	for (size_t i = 0; i + 4 < n; i++) {
		quoted ^= p[i] == '"';
		if (quoted || !lines_starts(p + i, n - i, ";CN="))
			continue;
		const char *from = p + i + 4;
		const char *ends = from[0] == '"' ? "\"" : ";:";
		size_t len = 0, room = n - i - 4;
		if (from[0] == '"') {
			from++;
			room--;
		}
		while (len < room && strchr(ends, from[len]) == NULL)
			len++;
		buf_add(b, from, len);
		buf_char(b, ' ');
		return;
	}
}

/* Append the value p[0..n) without its escapes. */
static void
put_value(struct buf *b, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = p[i];
		if (c == '\\' && i + 1 < n) {
			c = p[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		}
		if (c != '\0')
			buf_char(b, c);
	}
}

/* Valid, and cut as a mapping has it; give. */
static char *
finish(const struct buf *b)
{
	struct buf whole = BUF_INIT;

	utf8_repair(&whole, buf_cstr(b), b->n);
	char *s = buf_take(&whole);
	s[utf8_prefix(s, PARSED_TEXT)] = '\0';
	return s;
}

/* One more value of a name; those of the calendar's own words stand alone. */
static void
add(struct property_list *l, const char *name, const struct buf *value)
{
	struct property *p = find(l, name);
	char *text = finish(value);

	if (p == NULL) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct property){ mem_str(name), text };
		return;
	}
	if (!str_eq(name, "summary") && !str_eq(name, "location") &&
	    utf8_count(p->text) < PARSED_TEXT) {
		struct buf both = BUF_INIT;
		buf_fmt(&both, "%s\n%s", p->text, text);
		free(p->text);
		p->text = finish(&both);
		buf_free(&both);
	}
	free(text);
}

static void
read_line(struct property_list *l, const char *p, size_t n)
{
	char name[NAME_BYTES + 1];
	struct buf value = BUF_INIT;
	size_t at = lines_value(p, n), len = 0;

	while (len < n && p[len] != ':' && p[len] != ';')
		len++;
	if (len == 0 || len > NAME_BYTES || at >= n)
		return;
	for (size_t i = 0; i < len; i++)
		name[i] = (char)(p[i] >= 'A' && p[i] <= 'Z' ? p[i] - 'A' + 'a'
							    : p[i]);
	name[len] = '\0';
	if (!utf8_valid(name, len) || strlen(name) != len)
		return;
	put_cn(&value, p + len, at - len);
	put_value(&value, p + at, n - at);
	add(l, name, &value);
	buf_free(&value);
}

void
property_read(const char *text, size_t n, struct property_list *out)
{
	struct lines l = LINES_INIT;
	const char *p, *name;
	size_t len, name_len;
	int depth = 0;

	lines_open(&l, text, n);
	while (lines_next(&l, &p, &len)) {
		enum lines_mark mark = lines_mark(p, len, &name, &name_len);
		if (mark == LINES_BEGIN)
			depth++;
		else if (mark == LINES_END)
			depth--;
		else if (depth == 1)
			read_line(out, p, len);
	}
	lines_close(&l);
}

void
property_list_free(struct property_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].name);
		free(l->v[i].text);
	}
	free(l->v);
	*l = PROPERTY_LIST_INIT;
}

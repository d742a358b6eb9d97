/* SPDX-License-Identifier: ISC */
#include "util/record.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

/* A TAB before each field but the first of its line. */
static void
separate(struct buf *b, bool empty)
{
	if (b->n > 0 && b->v[b->n - 1] != '\n')
		buf_char(b, '\t');
	else if (empty)
		mem_bug("a record without a kind");
}

/* The letter that stands for a byte behind a backslash; NUL: none needs to. */
static const char letters[UCHAR_MAX + 1] = {
	['\t'] = 't',
	['\n'] = 'n',
	['\r'] = 'r',
	['\\'] = '\\',
	['\0'] = '0',
};

void
record_bytes(struct buf *b, const void *p, size_t n)
{
	const unsigned char *s = p;

	separate(b, n == 0);
	buf_room(b, 2 * n);
	char *to = b->v + b->n;
	for (size_t i = 0; i < n; i++) {
		char letter = letters[s[i]];
		if (letter != '\0')
			*to++ = '\\';
		*to++ = letter != '\0' ? letter : (char)s[i];
	}
	*to = '\0';
	b->n = (size_t)(to - b->v);
}

void
record_field(struct buf *b, const char *s)
{
	if (s != NULL) {
		record_bytes(b, s, strlen(s));
		return;
	}
	separate(b, true);
	buf_str(b, "\\-");
}

void
record_int(struct buf *b, int64_t v)
{
	char digits[24], *s = digits + sizeof(digits);
	/* The smallest has no positive twin. */
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	separate(b, false);
	do
		*--s = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (v < 0)
		*--s = '-';
	buf_add(b, s, (size_t)(digits + sizeof(digits) - s));
}

void
record_end(struct buf *b)
{
	separate(b, true);
	b->v[b->n - 1] = '\n'; /* in the place of the TAB */
}

/* The byte that \c stands for, or -1. */
static int
unescape(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case '\\':
		return '\\';
	case '0':
		return '\0';
	default:
		return -1;
	}
}

/* Decode the field s[0..n) in place; gives its new length, or -1. */
static int
decode(char *s, size_t n, size_t *len, struct err *e)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];
		if (c == '\0' || c == '\n' || c == '\r')
			return err_set(
			    e, ERR_DATA, "a control character in a record");
		if (c == '\\') {
			int v = i + 1 < n ? unescape(s[i + 1]) : -1;
			if (v == -1)
				return err_set(
				    e, ERR_DATA, "a bad escape in a record");
			c = (char)v;
			i++;
		}
		s[to++] = c;
	}
	s[to] = '\0';
	*len = to;
	return 0;
}

int
record_parse(char *line, size_t n, struct record *r, struct err *e)
{
	char *end = line + n, *s = line;

	r->n = 0;
	while (s != NULL) {
		char *tab = memchr(s, '\t', (size_t)(end - s));
		size_t len = (size_t)((tab != NULL ? tab : end) - s);
		if (r->n == RECORD_FIELDS)
			return err_set(e, ERR_DATA,
			    "more than %d fields in a record", RECORD_FIELDS);
		size_t i = r->n++;
		r->v[i] = s;
		r->len[i] = 0;
		if (len == 2 && s[0] == '\\' && s[1] == '-')
			r->v[i] = NULL;
		else if (decode(s, len, &r->len[i], e) == -1)
			return -1;
		s = tab != NULL ? tab + 1 : NULL;
	}
	if (r->v[0] == NULL || r->len[0] == 0)
		return err_set(e, ERR_DATA, "a record without a kind");
	return 0;
}

int
record_get_int(const struct record *r, size_t i, int64_t min, int64_t max,
    int64_t *out, struct err *e)
{
	const char *s = i < r->n ? r->v[i] : NULL;

	if (s != NULL && strlen(s) == r->len[i] &&
	    str_int(s, min, max, out) == 0)
		return 0;
	return err_set(e, ERR_DATA,
	    "record '%.32s': field %zu is no number from %" PRId64
	    " to %" PRId64,
	    r->v[0], i, min, max);
}

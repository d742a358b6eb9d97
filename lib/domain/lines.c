/* SPDX-License-Identifier: ISC */
#include "domain/lines.h"

#include <string.h>

void
lines_open(struct lines *l, const char *bytes, size_t n)
{
	l->number = l->at = 0;
	l->from = l->to = l->p = bytes;
	l->end = bytes + n;
	l->eol = n > 0 && memchr(bytes, '\n', n) != NULL ? '\n' : '\r';
}

void
lines_close(struct lines *l)
{
	buf_free(&l->unfolded);
	*l = LINES_INIT;
}

/* The next physical line, without its end. */
static const char *
physical(struct lines *l, size_t *n)
{
	const char *p = l->p;
	const char *nl = memchr(p, l->eol, (size_t)(l->end - p));
	const char *to = nl != NULL ? nl : l->end;

	l->p = nl != NULL ? nl + 1 : l->end;
	l->at++;
	while (to > p && to[-1] == '\r')
		to--;
	*n = (size_t)(to - p);
	return p;
}

/* Pass over empty lines; is what follows a continuation? */
static bool
continues(struct lines *l)
{
	const char *p = l->p;
	size_t skipped = 0;

	while (p < l->end && (*p == '\r' || *p == '\n'))
		skipped += *p++ == l->eol;
	if (p == l->end || (*p != ' ' && *p != '\t'))
		return false;
	l->p = p;
	l->at += skipped;
	return true;
}

bool
lines_next(struct lines *l, const char **p, size_t *n)
{
	do {
		if (l->p == l->end)
			return false;
		*p = physical(l, n);
	} while (*n == 0);

	l->number = l->at;
	l->from = *p;
	l->to = l->p;
	if (!continues(l))
		return true;
	buf_reset(&l->unfolded);
	buf_add(&l->unfolded, *p, *n);
	do {
		*p = physical(l, n);
		buf_add(&l->unfolded, *p + 1, *n - 1);
		l->to = l->p;
	} while (continues(l));
	*p = l->unfolded.v;
	*n = l->unfolded.n;
	return true;
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool
lines_starts(const char *p, size_t n, const char *prefix)
{
	size_t i;

	for (i = 0; i < n && prefix[i] != '\0'; i++)
		if (upper(p[i]) != upper(prefix[i]))
			return false;
	return prefix[i] == '\0';
}

bool
lines_is(const char *p, size_t n, const char *word)
{
	return n == strlen(word) && lines_starts(p, n, word);
}

bool
lines_named(const char *p, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && name[i] != '\0' && upper(p[i]) == upper(name[i]))
		i++;
	return name[i] == '\0' && i < n && (p[i] == ':' || p[i] == ';');
}

size_t
lines_value(const char *p, size_t n)
{
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			quoted = !quoted;
		else if (p[i] == ':' && !quoted)
			return i + 1;
	}
	return n;
}

enum lines_mark
lines_mark(const char *p, size_t n, const char **name, size_t *len)
{
	enum lines_mark mark = LINES_NONE;
	size_t at = 0;

	if (n == 0 || (upper(*p) != 'B' && upper(*p) != 'E'))
		return LINES_NONE;
	if (lines_starts(p, n, "BEGIN:")) {
		mark = LINES_BEGIN;
		at = 6;
	} else if (lines_starts(p, n, "END:")) {
		mark = LINES_END;
		at = 4;
	} else
		return LINES_NONE;
	while (at < n && (p[at] == ' ' || p[at] == '\t'))
		at++;
	while (n > at && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	*name = p + at;
	*len = n - at;
	return mark;
}

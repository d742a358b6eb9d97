/* SPDX-License-Identifier: ISC */
/*
 * lines - the content lines of iCalendar text (RFC 5545, 3.1), unfolded, as
 * bytes: a fold may stand in the middle of a UTF-8 character, and a NUL is a
 * byte like others.  Lines end with LF, before which CRs do not count, or
 * with CR where the text has no LF at all.  Empty lines are passed over.
 */
#ifndef SMSCAL_DOMAIN_LINES_H
#define SMSCAL_DOMAIN_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "util/buf.h"

struct lines {
	/* Of the line last given: */
	size_t number;    /* in the text, from 1 */
	const char *from; /* where it begins in the text */
	const char *to;   /* behind its last line end */
	/* Private. */
	const char *p, *end;
	size_t at;
	char eol;
	struct buf unfolded;
};

#define LINES_INIT ((struct lines){ .p = NULL })

/* Begin at bytes[0..n), which stay borrowed. */
void lines_open(struct lines *l, const char *bytes, size_t n);
void lines_close(struct lines *l); /* leaves LINES_INIT */

/* The next line, borrowed until the one after it; false: there is none. */
bool lines_next(struct lines *l, const char **p, size_t *n);

/*
 * The same for a line that is neither empty nor folded nor the last, which
 * nearly all are; false: nothing was taken, and lines_next() has it.  Inline,
 * for a feed has a million of them, every five minutes.
 */
static inline bool
lines_quick(struct lines *l, const char **p, size_t *n)
{
	const char *from = l->p, *to;
	const char *nl = memchr(from, l->eol, (size_t)(l->end - from));

	if (nl == NULL || nl + 1 == l->end)
		return false;
	if (nl[1] == ' ' || nl[1] == '\t' || nl[1] == '\r' || nl[1] == '\n')
		return false;
	for (to = nl; to > from && to[-1] == '\r'; to--)
		continue;
	if (to == from)
		return false;
	l->number = ++l->at;
	l->from = *p = from;
	l->to = l->p = nl + 1;
	*n = (size_t)(to - from);
	return true;
}

enum lines_mark { LINES_NONE, LINES_BEGIN, LINES_END };

/* Is it BEGIN:NAME or END:NAME?  Then *name, *len is NAME, within p. */
enum lines_mark lines_mark(
    const char *p, size_t n, const char **name, size_t *len);

/* Letter case apart: is the line's property `name`? */
bool lines_named(const char *p, size_t n, const char *name);
bool lines_is(const char *p, size_t n, const char *word);       /* the same */
bool lines_starts(const char *p, size_t n, const char *prefix); /* at least */

/* Where the value of a property begins, behind its parameters; n: nowhere. */
size_t lines_value(const char *p, size_t n);

#endif

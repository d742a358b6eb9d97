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

/* SPDX-License-Identifier: ISC */
/*
 * record - lines of fields between processes.  A record is a line, its fields
 * are separated by TAB; in a field TAB, LF, CR, backslash and NUL stand as
 * \t \n \r \\ \0; a field that is absent (not empty) is \-.  The first field
 * is the record's kind.  What is read is checked like any input from outside.
 */
#ifndef SMSCAL_UTIL_RECORD_H
#define SMSCAL_UTIL_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/err.h"

/* Write: fields one after the other, then the end. */
void record_field(struct buf *b, const char *s); /* NULL: absent */
void record_bytes(struct buf *b, const void *p, size_t n);
void record_int(struct buf *b, int64_t v);
void record_end(struct buf *b); /* the line is whole */

enum { RECORD_FIELDS = 24 };

struct record {
	char *v[RECORD_FIELDS];    /* within the line; NULL: absent */
	size_t len[RECORD_FIELDS]; /* bytes, which may hold NULs */
	size_t n;
};

/*
 * Cut the line of n bytes at `line` (without its LF; a writable byte stands
 * behind it) into fields, in place.  ERR_DATA: a bad escape, one of the bytes
 * that have an escape as itself, too many fields, no kind.
 */
int record_parse(
    char *line, size_t n, struct record *r, struct err *e) ATTR_USE;

/* Field i as a number in min..max, else ERR_DATA that names the field. */
int record_get_int(const struct record *r, size_t i, int64_t min, int64_t max,
    int64_t *out, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * buf - bytes that grow.  v is NUL-terminated behind n once anything was
 * added, so it is also a C string; bytes may hold NULs of their own.
 */
#ifndef SMSCAL_UTIL_BUF_H
#define SMSCAL_UTIL_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "util/attr.h"

struct buf {
	char *v; /* owned; NULL while empty and never used */
	size_t n, cap;
};

#define BUF_INIT ((struct buf){ .v = NULL })

void buf_add(struct buf *b, const void *p, size_t n);
/* Room for n bytes behind those that are there, and a NUL: v[n..n + that). */
void buf_room(struct buf *b, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *fmt, ...) ATTR_PRINTF(2, 3);
void buf_vfmt(struct buf *b, const char *fmt, va_list ap) ATTR_PRINTF(2, 0);
void buf_reset(struct buf *b);             /* empty, keeps its memory */
void buf_free(struct buf *b);              /* leaves BUF_INIT */
char *buf_take(struct buf *b) ATTR_USE;    /* gives the string ("" if empty) */
const char *buf_cstr(const struct buf *b); /* borrow; "" if empty */

#endif

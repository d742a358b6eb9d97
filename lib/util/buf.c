/* SPDX-License-Identifier: ISC */
#include "util/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

void
buf_room(struct buf *b, size_t n)
{
	if (n > SIZE_MAX - 1 - b->n)
		mem_bug("out of memory (%zu bytes more)", n);
	b->v = mem_grow(b->v, &b->cap, b->n + n + 1, 1);
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	buf_room(b, n);
	if (n > 0)
		memcpy(b->v + b->n, p, n);
	b->n += n;
	b->v[b->n] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		mem_bug("a format that cannot be printed: %s", fmt);
	buf_room(b, (size_t)n);
	vsnprintf(b->v + b->n, (size_t)n + 1, fmt, again);
	va_end(again);
	b->n += (size_t)n;
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
	if (b->v != NULL)
		b->v[0] = '\0';
}

void
buf_free(struct buf *b)
{
	free(b->v);
	*b = BUF_INIT;
}

char *
buf_take(struct buf *b)
{
	buf_room(b, 0);
	b->v[b->n] = '\0';
	char *v = b->v;
	*b = BUF_INIT;
	return v;
}

const char *
buf_cstr(const struct buf *b)
{
	return b->v != NULL ? b->v : "";
}

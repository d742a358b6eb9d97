/* SPDX-License-Identifier: ISC */
#include "util/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/watch.h"

enum { STATUS_BUG = 70 };

void
mem_bug(const char *fmt, ...)
{
	va_list ap;

	fputs("smscal: internal error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	watch_tell();
	/* Not exit(3): nothing that is half done may go out any more. */
	_exit(STATUS_BUG);
}

void *
mem_alloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);
	if (p == NULL)
		mem_bug("out of memory (%zu bytes)", n);
	return p;
}

void *
mem_zero(size_t n, size_t size)
{
	if (n == 0 || size == 0)
		n = size = 1;
	void *p = calloc(n, size);
	if (p == NULL)
		mem_bug("out of memory (%zu times %zu bytes)", n, size);
	return p;
}

char *
mem_str(const char *s)
{
	return s == NULL ? NULL : mem_strn(s, strlen(s));
}

char *
mem_strn(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);
	if (n > 0)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

void *
mem_grow(void *v, size_t *cap, size_t need, size_t size)
{
	enum { FIRST = 8 };

	if (need <= *cap && v != NULL)
		return v;
	size_t n = *cap > SIZE_MAX / 2 ? need : *cap * 2;
	if (n < need)
		n = need;
	if (n < FIRST)
		n = FIRST;
	if (size > 0 && n > SIZE_MAX / size)
		mem_bug("out of memory (%zu times %zu bytes)", n, size);
	void *p = realloc(v, size > 0 ? n * size : 1);
	if (p == NULL)
		mem_bug("out of memory (%zu times %zu bytes)", n, size);
	*cap = n;
	return p;
}

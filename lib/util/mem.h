/* SPDX-License-Identifier: ISC */
/*
 * mem - memory that is there.  Nothing here fails: without memory the process
 * ends at once with a line on stderr and 70.  Input from outside has its cap
 * before it comes here.  What these give is freed with free().
 */
#ifndef SMSCAL_UTIL_MEM_H
#define SMSCAL_UTIL_MEM_H

#include <stddef.h>

#include "util/attr.h"

void *mem_alloc(size_t n) ATTR_USE;             /* uninitialised; n may be 0 */
void *mem_zero(size_t n, size_t size) ATTR_USE; /* n * size, checked, zeroed */
char *mem_str(const char *s) ATTR_USE;          /* a copy; NULL for NULL */
char *mem_strn(const char *s, size_t n) ATTR_USE; /* n bytes and a NUL */

/*
 * Room for `need` elements of `size` bytes in the array `v` of capacity *cap,
 * which at least doubles when it grows.  Gives the array to use from now on.
 */
void *mem_grow(void *v, size_t *cap, size_t need, size_t size) ATTR_USE;

/* Our bug: a line on stderr, exit status 70. */
void mem_bug(const char *fmt, ...) ATTR_PRINTF(1, 2) ATTR_NORETURN;

#endif

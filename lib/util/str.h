/* SPDX-License-Identifier: ISC */
/* str - small questions about C strings; ASCII case only, no locale. */
#ifndef SMSCAL_UTIL_STR_H
#define SMSCAL_UTIL_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"

bool str_eq(const char *a, const char *b);  /* NULL equals only NULL */
bool str_ieq(const char *a, const char *b); /* ASCII case apart */
bool str_starts(const char *s, const char *prefix);
bool str_istarts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool str_empty(const char *s); /* NULL, "" or only ASCII white space */

/* Whole decimal number in min..max, nothing before or behind.  0 or -1. */
int str_int(const char *s, int64_t min, int64_t max, int64_t *out) ATTR_USE;

/* Cut ASCII white space at both ends in place; gives the start within s. */
char *str_trim(char *s);

/*
 * The entry of names[0..n) that is nearest to `word` by edit distance, for
 * "did you mean"; NULL when none is near (more than a third of the letters).
 */
const char *str_nearest(const char *word, const char *const *names, size_t n);

/* The same time for every difference; for secrets of n bytes. */
bool str_same_secret(const void *a, const void *b, size_t n);

#endif

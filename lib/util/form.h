/* SPDX-License-Identifier: ISC */
/*
 * form - application/x-www-form-urlencoded, of a query or a body.  A NUL that
 * is encoded in it becomes U+FFFD; other bytes are as they were.
 */
#ifndef SMSCAL_UTIL_FORM_H
#define SMSCAL_UTIL_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "util/attr.h"

struct form_pair {
	char *name, *value; /* owned */
};

struct form {
	struct form_pair *v; /* owned */
	size_t n, cap;
};

#define FORM_INIT ((struct form){ .v = NULL })

enum { FORM_PAIRS = 256 };

/* Append the pairs of n bytes.  false: there are more than FORM_PAIRS. */
bool form_parse(const char *s, size_t n, struct form *f) ATTR_USE;
void form_free(struct form *f); /* leaves FORM_INIT */

/* The first value of that name, borrowed; NULL: there is none. */
const char *form_get(const struct form *f, const char *name);

/* Given: n bytes with %XX decoded; `plus`: a + is a blank. */
char *form_decode(const char *s, size_t n, bool plus) ATTR_USE;

#endif

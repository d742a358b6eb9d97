/* SPDX-License-Identifier: ISC */
/*
 * phone - telephone numbers as people write them, and as E.164 (C2).
 */
#ifndef SMSCAL_DOMAIN_PHONE_H
#define SMSCAL_DOMAIN_PHONE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"

enum { PHONE_TEXT = 17 }; /* "+", 15 digits, NUL */

/* How numbers of a calendar are read; all is borrowed. */
struct phone_opts {
	const char *country_code; /* of national numbers; NULL: none count */
	bool landlines;           /* landlines get SMS too */
	const char *const *own;   /* E.164; never the customer's */
	size_t n_own;
};

/*
 * One number that an operator typed, as E.164.  ERR_USAGE says what is wrong
 * with it.
 */
int phone_normalise(const char *text, const char *country_code,
    char out[PHONE_TEXT], struct err *e) ATTR_USE;

#endif

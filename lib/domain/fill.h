/* SPDX-License-Identifier: ISC */
/*
 * fill - the values of a request to a gateway whose words stand in
 * smscal.conf: texts with %{to}, %{text} ... that are filled in.
 *
 * %{key:words} stands for the words where the key has a value, for one thing
 * that depends on another.  A text one of whose keys has no value is left
 * out as a whole.  Any other '%' stands for itself.
 */
#ifndef SMSCAL_DOMAIN_FILL_H
#define SMSCAL_DOMAIN_FILL_H

#include <stdbool.h>

#include "util/attr.h"
#include "util/buf.h"
#include "util/err.h"

enum fill_key {
	FILL_TO,           /* "436641234567" */
	FILL_TO_PLUS,      /* "+436641234567" */
	FILL_TEXT,         /* UTF-8 */
	FILL_UCS2,         /* "1": the text is more than GSM 7 bit */
	FILL_FROM,         /* the sender as it is set */
	FILL_FROM_DIGITS,  /* ... without a '+' */
	FILL_REF,          /* our reference */
	FILL_CALLBACK,     /* where reports go */
	FILL_CALLBACK_AND, /* ... and the '?' or '&' for more to come */
	FILL_VALIDITY_S,   /* of use for so long */
	FILL_VALIDITY_MIN,
	FILL_VALIDITY_MS,
	FILL_MAX_PARTS, /* SMS that it may take */
	FILL_USER,      /* of the account */
	FILL_SECRET,    /* of the token file */
	FILL_KEYS
};

/* By key; NULL: it has no value.  All is borrowed. */
struct fill {
	const char *v[FILL_KEYS];
};

/* -1: ERR_CONF says which key is not known, or that a brace is missing. */
int fill_check(const char *text, struct err *e) ATTR_USE;

/* Append the text filled in; false: a value is missing, nothing is appended. */
bool fill_in(struct buf *b, const char *text, const struct fill *f) ATTR_USE;

bool fill_uses(const char *text, enum fill_key key);

/* Is it one key alone whose value is a number? */
bool fill_is_number(const char *text);

#endif

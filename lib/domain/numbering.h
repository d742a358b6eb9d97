/* SPDX-License-Identifier: ISC */
/*
 * numbering - what is known of the world's telephone numbers: country codes,
 * and of some countries which numbers are mobile, which are landlines, and
 * how long they are.
 */
#ifndef SMSCAL_DOMAIN_NUMBERING_H
#define SMSCAL_DOMAIN_NUMBERING_H

#include <stdbool.h>
#include <stddef.h>

enum numbering_class {
	NUMBERING_UNKNOWN, /* the table does not say */
	NUMBERING_MOBILE,
	NUMBERING_LANDLINE,
	NUMBERING_SERVICE, /* free, premium, pagers ...: nobody's own */
	NUMBERING_NONE     /* there are no such numbers */
};

/* What is known of a national number. */
struct numbering {
	enum numbering_class class;
	/* Digits without the country code; 0: not known. */
	int min, full, max; /* full: from so many on it can be complete */
};

/* What stands before a national number inside its country. */
enum numbering_trunk {
	TRUNK_UNKNOWN, /* a 0, as almost everywhere */
	TRUNK_ZERO,    /* a 0 that is no part of the number */
	TRUNK_KEEP,    /* a 0 that is part of it (Italy) */
	TRUNK_06,      /* Hungary */
	TRUNK_NONE     /* nothing: numbers do not begin with 0 */
};

/* The length of the country code that digits begin with; 0: there is none. */
size_t numbering_country(const char *digits);

/* `code` (digits) is a country code, of which only n bytes count. */
enum numbering_trunk numbering_trunk(const char *code, size_t n);

/* The national number (digits, without trunk prefix) of that country. */
struct numbering numbering_look(
    const char *code, size_t n, const char *national);

#endif

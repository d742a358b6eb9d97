/* SPDX-License-Identifier: ISC */
/*
 * markup - a message's text read piece by piece: what stands there as it is,
 * and placeholders (T1, T2).
 *
 *	{name}  {name|you}  {date:long}  {date:%d.%m.}  {time:-15m}  {{  }}
 *
 * Behind the name stands, where it takes one, how to write it (':'), and what
 * stands there instead where there is nothing ('|').  {{ and }} are braces.
 */
#ifndef SMSCAL_DOMAIN_MARKUP_H
#define SMSCAL_DOMAIN_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"

enum placeholder {
	PLACEHOLDER_NAME,
	PLACEHOLDER_LOCATION,
	PLACEHOLDER_DATE,
	PLACEHOLDER_TIME,
	PLACEHOLDER_WEEKDAY,
	PLACEHOLDER_DAY,
	PLACEHOLDER_DATES,
	PLACEHOLDER_ENDDATE,
	PLACEHOLDER_ENDTIME,
	PLACEHOLDER_COMPANY,
	PLACEHOLDER_BRANCH,
	PLACEHOLDER_COMPANYPHONE,
	PLACEHOLDER_LINK,
	PLACEHOLDER_COUNT
};

const char *placeholder_name(enum placeholder p); /* "name" ... */
bool placeholder_parse(const char *name, enum placeholder *p);

enum markup_form {
	MARKUP_PLAIN,
	MARKUP_SHORT,  /* :short */
	MARKUP_LONG,   /* :long */
	MARKUP_FORMAT, /* :%d.%m. */
	MARKUP_SHIFT   /* :-15m, :+1h */
};

/* Text within the one that is read. */
struct span {
	const char *v; /* borrowed; NULL: there is none */
	size_t n;
};

struct markup {
	bool literal; /* `text` as it stands; the rest is not set */
	struct span text;
	enum placeholder what;
	enum markup_form form;
	struct span format; /* MARKUP_FORMAT: only what markup_next() allows */
	int shift_min;
	struct span fallback;
};

/*
 * The piece of `text` at *p, which moves behind it: 1, or 0 at the end.  -1
 * and ERR_USAGE with the position: an unknown placeholder, a brace that is
 * not closed or not opened, or a way to write it that it does not have.
 */
int markup_next(
    const char *text, const char **p, struct markup *m, struct err *e) ATTR_USE;

/* ERR_USAGE "text, character N: ..." for the place `at` in `text`; -1. */
int markup_fail(const char *text, const char *at, struct err *e,
    const char *fmt, ...) ATTR_PRINTF(4, 5);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * words - dates, times and weekdays as people of a language write them.  No
 * libc locale: a table, whose names and patterns are those of Unicode CLDR 42
 * (unicode.org/cldr): month and weekday names in their format form, so that
 * "24. studenoga" has its genitive; date formats short, long, and yMd.
 *
 * A language is a tag like "de", "de-AT" or "de_at".  One that the table does
 * not have is its language alone ("es-MX" is "es"), and else English as in
 * Great Britain.
 */
#ifndef SMSCAL_DOMAIN_WORDS_H
#define SMSCAL_DOMAIN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/civil.h"

enum words_style {
	WORDS_PLAIN, /* 24.11.2026: digits, and all of the year */
	WORDS_SHORT, /* 24.11.26 */
	WORDS_LONG   /* 24. November 2026 */
};

/* Has the table this language, or its language alone? */
bool words_known(const char *lang);

/* The languages of the table without a region, "de" first; gives how many. */
size_t words_languages(const char *const **tags);

/* Append; c must be civil_ok(). */
void words_date(struct buf *b, const char *lang, enum words_style style,
    const struct civil *c);
void words_time(struct buf *b, const char *lang, const struct civil *c);

/* Append today, tomorrow, or the date of the local day. */
void words_day(struct buf *b, const char *lang, enum words_style style,
    int64_t day, int64_t today);

const char *words_weekday(const char *lang, int weekday); /* 1 Monday */
const char *words_weekday_short(const char *lang, int weekday);
const char *words_month(const char *lang, int month); /* 1 January */

#endif

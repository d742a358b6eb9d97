/* SPDX-License-Identifier: ISC */
/*
 * datelike - what stands beside telephone numbers and is none: dates, times,
 * and counts of things ("60 min", "2 Personen", "3. Stock").
 */
#ifndef SMSCAL_DOMAIN_DATELIKE_H
#define SMSCAL_DOMAIN_DATELIKE_H

#include "domain/glyph.h"

enum datelike {
	DATELIKE_NO,
	DATELIKE_COUNT, /* digits that belong to the word behind them */
	DATELIKE_MAYBE, /* a date or a time, or digits that look like one */
	DATELIKE_SURE
};

/*
 * What begins with the digit at i?  *end is where it ends, for dates and
 * times.  A bounded number of characters is looked at.
 */
enum datelike datelike(const struct glyphs *g, size_t i, size_t *end);

#endif

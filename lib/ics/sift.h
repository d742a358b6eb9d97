/* SPDX-License-Identifier: ISC */
/*
 * sift - the lines of a component that are used, made safe for libical.
 *
 * A component's raw text becomes unfolded UTF-8 lines without control
 * characters, at the component's own level, with only the parameters that
 * count.  What libical would take minutes for, cut short or fall over (deep
 * nesting, thousands of parameters, more than 500 values in a line) never
 * reaches it.  See QUIRKS.
 */
#ifndef SMSCAL_ICS_SIFT_H
#define SMSCAL_ICS_SIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"
#include "util/err.h"

struct sifted {
	struct buf text;  /* a VEVENT for libical, without its rules */
	struct buf rules; /* "RRULE:FREQ=...\n", "EXRULE:...\n" */
};

#define SIFTED_INIT ((struct sifted){ .text = BUF_INIT })

/*
 * Sift a VEVENT; `fields` (n_fields names) are kept too, as text.  ERR_DATA:
 * the component is not whole, or a line of it is past all bounds.
 */
int sift_event(const char *text, size_t n, const char *const *fields,
    size_t n_fields, struct sifted *out, struct err *e) ATTR_USE;
void sifted_free(struct sifted *s); /* leaves SIFTED_INIT */

/*
 * Append a VTIMEZONE's TZID, X-LIC-LOCATION, and of its observances BEGIN,
 * END, DTSTART, TZOFFSETFROM, TZOFFSETTO, RRULE and RDATE, a line each.
 */
int sift_timezone(
    const char *text, size_t n, struct buf *out, struct err *e) ATTR_USE;

/* Append the value of the first property `name` outside any component but
 * VCALENDAR.  false: there is none. */
bool sift_value(const char *text, size_t n, const char *name, struct buf *out);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * content - writing the content lines of iCalendar text (RFC 5545, 3.1):
 * CRLF, lines of 75 octets at most, folded where no character is torn.
 */
#ifndef SMSCAL_DOMAIN_CONTENT_H
#define SMSCAL_DOMAIN_CONTENT_H

#include <stdint.h>

#include "util/buf.h"

/* Append the line, without its control characters. */
void content_line(struct buf *b, const char *line);

/* Append NAME:VALUE as it is: no TEXT, or one that has no need of escapes. */
void content_word(struct buf *b, const char *name, const char *value);

/*
 * Append NAME:TEXT, nothing for a text that is empty or NULL.  RFC 5545
 * 3.3.11: only line breaks are left of the control characters, and bad bytes
 * become what they most likely were.
 */
void content_text(struct buf *b, const char *name, const char *text);

/* Append NAME:20261124T090000Z, the instant in UTC (RFC 5545 3.3.5). */
void content_utc(struct buf *b, const char *name, int64_t at);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * clean - text from a calendar made fit to stand in a message (T3).  Whoever
 * can put an entry into a calendar (a booking form is enough) must not be
 * able to have us send links, hidden text or pages of it to others.
 */
#ifndef SMSCAL_DOMAIN_CLEAN_H
#define SMSCAL_DOMAIN_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"

enum { CLEAN_MAX = 80 /* characters of a value */ };

/*
 * Append `text`, CLEAN_MAX characters at most: control, bidi and other
 * invisible characters and bad bytes out, line breaks and tabs to blanks,
 * blanks singly and none at the ends.  Words that are links (see
 * clean_link()) are left out unless `links`, and then they are whole or not
 * there at all.
 */
void clean_value(struct buf *b, const char *text, bool links);

/*
 * The bytes of the longest start of a clean value that has `max` characters
 * at most, tears no link, and does not end with a blank.
 */
size_t clean_prefix(const char *value, size_t max);

/*
 * Would a phone make a link of this word of n bytes?  A scheme, www., a host
 * under a known top level domain ("example.com", "(bit.ly/x)"), an IPv4
 * address with a path; not a mail address, nor a title and a name ("Dr.Li").
 */
bool clean_link(const char *word, size_t n);

#endif

/* SPDX-License-Identifier: ISC */
/* utf8 - Unicode text as UTF-8 (RFC 3629: no surrogates, at most U+10FFFF). */
#ifndef SMSCAL_UTIL_UTF8_H
#define SMSCAL_UTIL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

/*
 * The code point at *p (p < end), moving *p behind it; -1 for a byte that
 * begins no valid sequence, and then *p moves on by one.
 */
int32_t utf8_next(const char **p, const char *end);
void utf8_put(struct buf *b, int32_t cp);

bool utf8_valid(const char *s, size_t n);
size_t utf8_count(const char *s); /* code points; a bad byte counts as one */

/* A prefix of s of at most `max` code points: its length in bytes. */
size_t utf8_prefix(const char *s, size_t max);

/*
 * How many columns of a terminal the n bytes take: two for what is wide (East
 * Asian, emoji), none for a mark that joins the letter before it.
 */
size_t utf8_width(const char *s, size_t n);

/* The bytes of the longest prefix that takes at most `width` columns. */
size_t utf8_fit(const char *s, size_t n, size_t width);

/* Append s, cut with an ellipsis where it takes more than `width` columns. */
void utf8_cut(struct buf *b, const char *s, size_t n, size_t width);

/*
 * Append s in lines that break between words, or in a word that is too long,
 * and take at most `width` columns; 0: in one.  The first goes on in a line of
 * `indent` columns, the others begin with as many blanks; where that leaves
 * too few, all are new lines behind four.
 */
void utf8_wrap(struct buf *b, const char *s, size_t indent, size_t width);

/*
 * X6: append s so that it can be shown on a terminal: control characters,
 * bidi and other invisible format characters and bad bytes become \xNN or
 * \u{NNNN}, a backslash stays, line breaks become \n.
 */
void utf8_show(struct buf *b, const char *s);

/* Is it a control, bidi, zero-width or other invisible format character? */
bool utf8_invisible(int32_t cp);

/*
 * Latin-1 and Windows-1252 bytes that are not UTF-8, made UTF-8: every byte
 * sequence that is invalid is read as Windows-1252.
 */
void utf8_repair(struct buf *b, const char *s, size_t n);

#endif

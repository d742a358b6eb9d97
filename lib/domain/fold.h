/* SPDX-License-Identifier: ISC */
/*
 * fold - letters without case and accents, for comparing names as different
 * people spell them: a with an umlaut is ae, sharp s is ss, an apostrophe is
 * not there.  No locale.
 */
#ifndef SMSCAL_DOMAIN_FOLD_H
#define SMSCAL_DOMAIN_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/buf.h"

/*
 * Append the code point in its plain form; what is invisible and a mark over
 * the letter before add nothing of their own.  false: it parts words, and
 * nothing is appended; so does -1, a byte that is none of UTF-8.
 */
bool fold_put(struct buf *b, int32_t cp);

/* Give all letters and digits of the text as one word: "Kunden-Nr." is
 * "kundennr". */
char *fold_word(const char *text) ATTR_USE;

#endif

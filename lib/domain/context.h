/* SPDX-License-Identifier: ISC */
/*
 * context - what stands before digits, and so whether they can be a telephone
 * number: "Tel.", "Rechnung Nr.", another number, part of an address.
 */
#ifndef SMSCAL_DOMAIN_CONTEXT_H
#define SMSCAL_DOMAIN_CONTEXT_H

#include "domain/glyph.h"

enum context {
	CONTEXT_NEVER, /* they are part of something, or something else */
	CONTEXT_WEAK,  /* only when they are known as a mobile number */
	CONTEXT_FREE
};

/* What ended last, and where. */
struct context_last {
	size_t end;
	bool phone; /* else a date or a time */
};

/* Before the digit at i, or the bracket that opens there. */
enum context context_before(
    const struct glyphs *g, size_t i, const struct context_last *last);

/* Does the word before i say that a fax machine is behind it? */
bool context_fax(const struct glyphs *g, size_t i);

/* Behind the IBAN that begins at i; 0: there is none. */
size_t context_iban(const struct glyphs *g, size_t i);

#endif

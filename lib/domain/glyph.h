/* SPDX-License-Identifier: ISC */
/*
 * glyph - text as a reader of numbers sees it: a simple character for each
 * visible one, and where it stands in the text.  Digits of other scripts and
 * widths are digits, every dash is '-', every blank ' ', money '$'; invisible
 * characters are not there at all.
 */
#ifndef SMSCAL_DOMAIN_GLYPH_H
#define SMSCAL_DOMAIN_GLYPH_H

#include <stdbool.h>
#include <stddef.h>

enum {
	GLYPH_BYTES = 16 * 1024, /* of a text are looked at */
	GLYPH_LETTER = 1,        /* a letter beyond ASCII */
	GLYPH_OTHER = 2,         /* any other character beyond ASCII */
	GLYPH_ELLIPSIS = 3       /* here a text was cut short */
};

struct glyphs {
	char *c;    /* owned; n characters and a NUL */
	size_t *at; /* owned; n + 1 offsets into the text: where each begins,
	               and the end */
	size_t n;
	bool cut; /* the text goes on behind GLYPH_BYTES */
};

/* Read the text; end with glyphs_fini(). */
void glyphs_init(struct glyphs *g, const char *text);
void glyphs_fini(struct glyphs *g);

bool glyph_digit(char c);
bool glyph_letter(char c); /* of ASCII or beyond */
char glyph_lower(char c);  /* of ASCII */

/* The character at i; NUL before the first and behind the last. */
char glyph_at(const struct glyphs *g, size_t i);

#endif

/* SPDX-License-Identifier: ISC */
#include "domain/glyph.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/utf8.h"

bool
glyph_digit(char c)
{
	return c >= '0' && c <= '9';
}

char
glyph_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
glyph_letter(char c)
{
	c = glyph_lower(c);
	return (c >= 'a' && c <= 'z') || c == GLYPH_LETTER;
}

char
glyph_at(const struct glyphs *g, size_t i)
{
	return (char)(i < g->n ? g->c[i] : '\0');
}

/* Is it a blank, a dash, a digit ... in another guise?  '\0': it is not. */
static char
alike(int32_t cp)
{
	static const struct {
		int32_t first, last;
		char c;
	} kin[] = {
		{ 0x00a0, 0x00a0, ' ' },
		{ 0x2000, 0x200a, ' ' },
		{ 0x00a3, 0x00a3, '$' },
		{ 0x20ac, 0x20ac, '$' },
		{ 0x2010, 0x2015, '-' },
		{ 0x2026, 0x2026, GLYPH_ELLIPSIS },
		{ 0x202f, 0x202f, ' ' },
		{ 0x2043, 0x2043, '-' },
		{ 0x2044, 0x2044, '/' },
		{ 0x205f, 0x205f, ' ' },
		{ 0x2212, 0x2212, '-' },
		{ 0x2215, 0x2215, '/' },
		{ 0x3000, 0x3000, ' ' },
		{ 0xfe58, 0xfe58, '-' },
		{ 0xfe63, 0xfe63, '-' },
	};
	static const int32_t zeros[] = { 0x0660, 0x06f0, 0x0966, 0xff10 };

	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (cp >= zeros[i] && cp <= zeros[i] + 9)
			return (char)('0' + cp - zeros[i]);
	for (size_t i = 0; i < sizeof(kin) / sizeof(kin[0]); i++)
		if (cp >= kin[i].first && cp <= kin[i].last)
			return kin[i].c;
	if (cp > 0xff00 && cp < 0xff5f) /* full width ASCII */
		return (char)(cp - 0xff00 + ' ');
	return '\0';
}

/* Punctuation, signs and pictures; whatever else is beyond is a letter. */
static bool
is_sign(int32_t cp)
{
	return (cp < 0xc0 && cp != 0xaa && cp != 0xb5 && cp != 0xba) ||
	    cp == 0xd7 || cp == 0xf7 || (cp >= 0x2000 && cp < 0x2c00) ||
	    (cp >= 0x3000 && cp < 0x3040) || (cp >= 0xe000 && cp < 0xf900) ||
	    (cp >= 0xfff0 && cp < 0x10000) || (cp >= 0x1f000 && cp < 0x20000);
}

static char
simple(int32_t cp)
{
	if (cp < 0)
		return GLYPH_OTHER;
	if (cp == '\t')
		return ' ';
	if (cp == '\n' || cp == '\r')
		return '\n';
	if (cp == 0x2028 || cp == 0x2029)
		return '\n';
	if (utf8_invisible(cp))
		return '\0';
	if (cp < 0x80)
		return (char)cp;
	char c = alike(cp);
	if (c != '\0')
		return c;
	return is_sign(cp) ? GLYPH_OTHER : GLYPH_LETTER;
}

void
glyphs_init(struct glyphs *g, const char *text)
{
	size_t n = strnlen(text, GLYPH_BYTES + 1);

	*g = (struct glyphs){ .cut = n > GLYPH_BYTES };
	if (g->cut)
		n = GLYPH_BYTES;
	g->c = mem_alloc(n + 1);
	g->at = mem_zero(n + 1, sizeof(*g->at));
	const char *p = text, *end = text + n;
	while (p < end) {
		size_t at = (size_t)(p - text);
		char c = simple(utf8_next(&p, end));
		if (c == '\0')
			continue;
		g->c[g->n] = c;
		g->at[g->n++] = at;
	}
	g->c[g->n] = '\0';
	g->at[g->n] = n;
}

void
glyphs_fini(struct glyphs *g)
{
	free(g->c);
	free(g->at);
	*g = (struct glyphs){ .c = NULL };
}

/* SPDX-License-Identifier: ISC */
#include "domain/fold.h"

#include <string.h>

#include "util/utf8.h"

/*
 * Latin letters as plain ones, by the decompositions of UnicodeData.txt
 * and German spelling; a capital stands for two letters, '.' for itself.
 */
static const char latin[] = /* U+00C0 to U+024F */
    "aaaaAaAceeeeiiiidnooooO OuuuUyTSaaaaAaAceeeeiiiidnooooO "
    "OuuuUyTyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiii"
    "iiIIjjkkkllllllllllnnnnnnnnnooooooOOrrrrrrsssssssstttttt"
    "uuuuuuuuuuuuwwyyyzzzzzzs.................ff............."
    "oo.............uu...................DDDLLLNNNaaiioouuUUU"
    "UUUUU.AAaaAA..ggkkoooo..jDDDgg..nnaaAAOOaaaaeeeeiiiioooo"
    "rrrruuuusstt..hh......aaeeOOooooooyy...................."
    "........";
static const char latin_more[] = /* U+1E00 to U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkll"
    "llllllmmmmmmnnnnnnnnooOOoooopppprrrrrrrrsssssssssstttttt"
    "ttuuuuuuuuUUvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s..S.aaaaaaaa"
    "aaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooo"
    "oooouuuuuuuuuuuuuuyyyyyyyy......";

static const char *const pairs[] = {
	['A' - 'A'] = "ae",
	['D' - 'A'] = "dz",
	['I' - 'A'] = "ij",
	['L' - 'A'] = "lj",
	['N' - 'A'] = "nj",
	['O' - 'A'] = "oe",
	['S' - 'A'] = "ss",
	['T' - 'A'] = "th",
	['U' - 'A'] = "ue",
};

enum { LATIN = 0x00c0, LATIN_MORE = 0x1e00, DIAERESIS = 0x0308 };

/* By these a word is not parted: O'Brien is OBrien. */
static bool
is_apostrophe(int32_t cp)
{
	return cp == '\'' || cp == '`' || cp == 0xb4 || cp == 0x02b9 ||
	    (cp >= 0x02bb && cp <= 0x02bd) || cp == 0x2018 || cp == 0x2019 ||
	    cp == 0x2032;
}

static bool
is_mark(int32_t cp)
{
	return cp >= 0x0300 && cp <= 0x036f;
}

/* Punctuation, signs and pictures; whatever else is beyond is a letter. */
static bool
is_sign(int32_t cp)
{
	return cp < 0xc0 || (cp >= 0x02c2 && cp < 0x0300) ||
	    (cp >= 0x2000 && cp < 0x2c00) || (cp >= 0x3000 && cp < 0x3040) ||
	    (cp >= 0xe000 && cp < 0xf900) || (cp >= 0xfff0 && cp < 0x10000) ||
	    (cp >= 0x1f000 && cp < 0x20000);
}

/* Small letters of Greek, without its accents, and of Cyrillic. */
static int32_t
small(int32_t cp)
{
	static const struct {
		int32_t first, last, to; /* of the first */
	} ranges[] = {
		{ 0x0386, 0x0386, 0x03b1 },
		{ 0x0388, 0x0388, 0x03b5 },
		{ 0x0389, 0x0389, 0x03b7 },
		{ 0x038a, 0x038a, 0x03b9 },
		{ 0x038c, 0x038c, 0x03bf },
		{ 0x038e, 0x038e, 0x03c5 },
		{ 0x038f, 0x038f, 0x03c9 },
		{ 0x0390, 0x0390, 0x03b9 },
		{ 0x0391, 0x03a9, 0x03b1 },
		{ 0x03ac, 0x03ac, 0x03b1 },
		{ 0x03ad, 0x03ad, 0x03b5 },
		{ 0x03ae, 0x03ae, 0x03b7 },
		{ 0x03af, 0x03af, 0x03b9 },
		{ 0x03b0, 0x03b0, 0x03c5 },
		{ 0x03c2, 0x03c2, 0x03c3 },
		{ 0x03ca, 0x03ca, 0x03b9 },
		{ 0x03cb, 0x03cb, 0x03c5 },
		{ 0x03cc, 0x03cc, 0x03bf },
		{ 0x03cd, 0x03cd, 0x03c5 },
		{ 0x03ce, 0x03ce, 0x03c9 },
		{ 0x0401, 0x0401, 0x0435 },
		{ 0x0451, 0x0451, 0x0435 },
		{ 0x0400, 0x040f, 0x0450 },
		{ 0x0410, 0x042f, 0x0430 },
		{ 0xff21, 0xff3a, 'a' },
		{ 0xff41, 0xff5a, 'a' },
		{ 0xff10, 0xff19, '0' },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return cp - ranges[i].first + ranges[i].to;
	return cp;
}

/* What the tables have for a Latin letter; '\0': nothing. */
static char
plain(int32_t cp)
{
	if (cp >= LATIN && cp < LATIN + (int32_t)sizeof(latin) - 1)
		return latin[cp - LATIN];
	if (cp >= LATIN_MORE &&
	    cp < LATIN_MORE + (int32_t)sizeof(latin_more) - 1)
		return latin_more[cp - LATIN_MORE];
	return '\0';
}

/* Two dots over the letter before, written apart. */
static void
put_diaeresis(struct buf *b)
{
	char last = '\0';

	if (b->n > 0)
		last = b->v[b->n - 1];
	if (last == 'a' || last == 'o' || last == 'u')
		buf_char(b, 'e');
}

bool
fold_put(struct buf *b, int32_t cp)
{
	if (cp == DIAERESIS)
		put_diaeresis(b);
	if (cp >= 0 && (utf8_invisible(cp) || is_apostrophe(cp) || is_mark(cp)))
		return cp != '\t' && cp != '\n' && cp != '\r';
	cp = cp < 0 ? ' ' : small(cp);
	if (cp >= 'A' && cp <= 'Z')
		cp += 'a' - 'A';
	if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9')) {
		buf_char(b, (char)cp);
		return true;
	}
	char c = plain(cp);
	if (c >= 'A' && c <= 'Z')
		buf_str(b, pairs[c - 'A']);
	else if (c >= 'a' && c <= 'z')
		buf_char(b, c);
	else if (c == ' ' || (c == '\0' && is_sign(cp)))
		return false;
	else
		utf8_put(b, cp);
	return true;
}

char *
fold_word(const char *text)
{
	const char *p = text, *end = text + strlen(text);
	struct buf b = BUF_INIT;

	while (p < end)
		fold_put(&b, utf8_next(&p, end));
	return buf_take(&b);
}

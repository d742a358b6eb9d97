/* SPDX-License-Identifier: ISC */
#include "domain/segment.h"

#include <string.h>

#include "util/utf8.h"

enum {
	GSM_ONE = 160,
	GSM_PART = 153,
	UCS2_ONE = 70,
	UCS2_PART = 67,
	REPLACEMENT = 0xFFFD,
	BMP_END = 0x10000
};

/* 3GPP TS 23.038 6.2.1: what the default alphabet has beyond ASCII. */
static const uint16_t beyond_ascii[] = { 0x00A1, 0x00A3, 0x00A4, 0x00A5, 0x00A7,
	0x00BF, 0x00C4, 0x00C5, 0x00C6, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00D8,
	0x00DC, 0x00DF, 0x00E0, 0x00E4, 0x00E5, 0x00E6, 0x00E8, 0x00E9, 0x00EC,
	0x00F1, 0x00F2, 0x00F6, 0x00F8, 0x00F9, 0x00FC, 0x0393, 0x0394, 0x0398,
	0x039B, 0x039E, 0x03A0, 0x03A3, 0x03A6, 0x03A8, 0x03A9 };

static const int32_t euro = 0x20AC;

struct kin {
	int32_t cp;
	const char *text;
};

/* Typographic characters, and what a typewriter would have. */
static const struct kin kin[] = {
	/* quotes, apostrophes, primes */
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0x201A, "'" }, { 0x201B, "'" },
	{ 0x2032, "'" }, { 0x2039, "'" }, { 0x203A, "'" }, { 0x00B4, "'" },
	{ 0x0060, "'" }, { 0x02B9, "'" }, { 0x02BC, "'" }, { 0x02C8, "'" },
	{ 0x201C, "\"" }, { 0x201D, "\"" }, { 0x201E, "\"" }, { 0x201F, "\"" },
	{ 0x2033, "\"" }, { 0x00AB, "\"" }, { 0x00BB, "\"" }, { 0x02BA, "\"" },
	{ 0x301D, "\"" }, { 0x301E, "\"" }, { 0x301F, "\"" },
	/* dashes, hyphens, minus */
	{ 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" },
	{ 0x2014, "-" }, { 0x2015, "-" }, { 0x2212, "-" }, { 0x2043, "-" },
	{ 0xFE58, "-" }, { 0xFE63, "-" }, { 0xFF0D, "-" }, { 0x00AD, "" },
	/* dots and bullets */
	{ 0x2026, "..." }, { 0x2025, ".." }, { 0x2024, "." }, { 0x2022, "-" },
	{ 0x2023, "-" }, { 0x25AA, "-" }, { 0x25CF, "-" }, { 0x25E6, "-" },
	{ 0x00B7, "-" }, { 0x2219, "-" }, { 0x22C5, "-" },
	/* blanks, and what is none at all */
	{ '\t', " " }, { 0x00A0, " " }, { 0x1680, " " }, { 0x2000, " " },
	{ 0x2001, " " }, { 0x2002, " " }, { 0x2003, " " }, { 0x2004, " " },
	{ 0x2005, " " }, { 0x2006, " " }, { 0x2007, " " }, { 0x2008, " " },
	{ 0x2009, " " }, { 0x200A, " " }, { 0x202F, " " }, { 0x205F, " " },
	{ 0x3000, " " }, { 0x2028, "\n" }, { 0x2029, "\n" }, { 0x200B, "" },
	{ 0x200C, "" }, { 0x200D, "" }, { 0x200E, "" }, { 0x200F, "" },
	{ 0x2060, "" }, { 0xFE0E, "" }, { 0xFE0F, "" }, { 0xFEFF, "" },
	/* arrows, signs, ligatures */
	{ 0x2192, "->" }, { 0x2190, "<-" }, { 0x21D2, "=>" }, { 0x00D7, "x" },
	{ 0x2044, "/" }, { 0x2215, "/" }, { 0x203C, "!!" }, { 0x2116, "No." },
	{ 0xFB00, "ff" }, { 0xFB01, "fi" }, { 0xFB02, "fl" }, { 0xFB03, "ffi" },
	{ 0xFB04, "ffl" }, { 0xFB05, "st" }, { 0xFB06, "st" }
};

/* Letters of GSM 7 bit that come as letter and mark from some calendars. */
static const struct {
	char letter;
	uint16_t mark;
	const char *text;
} pairs[] = { { 'a', 0x300, "\u00E0" }, { 'e', 0x300, "\u00E8" },
	{ 'i', 0x300, "\u00EC" }, { 'o', 0x300, "\u00F2" },
	{ 'u', 0x300, "\u00F9" }, { 'e', 0x301, "\u00E9" },
	{ 'E', 0x301, "\u00C9" }, { 'n', 0x303, "\u00F1" },
	{ 'N', 0x303, "\u00D1" }, { 'a', 0x308, "\u00E4" },
	{ 'A', 0x308, "\u00C4" }, { 'o', 0x308, "\u00F6" },
	{ 'O', 0x308, "\u00D6" }, { 'u', 0x308, "\u00FC" },
	{ 'U', 0x308, "\u00DC" }, { 'a', 0x30A, "\u00E5" },
	{ 'A', 0x30A, "\u00C5" }, { 'C', 0x327, "\u00C7" } };

/* How many septets a character is; 0: GSM 7 bit does not have it. */
static size_t
septets(int32_t cp)
{
	if (cp < 0x80) {
		if (cp == '\f' || (cp > 0 && strchr("[\\]^{|}~", cp) != NULL))
			return 2;
		if (cp == '\n' || cp == '\r')
			return 1;
		return cp >= ' ' && cp != '`' && cp != 0x7F ? 1 : 0;
	}
	if (cp == euro)
		return 2;
	for (size_t i = 0; i < sizeof(beyond_ascii) / sizeof(beyond_ascii[0]);
	     i++)
		if (beyond_ascii[i] == cp)
			return 1;
	return 0;
}

/* The character at *p; a bad byte is the one that stands for such. */
static int32_t
next(const char **p, const char *end)
{
	int32_t cp = utf8_next(p, end);

	return cp == -1 ? REPLACEMENT : cp;
}

static size_t
units(int32_t cp, bool ucs2)
{
	if (!ucs2)
		return septets(cp);
	return cp >= BMP_END ? 2 : 1;
}

static void
find_culprit(struct segments *s, const char *text, const char *end)
{
	size_t at = 0;

	for (const char *p = text; p < end;) {
		int32_t cp = next(&p, end);
		at++;
		if (septets(cp) > 0)
			continue;
		s->ucs2 = true;
		s->culprit = cp;
		s->culprit_at = at;
		return;
	}
}

struct segments
segment_count(const char *text)
{
	struct segments s = { .ucs2 = false };
	const char *end = text + strlen(text);

	find_culprit(&s, text, end);
	for (const char *p = text; p < end;)
		s.units += units(next(&p, end), s.ucs2);

	size_t one = s.ucs2 ? UCS2_ONE : GSM_ONE;
	size_t part = s.ucs2 ? UCS2_PART : GSM_PART;
	if (s.units <= one) {
		s.count = s.units > 0 ? 1 : 0;
		s.left = one - s.units;
		return s;
	}
	size_t used = 0;
	s.count = 1;
	for (const char *p = text; p < end;) {
		size_t n = units(next(&p, end), s.ucs2);
		if (used + n > part) {
			s.count++;
			used = 0;
		}
		used += n;
	}
	s.left = part - used;
	return s;
}

void
segment_forced(struct buf *b, const char *text)
{
	const char *end = text + strlen(text);
	struct buf seen = BUF_INIT;

	for (const char *p = text; p < end;) {
		struct buf one = BUF_INIT;
		int32_t cp = next(&p, end);
		utf8_put(&one, cp);
		/* UTF-8: no character is found within another. */
		if (septets(cp) == 0 &&
		    strstr(buf_cstr(&seen), buf_cstr(&one)) == NULL)
			buf_str(&seen, one.v);
		buf_free(&one);
	}
	buf_str(b, buf_cstr(&seen));
	buf_free(&seen);
}

static const char *
kin_of(int32_t cp)
{
	for (size_t i = 0; i < sizeof(kin) / sizeof(kin[0]); i++)
		if (kin[i].cp == cp)
			return kin[i].text;
	return NULL;
}

/* The letter that `letter` and the mark at p are; NULL: none of GSM 7 bit. */
static const char *
pair_of(int32_t letter, const char *p, const char *end)
{
	int32_t mark = p < end ? utf8_next(&p, end) : -1;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].letter == letter && pairs[i].mark == mark)
			return pairs[i].text;
	return NULL;
}

/* Append the text made GSM 7 bit; false: something has no kin there. */
static bool
make_gsm(struct buf *b, const char *text)
{
	const char *end = text + strlen(text);

	for (const char *p = text; p < end;) {
		const char *from = p;
		int32_t cp = next(&p, end);
		const char *s = pair_of(cp, p, end);

		if (s != NULL) {
			buf_str(b, s);
			(void)utf8_next(&p, end);
		} else if (septets(cp) > 0) {
			buf_add(b, from, (size_t)(p - from));
		} else if ((s = kin_of(cp)) != NULL) {
			buf_str(b, s);
		} else {
			return false;
		}
	}
	return true;
}

void
segment_smart(struct buf *b, const char *text)
{
	struct buf gsm = BUF_INIT;

	buf_str(b, make_gsm(&gsm, text) ? buf_cstr(&gsm) : text);
	buf_free(&gsm);
}

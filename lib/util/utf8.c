/* SPDX-License-Identifier: ISC */
#include "util/utf8.h"

#include <string.h>

#include "util/mem.h"

int32_t
utf8_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t have = (size_t)(end - *p), need;
	int32_t cp, least;

	*p += 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xc2 && s[0] < 0xe0) {
		need = 2, least = 0x80, cp = s[0] & 0x1f;
	} else if (s[0] >= 0xe0 && s[0] < 0xf0) {
		need = 3, least = 0x800, cp = s[0] & 0x0f;
	} else if (s[0] >= 0xf0 && s[0] < 0xf5) {
		need = 4, least = 0x10000, cp = s[0] & 0x07;
	} else {
		return -1;
	}
	if (have < need)
		return -1;
	for (size_t i = 1; i < need; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return -1;
		cp = cp << 6 | (s[i] & 0x3f);
	}
	if (cp < least || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		return -1;
	*p += need - 1;
	return cp;
}

void
utf8_put(struct buf *b, int32_t cp)
{
	char v[4];
	size_t n;

	if (cp < 0 || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		mem_bug("no code point: %ld", (long)cp);
	if (cp < 0x80) {
		v[0] = (char)cp;
		n = 1;
	} else if (cp < 0x800) {
		v[0] = (char)(0xc0 | cp >> 6);
		n = 2;
	} else if (cp < 0x10000) {
		v[0] = (char)(0xe0 | cp >> 12);
		n = 3;
	} else {
		v[0] = (char)(0xf0 | cp >> 18);
		n = 4;
	}
	for (size_t i = n; i-- > 1; cp >>= 6)
		v[i] = (char)(0x80 | (cp & 0x3f));
	buf_add(b, v, n);
}

bool
utf8_valid(const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end)
		if (utf8_next(&s, end) < 0)
			return false;
	return true;
}

size_t
utf8_count(const char *s)
{
	const char *end = s + strlen(s);
	size_t n = 0;

	for (; s < end; n++)
		utf8_next(&s, end);
	return n;
}

size_t
utf8_prefix(const char *s, size_t max)
{
	const char *p = s, *end = s + strlen(s);

	while (p < end && max-- > 0)
		utf8_next(&p, end);
	return (size_t)(p - s);
}

/*
 * Unicode's Cc and Cf, its Default_Ignorable_Code_Point, and the two line
 * separators; in order.
 */
static const struct {
	int32_t first, last;
} unseen[] = {
	{ 0x0000, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },
	{ 0x0600, 0x0605 },
	{ 0x061c, 0x061c },
	{ 0x06dd, 0x06dd },
	{ 0x070f, 0x070f },
	{ 0x0890, 0x0891 },
	{ 0x08e2, 0x08e2 },
	{ 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },
	{ 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd },
	{ 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
};

bool
utf8_invisible(int32_t cp)
{
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		if (cp <= unseen[i].last)
			return cp >= unseen[i].first;
	return false;
}

void
utf8_show(struct buf *b, const char *s)
{
	const char *end = s + strlen(s);

	while (s < end) {
		const char *at = s;
		int32_t cp = utf8_next(&s, end);
		if (cp == '\r' && s < end && *s == '\n')
			continue; /* the LF stands for both */
		if (cp == '\n')
			buf_str(b, "\\n");
		else if (cp < 0 || (cp < 0x80 && utf8_invisible(cp)))
			buf_fmt(b, "\\x%02X", (unsigned)(unsigned char)*at);
		else if (utf8_invisible(cp))
			buf_fmt(b, "\\u{%04X}", (unsigned)cp);
		else
			buf_add(b, at, (size_t)(s - at));
	}
}

/* Windows-1252 from 0x80; what it leaves undefined is the Latin-1 control. */
static const uint16_t cp1252[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, /* 80 */
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f, /* 88 */
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, /* 90 */
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178, /* 98 */
};

void
utf8_repair(struct buf *b, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		const char *at = s;
		if (utf8_next(&s, end) >= 0) {
			buf_add(b, at, (size_t)(s - at));
			continue;
		}
		unsigned char c = (unsigned char)*at;
		utf8_put(b, c < 0xa0 ? cp1252[c - 0x80] : c);
	}
}

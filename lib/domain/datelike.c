/* SPDX-License-Identifier: ISC */
#include "domain/datelike.h"

#include <string.h>

enum { DIGITS_MAX = 8, GROUPS_MAX = 3, WORD_MAX = 15 };

/* Digits with one and the same sign between them. */
struct row {
	int v[GROUPS_MAX], size[GROUPS_MAX], n;
	char sign;  /* '\0': there is one group only */
	size_t end; /* behind the last digit */
};

static size_t
digits(const struct glyphs *g, size_t i, int *v, int *size)
{
	*v = *size = 0;
	while (glyph_digit(glyph_at(g, i)) && *size <= DIGITS_MAX) {
		*v = *v * 10 + (g->c[i++] - '0');
		++*size;
	}
	return i;
}

/* False: there are more groups or digits than a date or a time has. */
static bool
read_row(const struct glyphs *g, size_t i, struct row *r)
{
	*r = (struct row){ .n = 0 };
	for (;;) {
		if (r->n == GROUPS_MAX)
			return false;
		i = digits(g, i, &r->v[r->n], &r->size[r->n]);
		if (r->size[r->n++] > DIGITS_MAX)
			return false;
		r->end = i;
		char c = glyph_at(g, i);
		if (c == '\0' || strchr(".-/:", c) == NULL ||
		    (r->n > 1 && c != r->sign) ||
		    !glyph_digit(glyph_at(g, i + 1)))
			return true;
		r->sign = c;
		i++;
	}
}

/* The word that begins at i, in small letters: its length in all. */
static size_t
word(const struct glyphs *g, size_t i, char out[WORD_MAX + 1])
{
	size_t n = 0;

	while (n < WORD_MAX && glyph_letter(glyph_at(g, i + n))) {
		out[n] = glyph_lower(g->c[i + n]);
		n++;
	}
	out[n] = '\0';
	return n;
}

static bool
listed(const char *list, const char *w, size_t n)
{
	const char *p = n > 0 ? strstr(list, w) : NULL;

	while (p != NULL && (p[-1] != ' ' || p[n] != ' '))
		p = strstr(p + 1, w);
	return p != NULL;
}

/* Is there a month's name at i? */
static bool
month(const struct glyphs *g, size_t i)
{
	static const char names[] =
	    " jan feb m\1r mar apr mai may jun jul aug sep okt oct nov dez "
	    "dec j\1n gen mag giu lug ago set ott dic ";
	char w[WORD_MAX + 1];

	if (word(g, i, w) < 3)
		return false;
	w[3] = '\0';
	return listed(names, w, 3);
}

static bool
is_day(int v, int size)
{
	return size <= 2 && v >= 1 && v <= 31;
}

static bool
is_month(int v, int size)
{
	return size <= 2 && v >= 1 && v <= 12;
}

static bool
is_year(int v, int size)
{
	return size == 4 && v >= 1900 && v < 2100;
}

/* "0930" as a time without a sign. */
static bool
is_clock(int v, int size)
{
	return size == 4 && v / 100 <= 24 && v % 100 < 60;
}

static bool
is_hour(int v, int size)
{
	return size > 0 && size <= 2 && v <= 24;
}

/* "Uhr" behind the digits, with a blank or without. */
static bool
oclock(const struct glyphs *g, size_t end)
{
	char w[WORD_MAX + 1];
	size_t n = word(g, glyph_at(g, end) == ' ' ? end + 1 : end, w);

	return listed(" uhr hrs ", w, n);
}

/* Behind an hour: " - 11 Uhr", " bis 11 Uhr". */
static bool
hours(const struct glyphs *g, size_t end)
{
	static const char bis[] = " bis ";
	size_t i = end, k = 0;
	int v, size;

	while (bis[k] != '\0' && glyph_lower(glyph_at(g, i + k)) == bis[k])
		k++;
	if (bis[k] == '\0') {
		i += k;
	} else {
		if (glyph_at(g, i) == ' ')
			i++;
		if (glyph_at(g, i) != '-')
			return false;
		i++;
		if (glyph_at(g, i) == ' ')
			i++;
	}
	i = digits(g, i, &v, &size);
	return is_hour(v, size) && oclock(g, i);
}

/* What words say of the digits before them; `end` is behind the digits. */
static enum datelike
by_word(const struct glyphs *g, size_t end, int v, int size)
{
	static const char counts[] =
	    " h std stunde stunden min minuten minutes mins pers person "
	    "personen people pax px kind kinder erw erwachsene jahre jahr j x "
	    "mal tag tage woche wochen monate euro eur chf km kg stk am pm "
	    "bis stock termin sitzung einheiten ";
	char w[WORD_MAX + 1];
	bool dot = glyph_at(g, end) == '.';
	size_t i = end + (dot ? 1 : 0);
	bool apart = glyph_at(g, i) == ' ';

	if (apart)
		i++;
	size_t n = word(g, i, w);
	if (size > 3 || size == 0)
		return DATELIKE_NO;
	if (is_hour(v, size) && (oclock(g, end) || hours(g, end)))
		return DATELIKE_SURE;
	if (size <= 2 && is_day(v, size) && month(g, i))
		return dot ? DATELIKE_SURE : DATELIKE_MAYBE;
	if (n > 0 && (!apart || (dot && size <= 2) || listed(counts, w, n)))
		return DATELIKE_COUNT;
	char sign = glyph_at(g, end + (apart ? 1 : 0));
	if (!dot && (sign == '%' || sign == '$'))
		return DATELIKE_COUNT;
	return DATELIKE_NO;
}

static enum datelike
two(const struct glyphs *g, struct row *r)
{
	const int *v = r->v, *size = r->size;
	bool clock = size[0] <= 2 && v[0] <= 24 && size[1] == 2 && v[1] < 60;

	switch (r->sign) {
	case ':':
		return clock ? DATELIKE_SURE : DATELIKE_NO;
	case '.':
		if (clock && oclock(g, r->end))
			return DATELIKE_SURE;
		if (!is_day(v[0], size[0]) || !is_month(v[1], size[1]))
			return clock ? DATELIKE_MAYBE : DATELIKE_NO;
		if (glyph_at(g, r->end) != '.')
			return DATELIKE_MAYBE;
		r->end++;
		return DATELIKE_SURE;
	case '/':
		return is_day(v[0], size[0]) && is_month(v[1], size[1])
		    ? DATELIKE_MAYBE
		    : DATELIKE_NO;
	default: /* '-' */
		if (is_hour(v[0], size[0]) && is_hour(v[1], size[1]) &&
		    oclock(g, r->end))
			return DATELIKE_SURE;
		return is_clock(v[0], size[0]) && is_clock(v[1], size[1])
		    ? DATELIKE_MAYBE
		    : DATELIKE_NO;
	}
}

static enum datelike
three(const struct row *r)
{
	const int *v = r->v, *size = r->size;

	if (r->sign == ':')
		return v[0] <= 24 && v[1] < 60 && v[2] < 60 && size[0] <= 2 &&
			size[1] == 2 && size[2] == 2
		    ? DATELIKE_SURE
		    : DATELIKE_NO;
	if (is_year(v[0], size[0]) && is_month(v[1], size[1]) &&
	    is_day(v[2], size[2]))
		return DATELIKE_SURE;
	/* With a stroke the month may come first. */
	if (!(is_day(v[0], size[0]) && is_month(v[1], size[1])) &&
	    !(r->sign == '/' && is_month(v[0], size[0]) &&
		is_day(v[1], size[1])))
		return DATELIKE_NO;
	if (is_year(v[2], size[2]))
		return DATELIKE_SURE;
	return size[2] == 2 ? DATELIKE_MAYBE : DATELIKE_NO;
}

/* 01021980, 20261215, 1.2. with blanks: "01 02 1980". */
static enum datelike
bare(const struct glyphs *g, struct row *r)
{
	int v = r->v[0], m, y, m_size, y_size;

	if (r->size[0] == 8) {
		bool day_first = is_day(v / 1000000, 2) &&
		    is_month(v / 10000 % 100, 2) && is_year(v % 10000, 4);
		bool year_first = is_year(v / 10000, 4) &&
		    is_month(v / 100 % 100, 2) && is_day(v % 100, 2);
		return day_first || year_first ? DATELIKE_MAYBE : DATELIKE_NO;
	}
	if (!is_day(v, r->size[0]) || glyph_at(g, r->end) != ' ')
		return DATELIKE_NO;
	size_t i = digits(g, r->end + 1, &m, &m_size);
	if (!is_month(m, m_size) || glyph_at(g, i) != ' ')
		return DATELIKE_NO;
	i = digits(g, i + 1, &y, &y_size);
	if (!is_year(y, y_size))
		return DATELIKE_NO;
	r->end = i;
	return DATELIKE_MAYBE;
}

enum datelike
datelike(const struct glyphs *g, size_t i, size_t *end)
{
	struct row r;
	enum datelike kind;

	*end = i;
	if (!read_row(g, i, &r))
		return DATELIKE_NO;
	if (r.n == 1)
		kind = bare(g, &r);
	else if (r.n == 2)
		kind = two(g, &r);
	else
		kind = three(&r);
	*end = r.end;
	if (kind != DATELIKE_NO)
		return kind;
	for (int k = 0; k < r.n; k++)
		if (r.size[k] > 3)
			return DATELIKE_NO;
	return by_word(g, r.end, r.v[r.n - 1], r.size[r.n - 1]);
}

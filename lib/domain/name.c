/* SPDX-License-Identifier: ISC */
#include "domain/name.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/glyph.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

/* What a number is called: longer ones before what they begin with. */
static const char *const labels[] = { "telefonnummer", "telefonnr", "telefon",
	"telephone", "téléphone", "telefono", "teléfono", "tel.-nr", "tel. nr",
	"tel.nr", "tel-nr", "tel nr", "telnr", "tel", "tél", "tlf",
	"phone number", "phone", "handynummer", "handy-nr", "handynr", "handy",
	"mobiltelefon", "mobilnummer", "mobil-nr", "mobilnr", "mobile", "mobil",
	"mob", "móvil", "cellulare", "cell", "natel", "gsm", "whatsapp",
	"portable", "sms", "callto" };

/* Between two numbers these are no names either. */
static const char *const links[] = { "und", "and", "oder", "od", "or", "bzw",
	"sowie", "et", "&", "privat", "priv", "dienstlich", "büro", "arbeit",
	"firma", "festnetz", "zuhause", "home", "work", "office", "fax" };

/* Within a line that is read. */
struct span {
	const char *from, *to;
};

static bool
is_separator(int32_t cp)
{
	static const char ascii[] = " \t,;:|-/<>=*~+#\"_\\{}";
	static const int32_t others[] = { 0xa0, 0xb7, 0x2022, 0x2192, 0x260e,
		0x260f, 0x2706, 0x27a1, 0x3000, 0x1f4de, 0x1f4f1, 0x1f4f2 };

	if (cp < 0 || utf8_invisible(cp))
		return true;
	if (cp < 0x80)
		return strchr(ascii, (int)cp) != NULL;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (cp == others[i])
			return true;
	return (cp >= 0x2000 && cp <= 0x2015) || cp == 0x202f || cp == 0x2212;
}

/* The last character; *at is where it begins. */
static int32_t
last_of(const struct span *s, const char **at)
{
	const char *p = s->to - 1;

	while (
	    p > s->from && s->to - p < 4 && ((unsigned char)*p & 0xc0) == 0x80)
		p--;
	*at = p;
	int32_t cp = utf8_next(&p, s->to);
	if (p != s->to) /* bytes that are no character */
		*at = s->to - 1;
	return p == s->to ? cp : -1;
}

static const char *
find(const struct span *s, char c)
{
	return s->from < s->to ? memchr(s->from, c, (size_t)(s->to - s->from))
			       : NULL;
}

/* A bracket at an end that has no partner, or encloses all. */
static bool
trim_bracket(struct span *s)
{
	static const char open[] = "([", close[] = ")]";
	const char *from = s->from;

	for (int i = 0; i < 2 && s->from < s->to; i++) {
		const char *o = find(s, open[i]), *c = find(s, close[i]);
		char first = *s->from, last = s->to[-1];
		if ((first == open[i] && (c == NULL || c == s->to - 1)) ||
		    first == close[i])
			s->from++;
		else if (last == open[i] || (last == close[i] && o == NULL))
			s->to--;
		else
			continue;
		return true;
	}
	return s->from != from;
}

static void
trim(struct span *s)
{
	bool more = true;

	while (more && s->from < s->to) {
		const char *p = s->from, *at;
		more = false;
		if (is_separator(utf8_next(&p, s->to))) {
			s->from = p;
			more = true;
		} else if (is_separator(last_of(s, &at))) {
			s->to = at;
			more = true;
		} else if (trim_bracket(s)) {
			more = true;
		}
	}
}

/* Part of a word: every byte beyond ASCII is. */
static bool
is_word(char c)
{
	return glyph_letter(c) || glyph_digit(c) || (unsigned char)c >= 0x80;
}

/* Take the word, and a dot behind it, from the end or the beginning. */
static bool
cut_word(struct span *s, const char *word, bool end)
{
	size_t n = strlen(word), have = (size_t)(s->to - s->from);
	bool dot =
	    end ? have > 0 && s->to[-1] == '.' : have > n && s->from[n] == '.';
	size_t all = n + (dot ? 1 : 0);

	if (have < all ||
	    strncasecmp(end ? s->to - all : s->from, word, n) != 0)
		return false;
	if (end) {
		if (have > all && is_word(s->to[-(ptrdiff_t)all - 1]))
			return false;
		s->to -= all;
	} else {
		if (have > all && is_word(s->from[all]))
			return false;
		s->from += all;
	}
	return true;
}

static bool
cut_words(struct span *s, const char *const *words, size_t n, bool end)
{
	for (size_t i = 0; i < n; i++)
		if (cut_word(s, words[i], end))
			return true;
	return false;
}

static bool
has_letter(const struct span *s)
{
	char *text = mem_strn(s->from, (size_t)(s->to - s->from));
	struct glyphs g;
	bool has = false;

	glyphs_init(&g, text);
	for (size_t i = 0; i < g.n && !has; i++)
		has = glyph_letter(g.c[i]);
	glyphs_fini(&g);
	free(text);
	return has;
}

/* "(Handy)" is a label too. */
static bool
cut_bracket(struct span *s, bool end)
{
	const size_t n_labels = sizeof(labels) / sizeof(labels[0]);
	struct span inner = *s;

	if (s->from == s->to || (end ? s->to[-1] != ')' : *s->from != '('))
		return false;
	if (end) {
		inner.to--;
		while (inner.from < inner.to && find(&inner, '(') != NULL)
			inner.from = find(&inner, '(') + 1;
	} else {
		inner.from++;
		inner.to = find(&inner, ')');
	}
	if (inner.to == NULL || inner.from == s->from)
		return false;
	struct span rest = inner;
	if (!cut_words(&rest, labels, n_labels, end) || rest.from != rest.to)
		return false;
	if (end)
		s->to = inner.from - 1;
	else
		s->from = inner.to + 1;
	return true;
}

/* "Maria (Mutter" was cut off at the number in the bracket. */
static void
cut_open_bracket(struct span *s)
{
	const char *o = find(s, '(');

	if (o != NULL && o > s->from && find(s, ')') == NULL)
		s->to = o;
}

/* The name in a line; false: there is none. */
static bool
read_line(struct span *s, enum name_side side, bool between)
{
	static const char *const heads[] = { "name" };
	const size_t n_labels = sizeof(labels) / sizeof(labels[0]);
	const size_t n_links = sizeof(links) / sizeof(links[0]);
	bool more = true;

	while (more) {
		trim(s);
		more = cut_words(s, labels, n_labels, side == NAME_BEFORE) ||
		    cut_bracket(s, side == NAME_BEFORE);
		if (!more && between)
			more = cut_words(s, links, n_links, true) ||
			    cut_words(s, links, n_links, false);
	}
	cut_open_bracket(s);
	struct span rest = *s;
	if (cut_words(&rest, heads, 1, false) && rest.from < rest.to &&
	    *rest.from == ':')
		*s = rest;
	trim(s);
	return s->from < s->to && has_letter(s);
}

static bool
is_blank(int32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == 0xa0 || cp == 0x202f ||
	    cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200a);
}

/* The name, with single blanks of the plain sort and nothing invisible. */
static char *
give(const struct span *s)
{
	struct buf b = BUF_INIT;
	const char *p = s->from;
	size_t n = 0;
	bool blank = false;

	while (p < s->to && n < NAME_MAX_CHARS) {
		int32_t cp = utf8_next(&p, s->to);
		if (is_blank(cp)) {
			blank = true;
			continue;
		}
		if (cp < 0 || utf8_invisible(cp))
			continue;
		if (blank && ++n < NAME_MAX_CHARS)
			buf_char(&b, ' ');
		if (n == NAME_MAX_CHARS)
			break;
		blank = false;
		utf8_put(&b, cp);
		n++;
	}
	return buf_take(&b);
}

char *
name_of(const char *text, size_t n, enum name_side side, bool between)
{
	const char *end = text + n;
	struct span s;

	if (side == NAME_BEHIND) {
		for (const char *p = text; p < end;) {
			s.from = p;
			s.to = memchr(p, '\n', (size_t)(end - p));
			if (s.to == NULL)
				s.to = end;
			p = s.to < end ? s.to + 1 : end;
			if (read_line(&s, side, between))
				return give(&s);
		}
		return mem_str("");
	}
	while (end > text) {
		s.to = end;
		for (s.from = end; s.from > text && s.from[-1] != '\n';)
			s.from--;
		end = s.from > text ? s.from - 1 : text;
		if (read_line(&s, side, between))
			return give(&s);
	}
	return mem_str("");
}

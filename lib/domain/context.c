/* SPDX-License-Identifier: ISC */
#include "domain/context.h"

#include <string.h>

enum { WORD_MAX = 20, GAP_MAX = 4, IBAN_MIN = 15, IBAN_MAX = 34 };

/* Words that a number of another sort follows. */
static const char others[] =
    " fax telefax rechnung rechnungs rg re rn invoice inv auftrag bestellung "
    "best order kto konto iban bic blz svnr sv svn vsnr ssn ahv geb geboren "
    "ust uid atu stnr steuer isbn ean gtin pin puk tan code kenncode passcode "
    "passwort password id ref referenz ticket projekt aktenzeichen az gz akte "
    "fall vertrag polizze police plz postfach serie sn version meeting kd "
    "kunden mitglieds patienten ausweis "
    "gln uuid fn hrb factura fattura facture faktura pedido commande "
    "ordine ";

/* Beginnings of words that a telephone number follows. */
static const char *const labels[] = { "tel", "handy", "mobil", "phone", "natel",
	"whatsapp", "sms", "cell", "gsm", "ruf", "r\1ckruf", "t\1l", "m\1vil" };

/* The word that ends before i: its first letter; small letters in out. */
static size_t
word_before(const struct glyphs *g, size_t i, char out[WORD_MAX + 1])
{
	size_t n = 0;

	while (n < WORD_MAX && glyph_letter(glyph_at(g, i - 1 - n)))
		n++;
	for (size_t k = 0; k < n; k++)
		out[k] = glyph_lower(g->c[i - n + k]);
	out[n] = '\0';
	return i - n;
}

/* Back over a few signs that may stand between a word and its number. */
static size_t
gap_before(const struct glyphs *g, size_t i)
{
	for (int n = 0; n < GAP_MAX; n++, i--) {
		char c = glyph_at(g, i - 1);
		if (c == '\0' || strchr(" .:-/(#", c) == NULL)
			break;
	}
	return i;
}

static bool
is_label(const char *w)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strncmp(w, labels[i], strlen(labels[i])) == 0)
			return true;
	return false;
}

static bool
is_other(const char *w)
{
	size_t n = strlen(w);
	const char *p = n > 0 ? strstr(others, w) : NULL;

	while (p != NULL && (p[-1] != ' ' || p[n] != ' '))
		p = strstr(p + 1, w);
	return p != NULL;
}

/* "Nr", "Nummer", and words that end so: "Kundennr". */
static bool
is_number(const char *w)
{
	static const char *const ends[] = { "nr", "nummer", "number", "num" };
	size_t n = strlen(w);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t k = strlen(ends[i]);
		if (n >= k && strcmp(w + n - k, ends[i]) == 0)
			return true;
	}
	return strcmp(w, "no") == 0;
}

/* What the words before i say. */
static enum context
by_words(const struct glyphs *g, size_t i)
{
	char w[WORD_MAX + 1];

	i = word_before(g, gap_before(g, i), w);
	if (w[0] == '\0' || is_label(w))
		return CONTEXT_FREE;
	if (is_other(w))
		return CONTEXT_NEVER;
	if (!is_number(w))
		return CONTEXT_FREE;
	bool whole = strcmp(w, "nr") == 0 || strcmp(w, "nummer") == 0 ||
	    strcmp(w, "no") == 0 || strcmp(w, "number") == 0;
	word_before(g, gap_before(g, i), w);
	if (is_label(w))
		return CONTEXT_FREE;
	return whole && !is_other(w) ? CONTEXT_WEAK : CONTEXT_NEVER;
}

/* Digits end before i: another number, a room, part of something long. */
static enum context
by_digits(const struct glyphs *g, size_t i, const struct context_last *last)
{
	size_t n = 0;

	if (last->end == i)
		return last->phone ? CONTEXT_WEAK : CONTEXT_FREE;
	while (n < 3 && glyph_digit(glyph_at(g, i - 1 - n)))
		n++;
	char c = glyph_at(g, i - 1 - n);
	bool apart = c == '\0' || c == ' ' || c == '\n' || c == ',';
	return n <= 2 && apart ? CONTEXT_WEAK : CONTEXT_NEVER;
}

/* Something stands before i without a blank, or nothing does. */
static enum context
by_sign(const struct glyphs *g, size_t i, const struct context_last *last)
{
	char c = glyph_at(g, i - 1), before = glyph_at(g, i - 2);

	if (c == '\0' || c == '\n')
		return CONTEXT_FREE;
	if (glyph_letter(c) || strchr("#_@&=%$?~^\\*+", c) != NULL)
		return CONTEXT_NEVER;
	if (glyph_digit(before)) {
		if (last->end == i - 1)
			return by_digits(g, i - 1, last);
		return strchr(".-/:", c) != NULL ? CONTEXT_NEVER
						 : by_digits(g, i - 1, last);
	}
	enum context words = by_words(g, i);
	if (words != CONTEXT_FREE || !glyph_letter(before) ||
	    strchr(".-/", c) == NULL)
		return words;
	char w[WORD_MAX + 1];
	word_before(g, i - 1, w);
	return is_label(w) ? CONTEXT_FREE : CONTEXT_WEAK;
}

enum context
context_before(
    const struct glyphs *g, size_t i, const struct context_last *last)
{
	char c = glyph_at(g, i - 1);

	if (last->end == i && i > 0 && (c == ' ' || glyph_digit(c)))
		return by_digits(g, i, last);
	if (c != ' ')
		return by_sign(g, i, last);
	for (int n = 0; n < GAP_MAX && c == ' '; n++)
		c = glyph_at(g, --i - 1);
	if (last->end == i && i > 0)
		return last->phone ? CONTEXT_WEAK : CONTEXT_FREE;
	if (glyph_digit(c))
		return by_digits(g, i, last);
	if (c == '#' || c == '*')
		return CONTEXT_NEVER;
	return by_words(g, i);
}

bool
context_fax(const struct glyphs *g, size_t i)
{
	char w[WORD_MAX + 1];

	word_before(g, gap_before(g, i), w);
	return strcmp(w, "fax") == 0 || strcmp(w, "telefax") == 0;
}

static bool
capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

size_t
context_iban(const struct glyphs *g, size_t i)
{
	size_t n = 4, block = 4, from = i;
	bool grouped = false;

	if (!capital(glyph_at(g, i)) || !capital(glyph_at(g, i + 1)) ||
	    !glyph_digit(glyph_at(g, i + 2)) ||
	    !glyph_digit(glyph_at(g, i + 3)))
		return 0;
	for (i += 4; n < IBAN_MAX; i++) {
		char c = glyph_at(g, i);
		if (capital(c) || glyph_digit(c)) {
			n++;
			if (grouped && ++block > 4)
				return 0;
			continue;
		}
		/* In blocks of four, the last apart. */
		if (c != ' ' || (!grouped && n > 4) || block != 4 ||
		    !(capital(glyph_at(g, i + 1)) ||
			glyph_digit(glyph_at(g, i + 1))))
			break;
		bool words = true;
		for (size_t k = 1; k <= 4; k++)
			words = words && !glyph_digit(glyph_at(g, i + k));
		if (words && n > 4)
			break;
		grouped = true;
		block = 0;
	}
	return n >= IBAN_MIN && i > from ? i : 0;
}

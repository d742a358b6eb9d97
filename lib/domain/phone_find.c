/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/context.h"
#include "domain/datelike.h"
#include "domain/phone.h"
#include "domain/phone_run.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	ZEROS_GAP = 4, /* signs behind "00" */
	TOLD = 6       /* digits that are worth a word when too few */
};

/* Is the country code torn, as in "+4 3664 ..." (four people more)? */
static bool
is_torn(const struct phone_run *r)
{
	return r->form == PHONE_INTERNATIONAL &&
	    (size_t)r->group[0].size < numbering_country(r->digits);
}

static void
found(struct phone_list *l, const struct phone_run *r, size_t from,
    const struct phone_made *m)
{
	const struct glyphs *g = r->g;

	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	struct phone_found *f = &l->v[l->n++];
	*f = (struct phone_found){
		.from = g->at[from],
		.to = g->at[r->to],
		.reason = m->reason,
		.mobile = m->known.class == NUMBERING_MOBILE,
	};
	if (m->reason != PHONE_OK && m->reason != PHONE_LANDLINE &&
	    m->reason != PHONE_SERVICE && m->reason != PHONE_OWN)
		return;
	memcpy(f->phone, m->phone, sizeof(f->phone));
}

/* The company's number; of its landlines the extensions too. */
static bool
is_own(const struct phone_opts *o, const struct phone_made *m)
{
	for (size_t i = 0; i < o->n_own; i++)
		if (str_eq(o->own[i], m->phone) ||
		    (m->known.class == NUMBERING_LANDLINE &&
			strlen(o->own[i]) >= RUN_COMPLETE &&
			str_starts(m->phone, o->own[i])))
			return true;
	return false;
}

/*
 * A number with 00 that a number of an invoice could be as well, or a mobile
 * number of the own country with a 0 too many ("00664 1234567").
 */
static bool
is_padded(const struct phone_run *r, const struct phone_made *m)
{
	char digits[RUN_DIGITS + 2];
	struct phone_made own;

	snprintf(digits, sizeof(digits), "0%s", r->digits);
	phone_make(PHONE_NATIONAL, digits, -1, r->opts->country_code, &own);
	if (own.reason == PHONE_OK && own.known.class == NUMBERING_MOBILE)
		return true;
	if (r->digits[0] == '1')
		return m->national_n != 10 || r->digits[4] < '2';
	return strlen(m->phone) <= RUN_COMPLETE;
}

/*
 * Does it go on in what is not to be read, "0664 12345..", "+43664...@x", or
 * in the code of a conference, "+1646...,,123456#"?
 */
static bool
is_part(const struct phone_run *r, const struct phone_made *m)
{
	const struct glyphs *g = r->g;
	char c = glyph_at(g, r->to), next = glyph_at(g, r->to + 1);

	if (c == '\0')
		return g->cut;
	if (strchr("@_%=&*?", c) != NULL || c == GLYPH_ELLIPSIS ||
	    (c == '.' && next == '.') || (c == ':' && glyph_digit(next)) ||
	    (c == '#' && !glyph_letter(next)) ||
	    (c == ',' && next == ',' && glyph_digit(glyph_at(g, r->to + 2))))
		return true;
	if (!glyph_letter(c))
		return false;
	c = glyph_lower(c);
	return m->national_n < m->known.full || c == glyph_lower(next) ||
	    !glyph_letter(next);
}

/* The last word on a number that could be one. */
static enum phone_reason
verdict(const struct phone_run *r, const struct phone_made *m, bool zeros,
    enum context context)
{
	char behind = glyph_at(r->g, r->to);
	bool mobile = m->known.class == NUMBERING_MOBILE;

	if (m->reason != PHONE_OK && m->reason != PHONE_LANDLINE)
		return m->reason;
	if (is_torn(r) || is_part(r, m))
		return PHONE_UNCLEAR;
	if (context == CONTEXT_WEAK && !mobile)
		return PHONE_UNCLEAR;
	if (zeros && is_padded(r, m))
		return PHONE_UNCLEAR;
	/* "0049123456AB" */
	if (context != CONTEXT_FREE || zeros || r->form == PHONE_NATIONAL)
		if (glyph_letter(behind) && !mobile)
			return PHONE_UNCLEAR;
	if (is_own(r->opts, m))
		return PHONE_OWN;
	return m->reason == PHONE_LANDLINE && r->opts->landlines ? PHONE_OK
								 : m->reason;
}

struct scan {
	const struct glyphs *g;
	const struct phone_opts *opts;
	struct phone_list *out;
	struct context_last last;
	bool bare;    /* national numbers begin with no 0 here */
	bool address; /* within an address of the web or of mail */
	bool query;   /* within what may be part of one */
	size_t i;
};

/* Behind digits and what hangs on to them, which are no number. */
static size_t
skip_unit(const struct glyphs *g, size_t i)
{
	for (;;) {
		char c = glyph_at(g, i);
		bool sign = c != '\0' && strchr(".-/:", c) != NULL &&
		    glyph_digit(glyph_at(g, i + 1));
		if (!sign && !glyph_digit(c))
			return i;
		i++;
	}
}

static bool
is_bracket(char c)
{
	return c == '(' || c == '[';
}

/*
 * A number that begins at `from`, its digits at s->i or behind.  Moves on
 * behind it.
 */
static void
try_number(struct scan *s, size_t from, size_t digits, enum phone_form form,
    bool zeros, enum context context)
{
	struct phone_made m;
	struct phone_run r = { .g = s->g, .opts = s->opts, .form = form };

	for (size_t i = from; i <= digits; i++)
		r.opened = r.opened || is_bracket(glyph_at(s->g, i - 1));
	phone_run_read(&r, digits);
	phone_run_choose(&r, &m);
	if (r.over)
		m.reason = PHONE_LONG;
	m.reason = verdict(&r, &m, zeros, context);
	bool never = context == CONTEXT_NEVER;
	if (never && m.reason != PHONE_SHORT)
		m.reason = PHONE_LABEL;
	if (r.n >= TOLD && !(never && m.reason == PHONE_SHORT))
		found(s->out, &r, from, &m);
	if (m.reason == PHONE_OK || m.reason == PHONE_LANDLINE ||
	    m.reason == PHONE_OWN || m.reason == PHONE_SERVICE)
		s->last = (struct context_last){ r.to, true };
	s->i = r.to;
}

/* At a '+' that no digit stands before. */
static void
at_plus(struct scan *s)
{
	const struct glyphs *g = s->g;
	size_t i = s->i + 1;

	while (glyph_at(g, i) == ' ' && i <= s->i + 2)
		i++;
	if (is_bracket(glyph_at(g, i)))
		i++;
	if (!glyph_digit(glyph_at(g, i))) {
		s->i++;
		return;
	}
	bool never = s->address || context_fax(g, s->i);
	try_number(s, s->i, i, PHONE_INTERNATIONAL, false,
	    never ? CONTEXT_NEVER : CONTEXT_FREE);
}

/* The first digit behind "00" at i; `i`: there is none. */
static size_t
behind_zeros(const struct glyphs *g, size_t i)
{
	size_t k = i + 2;

	while (k < i + 2 + ZEROS_GAP &&
	    (glyph_at(g, k) == ' ' || is_bracket(glyph_at(g, k))))
		k++;
	return glyph_digit(glyph_at(g, k)) && g->c[k] != '0' ? k : i;
}

/*
 * Where numbers begin with no 0 (Spain, Czechia; Italy's mobiles) a whole
 * known mobile number is one, and nothing else.
 */
static bool
at_bare(struct scan *s)
{
	struct phone_made m;
	struct phone_run r = {
		.g = s->g, .opts = s->opts, .form = PHONE_NATIONAL
	};

	if (!s->bare)
		return false;
	phone_run_read(&r, s->i);
	phone_run_make(&r, r.n, &m);
	if (r.over || m.reason != PHONE_OK ||
	    m.known.class != NUMBERING_MOBILE || !phone_run_complete(&m, r.n) ||
	    glyph_letter(glyph_at(s->g, r.to)))
		return false;
	m.reason = verdict(&r, &m, false, CONTEXT_FREE);
	found(s->out, &r, s->i, &m);
	s->last = (struct context_last){ r.to, true };
	s->i = r.to;
	return true;
}

/* At a digit that neither a digit nor a letter stands before. */
static void
at_digit(struct scan *s)
{
	const struct glyphs *g = s->g;
	size_t i = s->i, end;
	size_t from = is_bracket(glyph_at(g, i - 1)) ? i - 1 : i;

	if (datelike(g, i, &end) >= DATELIKE_MAYBE) {
		s->last = (struct context_last){ end, false };
		s->i = end;
		return;
	}
	enum context context = s->address || s->query
	    ? CONTEXT_NEVER
	    : context_before(g, from, &s->last);
	if (g->c[i] != '0') {
		if (context != CONTEXT_FREE || !at_bare(s))
			s->i = skip_unit(g, i);
		return;
	}
	bool zeros = glyph_at(g, i + 1) == '0';
	size_t digits = zeros ? behind_zeros(g, i) : i;
	if (zeros && digits == i) {
		s->i = skip_unit(g, i);
		return;
	}
	try_number(s, i, digits, zeros ? PHONE_INTERNATIONAL : PHONE_NATIONAL,
	    zeros, context);
}

static void
at_letter(struct scan *s)
{
	const struct glyphs *g = s->g;
	size_t end = context_iban(g, s->i);

	if (end != 0) {
		s->i = end;
		return;
	}
	if (str_istarts(g->c + s->i, "www."))
		s->address = true;
	while (glyph_letter(glyph_at(g, s->i)))
		s->i++;
	/* "A12-0664": digits on a letter are part of its word. */
	if (glyph_digit(glyph_at(g, s->i)))
		s->i = skip_unit(g, s->i);
}

static bool
begins_bare(const char *code)
{
	if (code == NULL)
		return false;
	if (code[0] == '+')
		code++;
	enum numbering_trunk trunk = numbering_trunk(code, strlen(code));
	return trunk == TRUNK_NONE || trunk == TRUNK_KEEP;
}

void
phone_find(
    const char *text, const struct phone_opts *opts, struct phone_list *out)
{
	struct glyphs g;
	struct scan s = { .g = &g, .opts = opts, .out = out };

	s.bare = begins_bare(opts->country_code);
	glyphs_init(&g, text);
	while (s.i < g.n) {
		char c = g.c[s.i];
		if (c == ' ' || c == '\n')
			s.address = s.query = false;
		else if (c == '@' || str_starts(g.c + s.i, "://"))
			s.address = true;
		else if (c == '=' || c == '?' || c == '&')
			s.query = true;
		if (glyph_letter(c))
			at_letter(&s);
		else if (glyph_digit(c))
			at_digit(&s);
		else if (c == '+' && !glyph_digit(glyph_at(&g, s.i - 1)))
			at_plus(&s);
		else
			s.i++;
	}
	glyphs_fini(&g);
}

void
phone_list_free(struct phone_list *l)
{
	free(l->v);
	*l = PHONE_LIST_INIT;
}

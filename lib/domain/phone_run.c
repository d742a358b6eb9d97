/* SPDX-License-Identifier: ISC */
#include "domain/phone_run.h"

#include <string.h>

#include "domain/datelike.h"

enum {
	GAP_MAX = 4,  /* signs between two groups of digits */
	OPEN_MAX = 7, /* digits before a bracket within a number */
	SHORTEST = 8, /* digits of a number that may be one */
	BLOCK = 6     /* so many digits in one group: the number's end */
};

void
phone_run_make(const struct phone_run *r, int n, struct phone_made *m)
{
	char digits[RUN_DIGITS + 1];

	memcpy(digits, r->digits, (size_t)n);
	digits[n] = '\0';
	phone_make(r->form, digits, r->zero_at < n ? r->zero_at : -1,
	    r->opts->country_code, m);
}

/* Could the number end here? */
bool
phone_run_complete(const struct phone_made *m, int n)
{
	switch (m->reason) {
	case PHONE_OK:
	case PHONE_LANDLINE:
	case PHONE_SERVICE:
		return m->known.full > 0 ? m->national_n >= m->known.full
					 : strlen(m->phone) > RUN_COMPLETE;
	case PHONE_NO_CODE:
		return n >= RUN_COMPLETE;
	case PHONE_SHORT:
	case PHONE_LONG:
	case PHONE_BAD_CODE:
	case PHONE_NONE:
	case PHONE_OWN:
	case PHONE_LABEL:
	case PHONE_UNCLEAR:
	case PHONE_REASONS:
		break;
	}
	return false;
}

static void
add_digit(struct phone_run *r, char c)
{
	if (r->n < RUN_DIGITS)
		r->digits[r->n++] = c;
	else
		r->over = true;
}

/* The group at i, which has a digit at least; `apart`: behind a blank. */
static void
take_group(struct phone_run *r, size_t i, bool apart)
{
	int size = 0;

	while (glyph_digit(glyph_at(r->g, i))) {
		add_digit(r, r->g->c[i++]);
		if (size < RUN_DIGITS)
			size++;
	}
	r->to = i;
	if (r->groups == RUN_GROUPS) {
		r->over = true;
		return;
	}
	r->group[r->groups].size = size;
	r->group[r->groups].n = r->n;
	r->group[r->groups].apart = apart;
	r->group[r->groups++].to = i;
}

/* What stands between two groups. */
struct gap {
	size_t to; /* the digit behind it */
	int depth, zero_at;
	bool blank, dash, sign; /* dash: with blanks about it */
};

/* A bracket at i that closes or opens; false: the number ends before it. */
static bool
read_bracket(
    const struct phone_run *r, bool complete, struct gap *gap, size_t *i)
{
	const struct glyphs *g = r->g;
	char c = glyph_at(g, *i);

	if (c == ')' || c == ']') {
		if (gap->depth-- == 0)
			return false;
		return !(r->opened && complete);
	}
	if ((c != '(' && c != '[') || complete || r->n > OPEN_MAX)
		return false;
	if (glyph_at(g, *i + 1) != '0' || glyph_at(g, *i + 2) != ')') {
		gap->depth++;
		return true;
	}
	if (gap->zero_at >= 0)
		return false;
	gap->zero_at = r->n;
	*i += 2;
	return true;
}

/* False: the number ends before it. */
static bool
read_gap(const struct phone_run *r, bool complete, struct gap *gap)
{
	const struct glyphs *g = r->g;
	size_t i = r->to;
	int signs = 0;

	*gap = (struct gap){ .depth = r->depth, .zero_at = r->zero_at };
	for (int n = 0; n < GAP_MAX && !glyph_digit(glyph_at(g, i)); n++, i++) {
		char c = glyph_at(g, i), next = glyph_at(g, i + 1);
		if (c == ' ') {
			gap->blank = true;
		} else if (c == '-' || c == '/' || c == '.') {
			if (++signs > 1 || (c == '.' && next == ' '))
				return false;
			gap->sign = true;
			gap->dash = c != '.' && next == ' ' &&
			    glyph_at(g, i - 1) == ' ';
		} else if (!read_bracket(r, complete, gap, &i)) {
			return false;
		}
	}
	gap->to = i;
	return glyph_digit(glyph_at(g, i));
}

/* The tables do not say how long exactly such a number is. */
static bool
is_loose(const struct phone_made *m)
{
	return m->known.max == 0 || m->known.full != m->known.max;
}

/* "2) Franz": the digits at i count what follows. */
static bool
is_heading(const struct phone_run *r, size_t i)
{
	size_t n = 0;

	while (n < 3 && glyph_digit(glyph_at(r->g, i + n)))
		n++;
	return n < 3 && glyph_at(r->g, i + n) == ')' && r->depth == 0;
}

/* Do the digits behind the gap belong to something else? */
static bool
ends_before(struct phone_run *r, const struct phone_made *m, bool complete,
    const struct gap *gap)
{
	const struct glyphs *g = r->g;
	size_t end, i = gap->to;
	enum datelike kind = datelike(g, i, &end);
	bool joined = !gap->blank && gap->sign;

	if (kind == DATELIKE_SURE)
		return true;
	if (!complete) {
		/* Short of a digit, and then a time? */
		if (kind == DATELIKE_MAYBE && !joined && is_loose(m) &&
		    strlen(m->phone) > SHORTEST)
			r->doubt = true;
		return false;
	}
	if (gap->dash || (kind != DATELIKE_NO && !joined) || is_heading(r, i))
		return true;
	/* A second number. */
	if (g->c[i] == '0' && glyph_digit(glyph_at(g, i + 1)) &&
	    glyph_digit(glyph_at(g, i + 2)) && (gap->blank || gap->sign) &&
	    (g->c[i + 1] != '0' || g->c[i + 2] != '0'))
		return true;
	return gap->blank && !is_loose(m);
}

/* All groups from the digit at i on. */
void
phone_run_read(struct phone_run *r, size_t i)
{
	struct phone_made m;
	struct gap gap;

	r->zero_at = -1;
	r->depth = r->opened ? 1 : 0;
	take_group(r, i, false);
	while (!r->over) {
		phone_run_make(r, r->n, &m);
		bool complete = phone_run_complete(&m, r->n);
		if (!read_gap(r, complete, &gap) ||
		    ends_before(r, &m, complete, &gap))
			return;
		r->depth = gap.depth;
		if (gap.zero_at != r->zero_at) {
			r->zero_at = gap.zero_at;
			add_digit(r, '0');
		}
		take_group(r, gap.to, gap.blank);
	}
}

/*
 * Does a number that is complete with group i look as if it ended there?  A
 * landline's "-12" is an extension, but " 12" may be anything.
 */
static bool
may_end(const struct phone_run *r, int i, const struct phone_made *m)
{
	bool apart = i + 1 < r->groups && r->group[i + 1].apart;

	if (m->reason == PHONE_LANDLINE)
		return r->opts->landlines && apart && r->group[i].size >= BLOCK;
	return r->group[i].size >= BLOCK || (apart && m->known.full > 0);
}

void
phone_run_choose(struct phone_run *r, struct phone_made *m)
{
	struct phone_made some;
	int last = -1, block = -1;

	phone_run_make(r, r->n, m);
	for (int i = 0; i < r->groups; i++) {
		phone_run_make(r, r->group[i].n, &some);
		if (!phone_run_complete(&some, r->group[i].n))
			continue;
		last = i;
		if (block == -1 && may_end(r, i, &some))
			block = i;
	}
	if (last == -1)
		return;
	if (r->doubt || (block != -1 && block != last)) {
		m->reason = PHONE_UNCLEAR;
		return;
	}
	if (last == r->groups - 1)
		return;
	phone_run_make(r, r->group[last].n, m);
	if (is_loose(m) &&
	    (!r->group[last + 1].apart ||
		(r->group[last].size < BLOCK && r->n - r->group[last].n > 2)))
		m->reason = PHONE_UNCLEAR;
	else
		r->to = r->group[last].to;
}

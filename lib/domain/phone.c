/* SPDX-License-Identifier: ISC */
#include "domain/phone.h"

#include <string.h>

#include "domain/glyph.h"
#include "util/buf.h"
#include "util/str.h"
#include "util/utf8.h"

enum { DIGITS_MIN = 8, DIGITS_MAX = 15, TYPED_MAX = 24, SHOWN_MAX = 40 };

const char *
phone_reason_text(enum phone_reason reason)
{
	static const char *const texts[PHONE_REASONS] = {
		[PHONE_OK] = "is a telephone number",
		[PHONE_SHORT] = "has too few digits",
		[PHONE_LONG] = "has too many digits",
		[PHONE_NO_CODE] =
		    "has no country code, and none is set for the calendar",
		[PHONE_BAD_CODE] = "begins with no country's code",
		[PHONE_NONE] = "begins as no number of its country does",
		[PHONE_SERVICE] = "is a service number",
		[PHONE_LANDLINE] = "is a landline",
		[PHONE_OWN] = "is the company's own",
		[PHONE_LABEL] = "is something else by what stands before it",
		[PHONE_UNCLEAR] = "is not clearly a telephone number",
	};

	return reason < PHONE_REASONS ? texts[reason] : "";
}

/* Behind the country code; NULL: there is no such number. */
static const char *
international(
    const char *digits, size_t code, int zero_at, enum phone_reason *why)
{
	const char *national = digits + code;
	bool bracket = zero_at == (int)code;

	if (zero_at >= 0 && !bracket) {
		*why = PHONE_UNCLEAR;
		return NULL;
	}
	if (national[0] != '0')
		return national;
	*why = PHONE_NONE;
	switch (numbering_trunk(digits, code)) {
	case TRUNK_KEEP:
		return national;
	case TRUNK_ZERO:
		return national + 1;
	case TRUNK_06:
		return national[1] == '6' ? national + 2
		    : bracket             ? national + 1
					  : NULL;
	case TRUNK_UNKNOWN:
		*why = PHONE_UNCLEAR;
		break;
	case TRUNK_NONE:
		break;
	}
	return bracket ? national + 1 : NULL;
}

/* What is dialled inside the country without its prefix; NULL likewise. */
static const char *
national(const char *digits, const char *code, size_t n)
{
	switch (numbering_trunk(code, n)) {
	case TRUNK_KEEP:
		return digits;
	case TRUNK_06:
		return strncmp(digits, "06", 2) == 0 ? digits + 2 : NULL;
	case TRUNK_NONE:
		return digits[0] != '0' ? digits : NULL;
	case TRUNK_ZERO:
	case TRUNK_UNKNOWN:
		break;
	}
	return digits[0] == '0' && digits[1] != '0' ? digits + 1 : NULL;
}

static enum phone_reason
judge(struct phone_made *m, size_t n)
{
	const struct numbering *k = &m->known;

	if (k->class == NUMBERING_NONE)
		return PHONE_NONE;
	if (n < DIGITS_MIN || (k->min > 0 && m->national_n < k->min))
		return PHONE_SHORT;
	if (n > DIGITS_MAX || (k->max > 0 && m->national_n > k->max))
		return PHONE_LONG;
	if (k->class == NUMBERING_SERVICE)
		return PHONE_SERVICE;
	return k->class == NUMBERING_LANDLINE ? PHONE_LANDLINE : PHONE_OK;
}

void
phone_make(enum phone_form form, const char *digits, int zero_at,
    const char *country_code, struct phone_made *out)
{
	const char *code = digits, *rest;
	size_t n;

	*out = (struct phone_made){ .reason = PHONE_NONE };
	if (form == PHONE_NATIONAL) {
		if (country_code == NULL || country_code[0] == '\0') {
			out->reason = PHONE_NO_CODE;
			return;
		}
		code = country_code + (country_code[0] == '+' ? 1 : 0);
		n = numbering_country(code);
		rest = n > 0 && code[n] == '\0' && zero_at <= 0
		    ? national(digits, code, n)
		    : NULL;
	} else {
		n = numbering_country(digits);
		rest = n > 0 ? international(digits, n, zero_at, &out->reason)
			     : NULL;
	}
	if (n == 0)
		out->reason = PHONE_BAD_CODE;
	if (rest == NULL)
		return;
	out->national_n = (int)strlen(rest);
	out->known = numbering_look(code, n, rest);
	if (n + strlen(rest) > DIGITS_MAX) {
		out->reason = PHONE_LONG;
		return;
	}
	out->reason = judge(out, n + strlen(rest));
	out->phone[0] = '+';
	memcpy(out->phone + 1, code, n);
	memcpy(out->phone + 1 + n, rest, strlen(rest) + 1);
}

/* The digits that were typed, and where among them a "(0)" stands. */
struct typed {
	char v[TYPED_MAX + 1];
	int n, zero_at;
	bool plus, bad;
};

static void
read_typed(const struct glyphs *g, struct typed *t)
{
	size_t i = 0;

	*t = (struct typed){ .zero_at = -1 };
	while (i < g->n && g->c[i] == ' ')
		i++;
	if (str_istarts(g->c + i, "tel:"))
		i += strlen("tel:");
	for (; i < g->n && !t->bad; i++) {
		char c = g->c[i];
		if (glyph_digit(c) && t->n < TYPED_MAX) {
			if (c == '0' && glyph_at(g, i - 1) == '(' &&
			    glyph_at(g, i + 1) == ')')
				t->zero_at = t->n;
			t->v[t->n++] = c;
		} else if (c == '+' && t->n == 0 && !t->plus) {
			t->plus = true;
		} else if (c == '\n' || strchr(" -/.()[]", c) == NULL) {
			t->bad = true;
		}
	}
	t->v[t->n] = '\0';
}

static int
refuse(struct err *e, const char *text, const char *why)
{
	struct buf part = BUF_INIT, b = BUF_INIT;

	buf_add(&part, text, utf8_prefix(text, SHOWN_MAX));
	utf8_show(&b, buf_cstr(&part));
	err_set(e, ERR_USAGE, "'%s' %s", buf_cstr(&b), why);
	buf_free(&part);
	buf_free(&b);
	return -1;
}

int
phone_normalise(const char *text, const char *country_code,
    char out[PHONE_TEXT], struct err *e)
{
	struct glyphs g;
	struct typed t;
	struct phone_made m;

	glyphs_init(&g, text);
	read_typed(&g, &t);
	bool cut = g.cut;
	glyphs_fini(&g);
	if (t.n == 0 || t.bad || cut)
		return refuse(e, text,
		    "is no telephone number: write it as +43 664 1234567");

	bool zeros = !t.plus && strncmp(t.v, "00", 2) == 0;
	if (zeros && t.zero_at >= 0)
		t.zero_at -= 2;
	phone_make(t.plus || zeros ? PHONE_INTERNATIONAL : PHONE_NATIONAL,
	    t.v + (zeros ? 2 : 0), t.zero_at, country_code, &m);
	switch (m.reason) {
	case PHONE_OK:
	case PHONE_SERVICE:
	case PHONE_LANDLINE:
		memcpy(out, m.phone, sizeof(m.phone));
		return 0;
	case PHONE_NO_CODE:
		return refuse(e, text,
		    "has no country code: write it as +43 664 1234567");
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
	return refuse(e, text, phone_reason_text(m.reason));
}

bool
phone_is(const char *phone)
{
	size_t n = strlen(phone);

	return phone[0] == '+' && n >= 9 && n <= 16 && phone[1] != '0' &&
	    strspn(phone + 1, "0123456789") == n - 1;
}

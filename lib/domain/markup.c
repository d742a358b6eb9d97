/* SPDX-License-Identifier: ISC */
#include "domain/markup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/str.h"
#include "util/utf8.h"

enum { NAME_MAX_N = 32, WHY_MAX = 320, SHIFT_MAX_MIN = 24 * 60, HOUR_MIN = 60 };

static const char *const names[PLACEHOLDER_COUNT] = {
	[PLACEHOLDER_NAME] = "name",
	[PLACEHOLDER_LOCATION] = "location",
	[PLACEHOLDER_DATE] = "date",
	[PLACEHOLDER_TIME] = "time",
	[PLACEHOLDER_WEEKDAY] = "weekday",
	[PLACEHOLDER_DAY] = "day",
	[PLACEHOLDER_DATES] = "dates",
	[PLACEHOLDER_ENDDATE] = "enddate",
	[PLACEHOLDER_ENDTIME] = "endtime",
	[PLACEHOLDER_COMPANY] = "company",
	[PLACEHOLDER_BRANCH] = "branch",
	[PLACEHOLDER_COMPANYPHONE] = "companyphone",
	[PLACEHOLDER_LINK] = "link",
};

const char *
placeholder_name(enum placeholder p)
{
	return names[p];
}

bool
placeholder_parse(const char *name, enum placeholder *p)
{
	for (int i = 0; i < PLACEHOLDER_COUNT; i++)
		if (str_eq(name, names[i])) {
			*p = (enum placeholder)i;
			return true;
		}
	return false;
}

int
markup_fail(
    const char *text, const char *at, struct err *e, const char *fmt, ...)
{
	char why[WHY_MAX];
	const char *p = text;
	size_t n = 1;
	va_list ap;

	while (p < at) {
		(void)utf8_next(&p, at);
		n++;
	}
	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	return err_set(e, ERR_USAGE, "text, character %zu: %s", n, why);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
span_is(struct span s, const char *word)
{
	return s.n == strlen(word) && memcmp(s.v, word, s.n) == 0;
}

/* What of MARKUP_SHORT, _LONG, _FORMAT, _SHIFT a placeholder has. */
static bool
takes(enum placeholder p, enum markup_form form)
{
	switch (p) {
	case PLACEHOLDER_DATE:
	case PLACEHOLDER_ENDDATE:
	case PLACEHOLDER_DAY:
	case PLACEHOLDER_DATES:
		return form != MARKUP_SHIFT;
	case PLACEHOLDER_TIME:
	case PLACEHOLDER_ENDTIME:
		return form == MARKUP_FORMAT || form == MARKUP_SHIFT;
	case PLACEHOLDER_WEEKDAY:
		return form == MARKUP_SHORT;
	case PLACEHOLDER_NAME:
	case PLACEHOLDER_LOCATION:
	case PLACEHOLDER_COMPANY:
	case PLACEHOLDER_BRANCH:
	case PLACEHOLDER_COMPANYPHONE:
	case PLACEHOLDER_LINK:
	case PLACEHOLDER_COUNT:
		break;
	}
	return false;
}

static int
no_form(const char *text, const char *at, const struct markup *m,
    const char *name, struct err *e)
{
	if (takes(m->what, MARKUP_LONG))
		return markup_fail(text, at, e,
		    "{%s:...} takes long, short, or a format like %%d.%%m.",
		    name);
	if (takes(m->what, MARKUP_SHIFT))
		return markup_fail(text, at, e,
		    "{%s:...} takes minutes or hours like -15m, +1h (24h at "
		    "most), or a format like %%H.%%M",
		    name);
	if (takes(m->what, MARKUP_SHORT))
		return markup_fail(text, at, e, "{%s:...} takes short", name);
	return markup_fail(text, at, e, "{%s} takes nothing behind ':'", name);
}

/* "-15m", "+1h" */
static bool
read_shift(struct span s, int *shift_min)
{
	int v = 0;
	size_t i = 1;

	if (s.n < 3 || s.n > 6 || (s.v[0] != '-' && s.v[0] != '+'))
		return false;
	for (; i < s.n && is_digit(s.v[i]); i++)
		v = v * 10 + (s.v[i] - '0');
	if (i == 1 || i + 1 != s.n || (s.v[i] != 'm' && s.v[i] != 'h'))
		return false;
	if (s.v[i] == 'h')
		v *= HOUR_MIN;
	*shift_min = s.v[0] == '-' ? -v : v;
	return v <= SHIFT_MAX_MIN;
}

/* Only what can be written: %d %-d %e %m %-m %y %Y %H %-H %M %a %A %B %%. */
static int
check_format(const char *text, struct span s, struct err *e)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.v[i] != '%')
			continue;
		const char *at = s.v + i++;
		bool bare = i < s.n && s.v[i] == '-';
		if (bare)
			i++;
		if (i >= s.n ||
		    strchr(bare ? "dmH" : "demyYHMaAB%", s.v[i]) == NULL)
			return markup_fail(text, at, e,
			    "a format has %%d %%-d %%m %%-m %%y %%Y (date), "
			    "%%H %%-H %%M (time), %%a %%A (weekday), %%B "
			    "(month), %%%%");
	}
	return 0;
}

/* What stands behind the ':'. */
static int
read_form(const char *text, struct span s, struct markup *m, const char *name,
    struct err *e)
{
	if (span_is(s, "short"))
		m->form = MARKUP_SHORT;
	else if (span_is(s, "long"))
		m->form = MARKUP_LONG;
	else if (memchr(s.v, '%', s.n) != NULL)
		m->form = MARKUP_FORMAT;
	else if (read_shift(s, &m->shift_min))
		m->form = MARKUP_SHIFT;
	else
		return no_form(text, s.v, m, name, e);
	if (!takes(m->what, m->form))
		return no_form(text, s.v, m, name, e);
	m->format = s;
	return m->form == MARKUP_FORMAT ? check_format(text, s, e) : 0;
}

static int
unknown(const char *text, const char *at, const char *name, struct err *e)
{
	char all[WHY_MAX / 2] = "";
	const char *near = str_nearest(name, names, PLACEHOLDER_COUNT);

	for (size_t i = 0; i < PLACEHOLDER_COUNT; i++) {
		size_t n = strlen(all);
		snprintf(all + n, sizeof(all) - n, " {%s}", names[i]);
	}
	if (near != NULL)
		return markup_fail(text, at, e,
		    "unknown placeholder {%s}; did you mean {%s}? There are%s",
		    name, near, all);
	return markup_fail(
	    text, at, e, "unknown placeholder {%s}; there are%s", name, all);
}

/* The placeholder whose '{' is at `at`; *p moves behind its '}'. */
static int
read_placeholder(const char *text, const char *at, const char **p,
    struct markup *m, struct err *e)
{
	const char *in = at + 1, *end = in + strcspn(in, "{}\n");
	char name[NAME_MAX_N];

	if (*end != '}')
		return markup_fail(text, at, e,
		    "a '{' that is not closed (for a brace write '{{')");
	const char *bar = memchr(in, '|', (size_t)(end - in));
	const char *head_end = bar != NULL ? bar : end;
	const char *colon = memchr(in, ':', (size_t)(head_end - in));
	const char *name_end = colon != NULL ? colon : head_end;

	snprintf(name, sizeof(name), "%.*s",
	    (int)(name_end - in < NAME_MAX_N ? name_end - in : NAME_MAX_N), in);
	if ((size_t)(name_end - in) != strlen(name) ||
	    !placeholder_parse(name, &m->what))
		return unknown(text, at, name, e);
	if (bar != NULL)
		m->fallback = (struct span){ bar + 1, (size_t)(end - bar) - 1 };
	*p = end + 1;
	if (colon == NULL)
		return 1;
	struct span form = { colon + 1, (size_t)(head_end - colon) - 1 };
	return read_form(text, form, m, name, e) == -1 ? -1 : 1;
}

int
markup_next(const char *text, const char **p, struct markup *m, struct err *e)
{
	const char *at = *p;
	size_t n = strcspn(at, "{}");

	*m = (struct markup){ .literal = true, .text = { at, n } };
	if (n == 0 && *at == '\0')
		return 0;
	if (n == 0 && at[0] == at[1]) {
		m->text.n = 1;
		*p = at + 2;
		return 1;
	}
	if (n == 0 && *at == '}')
		return markup_fail(text, at, e,
		    "a '}' without its '{' (for a brace write '}}')");
	if (n == 0) {
		m->literal = false;
		return read_placeholder(text, at, p, m, e);
	}
	*p = at + n;
	return 1;
}

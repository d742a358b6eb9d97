/* SPDX-License-Identifier: ISC */
#include "domain/template.h"

#include <stdlib.h>
#include <string.h>

#include "domain/clean.h"
#include "domain/words.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

static const char ellipsis[] = "...";

/* A value that may be shortened to keep the cap on segments. */
struct value {
	enum placeholder what;
	struct buf full;
	size_t n;    /* characters of it */
	size_t show; /* as many may be shown, the ellipsis among them */
};

/* In this order the first of equally long ones is shortened first. */
static const enum placeholder elastic[] = { PLACEHOLDER_LOCATION,
	PLACEHOLDER_BRANCH, PLACEHOLDER_COMPANY, PLACEHOLDER_NAME };

enum { ELASTIC = sizeof(elastic) / sizeof(elastic[0]) };

struct render {
	const char *text;
	const struct template_values *v;
	const struct template_how *how;
	struct value value[ELASTIC];
	bool used[PLACEHOLDER_COUNT];
	struct buf out;
};

static int
check_characters(const char *text, struct err *e)
{
	const char *end = text + strlen(text);
	size_t n = 0;

	for (const char *p = text, *at = p; p < end; at = p) {
		int32_t cp = utf8_next(&p, end);
		if (cp == -1)
			return markup_fail(
			    text, at, e, "a byte that is not UTF-8");
		if ((cp < ' ' && cp != '\n') || cp == 0x7F)
			return markup_fail(text, at, e, "a control character");
		if (++n > TEMPLATE_MAX)
			return markup_fail(text, at, e,
			    "%d characters are allowed", TEMPLATE_MAX);
	}
	return 0;
}

int
template_check(const char *text, struct err *e)
{
	struct markup m;
	const char *p = text;
	int r;

	if (str_empty(text))
		return markup_fail(text, text, e, "there is no text");
	if (check_characters(text, e) == -1)
		return -1;
	while ((r = markup_next(text, &p, &m, e)) == 1)
		continue;
	return r;
}

bool
template_uses(const char *text, enum placeholder what)
{
	struct err e = ERR_INIT;
	struct markup m;
	const char *p = text;
	bool uses = false;
	int r;

	while ((r = markup_next(text, &p, &m, &e)) == 1)
		uses = uses || (!m.literal && m.what == what);
	return r == 0 && uses;
}

static void
put_number(struct buf *b, int v, bool bare)
{
	buf_fmt(b, bare ? "%d" : "%02d", v);
}

/* The format's letters are those that markup_next() allows. */
static void
put_format(
    struct buf *b, const char *lang, struct span f, const struct civil *c)
{
	int weekday = civil_weekday(civil_days(c->year, c->month, c->day));

	for (size_t i = 0; i < f.n; i++) {
		if (f.v[i] != '%') {
			buf_char(b, f.v[i]);
			continue;
		}
		bool bare = f.v[++i] == '-';
		if (bare)
			i++;
		switch (f.v[i]) {
		case 'd':
			put_number(b, c->day, bare);
			break;
		case 'e':
			put_number(b, c->day, true);
			break;
		case 'm':
			put_number(b, c->month, bare);
			break;
		case 'y':
			put_number(b, c->year % 100, false);
			break;
		case 'Y':
			put_number(b, c->year, true);
			break;
		case 'H':
			put_number(b, c->hour, bare);
			break;
		case 'M':
			put_number(b, c->minute, false);
			break;
		case 'a':
			buf_str(b, words_weekday_short(lang, weekday));
			break;
		case 'A':
			buf_str(b, words_weekday(lang, weekday));
			break;
		case 'B':
			buf_str(b, words_month(lang, c->month));
			break;
		default:
			buf_char(b, '%');
		}
	}
}

static enum words_style
style_of(const struct markup *m)
{
	return m->form == MARKUP_SHORT ? WORDS_SHORT
	    : m->form == MARKUP_LONG   ? WORDS_LONG
				       : WORDS_PLAIN;
}

static void
put_date(struct buf *b, const char *lang, const struct markup *m,
    const struct civil *c)
{
	if (m->form == MARKUP_FORMAT)
		put_format(b, lang, m->format, c);
	else
		words_date(b, lang, style_of(m), c);
}

static void
put_time(
    const struct render *r, struct buf *b, const struct markup *m, int64_t at)
{
	struct civil c =
	    zone_civil(r->how->zone, at + (int64_t)m->shift_min * 60);

	if (m->form == MARKUP_FORMAT)
		put_format(b, r->how->lang, m->format, &c);
	else
		words_time(b, r->how->lang, &c);
}

static void
put_day(const struct render *r, struct buf *b, const struct markup *m)
{
	const struct zone *z = r->how->zone;
	int64_t day = zone_day(z, r->v->start_at);
	int64_t today = zone_day(z, r->how->now);
	struct civil c = zone_civil(z, r->v->start_at);

	if (m->form == MARKUP_FORMAT && day != today && day != today + 1)
		put_format(b, r->how->lang, m->format, &c);
	else
		words_day(b, r->how->lang, style_of(m), day, today);
}

/* "Mi 25.11.2026 14:30, Fr 27.11.2026 9:00" */
static void
put_dates(const struct render *r, struct buf *b, const struct markup *m)
{
	const struct template_date own = { r->v->start_at, r->v->all_day };
	const struct template_date *d = r->v->dates;
	const char *lang = r->how->lang;
	size_t n = r->v->n_dates;

	if (n == 0) {
		d = &own;
		n = 1;
	}
	for (size_t i = 0; i < n; i++) {
		struct civil c = zone_civil(r->how->zone, d[i].start_at);
		if (i > 0)
			buf_str(b, ", ");
		if (m->form == MARKUP_FORMAT) {
			put_format(b, lang, m->format, &c);
			continue;
		}
		buf_fmt(b, "%s ",
		    words_weekday_short(lang,
			civil_weekday(zone_day(r->how->zone, d[i].start_at))));
		words_date(b, lang, style_of(m), &c);
		if (!d[i].all_day) {
			buf_char(b, ' ');
			words_time(b, lang, &c);
		}
	}
}

static void
put_elastic(const struct render *r, struct buf *b, enum placeholder what)
{
	for (size_t i = 0; i < ELASTIC; i++) {
		const struct value *v = &r->value[i];
		if (v->what != what)
			continue;
		if (v->show >= v->n) {
			buf_str(b, buf_cstr(&v->full));
			continue;
		}
		size_t n = clean_prefix(
		    buf_cstr(&v->full), v->show - strlen(ellipsis));
		buf_add(b, buf_cstr(&v->full), n);
		buf_str(b, ellipsis);
	}
}

static void
put_value(const struct render *r, struct buf *b, const struct markup *m)
{
	const struct template_values *v = r->v;
	const struct zone *z = r->how->zone;
	const char *lang = r->how->lang;
	bool ends = v->end_at > v->start_at;
	struct civil c = zone_civil(z, v->start_at);

	switch (m->what) {
	case PLACEHOLDER_NAME:
	case PLACEHOLDER_LOCATION:
	case PLACEHOLDER_COMPANY:
	case PLACEHOLDER_BRANCH:
		put_elastic(r, b, m->what);
		break;
	case PLACEHOLDER_COMPANYPHONE:
		buf_str(b, v->company_phone == NULL ? "" : v->company_phone);
		break;
	case PLACEHOLDER_LINK:
		buf_str(b, v->link == NULL ? "" : v->link);
		break;
	case PLACEHOLDER_DATE:
		put_date(b, lang, m, &c);
		break;
	case PLACEHOLDER_ENDDATE:
		if (ends)
			c = zone_civil(z, v->end_at - (v->all_day ? 1 : 0));
		put_date(b, lang, m, &c);
		break;
	case PLACEHOLDER_TIME:
		if (!v->all_day)
			put_time(r, b, m, v->start_at);
		break;
	case PLACEHOLDER_ENDTIME:
		if (!v->all_day && ends)
			put_time(r, b, m, v->end_at);
		break;
	case PLACEHOLDER_WEEKDAY: {
		int day = civil_weekday(zone_day(z, v->start_at));
		buf_str(b,
		    m->form == MARKUP_SHORT ? words_weekday_short(lang, day)
					    : words_weekday(lang, day));
		break;
	}
	case PLACEHOLDER_DAY:
		put_day(r, b, m);
		break;
	case PLACEHOLDER_DATES:
		put_dates(r, b, m);
		break;
	case PLACEHOLDER_COUNT:
		break;
	}
}

/* "Hello {name}, ..." without a name is "Hello, ...", not "Hello , ...". */
static void
close_up(struct buf *b, const char **next)
{
	bool blank = b->n > 0 && b->v[b->n - 1] == ' ';

	if (blank && (**next == '\0' || strchr(" ,.;:!?)\n", **next) != NULL))
		b->v[--b->n] = '\0';
	else if (b->n == 0 && **next == ' ')
		(*next)++;
}

static void
put_placeholder(struct render *r, const struct markup *m, const char **next)
{
	const char *fallback = r->v->fallback[m->what];
	size_t before = r->out.n;

	r->used[m->what] = true;
	put_value(r, &r->out, m);
	if (r->out.n > before)
		return;
	if (m->fallback.v != NULL)
		buf_add(&r->out, m->fallback.v, m->fallback.n);
	else if (fallback != NULL)
		buf_str(&r->out, fallback);
	if (r->out.n == before)
		close_up(&r->out, next);
}

/* The text with the values as long as they may be now; given. */
static char *
write_text(struct render *r)
{
	struct err e = ERR_INIT;
	struct buf smart = BUF_INIT;
	const char *p = r->text;
	struct markup m;

	buf_reset(&r->out);
	while (markup_next(r->text, &p, &m, &e) == 1) {
		if (m.literal)
			buf_add(&r->out, m.text.v, m.text.n);
		else
			put_placeholder(r, &m, &p);
	}
	if (!str_empty(r->v->link) && !r->used[PLACEHOLDER_LINK])
		buf_fmt(&r->out, "%s%s", r->out.n > 0 ? " " : "", r->v->link);
	if (!r->how->smart)
		return mem_str(buf_cstr(&r->out));
	segment_smart(&smart, buf_cstr(&r->out));
	return buf_take(&smart);
}

static void
value_init(
    struct value *v, enum placeholder what, const struct template_values *all)
{
	const char *text = what == PLACEHOLDER_NAME ? all->name
	    : what == PLACEHOLDER_LOCATION          ? all->location
	    : what == PLACEHOLDER_BRANCH            ? all->branch
						    : all->company;
	bool ours = what == PLACEHOLDER_COMPANY || what == PLACEHOLDER_BRANCH;

	*v = (struct value){ .what = what };
	if (text != NULL)
		clean_value(&v->full, text, ours || all->links);
	v->n = utf8_count(buf_cstr(&v->full));
	v->show = v->n;
}

/* Take a character from the longest value; false: all are as short as may. */
static bool
shorten(struct render *r)
{
	struct value *longest = NULL;

	for (size_t i = 0; i < ELASTIC; i++) {
		struct value *v = &r->value[i];
		if (r->used[v->what] && v->show > TEMPLATE_VALUE_MIN &&
		    (longest == NULL || v->show > longest->show))
			longest = v;
	}
	if (longest == NULL)
		return false;
	longest->show--;
	return true;
}

int
template_render(const char *text, const struct template_values *v,
    const struct template_how *how, struct template_text *out, struct err *e)
{
	struct render r = { .text = text, .v = v, .how = how };

	*out = (struct template_text){ .text = NULL };
	if (template_check(text, e) == -1)
		return -1;
	for (size_t i = 0; i < ELASTIC; i++)
		value_init(&r.value[i], elastic[i], v);

	for (;;) {
		out->text = write_text(&r);
		out->segments = segment_count(out->text);
		out->too_long = how->max_segments > 0 &&
		    out->segments.count > how->max_segments;
		if (!out->too_long || !shorten(&r))
			break;
		out->shortened = true;
		free(out->text);
	}
	if (r.used[PLACEHOLDER_DAY])
		out->true_until_at =
		    zone_midnight(how->zone, zone_day(how->zone, how->now) + 1);

	for (size_t i = 0; i < ELASTIC; i++)
		buf_free(&r.value[i].full);
	buf_free(&r.out);
	return 0;
}

void
template_text_free(struct template_text *t)
{
	free(t->text);
	*t = (struct template_text){ .text = NULL };
}

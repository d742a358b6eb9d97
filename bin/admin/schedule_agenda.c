/* SPDX-License-Identifier: ISC */
/* Day and agenda: a line for each message, and in a day what it says. */
#include <inttypes.h>
#include <string.h>

#include "admin/schedule.h"
#include "domain/words.h"
#include "util/utf8.h"

enum { DAY_S = 24 * 3600, INDENT = 10, NAME_MAX_WIDTH = 24, REST_MIN = 6 };

/* The columns of all days. */
struct columns {
	size_t kind, name, phone;
};

static void
put(struct schedule *s, const char *text, size_t width, bool fill)
{
	struct buf shown = BUF_INIT, cut = BUF_INIT;

	utf8_show(&shown, text);
	utf8_cut(&cut, buf_cstr(&shown), shown.n, width);
	buf_str(&s->a->out, buf_cstr(&cut));
	size_t took = utf8_width(buf_cstr(&cut), cut.n);
	if (fill)
		buf_fmt(&s->a->out, "%*s", (int)(width - took + 2), "");
	buf_free(&shown);
	buf_free(&cut);
}

static void
widen(size_t *column, const char *text, size_t max)
{
	struct buf shown = BUF_INIT;

	utf8_show(&shown, text);
	size_t width = utf8_width(buf_cstr(&shown), shown.n);
	if (width > max)
		width = max;
	if (width > *column)
		*column = width;
	buf_free(&shown);
}

static struct columns
measure(const struct schedule *s)
{
	struct columns c = { .kind = 0 };
	struct buf kind = BUF_INIT;

	for (size_t i = 0; i < s->n_shown; i++) {
		const struct sending *m = s->v[i].m;
		buf_reset(&kind);
		schedule_kind(m, &kind);
		widen(&c.kind, kind.v, kind.n);
		widen(&c.name, m->name, NAME_MAX_WIDTH);
		widen(&c.phone, m->phone, NAME_MAX_WIDTH);
	}
	buf_free(&kind);
	return c;
}

static void
put_day_title(struct schedule *s, int64_t day, size_t n)
{
	struct civil c = civil_from(day * DAY_S);
	struct buf *out = &s->a->out;
	int year, week;

	civil_week(day, &year, &week);
	colour_bold(out, s->depth);
	buf_fmt(out, "%s %d %s %d", words_weekday("en", civil_weekday(day)),
	    c.day, words_month("en", c.month), c.year);
	colour_off(out, s->depth);
	buf_fmt(out, "%s, week %d: ", day == s->today ? ", today" : "", week);
	if (n == 0)
		buf_str(out, "nothing\n");
	else
		buf_fmt(out, "%zu message%s\n", n, n == 1 ? "" : "s");
}

/* The text, in lines that break between words. */
static void
put_text(struct schedule *s, const char *text)
{
	struct buf shown = BUF_INIT;

	utf8_show(&shown, text);
	buf_fmt(&s->a->out, "%*s", INDENT, "");
	utf8_wrap(&s->a->out, buf_cstr(&shown), INDENT, s->width);
	buf_char(&s->a->out, '\n');
	buf_free(&shown);
}

static void
put_message(
    struct schedule *s, const struct columns *w, const struct schedule_item *i)
{
	const struct schedule_calendar *c = i->calendar;
	const struct sending *m = i->m;
	struct civil t = zone_civil(c->zone, i->at);
	struct buf *out = &s->a->out;
	struct buf kind = BUF_INIT, why = BUF_INIT;

	schedule_kind(m, &kind);
	buf_fmt(out, "  %02d:%02d %s ", t.hour, t.minute, schedule_mark(m));
	put(s, kind.v, w->kind, true);
	put(s, m->name, w->name, true);
	put(s, m->phone, w->phone, true);
	size_t before = INDENT + w->kind + 2 + w->name + 2 + w->phone + 2;
	size_t room = s->width > before ? s->width - before : 0;
	colour_on(out, s->depth, c->colour);
	put(s, c->ref, room > REST_MIN ? room : REST_MIN, false);
	colour_off(out, s->depth);
	buf_char(out, '\n');
	buf_free(&kind);
	if (m->reason == NULL)
		return;
	buf_fmt(&why, "%s: %s", m->state, m->reason);
	put_text(s, why.v);
	buf_free(&why);
}

static void
put_day(struct schedule *s, const struct columns *w, int64_t day)
{
	size_t n;
	const struct schedule_item *v = schedule_on(s, day, &n);
	size_t first = (size_t)(v - s->v);

	put_day_title(s, day, n);
	for (size_t i = 0; i < n && first + i < s->n_shown; i++) {
		put_message(s, w, &v[i]);
		if (s->view == SCHEDULE_DAY)
			put_text(s, v[i].m->text);
	}
}

void
schedule_agenda(struct schedule *s)
{
	struct columns w = measure(s);
	struct buf *out = &s->a->out;

	if (s->n == 0 && s->view == SCHEDULE_AGENDA)
		buf_str(out, "nothing is sent on these days\n");
	else if (s->n == 0)
		put_day(s, &w, s->from);
	for (size_t i = 0, n; i < s->n_shown; i += n) {
		if (i > 0)
			buf_char(out, '\n');
		put_day(s, &w, s->v[i].day);
		schedule_on(s, s->v[i].day, &n);
	}
	if (s->n > 0)
		buf_str(out, "\n" SCHEDULE_MARKS "\n");
}

/* SPDX-License-Identifier: ISC */
/* Month and week: seven columns of days, the calendars at the side. */
#include <string.h>

#include "admin/schedule.h"
#include "domain/words.h"
#include "util/utf8.h"

enum {
	DAY_S = 24 * 3600,
	DAYS = 7,
	WEEK = 4,       /* the number of the week, and what is behind it */
	CELL_MIN = 8,   /* a time, and a letter or two */
	CELL_GOOD = 11, /* narrower: the legend stands below */
	SIDE_MAX = 34
};

/* What is written line by line, and how far each has come. */
struct grid {
	struct schedule *s;
	struct buf *out;
	size_t cell;   /* columns of a day, with a blank behind it */
	size_t side;   /* of the legend; 0: it stands below */
	size_t at;     /* in this line */
	size_t legend; /* lines of it that are written */
};

static void
pad(struct grid *g, size_t to)
{
	for (; g->at < to; g->at++)
		buf_char(g->out, ' ');
}

/* A text in `width` columns at most, without a sign that it is cut. */
static void
put(struct grid *g, const char *text, size_t width)
{
	struct buf shown = BUF_INIT;

	utf8_show(&shown, text);
	size_t n = utf8_fit(buf_cstr(&shown), shown.n, width);
	while (n > 0 && shown.v[n - 1] == ' ')
		n--;
	buf_add(g->out, buf_cstr(&shown), n);
	g->at += utf8_width(buf_cstr(&shown), n);
	buf_free(&shown);
}

/* A calendar, its colour, and how many messages it has here. */
static void
legend_text(const struct schedule_calendar *c, struct buf *out)
{
	buf_fmt(out, "%s %zu", c->ref, c->n);
}

static size_t
legend_width(const struct schedule *s)
{
	struct buf text = BUF_INIT;
	size_t most = 0;

	for (size_t i = 0; i < s->n_cal; i++) {
		buf_reset(&text);
		legend_text(&s->cal[i], &text);
		if (text.n > most)
			most = text.n;
	}
	buf_free(&text);
	return most + 3 < SIDE_MAX ? most + 3 : SIDE_MAX;
}

static void
put_legend(struct grid *g, const struct schedule_calendar *c)
{
	const struct schedule *s = g->s;
	struct buf text = BUF_INIT;

	colour_on(g->out, s->depth, c->colour);
	buf_str(g->out, "\u25a0 ");
	colour_off(g->out, s->depth);
	g->at += 2;
	legend_text(c, &text);
	put(g, text.v, SIDE_MAX - 2);
	buf_free(&text);
}

static void
end_line(struct grid *g)
{
	if (g->side != 0 && g->legend < g->s->n_cal) {
		pad(g, WEEK + DAYS * g->cell + 1);
		put_legend(g, &g->s->cal[g->legend++]);
	}
	buf_char(g->out, '\n');
	g->at = 0;
}

static void
put_title(struct grid *g)
{
	const struct schedule *s = g->s;
	struct civil c = civil_from(s->day * DAY_S);
	struct buf text = BUF_INIT;
	int year, week;

	civil_week(s->day, &year, &week);
	if (s->view == SCHEDULE_WEEK)
		buf_fmt(&text, "Week %d of %d", week, year);
	else
		buf_fmt(&text, "%s %d", words_month("en", c.month), c.year);
	colour_bold(g->out, s->depth);
	put(g, text.v, s->width);
	colour_off(g->out, s->depth);
	buf_reset(&text);
	buf_fmt(&text, "  %s", s->title);
	put(g, text.v, s->width - g->at);
	buf_char(g->out, '\n');
	g->at = 0;
	buf_free(&text);
}

static void
put_weekdays(struct grid *g)
{
	for (int i = 0; i < DAYS; i++) {
		pad(g, WEEK + (size_t)i * g->cell);
		put(g, words_weekday_short("en", i + 1), g->cell - 1);
	}
	end_line(g);
}

/* The number of the week, and of its days; the month where one begins. */
static void
put_days(struct grid *g, int64_t first)
{
	const struct schedule *s = g->s;
	int month = civil_from(s->day * DAY_S).month;
	struct buf text = BUF_INIT;
	int year, week;

	civil_week(first, &year, &week);
	colour_dim(g->out, s->depth);
	buf_fmt(&text, "%2d", week);
	put(g, text.v, WEEK);
	colour_off(g->out, s->depth);
	for (int64_t day = first; day < first + DAYS; day++) {
		struct civil c = civil_from(day * DAY_S);
		buf_reset(&text);
		buf_fmt(&text, day == s->today ? "[%d]" : "%d", c.day);
		if (c.day == 1 || (day == first && s->view == SCHEDULE_WEEK))
			buf_fmt(&text, " %.3s", words_month("en", c.month));
		pad(g, WEEK + (size_t)(day - first) * g->cell);
		if (day == s->today)
			colour_bold(g->out, s->depth);
		else if (c.month != month && s->view == SCHEDULE_MONTH)
			colour_dim(g->out, s->depth);
		put(g, text.v, g->cell - 1);
		colour_off(g->out, s->depth);
	}
	end_line(g);
	buf_free(&text);
}

static int
minute_of(const struct schedule_item *i)
{
	struct civil t = zone_civil(i->calendar->zone, i->at);

	return t.hour * 60 + t.minute;
}

/* "10:00 Maria May" in its calendar's colour, or " Maria Mayr" below a time. */
static void
put_message(struct grid *g, const struct schedule_item *i, bool timed)
{
	const struct schedule *s = g->s;
	const struct sending *m = i->m;
	struct buf text = BUF_INIT;
	int minute = minute_of(i);

	if (timed)
		buf_fmt(&text, "%02d:%02d", minute / 60, minute % 60);
	buf_fmt(&text, "%s%s", schedule_mark(m),
	    m->name[0] != '\0' ? m->name : m->phone);
	colour_on(g->out, s->depth, i->calendar->colour);
	put(g, text.v, g->cell - 1);
	colour_off(g->out, s->depth);
	buf_free(&text);
}

/* A day that is being written. */
struct column {
	const struct schedule_item *v; /* its messages */
	size_t n, most;                /* so many, and so many with a line */
	size_t next;
	int minute; /* the time that stands above the next; -1: none */
};

/*
 * The next line of a day.  In a week the time of several stands once above
 * them: most go at the same time of the day, and names need the room.
 */
static void
put_next(struct grid *g, struct column *c)
{
	const struct schedule_item *i = &c->v[c->next];
	struct buf text = BUF_INIT;

	if (c->next == c->most) {
		buf_fmt(&text, "    +%zu", c->n - c->most);
		put(g, text.v, g->cell - 1);
		c->next = c->n;
	} else if (g->s->view == SCHEDULE_WEEK && c->minute != minute_of(i) &&
	    c->next + 1 < c->most && minute_of(i + 1) == minute_of(i)) {
		c->minute = minute_of(i);
		buf_fmt(&text, "%02d:%02d", c->minute / 60, c->minute % 60);
		put(g, text.v, g->cell - 1);
	} else {
		put_message(g, i, c->minute != minute_of(i));
		c->next++;
	}
	buf_free(&text);
}

static void
put_week(struct grid *g, int64_t first)
{
	const struct schedule *s = g->s;
	size_t lines = s->view == SCHEDULE_WEEK ? SCHEDULE_WEEK_LINES
						: SCHEDULE_MONTH_LINES;
	struct column day[DAYS];
	bool more = true;

	for (int i = 0; i < DAYS; i++) {
		day[i] = (struct column){ .minute = -1 };
		day[i].v = schedule_on(s, first + i, &day[i].n);
		day[i].most = day[i].n > lines ? lines - 1 : day[i].n;
	}
	put_days(g, first);
	while (more) {
		more = false;
		for (int i = 0; i < DAYS; i++) {
			if (day[i].next == day[i].n)
				continue;
			pad(g, WEEK + (size_t)i * g->cell);
			put_next(g, &day[i]);
			more = true;
		}
		if (more)
			end_line(g);
	}
	if (s->view == SCHEDULE_MONTH)
		end_line(g);
}

void
schedule_grid(struct schedule *s)
{
	struct grid g = { .s = s, .out = &s->a->out };
	size_t side = legend_width(s);

	if (s->width >= WEEK + DAYS * CELL_GOOD + side)
		g.side = side;
	g.cell = s->width - g.side > WEEK + DAYS * CELL_MIN
	    ? (s->width - g.side - WEEK) / DAYS
	    : CELL_MIN;
	put_title(&g);
	put_weekdays(&g);
	for (int64_t day = s->from; day < s->to; day += DAYS)
		put_week(&g, day);
	while (g.side != 0 && g.legend < s->n_cal)
		end_line(&g);
	for (size_t i = 0; g.side == 0 && i < s->n_cal; i++) {
		put_legend(&g, &s->cal[i]);
		end_line(&g);
	}
	buf_str(g.out, SCHEDULE_MARKS "\n");
}

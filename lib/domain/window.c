/* SPDX-License-Identifier: ISC */
#include "domain/window.h"

#include <stddef.h>
#include <string.h>

#include "util/str.h"

static const char *const days[WINDOW_DAYS] = { "monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday" };

enum { SHORT = 3 /* letters of "mon" */ };

enum { OPEN_MIN = 8 * 60, CLOSE_MIN = 20 * 60 };

const struct window window_default = {
	.day = { { OPEN_MIN, CLOSE_MIN }, { OPEN_MIN, CLOSE_MIN },
	    { OPEN_MIN, CLOSE_MIN }, { OPEN_MIN, CLOSE_MIN },
	    { OPEN_MIN, CLOSE_MIN }, { OPEN_MIN, CLOSE_MIN },
	    { OPEN_MIN, CLOSE_MIN } },
};

struct reader {
	const char *text, *p;
	struct window w;
	bool named[WINDOW_DAYS];
};

bool
window_closed(const struct window_day *d)
{
	return d->close_min <= d->open_min;
}

static int
fail(const struct reader *r, const char *at, const char *what, struct err *e)
{
	return err_set(e, ERR_USAGE, "send window, character %zu: %s",
	    (size_t)(at - r->text) + 1, what);
}

static void
skip_blanks(struct reader *r)
{
	while (*r->p == ' ' || *r->p == '\t')
		r->p++;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The word of letters at the reader, which stays there: how long it is. */
static size_t
word(const struct reader *r)
{
	size_t n = 0;

	while (is_letter(r->p[n]))
		n++;
	return n;
}

/* A weekday, 0 for Monday, as three letters or in full. */
static int
read_day(struct reader *r, int *day, struct err *e)
{
	char lower[16];
	size_t n = word(r);

	if (n >= SHORT && n < sizeof(lower)) {
		memcpy(lower, r->p, n);
		lower[n] = '\0';
		for (int i = 0; i < WINDOW_DAYS; i++) {
			if (!str_istarts(days[i], lower) ||
			    (n != SHORT && n != strlen(days[i])))
				continue;
			*day = i;
			r->p += n;
			return 0;
		}
	}
	return fail(r, r->p,
	    "allowed are mon, tue, wed, thu, fri, sat, sun, a range of them "
	    "like mon-fri, and a time like 08:00-20:00",
	    e);
}

/* "8:00", "08:00"; 24:00 only where a day ends. */
static int
read_time(struct reader *r, bool end, int *min, struct err *e)
{
	const char *from = r->p;
	int h = 0, m = 0, n = 0;

	for (; n < 2 && is_digit(r->p[n]); n++)
		h = h * 10 + (r->p[n] - '0');
	if (n == 0 || r->p[n] != ':' || !is_digit(r->p[n + 1]) ||
	    !is_digit(r->p[n + 2]) || is_digit(r->p[n + 3]))
		return fail(r, from,
		    "allowed is a time of hours and minutes like 08:00", e);
	m = (r->p[n + 1] - '0') * 10 + (r->p[n + 2] - '0');
	r->p += n + 3;
	if (m > 59 || h * 60 + m > WINDOW_DAY_MIN - (end ? 0 : 1))
		return fail(r, from,
		    "a day has the times 00:00 to 23:59, and 24:00 as an end",
		    e);
	*min = h * 60 + m;
	return 0;
}

static int
read_span(struct reader *r, struct window_day *d, struct err *e)
{
	size_t n = word(r);

	*d = (struct window_day){ .open_min = 0 };
	if (n == strlen("closed") && str_istarts(r->p, "closed")) {
		r->p += n;
		return 0;
	}
	if (read_time(r, false, &d->open_min, e) == -1)
		return -1;
	skip_blanks(r);
	if (*r->p != '-')
		return fail(
		    r, r->p, "allowed is '-' and the time of closing", e);
	r->p++;
	skip_blanks(r);
	const char *end = r->p;
	if (read_time(r, true, &d->close_min, e) == -1)
		return -1;
	if (window_closed(d))
		return fail(r, end,
		    "a day must close later than it opens (24:00 at the "
		    "latest; a span over midnight is two)",
		    e);
	return 0;
}

/* "mon-fri 08:00-20:00", "sat closed", "08:00-20:00". */
static int
read_item(struct reader *r, struct err *e)
{
	const char *from = r->p;
	int first = 0, last = WINDOW_DAYS - 1;
	struct window_day span;

	if (!is_digit(*r->p)) {
		if (read_day(r, &first, e) == -1)
			return -1;
		last = first;
		skip_blanks(r);
		if (*r->p == '-') {
			r->p++;
			skip_blanks(r);
			if (read_day(r, &last, e) == -1)
				return -1;
		}
		skip_blanks(r);
	}
	if (read_span(r, &span, e) == -1)
		return -1;

	for (int i = first;; i = (i + 1) % WINDOW_DAYS) {
		if (r->named[i])
			return fail(
			    r, from, "each day can be named once only", e);
		r->named[i] = true;
		r->w.day[i] = span;
		if (i == last)
			return 0;
	}
}

int
window_parse(const char *text, struct window *w, struct err *e)
{
	struct reader r = { .text = text, .p = text };
	bool open = false;

	do {
		if (*r.p == ',')
			r.p++;
		skip_blanks(&r);
		if (read_item(&r, e) == -1)
			return -1;
		skip_blanks(&r);
	} while (*r.p == ',');
	if (*r.p != '\0')
		return fail(
		    &r, r.p, "allowed is ',' and the next days, or the end", e);

	for (int i = 0; i < WINDOW_DAYS; i++)
		open = open || !window_closed(&r.w.day[i]);
	if (!open)
		return fail(&r, text,
		    "at least one day must be open (to send nothing, pause "
		    "the company or the calendar)",
		    e);
	*w = r.w;
	return 0;
}

static bool
same_day(const struct window_day *a, const struct window_day *b)
{
	return (window_closed(a) && window_closed(b)) ||
	    (a->open_min == b->open_min && a->close_min == b->close_min);
}

void
window_render(struct buf *b, const struct window *w)
{
	const char *separator = "";
	bool any = false;

	for (int i = 0, next; i < WINDOW_DAYS; i = next) {
		const struct window_day *d = &w->day[i];
		for (next = i + 1;
		     next < WINDOW_DAYS && same_day(d, &w->day[next]); next++)
			continue;
		if (window_closed(d))
			continue;
		any = true;
		buf_str(b, separator);
		separator = ", ";
		if (next - i < WINDOW_DAYS)
			buf_fmt(b, "%.*s", SHORT, days[i]);
		if (next - i < WINDOW_DAYS && next - i > 1)
			buf_fmt(b, "-%.*s", SHORT, days[next - 1]);
		if (next - i < WINDOW_DAYS)
			buf_char(b, ' ');
		buf_fmt(b, "%02d:%02d-%02d:%02d", d->open_min / 60,
		    d->open_min % 60, d->close_min / 60, d->close_min % 60);
	}
	if (!any)
		buf_str(b, "closed");
}

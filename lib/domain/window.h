/* SPDX-License-Identifier: ISC */
/*
 * window - on which days and between which clock times messages may go out
 * (P9), as text and as numbers.
 *
 *	08:00-20:00                         every day
 *	mon-fri 08:00-20:00, sat 9:00-12:00 Sunday is closed
 *	fri-mon 08:00-24:00, tue closed
 */
#ifndef SMSCAL_DOMAIN_WINDOW_H
#define SMSCAL_DOMAIN_WINDOW_H

#include <stdbool.h>

#include "util/buf.h"
#include "util/err.h"

enum { WINDOW_DAYS = 7, WINDOW_DAY_MIN = 24 * 60 };

/* Minutes behind midnight: from `open` on, until just before `close`. */
struct window_day {
	int open_min;
	int close_min; /* equal to open_min: closed that day */
};

struct window {
	struct window_day day[WINDOW_DAYS]; /* Monday first */
};

/* Built in: 08:00 to 20:00 on every day. */
extern const struct window window_default;

/*
 * Read `text`.  A day that is not named is closed; a time without a day
 * counts for all.  ERR_USAGE with the position and what is allowed there: a
 * day twice, an end before its start, no open day at all, or bad text.
 */
int window_parse(const char *text, struct window *w, struct err *e) ATTR_USE;

/* Append the shortest text that window_parse() reads as *w. */
void window_render(struct buf *b, const struct window *w);

bool window_closed(const struct window_day *d);

#endif

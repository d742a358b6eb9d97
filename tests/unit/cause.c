/* SPDX-License-Identifier: ISC */
/* Once a cause while it lasts, and at most daily. */
#include "domain/cause.h"

#include <stdlib.h>

#include "t.h"
#include "util/mem.h"

enum { NOW = 1795510800, MIN = 60, HOUR = 3600, DAY = 86400 };

/* What is remembered, as the store would keep it. */
static struct cause_rows rows;

/*
 * A run at `now`, with one cause of that kind there, or none (about NULL).
 * Gives its verdict.
 */
static enum cause_verdict
run(int64_t now, enum cause_kind kind, const char *about)
{
	struct cause_list there = CAUSE_LIST_INIT;
	enum cause_verdict v = CAUSE_KNOWN;
	size_t n = 0;

	if (about != NULL) {
		struct cause *c = cause_list_add(&there);
		c->company_id = 1;
		c->kind = kind;
		c->about = mem_str(about);
	}
	cause_decide(&there, &rows, now);
	for (size_t i = 0; i < rows.n; i++) {
		struct cause_row *r = &rows.v[i];
		if (r->fate == CAUSE_GOES) {
			free(r->about);
			continue;
		}
		if (r->fate == CAUSE_ENDS)
			r->seen_at = 0;
		rows.v[n++] = *r;
	}
	rows.n = n;
	if (about != NULL && (v = there.v[0].verdict) != CAUSE_KNOWN) {
		struct cause_row *r = NULL;
		for (size_t i = 0; i < rows.n; i++)
			if (rows.v[i].kind == kind &&
			    strcmp(rows.v[i].about, about) == 0)
				r = &rows.v[i];
		if (r == NULL) {
			r = cause_rows_add(&rows);
			r->company_id = 1;
			r->kind = kind;
			r->about = mem_str(about);
		}
		r->seen_at = there.v[0].seen_at;
		if (v == CAUSE_TELL)
			r->told_at = now;
		if (v == CAUSE_TELL && kind == CAUSE_MESSAGES)
			r->seen_at = 0;
	}
	cause_list_free(&there);
	return v;
}

static void
lasting(void)
{
	OK(run(NOW, CAUSE_FEED, "1") == CAUSE_TELL, "a dead feed is told");
	OK(run(NOW + MIN, CAUSE_FEED, "1") == CAUSE_KNOWN, "... once");
	OK(run(NOW + 30 * DAY, CAUSE_FEED, "1") == CAUSE_KNOWN,
	    "... as long as it lasts");
	OK(run(NOW + 30 * DAY, CAUSE_FEED, "2") == CAUSE_TELL,
	    "another is another cause");
	run(NOW + 30 * DAY, CAUSE_FEED, NULL);
	OK(rows.n == 1, "what is over and was told long ago is forgotten");
	run(NOW + 32 * DAY, CAUSE_FEED, NULL);
	OK(rows.n == 0, "... all of it");
}

static void
again(void)
{
	OK(run(NOW, CAUSE_MASS, "1/1") == CAUSE_TELL, "a mass change");
	run(NOW + HOUR, CAUSE_MASS, NULL);
	OK(rows.n == 1, "over, it is remembered for a day");
	OK(run(NOW + 2 * HOUR, CAUSE_MASS, "1/1") == CAUSE_SEEN,
	    "there again on the same day it waits");
	OK(run(NOW + 3 * HOUR, CAUSE_MASS, "1/1") == CAUSE_KNOWN, "... on");
	OK(run(NOW + DAY, CAUSE_MASS, "1/1") == CAUSE_TELL,
	    "... until a day is over");
	OK(run(NOW + 2 * DAY, CAUSE_MASS, "1/1") == CAUSE_KNOWN,
	    "... and is told once");
	run(NOW + 2 * DAY, CAUSE_MASS, NULL);
	OK(rows.n == 0, "over");
}

static void
messages(void)
{
	OK(run(NOW, CAUSE_MESSAGES, "") == CAUSE_SEEN,
	    "messages wait for others of their kind");
	OK(run(NOW + 14 * MIN, CAUSE_MESSAGES, "") == CAUSE_KNOWN, "... on");
	OK(run(NOW + 15 * MIN, CAUSE_MESSAGES, "") == CAUSE_TELL,
	    "... a quarter of an hour");
	OK(run(NOW + 16 * MIN, CAUSE_MESSAGES, "") == CAUSE_SEEN,
	    "more of them at once are another cause");
	OK(run(NOW + 23 * HOUR, CAUSE_MESSAGES, "") == CAUSE_KNOWN,
	    "... that waits");
	OK(run(NOW + DAY + 15 * MIN, CAUSE_MESSAGES, "") == CAUSE_TELL,
	    "... until the next day");
	run(NOW + 3 * DAY, CAUSE_MESSAGES, NULL);
	OK(run(NOW + 3 * DAY, CAUSE_MESSAGES, "") == CAUSE_SEEN, "some more");
	run(NOW + 3 * DAY + MIN, CAUSE_MESSAGES, NULL);
	OK(rows.n == 0, "settled in time they are no cause");
}

static void
clocks(void)
{
	OK(run(NOW + 9 * DAY, CAUSE_FEED, "1") == CAUSE_TELL,
	    "told by a clock that was wrong");
	OK(run(NOW, CAUSE_FEED, "1") == CAUSE_TELL,
	    "... it is told by the right one");
	run(NOW + 2 * DAY, CAUSE_FEED, NULL);
	cause_rows_free(&rows);
}

int
main(void)
{
	lasting();
	again();
	messages();
	clocks();
	return t_done();
}

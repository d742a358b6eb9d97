/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "domain/pace.h"
#include "fetch/fetch.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/log.h"
#include "util/str.h"

/* How long the feed asks to be left alone: by this body, or the stored one. */
static int
ttl_of(struct tool *t, const struct outcome *o, int64_t *ttl_s, struct err *e)
{
	struct buf text = BUF_INIT;
	int r = 0;

	if (o->body_seen)
		buf_add(&text, o->body.calendar.v, o->body.calendar.n);
	else
		r = feed_calendar_text(t->db, o->feed->calendar_id, &text, e);
	*ttl_s = body_ttl(buf_cstr(&text), text.n);
	buf_free(&text);
	return r;
}

static int
when_next(struct tool *t, const struct outcome *o, struct feed_when *when,
    struct err *e)
{
	const struct feed *f = o->feed;
	int64_t ttl_s = 0, retry_s = -1;

	if (o->kind == OUTCOME_FAILED) {
		retry_s = o->retry_after_s;
		when->wait_s =
		    pace_failed(f->interval_s, f->failures + 1, retry_s);
	} else if (ttl_of(t, o, &ttl_s, e) == -1)
		return -1;
	else
		when->wait_s = pace_good(f->interval_s, o->max_age_s, ttl_s);
	/* Good is what was good when it came: diff compares these times. */
	when->now = clock_now();
	when->next_at = pace_next(t->now, when->wait_s, retry_s);
	return 0;
}

/* Once an outage, and each time somebody asks for this one. */
static void
say_error(const struct batch *b, const struct tool *t, const struct outcome *o)
{
	const struct feed *f = o->feed;

	if (b->named || t->dry || !str_eq(f->error, o->err.msg))
		log_error("%s: %s", f->ref, o->err.msg);
	else
		log_info("%s: still: %s", f->ref, o->err.msg);
}

static void
say_body(
    const struct tool *t, const struct outcome *o, const struct feed_counts *n)
{
	char said[160];

	if (o->kind == OUTCOME_SAME)
		snprintf(said, sizeof(said), "unchanged");
	else
		snprintf(said, sizeof(said),
		    "%zu event%s: %zu component%s new, %zu missing, %zu back",
		    o->body.n_events, o->body.n_events == 1 ? "" : "s",
		    n->fresh, n->fresh == 1 ? "" : "s", n->missing + n->dropped,
		    n->back);
	if (t->dry)
		printf("%s: %s\n", o->feed->ref, said);
	else
		log_info("%s: %s%s", o->feed->ref, said,
		    o->feed->error != NULL ? "; it is good again" : "");
}

/* Write one outcome; a dry run only compares. */
static int
write_one(struct tool *t, const struct outcome *o, struct feed_counts *n,
    struct err *e)
{
	const struct feed *f = o->feed;
	struct feed_when when;

	if (t->dry)
		return o->kind == OUTCOME_BODY
		    ? feed_compare(t->db, f, &o->body, n, e)
		    : 0;
	if (when_next(t, o, &when, e) == -1)
		return -1;
	switch (o->kind) {
	case OUTCOME_FAILED:
		return feed_failed(t->db, f, o->err.msg, &when, e);
	case OUTCOME_SAME:
		return feed_good(t->db, f, o->etag, o->last_modified, &when, e);
	case OUTCOME_BODY:
		return feed_store_body(
		    t->db, f, &o->body, o->etag, o->last_modified, &when, n, e);
	}
	return 0;
}

static int
write_all(struct batch *b, struct tool *t, struct err *e)
{
	struct feed_counts n[BATCH_MAX] = { { 0 } };
	int r[BATCH_MAX] = { 0 };

	if ((t->dry ? db_begin_read(t->db, e) : db_begin(t->db, e)) == -1)
		return -1;
	for (size_t i = 0; i < b->n; i++)
		if ((r[i] = write_one(t, &b->v[i], &n[i], e)) == -1) {
			db_rollback(t->db);
			return err_in(e, "%s: ", b->v[i].feed->ref);
		}
	FAIL_POINT();
	if (db_commit(t->db, e) == -1)
		return -1;
	FAIL_POINT();
	for (size_t i = 0; i < b->n; i++)
		if (r[i] == FEED_OTHER)
			log_info("%s: it was changed meanwhile, and is "
				 "fetched again in the next run",
			    b->v[i].feed->ref);
		else if (b->v[i].kind == OUTCOME_FAILED)
			say_error(b, t, &b->v[i]);
		else
			say_body(t, &b->v[i], &n[i]);
	return 0;
}

int
batch_flush(struct batch *b, struct tool *t, struct err *e)
{
	int r = b->n > 0 ? write_all(b, t, e) : 0;

	batch_free(b);
	return r;
}

int
batch_put(
    struct batch *b, struct tool *t, const struct outcome *o, struct err *e)
{
	b->failed += o->kind == OUTCOME_FAILED;
	b->v[b->n++] = *o;
	if (b->n < BATCH_MAX && o->kind != OUTCOME_BODY)
		return 0;
	return batch_flush(b, t, e);
}

void
batch_free(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		outcome_free(&b->v[i]);
	b->n = 0;
}

/* SPDX-License-Identifier: ISC */
/*
 * fetch - the parts of smscal-fetch: what came of a feed (outcome), writing
 * it down (store), and what others' clocks say of ours (clock).
 */
#ifndef SMSCAL_BIN_FETCH_H
#define SMSCAL_BIN_FETCH_H

#include "domain/body.h"
#include "net/http.h"
#include "store/feed.h"
#include "tool.h"

enum outcome_kind {
	OUTCOME_FAILED,
	OUTCOME_SAME, /* 304, or the components of the last body */
	OUTCOME_BODY  /* another body */
};

struct outcome {
	enum outcome_kind kind;
	const struct feed *feed;          /* borrowed */
	struct buf bytes;                 /* owned; of the body */
	struct body body;                 /* owned; borrows from bytes */
	char *etag, *last_modified;       /* owned; NULL: none */
	int64_t max_age_s, retry_after_s; /* -1: none */
	bool body_seen; /* else the TTL is that of the stored one */
	struct err err; /* OUTCOME_FAILED: why, without the calendar's name */
};

/* The answer's parts that are of use are taken; free *res none the less. */
void outcome_of_answer(
    struct outcome *o, const struct feed *f, struct http_res *res);
/* A feed that is a file. */
void outcome_of_file(struct outcome *o, const struct feed *f, const char *path,
    const struct conf *conf);
/* It failed before anything was asked. */
void outcome_of_error(
    struct outcome *o, const struct feed *f, const struct err *why);
void outcome_free(struct outcome *o);

enum { HOSTS_MAX = 101 };

/* How far our clock is ahead of each host's. */
struct hosts {
	char *name[HOSTS_MAX]; /* owned */
	int64_t ahead_s[HOSTS_MAX];
	size_t n;
};

/* X3: note the answer's Date, once a host. */
void hosts_note(struct hosts *h, const struct http_res *res);
/* What they say all together, into the database. */
int hosts_judge(struct hosts *h, struct tool *t, struct err *e) ATTR_USE;
void hosts_free(struct hosts *h);

enum { BATCH_MAX = 64 };

/* Outcomes that are not written yet. */
struct batch {
	struct outcome v[BATCH_MAX]; /* owned */
	size_t n;
	bool named;     /* each failure is said: somebody asked for it */
	int64_t failed; /* so far, written or not */
};

/*
 * Take *o.  Written with its like in one transaction; a body at once, since
 * it is large.
 */
int batch_put(struct batch *b, struct tool *t, const struct outcome *o,
    struct err *e) ATTR_USE;
int batch_flush(struct batch *b, struct tool *t, struct err *e) ATTR_USE;
void batch_free(struct batch *b);

#endif

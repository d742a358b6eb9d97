/* SPDX-License-Identifier: ISC */
/*
 * feed - what is remembered of each calendar's feed: when it is due, how it
 * went, and the components of its last good body (D2).
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_FEED_H
#define SMSCAL_STORE_FEED_H

#include "domain/body.h"
#include "store/db.h"

struct feed {
	int64_t calendar_id;
	char *ref;   /* owned; "acme/ordination" */
	char *url;   /* owned; a secret (F6) */
	bool active; /* and so are its branch and its company */
	int64_t interval_s;
	int64_t next_at;
	char *etag, *last_modified; /* owned; NULL: none */
	bool has_digest;
	uint8_t digest[DIGEST_SIZE]; /* of the last body */
	int64_t good_at;             /* 0: never */
	int64_t failures;            /* in a row */
	char *error;                 /* owned; NULL: the last fetch was good */
};

struct feed_list {
	struct feed *v; /* owned */
	size_t n, cap;
};

#define FEED_LIST_INIT ((struct feed_list){ .v = NULL })

void feed_list_free(struct feed_list *l); /* leaves FEED_LIST_INIT */

/*
 * Append what is active and due: its time has come, or (X3) lies further
 * ahead than the wait that it came from.
 */
int feed_due(
    struct db *db, int64_t now, struct feed_list *l, struct err *e) ATTR_USE;

/* Append that one, due or not, active or not.  1: there is none. */
int feed_get(struct db *db, const char *company, const char *calendar,
    struct feed_list *l, struct err *e) ATTR_USE;

/* When it is, and when the feed is due again after a wait. */
struct feed_when {
	int64_t now, next_at, wait_s;
};

/*
 * The calendar is not as it was when *f was read: removed, another address,
 * or marked to be fetched anew.  The result belongs to what it was, and
 * nothing was written.
 */
enum { FEED_OTHER = 1 };

/* What a body changes among the components. */
struct feed_counts {
	size_t fresh;   /* new */
	size_t missing; /* were known */
	size_t back;    /* were missing and are there again */
	size_t dropped; /* never worked off by diff, and missing */
};

/* What feed_store_body() would do. */
int feed_compare(struct db *db, const struct feed *f, const struct body *b,
    struct feed_counts *n, struct err *e) ATTR_USE;

/*
 * A good body that is not the last one: write what differs, and no component
 * that does not.  After a week without a good fetch it is a baseline (F8).
 * FEED_OTHER.
 */
int feed_store_body(struct db *db, const struct feed *f, const struct body *b,
    const char *etag, const char *last_modified, const struct feed_when *when,
    struct feed_counts *n, struct err *e) ATTR_USE;

/* Nothing has changed: 304, or the same components.  FEED_OTHER. */
int feed_good(struct db *db, const struct feed *f, const char *etag,
    const char *last_modified, const struct feed_when *when,
    struct err *e) ATTR_USE;

/* It could not be had; what we have of it stays.  FEED_OTHER. */
int feed_failed(struct db *db, const struct feed *f, const char *error,
    const struct feed_when *when, struct err *e) ATTR_USE;

/* The stored BODY_CALENDAR's text, for body_ttl(); as it was if none. */
int feed_calendar_text(struct db *db, int64_t calendar_id, struct buf *text,
    struct err *e) ATTR_USE;

#endif

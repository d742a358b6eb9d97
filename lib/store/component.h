/* SPDX-License-Identifier: ISC */
/*
 * component - what diff finds to do in the feeds, and the components of a
 * feed that it has parsed.  Fetch's side is in store/feed.h.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_COMPONENT_H
#define SMSCAL_STORE_COMPONENT_H

#include "store/db.h"
#include "util/buf.h"
#include "util/digest.h"

/* An active calendar with a feed, and why diff might look at it. */
struct feed_work {
	int64_t calendar_id;
	bool body;           /* there is a body that was not worked off */
	bool reread;         /* its mapping or zone was changed */
	bool missing;        /* appointments of it are missing */
	bool baseline;       /* D6 */
	int64_t good_at;     /* 0: never */
	int64_t expanded_on; /* local day; -1: never */
	/* Of the body as it was read; all zero: none. */
	uint8_t digest[DIGEST_SIZE];
	char note[400]; /* what diff said of it last; "" if nothing */
};

struct feed_work_list {
	struct feed_work *v; /* owned */
	size_t n, cap;
};

struct component {
	int64_t id;
	const char *kind;  /* static; calendar, timezone, event */
	const char *state; /* static; new, known, bad, missing */
	char *uid;         /* owned */
	int64_t line;
	char *text;    /* owned; NULL: not loaded, or no longer needed */
	size_t n_text; /* its length none the less */
};

struct component_list {
	struct component *v; /* owned */
	size_t n, cap;
};

/* Append all active calendars; those whose parsing was cut short come last. */
int feed_work_all(
    struct db *db, struct feed_work_list *l, struct err *e) ATTR_USE;
void feed_work_free(struct feed_work_list *l);

/* Read that of one calendar again; 1: it is no longer there or active. */
int feed_work_get(struct db *db, int64_t calendar_id, struct feed_work *w,
    struct err *e) ATTR_USE;

/* Which events component_load() gives: of UIDs that ... */
enum component_scope {
	COMPONENT_TOUCHED, /* have a component that is new or missing */
	COMPONENT_SERIES,  /* or are series */
	COMPONENT_ALL
};

/*
 * Append, in order of id: the calendar's own properties and time zones, and
 * of the UIDs in `scope` all events; what is missing is among them.  What
 * could not be read before is not, unless for ALL.  The events have their
 * text only with `texts`: there may be many.
 */
int component_load(struct db *db, int64_t calendar_id,
    enum component_scope scope, bool texts, struct component_list *l,
    struct err *e) ATTR_USE;
/*
 * The same of one UID, with their texts: what could not be read is among
 * them, what is missing is not.
 */
int component_of_uid(struct db *db, int64_t calendar_id, const char *uid,
    struct component_list *l, struct err *e) ATTR_USE;
/*
 * Append a line "ID UID" for each calendar of the company (or that one alone,
 * else 0) that has an event of the UID; `bad`: one that cannot be read.
 */
int component_holders(struct db *db, int64_t company_id, int64_t calendar_id,
    const char *uid, bool bad, struct buf *out, struct err *e) ATTR_USE;
/* Its text; empty, where the row is there no longer. */
int component_text(struct db *db, struct component *c, struct err *e) ATTR_USE;
void component_list_free(struct component_list *l);

/* How many could not be read. */
int64_t component_bad(
    struct db *db, int64_t calendar_id, struct err *e) ATTR_USE;

/* What is new is known from now on; component_load() gave all of it. */
int component_known(struct db *db, int64_t calendar_id, struct err *e) ATTR_USE;
/* Set its state; writes nothing when it is that already. */
int component_set(
    struct db *db, int64_t id, const char *state, struct err *e) ATTR_USE;
int component_remove(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* D10: other calendars of the company that have this UID read it anew. */
int component_retry(struct db *db, int64_t company_id, int64_t calendar_id,
    const char *uid, struct err *e) ATTR_USE;

/* D12: the calendar is about to be parsed, or no longer. */
int feed_set_parsing(
    struct db *db, int64_t calendar_id, bool parsing, struct err *e) ATTR_USE;

/*
 * The body is worked off, series are expanded for the local day `day`;
 * `note` (NULL: none) is what there is to say.  Writes only what differs.
 */
int feed_diffed(struct db *db, int64_t calendar_id, int64_t day,
    const char *note, struct err *e) ATTR_USE;

#endif

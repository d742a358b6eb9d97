/* SPDX-License-Identifier: ISC */
/*
 * calendar - the feeds that companies have, and what an edit of the setup
 * asks of the chain: marks that fetch, diff and plan find at the calendar.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_CALENDAR_H
#define SMSCAL_STORE_CALENDAR_H

#include "domain/setup.h"
#include "store/db.h"

/* A company, or one branch or one calendar of it: the others are 0. */
struct level {
	int64_t company_id, branch_id, calendar_id;
};

/* Fill *c, which is all zero; end with calendar_fini().  1: no such row. */
int calendar_get(struct db *db, int64_t company_id, const char *ref,
    struct calendar *c, struct err *e) ATTR_USE;
int calendar_by_id(
    struct db *db, int64_t id, struct calendar *c, struct err *e) ATTR_USE;

/* Append a company's (0: everybody's), in order of company and ref. */
int calendar_list(struct db *db, int64_t company_id, struct calendar_list *l,
    struct err *e) ATTR_USE;

/* Make the row and its feed's, and set c->id; ST_TAKEN: that ref is there. */
int calendar_add(struct db *db, struct calendar *c, struct err *e) ATTR_USE;

/*
 * Bring the row of c->id in line with *c (ref, marks, paused_at and
 * created_at stay), and mark what the edit asks of the chain.  Writes nothing
 * when nothing differs.
 */
int calendar_set(struct db *db, const struct calendar *c, int64_t now,
    struct err *e) ATTR_USE;
int calendar_set_paused(
    struct db *db, int64_t id, int64_t paused_at, struct err *e) ATTR_USE;

/* With all that came from it, its rules and its messages. */
int calendar_remove(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* How its feed is, for views; see fetch and diff. */
struct calendar_feed {
	int64_t good_at;  /* 0: never */
	char *error;      /* owned; of the last fetch, NULL: it was good */
	int64_t error_at; /* since when; 0: it was good */
	int64_t next_at;  /* due for fetch from then on */
	bool baseline;    /* the next body is one (D6) */
	bool unread;      /* something of it was not yet worked off by diff */
	char *note;       /* owned; what diff has to say */
};

/* Fill *f, which is all zero; end with calendar_feed_fini(). */
int calendar_feed_get(
    struct db *db, int64_t id, struct calendar_feed *f, struct err *e) ATTR_USE;
void calendar_feed_fini(struct calendar_feed *f);

enum {
	MARK_REPLAN = 1,  /* plan looks at all that comes */
	MARK_REREAD = 2,  /* diff reads every component again */
	MARK_BASELINE = 4 /* the next body is fetched now, whole, and is a
			     baseline (D6) */
};

/* Set these marks at the calendars of the level. */
int calendar_mark(struct db *db, const struct level *level, unsigned wanted,
    struct err *e) ATTR_USE;

/*
 * D10: a calendar of the company was switched off or removed; the others look
 * whether they have what it had.
 */
int calendar_mark_let_go(
    struct db *db, int64_t company_id, struct err *e) ATTR_USE;

/*
 * P5: rules of that kind of another level hold from now on for the calendars
 * of the level, but for those that have nearer ones.
 */
int calendar_mark_rules(struct db *db, const struct level *level,
    enum kind kind, int64_t now, struct err *e) ATTR_USE;

/*
 * The same for calendars that leave a branch or come to one: of every kind of
 * which `branch_id` has rules, and the calendar none.
 */
int calendar_mark_moved(struct db *db, const struct level *level,
    int64_t branch_id, int64_t now, struct err *e) ATTR_USE;

#endif

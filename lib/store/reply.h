/* SPDX-License-Identifier: ISC */
/*
 * reply - what replies mean to a company (R4): its keywords, and the yes or
 * no of a person to the one start that is in question.  And what people are
 * shown of replies.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_REPLY_H
#define SMSCAL_STORE_REPLY_H

#include <stdint.h>

#include "domain/keyword.h"
#include "store/db.h"

/* Append a company's own words, in order. */
int reply_keywords(struct db *db, int64_t company_id, struct keyword_list *l,
    struct err *e) ATTR_USE;
int reply_keyword_set(struct db *db, int64_t company_id, const char *word,
    enum keyword means, struct err *e) ATTR_USE;
/* 1: there was none. */
int reply_keyword_drop(struct db *db, int64_t company_id, const char *word,
    struct err *e) ATTR_USE;

/*
 * Yes or no from that number: to the coming start of which it was told and
 * which is still so, and only if that is one.  *start_at is that one, 0: none
 * is marked.
 */
int reply_answer(struct db *db, int64_t company_id, const char *phone, bool yes,
    int64_t now, int64_t *start_at, struct err *e) ATTR_USE;

/* Note what the reply meant, and to which start (0: to none). */
int reply_set(struct db *db, int64_t id, enum keyword means, int64_t start_at,
    struct err *e) ATTR_USE;

/* Did anybody ever answer the company (1: yes, 0: no, -1)? */
int reply_any(struct db *db, int64_t company_id, struct err *e) ATTR_USE;

struct reply_view {
	int64_t id;
	char *company; /* its ref; NULL: nobody's */
	char *zone;    /* the company's, else UTC */
	char *phone, *name, *address, *text, *meaning; /* name, address NULL */
	int64_t message_id, answered_start_at;         /* 0: none */
	int64_t received_at;
};

struct reply_views {
	struct reply_view *v; /* owned, with all strings */
	size_t n, cap;
};

#define REPLY_VIEWS_INIT ((struct reply_views){ .v = NULL })

/* What narrows a list: 0 and NULL do not. */
struct reply_filter {
	int64_t company_id;
	const char *phone;
	int64_t from, to; /* [from, to): when it came in */
	int64_t limit;    /* so many at most */
};

/*
 * Append, in order of time: the first from `from` on, or, where that is 0,
 * the newest.  *more: others are left out by the limit.
 */
int reply_view_list(struct db *db, const struct reply_filter *f,
    struct reply_views *l, bool *more, struct err *e) ATTR_USE;
/* Append the one, if it is there. */
int reply_view_get(
    struct db *db, int64_t id, struct reply_views *l, struct err *e) ATTR_USE;
void reply_views_free(struct reply_views *l); /* leaves REPLY_VIEWS_INIT */

#endif

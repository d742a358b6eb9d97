/* SPDX-License-Identifier: ISC */
/*
 * cause - what companies with an address have to be told of (X8), and what
 * they were told.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_CAUSE_H
#define SMSCAL_STORE_CAUSE_H

#include "domain/cause.h"
#include "domain/cause_tell.h"
#include "store/db.h"

/* Append what is there now, in order of company_id. */
int cause_there(
    struct db *db, int64_t now, struct cause_list *l, struct err *e) ATTR_USE;

/* Append all that is remembered, in order of company_id. */
int cause_rows_load(
    struct db *db, struct cause_rows *l, struct err *e) ATTR_USE;

/* Keep what cause_decide() said of each. */
int cause_keep(
    struct db *db, const struct cause *c, int64_t now, struct err *e) ATTR_USE;
int cause_row_keep(
    struct db *db, const struct cause_row *r, struct err *e) ATTR_USE;

/* Append the messages that a company has to be told of ... */
int cause_messages_load(struct db *db, int64_t company_id, int64_t now,
    struct cause_messages *l, struct err *e) ATTR_USE;
/* ... and mark them as told, with those that are too old for it. */
int cause_messages_told(
    struct db *db, int64_t company_id, struct err *e) ATTR_USE;

/* A company that wants a daily list. */
struct cause_wish {
	int64_t company_id;
	char *ref, *language, *zone; /* owned */
	char *at;                    /* owned; "16:00", in its zone */
	int64_t told_at;             /* the last list; 0: never */
};

struct cause_wishes {
	struct cause_wish *v; /* owned */
	size_t n, cap;
};

#define CAUSE_WISHES_INIT ((struct cause_wishes){ .v = NULL })

int cause_wishes_load(
    struct db *db, struct cause_wishes *l, struct err *e) ATTR_USE;
void cause_wishes_free(struct cause_wishes *l); /* leaves _INIT */

/* Append the appointments within [from_at, to_at) that get no SMS. */
int cause_day_load(struct db *db, int64_t company_id, int64_t from_at,
    int64_t to_at, struct cause_day *l, struct err *e) ATTR_USE;

/* The list of that day is done. */
int cause_day_told(
    struct db *db, int64_t company_id, int64_t now, struct err *e) ATTR_USE;

#endif

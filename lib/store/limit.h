/* SPDX-License-Identifier: ISC */
/*
 * limit - what a number and a company got on a day, and what is still to come
 * to the number (P12).
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_LIMIT_H
#define SMSCAL_STORE_LIMIT_H

#include "domain/kind.h"
#include "domain/limit.h"
#include "store/db.h"

/*
 * How many messages of the company, to that number and to all, are handed
 * over and were claimed within [from_at, to_at).  Those of the company are
 * counted up to `most`.
 */
int limit_to_number(struct db *db, int64_t company_id, const char *phone,
    int64_t from_at, int64_t to_at, int64_t *n, struct err *e) ATTR_USE;
int limit_of_company(struct db *db, int64_t company_id, int64_t most,
    int64_t from_at, int64_t to_at, int64_t *n, struct err *e) ATTR_USE;

/*
 * May that number have more than `limit` messages, of those that count or are
 * still to come?  A quick look, which may say yes in vain.
 */
int limit_may_exceed(struct db *db, const char *phone, int64_t limit,
    int64_t now, bool *may, struct err *e) ATTR_USE;

/* A message as limit_pick() wants it, and what it was read from. */
struct limit_row {
	char *label, *zone, *countries; /* owned; "acme/ordination" */
	struct limits limits;
	enum kind kind;
	int64_t step;
	int64_t send_at;
	bool held; /* for a limit; else it is planned or handed over */
};

struct limit_list {
	struct limit_message *v; /* owned; limits and zone are not filled in */
	struct limit_row *row;   /* owned; one for each */
	size_t n, cap, cap_row;
};

#define LIMIT_LIST_INIT ((struct limit_list){ .v = NULL })

/* Append the number's, in the order that limit_pick() wants. */
int limit_list(struct db *db, int64_t company_id, const char *phone,
    int64_t now, struct limit_list *l, struct err *e) ATTR_USE;
void limit_list_free(struct limit_list *l); /* leaves LIMIT_LIST_INIT */

/*
 * planned -> held, to be looked at again at look_at; held for a limit ->
 * planned, or looked at later.
 */
int limit_hold(
    struct db *db, int64_t id, int64_t look_at, struct err *e) ATTR_USE;
int limit_release(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* Mark for plan the calendar's appointments with messages to look at. */
int limit_mark(
    struct db *db, int64_t calendar_id, int64_t now, struct err *e) ATTR_USE;

#endif

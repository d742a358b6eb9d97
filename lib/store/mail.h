/* SPDX-License-Identifier: ISC */
/*
 * mail - what is owed to companies by mail (X8): each once by its key, claimed
 * before it goes out, and sent at least once.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_MAIL_H
#define SMSCAL_STORE_MAIL_H

#include <stdint.h>

#include "store/db.h"

struct mail {
	int64_t id;
	char *company, *email; /* the company's ref; email NULL: it has none */
	char *subject, *text;
	int64_t created_at, tries;
};

struct mail_list {
	struct mail *v; /* owned, with all strings */
	size_t n, cap;
};

#define MAIL_LIST_INIT ((struct mail_list){ .v = NULL })

/* ST_TAKEN: it is owed, or was sent, already. */
int mail_add(struct db *db, const char *key, int64_t company_id,
    const char *subject, const char *text, int64_t now, struct err *e) ATTR_USE;

/* Append what is due, the oldest first, `max` at most. */
int mail_due(struct db *db, int64_t now, int64_t max, struct mail_list *l,
    struct err *e) ATTR_USE;
void mail_list_free(struct mail_list *l); /* leaves MAIL_LIST_INIT */

/* A try begins, and the next one is not before next_at. */
int mail_claim(struct db *db, int64_t id, int64_t now, int64_t next_at,
    struct err *e) ATTR_USE;
int mail_sent(struct db *db, int64_t id, int64_t now, struct err *e) ATTR_USE;
int mail_end(struct db *db, int64_t id, int64_t now, struct err *e) ATTR_USE;

#endif

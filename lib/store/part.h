/* SPDX-License-Identifier: ISC */
/*
 * part - long SMS that came in parts: kept until all are there, then joined.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_PART_H
#define SMSCAL_STORE_PART_H

#include "store/inbound.h"
#include "util/buf.h"

/* Keep a part (n->parts_ref); ST_TAKEN: it is there. */
int part_add(struct db *db, const struct notice *n,
    const struct inbound_account *account, int64_t received_at,
    struct err *e) ATTR_USE;

/* Parts that belong together, of one account, sender and number written to. */
struct part_set {
	int64_t company_id;         /* 0: nobody's */
	char *gateway, *token_file; /* owned; "": none */
	char *phone, *address, *ref;
	int64_t received_at; /* of the first */
};

struct part_sets {
	struct part_set *v; /* owned */
	size_t n, cap;
};

#define PART_SETS_INIT ((struct part_sets){ .v = NULL })

/* Append those that are whole, or that began at `before_at` or earlier. */
int part_ready(struct db *db, int64_t before_at, struct part_sets *l,
    struct err *e) ATTR_USE;
void part_sets_free(struct part_sets *l); /* leaves PART_SETS_INIT */

/*
 * Join them: append the text, with an ellipsis for what is missing, to *text
 * and the key of the reply to *key.  They are ready no more.
 */
int part_join(struct db *db, const struct part_set *s, struct buf *key,
    struct buf *text, struct err *e) ATTR_USE;

/* Forget joined ones that arrived before; their vendor says them no more. */
int part_forget(struct db *db, int64_t before_at, struct err *e) ATTR_USE;

#endif

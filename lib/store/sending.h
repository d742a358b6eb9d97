/* SPDX-License-Identifier: ISC */
/*
 * sending - the messages of a stretch of time, as a calendar shows them: each
 * at the time when it was handed to the gateway, or will be.  What was
 * cancelled or expired is no sending.
 */
#ifndef SMSCAL_STORE_SENDING_H
#define SMSCAL_STORE_SENDING_H

#include "domain/kind.h"
#include "store/db.h"

struct sending_time {
	int64_t id, calendar_id;
	int64_t at; /* handed over, or not before then; held: was due */
};

struct sending_list {
	struct sending_time *v; /* owned */
	size_t n, cap;
};

#define SENDING_LIST_INIT ((struct sending_list){ .v = NULL })

struct sending_filter {
	int64_t company_id, calendar_id; /* 0: of all */
	int64_t from, to;                /* [from, to), Unix seconds */
};

/* Append, in no order; there may be very many. */
int sending_list(struct db *db, const struct sending_filter *f,
    struct sending_list *l, struct err *e) ATTR_USE;
void sending_list_free(struct sending_list *l); /* leaves ..._INIT */

/* Are they no more than `n`? 1: yes; 0: there are more. */
int sending_fewer(struct db *db, const struct sending_filter *f, int64_t n,
    struct err *e) ATTR_USE;

struct sending {
	int64_t id;
	enum kind kind;
	int64_t step;
	char *phone, *name, *text;
	int64_t segments;
	char *state, *reason; /* reason NULL: none */
	int64_t start_at;     /* of the appointment that the text tells */
	int64_t dates; /* appointments that it tells: more than one, P16 */
};

/* Fill in *m, which is all zero, and end with sending_fini() in every case. */
int sending_get(
    struct db *db, int64_t id, struct sending *m, struct err *e) ATTR_USE;
void sending_fini(struct sending *m);

#endif

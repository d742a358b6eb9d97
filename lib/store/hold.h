/* SPDX-License-Identifier: ISC */
/*
 * hold - accounts, or one sender of an account, that are stopped for now (S2):
 * a row while the outage lasts, so that it is told once.
 */
#ifndef SMSCAL_STORE_HOLD_H
#define SMSCAL_STORE_HOLD_H

#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

struct hold {
	char *gateway;    /* owned, as the rest */
	char *token_file; /* "": none */
	char *sender;     /* "": the whole account */
	char *reason;
	int64_t since_at;
	int64_t until_at; /* then one message probes */
	int64_t wait_s;   /* the wait until_at came from; 0: our own setup is
	                     wrong, and looked at in every run */
};

struct hold_list {
	struct hold *v; /* owned */
	size_t n, cap;
};

#define HOLD_LIST_INIT ((struct hold_list){ .v = NULL })

int hold_list_load(struct db *db, struct hold_list *l, struct err *e) ATTR_USE;
void hold_list_free(struct hold_list *l); /* leaves HOLD_LIST_INIT */

/* Make the row, or write its until_at, wait_s and reason anew. */
int hold_set(struct db *db, const struct hold *h, struct err *e) ATTR_USE;

/* The outage is over; no row is fine. */
int hold_drop(struct db *db, const char *gateway, const char *token_file,
    const char *sender, struct err *e) ATTR_USE;

#endif

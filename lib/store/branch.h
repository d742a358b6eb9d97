/* SPDX-License-Identifier: ISC */
/*
 * branch - parts of a company with settings of their own.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_BRANCH_H
#define SMSCAL_STORE_BRANCH_H

#include "domain/setup.h"
#include "store/db.h"

/* Fill *b, which is all zero; end with branch_fini().  1: no such row. */
int branch_get(struct db *db, int64_t company_id, const char *ref,
    struct branch *b, struct err *e) ATTR_USE;
int branch_by_id(
    struct db *db, int64_t id, struct branch *b, struct err *e) ATTR_USE;

/* Append a company's (0: everybody's), in order of company and ref. */
int branch_list(struct db *db, int64_t company_id, struct branch_list *l,
    struct err *e) ATTR_USE;

/* Make the row and set b->id; ST_TAKEN: that ref is there. */
int branch_add(struct db *db, struct branch *b, struct err *e) ATTR_USE;

/*
 * Bring the row of b->id in line with *b (ref and created_at stay) and mark
 * at its calendars what the chain must look at again.
 */
int branch_set(struct db *db, const struct branch *b, struct err *e) ATTR_USE;

/* With its rules; its calendars stay, and are the company's. */
int branch_remove(
    struct db *db, const struct branch *b, int64_t now, struct err *e) ATTR_USE;

#endif

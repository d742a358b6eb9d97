/* SPDX-License-Identifier: ISC */
/*
 * erasure - the numbers whose people were erased.  What is kept of them is a
 * keyed hash, so that a calendar which still has them brings no SMS.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_ERASURE_H
#define SMSCAL_STORE_ERASURE_H

#include <stdint.h>

#include "store/db.h"

/* Is there any?  1: yes, 0: no, -1. */
int erasure_any(struct db *db, struct err *e) ATTR_USE;

/* Is the number (E.164) one of them?  1: yes, 0: no, -1. */
int erasure_has(struct db *db, const char *phone, struct err *e) ATTR_USE;

/* Keep it; ST_TAKEN: it is there. */
int erasure_add(
    struct db *db, const char *phone, int64_t now, struct err *e) ATTR_USE;

/*
 * Take over those of another database of the installation.  Where that has
 * another key, its hashes say nothing here, and nothing is done.
 */
int erasure_carry(struct db *db, struct db *from, struct err *e) ATTR_USE;

/* Text it again; 1: it was none of them.  Events are read again. */
int erasure_drop(struct db *db, const char *phone, struct err *e) ATTR_USE;

#endif

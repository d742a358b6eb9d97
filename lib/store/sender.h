/* SPDX-License-Identifier: ISC */
/* sender - the senders that a company or a branch may use. */
#ifndef SMSCAL_STORE_SENDER_H
#define SMSCAL_STORE_SENDER_H

#include "store/calendar.h"

/* Append those of the company and its branches, a level's default first. */
int sender_list(struct db *db, int64_t company_id, struct sender_list *l,
    struct err *e) ATTR_USE;

/*
 * The level's senders are `l` from now on, in this order; only address and
 * type of each are read.
 */
int sender_replace(struct db *db, const struct level *level,
    const struct sender_list *l, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * override - what an operator makes of one message of the outbox, whatever
 * plan and send made of it.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_OVERRIDE_H
#define SMSCAL_STORE_OVERRIDE_H

#include "domain/state.h"
#include "store/db.h"

/*
 * The message moves on, one of the moves of state_may(), and plan looks at its
 * appointment again.  What is handed over by that counts as sent when it was
 * claimed.  ST_TAKEN: it is not in the state `from`.
 */
int override_move(struct db *db, int64_t id, enum state from, enum state to,
    const char *reason, int64_t now, struct err *e) ATTR_USE;

/* It is of use at least until then. */
int override_expires(
    struct db *db, int64_t id, int64_t expires_at, struct err *e) ATTR_USE;

#endif

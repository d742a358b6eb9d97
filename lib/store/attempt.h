/* SPDX-License-Identifier: ISC */
/*
 * attempt - the tries to hand a message over, and what became of them: a
 * claimed message moves on (design section 8).
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_ATTEMPT_H
#define SMSCAL_STORE_ATTEMPT_H

#include <stddef.h>
#include <stdint.h>

#include "domain/outcome.h"
#include "store/db.h"

/*
 * What became of the attempt of a claimed message: it moves on, and where it
 * is handed over or comes back, plan looks at the appointment again.  Reports
 * that came before the answer are applied.  `send_at` and `wait_s`: when to
 * try again after a transient one (hold and released: at once).  A number
 * that the gateway blocks is opted out.  ST_TAKEN: the message is not claimed
 * any more; only the attempt is written.
 */
int attempt_outcome(struct db *db, int64_t attempt, const struct outcome *o,
    int64_t now, int64_t send_at, int64_t wait_s, struct err *e) ATTR_USE;

/* An attempt that an earlier run began and did not finish. */
struct claimed {
	int64_t attempt, message;
	char *ref, *gateway, *calendar; /* owned */
};

struct claimed_list {
	struct claimed *v; /* owned */
	size_t n, cap;
};

#define CLAIMED_LIST_INIT ((struct claimed_list){ .v = NULL })

/* Append what is still claimed; only with send's lock is that left over. */
int attempt_claimed(
    struct db *db, struct claimed_list *l, struct err *e) ATTR_USE;
void claimed_list_free(struct claimed_list *l); /* leaves ..._LIST_INIT */

/*
 * S3: what is unsure since before `before_at` and whose rule says so is
 * planned again, twice at most.  Gives the count, or -1.
 */
int64_t attempt_resend(
    struct db *db, int64_t before_at, struct err *e) ATTR_USE;
/* How many that would be. */
int64_t attempt_resendable(
    struct db *db, int64_t before_at, struct err *e) ATTR_USE;

/*
 * R3: apply the waiting reports that carry the attempt's reference or the
 * gateway's id, if the attempt is its message's last.  Those of one that has
 * no answer yet go on waiting for it.
 */
int attempt_reports(struct db *db, int64_t attempt, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * inbound - replies and delivery reports, each taken once, and what they do
 * to the messages that they belong to (design section 9).
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_INBOUND_H
#define SMSCAL_STORE_INBOUND_H

#include "domain/notice.h"
#include "store/db.h"

/*
 * Keep the reply with the newest message that was handed over to that number
 * (R4), and let plan look at what it may stop.  ST_TAKEN: it is there.
 */
int inbound_reply(struct db *db, const struct notice *n, int64_t received_at,
    struct err *e) ATTR_USE;

/*
 * Keep the report, and apply it to its attempt: by the gateway's id, else by
 * our reference (R3).  One that is of no attempt yet waits for the answer.
 * ST_TAKEN: it is there.
 */
int inbound_report(struct db *db, const struct notice *n, int64_t received_at,
    struct err *e) ATTR_USE;

#endif

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
 * The account that a notice came by: of a company, or of its branch.  All is
 * borrowed.
 */
struct inbound_account {
	int64_t company_id;
	const char *gateway;    /* a gateway of smscal.conf */
	const char *token_file; /* NULL: none */
};

/* Where a reply belongs. */
struct inbound_where {
	int64_t reply_id;
	int64_t company_id, message_id; /* 0: nobody's, of none */
	bool trial; /* it answers what was redirected to it (X11) */
};

/*
 * A number that messages were redirected to is on trial as long as they are,
 * and for two days behind them, unless it got one of its own since.  What it
 * answers is kept with the message that it got, and is not the word of that
 * message's recipient, nor its own as somebody's who has appointments.
 */
enum { INBOUND_TRIAL_S = 2 * 24 * 3600 };

/*
 * Keep the reply with the newest message that was handed over to that number
 * (R4), and let plan look at what it may stop.  With an account (else NULL)
 * among the messages of that, or else of its company, and first among those
 * that were sent from the number written to.  ST_TAKEN: it is there.
 */
int inbound_reply(struct db *db, const struct notice *n,
    const struct inbound_account *account, int64_t received_at,
    struct inbound_where *where, struct err *e) ATTR_USE;

/*
 * Keep the report, and apply it to its attempt: by the gateway's id, else by
 * our reference (R3).  One that is of no attempt yet waits for the answer.
 * With an account (else NULL), an attempt that is neither of that nor of its
 * company is not believed: ERR_DATA.  ST_TAKEN: it is there.
 */
int inbound_report(struct db *db, const struct notice *n,
    const struct inbound_account *account, int64_t received_at,
    struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/* receive - what the parts of smscal-receive know of each other. */
#ifndef SMSCAL_BIN_RECEIVE_RECEIVE_H
#define SMSCAL_BIN_RECEIVE_RECEIVE_H

#include "domain/notice.h"
#include "store/inbound.h"
#include "store/json.h"
#include "tool.h"

/* A notice, and where it came from. */
struct arrival {
	struct notice notice; /* owned */
	int64_t at;           /* when it arrived */
	/* Of the account; company_id 0: nobody says whose it is. */
	struct inbound_account account;
	char *gateway, *token_file; /* owned; what the account borrows */
};

void arrival_fini(struct arrival *a);              /* all zero afterwards */
const char *arrival_name(const struct arrival *a); /* "reply", "delivered" */

/* stdin.c: one websms notification a line; gives how many failed, or -1. */
int64_t receive_stdin(struct tool *t, struct err *e) ATTR_USE;

/* spool.c: the files of the hook; gives how many failed, or -1. */
int64_t receive_spool(struct tool *t, struct err *e) ATTR_USE;

/*
 * take.c: into the database, in the transaction that is open, with all that
 * follows from it.  ST_TAKEN: it was there.
 */
int receive_take(
    struct tool *t, const struct arrival *a, struct err *e) ATTR_USE;

/* part.c: make one reply of what came in parts, once all are there. */
int receive_parts(struct tool *t, struct err *e) ATTR_USE;

/* mail.c: owe a reply's mail to the company, in the open transaction. */
struct reply_mail {
	int64_t reply_id, company_id;
	int64_t start_at; /* yes or no to that; 0: to none */
	const char *meaning;
	bool changed; /* stop or start: it was not so before */
	bool trial;   /* it was redirected there: nothing follows (X11) */
};
int mail_owe(
    struct tool *t, const struct reply_mail *m, struct err *e) ATTR_USE;

/* watch.c: owe the mails about what companies must know (X8). */
int watch_causes(struct tool *t, struct err *e) ATTR_USE;

/* deliver.c: send what is owed; gives how many failed anew, or -1. */
int64_t mail_deliver(struct tool *t, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * send - the parts of smscal-send (design section 8): accounts and their
 * troubles, the claim of what is due, and what is in flight.
 *
 *	start.c    what an earlier run left, and what is due
 *	account.c  who may take messages, how many, and when again
 *	claim.c    the last look, and the claim
 *	flight.c   from the claim to the outcome
 */
#ifndef SMSCAL_BIN_SEND_SEND_H
#define SMSCAL_BIN_SEND_SEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gateway/gateway.h"
#include "net/http.h"
#include "store/hold.h"
#include "store/json.h"
#include "store/outbox.h"
#include "tool.h"

/* An account: a gateway of smscal.conf with one token file. */
struct acct {
	char *gateway, *token_file; /* owned; "": no file */
	struct account as;          /* for lib/gateway; conf NULL: unknown */
	bool local;                 /* what it takes stays on this machine */
	struct buf secret;          /* owned */
	struct buf callback;        /* owned */
	struct due *queue;          /* owned; what loses its point first */
	size_t n, head, cap;        /* ... and head is next */
	int64_t *again;             /* owned; ids that wait within the run */
	size_t n_again, cap_again;  /* the last goes first */
	int in_flight;
	int64_t next_ms; /* monotonic: no claim before (rate, throttling) */
	int bad;         /* what went wrong in a row, weighed */
	bool probing;    /* its hold is over: one message tries */
	char *stopped;   /* owned; why nothing more goes in this run, or NULL */
};

/* A message that is claimed. */
struct flight {
	struct outmsg m; /* owned */
	struct acct *a;  /* borrowed */
	int64_t attempt;
	char ref[64];
	bool begun;         /* the gateway may have heard of it */
	bool over;          /* its outcome is there */
	bool abandoned;     /* ... and it is that we did not wait */
	int64_t claimed_at; /* the clock's */
	int64_t claimed_ms; /* monotonic */
	struct outcome outcome;
	struct gateway_program program; /* while it runs */
	struct command_job *job;        /* owned; NULL: none runs */
	struct buf said;                /* by the program */
};

/* P12: what was held in this run. */
struct limited {
	char *calendar;     /* owned */
	const char *reason; /* of claim_decide(), for ever */
	int64_t n;
};

struct run {
	struct tool *t;         /* borrowed */
	struct json *json;      /* owned, as the rest */
	struct http_pool *pool; /* made when first needed */
	struct acct **accts;
	size_t n_accts, cap_accts;
	struct flight **flights; /* claimed, and not yet settled on disk */
	size_t n_flights, cap_flights;
	struct hold_list holds;
	struct limited *limited;
	size_t n_limited, cap_limited;
	uint8_t random[256]; /* for references; used from the end */
	size_t n_random;
	int64_t start_ms;
	bool stop;      /* claim no more */
	int64_t failed; /* items that failed, for the exit status */
	int64_t sent;
};

enum {
	RUN_CLAIM_MS = 5 * 60 * 1000, /* S5: claims nothing after that */
	RUN_BEGIN_S = 10,             /* S5: not begun by then: released */
	RUN_END_MS = 10 * 1000,       /* S1: SIGTERM waits for the rest */
	RUN_SOON_S = 60               /* a wait that is worth staying for */
};

/* start.c */

/* S1: what is still claimed is settled or unsure; S3: what is resent. */
int start_settle(struct run *r, struct err *e) ATTR_USE;
/* Fill the accounts' queues with what is due, and their holds. */
int start_due(struct run *r, struct err *e) ATTR_USE;

/* account.c */

struct acct *acct_get(
    struct run *r, const char *gateway, const char *token_file);
void acct_free(struct acct *a);
/* The account in words: "websms (/etc/smscal/acme.token)".  Given. */
char *acct_label(const struct acct *a) ATTR_USE;
/*
 * Is it set up, and not on hold?  Else a->stopped says why; told once an
 * outage.  A dry run writes nothing.
 */
int acct_prepare(struct run *r, struct acct *a, struct err *e) ATTR_USE;
/* The account that may claim now and whose next message expires first. */
struct acct *acct_next(struct run *r, int64_t now_ms);
bool acct_more(const struct acct *a); /* has it anything left to look at? */
int64_t acct_pop(struct acct *a);
/* When the next account may claim, monotonic; -1: none has anything left. */
int64_t acct_next_ms(const struct run *r);
/* The hold of the account, or of one sender; borrowed; NULL: none. */
struct hold *acct_hold(
    const struct run *r, const struct acct *a, const char *sender);
/* May one message probe? */
bool acct_hold_over(const struct hold *h, int64_t now);
/* What the outcome of a flight says of its account; writes holds. */
int acct_learn(
    struct run *r, const struct flight *f, int64_t now, struct err *e) ATTR_USE;

/* claim.c */

/* Read the message and decide; 1: it is no longer due.  m is filled. */
int claim_look(struct run *r, struct acct *a, int64_t id, int64_t now,
    struct outmsg *m, struct claim *c, struct err *e) ATTR_USE;
/* Say what was held for a limit, and forget it. */
void claim_report(struct run *r);
/* Claim what may go, in the transaction that is open. */
int claim_more(struct run *r, int64_t now, struct err *e) ATTR_USE;

/* flight.c */

/* Begin what was claimed; what waited too long is released. */
void flight_launch(struct run *r);
/* Wait a while for answers.  -1: curl is broken. */
int flight_collect(struct run *r, int timeout_ms, struct err *e) ATTR_USE;
/* Write the outcomes that are there, in the transaction that is open. */
int flight_settle(struct run *r, int64_t now, struct err *e) ATTR_USE;
/* Forget what is over, after the commit; or unbegun, without one. */
void flight_forget(struct run *r, bool (*which)(const struct flight *f));
bool flight_over(const struct flight *f);
bool flight_unbegun(const struct flight *f);
/* What has no answer yet is unknown: the run ends. */
void flight_abandon(struct run *r);
size_t flight_waiting(const struct run *r); /* without an outcome */
void flight_free(struct flight *f);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * cause - what a company must be told of by mail (X8), and when: once a cause
 * while it lasts, and at most daily.
 */
#ifndef SMSCAL_DOMAIN_CAUSE_H
#define SMSCAL_DOMAIN_CAUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cause_kind {
	CAUSE_FEED,     /* a calendar that cannot be read */
	CAUSE_MASS,     /* a mass change that waits (D9) */
	CAUSE_ACCOUNT,  /* a gateway account that takes nothing (S2) */
	CAUSE_MESSAGES, /* held, expired, unsure, failed, undelivered */
	CAUSE_DAILY,    /* the list of tomorrow: not decided here */
	CAUSE_KINDS
};

/* How long each has to last before it is one: none may pass by itself. */
enum {
	CAUSE_FEED_S = 2 * 3600,
	CAUSE_ACCOUNT_S = 30 * 60,
	/* What fails together is told together, and reports settle some. */
	CAUSE_MESSAGES_S = 15 * 60,
	/* Of messages: what was due before is no news. */
	CAUSE_OLD_S = 7 * 24 * 3600
};

enum cause_verdict {
	CAUSE_KNOWN, /* told, or not yet to be told */
	CAUSE_SEEN,  /* it begins: to be kept */
	CAUSE_TELL   /* it is to be mailed, and kept as told */
};

/* One that is there now. */
struct cause {
	int64_t company_id;
	enum cause_kind kind;
	char *about; /* owned; with the kind: which */
	/* What it is told with, as far as the kind has it. */
	char *name, *ref; /* owned; of a calendar; of an account: gateway,
	                        sender or NULL */
	char *detail;     /* owned; the error, the reason */
	int64_t since_at; /* of feed and account */
	unsigned mass;    /* one of enum appointment_mass */
	int64_t n;        /* of messages: how many */
	int64_t seen_at;  /* set by cause_decide(): there since then */
	enum cause_verdict verdict; /* set by cause_decide() */
};

struct cause_list {
	struct cause *v; /* owned */
	size_t n, cap;
};

#define CAUSE_LIST_INIT ((struct cause_list){ .v = NULL })

struct cause *cause_list_add(struct cause_list *l); /* all zero */
void cause_list_free(struct cause_list *l);         /* leaves _INIT */

/* What is remembered of one. */
struct cause_row {
	int64_t id, company_id;
	enum cause_kind kind;
	char *about;              /* owned */
	int64_t seen_at, told_at; /* 0: over; never */
	enum cause_fate {
		CAUSE_STAYS,
		CAUSE_ENDS, /* over since now */
		CAUSE_GOES  /* over, and nothing has to be known of it */
	} fate;             /* set by cause_decide() */
};

struct cause_rows {
	struct cause_row *v; /* owned */
	size_t n, cap;
};

#define CAUSE_ROWS_INIT ((struct cause_rows){ .v = NULL })

struct cause_row *cause_rows_add(struct cause_rows *l); /* all zero */
void cause_rows_free(struct cause_rows *l);             /* leaves _INIT */

/*
 * Give each of `there` its verdict and each of `rows`, which are in order of
 * company_id, its fate.  A row of CAUSE_MESSAGES that was told is over at
 * once: those that it told of are marked, and others are another cause.
 */
void cause_decide(
    struct cause_list *there, struct cause_rows *rows, int64_t now);

const char *cause_name(enum cause_kind k); /* as in the database */
bool cause_parse(const char *name, enum cause_kind *k);

#endif

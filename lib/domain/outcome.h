/* SPDX-License-Identifier: ISC */
/*
 * outcome - what became of one try to hand a message over: the five classes
 * of design rule S2, whatever gateway it was, and how long to wait then.
 */
#ifndef SMSCAL_DOMAIN_OUTCOME_H
#define SMSCAL_DOMAIN_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "util/attr.h"

enum outcome_class {
	OUTCOME_ACCEPTED,  /* taken: sent */
	OUTCOME_TRANSIENT, /* not taken; the same again later may do */
	OUTCOME_HOLD,      /* not taken, nor will others be: credentials ... */
	OUTCOME_PERMANENT, /* not taken, nor will it ever be: failed */
	OUTCOME_UNKNOWN,   /* may have been taken: unsure */
	OUTCOME_RELEASED,  /* never begun: the gateway has not heard of it */
	OUTCOME_COUNT
};

struct outcome {
	enum outcome_class class;
	bool sender;     /* hold: only messages with that sender */
	bool throttled;  /* transient: too fast; soon again will do */
	bool blocked;    /* permanent: the gateway blocks the number (P11) */
	int http_status; /* 0: none */
	int64_t retry_after_s; /* 0: the gateway does not say */
	char gateway_id[129];  /* "": none, or one that is longer */
	char code[16];         /* the gateway's; "": none */
	char detail[200];      /* a sentence; no phone and no text in it */
};

const char *outcome_name(enum outcome_class c); /* as in the database */

/* Set o->detail, cut between characters. */
void outcome_detail(struct outcome *o, const char *fmt, ...) ATTR_PRINTF(2, 3);

/*
 * Append the gateway's own words in brackets: runs of five digits and more,
 * which may be a phone, become '…'.
 */
void outcome_words(struct outcome *o, const char *words);

/* The longest wait that outcome_wait() and outcome_hold() ever give. */
enum { OUTCOME_WAIT_MAX_S = 24 * 3600 };

/*
 * Transient: seconds until the next try, after `tries` others that were
 * transient too: 1, 5, 15, 60 min, or 10 s for the first three that were
 * throttled; not less than the gateway asks for, a day at most.  `random`
 * (any number; 0: none) spreads what failed together by a quarter at most.
 */
int64_t outcome_wait(const struct outcome *o, int64_t tries, uint32_t random);

/*
 * Hold: seconds until one message probes, after a wait of `before_s` (0: the
 * hold is new): 5, 15, 60 min.  Transient, for an account that takes nothing:
 * 1, 5, 15, 60 min.
 */
int64_t outcome_hold(const struct outcome *o, int64_t before_s);

#endif

/* SPDX-License-Identifier: ISC */
/* state - the states of a message and what moves them (design section 8). */
#ifndef SMSCAL_DOMAIN_STATE_H
#define SMSCAL_DOMAIN_STATE_H

#include <stdbool.h>

enum state {
	STATE_PLANNED,
	STATE_HELD,
	STATE_CANCELLED,
	STATE_EXPIRED,
	STATE_CLAIMED,
	STATE_SENT,
	STATE_UNSURE,
	STATE_FAILED,
	STATE_DELIVERED,
	STATE_UNDELIVERED,
	STATE_COUNT
};

const char *state_name(enum state s); /* "planned" ... as in the database */
bool state_parse(const char *name, enum state *s);

/* Is the move one of design section 8? */
bool state_may(enum state from, enum state to);

/* Claimed, sent, unsure, delivered or undelivered (design section 1). */
bool state_handed_over(enum state s);

/* Planned or held: still to come, and ours to change. */
bool state_pending(enum state s);

#endif

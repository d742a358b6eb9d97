/* SPDX-License-Identifier: ISC */
#include "domain/state.h"

#include "util/str.h"

static const char *const names[STATE_COUNT] = {
	[STATE_PLANNED] = "planned",
	[STATE_HELD] = "held",
	[STATE_CANCELLED] = "cancelled",
	[STATE_EXPIRED] = "expired",
	[STATE_CLAIMED] = "claimed",
	[STATE_SENT] = "sent",
	[STATE_UNSURE] = "unsure",
	[STATE_FAILED] = "failed",
	[STATE_DELIVERED] = "delivered",
	[STATE_UNDELIVERED] = "undelivered",
};

#define BIT(s) (1U << (s))

/* From each state, the set of states that may follow. */
static const unsigned follows[STATE_COUNT] = {
	[STATE_PLANNED] = BIT(STATE_CLAIMED) | BIT(STATE_CANCELLED) |
	    BIT(STATE_EXPIRED) | BIT(STATE_HELD),
	[STATE_HELD] =
	    BIT(STATE_PLANNED) | BIT(STATE_CANCELLED) | BIT(STATE_EXPIRED),
	[STATE_CANCELLED] = BIT(STATE_PLANNED),
	[STATE_EXPIRED] = BIT(STATE_PLANNED),
	[STATE_CLAIMED] = BIT(STATE_SENT) | BIT(STATE_PLANNED) |
	    BIT(STATE_FAILED) | BIT(STATE_UNSURE),
	[STATE_SENT] = BIT(STATE_DELIVERED) | BIT(STATE_UNDELIVERED),
	[STATE_UNSURE] = BIT(STATE_SENT) | BIT(STATE_FAILED) |
	    BIT(STATE_DELIVERED) | BIT(STATE_UNDELIVERED) | BIT(STATE_PLANNED),
	[STATE_FAILED] = BIT(STATE_PLANNED),
	[STATE_DELIVERED] = 0,
	[STATE_UNDELIVERED] = BIT(STATE_DELIVERED) | BIT(STATE_PLANNED),
};

const char *
state_name(enum state s)
{
	return names[s];
}

bool
state_parse(const char *name, enum state *s)
{
	for (int i = 0; i < STATE_COUNT; i++)
		if (str_eq(name, names[i])) {
			*s = (enum state)i;
			return true;
		}
	return false;
}

bool
state_may(enum state from, enum state to)
{
	return (follows[from] & BIT(to)) != 0;
}

bool
state_handed_over(enum state s)
{
	return s == STATE_CLAIMED || s == STATE_SENT || s == STATE_UNSURE ||
	    s == STATE_DELIVERED || s == STATE_UNDELIVERED;
}

bool
state_pending(enum state s)
{
	return s == STATE_PLANNED || s == STATE_HELD;
}

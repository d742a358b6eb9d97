/* SPDX-License-Identifier: ISC */
#include "domain/horizon.h"

enum {
	WEEK = 7,
	/* On a weekend, and on a holiday beside it, nothing is shown anew. */
	SLACK = 4,
	/* A practice that is booked for days only shows all that there is. */
	LEAST = 14
};

bool
horizon_step(struct horizon *h, int64_t ahead, int64_t today)
{
	struct horizon was = *h;

	if (ahead < LEAST)
		*h = (struct horizon){ 0, 0 };
	else if (h->days == 0 || ahead > h->days + SLACK ||
	    ahead < h->days - SLACK)
		*h = (struct horizon){ ahead, today };
	else if (ahead > h->days)
		h->days = ahead;
	return h->days != was.days || h->on != was.on;
}

int64_t
horizon_proposal(const struct horizon *h, int64_t today)
{
	/* The last day that is shown counts. */
	return h->days != 0 && today - h->on >= WEEK ? h->days + 1 : 0;
}

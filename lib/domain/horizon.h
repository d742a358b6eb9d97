/* SPDX-License-Identifier: ISC */
/*
 * horizon - does a feed publish only a moving stretch of time (design D5)?
 * Then the latest start keeps its distance from today, where that of any
 * other feed comes a day nearer each day.
 */
#ifndef SMSCAL_DOMAIN_HORIZON_H
#define SMSCAL_DOMAIN_HORIZON_H

#include <stdbool.h>
#include <stdint.h>

struct horizon {
	int64_t days; /* the longest distance, in days from today; 0: none */
	int64_t on;   /* ... that is kept since this local day */
};

/*
 * Once a day: the latest start of a single event lies `ahead` days from
 * `today` (0: there is none).  Gives whether *h changed.
 */
bool horizon_step(struct horizon *h, int64_t ahead, int64_t today);

/* The horizon to propose, as a calendar's --horizon; 0: none. */
int64_t horizon_proposal(const struct horizon *h, int64_t today);

#endif

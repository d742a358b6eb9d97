/* SPDX-License-Identifier: ISC */
/*
 * together - several appointments of one recipient that become new in one
 * settle time make one confirmation (design P16).
 *
 * Each of them has a message of its own, and one of those, that of the first
 * start, goes for all: so what was told of each is known for ever after.  The
 * settle time (P7) is theirs together: it starts again with each change of
 * one, and ends 30 min after the first.  Those that P9 makes wait for the same
 * opening go together, too.  One that begins so soon that it might not wait
 * for the others goes alone.  Pure; instants are Unix seconds UTC.
 */
#ifndef SMSCAL_DOMAIN_TOGETHER_H
#define SMSCAL_DOMAIN_TOGETHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/window.h"
#include "util/zone.h"

enum { TOGETHER_MAX = 20 }; /* dates in one message */

/* A confirmation that is owed, to one number and name, by one rule. */
struct together {
	int64_t appointment_id;
	int64_t message_id; /* 0: it is to be made */
	int64_t with_id;    /* 0: it goes alone, or for others */
	int64_t start_at;
	bool all_day;
	int64_t changed_at, burst_at; /* of the appointment */
};

/* What goes in one message: n dates, the first start first. */
struct together_group {
	const struct together *v; /* borrowed */
	size_t n;
	int64_t due_at, expires_at;
};

/*
 * The group of the appointment `own`, one of v[0..n), which is put in order.
 * false: there is no time for it (P9).
 */
bool together_find(struct together *v, size_t n, int64_t own,
    const struct zone *zone, const struct window *window,
    struct together_group *g);

/* Of a group in parts of `most` each: that of the appointment `own`. */
void together_part(struct together_group *g, size_t most, int64_t own);

#endif

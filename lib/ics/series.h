/* SPDX-License-Identifier: ISC */
/*
 * series - the occurrences of one UID: of its masters, with the overrides in
 * the places of those that they replace.
 */
#ifndef SMSCAL_ICS_SERIES_H
#define SMSCAL_ICS_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ics/event.h"

/* An occurrence, while overrides may still take its place. */
struct slot {
	int64_t key;          /* the original start */
	int64_t original_at;  /* what is said of it: the key, or 0 */
	struct ics_event *ev; /* borrowed: who supplies it */
	struct ics_time start;
	struct ics_span span;
	bool always; /* given however far ahead or past: it is no series' */
	bool overridden;
	bool withheld; /* its override cannot be read (D3) */
};

struct slots {
	struct slot *v; /* owned */
	size_t n, cap;
};

#define SLOTS_INIT ((struct slots){ .v = NULL })

void slots_free(struct slots *s); /* leaves SLOTS_INIT */

/* The window, and where notes go. */
struct series {
	int64_t from_at, to_at;
	struct parsed *notes; /* borrowed */
};

/*
 * Replace *out by the slots of masters v[0..n) (readable, the winners of
 * their UID; `apart`: they are separate appointments) and of the overrides
 * o[0..n_o), some of which may be bad.  Each override's out.recurrence_at
 * becomes its key.  Ordered by key.
 */
void series_slots(const struct series *s, struct ics_event *const *v, size_t n,
    bool apart, struct ics_event *const *o, size_t n_o, struct slots *out);

/* Is the slot within the window, or given in any case? */
bool series_within(const struct series *s, const struct slot *slot);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * tzif - the bytes of a TZif file (RFC 8536, 9636) made changes and a rule.
 * Every count in the file is checked against its size before it is believed.
 * Files of version 1 and files with leap seconds are refused: the ones end in
 * 2037, the others do not count Unix seconds.
 */
#ifndef SMSCAL_UTIL_TZIF_H
#define SMSCAL_UTIL_TZIF_H

#include <stdbool.h>
#include <stddef.h>

#include "util/tzrule.h"
#include "util/zone.h"

/* No zone is further from UTC than RFC 8536 lets it be. */
enum { TZIF_OFFSET_MAX = 26 * 3600 - 1 };

struct tzif {
	int first_s;         /* the offset before the first change */
	struct zone_step *v; /* owned; in order, each another offset */
	size_t n, cap;
	bool ruled; /* at and behind rule_at the rule counts */
	int64_t rule_at;
	struct tzrule rule;
};

#define TZIF_INIT ((struct tzif){ .v = NULL })

/* false: it is no whole and sound TZif file, and *t is TZIF_INIT. */
bool tzif_parse(const void *p, size_t n, struct tzif *t);
void tzif_free(struct tzif *t); /* leaves TZIF_INIT */

/*
 * From `at` on, `offset_s`.  One that changes nothing leaves no trace, nor
 * does one before the last; of two at one instant the second counts.
 */
void tzif_step(struct tzif *t, int64_t at, int offset_s);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * rule_part - what options set of a rule, as text: for export, which writes
 * it, and for apply, which sets it by the option of that name.
 */
#ifndef SMSCAL_BIN_ADMIN_RULE_PART_H
#define SMSCAL_BIN_ADMIN_RULE_PART_H

#include "domain/setup.h"
#include "util/buf.h"

struct rule_part {
	const char *name; /* of the option; NULL ends the table */
	const char *help;
	bool word;   /* a number, or yes and no */
	bool timing; /* when it goes */
	/* In the form that the option takes; adds nothing where there is none. */
	void (*text)(const struct rule *r, struct buf *out);
};

extern const struct rule_part rule_parts[];

/* "2h", "90m"; "09:00". */
void rule_stretch_text(int minutes, struct buf *out);
void rule_clock_text(int minutes, struct buf *out);

#endif

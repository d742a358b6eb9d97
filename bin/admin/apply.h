/* SPDX-License-Identifier: ISC */
/* apply - the parts of making a file so: objects (apply.c) and their rules. */
#ifndef SMSCAL_BIN_ADMIN_APPLY_H
#define SMSCAL_BIN_ADMIN_APPLY_H

#include "admin/object.h"
#include "conf/tree.h"

struct apply {
	struct admin *a;
	const char *file; /* borrowed; stands before line and column */
	struct buf gone;  /* what goes that has a history, in words */
	size_t done, all; /* branches and calendars */
	/* Of the company being worked on, as it was before; owned. */
	struct sender_list senders;
	struct fallback_list fallbacks;
	struct rule_list rules;
};

/*
 * "FILE:LINE:COLUMN: " in front of what is in *e, which is ERR_DATA then: of
 * the node, or of the one below it whose option *e names.
 */
int apply_err(const struct apply *ap, const struct tree *y, struct err *e);
int apply_refuse(const struct apply *ap, const struct tree *y, struct err *e,
    const char *fmt, ...) ATTR_PRINTF(4, 5);

/* Is it a map whose keys are among the n names?  "did you mean". */
int apply_map(const struct apply *ap, const struct tree *y,
    const char *const *names, size_t n, struct err *e) ATTR_USE;

/* The one value of a key of the map, "" for none; borrowed. */
int apply_value(const struct apply *ap, const struct tree *map, const char *key,
    const char **text, struct err *e) ATTR_USE;

/* The options of the command line are these alone now. */
void apply_options_clear(struct apply *ap);

/* Bring the rules of *r in line with the list `y`; NULL: it has none. */
int apply_rules(struct apply *ap, const struct ref *r, const struct tree *y,
    struct err *e) ATTR_USE;

/* Those of all companies of the document. */
int apply_document(
    struct apply *ap, const struct tree *root, struct err *e) ATTR_USE;
void apply_fini(struct apply *ap);

#endif

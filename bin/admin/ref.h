/* SPDX-License-Identifier: ISC */
/*
 * ref - what an operand names: acme (a company), acme/graz (its branch) or
 * acme/ordination (its calendar).
 */
#ifndef SMSCAL_BIN_ADMIN_REF_H
#define SMSCAL_BIN_ADMIN_REF_H

#include "admin/admin.h"
#include "domain/setup.h"
#include "store/calendar.h"

enum ref_kind { REF_COMPANY = 1, REF_BRANCH = 2, REF_CALENDAR = 4 };

struct ref {
	enum ref_kind kind;
	const char *text;         /* borrowed: the operand */
	const char *zone;         /* borrowed: what it names has that one */
	struct company company;   /* owned */
	struct branch branch;     /* owned; of the branch, or the calendar's */
	struct calendar calendar; /* owned */
	struct level level;
	/* Borrowed: those of the company and all below it, where whoever walks
	 * over its calendars has them; NULL: to be loaded. */
	const struct rule_list *rules;
};

/*
 * Find what `text` names, one of the kinds in the set `allowed`.  ERR_USAGE
 * with "did you mean".  End with ref_fini() in every case; *r begins as zero.
 */
int ref_find(struct admin *a, const char *text, unsigned allowed, struct ref *r,
    struct err *e) ATTR_USE;
void ref_fini(struct ref *r);

/*
 * Check the operand for a new branch or calendar, "acme/graz": fills in the
 * company, and gives the part behind the slash, borrowed, in *name.  A branch
 * and a calendar of one company may not share a name.
 */
int ref_new(struct admin *a, const char *text, struct ref *r, const char **name,
    struct err *e) ATTR_USE;

/* Is it a short name?  ERR_USAGE says what is allowed. */
int ref_check(const char *name, struct err *e) ATTR_USE;

#endif

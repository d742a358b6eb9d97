/* SPDX-License-Identifier: ISC */
/*
 * phone_run - digits in groups as one number is written: where it ends, and
 * what it is.  Part of phone_find().
 */
#ifndef SMSCAL_DOMAIN_PHONE_RUN_H
#define SMSCAL_DOMAIN_PHONE_RUN_H

#include "domain/glyph.h"
#include "domain/phone.h"

enum {
	RUN_DIGITS = 24, /* that are kept; what has more is none */
	RUN_GROUPS = 12,
	RUN_COMPLETE = 10 /* digits that are enough where no table says it */
};

struct phone_run {
	/* Set by the caller; borrowed. */
	const struct glyphs *g;
	const struct phone_opts *opts;
	enum phone_form form;
	bool opened; /* a bracket is open before the first digit */
	/* Read. */
	char digits[RUN_DIGITS + 1];
	int n;
	struct {
		int size, n; /* digits of it, and with those before it */
		size_t to;   /* behind it */
		bool apart;  /* a blank stands before it */
	} group[RUN_GROUPS];
	int groups;
	int zero_at; /* where in the digits a "(0)" stands; -1: nowhere */
	int depth;   /* brackets that are open */
	bool over;   /* too many digits */
	bool doubt;  /* it may have ended, a digit short */
	size_t to;   /* the number's end */
};

/* Read all groups that may belong to the number, from the digit at i on. */
void phone_run_read(struct phone_run *r, size_t i);

/* Of what was read: the number of its first n digits. */
void phone_run_make(const struct phone_run *r, int n, struct phone_made *m);

/* Could the number of n digits be all of one? */
bool phone_run_complete(const struct phone_made *m, int n);

/*
 * The number.  It ends with the last group that makes it complete, unless an
 * earlier one did that looks like the end, or much is left over: then it is
 * PHONE_UNCLEAR.
 */
void phone_run_choose(struct phone_run *r, struct phone_made *m);

#endif

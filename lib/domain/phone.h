/* SPDX-License-Identifier: ISC */
/*
 * phone - telephone numbers as people write them, and as E.164 (C2).  When in
 * doubt it is none: a wrong number does more harm.
 */
#ifndef SMSCAL_DOMAIN_PHONE_H
#define SMSCAL_DOMAIN_PHONE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/numbering.h"
#include "util/err.h"

enum { PHONE_TEXT = 17 }; /* "+", 15 digits, NUL */

/* How numbers of a calendar are read; all is borrowed. */
struct phone_opts {
	const char *country_code; /* of national numbers; NULL: none count */
	bool landlines;           /* landlines get SMS too */
	const char *const *own;   /* E.164; never the customer's */
	size_t n_own;
};

/* What becomes of digits. */
enum phone_reason {
	PHONE_OK,
	PHONE_SHORT,
	PHONE_LONG,
	PHONE_NO_CODE,  /* national, and no country code is set */
	PHONE_BAD_CODE, /* no country has that code */
	PHONE_NONE,     /* no number of that country begins so */
	PHONE_SERVICE,  /* free, premium, pagers: nobody's own */
	PHONE_LANDLINE,
	PHONE_OWN,     /* the company's or a branch's */
	PHONE_LABEL,   /* a fax, an invoice, what the words before it say */
	PHONE_UNCLEAR, /* where it ends, or whether it is one at all */
	PHONE_REASONS
};

/* Borrow the reason in words that go on after a number: "is a landline". */
const char *phone_reason_text(enum phone_reason reason);

enum phone_form {
	PHONE_INTERNATIONAL, /* the digits behind + or 00 */
	PHONE_NATIONAL       /* as dialled inside the country */
};

struct phone_made {
	char phone[PHONE_TEXT]; /* E.164; "" without a country */
	enum phone_reason reason;
	struct numbering known; /* what the tables say of it */
	int national_n;         /* its digits behind the country code */
};

/*
 * The number of these digits.  `zero_at` is where in them a 0 stands that was
 * written as "(0)"; -1: nowhere.  `country_code` may be NULL.  The reason may
 * be PHONE_OK, SHORT, LONG, NO_CODE, BAD_CODE, NONE, SERVICE, LANDLINE or
 * UNCLEAR; with the last three and with SHORT and LONG `phone` is set too.
 */
void phone_make(enum phone_form form, const char *digits, int zero_at,
    const char *country_code, struct phone_made *out);

/*
 * One number that an operator typed, as E.164; landlines are fine.  ERR_USAGE
 * says what is wrong with it.
 */
int phone_normalise(const char *text, const char *country_code,
    char out[PHONE_TEXT], struct err *e) ATTR_USE;

/* Has it the form of E.164, "+" and 8 to 15 digits? */
bool phone_is(const char *phone);

/* A place in a text that looks like a number. */
struct phone_found {
	size_t from, to; /* bytes of the text */
	char phone[PHONE_TEXT];
	enum phone_reason reason; /* why it was passed over; PHONE_OK: it
	                             was not */
	bool mobile;              /* the tables know it as one */
};

struct phone_list {
	struct phone_found *v; /* owned */
	size_t n, cap;
};

#define PHONE_LIST_INIT ((struct phone_list){ .v = NULL })

/*
 * Append what looks like a number, in order; of a text its first 16 KiB are
 * looked at.
 */
void phone_find(
    const char *text, const struct phone_opts *opts, struct phone_list *out);
void phone_list_free(struct phone_list *l); /* leaves PHONE_LIST_INIT */

#endif

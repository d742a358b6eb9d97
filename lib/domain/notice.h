/* SPDX-License-Identifier: ISC */
/*
 * notice - what a gateway tells us of its own accord: an SMS that came in, or
 * a delivery report, the same for every vendor.
 */
#ifndef SMSCAL_DOMAIN_NOTICE_H
#define SMSCAL_DOMAIN_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/attr.h"

enum notice_type {
	NOTICE_REPLY,
	NOTICE_REPORT,
	NOTICE_OTHER /* nothing for us: a binary SMS, another channel */
};

/* The states of a delivery, as the database names them. */
enum notice_status {
	NOTICE_ACCEPTED, /* by the carrier: on its way */
	NOTICE_DELIVERED,
	NOTICE_UNDELIVERED, /* so far */
	NOTICE_EXPIRED,
	NOTICE_DELETED,
	NOTICE_REJECTED,
	NOTICE_STATUS_COUNT
};

struct notice {
	enum notice_type type;
	char *key;        /* owned; each notice is taken once by it (R2) */
	char *phone;      /* owned; reply: who wrote, E.164 */
	char *address;    /* owned; reply: the number written to; NULL */
	char *text;       /* owned; reply */
	char *parts_ref;  /* owned; a part of a reply: of which; NULL: whole */
	int part, parts;  /* ... the how manieth, of how many */
	char *ref;        /* owned; report: our reference; NULL */
	char *gateway_id; /* owned; report: the gateway's id; NULL */
	enum notice_status status;
	int64_t at; /* report: the vendor's time; 0: it says none */
};

void notice_fini(struct notice *n); /* all zero afterwards */

/*
 * Give a sender as E.164; with +, 00 or neither before the country code.
 * NULL: it is none, or could be anybody's.
 */
char *notice_phone(const char *sender) ATTR_USE;
/* Has the sender letters?  Then it is no person, and cannot be answered. */
bool notice_is_named(const char *sender);

const char *notice_status_name(enum notice_status s);

#endif

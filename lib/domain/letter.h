/* SPDX-License-Identifier: ISC */
/*
 * letter - a mail to a company: its words, in German or in English, and its
 * form as a mailer takes it (RFC 5322).
 */
#ifndef SMSCAL_DOMAIN_LETTER_H
#define SMSCAL_DOMAIN_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/zone.h"

/* All that is said, with {1} and {2} to be filled in; letter_text.c. */
enum letter_text {
	/* A reply (R4). */
	LETTER_REPLY,   /* subject: who */
	LETTER_WROTE,   /* who, when */
	LETTER_ABOUT,   /* the appointment's time */
	LETTER_UNCLEAR, /* yes or no, but to which? */
	LETTER_STOP,
	LETTER_START,
	LETTER_OPERATOR, /* start, but the operator has opted it out */
	LETTER_NO,
	LETTER_TRIAL, /* it had been redirected there */
	/* Causes (X8); a subject and what there is to say. */
	LETTER_SUBJECT,   /* what */
	LETTER_SEVERAL,   /* how many causes */
	LETTER_FEED,      /* subject: calendar */
	LETTER_FEED_SAYS, /* calendar, since when */
	LETTER_FEED_MEANS,
	LETTER_MASS,         /* subject: calendar */
	LETTER_MASS_GONE,    /* calendar */
	LETTER_MASS_TOLD,    /* calendar */
	LETTER_MASS_PHONES,  /* calendar */
	LETTER_MASS_ACCEPT,  /* the operator's reference of it */
	LETTER_ACCOUNT,      /* subject: gateway */
	LETTER_ACCOUNT_SAYS, /* gateway, since when */
	LETTER_SENDER_SAYS,  /* sender, since when */
	LETTER_ACCOUNT_MEANS,
	LETTER_MESSAGES, /* subject: how many */
	LETTER_HELD,
	LETTER_EXPIRED,
	LETTER_UNSURE,
	LETTER_FAILED,
	LETTER_UNDELIVERED,
	LETTER_MESSAGE,  /* who, when */
	LETTER_MORE,     /* how many more */
	LETTER_IS_STALE, /* reasons of held */
	LETTER_IS_TOO_LONG,
	LETTER_IS_LIMIT,
	LETTER_IS_RESTORED,
	/* Tomorrow's appointments without SMS. */
	LETTER_DAILY,      /* subject: how many */
	LETTER_DAILY_SAYS, /* the day */
	LETTER_ALL_DAY,
	LETTER_PAUSED,
	LETTER_NO_PHONE,
	LETTER_NO_SMS,
	LETTER_OPTED_OUT,
	LETTER_DECLINED,
	LETTER_MISSING,
	LETTER_NO_MESSAGE,
	LETTER_IS_HELD, /* its message: */
	LETTER_IS_CANCELLED,
	LETTER_IS_EXPIRED,
	LETTER_IS_UNSURE,
	LETTER_IS_FAILED,
	LETTER_IS_UNDELIVERED,
	LETTER_TEXTS
};

/* Append the text in the language, a company's: de..., else English. */
void letter_put(struct buf *b, const char *language, enum letter_text t,
    const char *one, const char *two);

/* Append the time, or only its day, as the language writes it. */
void letter_time(
    struct buf *b, const char *language, const struct zone *z, int64_t at);
void letter_day(
    struct buf *b, const char *language, const struct zone *z, int64_t at);

/* A mail; all is borrowed. */
struct letter {
	const char *from;           /* an address */
	const char *to;             /* an address */
	const char *subject, *text; /* UTF-8 */
	const char *id;             /* of Message-ID, without the brackets */
	int64_t at;
};

/*
 * Append it as sendmail takes it, with \n at the end of lines.  No value can
 * add a header: control characters are left out of all of them.
 */
void letter_render(const struct letter *l, struct buf *out);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * advice - what an operator can do about an address that gives no calendar:
 * what the large servers' pages and refusals mean.
 */
#ifndef SMSCAL_DOMAIN_ADVICE_H
#define SMSCAL_DOMAIN_ADVICE_H

#include <stdbool.h>
#include <stddef.h>

/* What a server answered; all is borrowed. */
struct advice_answer {
	const char *url;  /* that was asked; nothing of it is repeated (F6) */
	const char *host; /* that answered, behind redirects; NULL: the same */
	long status;
	const char *body;
	size_t n;
};

/* A sentence, borrowed; NULL: there is nothing to say. */
const char *advice_for(const struct advice_answer *a);

/*
 * Is it what a server writes for every entry of a calendar that is published
 * as free/busy only, in whatever language?
 */
bool advice_busy_title(const char *title);

#endif

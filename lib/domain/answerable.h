/* SPDX-License-Identifier: ISC */
/*
 * answerable - can people answer a sender, and does a rule want them to?  A
 * followup waits for a reply (P8), and a text may tell to answer STOP (P11).
 */
#ifndef SMSCAL_DOMAIN_ANSWERABLE_H
#define SMSCAL_DOMAIN_ANSWERABLE_H

#include <stdbool.h>

#include "domain/keyword.h"
#include "domain/setup.h"

enum answerable {
	ANSWERABLE,
	ANSWERABLE_LETTERS, /* a telephone cannot write to a name */
	ANSWERABLE_LOST     /* to the number, but nothing brings it to us */
};

/* `routed`: what is sent to the account's numbers comes to us. */
enum answerable answerable_sender(const struct sender *s, bool routed);

/*
 * Does the text tell to answer with a word that stops (one in capitals, as
 * such texts have it), of ours or of the company's `own`?
 */
bool answerable_stops(const char *text, const struct keyword_list *own);

#endif

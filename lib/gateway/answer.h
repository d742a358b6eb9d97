/* SPDX-License-Identifier: ISC */
/*
 * answer - what HTTP itself says of an answer, before and beside what the
 * gateway says in it; for the gateways of the web.
 */
#ifndef SMSCAL_GATEWAY_ANSWER_H
#define SMSCAL_GATEWAY_ANSWER_H

#include <stdbool.h>

#include "domain/outcome.h"
#include "net/http.h"

/*
 * Begin the outcome.  false: there was no answer, or one that broke off, and
 * the outcome says what that means.
 */
bool answer_begin(const struct http_res *r, struct outcome *o);

/* An answer that says nothing that is understood: its status decides. */
void answer_http(const struct http_res *r, struct outcome *o);

/* The sentence of a status, else o->detail; borrowed. */
const char *answer_explain(const struct outcome *o);

#endif

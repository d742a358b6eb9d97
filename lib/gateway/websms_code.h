/* SPDX-License-Identifier: ISC */
/*
 * websms_code - the statusCodes of the websms API: their class, and what each
 * means for people.  The vendor's table as its clients have it; codes that
 * only old clients know are kept.
 */
#ifndef SMSCAL_GATEWAY_WEBSMS_CODE_H
#define SMSCAL_GATEWAY_WEBSMS_CODE_H

#include "domain/outcome.h"

/*
 * Set class, sender, throttled, blocked and detail by the code.  One that is
 * not in the table: 2xxx accepted, 4xxx permanent, 5xxx transient, others
 * unknown.
 */
void websms_class(int code, struct outcome *o);

/* The sentence of the code; NULL: it is not in the table. */
const char *websms_sentence(int code);

#endif

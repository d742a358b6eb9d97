/* SPDX-License-Identifier: ISC */
/*
 * websms - the Messaging API of websms and LINK Mobility: one protocol, two
 * hosts.  JSON by POST, one recipient a request, no deduplication on their
 * side: a request whose outcome is not known is never repeated.
 */
#ifndef SMSCAL_GATEWAY_WEBSMS_H
#define SMSCAL_GATEWAY_WEBSMS_H

#include "gateway/gateway.h"

extern const struct gateway gateway_websms;
extern const struct gateway gateway_linkmobility;

/* What the outcome means and what to do about it, as a sentence; borrowed. */
const char *websms_explain(const struct outcome *o);

#endif

/* SPDX-License-Identifier: ISC */
/* callback_address - where a gateway is told to send what it has to tell. */
#ifndef SMSCAL_GATEWAY_CALLBACK_ADDRESS_H
#define SMSCAL_GATEWAY_CALLBACK_ADDRESS_H

#include "conf/conf.h"
#include "util/buf.h"
#include "util/err.h"

/*
 * Append the gateway's callback, if it has one; where the account's file
 * (NULL or "": there is none) has a line "hook: SECRET", with that as k=, so
 * that the secret stands in no configuration (R1, X5).
 */
int callback_address(const struct conf_gateway *conf, const char *token_file,
    struct buf *out, struct err *e) ATTR_USE;

#endif

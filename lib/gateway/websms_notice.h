/* SPDX-License-Identifier: ISC */
/*
 * websms_notice - the notifications of websms and LINK Mobility: one JSON
 * object each (developer.websms.com, "Receive SMS").
 */
#ifndef SMSCAL_GATEWAY_WEBSMS_NOTICE_H
#define SMSCAL_GATEWAY_WEBSMS_NOTICE_H

#include "domain/notice.h"
#include "store/json.h"
#include "util/err.h"

/*
 * Fill *n from the object of `size` bytes; end with notice_fini().  ERR_DATA
 * says what is wrong with it.
 */
int websms_notice(struct json *j, const char *text, size_t size,
    struct notice *n, struct err *e) ATTR_USE;

#endif

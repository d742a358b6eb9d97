/* SPDX-License-Identifier: ISC */
/*
 * callback - what a gateway told the hook, as a notice: one reader a vendor,
 * and where the vendor signs, its signature is checked first.  No vendor's
 * name stands above this line but in the file of the spool.
 */
#ifndef SMSCAL_GATEWAY_CALLBACK_H
#define SMSCAL_GATEWAY_CALLBACK_H

#include "domain/notice.h"
#include "store/json.h"
#include "util/err.h"
#include "util/spool.h"

/*
 * Does the vendor sign with a key of the account's file?  CALLBACK_SIGNS: if
 * there is one; CALLBACK_MUST: always, and it is the token where the file
 * names no other.
 */
enum callback_key { CALLBACK_PLAIN, CALLBACK_SIGNS, CALLBACK_MUST };
enum callback_key callback_key(const char *vendor);

/*
 * Fill *n from the entry; end with notice_fini().  n->key is NULL where the
 * vendor gives no id.  `key` NULL: there is none.  ERR_DATA: it cannot be
 * read or believed, and why.
 */
int callback_read(struct json *j, const struct spool_entry *s, const char *key,
    struct notice *n, struct err *e) ATTR_USE;

#endif

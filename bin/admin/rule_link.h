/* SPDX-License-Identifier: ISC */
/* rule_link - may a rule's messages end with the address of a file (T5)? */
#ifndef SMSCAL_BIN_ADMIN_RULE_LINK_H
#define SMSCAL_BIN_ADMIN_RULE_LINK_H

#include "admin/admin.h"
#include "admin/ref.h"

/* --link, where it is given; ERR_USAGE says what the file needs. */
int rule_link_apply(struct admin *a, const struct ref *ref, struct rule *r,
    struct err *e) ATTR_USE;

/*
 * Append why the company's messages can have no link; nothing: they can.
 * `branch` may be NULL.
 */
void rule_link_lacks(const struct admin *a, const struct company *c,
    const struct branch *branch, struct buf *why);

#endif

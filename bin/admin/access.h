/* SPDX-License-Identifier: ISC */
/*
 * access - "Zugang testen": a message with `test` through the gateway of a
 * company or a branch; nothing goes out.  What a failure means is said in a
 * sentence.
 */
#ifndef SMSCAL_BIN_ADMIN_ACCESS_H
#define SMSCAL_BIN_ADMIN_ACCESS_H

#include "admin/admin.h"

extern const struct option access_options[];

int access_company(struct admin *a, struct err *e) ATTR_USE;
int access_branch(struct admin *a, struct err *e) ATTR_USE;

#endif

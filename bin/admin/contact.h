/* SPDX-License-Identifier: ISC */
/* contact - a file of contacts into the list of a company. */
#ifndef SMSCAL_BIN_ADMIN_CONTACT_H
#define SMSCAL_BIN_ADMIN_CONTACT_H

#include "admin/admin.h"

/*
 * In slices, each in a short transaction of its own; said again, it goes on
 * where it was cut off.  Each line that is refused is said on standard error,
 * and gives how many were.
 */
int contact_import(struct admin *a, struct err *e) ATTR_USE;

#endif

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

/* --name and the others of contact add and set. */
extern const struct option contact_add_options[], contact_set_options[];

/*
 * Bring the contact *was (id 0: there is none yet) to *is, changed as the
 * options say.  ERR_USAGE: what is wrong with it, or that it is another's.
 */
struct ref;
struct contact;
int contact_edit(struct admin *a, const struct ref *r,
    const struct contact *was, struct contact *is, struct err *e) ATTR_USE;

#endif

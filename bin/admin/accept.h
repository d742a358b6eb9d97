/* SPDX-License-Identifier: ISC */
/* accept - the operator's word that a mass change of a feed is right (D9). */
#ifndef SMSCAL_BIN_ADMIN_ACCEPT_H
#define SMSCAL_BIN_ADMIN_ACCEPT_H

#include "admin/admin.h"

extern const struct option accept_options[];

int accept_calendar(struct admin *a, struct err *e) ATTR_USE;

#endif

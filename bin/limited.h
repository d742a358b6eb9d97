/* SPDX-License-Identifier: ISC */
/*
 * limited - which of a number's messages a limit holds, and which one (P12);
 * for plan, and for admin, which says so.
 */
#ifndef SMSCAL_BIN_LIMITED_H
#define SMSCAL_BIN_LIMITED_H

#include "store/limit.h"
#include "tool.h"

/*
 * Append the number's messages of a company, each with what holds it as it is
 * now.  `zone` says which day it is for what all of the company has sent; the
 * tool's zones are read.  End with limit_list_free() in every case.
 */
int limited_look(struct tool *t, int64_t company_id, const char *phone,
    const struct zone *zone, struct limit_list *l, struct err *e) ATTR_USE;

#endif

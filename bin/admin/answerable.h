/* SPDX-License-Identifier: ISC */
/*
 * answerable - senders that nobody can answer, beside rules that want an answer
 * (P8): said by check, and where it is set.
 */
#ifndef SMSCAL_BIN_ADMIN_ANSWERABLE_H
#define SMSCAL_BIN_ADMIN_ANSWERABLE_H

#include "admin/admin.h"
#include "domain/setup.h"

/* Append a line for each: "acme: its sender Praxis ..." and a line end. */
int answerable_lacks(struct admin *a, const struct company *c,
    struct buf *lines, struct err *e) ATTR_USE;

/* The same of all companies that are on. */
int answerable_all(struct admin *a, struct buf *lines, struct err *e) ATTR_USE;

/* Say on standard error the lines that are not among those that were. */
void answerable_say(const char *lines, const char *were);

/* Say those of a company; it is no failure. */
int answerable_warn(
    struct admin *a, int64_t company_id, struct err *e) ATTR_USE;

#endif

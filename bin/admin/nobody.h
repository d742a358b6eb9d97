/* SPDX-License-Identifier: ISC */
/* nobody - why an event brings no number that gets SMS (C2, C6, C7). */
#ifndef SMSCAL_BIN_ADMIN_NOBODY_H
#define SMSCAL_BIN_ADMIN_NOBODY_H

#include "domain/why.h"
#include "reading.h"

/* Of an event in which nobody was found: why, and append it in words. */
int nobody_why(const struct reading *r, const struct parsed_event *ev,
    enum why *why, struct buf *out, struct err *e) ATTR_USE;

/* The same of one number (E.164) that stands somewhere in it. */
int nobody_number(const struct reading *r, const struct parsed_event *ev,
    const char *phone, enum why *why, struct buf *out, struct err *e) ATTR_USE;

#endif

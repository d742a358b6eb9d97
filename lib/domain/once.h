/* SPDX-License-Identifier: ISC */
/*
 * once - a series is told once per recipient, for its next occurrence: that
 * it is new, and that it moved as a whole (design D8).
 */
#ifndef SMSCAL_DOMAIN_ONCE_H
#define SMSCAL_DOMAIN_ONCE_H

#include "domain/match.h"

/*
 * Behind the last step of change_apply(), in which m->seen gives for each of
 * seen[0..n) its place among `known`, new ones too, or -1: of each series
 * and recipient leave one to be told.  Was that one to be told and is off
 * before it was, the next one is: c[i] is marked changed with it.
 */
void once_tell(struct appointment_list *known, const struct match *m,
    const struct seen *seen, size_t n, int64_t now, struct change *c);

#endif

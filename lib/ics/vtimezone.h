/* SPDX-License-Identifier: ISC */
/* vtimezone - a feed's own VTIMEZONE as a zone of steps, 1970 to 2099. */
#ifndef SMSCAL_ICS_VTIMEZONE_H
#define SMSCAL_ICS_VTIMEZONE_H

#include "util/attr.h"
#include "util/zone.h"

/*
 * From the lines of sift_timezone().  The zone is the caller's; zone_free().
 * NULL: no observance of it can be read.
 */
struct zone *vtimezone_make(const char *tzid, const char *lines) ATTR_USE;

#endif

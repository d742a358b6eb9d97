/* SPDX-License-Identifier: ISC */
/*
 * tzid - which zone a TZID means (D4): an IANA name, also behind a
 * /vendor/.../ prefix; else a Windows name; else the feed's own VTIMEZONE;
 * else nothing that we know.  Every answer is kept.
 */
#ifndef SMSCAL_ICS_TZID_H
#define SMSCAL_ICS_TZID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/zone.h"

struct tzids;

/* `zs` is borrowed until tzids_free(). */
struct tzids *tzids_new(struct zones *zs) ATTR_USE;
void tzids_free(struct tzids *t); /* and the zones of its VTIMEZONEs */

/*
 * The text of the VTIMEZONE `id` (see util/watch.h), borrowed until
 * tzids_free(); the first of a TZID counts.  ERR_DATA: it cannot be read.
 */
int tzids_add(struct tzids *t, int64_t id, const char *text, size_t n,
    struct err *e) ATTR_USE;

/*
 * Borrow the zone until tzids_free(); NULL: unknown, and *first says whether
 * it was asked for the first time, so that one note is enough.
 */
const struct zone *tzids_get(struct tzids *t, const char *tzid, bool *first);

#endif

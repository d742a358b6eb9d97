/* SPDX-License-Identifier: ISC */
/* horizon_row - how far a calendar's feed has been showing (D5). */
#ifndef SMSCAL_STORE_HORIZON_ROW_H
#define SMSCAL_STORE_HORIZON_ROW_H

#include "domain/horizon.h"
#include "store/db.h"

/* All zero where nothing is known. */
int horizon_get(struct db *db, int64_t calendar_id, struct horizon *h,
    struct err *e) ATTR_USE;
int horizon_set(struct db *db, int64_t calendar_id, const struct horizon *h,
    struct err *e) ATTR_USE;

/*
 * The latest start of a live single event; 0: there is none.  Series are
 * known for a moving stretch in any case.
 */
int horizon_latest(struct db *db, int64_t calendar_id, int64_t *start_at,
    struct err *e) ATTR_USE;

#endif

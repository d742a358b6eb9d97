/* SPDX-License-Identifier: ISC */
/* fallback - what a level writes where a placeholder has no value (T1). */
#ifndef SMSCAL_STORE_FALLBACK_H
#define SMSCAL_STORE_FALLBACK_H

#include "store/calendar.h"

/* Append those of the company and of all levels below it. */
int fallback_list(struct db *db, int64_t company_id, struct fallback_list *l,
    struct err *e) ATTR_USE;

/* Set one of a level, or end it (text NULL); plan looks at its calendars. */
int fallback_put(struct db *db, const struct level *level,
    const char *placeholder, const char *text, struct err *e) ATTR_USE;

#endif

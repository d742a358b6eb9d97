/* SPDX-License-Identifier: ISC */
/*
 * waiting - what of a calendar waits for the operator's word, since it came
 * with a mass change (D9), and what such a change is measured by.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_WAITING_H
#define SMSCAL_STORE_WAITING_H

#include "domain/mass.h"
#include "store/db.h"

/* What the calendar has to come. */
int waiting_total(struct db *db, int64_t calendar_id, int64_t now,
    struct mass_total *out, struct err *e) ATTR_USE;

/* The kinds that wait, of what is to come. */
int waiting_kinds(struct db *db, int64_t calendar_id, int64_t now,
    unsigned *kinds, struct err *e) ATTR_USE;

/* Nothing waits any more: the note of it goes. */
int waiting_done(struct db *db, int64_t calendar_id, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * facts - what plan asks of a number in a company, and whom it has to look at
 * again when one appointment changes what another one owes.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_FACTS_H
#define SMSCAL_STORE_FACTS_H

#include "domain/appointment.h"
#include "domain/plan.h"
#include "store/db.h"

/* Fill *f for a recipient of the appointment. */
int facts_get(struct db *db, int64_t company_id, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f, struct err *e) ATTR_USE;

/*
 * Mark for plan the company's other appointments with that recipient that
 * begin within [from_at, to_at], or of which the recipient believes so.
 */
int facts_touch(struct db *db, int64_t company_id, int64_t appointment_id,
    const char *phone, int64_t from_at, int64_t to_at, struct err *e) ATTR_USE;

#endif

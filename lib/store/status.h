/* SPDX-License-Identifier: ISC */
/* status - what there is to count for domain/health. */
#ifndef SMSCAL_STORE_STATUS_H
#define SMSCAL_STORE_STATUS_H

#include "domain/health.h"
#include "store/db.h"

/*
 * Fill in all but the tools and health_account.file, for a company or for all
 * (0).  *h is all zero; end with health_fini() in every case.
 */
int status_load(struct db *db, int64_t company_id, int64_t now,
    struct health *h, struct err *e) ATTR_USE;

#endif

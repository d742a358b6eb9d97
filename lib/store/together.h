/* SPDX-License-Identifier: ISC */
/*
 * together - the confirmations of one number that may go in one message (P16).
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_TOGETHER_H
#define SMSCAL_STORE_TOGETHER_H

#include "domain/appointment.h"
#include "domain/plan.h"
#include "domain/together.h"
#include "store/db.h"

struct together_list {
	struct together *v; /* owned */
	size_t n, cap;
};

#define TOGETHER_LIST_INIT ((struct together_list){ .v = NULL })

/*
 * Append what may go with the confirmation *i of the appointment *a, itself
 * first: of other appointments of the company, to the same number and name,
 * by the same rule, and of a calendar like its own in zone, branch, window and
 * links; pending, in line with what they were written from, and still to come.
 * `place`: only those with the same location, which the text says.
 */
int together_list(struct db *db, const struct plan_item *i,
    const struct appointment *a, bool place, int64_t now,
    struct together_list *l, struct err *e) ATTR_USE;
void together_list_free(struct together_list *l); /* leaves ..._INIT */

/*
 * Exactly these go with the message `id`; the others that did go alone, and
 * plan looks at them.
 */
int together_set(struct db *db, int64_t id, const struct together_group *g,
    struct err *e) ATTR_USE;

/*
 * Mark for plan the other appointments with a pending confirmation to that
 * number of the company, for one of theirs has changed.
 */
int together_touch(struct db *db, int64_t company_id, int64_t appointment_id,
    const char *phone, int64_t now, struct err *e) ATTR_USE;

#endif

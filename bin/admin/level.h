/* SPDX-License-Identifier: ISC */
/* level - what companies, branches and calendars have alike. */
#ifndef SMSCAL_BIN_ADMIN_LEVEL_H
#define SMSCAL_BIN_ADMIN_LEVEL_H

#include "admin/admin.h"
#include "admin/listing.h"
#include "admin/ref.h"

/* --sender and --fallback; calendars have the second of them alone. */
extern const struct option level_options[];
/* Of the verbs that remove. */
extern const struct option admin_force_options[];

/* Set what --sender and --fallback say, where they are given. */
int level_apply(struct admin *a, const struct level *level, const char *ref,
    struct err *e) ATTR_USE;

/* Lines "sender" and "fallback" of the level, or the members of JSON. */
int level_show(
    struct admin *a, const struct level *level, struct err *e) ATTR_USE;
int level_json(
    struct admin *a, const struct level *level, struct err *e) ATTR_USE;

/* "off", "paused" or "active". */
const char *level_state(bool active, int64_t paused_at);

/*
 * What has history goes only with --force: ERR_USAGE says what would go with
 * `ref`, a company or a calendar (0: all of the company).
 */
int level_may_go(struct admin *a, const char *ref, int64_t company_id,
    int64_t calendar_id, struct err *e) ATTR_USE;

/* For each company, or the one that the first operand names: run `each`. */
int level_companies(struct admin *a,
    int (*each)(struct admin *a, const struct company *c, struct table *t,
	struct err *e),
    struct table *t, struct err *e) ATTR_USE;

#endif

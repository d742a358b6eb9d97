/* SPDX-License-Identifier: ISC */
/* level - what companies, branches and calendars have alike. */
#ifndef SMSCAL_BIN_ADMIN_LEVEL_H
#define SMSCAL_BIN_ADMIN_LEVEL_H

#include "admin/admin.h"
#include "admin/ref.h"

/* --sender and --fallback; calendars have the second of them alone. */
extern const struct option level_options[];
/* Of the verbs that remove. */
extern const struct option admin_force_options[];

/* Set what --sender and --fallback say, where they are given. */
int level_apply(struct admin *a, const struct level *level, const char *ref,
    struct err *e) ATTR_USE;

/*
 * Of a row that is a struct ref: lines "sender" and "fallback" of its level,
 * or the members of JSON; and "off", "paused" or "active".
 */
int level_show(struct admin *a, const void *row, struct err *e) ATTR_USE;
int level_json(struct admin *a, const void *row, struct err *e) ATTR_USE;
void level_make_state(struct admin *a, const void *row, struct buf *out);

/* Append what a company or calendar has made, in words; nothing: nothing. */
int level_history(struct admin *a, const struct ref *r, struct buf *out,
    struct err *e) ATTR_USE;

/*
 * What has a history goes only where somebody is sure: see admin_sure().
 */
int level_may_go(struct admin *a, const struct ref *r, struct err *e) ATTR_USE;

#endif

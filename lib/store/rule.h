/* SPDX-License-Identifier: ISC */
/*
 * rule - the configured messages and their texts.
 *
 * Every edit raises the rule's rev, so that nothing written from the old one
 * goes out (S5), and marks the calendars that it may touch for plan.  Nothing
 * here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_RULE_H
#define SMSCAL_STORE_RULE_H

#include "store/calendar.h"

/*
 * Append the rules of a company and of all levels below, with their texts:
 * what rule_view_make() wants.
 */
int rule_list_load(struct db *db, int64_t company_id, struct rule_list *out,
    struct err *e) ATTR_USE;

/*
 * Make the row and its texts as *r says, since_at too, and set r->id and
 * r->rev.  ST_TAKEN: the level has one of that kind, step and position.
 */
int rule_add(struct db *db, struct rule *r, struct err *e) ATTR_USE;

/*
 * Bring the rule `was`, as rule_list_load() gave it, in line with *is, which
 * has its id.  since_at becomes `now` where it came to be active or is timed
 * otherwise (P5).  Writes nothing when nothing differs.
 */
int rule_set(struct db *db, const struct rule *was, const struct rule *is,
    int64_t now, struct err *e) ATTR_USE;

/* Is it timed otherwise, or for other appointments? */
bool rule_timed_anew(const struct rule *was, const struct rule *is);

/* Write r->position, which no other of its kind and step at its level has. */
int rule_set_position(
    struct db *db, const struct rule *r, struct err *e) ATTR_USE;

/* Where it was its level's last of the kind, another level's rules hold. */
int rule_remove(
    struct db *db, const struct rule *r, int64_t now, struct err *e) ATTR_USE;

/*
 * Were messages made by a rule of this company, kind and step that is gone?
 * Its step is not used again.  1: yes, 0: no.
 */
int rule_step_used(struct db *db, int64_t company_id, enum kind kind, int step,
    struct err *e) ATTR_USE;

/* How many messages in the outbox the rule has made. */
int64_t rule_messages(struct db *db, int64_t id, struct err *e) ATTR_USE;

#endif

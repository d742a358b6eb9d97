/* SPDX-License-Identifier: ISC */
/*
 * rule_edit - one rule of a level, found or made, and changed by options.
 *
 * The nearest level with any rule of a kind replaces those of the levels
 * above.  So a level's first rule of a kind begins with copies of the ones
 * that held there, and an edit changes what the operator meant and no more.
 */
#ifndef SMSCAL_BIN_ADMIN_RULE_EDIT_H
#define SMSCAL_BIN_ADMIN_RULE_EDIT_H

#include "admin/admin.h"
#include "admin/ref.h"

extern const struct option rule_options[];

/* "reminder/2": kind[/step]; ERR_USAGE with "did you mean". */
struct rule_name {
	enum kind kind;
	int step;
	const char *condition; /* borrowed; NULL: the one without (P15) */
};
int rule_name_parse(
    const char *text, struct rule_name *n, struct err *e) ATTR_USE;

/* --condition of the verbs that name a rule; ERR_USAGE says what is wrong. */
extern const struct option rule_condition_options[];
int rule_name_condition(
    struct admin *a, struct rule_name *n, struct err *e) ATTR_USE;
/* Reminders and feedback have any number of steps, the others one. */
bool rule_has_steps(enum kind k);

/* The level of a reference as the calendar that rule_view_make() wants. */
struct calendar rule_place(const struct ref *r); /* borrows, free nothing */
int64_t rule_created_at(const struct ref *r);

/* The rule of exactly that level, borrowed; NULL: it has none. */
struct rule *rule_own(
    struct rule_list *l, const struct level *level, const struct rule_name *n);

/* What the options of `rule set` say; *r is a rule of that level. */
int rule_apply_options(struct admin *a, const struct ref *ref, struct rule *r,
    struct err *e) ATTR_USE;
/* Put a text in a language, or end it (NULL). */
void rule_put_text(struct rule *r, const char *language, const char *text);

enum rule_state { RULE_AS_IS, RULE_ON, RULE_OFF };

/*
 * Change the rule by the options that are given, and its state; where the
 * level has it not, make it.  `add`: refuse where it has.  `make`: false:
 * refuse what neither is there nor holds from a level above.
 */
int rule_edit(struct admin *a, const struct ref *r, const struct rule_name *n,
    enum rule_state state, bool add, bool make, struct err *e) ATTR_USE;

#endif

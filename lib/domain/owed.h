/* SPDX-License-Identifier: ISC */
/* owed - what the outbox has of an appointment. */
#ifndef SMSCAL_DOMAIN_OWED_H
#define SMSCAL_DOMAIN_OWED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kind.h"
#include "domain/state.h"

/* Reasons that are an operator's word; plan does not go against it. */
#define OWED_CANCELLED "cancelled by the operator"
#define OWED_RELEASED "released by the operator"

/* A message of the appointment that is in the outbox. */
struct owed {
	int64_t id;
	enum kind kind;
	int step; /* of confirmation, rescheduled, cancellation: the number */
	char *phone, *name, *text; /* owned */
	char *reason;              /* owned; NULL: none */
	enum state state;
	int64_t start_at, old_start_at; /* 0: none */
	int64_t due_at, expires_at, true_until_at;
	int64_t rule_id, rule_rev, appointment_rev;
	int64_t claimed_at, ended_at; /* 0: never */
	int64_t attempts;
	int64_t with_id; /* it goes with that message (P16); 0: it does not */
	int64_t dates;   /* appointments that its text tells */
};

struct owed_list {
	struct owed *v; /* owned */
	size_t n, cap;
};

#define OWED_LIST_INIT ((struct owed_list){ .v = NULL })

void owed_list_free(struct owed_list *l);        /* leaves OWED_LIST_INIT */
struct owed *owed_list_add(struct owed_list *l); /* all zero */

/*
 * Did a hand-over, a refusal, the clock or the operator end it?  Then it is
 * never remade.
 */
bool owed_closed(const struct owed *o);
int64_t owed_closed_at(const struct owed *o); /* when that was */

/* Has the operator released it from what held it? */
bool owed_released(const struct owed *o);

#endif

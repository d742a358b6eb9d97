/* SPDX-License-Identifier: ISC */
/*
 * plan - the parts of smscal-plan: setting.c loads what holds for a calendar,
 * write.c brings the outbox of one appointment in line.
 */
#ifndef SMSCAL_BIN_PLAN_PLAN_H
#define SMSCAL_BIN_PLAN_PLAN_H

#include "domain/plan.h"
#include "domain/template.h"
#include "tool.h"

/* A company with all that its calendars inherit. */
struct house {
	struct company company;
	struct branch_list branches;
	struct rule_list rules;
	struct fallback_list fallbacks;
};

/* A calendar, and what holds for it. */
struct setting {
	const struct house *house;
	struct calendar calendar;
	const struct branch *branch; /* NULL: none */
	struct rule_view rules;
	char label[96]; /* "acme/ordination" */
	struct plan_setting plan;
};

struct plan_tally {
	int64_t added, rewritten, cancelled, expired;
};

int house_load(struct house *h, struct tool *t, int64_t company_id,
    struct err *e) ATTR_USE;
void house_free(struct house *h);

/* *cal is taken.  ERR_CONF where its zone or send window cannot be read. */
int setting_load(struct setting *s, const struct house *h, struct calendar *cal,
    struct tool *t, struct err *e) ATTR_USE;
void setting_free(struct setting *s);

/* The text of a message, as it would be handed over; end as template.h says. */
int setting_text(const struct setting *s, const struct appointment *a,
    const struct plan_item *item, int64_t now, struct template_text *out,
    struct err *e) ATTR_USE;

/* Bring the outbox in line for an appointment; counts what it does. */
int plan_appointment(struct tool *t, const struct setting *s,
    const struct appointment *a, struct plan_tally *n, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * setting - what holds for a calendar, of all levels together, and the texts
 * that come of it; for plan and for the views of admin.
 */
#ifndef SMSCAL_BIN_SETTING_H
#define SMSCAL_BIN_SETTING_H

#include "domain/limit.h"
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
	struct limits limits;
	bool changed; /* rules or settings did: all is planned anew */
	struct plan_setting plan;
};

int house_load(struct house *h, struct tool *t, int64_t company_id,
    struct err *e) ATTR_USE;
void house_free(struct house *h);

/* *cal is taken.  ERR_CONF where its zone or send window cannot be read. */
int setting_load(struct setting *s, const struct house *h, struct calendar *cal,
    struct tool *t, struct err *e) ATTR_USE;
void setting_free(struct setting *s);

/* Where a rule stands: "built in", "company", "branch", "calendar". */
const char *setting_level(const struct rule *r);

/*
 * C7: the language of the contacts with that phone, given; NULL: none is set,
 * or several are.
 */
int setting_language(const struct setting *s, struct db *db, const char *phone,
    char **language, struct err *e) ATTR_USE;

/* How a text is written; strings are borrowed. */
struct setting_how {
	const char *language; /* NULL: the company's */
	const char *link;     /* address of the .ics file (T5); NULL: none */
	int64_t now;
	/* P16: all dates of a confirmation; none: that of the message. */
	const struct template_date *dates;
	size_t n_dates;
};

/* Does the text of that message have this placeholder? */
bool setting_uses(const struct setting *s, const struct plan_item *item,
    const char *language, enum placeholder what);

/* The text of a message, as it would be handed over; end as template.h says. */
int setting_text(const struct setting *s, const struct appointment *a,
    const struct plan_item *item, const struct setting_how *how,
    struct template_text *out, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * setup - what the operator has set up: companies, branches, calendars, rules.
 * The store fills these from the database, the decisions read them.
 *
 * Every string is owned by its struct; NULL means: not set here, ask the next
 * level up (calendar, branch, company, built in).
 */
#ifndef SMSCAL_DOMAIN_SETUP_H
#define SMSCAL_DOMAIN_SETUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kind.h"

struct company {
	int64_t id;
	char *ref;  /* "acme" */
	char *name; /* {company} */
	char *contact, *street, *postcode, *town, *country;
	char *email, *phone, *web;
	char *zone;         /* IANA name, never NULL */
	char *language;     /* "de", never NULL */
	char *country_code; /* "43" */
	char *gateway;      /* a gateway of smscal.conf, never NULL */
	char *token_file;
	char *send_window;
	/* P12: messages a day, and where to; 0: unset, LIMIT_NONE */
	int64_t limit_recipient, limit_company;
	char *countries;
	char *daily_list; /* "16:00": when (X8); NULL: not wanted */
	char *redirect;   /* E.164 (X11) */
	bool active;
	int64_t paused_at; /* 0: not paused */
	int64_t created_at;
};

struct branch {
	int64_t id, company_id;
	char *ref; /* "graz" */
	char *name;
	char *phone, *gateway, *token_file, *send_window;
	int64_t limit_recipient; /* P12 */
	char *countries;
	bool active;
	int64_t created_at;
};

struct calendar {
	int64_t id, company_id;
	int64_t branch_id; /* 0: none */
	char *ref;         /* "ordination" */
	char *name;
	char *url; /* a secret (F6) */
	char *zone, *country_code, *send_window, *colour;
	int64_t limit_recipient; /* P12 */
	char *countries;
	char *phone_field, *name_field, *location_field; /* never NULL (C1) */
	char *phones; /* "first", "mobile", "all" (C4) */
	bool landlines, links;
	int64_t interval_s;
	int64_t horizon_days; /* 0: none (D5) */
	bool active, replan, reread;
	int64_t paused_at; /* 0: not paused */
	/* Of each kind: another level's rules hold since then; 0: always. */
	int64_t rules_since_at[KIND_COUNT];
	int64_t created_at;
};

struct company_list {
	struct company *v; /* owned */
	size_t n, cap;
};

struct branch_list {
	struct branch *v; /* owned */
	size_t n, cap;
};

struct calendar_list {
	struct calendar *v; /* owned */
	size_t n, cap;
};

/* A placeholder's fallback at one level (T1). */
struct fallback {
	int64_t company_id, branch_id, calendar_id; /* 0: not of that level */
	char *placeholder;                          /* "name" */
	char *text;
};

struct fallback_list {
	struct fallback *v; /* owned */
	size_t n, cap;
};

/* A sender that a level may use; the first of its level is the default. */
struct sender {
	int64_t company_id, branch_id; /* branch 0: the company's */
	char *address;
	char *type; /* NULL: the gateway finds out */
};

struct sender_list {
	struct sender *v; /* owned */
	size_t n, cap;
};

struct rule_text {
	char *language;
	char *text;
};

/* One configured message.  id 0: a built-in rule. */
struct rule {
	int64_t id;
	int64_t company_id, branch_id, calendar_id; /* 0: not of that level */
	enum kind kind;
	int step;        /* 1 .. 99 */
	int position;    /* among rules of one kind and step (P15) */
	char *condition; /* NULL: always */
	int days;        /* -1: not by days; N days before or after */
	int clock_min;   /* with days: minutes behind midnight */
	int before_min;  /* -1; reminder: minutes before, followup: after */
	bool short_notice, link, smart, resend_unsure, active;
	int segments;
	int64_t since_at; /* active and timed so since then (P5) */
	int64_t rev;
	struct rule_text *texts; /* owned */
	size_t n_texts, cap_texts;
};

struct rule_list {
	struct rule *v; /* owned */
	size_t n, cap;
};

#define COMPANY_LIST_INIT ((struct company_list){ .v = NULL })
#define BRANCH_LIST_INIT ((struct branch_list){ .v = NULL })
#define CALENDAR_LIST_INIT ((struct calendar_list){ .v = NULL })
#define FALLBACK_LIST_INIT ((struct fallback_list){ .v = NULL })
#define SENDER_LIST_INIT ((struct sender_list){ .v = NULL })
#define RULE_LIST_INIT ((struct rule_list){ .v = NULL })

/* Free the strings within; the struct is then all zero. */
void company_fini(struct company *c);
void branch_fini(struct branch *b);
void calendar_fini(struct calendar *c);
void rule_fini(struct rule *r);
void company_list_free(struct company_list *l); /* leaves ..._LIST_INIT */
void branch_list_free(struct branch_list *l);
void calendar_list_free(struct calendar_list *l);
void fallback_list_free(struct fallback_list *l);
void sender_list_free(struct sender_list *l);
void rule_list_free(struct rule_list *l);

/* The next free element of the list, all zero. */
struct company *company_list_add(struct company_list *l);
struct branch *branch_list_add(struct branch_list *l);
struct calendar *calendar_list_add(struct calendar_list *l);
struct fallback *fallback_list_add(struct fallback_list *l);
struct sender *sender_list_add(struct sender_list *l);

/* The next free element of the list, zeroed but for days and before_min, -1. */
struct rule *rule_list_add(struct rule_list *l);

/*
 * The rules that hold for a calendar: of every kind those of the nearest
 * level that has any of it in `all` (the company's rules of every level), and
 * the built-in ones where no level has any.  Inactive rules are among them.
 * `out` borrows from `all`; its texts must not be freed apart.  Ordered by
 * kind, step, position, the one without a condition last.  `created_at` is
 * since_at of the built-in ones.
 */
struct rule_view {
	const struct rule **v; /* owned array of borrowed rules */
	size_t n;
	struct rule builtin[KIND_COUNT];
};

void rule_view_make(struct rule_view *out, const struct rule_list *all,
    const struct calendar *cal, int64_t created_at);
void rule_view_free(struct rule_view *v);

/*
 * P5: since when the rule is active and timed so for that calendar: the later
 * of the rule's since_at and of the instant when the rules of its level came
 * to hold there.
 */
int64_t rule_since(const struct rule *r, const struct calendar *cal);

/*
 * The fallback of the nearest level of the calendar, borrowed; NULL: none.
 * `all` holds those of the company and of every level below.
 */
const char *fallback_for(const struct fallback_list *all,
    const struct calendar *cal, const char *placeholder);

/*
 * The default sender of a branch (0: of the company), borrowed; NULL: the
 * gateway takes the account's own.
 */
const struct sender *sender_for(
    const struct sender_list *all, int64_t branch_id);

/* T5: do its messages end with the address of an .ics file? */
bool rule_has_link(const struct rule *r);

/* Sensible timing of a new rule of that kind: reminder 1 day before at 10:00,
 * feedback 1 day after at 10:00, followup 24 h after the feedback. */
void rule_defaults(struct rule *r, enum kind kind);

/*
 * The rule's text in `language`, else in the company's language `fallback`,
 * else any that it has; NULL: the built-in text counts.
 */
const char *rule_text_for(
    const struct rule *r, const char *language, const char *fallback);

/*
 * The same for somebody who reads `language`, whose region does not matter
 * where there is none of it.  *used is the language to render it in: the
 * wanted one, with its region, or that of the text.
 */
const char *rule_text_in(const struct rule *r, const char *language,
    const char *fallback, const char **used);

/* Is it the same language, regions apart: "de" and "de-AT"? */
bool language_same(const char *a, const char *b);

/* A short name: 1 to 40 of a-z 0-9 - _ ., beginning with a letter or digit. */
bool ref_ok(const char *ref);

#endif

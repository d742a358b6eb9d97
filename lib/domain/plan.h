/* SPDX-License-Identifier: ISC */
/*
 * plan - what is owed to whom, and when (design section 6).  A pure function
 * of an appointment, what was told, the rules, a few facts and the clock; its
 * answer is what has to be done to the outbox so that it is in line.  Run
 * again over the outbox that it made, it has nothing to say.
 */
#ifndef SMSCAL_DOMAIN_PLAN_H
#define SMSCAL_DOMAIN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/appointment.h"
#include "domain/owed.h"
#include "domain/setup.h"
#include "domain/why.h"
#include "domain/window.h"
#include "util/zone.h"

/* A feedback of another appointment, pending or handed over. */
struct plan_asked {
	int64_t due_at;
	bool done;  /* it was handed over */
	bool first; /* of two at one instant it is the one */
};

enum { PLAN_ASKED_MAX = 16 }; /* more than a number can have in 80 days */

/* What else is known of a recipient, in the company. */
struct plan_facts {
	bool opted_out;
	bool confirmed;   /* said yes to this start by a reply (R4) */
	bool declined;    /* said no: neither reminded nor asked (R4) */
	int64_t reply_at; /* the last reply from that number; 0: none */
	int64_t told_at;  /* another appointment of this start was told of by
	                       confirmation or rescheduled; 0: not */
	bool twin;        /* another live appointment has that recipient and
	                       this start, and is the one that tells of it */
	bool twin_old;    /* another live one has the start that was told; of
	                       one that is off, another missing one, too */
	bool twin_moved;  /* another live one's rescheduled tells this start */
	/* Of one that is off, where all that was to come of its series is: */
	bool series_off;        /* it is so, for this recipient (D8) ... */
	bool series_next;       /* ... and this was the next of those that
	                           went with it: it tells for all */
	int64_t series_told_at; /* any of the series was told of and not
	                           called off; 0: not */
	struct plan_asked asked[PLAN_ASKED_MAX]; /* others' feedbacks */
	size_t n_asked;
};

/* A calendar's settings, the nearest level's each. */
struct plan_setting {
	const struct calendar *calendar;
	const struct rule_view *rules;
	const struct zone *zone;
	struct window window;
	bool stale; /* F8: no good fetch for 48 h */
};

enum plan_action { PLAN_ADD, PLAN_REWRITE, PLAN_CANCEL, PLAN_EXPIRE };

/* One thing to do.  All is borrowed from the arguments of plan_make(). */
struct plan_item {
	enum plan_action action;
	const struct owed *owed;           /* NULL for PLAN_ADD */
	const struct recipient *recipient; /* NULL where only owed counts */
	const struct rule *rule;           /* ADD and REWRITE */
	enum kind kind;
	int step; /* as in struct owed */
	int64_t start_at, old_start_at;
	int64_t due_at, expires_at;
	enum state state;   /* planned, held, expired */
	const char *reason; /* of held, cancelled, expired; OWED_RELEASED;
	                       NULL */
};

struct plan_list {
	struct plan_item *v; /* owned */
	size_t n, cap;
};

#define PLAN_LIST_INIT ((struct plan_list){ .v = NULL })

void plan_list_free(struct plan_list *l); /* leaves PLAN_LIST_INIT */
void plan_list_add(struct plan_list *l, const struct plan_item *i);

/*
 * What is to do for an appointment.  facts[i] belongs to a->recipients[i].
 * A REWRITE is given for every pending message that stays owed; whether its
 * text or anything else differs, the caller finds out when it has the text.
 */
void plan_make(const struct plan_setting *set, const struct appointment *a,
    const struct plan_facts *facts, const struct owed_list *owed, int64_t now,
    struct plan_list *out);

/* X12: why a recipient gets nothing by a rule.  All is borrowed. */
struct plan_why {
	const struct recipient *recipient;
	const struct rule *rule; /* NULL: by none at all */
	enum why why;
};

struct plan_whys {
	struct plan_why *v; /* owned */
	size_t n, cap;
};

#define PLAN_WHYS_INIT ((struct plan_whys){ .v = NULL })

/* The same, and *whys says of each recipient why a rule owes it nothing. */
void plan_explain(const struct plan_setting *set, const struct appointment *a,
    const struct plan_facts *facts, const struct owed_list *owed, int64_t now,
    struct plan_list *out, struct plan_whys *whys);

/* Is it the same as what the row says?  `text` as it would be written. */
bool plan_same(const struct plan_item *i, const struct appointment *a,
    const char *text, int64_t true_until_at);

/* Is it for people: what is sent, when, or why not? */
bool plan_looks_same(const struct plan_item *i, const char *text);

/*
 * P2: the key of a message, given.  One for ever: a message of the same key
 * is the same message.
 */
char *plan_key(const struct plan_item *i, int64_t company_id,
    int64_t appointment_id, const char *phone);

/* The limits of P4, P8 and F8, for those who load the facts. */
enum {
	PLAN_TOLD_S = 60 * 60,
	PLAN_FEEDBACK_S = 7 * 24 * 3600,
	PLAN_STALE_S = 48 * 3600
};

#endif

/* SPDX-License-Identifier: ISC */
/*
 * plan - the parts of smscal-plan, of which smscal-admin asks what an edit
 * would do (P14).  calendar.c goes through one; write.c brings the outbox of one
 * appointment in line, together.c finds what goes in one message, limit.c
 * keeps to the limits, link.c and sweep.c look after its .ics files, and say.c
 * says what was done.
 */
#ifndef SMSCAL_BIN_PLAN_PLAN_H
#define SMSCAL_BIN_PLAN_PLAN_H

#include "plan/link.h"
#include "setting.h"
#include "store/planning.h"
#include "store/together.h"

/* What is done to a message, in words.  All is borrowed. */
struct plan_said {
	const char *label; /* its calendar: "acme/ordination" */
	const struct zone *zone;
	const char *what; /* "add", "hold" */
	enum kind kind;
	int64_t step;
	int64_t due_at;     /* 0: never */
	enum state state;   /* read where there is a reason */
	const char *reason; /* NULL: none */
	const char *phone;  /* NULL: it is not known any more */
	const char *text;   /* NULL: it matters no more */
};

struct plan_tally {
	int64_t added, rewritten, cancelled, expired;
	int64_t limited, released; /* P12: newly held, let go */
	enum limit_why why;        /* the last of those held */
	bool gathers; /* confirmations that go together are not in line yet */
	/* P14: what is to come, of it, as people see it. */
	int64_t adds, changes, drops;
};

/*
 * A line on what is done: with -v to the log, where all is undone to t->said,
 * if there is one.
 */
void plan_say(const struct tool *t, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* The same of one message; `phone` and `text` are shown with -v only. */
void plan_say_message(const struct tool *t, const struct plan_said *m);

/*
 * Bring a calendar in line, in transactions of its own; where t->pretend, in
 * that which is open.
 */
int plan_calendar(struct tool *t, const struct house *h,
    const struct planning *p, struct links *k, struct plan_tally *n,
    struct err *e) ATTR_USE;

/*
 * P12, behind that: of its recipients, hold what exceeds a limit, and let go
 * what no longer does.  `wrote`: the outbox has changed.
 */
int plan_limit(struct tool *t, const struct setting *s,
    const struct appointment *a, const struct owed_list *owed, bool wrote,
    struct plan_tally *n, struct err *e) ATTR_USE;

/* P16: what goes in one message with a confirmation. */
struct gathering {
	struct together_list l;      /* owned */
	struct together_group g;     /* n 0: it goes alone */
	struct template_date *dates; /* owned; of the group */
	size_t n_dates;              /* that its text lists; 1: its own alone */
	int64_t with_id;             /* the message that it goes with; 0 */
};

/*
 * Find that, and put the time of all into *i.  `language` is the
 * recipient's; end with gathering_free().
 */
int gathering_find(struct tool *t, const struct setting *s,
    const struct appointment *a, struct plan_item *i, const char *language,
    struct gathering *x, struct err *e) ATTR_USE;
void gathering_free(struct gathering *x);

/*
 * When the message `id` of the item is written, or ended: who goes with it.
 * `wrote`: then plan looks at the number's other confirmations, too.
 */
int gathering_set(struct tool *t, const struct setting *s,
    const struct appointment *a, const struct plan_item *i,
    const struct gathering *x, int64_t id, bool wrote, struct err *e) ATTR_USE;

/* Bring the outbox in line for an appointment; counts what it does. */
int plan_appointment(struct tool *t, const struct setting *s, struct links *k,
    const struct appointment *a, struct plan_tally *n, struct err *e) ATTR_USE;

#endif

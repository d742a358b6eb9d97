/* SPDX-License-Identifier: ISC */
/*
 * explain - why somebody got an SMS, will get one, or does not (X12): what
 * stands in the way of all, and of each appointment what became of each rule.
 *
 *	explain.c              who is asked about, and the verb
 *	explain_find.c         what a company has of them
 *	explain_stop.c         the installation, the company, the calendar
 *	explain_appointment.c  an appointment, by the rules of its calendar
 *	explain_message.c      a message; also for message show
 *	explain_event.c        an event that brings nobody's number
 *	explain_show.c         for people and for programs
 */
#ifndef SMSCAL_BIN_ADMIN_EXPLAIN_H
#define SMSCAL_BIN_ADMIN_EXPLAIN_H

#include "admin/admin.h"
#include "admin/ref.h"
#include "domain/why.h"
#include "setting.h"
#include "store/calendar.h"
#include "store/view.h"

/* One thing that there is to say. */
struct explain_line {
	int64_t at; /* of a message: when; 0: no time */
	bool ruled; /* it is of a rule: */
	enum kind kind;
	int64_t step;
	char *level;        /* owned; where it stands; NULL: not known */
	char *phone, *name; /* owned; NULL: of nobody alone */
	int64_t message_id; /* 0: none */
	const char *state;  /* of a message; "none": there is none; NULL */
	size_t place;       /* as it was said */
	enum why why;       /* WHY_NONE: nothing is wrong */
	char *text;         /* owned: a clause; "" */
	char *todo;         /* owned: a clause; "" */
};

/* What is said of one thing: of all, or of an appointment or event. */
struct explain_block {
	char *ref;               /* owned: "acme", "acme/ordination"; NULL */
	const struct zone *zone; /* of its times */
	char *uid, *title;       /* owned; NULL: it is of no appointment */
	int64_t start_at;        /* 0: none is known */
	bool all_day;
	struct explain_line *v; /* owned */
	size_t n, cap;
};

/* A calendar with all that holds for it; it stays where it is. */
struct explain_calendar {
	struct setting set;
	char branch[96]; /* "acme/graz"; "": none */
	bool usable;     /* plan can work with it */
};

/* An event that is still to be read, for a block that is there. */
struct explain_event {
	int64_t company_id, calendar_id;
	char *uid;              /* owned */
	char phone[PHONE_TEXT]; /* as in struct explain */
	size_t block;
};

struct explain {
	struct admin *a;
	char phone[PHONE_TEXT];  /* who is asked about; "": it is a UID */
	char *uid;               /* owned; NULL: it is a phone */
	int64_t from_at;         /* what ended before is not looked at */
	struct explain_block *v; /* owned */
	size_t n, cap;
	/* Of the company that is looked at. */
	struct house house;
	struct explain_calendar **calendars; /* owned */
	size_t n_calendars, cap_calendars;
	struct explain_event *events; /* owned */
	size_t n_events, cap_events;
};

/* A block at the end; its place may change with the next. */
struct explain_block *explain_block(
    struct explain *x, const char *ref, const struct zone *zone);

/* A line at its end, all zero, likewise. */
struct explain_line *explain_line(struct explain_block *b);

/* ... and none again. */
void explain_line_drop(struct explain_block *b);

/* What the line says: why_text(), what is behind it, and what to do. */
void explain_say(struct explain_line *l, enum why why,
    const struct why_names *names, const char *behind, ...) ATTR_PRINTF(4, 5);

/* The time with `before` in front, where there is one. */
void explain_time(
    struct buf *out, const char *before, const struct zone *zone, int64_t at);

/* A company in which to look, and for which number; "": for the UID. */
struct explain_target {
	int64_t company_id;
	char phone[PHONE_TEXT];
};

/*
 * explain_find.c: blocks for what a company has of it (of a calendar, else 0);
 * *found is set where that is anything.
 */
int explain_look(struct explain *x, int64_t company_id, int64_t calendar_id,
    bool *found, struct err *e) ATTR_USE;
/* It is nowhere: where was looked, and what may be the reason. */
int explain_nowhere(struct explain *x, const struct explain_target *v, size_t n,
    struct err *e) ATTR_USE;
/* Leave the company that was looked at. */
void explain_forget(struct explain *x);

/* explain_stop.c: what stops or delays all; blocks where there is anything. */
int explain_whole(struct explain *x, struct err *e) ATTR_USE;
int explain_company(struct explain *x, struct err *e) ATTR_USE;
int explain_calendar(struct explain *x, const struct explain_calendar *k,
    struct err *e) ATTR_USE;

/* Append what is known of the number's opt-out of that company, if any. */
int explain_optout(struct explain *x, const char *phone,
    const struct zone *zone, struct buf *out, struct err *e) ATTR_USE;

/*
 * explain_message.c: why the message has its state, what it waits for, or when
 * it went; `next` is what plan is about to do with it, or NULL.  The text is
 * appended; WHY_NONE is given where nothing is wrong.
 */
int explain_message(struct admin *a, const struct message_view *m,
    const struct plan_item *next, enum why *why, struct buf *text,
    struct err *e) ATTR_USE;

/*
 * Why an account takes no message, or one of a sender (NULL: its own) does
 * not go: appended; WHY_NONE: it takes them.
 */
int explain_account(struct admin *a, const char *gateway,
    const char *token_file, const char *sender, const struct zone *zone,
    enum why *why, struct buf *text, struct err *e) ATTR_USE;

/* explain_appointment.c: a block for it. */
int explain_appointment(struct explain *x, const struct explain_calendar *k,
    const struct appointment *a, struct err *e) ATTR_USE;

/* explain_event.c: it is read later, by explain_events(), for the last block. */
void explain_event_later(
    struct explain *x, int64_t calendar_id, const char *uid);
int explain_events(struct explain *x, struct err *e) ATTR_USE;

/* explain_show.c: all blocks, to a->out. */
void explain_show(struct explain *x);

#endif

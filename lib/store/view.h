/* SPDX-License-Identifier: ISC */
/*
 * view - what people are shown of the outbox.  It is only read here.
 */
#ifndef SMSCAL_STORE_VIEW_H
#define SMSCAL_STORE_VIEW_H

#include <stdbool.h>

#include "store/db.h"

struct message_view {
	int64_t id, company_id, calendar_id;
	char *key;
	char *company, *calendar; /* their refs */
	char *zone;               /* the calendar's, else the company's */
	char *kind;
	int64_t step;
	char *phone, *name, *text;
	int64_t segments;
	int64_t start_at, old_start_at; /* 0: none */
	int64_t due_at, send_at, expires_at;
	char *state, *reason;                  /* reason NULL: none */
	int64_t claimed_at, sent_at, ended_at; /* 0: not yet */
	int64_t attempts;
	int64_t with_id; /* it goes with that message (P16); 0: it does not */
	int64_t
	    dates; /* appointments that its text tells, its own among them */
	int64_t created_at;
	/* Of the last attempt; NULL: none, or not said. */
	char *gateway, *gateway_id, *code, *detail;
	char *redirect; /* X11: it went to that number */
	char *level;    /* where its rule stands (X12); NULL: it is gone */
};

struct message_views {
	struct message_view *v; /* owned, with all strings */
	size_t n, cap;
};

#define MESSAGE_VIEWS_INIT ((struct message_views){ .v = NULL })

/* What narrows a list: 0 and NULL do not. */
struct message_filter {
	int64_t company_id, calendar_id;
	const char *state, *phone;
	int64_t from, to; /* [from, to): when it is sent, or was due */
	int64_t limit;    /* so many at most */
};

/*
 * Append a page in order of time: from `from` on, or, where that is 0 and
 * there is a limit, those around `now`.  *more: others are left out by the
 * limit.
 */
int message_view_page(struct db *db, const struct message_filter *f,
    int64_t now, struct message_views *l, bool *more, struct err *e) ATTR_USE;

/* Append the one; 1: there is none. */
int message_view_get(
    struct db *db, int64_t id, struct message_views *l, struct err *e) ATTR_USE;

/* Append those of an appointment, in order of due_at. */
int message_view_of(struct db *db, int64_t appointment_id,
    struct message_views *l, struct err *e) ATTR_USE;

void message_views_free(struct message_views *l); /* leaves ..._INIT */

#endif

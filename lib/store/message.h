/* SPDX-License-Identifier: ISC */
/*
 * message - the outbox as plan sees it: what is in it for an appointment, and
 * what plan changes.  Handing over is in store/outbox.h.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_MESSAGE_H
#define SMSCAL_STORE_MESSAGE_H

#include "domain/plan.h"
#include "store/db.h"

/* Append all messages of an appointment, in order of id. */
int message_of(struct db *db, int64_t appointment_id, struct owed_list *l,
    struct err *e) ATTR_USE;

/* Whose appointment has the message of that key; 0: there is none. */
int message_owner(struct db *db, const char *key, int64_t *appointment_id,
    int64_t *id, struct err *e) ATTR_USE;

/* A plan item with its text, as it goes into the outbox. */
struct message_row {
	const struct plan_item *item;
	const char *key; /* plan_key() */
	const char *text;
	int64_t segments;
	int64_t true_until_at; /* 0: for good */
	int64_t company_id, calendar_id, appointment_id, appointment_rev;
	int64_t now;
	int64_t dates, with_id; /* P16, as in struct owed */
};

/* Insert it, and give its id.  ST_TAKEN: a message of that key is there. */
int message_add(struct db *db, const struct message_row *m, int64_t *id,
    struct err *e) ATTR_USE;

/*
 * The row of that key becomes this one, if it was cancelled (and so never
 * handed over), and not by the operator, with another appointment.  ST_TAKEN: it was not.
 */
int message_take(
    struct db *db, const struct message_row *m, struct err *e) ATTR_USE;

/* A pending or cancelled row is rewritten; ST_TAKEN: it is no longer that. */
int message_rewrite(
    struct db *db, const struct message_row *m, struct err *e) ATTR_USE;

/* Pending -> cancelled or expired; ST_TAKEN as above. */
int message_end(struct db *db, int64_t id, enum state to, const char *reason,
    int64_t now, struct err *e) ATTR_USE;

/*
 * F8: hold what is planned for the calendar, or release what was held for
 * that.  Gives how many, or -1.
 */
int64_t message_stale(
    struct db *db, int64_t calendar_id, bool stale, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * appointment - the occurrences that we know, with their recipients.
 *
 * A recipient is read with the start that it was really told last: that of
 * the last confirmation, rescheduled or reminder handed over for it, where
 * that came after told_at.  Recipients who left are read too.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_APPOINTMENT_H
#define SMSCAL_STORE_APPOINTMENT_H

#include "domain/appointment.h"
#include "store/component.h"
#include "store/db.h"
#include "util/buf.h"

/*
 * Append the company's appointments whose UID is one that component_load()
 * gives events of for that calendar and scope; for ALL, the calendar's other
 * ones that are live or missing as well.
 */
int appointment_affected(struct db *db, int64_t company_id, int64_t calendar_id,
    enum component_scope scope, struct appointment_list *l,
    struct err *e) ATTR_USE;

/*
 * Append the strays of domain/change.h that are not yet in the list: the
 * company's missing ones, and coming ones that are announced but of which
 * nothing was handed over, for people of whom this calendar lost a component
 * (`lost`: it did lose one); and of a series of these, all that is to come.
 */
int appointment_strays(struct db *db, int64_t company_id, int64_t calendar_id,
    bool lost, int64_t now, struct appointment_list *l, struct err *e) ATTR_USE;

/*
 * Append the missing ones of a calendar.  *proved gets for each whether its
 * absence is: a good fetch of the calendar 15 minutes after, and of the
 * company's other calendars since (24 h at most, D10); the caller frees it.
 */
int appointment_missing(struct db *db, int64_t calendar_id, int64_t now,
    struct appointment_list *l, bool **proved, struct err *e) ATTR_USE;

/* The recipient with that phone of the company's appointment of that identity;
 * 0: none. */
int appointment_recipient_id(struct db *db, int64_t company_id,
    const struct appointment *a, const char *phone, int64_t *id,
    struct err *e) ATTR_USE;

/* Append the calendar's that came with a mass change (D9). */
int appointment_waiting(struct db *db, int64_t calendar_id,
    struct appointment_list *l, struct err *e) ATTR_USE;

/* What is looked for: 0 and NULL do not narrow it, but one of the two texts. */
struct appointment_wish {
	int64_t company_id; /* must be set */
	int64_t calendar_id;
	const char *phone; /* stands in it, or did; else NULL */
	const char *uid;   /* its own; else NULL */
	int64_t from_at;   /* ends at or after that */
};

/* Append those, in order of time.  See appointment_find.c. */
int appointment_find(struct db *db, const struct appointment_wish *w,
    struct appointment_list *l, struct err *e) ATTR_USE;

/*
 * How many UIDs of the company's appointments and events (of that calendar)
 * are `text`, or, where `part`, have it in them, in whatever case.  Some of
 * them are appended to *out with commas between: of one, itself.
 */
int appointment_uids(struct db *db, const struct appointment_wish *w,
    const char *text, bool part, struct buf *out, int64_t *n,
    struct err *e) ATTR_USE;

/* Is it to be looked at again by plan (1: yes, 0: no, -1)? */
int appointment_unplanned(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* Append those that plan has to look at again, `max` at most. */
int appointment_replan(struct db *db, int64_t calendar_id, int64_t max,
    struct appointment_list *l, struct err *e) ATTR_USE;

/*
 * Mark for plan all of the calendar's that may still get a message: that end
 * after `since_at`, or are to come.
 */
int appointment_mark(struct db *db, int64_t calendar_id, int64_t since_at,
    struct err *e) ATTR_USE;
int appointment_planned(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* Mark one, after something was told or answered. */
int appointment_touch(struct db *db, int64_t id, struct err *e) ATTR_USE;

/*
 * Insert it and its recipients, and set the ids.  ST_TAKEN: the company has
 * an appointment of that identity, and nothing is done.
 */
int appointment_add(struct db *db, int64_t company_id, struct appointment *a,
    struct err *e) ATTR_USE;

/* Store what changed in it and its recipients; plan looks at it again. */
int appointment_set(
    struct db *db, struct appointment *a, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * person - everything that is known about the person of a number: to be told
 * (GDPR, 15), and to be forgotten (17).
 *
 * Nothing here but person_clean() starts or ends a transaction.
 */
#ifndef SMSCAL_STORE_PERSON_H
#define SMSCAL_STORE_PERSON_H

#include <stdint.h>

#include "store/db.h"
#include "util/buf.h"

/* The members of a JSON object, an array for each kind of data. */
int person_json(
    struct db *db, const char *phone, struct buf *out, struct err *e) ATTR_USE;

/* How much there is of one kind, or was removed. */
struct person_count {
	const char *what; /* borrowed: "messages" */
	int64_t n;
};

enum { PERSON_KINDS = 8 };

/* What there is; what is being sent now among it is told in *claimed. */
int person_count(struct db *db, const char *phone,
    struct person_count count[PERSON_KINDS], int64_t *claimed,
    struct err *e) ATTR_USE;

/* Remove it all, but for what the calendars' own texts say. */
int person_remove(struct db *db, const char *phone, struct err *e) ATTR_USE;

/* The same of everybody who was erased; gives how many they were, or -1. */
int64_t person_remove_erased(struct db *db, struct err *e) ATTR_USE;

/*
 * Append a line, "acme/ordination", for each calendar whose text still has
 * the number, in whatever spelling.
 */
int person_calendars(
    struct db *db, const char *phone, struct buf *out, struct err *e) ATTR_USE;

/*
 * Append a line "ID UID", the calendar's id in front, for each event of a
 * company (of a calendar, else 0) whose text has the number, but for those of
 * whose appointments one has, or had, it as its recipient's.
 */
int person_events(struct db *db, const char *phone, int64_t company_id,
    int64_t calendar_id, struct buf *out, struct err *e) ATTR_USE;

/*
 * The proof: append a line "TABLE.COLUMN: N" for each column that still has
 * the number, in whatever spelling, but for the texts of calendars.
 */
int person_traces(
    struct db *db, const char *phone, struct buf *out, struct err *e) ATTR_USE;

/*
 * Write the file anew, so that what was removed is not in its free pages, nor
 * in its log.  Others wait meanwhile.  ERR_BUSY: one has it open for reading.
 */
int person_clean(struct db *db, struct err *e) ATTR_USE;

/* Has the text the number, whatever stands between its digits? */
bool person_in_text(const char *phone, const char *text, size_t n);

#endif

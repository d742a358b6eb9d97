/* SPDX-License-Identifier: ISC */
/* appointment_row - rows of appointments as all of appointment*.c read them. */
#ifndef SMSCAL_STORE_APPOINTMENT_ROW_H
#define SMSCAL_STORE_APPOINTMENT_ROW_H

#include "store/appointment.h"

#define APPOINTMENT_COLUMNS                                                   \
	"a.id, a.calendar_id, a.uid, a.original_at, a.start_at, a.end_at,"    \
	" a.all_day, a.state, a.missing_at, a.nosms, a.baseline, a.known_at," \
	" a.start_known_at, a.changed_at, a.burst_at, a.rev, a.title,"        \
	" a.location, a.description, a.mass, a.series"

/* The row that st is at, which begins with these columns. */
void appointment_fill(struct stmt *st, struct appointment *a);
/* Append its recipients. */
int appointment_people(
    struct db *db, struct appointment *a, struct err *e) ATTR_USE;
/*
 * Append all rows of st with their recipients; `unique`: but for those that
 * are in the list.
 */
int appointment_read(struct db *db, struct stmt *st, bool unique,
    struct appointment_list *l, struct err *e) ATTR_USE;

#endif

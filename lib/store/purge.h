/* SPDX-License-Identifier: ISC */
/*
 * purge - what is old goes.  In slices, so that nobody waits for long; one
 * that was cut short goes on where it stopped.
 *
 * What keeps a second SMS from being sent stays: the rows, with their keys, of
 * appointments that are to come or ended within 400 days (D7, P2).  Of those
 * that are older than asked for, texts and names go.
 */
#ifndef SMSCAL_STORE_PURGE_H
#define SMSCAL_STORE_PURGE_H

#include <stdint.h>

#include "store/db.h"

enum {
	PURGE_KNOWN_S = 400 * 24 * 3600, /* D7 */
	PURGE_MIN_S = 30 * 24 * 3600     /* what may still be looked at */
};

enum purge_what {
	PURGE_APPOINTMENTS, /* with recipients and messages, behind 400 days */
	PURGE_TEXTS,        /* of messages that are over */
	PURGE_TITLES,       /* of appointments that are over */
	PURGE_NAMES,        /* in them */
	PURGE_REPLIES,
	PURGE_MAILS,
	PURGE_REPORTS, /* that belong to nothing */
	PURGE_COUNT
};

const char *purge_name(enum purge_what what); /* "appointments" */

/* How many there are that are older than `before`. */
int64_t purge_count(struct db *db, enum purge_what what, int64_t before,
    int64_t now, struct err *e) ATTR_USE;

enum { PURGE_END = -1 };

/*
 * One slice of them, within a transaction of the caller's, behind *at, which
 * is 0 at first, and PURGE_END where nothing is left.  Gives how many; -1.
 */
int64_t purge_slice(struct db *db, enum purge_what what, int64_t before,
    int64_t now, int64_t *at, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * diff - the parts of smscal-diff: read.c has a calendar's components read,
 * load.c chooses which, apply.c brings the appointments in line.
 */
#ifndef SMSCAL_BIN_DIFF_DIFF_H
#define SMSCAL_BIN_DIFF_DIFF_H

#include "reading.h"
#include "tool.h"

/* A calendar that is worked off, from its components to its changes. */
struct job {
	struct tool *t;
	struct feed_work feed;
	struct company company;
	struct calendar calendar;
	char label[96];          /* "acme/ordination", for messages */
	const struct zone *zone; /* the calendar's, else the company's */
	int64_t day;             /* today in it */
	enum component_scope scope;
	bool by_zone; /* of all components those that a time zone touches */
	struct reading read; /* owned */
};

/* Company, calendar, zone, window and scope.  1: the calendar is gone. */
int job_init(struct job *j, struct tool *t, const struct feed_work *feed,
    bool all, struct err *e) ATTR_USE;
void job_fini(struct job *j);

/* Load the components into `read`: those of the scope, and with them those
 * that a new VTIMEZONE or the feed's own zone touches (D2). */
int job_load(struct job *j, struct err *e) ATTR_USE;

/* by_zone: take out of known what is of no UID that was loaded. */
void job_keep_loaded(const struct job *j, struct appointment_list *known);

/* Load the components, and fill in all of `read`. */
int job_read(struct job *j, struct err *e) ATTR_USE;

/*
 * Bring the appointments in line, in the transaction that is open.  1: the
 * feed changed meanwhile, and nothing was done.
 */
int job_apply(struct job *j, struct err *e) ATTR_USE;

/* Missing ones that are gone by now, or have begun; likewise. */
int job_settle(struct job *j, struct err *e) ATTR_USE;

#endif

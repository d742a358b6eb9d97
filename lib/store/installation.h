/* SPDX-License-Identifier: ISC */
/* installation - the one row that says whose database this is. */
#ifndef SMSCAL_STORE_INSTALLATION_H
#define SMSCAL_STORE_INSTALLATION_H

#include <stdbool.h>

#include "store/db.h"

struct installation {
	char *name;        /* owned; X10: the installation it belongs to */
	char *tzdata;      /* owned; version of the last expansion (D4) */
	char *clock_bad;   /* owned; NULL: the clock is believed (X3) */
	bool test;         /* made by init --test (X3) */
	int64_t paused_at; /* 0: not paused (X11) */
	int64_t created_at;
};

/* Fill *i; end with installation_fini().  1: there is no row yet. */
int installation_get(
    struct db *db, struct installation *i, struct err *e) ATTR_USE;
void installation_fini(struct installation *i);

/* Make the row; ST_TAKEN: it is there. */
int installation_add(struct db *db, const char *name, bool test,
    int64_t created_at, struct err *e) ATTR_USE;

/* Each writes only where something changes.  `why` NULL: believed again. */
int installation_set_name(
    struct db *db, const char *name, struct err *e) ATTR_USE;
int installation_set_tzdata(
    struct db *db, const char *version, struct err *e) ATTR_USE;
int installation_set_clock_bad(
    struct db *db, const char *why, struct err *e) ATTR_USE;
int installation_set_paused(
    struct db *db, int64_t paused_at, struct err *e) ATTR_USE; /* 0: resumed */

#endif

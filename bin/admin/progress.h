/* SPDX-License-Identifier: ISC */
/* progress - long work tells how far it is, on a terminal; nothing in cron. */
#ifndef SMSCAL_BIN_ADMIN_PROGRESS_H
#define SMSCAL_BIN_ADMIN_PROGRESS_H

#include <stddef.h>

#include "tool.h"

/*
 * "12 of 1000: calendar" on standard error, written over the one before, a
 * few times a second.  The last, done == all, wipes it away.
 */
void progress(const struct tool *t, const char *what, size_t done, size_t all);

/* Wipe it away before something else is said. */
void progress_end(void);

#endif

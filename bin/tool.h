/* SPDX-License-Identifier: ISC */
/*
 * tool - what every tool does alike: flags, configuration, clock, user, lock,
 * database, exit status.  Only here and in main() may a process exit, read
 * the environment or print an error.
 */
#ifndef SMSCAL_BIN_TOOL_H
#define SMSCAL_BIN_TOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "store/db.h"
#include "util/err.h"
#include "util/lock.h"

/* -c FILE, -h, -n, -q, -v, and --wait as -w: see tool_flag(). */
#define TOOL_FLAGS "c:hnqvw"

struct tool {
	const char *name;  /* "smscal-fetch" */
	const char *usage; /* "[-nqv] [-c file]" */
	const char *conf_path; /* -c, else $SMSCAL_CONF, else NULL */
	bool dry, quiet, verbose, wait;
	struct conf conf;   /* owned */
	struct lock lock;
	struct db *db;      /* owned */
	int64_t now;        /* the run's clock */
	int64_t start_ms;   /* monotonic */
};

/* First call of main(): name and usage are borrowed for ever. */
void tool_init(struct tool *t, const char *name, const char *usage);

/* One option letter that is not the tool's own; ends with 64 if it is bad. */
void tool_flag(struct tool *t, int c, const char *arg);
void tool_usage(const struct tool *t) ATTR_NORETURN; /* exit 64 */

/*
 * Configuration, the clock (SMSCAL_NOW), the database's owner (X9), the lock
 * named as the tool (when `lock`; a dry run takes none), the database: all
 * its refusals (X3, X10).  A second run of the same tool ends here with 0, or
 * 75 with -w.  `busy_s`: how long to wait for the database.
 */
int tool_open(struct tool *t, bool lock, int busy_s, struct err *e) ATTR_USE;

/* Only the configuration and the clock: for admin's init, and parse. */
int tool_configure(struct tool *t, struct err *e) ATTR_USE;

void tool_die(struct tool *t, const struct err *e) ATTR_NORETURN;

/* The exit status for a run of which `failed` items failed: 0 or 1. */
int tool_close(struct tool *t, int64_t failed);

#endif

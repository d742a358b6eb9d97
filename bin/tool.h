/* SPDX-License-Identifier: ISC */
/*
 * tool - what every tool does alike: options, configuration, clock, user,
 * lock, database, exit status.  Only here and in main() may a process exit,
 * read the environment or print an error.
 */
#ifndef SMSCAL_BIN_TOOL_H
#define SMSCAL_BIN_TOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "store/db.h"
#include "store/installation.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/lock.h"
#include "util/zone.h"

struct tool {
	const char *name;      /* "smscal-fetch" */
	const char *usage;     /* "[-nqvw] [-c file]" */
	const char *conf_path; /* -c, else $SMSCAL_CONF, else NULL */
	/* Set by options, or by the tool before tool_open(). */
	bool dry, quiet, verbose, wait;
	/* What plan does is undone: no file is written. */
	bool pretend;
	struct buf *said; /* borrowed; what it would do; NULL: nobody asks */
	bool read;        /* the database is only read */
	bool foreign;     /* another installation's database will do (X10) */
	bool typed;       /* somebody waits for its words: none go to syslog */
	bool became;      /* it was root's, and is the database's owner's now */
	struct conf conf; /* owned */
	struct lock lock;
	struct db *db;            /* owned */
	struct installation inst; /* owned; as it was at tool_open() */
	struct zones *zones;      /* owned; see tool_zones() */
	int64_t now;              /* the run's clock */
};

/* The chain, in order: the tools that have a lock and a heartbeat. */
enum { TOOL_CHAIN = 5 };
extern const char *const tool_chain[TOOL_CHAIN]; /* "smscal-fetch" ... */

/* How long a tool waits for the database (design section 2). */
enum { TOOL_BUSY_S = 10, TOOL_BUSY_LONG_S = 60 };

/* First call of main(): name and usage are borrowed for ever. */
void tool_init(struct tool *t, const char *name, const char *usage);

/*
 * The next option of the tool's own, whose letters stand in `own` as for
 * getopt(3), or -1 behind the last.  The common ones are done here: -c FILE
 * (--config), -h (--help), -n (--dry-run), -q (--quiet), -v (--verbose), -w
 * (--wait), -V (--version).  A bad one ends the process with 64.
 */
int tool_option(struct tool *t, int argc, char *argv[], const char *own);
void tool_usage(const struct tool *t) ATTR_NORETURN; /* exit 64 */

/* Only the configuration, the log and the clock (SMSCAL_NOW). */
int tool_configure(struct tool *t, struct err *e) ATTR_USE;

/*
 * tool_configure(), then the database's owner, or that of smscal.conf (X9), the lock (when `lock`,
 * and none for a dry run), the database, and all that they can refuse (X3,
 * X10).  A second run of the same tool ends here with 0, or with 75 when it
 * was to wait and waited in vain.
 */
int tool_open(struct tool *t, bool lock, int busy_s, struct err *e) ATTR_USE;

/* As tool_open(), for what stands between: after tool_configure(). */
int tool_user(struct tool *t, struct err *e) ATTR_USE;

/* The time zones, read once: t->zones.  ERR_CONF without tzdata (D4). */
int tool_zones(struct tool *t, struct err *e) ATTR_USE;

/*
 * X3, for plan and send: ERR_BUSY while the clock is not to be believed.  A
 * clock that went back is noted in the database, until check --accept-clock.
 */
int tool_clock(struct tool *t, struct err *e) ATTR_USE;

/*
 * The run is alive: called wherever it has done a part, for a holder of the
 * lock that shows no life for half an hour is reported by the next run.
 */
void tool_beat(struct tool *t);

void tool_die(struct tool *t, const struct err *e) ATTR_NORETURN;

/* End the run; the exit status when `failed` items failed: 0 or 1. */
int tool_close(struct tool *t, int64_t failed);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * lock - one run of a tool at a time.  An fcntl-free flock(2) on a file
 * beside the real path of the database, O_CLOEXEC, that says pid and start;
 * its time of change is the tool's heartbeat.
 */
#ifndef SMSCAL_UTIL_LOCK_H
#define SMSCAL_UTIL_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "util/err.h"

struct lock {
	int fd; /* -1: not held */
	/* What the file said before we took it, or says of the holder. */
	pid_t pid;
	int64_t start_at; /* 0: nothing known */
	int64_t age_s;    /* since the holder's last beat, by the file's time */
	bool reported;    /* the holder was already reported as too old */
	time_t beat_at;   /* ours, the last */
};

#define LOCK_INIT ((struct lock){ .fd = -1 })

/*
 * Take the lock `<real path of db>-<tool>.lock` (made with mode 0600).  0: we
 * have it, the file now says our pid and `now`, and l->start_at is what the
 * run before wrote.  1: another process has it, and *l says who.  `wait`:
 * wait for it, however long, instead of 1.
 */
int lock_take(struct lock *l, const char *db, const char *tool, int64_t now,
    bool wait, struct err *e) ATTR_USE;

/* The lock is held: let it say `at` as our start from now on. */
int lock_stamp(struct lock *l, int64_t at, struct err *e) ATTR_USE;

/* The lock is held: its holder is alive.  Any number of times: once a second. */
void lock_beat(struct lock *l);

/* Mark the holder's file as reported; the next run reads it in l->reported. */
void lock_report(const char *db, const char *tool);

/* When the tool's last run began, whether it is over or not; 0: never. */
int64_t lock_last(const char *db, const char *tool);

void lock_drop(struct lock *l); /* not held is fine */

#endif

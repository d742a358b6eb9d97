/* SPDX-License-Identifier: ISC */
/*
 * backup - the database as one file, and back (X10).  A copy is whole and of
 * one instant, whatever the chain does meanwhile, and keeps nobody waiting.
 */
#ifndef SMSCAL_STORE_BACKUP_H
#define SMSCAL_STORE_BACKUP_H

#include "store/db.h"

/* Told of how far it came, in pages; NULL: nobody is. */
typedef void backup_tick(void *arg, int64_t done, int64_t all);

/*
 * Copy the database into the file `to`, which is made (0600) and must not be
 * there, and say in it that it is a copy of that time.  It is on disk then,
 * its name in its directory is not.  Where that fails, no file is left.
 */
int backup_write(struct db *db, const char *to, int64_t now, backup_tick *tick,
    void *arg, struct err *e) ATTR_USE;

/*
 * Copy the file `from`, of this version or an older one, to `to`, as above,
 * brought to this version.  Gives the open copy, which is checked, or NULL.
 * ERR_CONF, ERR_DATA: it is no backup of ours, or damaged.
 */
struct db *backup_read(const char *from, const char *to, backup_tick *tick,
    void *arg, struct err *e) ATTR_USE;

/* When the copy was made; 0: it is none. */
int backup_made_at(struct db *db, int64_t *at, struct err *e) ATTR_USE;

/*
 * X10, within a transaction: what fell due until now is held, for it may have
 * been sent; the next body of each calendar is a baseline; a change that was
 * seen and not yet planned is as told; the database is no copy any more.
 * *held: how many messages wait.
 */
int backup_restored(
    struct db *db, int64_t now, int64_t *held, struct err *e) ATTR_USE;

/*
 * No other process writes to the database until db_close(), and its file
 * alone is all of it, so that it can be put away.  ERR_BUSY: one has it open.
 */
int backup_put_away(struct db *db, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * db - the one SQLite file, and with its sisters in this folder the only code
 * that knows it is SQLite.
 *
 * Three kinds of failure, three treatments:
 *   our bug (SQL that does not compile, a misspelt parameter): the process
 *     ends at once with 70 and the statement on stderr;
 *   the world (locked, full, read-only, damaged): -1 and *e;
 *   a constraint we expect to hit: st_run() says ST_TAKEN, no error is set.
 *
 * One thread, one handle.  A statement lives as long as the db; asking for
 * it again resets it and forgets its bindings.  Asking while the last use is
 * still in the middle of its rows is our bug.
 */
#ifndef SMSCAL_STORE_DB_H
#define SMSCAL_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"

struct db;
struct stmt;

/*
 * DB_CREATE makes the file (0600) with our schema when there is none, or one
 * with nothing in it; DB_MIGRATE brings one of an older schema to ours.  What
 * else is there must fit, as for DB_WRITE.
 */
enum db_mode { DB_READ, DB_WRITE, DB_MIGRATE, DB_CREATE };

/*
 * Open `path`; a writer waits `busy_s` seconds for others.  Refused (ERR_CONF,
 * and what to do) is a file that is not there, is not ours by application_id,
 * or whose schema is not the one built in.  Gives the handle; end it with
 * db_close().  NULL with *e set.
 */
struct db *db_open(
    const char *path, enum db_mode mode, int busy_s, struct err *e) ATTR_USE;
void db_close(struct db *db); /* rolls back what is open; NULL is fine */

/* BEGIN IMMEDIATE: a writer waits here, and nowhere else. */
int db_begin(struct db *db, struct err *e) ATTR_USE;
/* A snapshot for several reads; ended by db_commit() or db_rollback(). */
int db_begin_read(struct db *db, struct err *e) ATTR_USE;
int db_commit(struct db *db, struct err *e) ATTR_USE;
void db_rollback(struct db *db); /* no transaction open is fine */
/*
 * Within a transaction: try something, and undo it.  No statement may be in
 * the middle of its rows.
 */
int db_try(struct db *db, struct err *e) ATTR_USE;
int db_undo(struct db *db, struct err *e) ATTR_USE;
bool db_in_transaction(const struct db *db);

/* The rows that this handle has changed since it was opened. */
int64_t db_changes(const struct db *db);

/*
 * Hold at most that many pages' KiB in memory, DB_CACHE_KIB to begin with:
 * less where others need it, and where nothing is read twice.
 */
enum { DB_CACHE_KIB = 16384 };
int db_cache(struct db *db, int kib, struct err *e) ATTR_USE;

/* PRAGMA integrity_check and foreign_key_check; ERR_DATA says the first. */
int db_check(struct db *db, struct err *e) ATTR_USE;

/*
 * Borrow the statement for `sql`, a string literal: the cache compares
 * addresses, not text.
 */
struct stmt *db_stmt(struct db *db, const char *sql);

/* Borrow `s` until the statement is next asked for; NULL binds SQL NULL. */
void st_text(struct stmt *st, const char *param, const char *s);
void st_textn(struct stmt *st, const char *param, const char *s, size_t n);
void st_blob(struct stmt *st, const char *param, const void *p, size_t n);
void st_int(struct stmt *st, const char *param, int64_t v);
void st_null(struct stmt *st, const char *param);
/* NULL where v is `none`, else v. */
void st_opt(struct stmt *st, const char *param, int64_t v, int64_t none);

enum { ST_TAKEN = 1 };
int st_row(struct stmt *st, struct err *e) ATTR_USE; /* 1 row, 0 end, -1 */
int st_run(struct stmt *st, struct err *e) ATTR_USE; /* 0, ST_TAKEN, -1 */
void st_done(struct stmt *st); /* to leave rows before the end */
/* Run a question: is the first row's first column true?  1, 0 (no row), -1. */
int st_truth(struct stmt *st, struct err *e) ATTR_USE;

/* Run, and give the rowid of the row that it inserted; ST_TAKEN as st_run. */
int st_insert(struct stmt *st, int64_t *id, struct err *e) ATTR_USE;
/* Run, and give how many rows it changed; -1. */
int64_t st_changed(struct stmt *st, struct err *e) ATTR_USE;

int64_t st_col_int(struct stmt *st, int i); /* 0 for SQL NULL */
int64_t st_col_opt(struct stmt *st, int i, int64_t none);
bool st_col_null(struct stmt *st, int i);
const char *st_col_text(struct stmt *st, int i); /* borrowed to next st_row */
char *st_col_dup(struct stmt *st, int i);        /* given; NULL for SQL NULL */
const void *st_col_blob(struct stmt *st, int i, size_t *n); /* borrowed */

#endif

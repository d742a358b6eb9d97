/* SPDX-License-Identifier: ISC */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/handle.h"
#include "store/schema.h"
#include "util/mem.h"
#include "util/str.h"

/* "smsc": marks the file as ours (PRAGMA application_id). */
enum { APPLICATION_ID = 0x736d7363 };

int
db_fail(struct db *db, const char *doing, struct err *e)
{
	int code = sqlite3_errcode(db->conn);

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_BUSY,
		    "the database %s is busy: another tool holds it for too "
		    "long; try again later",
		    db->path);
	case SQLITE_FULL:
		return err_set(e, ERR_IO,
		    "the disk of the database %s is full; make room", db->path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(e, ERR_PERM,
		    "the database %s cannot be written by this user", db->path);
	case SQLITE_CANTOPEN:
		return err_set(e, ERR_CREATE,
		    "cannot open the database %s or a file beside it",
		    db->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_DATA,
		    "the database %s is damaged (%s); restore a backup",
		    db->path, sqlite3_errmsg(db->conn));
	case SQLITE_ERROR:
	case SQLITE_MISUSE:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
		mem_bug("%s: %s", doing, sqlite3_errmsg(db->conn));
	default:
		return err_set(e, ERR_IO, "the database %s: %s", db->path,
		    sqlite3_errmsg(db->conn));
	}
}

static int
db_exec(struct db *db, const char *sql, struct err *e)
{
	if (sqlite3_exec(db->conn, sql, NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	return db_fail(db, sql, e);
}

static int
db_pragma(struct db *db, const char *sql, int64_t *out, struct err *e)
{
	sqlite3_stmt *st = NULL;

	*out = 0;
	if (sqlite3_prepare_v2(db->conn, sql, -1, &st, NULL) != SQLITE_OK)
		return db_fail(db, sql, e);
	int r = sqlite3_step(st);
	if (r == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return r == SQLITE_ROW ? 0 : db_fail(db, sql, e);
}

int
db_cache(struct db *db, int kib, struct err *e)
{
	char sql[64];

	sqlite3_snprintf(sizeof(sql), sql, "PRAGMA cache_size = -%d", kib);
	return db_exec(db, sql, e);
}

/* What SQLite says of itself goes into our own messages, not to stderr. */
static int
db_connect(struct db *db, enum db_mode mode, int busy_s, struct err *e)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_PRIVATECACHE;

	/*
	 * One thread, that counts no bytes, needs no locks for them.  It is
	 * too late for that where SQLite is in use already, and no harm.
	 */
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(db->path, &db->conn, flags, NULL) != SQLITE_OK)
		return db_fail(db, "open", e);
	sqlite3_extended_result_codes(db->conn, 1);
	sqlite3_busy_timeout(db->conn, busy_s * 1000);
	/*
	 * FULL: a commit that power loss takes back is a text sent twice.  The
	 * rest keeps a hostile file's schema from doing more than hold data,
	 * and the log as small as SQLite's own checkpoints make it, behind
	 * a large transaction or a reader that was long there, too.
	 */
	if (db_exec(db,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
		"PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
		"PRAGMA journal_size_limit = 4194304",
		e) == -1 ||
	    db_cache(db, DB_CACHE_KIB, e) == -1)
		return -1;
	/* Opened read-only, SQLite would leave -shm and -wal files behind. */
	return mode == DB_READ ? db_exec(db, "PRAGMA query_only = ON", e) : 0;
}

static int
db_version(struct db *db, int64_t *app, int64_t *version, struct err *e)
{
	if (db_pragma(db, "PRAGMA application_id", app, e) == -1 ||
	    db_pragma(db, "PRAGMA user_version", version, e) == -1)
		return -1;
	return 0;
}

/* Refuse what is not ours or not of this version, and say what to do. */
static int
db_fits(struct db *db, struct err *e)
{
	int64_t app, version;

	if (db_version(db, &app, &version, e) == -1)
		return -1;
	if (app != APPLICATION_ID)
		return err_set(e, ERR_CONF,
		    "%s is no database of smscal: check 'database' in "
		    "smscal.conf, or run smscal-admin init",
		    db->path);
	if (version < (int64_t)schema_count)
		return err_set(e, ERR_CONF,
		    "the database %s is of an older smscal (schema %" PRId64
		    ", not %zu): run smscal-admin migrate",
		    db->path, version, schema_count);
	if (version > (int64_t)schema_count)
		return err_set(e, ERR_CONF,
		    "the database %s is of a newer smscal (schema %" PRId64
		    ", not %zu): install that one",
		    db->path, version, schema_count);
	return 0;
}

/*
 * 1: it is for db_migrate() to work on.  0: it fits.  DB_CREATE touches only
 * a file with nothing in it, DB_MIGRATE only an older one of ours; whatever
 * else it is stays as it is.
 */
static int
db_wants(struct db *db, enum db_mode mode, struct err *e)
{
	int64_t app, version, tables;

	if (db_version(db, &app, &version, e) == -1 ||
	    db_pragma(db, "SELECT count(*) FROM sqlite_schema", &tables, e) ==
		-1)
		return -1;
	if (mode == DB_CREATE && app == 0 && version == 0 && tables == 0)
		return 1;
	if (mode == DB_MIGRATE && app == APPLICATION_ID &&
	    version < (int64_t)schema_count)
		return 1;
	return db_fits(db, e);
}

/* The version is read again inside the write lock: two may race here. */
static int
db_migrate(struct db *db, struct err *e)
{
	int64_t app, version;
	char set[96];

	if (db_exec(db, "PRAGMA journal_mode = WAL", e) == -1 ||
	    db_begin(db, e) == -1)
		return -1;
	if (db_version(db, &app, &version, e) == -1)
		goto fail;
	for (size_t i = (size_t)version; i < schema_count; i++)
		if (db_exec(db, schema_steps[i], e) == -1)
			goto fail;
	sqlite3_snprintf(sizeof(set), set,
	    "PRAGMA user_version = %d; PRAGMA application_id = %d",
	    (int)schema_count, (int)APPLICATION_ID);
	if (db_exec(db, set, e) == -1)
		goto fail;
	return db_commit(db, e);
fail:
	db_rollback(db);
	return -1;
}

/* The file is made by us and not by SQLite, so that it is never wider. */
static int
db_create_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1) {
		if (errno == EEXIST)
			return 0;
		return err_sys(e, ERR_CREATE, "cannot make %s", path);
	}
	close(fd);
	return 0;
}

struct db *
db_open(const char *path, enum db_mode mode, int busy_s, struct err *e)
{
	struct db *db;

	if (mode == DB_CREATE && db_create_file(path, e) == -1)
		return NULL;
	if (access(path, F_OK) == -1 && errno == ENOENT) {
		err_set(e, ERR_CONF,
		    "there is no database %s: run smscal-admin init", path);
		return NULL;
	}
	db = mem_zero(1, sizeof(*db));
	db->path = mem_str(path);
	if (db_connect(db, mode, busy_s, e) == -1)
		goto fail;
	int r = mode == DB_CREATE || mode == DB_MIGRATE ? db_wants(db, mode, e)
							: db_fits(db, e);
	if (r == 1)
		r = db_migrate(db, e);
	/* A restore that was killed leaves the database without its log. */
	if (r != -1 && mode != DB_READ)
		r = db_exec(db, "PRAGMA journal_mode = WAL", e);
	if (r == -1)
		goto fail;
	return db;
fail:
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < db->n; i++) {
		sqlite3_finalize(db->v[i]->st);
		free(db->v[i]->params);
		free(db->v[i]);
	}
	free(db->v);
	sqlite3_close(db->conn); /* rolls back what is open */
	free(db->path);
	free(db);
}

int
db_begin(struct db *db, struct err *e)
{
	return db_exec(db, "BEGIN IMMEDIATE", e);
}

int
db_begin_read(struct db *db, struct err *e)
{
	return db_exec(db, "BEGIN", e);
}

int
db_commit(struct db *db, struct err *e)
{
	if (db_exec(db, "COMMIT", e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

void
db_rollback(struct db *db)
{
	for (size_t i = 0; i < db->n; i++) {
		sqlite3_reset(db->v[i]->st);
		db->v[i]->busy = false;
	}
	if (db_in_transaction(db))
		sqlite3_exec(db->conn, "ROLLBACK", NULL, NULL, NULL);
}

int
db_try(struct db *db, struct err *e)
{
	return db_exec(db, "SAVEPOINT attempt", e);
}

int
db_undo(struct db *db, struct err *e)
{
	return db_exec(db, "ROLLBACK TO attempt; RELEASE attempt", e);
}

bool
db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->conn) == 0;
}

int64_t
db_changes(const struct db *db)
{
	return sqlite3_total_changes64(db->conn);
}

/* 1: `st` gave a row, whose first column is borrowed in *text. */
static int
first_text(sqlite3_stmt *st, const char **text)
{
	if (sqlite3_step(st) != SQLITE_ROW)
		return 0;
	*text = (const char *)sqlite3_column_text(st, 0);
	return 1;
}

int
db_check(struct db *db, struct err *e)
{
	static const char *const checks[] = { "PRAGMA integrity_check(1)",
		"PRAGMA foreign_key_check" };

	for (size_t i = 0; i < 2; i++) {
		sqlite3_stmt *st = NULL;
		const char *text = NULL;

		if (sqlite3_prepare_v2(db->conn, checks[i], -1, &st, NULL) !=
		    SQLITE_OK)
			return db_fail(db, checks[i], e);
		int row = first_text(st, &text);
		if (row == 1 && !str_eq(text, "ok"))
			err_set(e, ERR_DATA,
			    i == 0 ? "the database %s is damaged: %s"
				   : "the database %s has a row without its "
				     "parent in %s",
			    db->path, text != NULL ? text : "?");
		sqlite3_finalize(st);
		if (e->kind != ERR_NONE)
			return -1;
		if (sqlite3_errcode(db->conn) != SQLITE_OK)
			return db_fail(db, checks[i], e);
	}
	return 0;
}

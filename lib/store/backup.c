/* SPDX-License-Identifier: ISC */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/calendar.h"
#include "store/company.h"
#include "store/handle.h"
#include "util/str.h"

enum {
	PAGES = 1024, /* in a step: a few milliseconds */
	PAUSE_MS = 50,
	TRIES = 1200 /* a minute of them in a row */
};

static const char sql_mark[] =
    "UPDATE installation SET backup_at = :at WHERE backup_at IS NOT :at";

static const char sql_made[] = "SELECT backup_at FROM installation";

static const char sql_hold[] =
    "UPDATE message SET state = 'held', reason = 'restored'"
    " WHERE state IN ('planned', 'held') AND due_at <= :now";

/*
 * Diff had seen it and plan not: whether it was told after the backup nobody
 * knows, so it is taken as known and not told again.
 */
static const char sql_unannounce[] =
    "UPDATE recipient SET announce_at = NULL, told_at = :now,"
    "       told_start_at = (SELECT start_at FROM appointment"
    "                         WHERE id = appointment_id)"
    " WHERE appointment_id IN (SELECT id FROM appointment WHERE replan = 1)";

static const char sql_known[] =
    "UPDATE appointment SET start_known_at = :now, baseline = 1"
    " WHERE replan = 1";

static int
fail(sqlite3 *conn, const char *doing, const char *path, struct err *e)
{
	int code = sqlite3_errcode(conn) & 0xff;
	enum err_kind kind = code == SQLITE_NOTADB || code == SQLITE_CORRUPT
	    ? ERR_DATA
	    : code == SQLITE_BUSY || code == SQLITE_LOCKED ? ERR_BUSY
							   : ERR_IO;

	return err_set(
	    e, kind, "cannot %s %s: %s", doing, path, sqlite3_errmsg(conn));
}

/* All pages, some at a time; whoever has the file waits for nothing. */
static int
copy_pages(sqlite3 *to, sqlite3 *from, backup_tick *tick, void *arg)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int tries = 0, r;

	if (b == NULL)
		return sqlite3_errcode(to);
	do {
		r = sqlite3_backup_step(b, PAGES);
		if (r == SQLITE_BUSY || r == SQLITE_LOCKED) {
			sqlite3_sleep(PAUSE_MS);
			tries++;
		} else if (r == SQLITE_OK) {
			int all = sqlite3_backup_pagecount(b);
			tries = 0;
			if (tick != NULL)
				tick(arg, all - sqlite3_backup_remaining(b),
				    all);
		}
	} while (r == SQLITE_OK ||
	    ((r == SQLITE_BUSY || r == SQLITE_LOCKED) && tries < TRIES));
	return sqlite3_backup_finish(b);
}

/* The file is made by us and not by SQLite, so that it is never wider. */
static sqlite3 *
make(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	sqlite3 *conn = NULL;

	if (fd == -1) {
		err_sys(e, ERR_CREATE, "cannot make %s", path);
		return NULL;
	}
	close(fd);
	if (sqlite3_open_v2(path, &conn,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
		return conn;
	fail(conn, "open", path, e);
	sqlite3_close(conn);
	unlink(path);
	return NULL;
}

/* One file, without the sisters of a write-ahead log; all of it on disk. */
static int
finish(sqlite3 *conn, const char *path, struct err *e)
{
	static const char one_file[] = "PRAGMA journal_mode = DELETE";
	int ret = sqlite3_exec(conn, one_file, NULL, NULL, NULL) == SQLITE_OK
	    ? 0
	    : fail(conn, "write", path, e);
	int fd = ret == 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (ret == 0 && (fd == -1 || fsync(fd) == -1))
		ret = err_sys(e, ERR_IO, "cannot write %s to disk", path);
	if (fd != -1)
		close(fd);
	return ret;
}

static int
copy(sqlite3 *from, const char *to, backup_tick *tick, void *arg, struct err *e)
{
	sqlite3 *conn = make(to, e);
	int ret = 0;

	if (conn == NULL)
		return -1;
	if (copy_pages(conn, from, tick, arg) != SQLITE_OK)
		ret = fail(conn, "write", to, e);
	sqlite3_close(conn);
	if (ret == -1)
		unlink(to);
	return ret;
}

static int
mark(struct db *db, int64_t at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_mark);

	st_opt(st, ":at", at, 0);
	return st_run(st, e);
}

/* The copy says itself what it is. */
static int
mark_file(const char *path, int64_t now, struct err *e)
{
	struct db *db = db_open(path, DB_WRITE, 0, e);
	int ret = -1;

	if (db == NULL)
		return -1;
	if (db_begin(db, e) == 0 && mark(db, now, e) == 0 &&
	    db_commit(db, e) == 0)
		ret = finish(db->conn, path, e);
	db_close(db);
	return ret;
}

int
backup_write(struct db *db, const char *to, int64_t now, backup_tick *tick,
    void *arg, struct err *e)
{
	if (copy(db->conn, to, tick, arg, e) == -1)
		return -1;
	if (mark_file(to, now, e) == 0)
		return 0;
	unlink(to);
	return -1;
}

struct db *
backup_read(const char *from, const char *to, backup_tick *tick, void *arg,
    struct err *e)
{
	sqlite3 *conn = NULL;
	struct db *db = NULL;
	int ret = 0;

	if (access(from, R_OK) == -1) {
		err_sys(e, errno == EACCES ? ERR_PERM : ERR_DATA,
		    "cannot read %s", from);
		return NULL;
	}
	if (sqlite3_open_v2(from, &conn,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
		NULL) != SQLITE_OK ||
	    sqlite3_exec(conn, "SELECT count(*) FROM sqlite_schema", NULL, NULL,
		NULL) != SQLITE_OK)
		ret = fail(conn, "read", from, e);
	if (ret == 0)
		ret = copy(conn, to, tick, arg, e);
	sqlite3_close(conn);
	if (ret == -1)
		return NULL;
	db = db_open(to, DB_MIGRATE, 0, e);
	if (db != NULL && db_check(db, e) == 0)
		return db;
	db_close(db);
	unlink(to);
	return NULL;
}

int
backup_made_at(struct db *db, int64_t *at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_made);

	*at = 0;
	int r = st_row(st, e);
	if (r == 1) {
		*at = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

/* The next body of each calendar is one. */
static int
mark_baselines(struct db *db, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	int ret = company_list(db, &l, e);

	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		struct level all = { .company_id = l.v[i].id };
		ret = calendar_mark(db, &all, MARK_BASELINE, e);
	}
	company_list_free(&l);
	return ret;
}

int
backup_restored(struct db *db, int64_t now, int64_t *held, struct err *e)
{
	static const char *const marks[] = { sql_unannounce, sql_known };
	struct stmt *st = db_stmt(db, sql_hold);

	st_int(st, ":now", now);
	*held = st_changed(st, e);
	if (*held == -1 || mark_baselines(db, e) == -1)
		return -1;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		st = db_stmt(db, marks[i]);
		st_int(st, ":now", now);
		if (st_run(st, e) == -1)
			return -1;
	}
	return mark(db, 0, e);
}

int
backup_put_away(struct db *db, struct err *e)
{
	sqlite3_stmt *st = NULL;
	bool done = false;

	/* Leaving the log needs the file for this connection alone. */
	if (sqlite3_exec(db->conn, "PRAGMA locking_mode = EXCLUSIVE", NULL,
		NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db->conn, "PRAGMA journal_mode = DELETE", -1,
		&st, NULL) != SQLITE_OK)
		return db_fail(db, "journal_mode", e);
	if (sqlite3_step(st) == SQLITE_ROW)
		done =
		    str_eq((const char *)sqlite3_column_text(st, 0), "delete");
	sqlite3_finalize(st);
	if (!done)
		return err_set(e, ERR_BUSY,
		    "the database %s is open elsewhere: end what has it, and "
		    "try again",
		    db->path);
	return db_begin(db, e);
}

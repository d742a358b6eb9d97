/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/handle.h"
#include "util/mem.h"

/* A statement that is asked for in the middle of its rows is our bug. */
static struct stmt *
stmt_again(struct stmt *st)
{
	if (st->busy)
		mem_bug("statement asked for while in use: %s", st->sql);
	st->next = 0;
	sqlite3_reset(st->st);
	sqlite3_clear_bindings(st->st);
	return st;
}

struct stmt *
db_stmt(struct db *db, const char *sql)
{
	const char *tail = NULL;
	struct stmt *st;

	for (size_t i = 0; i < db->n; i++)
		if (db->v[i]->sql == sql)
			return stmt_again(db->v[i]);

	st = mem_zero(1, sizeof(*st));
	st->sql = sql;
	st->db = db;
	int r = sqlite3_prepare_v3(
	    db->conn, sql, -1, SQLITE_PREPARE_PERSISTENT, &st->st, &tail);
	if (r == SQLITE_BUSY || (r & 0xff) == SQLITE_IOERR) {
		/* Only a damaged or vanished file can do this here. */
		mem_bug("cannot prepare: %s", sqlite3_errmsg(db->conn));
	}
	if (r != SQLITE_OK)
		mem_bug("%s: %s", sqlite3_errmsg(db->conn), sql);
	if (tail != NULL && *tail != '\0')
		mem_bug("surplus text follows: %s", tail);
	db->v = mem_grow(db->v, &db->cap, db->n + 1, sizeof(*db->v));
	db->v[db->n++] = st;
	return st;
}

/* The first time that this literal is used. */
static void
learn(struct stmt *st, const char *param)
{
	int i = sqlite3_bind_parameter_index(st->st, param);

	if (i == 0)
		mem_bug("no parameter %s in: %s", param, st->sql);
	st->params = mem_grow(
	    st->params, &st->cap_params, st->n_params + 1, sizeof(*st->params));
	st->params[st->n_params].name = param;
	st->params[st->n_params++].number = i;
}

static int
parameter(struct stmt *st, const char *param)
{
	if (st->next >= st->n_params || st->params[st->next].name != param) {
		for (st->next = 0; st->next < st->n_params; st->next++)
			if (st->params[st->next].name == param)
				break;
		if (st->next == st->n_params)
			learn(st, param);
	}
	return st->params[st->next++].number;
}

static void
bound(struct stmt *st, int r)
{
	if (r != SQLITE_OK)
		mem_bug("cannot bind (%d) in: %s", r, st->sql);
}

void
st_textn(struct stmt *st, const char *param, const char *s, size_t n)
{
	bound(st,
	    sqlite3_bind_text64(st->st, parameter(st, param), s, n,
		SQLITE_STATIC, SQLITE_UTF8));
}

void
st_text(struct stmt *st, const char *param, const char *s)
{
	if (s == NULL)
		st_null(st, param);
	else
		st_textn(st, param, s, strlen(s));
}

void
st_blob(struct stmt *st, const char *param, const void *p, size_t n)
{
	/* An empty blob is not SQL NULL, which a NULL pointer would make it. */
	bound(st,
	    sqlite3_bind_blob64(st->st, parameter(st, param), n != 0 ? p : "",
		n, SQLITE_STATIC));
}

void
st_int(struct stmt *st, const char *param, int64_t v)
{
	bound(st, sqlite3_bind_int64(st->st, parameter(st, param), v));
}

void
st_null(struct stmt *st, const char *param)
{
	bound(st, sqlite3_bind_null(st->st, parameter(st, param)));
}

void
st_opt(struct stmt *st, const char *param, int64_t v, int64_t none)
{
	if (v == none)
		st_null(st, param);
	else
		st_int(st, param, v);
}

/* A UNIQUE key that is taken is an answer; any other constraint is our bug. */
static int
stepped(struct stmt *st, int r, struct err *e)
{
	if (r == SQLITE_CONSTRAINT_UNIQUE || r == SQLITE_CONSTRAINT_PRIMARYKEY)
		return ST_TAKEN;
	if ((r & 0xff) == SQLITE_CONSTRAINT)
		mem_bug("%s: %s", sqlite3_errmsg(st->db->conn), st->sql);
	return db_fail(st->db, st->sql, e);
}

int
st_row(struct stmt *st, struct err *e)
{
	int r = sqlite3_step(st->st);

	st->busy = r == SQLITE_ROW;
	if (r == SQLITE_ROW)
		return 1;
	if (r != SQLITE_DONE) {
		r = stepped(st, r, e);
		sqlite3_reset(st->st);
		if (r == ST_TAKEN)
			mem_bug("unexpected unique key: %s", st->sql);
		return -1;
	}
	sqlite3_reset(st->st);
	return 0;
}

int
st_run(struct stmt *st, struct err *e)
{
	int r = sqlite3_step(st->st);

	if (r == SQLITE_ROW)
		mem_bug("rows where none are expected: %s", st->sql);
	r = r == SQLITE_DONE ? 0 : stepped(st, r, e);
	sqlite3_reset(st->st);
	return r;
}

int
st_insert(struct stmt *st, int64_t *id, struct err *e)
{
	int r = st_run(st, e);

	if (r == 0)
		*id = sqlite3_last_insert_rowid(st->db->conn);
	return r;
}

int64_t
st_changed(struct stmt *st, struct err *e)
{
	int r = st_run(st, e);

	if (r == ST_TAKEN)
		mem_bug("unexpected unique key: %s", st->sql);
	return r == 0 ? sqlite3_changes64(st->db->conn) : -1;
}

void
st_done(struct stmt *st)
{
	st->busy = false;
	sqlite3_reset(st->st);
}

int
st_truth(struct stmt *st, struct err *e)
{
	int r = st_row(st, e);

	if (r != 1)
		return r;
	r = st_col_int(st, 0) != 0;
	st_done(st);
	return r;
}

int64_t
st_col_int(struct stmt *st, int i)
{
	return sqlite3_column_int64(st->st, i);
}

bool
st_col_null(struct stmt *st, int i)
{
	return sqlite3_column_type(st->st, i) == SQLITE_NULL;
}

int64_t
st_col_opt(struct stmt *st, int i, int64_t none)
{
	return st_col_null(st, i) ? none : sqlite3_column_int64(st->st, i);
}

const char *
st_col_text(struct stmt *st, int i)
{
	return (const char *)sqlite3_column_text(st->st, i);
}

char *
st_col_dup(struct stmt *st, int i)
{
	const char *s = st_col_text(st, i);

	return s != NULL ? mem_strn(s, (size_t)sqlite3_column_bytes(st->st, i))
			 : NULL;
}

const void *
st_col_blob(struct stmt *st, int i, size_t *n)
{
	const void *p = sqlite3_column_blob(st->st, i);

	*n = (size_t)sqlite3_column_bytes(st->st, i);
	return p;
}

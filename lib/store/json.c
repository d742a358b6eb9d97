/* SPDX-License-Identifier: ISC */
#include "store/json.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum {
	SQL_VALID,
	SQL_TYPE,
	SQL_COUNT_OF,
	SQL_MEMBER,
	SQL_VALUE,
	SQL_QUOTE,
	SQL_N
};

/* Numbers come by ->, as they are written: as values they lose digits. */
static const char *const sqls[SQL_N] = {
	[SQL_VALID] = "SELECT json_valid(?1)",
	[SQL_TYPE] = "SELECT json_type(?1, ?2)",
	[SQL_COUNT_OF] = "SELECT json_array_length(?1, ?2)",
	[SQL_MEMBER] = "SELECT (SELECT key FROM json_each(?1)"
		       " LIMIT 1 OFFSET CAST(?2 AS INTEGER))",
	/* In one statement the document is parsed once. */
	[SQL_VALUE] = "SELECT json_type(?1, ?2), ?1 -> ?2, ?1 ->> ?2",
	[SQL_QUOTE] = "SELECT json_quote(?1)",
};

struct json {
	sqlite3 *conn;
	sqlite3_stmt *st[SQL_N]; /* made when first asked for */
	struct buf doc;          /* the document; empty: none */
};

struct json *
json_new(void)
{
	struct json *j = mem_zero(1, sizeof(*j));
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

	if (sqlite3_open_v2(":memory:", &j->conn, flags, NULL) != SQLITE_OK)
		mem_bug("no database in memory: %s", sqlite3_errmsg(j->conn));
	return j;
}

void
json_free(struct json *j)
{
	if (j == NULL)
		return;
	for (int i = 0; i < SQL_N; i++)
		sqlite3_finalize(j->st[i]);
	sqlite3_close(j->conn);
	buf_free(&j->doc);
	free(j);
}

/* The statement with its first row there; end with sqlite3_reset(). */
static sqlite3_stmt *
ask(struct json *j, int which, const char *text, size_t n, const char *path)
{
	sqlite3_stmt **st = &j->st[which];

	if (*st == NULL &&
	    sqlite3_prepare_v3(j->conn, sqls[which], -1,
		SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
		mem_bug("%s: %s", sqlite3_errmsg(j->conn), sqls[which]);
	sqlite3_reset(*st);
	if (sqlite3_bind_text64(*st, 1, text, n, SQLITE_STATIC, SQLITE_UTF8) !=
	    SQLITE_OK)
		mem_bug("JSON of %zu bytes is too long", n);
	if (path != NULL)
		sqlite3_bind_text(*st, 2, path, -1, SQLITE_STATIC);
	if (sqlite3_step(*st) != SQLITE_ROW)
		mem_bug("%s: %s (%s)", sqls[which], sqlite3_errmsg(j->conn),
		    path != NULL ? path : "");
	return *st;
}

static sqlite3_stmt *
ask_doc(struct json *j, int which, const char *path)
{
	return ask(j, which, buf_cstr(&j->doc), j->doc.n, path);
}

/* The code unit of the escape \uXXXX at s; -1 for anything else. */
static int
escaped(const char *s, const char *end)
{
	int v = 0;

	if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		static const char digits[] = "0123456789abcdef";
		const char *d = memchr(digits, s[i] | 0x20, 16);
		if (d == NULL)
			return -1;
		v = v * 16 + (int)(d - digits);
	}
	return v;
}

/*
 * SQLite cuts a text at an escaped NUL, and makes no UTF-8 of a lone
 * surrogate: such an escape becomes that of U+FFFD.  In valid JSON a backslash
 * begins an escape and stands nowhere else.
 */
static void
repair_escapes(char *s, size_t n)
{
	char *const end = s + n;

	while ((s = memchr(s, '\\', (size_t)(end - s))) != NULL) {
		int unit = escaped(s, end);
		if (unit == -1) {
			s += 2;
			continue;
		}
		int next = escaped(s + 6, end);
		if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 &&
		    next < 0xe000) {
			s += 12;
			continue;
		}
		if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
			memcpy(s + 2, "fffd", 4);
		s += 6;
	}
}

bool
json_load(struct json *j, const char *text, size_t n)
{
	buf_reset(&j->doc);
	if (n == 0 || memchr(text, '\0', n) != NULL || !utf8_valid(text, n))
		return false;
	sqlite3_stmt *st = ask(j, SQL_VALID, text, n, NULL);
	bool valid = sqlite3_column_int(st, 0) == 1;
	sqlite3_reset(st);
	if (!valid)
		return false;
	buf_add(&j->doc, text, n);
	repair_escapes(j->doc.v, j->doc.n);
	return true;
}

static enum json_type
type_of(const char *name)
{
	static const struct {
		const char *name;
		enum json_type type;
	} types[] = {
		{ "null", JSON_NULL },
		{ "true", JSON_BOOL },
		{ "false", JSON_BOOL },
		{ "integer", JSON_INT },
		{ "real", JSON_REAL },
		{ "text", JSON_TEXT },
		{ "array", JSON_ARRAY },
		{ "object", JSON_OBJECT },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq(name, types[i].name))
			return types[i].type;
	return JSON_NONE;
}

enum json_type
json_type(struct json *j, const char *path)
{
	if (j->doc.n == 0)
		return JSON_NONE;
	sqlite3_stmt *st = ask_doc(j, SQL_TYPE, path);
	enum json_type type = type_of((const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
	return type;
}

size_t
json_count(struct json *j, const char *path)
{
	if (json_type(j, path) != JSON_ARRAY)
		return 0;
	sqlite3_stmt *st = ask_doc(j, SQL_COUNT_OF, path);
	size_t n = (size_t)sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return n;
}

char *
json_member(struct json *j, size_t i)
{
	char at[24];

	if (json_type(j, "$") != JSON_OBJECT)
		return NULL;
	snprintf(at, sizeof(at), "%zu", i);
	sqlite3_stmt *st = ask_doc(j, SQL_MEMBER, at);
	char *name = mem_str((const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
	return name;
}

char *
json_text(struct json *j, const char *path)
{
	char *s = NULL;

	if (j->doc.n == 0)
		return NULL;
	sqlite3_stmt *st = ask_doc(j, SQL_VALUE, path);
	enum json_type type = type_of((const char *)sqlite3_column_text(st, 0));
	if (type == JSON_TEXT)
		s = mem_str((const char *)sqlite3_column_text(st, 2));
	else if (type == JSON_INT || type == JSON_REAL)
		s = mem_str((const char *)sqlite3_column_text(st, 1));
	sqlite3_reset(st);
	return s;
}

bool
json_int(struct json *j, const char *path, int64_t *out)
{
	char *s = json_text(j, path);
	bool ok = s != NULL && str_int(s, INT64_MIN, INT64_MAX, out) == 0;

	free(s);
	return ok;
}

bool
json_bool(struct json *j, const char *path, bool *out)
{
	if (json_type(j, path) != JSON_BOOL)
		return false;
	sqlite3_stmt *st = ask_doc(j, SQL_VALUE, path);
	*out = str_eq((const char *)sqlite3_column_text(st, 1), "true");
	sqlite3_reset(st);
	return true;
}

/* Before any value: a comma, unless it is the first or stands by its name. */
static void
separate(struct buf *b)
{
	if (b->n != 0 && strchr("{[:\n", b->v[b->n - 1]) == NULL)
		buf_char(b, ',');
}

void
json_put_name(struct buf *b, const char *name)
{
	separate(b);
	if (name == NULL)
		return;
	buf_char(b, '"');
	buf_str(b, name);
	buf_str(b, "\":");
}

/* Printable ASCII without what JSON escapes: most of what is written. */
static bool
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < 0x20 || *s > 0x7e || *s == '"' || *s == '\\')
			return false;
	return true;
}

void
json_put_text(struct json *j, struct buf *b, const char *name, const char *text)
{
	struct buf repaired = BUF_INIT;
	const char *s = text;

	if (text == NULL)
		return;
	if (is_plain(text)) {
		json_put_name(b, name);
		buf_char(b, '"');
		buf_str(b, text);
		buf_char(b, '"');
		return;
	}
	if (!utf8_valid(text, strlen(text))) {
		utf8_repair(&repaired, text, strlen(text));
		s = buf_cstr(&repaired);
	}
	json_put_name(b, name);
	sqlite3_stmt *st = ask(j, SQL_QUOTE, s, strlen(s), NULL);
	buf_str(b, (const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
	buf_free(&repaired);
}

void
json_put_int(struct buf *b, const char *name, int64_t v)
{
	json_put_name(b, name);
	buf_fmt(b, "%" PRId64, v);
}

void
json_put_bool(struct buf *b, const char *name, bool v)
{
	json_put_name(b, name);
	buf_str(b, v ? "true" : "false");
}

void
json_put_null(struct buf *b, const char *name)
{
	json_put_name(b, name);
	buf_str(b, "null");
}

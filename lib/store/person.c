/* SPDX-License-Identifier: ISC */
#include "store/person.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "domain/numbering.h"
#include "store/erasure.h"
#include "store/handle.h"
#include "util/mem.h"

/* Digits: what follows any spelling of a prefix; fewer would be anybody's. */
enum { TAIL = 9, TAIL_MIN = 7 };

#define OF "(SELECT appointment_id FROM recipient WHERE phone = :phone)"

/* Behind strftime(: an instant as ISO 8601 has it. */
#define UTC "'%Y-%m-%dT%H:%M:%SZ', "

/* A kind of data: what is told of it, and how it goes; in that order. */
struct part {
	const char *name;
	const char *json, *count, *remove;
};

static const struct part parts[PERSON_KINDS] = {
	{ "contacts",
	    "SELECT json_group_array(json_object('company', o.ref, 'name',"
	    " c.name, 'number', c.number, 'language', c.language))"
	    "  FROM contact c JOIN company o ON o.id = c.company_id"
	    " WHERE c.phone = :phone",
	    "SELECT count(*) FROM contact WHERE phone = :phone",
	    "DELETE FROM contact WHERE phone = :phone" },
	{ "replies",
	    "SELECT json_group_array(json_object('company', o.ref,"
	    " 'received_at', strftime(" UTC
	    "r.received_at, 'unixepoch'), 'text', r.text,"
	    " 'meaning', r.meaning))"
	    "  FROM reply r LEFT JOIN company o ON o.id = r.company_id"
	    " WHERE r.phone = :phone",
	    "SELECT count(*) FROM reply WHERE phone = :phone",
	    "DELETE FROM reply WHERE phone = :phone" },
	{ "reply_parts",
	    "SELECT json_group_array(json_object('received_at',"
	    " strftime(" UTC "received_at, 'unixepoch'), 'text', text))"
	    "  FROM reply_part WHERE phone = :phone",
	    "SELECT count(*) FROM reply_part WHERE phone = :phone",
	    "DELETE FROM reply_part WHERE phone = :phone" },
	{ "mails",
	    "SELECT json_group_array(json_object('created_at',"
	    " strftime(" UTC
	    "created_at, 'unixepoch'), 'subject', subject, 'text', text))"
	    "  FROM mail WHERE person(text, :phone) OR person(subject, :phone)",
	    "SELECT count(*) FROM mail"
	    " WHERE person(text, :phone) OR person(subject, :phone)",
	    "DELETE FROM mail"
	    " WHERE person(text, :phone) OR person(subject, :phone)" },
	{ "messages",
	    "SELECT json_group_array(json_object('id', m.id, 'company', o.ref,"
	    " 'kind', m.kind, 'name', m.name, 'text', m.text, 'start_at',"
	    " strftime(" UTC "m.start_at, 'unixepoch'), 'due_at', strftime(" UTC
	    "m.due_at, 'unixepoch'),"
	    " 'sent_at', strftime(" UTC
	    "m.sent_at, 'unixepoch'), 'state', m.state,"
	    " 'attempts', (SELECT json_group_array(json_object('gateway',"
	    "  a.gateway, 'sender', a.sender, 'claimed_at',"
	    "  strftime(" UTC
	    "a.claimed_at, 'unixepoch'), 'outcome', a.outcome, 'gateway_id',"
	    "  a.gateway_id)) FROM attempt a WHERE a.message_id = m.id)))"
	    "  FROM message m JOIN company o ON o.id = m.company_id"
	    " WHERE m.phone = :phone",
	    "SELECT count(*) FROM message WHERE phone = :phone",
	    "DELETE FROM message WHERE phone = :phone" },
	/* A title names everybody in it: it goes with the first. */
	{ "titles",
	    "SELECT json_group_array(json_object('title', title,"
	    " 'description', description))"
	    "  FROM appointment WHERE id IN " OF
	    "   AND (title <> '' OR ifnull(description, '') <> '')",
	    "SELECT count(*) FROM appointment WHERE id IN " OF
	    "   AND (title <> '' OR ifnull(description, '') <> '')",
	    "UPDATE appointment SET title = '', description = NULL"
	    " WHERE id IN " OF },
	{ "appointments",
	    "SELECT json_group_array(json_object('calendar',"
	    " o.ref || '/' || c.ref, 'name', r.name, 'start_at',"
	    " strftime(" UTC "a.start_at, 'unixepoch'), 'end_at', strftime(" UTC
	    "a.end_at, 'unixepoch'),"
	    " 'location', a.location, 'known_at', strftime(" UTC
	    "r.known_at, 'unixepoch'),"
	    " 'answer', r.answer))"
	    "  FROM recipient r JOIN appointment a ON a.id = r.appointment_id"
	    "  JOIN calendar c ON c.id = a.calendar_id"
	    "  JOIN company o ON o.id = a.company_id"
	    " WHERE r.phone = :phone",
	    "SELECT count(*) FROM recipient WHERE phone = :phone",
	    "DELETE FROM recipient WHERE phone = :phone" },
	{ "optouts",
	    "SELECT json_group_array(json_object('company', o.ref, 'source',"
	    " p.source, 'since_at', strftime(" UTC "p.since_at, 'unixepoch')))"
	    "  FROM optout p JOIN company o ON o.id = p.company_id"
	    " WHERE p.phone = :phone",
	    "SELECT count(*) FROM optout WHERE phone = :phone",
	    "DELETE FROM optout WHERE phone = :phone" },
};

static const char sql_phones[] =
    "SELECT phone FROM recipient UNION SELECT phone FROM message"
    " UNION SELECT phone FROM contact UNION SELECT phone FROM reply";

static const char sql_claimed[] =
    "SELECT count(*) FROM message WHERE phone = :phone AND state = 'claimed'";

static const char sql_calendars[] =
    "SELECT o.ref || '/' || c.ref FROM calendar c"
    "  JOIN company o ON o.id = c.company_id"
    " WHERE EXISTS (SELECT 1 FROM component p WHERE p.calendar_id = c.id"
    "                  AND person(p.text, :phone))"
    " ORDER BY 1";

static const char sql_events[] =
    "SELECT DISTINCT p.calendar_id, p.uid FROM calendar c"
    "  JOIN component p ON p.calendar_id = c.id"
    " WHERE c.company_id = :company AND p.kind = 'event'"
    "   AND p.state <> 'missing'"
    "   AND (:calendar IS NULL OR c.id = :calendar)"
    "   AND person(p.text, :phone)"
    "   AND NOT EXISTS (SELECT 1 FROM recipient r"
    "        CROSS JOIN appointment a ON a.id = r.appointment_id"
    "        WHERE r.phone = :phone AND a.company_id = :company"
    "          AND a.uid = p.uid)"
    " ORDER BY 1, 2";

static const char sql_columns[] =
    "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
    " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"
    "   AND c.type IN ('TEXT', 'BLOB')"
    "   AND NOT (t.name = 'component' AND c.name = 'text')"
    " ORDER BY 1, 2";

/* The end of the number that stands in it however it is written. */
static const char *
tail_of(const char *phone)
{
	const char *digits = phone + 1;
	size_t length = strlen(digits);
	size_t n = length - numbering_country(digits);

	n = n > TAIL ? TAIL : n;
	n = n < TAIL_MIN ? TAIL_MIN : n;
	return n < length ? digits + length - n : digits;
}

bool
person_in_text(const char *phone, const char *text, size_t n)
{
	const char *tail = tail_of(phone);
	size_t want = strlen(tail), met = 0;

	/*
	 * Of decoration any but a line end; a digit that does not fit lets the
	 * search begin behind where it had begun.
	 */
	for (size_t i = 0, from = 0; i < n; i++) {
		const char *next =
		    met == 0 ? memchr(text + i, tail[0], n - i) : text + i;
		if (next == NULL)
			return false;
		i = (size_t)(next - text);
		char c = *next;
		if (c >= '0' && c <= '9' && met < want && c == tail[met]) {
			if (met++ == 0)
				from = i;
			if (met == want)
				return true;
		} else if ((c >= '0' && c <= '9') || c == '\n') {
			if (met > 0)
				i = from;
			met = 0;
		}
	}
	return false;
}

/* person(TEXT, PHONE) of SQL. */
static void
sql_person(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	const void *text = sqlite3_value_blob(v[0]);
	const unsigned char *phone = sqlite3_value_text(v[1]);
	int length = sqlite3_value_bytes(v[0]);

	(void)n;
	sqlite3_result_int(ctx,
	    text != NULL && phone != NULL &&
		person_in_text((const char *)phone, text, (size_t)length));
}

static int
define(struct db *db, struct err *e)
{
	if (sqlite3_create_function(db->conn, "person", 2,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
		sql_person, NULL, NULL) != SQLITE_OK)
		return db_fail(db, "person", e);
	return 0;
}

static struct stmt *
of(struct db *db, const char *sql, const char *phone)
{
	struct stmt *st = db_stmt(db, sql);

	st_text(st, ":phone", phone);
	return st;
}

int
person_json(struct db *db, const char *phone, struct buf *out, struct err *e)
{
	if (define(db, e) == -1)
		return -1;
	for (int i = 0; i < PERSON_KINDS; i++) {
		struct stmt *st = of(db, parts[i].json, phone);
		int r = st_row(st, e);

		if (r == -1)
			return -1;
		buf_fmt(out, "%s\"%s\":%s", i > 0 ? "," : "", parts[i].name,
		    r == 1 ? st_col_text(st, 0) : "[]");
		st_done(st);
	}
	return 0;
}

static int
number(struct stmt *st, int64_t *n, struct err *e)
{
	int r = st_row(st, e);

	if (r == 1) {
		*n = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

int
person_count(struct db *db, const char *phone,
    struct person_count count[PERSON_KINDS], int64_t *claimed, struct err *e)
{
	if (define(db, e) == -1)
		return -1;
	for (int i = 0; i < PERSON_KINDS; i++) {
		count[i] = (struct person_count){ .what = parts[i].name };
		if (number(of(db, parts[i].count, phone), &count[i].n, e) == -1)
			return -1;
	}
	return number(of(db, sql_claimed, phone), claimed, e);
}

int
person_remove(struct db *db, const char *phone, struct err *e)
{
	if (define(db, e) == -1)
		return -1;
	for (int i = 0; i < PERSON_KINDS; i++)
		if (st_run(of(db, parts[i].remove, phone), e) == -1)
			return -1;
	return 0;
}

int64_t
person_remove_erased(struct db *db, struct err *e)
{
	char **phones = NULL;
	size_t n = 0, cap = 0;
	int64_t removed = 0;
	int r = erasure_any(db, e);

	if (r != 1)
		return r;
	struct stmt *st = db_stmt(db, sql_phones);
	while ((r = st_row(st, e)) == 1) {
		phones = mem_grow(phones, &cap, n + 1, sizeof(*phones));
		phones[n++] = st_col_dup(st, 0);
	}
	for (size_t i = 0; i < n; i++) {
		int erased = r == 0 ? erasure_has(db, phones[i], e) : 0;
		if (erased == -1 ||
		    (erased == 1 && person_remove(db, phones[i], e) == -1))
			r = -1;
		removed += erased == 1;
		free(phones[i]);
	}
	free(phones);
	return r == -1 ? -1 : removed;
}

int
person_calendars(
    struct db *db, const char *phone, struct buf *out, struct err *e)
{
	if (define(db, e) == -1)
		return -1;
	struct stmt *st = of(db, sql_calendars, phone);
	int r;

	while ((r = st_row(st, e)) == 1)
		buf_fmt(out, "%s\n", st_col_text(st, 0));
	return r;
}

int
person_events(struct db *db, const char *phone, int64_t company_id,
    int64_t calendar_id, struct buf *out, struct err *e)
{
	if (define(db, e) == -1)
		return -1;
	struct stmt *st = of(db, sql_events, phone);
	int r;

	st_int(st, ":company", company_id);
	st_opt(st, ":calendar", calendar_id, 0);
	while ((r = st_row(st, e)) == 1)
		buf_fmt(out, "%" PRId64 " %s\n", st_col_int(st, 0),
		    st_col_text(st, 1));
	return r;
}

/* The statement is one of this table's alone, so none that is kept. */
static int
trace(struct db *db, const char *table, const char *column, const char *phone,
    struct buf *out, struct err *e)
{
	char *sql = sqlite3_mprintf(
	    "SELECT count(*) FROM \"%w\" WHERE person(\"%w\", ?1)", table,
	    column);
	sqlite3_stmt *st = NULL;
	int ret = -1;

	if (sqlite3_prepare_v2(db->conn, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(st, 1, phone, -1, SQLITE_TRANSIENT) ==
		SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW) {
		int64_t n = sqlite3_column_int64(st, 0);
		if (n > 0)
			buf_fmt(out, "%s.%s: %" PRId64 "\n", table, column, n);
		ret = 0;
	} else {
		db_fail(db, table, e);
	}
	sqlite3_finalize(st);
	sqlite3_free(sql);
	return ret;
}

int
person_traces(struct db *db, const char *phone, struct buf *out, struct err *e)
{
	if (define(db, e) == -1)
		return -1;
	struct stmt *st = db_stmt(db, sql_columns);
	int r;

	while ((r = st_row(st, e)) == 1) {
		char *table = st_col_dup(st, 0), *column = st_col_dup(st, 1);
		int ret = trace(db, table, column, phone, out, e);
		free(table);
		free(column);
		if (ret == -1)
			return -1;
	}
	return r;
}

int
person_clean(struct db *db, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int busy = 1;

	if (sqlite3_exec(db->conn, "VACUUM", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db->conn, "PRAGMA wal_checkpoint(TRUNCATE)", -1,
		&st, NULL) != SQLITE_OK)
		return db_fail(db, "VACUUM", e);
	if (sqlite3_step(st) == SQLITE_ROW)
		busy = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	if (busy != 0)
		return err_set(e, ERR_BUSY,
		    "the data is removed, but somebody reads the database %s: "
		    "what was removed may stand in its log yet; end what has "
		    "it open, and run this again",
		    db->path);
	return 0;
}

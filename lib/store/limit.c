/* SPDX-License-Identifier: ISC */
#include "store/limit.h"

#include <stdlib.h>

#include "domain/owed.h"
#include "store/handed.h"
#include "util/mem.h"

#define HANDED MESSAGE_HANDED("m.")

/*
 * Whatever is still to come, or was handed over today, was due within that
 * time.  By the number's few, and without a list of kinds.
 */
enum { DUE_BACK_S = 400 * 24 * 3600, DAY_S = 24 * 3600 };

#define OF_NUMBER " m.phone = :phone AND +m.due_at >= :since"

/*
 * By the number's few, not by the company's many of today: send asks for each
 * message.
 */
static const char sql_number[] =
    "SELECT count(*) FROM message m"
    " WHERE" OF_NUMBER " AND +m.company_id = :company"
    "   AND +m.claimed_at >= :from AND +m.claimed_at < :to AND " HANDED
    "   AND m.with_id IS NULL";

static const char sql_company[] =
    "SELECT count(*) FROM (SELECT 1 FROM message m"
    " WHERE m.company_id = :company AND m.claimed_at IS NOT NULL"
    "   AND m.claimed_at >= :from AND m.claimed_at < :to AND " HANDED
    "   AND m.with_id IS NULL LIMIT :most)";

/* The index alone answers it. */
static const char sql_may[] =
    "SELECT count(*) FROM (SELECT 1 FROM message m WHERE" OF_NUMBER
    " LIMIT :most)";

static const char sql_list[] =
    "SELECT m.id, m.due_at, m.expires_at,"
    "       CASE WHEN " HANDED " THEN m.claimed_at ELSE 0 END,"
    "       m.reason IS '" OWED_RELEASED "', m.state = 'held', m.send_at,"
    "       coalesce(ca.limit_recipient, b.limit_recipient,"
    "                co.limit_recipient), co.limit_company,"
    "       coalesce(ca.countries, b.countries, co.countries),"
    "       ifnull(ca.zone, co.zone), m.kind, m.step,"
    "       co.ref || '/' || ca.ref"
    "  FROM message m"
    " CROSS JOIN calendar ca ON ca.id = m.calendar_id"
    " CROSS JOIN company co ON co.id = m.company_id"
    "  LEFT JOIN branch b ON b.id = ca.branch_id"
    " WHERE" OF_NUMBER " AND m.company_id = :company"
    "   AND m.with_id IS NULL"
    "   AND (m.state = 'planned'"
    "     OR (m.state = 'held' AND m.reason = '" LIMIT_REASON "')"
    "     OR (m.claimed_at >= :recent AND " HANDED "))"
    " ORDER BY m.expires_at, m.id";

static const char sql_hold[] =
    "UPDATE message SET state = 'held', reason = '" LIMIT_REASON "',"
    "       send_at = :look_at"
    " WHERE id = :id AND (state = 'planned'"
    "    OR (state = 'held' AND reason = '" LIMIT_REASON "'))";

static const char sql_release[] =
    "UPDATE message SET state = 'planned', reason = NULL, send_at = due_at"
    " WHERE id = :id AND state = 'held' AND reason = '" LIMIT_REASON "'";

static const char sql_mark[] =
    "UPDATE appointment SET replan = 1 WHERE replan = 0 AND id IN"
    " (SELECT appointment_id FROM message"
    "   WHERE calendar_id = :calendar AND state = 'held'"
    "     AND reason = '" LIMIT_REASON "' AND send_at <= :now)";

static int
count(struct stmt *st, int64_t *n, struct err *e)
{
	if (st_row(st, e) != 1)
		return -1;
	*n = st_col_int(st, 0);
	st_done(st);
	return 0;
}

int
limit_to_number(struct db *db, int64_t company_id, const char *phone,
    int64_t from_at, int64_t to_at, int64_t *n, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_number);

	st_text(st, ":phone", phone);
	st_int(st, ":company", company_id);
	st_int(st, ":since", from_at - DUE_BACK_S);
	st_int(st, ":from", from_at);
	st_int(st, ":to", to_at);
	return count(st, n, e);
}

int
limit_of_company(struct db *db, int64_t company_id, int64_t most,
    int64_t from_at, int64_t to_at, int64_t *n, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_company);

	st_int(st, ":company", company_id);
	st_int(st, ":from", from_at);
	st_int(st, ":to", to_at);
	st_int(st, ":most", most);
	return count(st, n, e);
}

int
limit_may_exceed(struct db *db, const char *phone, int64_t limit, int64_t now,
    bool *may, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_may);
	int64_t n = 0;

	st_text(st, ":phone", phone);
	st_int(st, ":since", now - DUE_BACK_S);
	st_int(st, ":most", limit + 1);
	int r = count(st, &n, e);
	*may = n > limit;
	return r;
}

static void
fill(struct stmt *st, struct limit_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->row = mem_grow(l->row, &l->cap_row, l->n + 1, sizeof(*l->row));
	l->v[l->n] = (struct limit_message){
		.id = st_col_int(st, 0),
		.due_at = st_col_int(st, 1),
		.expires_at = st_col_int(st, 2),
		.claimed_at = st_col_int(st, 3),
		.released = st_col_int(st, 4) != 0,
	};
	l->row[l->n] = (struct limit_row){
		.held = st_col_int(st, 5) != 0,
		.send_at = st_col_int(st, 6),
		.limits = { .recipient = st_col_opt(st, 7, LIMIT_RECIPIENT),
		    .company = st_col_opt(st, 8, LIMIT_NONE) },
		.countries = st_col_dup(st, 9),
		.zone = st_col_dup(st, 10),
		.step = st_col_int(st, 12),
		.label = st_col_dup(st, 13),
	};
	l->row[l->n].limits.countries = l->row[l->n].countries;
	if (!kind_parse(st_col_text(st, 11), &l->row[l->n++].kind))
		mem_bug("unknown kind of a message");
}

int
limit_list(struct db *db, int64_t company_id, const char *phone, int64_t now,
    struct limit_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_text(st, ":phone", phone);
	st_int(st, ":company", company_id);
	st_int(st, ":since", now - DUE_BACK_S);
	st_int(st, ":recent", now - 2 * DAY_S);
	while ((r = st_row(st, e)) == 1)
		fill(st, l);
	for (size_t i = 0; i < l->n; i++)
		l->v[i].limits = &l->row[i].limits;
	return r;
}

void
limit_list_free(struct limit_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->row[i].label);
		free(l->row[i].zone);
		free(l->row[i].countries);
	}
	free(l->v);
	free(l->row);
	*l = LIMIT_LIST_INIT;
}

int
limit_hold(struct db *db, int64_t id, int64_t look_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_hold);

	st_int(st, ":id", id);
	st_int(st, ":look_at", look_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
limit_release(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_release);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
limit_mark(struct db *db, int64_t calendar_id, int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_mark);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":now", now);
	return st_changed(st, e) == -1 ? -1 : 0;
}

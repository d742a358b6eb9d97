/* SPDX-License-Identifier: ISC */
#include "store/status.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

enum { DAY_S = 24 * 3600 };

/* What is to come is looked at once, calendar by calendar. */
static const char sql_calendars[] =
    "SELECT o.ref || '/' || c.ref, ifnull(c.zone, o.zone),"
    "       c.active AND o.active,"
    "       c.paused_at IS NOT NULL OR o.paused_at IS NOT NULL,"
    "       c.created_at, f.good_at, f.body_at, f.next_at, f.error,"
    "       ifnull(t.coming, 0), ifnull(t.silent, 0)"
    "  FROM calendar c JOIN company o ON o.id = c.company_id"
    "  JOIN feed f ON f.calendar_id = c.id"
    "  LEFT JOIN ("
    "       SELECT x.id, count(*) AS coming, sum(NOT EXISTS ("
    "              SELECT 1 FROM recipient r WHERE r.appointment_id = a.id"
    "                 AND r.left_at IS NULL)) AS silent"
    "         FROM calendar x CROSS JOIN appointment a"
    "           ON a.calendar_id = x.id AND a.start_at > :now"
    "        WHERE a.state = 'live'"
    "          AND (:company IS NULL OR x.company_id = :company)"
    "        GROUP BY x.id) AS t ON t.id = c.id"
    " WHERE (:company IS NULL OR o.id = :company)"
    " ORDER BY 1";

/* As many as companies and branches have, and as the holds are of. */
static const char sql_accounts[] =
    "SELECT gateway, token_file, group_concat(ref, ', ') FROM ("
    "SELECT gateway, ifnull(token_file, '') AS token_file, ref FROM company"
    " WHERE active = 1 AND (:company IS NULL OR id = :company)"
    " UNION ALL "
    "SELECT ifnull(b.gateway, o.gateway),"
    "       ifnull(b.token_file, ifnull(o.token_file, '')),"
    "       o.ref || '/' || b.ref"
    "  FROM branch b JOIN company o ON o.id = b.company_id"
    " WHERE b.active = 1 AND o.active = 1"
    "   AND (b.gateway IS NOT NULL OR b.token_file IS NOT NULL)"
    "   AND (:company IS NULL OR o.id = :company)"
    " ORDER BY 3) GROUP BY 1, 2 ORDER BY 1, 2";

/* In the order of sql_accounts. */
static const char sql_day[] =
    "SELECT a.gateway, ifnull(a.token_file, ''), sum(a.outcome = 'accepted'),"
    "       sum(a.outcome = 'permanent'), sum(a.outcome = 'unknown')"
    "  FROM message m CROSS JOIN attempt a ON a.message_id = m.id"
    " WHERE m.company_id IN (SELECT id FROM company)"
    "   AND m.claimed_at >= :from AND a.claimed_at >= :from"
    " GROUP BY 1, 2 ORDER BY 1, 2";

static const char sql_hold[] =
    "SELECT reason, since_at, until_at FROM account_hold"
    " WHERE gateway = :gateway AND token_file = :token"
    " ORDER BY sender LIMIT 1";

/* Dates that go with another message are no SMS of their own (P16). */
#define OF_WHOM                                 \
	"(:company IS NULL OR calendar_id IN (" \
	"  SELECT id FROM calendar WHERE company_id = :company))"

/* The index has all of them, and another the few that do not count. */
static const char sql_held[] =
    "SELECT ifnull(reason, ''), sum(n) FROM ("
    "SELECT reason, count(*) AS n FROM message"
    " WHERE state = 'held' AND " OF_WHOM " GROUP BY reason"
    " UNION ALL "
    "SELECT reason, -count(*) FROM message"
    " WHERE with_id IS NOT NULL AND +state = 'held' AND " OF_WHOM
    " GROUP BY reason) GROUP BY 1 HAVING sum(n) > 0 ORDER BY 1";

static const char sql_due[] =
    "SELECT count(*), min(due_at) FROM message"
    " WHERE state = 'planned' AND send_at <= :now AND with_id IS NULL"
    "   AND " OF_WHOM;

static const char sql_unsure[] =
    "SELECT count(*) FROM message"
    " WHERE state <> 'planned' AND state = 'unsure'"
    "   AND with_id IS NULL AND " OF_WHOM;

static const char sql_whole[] = "SELECT clock_bad, paused_at FROM installation";

static struct stmt *
of(struct db *db, const char *sql, int64_t company_id)
{
	struct stmt *st = db_stmt(db, sql);

	st_opt(st, ":company", company_id, 0);
	return st;
}

static int
load_calendars(struct db *db, int64_t company_id, int64_t now, struct health *h,
    struct err *e)
{
	struct stmt *st = of(db, sql_calendars, company_id);
	int r;

	st_int(st, ":now", now);
	while ((r = st_row(st, e)) == 1) {
		h->calendar = mem_grow(h->calendar, &h->cap_calendars,
		    h->n_calendars + 1, sizeof(*h->calendar));
		h->calendar[h->n_calendars++] = (struct health_calendar){
			.ref = st_col_dup(st, 0),
			.zone = st_col_dup(st, 1),
			.active = st_col_int(st, 2) != 0,
			.paused = st_col_int(st, 3) != 0,
			.created_at = st_col_int(st, 4),
			.good_at = st_col_int(st, 5),
			.body_at = st_col_int(st, 6),
			.next_at = st_col_int(st, 7),
			.error = st_col_dup(st, 8),
			.coming = st_col_int(st, 9),
			.silent = st_col_int(st, 10),
		};
	}
	return r;
}

/* What each did in the last day. */
static int
load_day(struct db *db, int64_t now, struct health *h, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_day);
	size_t i = 0;
	int r;

	st_int(st, ":from", now - DAY_S);
	while ((r = st_row(st, e)) == 1) {
		const char *gateway = st_col_text(st, 0),
			   *token = st_col_text(st, 1);
		struct health_account *a = NULL;
		for (; a == NULL && i < h->n_accounts; i++) {
			int order = strcmp(h->account[i].gateway, gateway);
			if (order == 0)
				order = strcmp(h->account[i].token_file, token);
			if (order > 0)
				break;
			if (order == 0)
				a = &h->account[i];
		}
		if (a == NULL)
			continue; /* nobody's any more */
		a->accepted = st_col_int(st, 2);
		a->failed = st_col_int(st, 3);
		a->unknown = st_col_int(st, 4);
	}
	return r;
}

/* Whether it is stopped. */
static int
load_hold(struct db *db, struct health_account *a, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_hold);

	st_text(st, ":gateway", a->gateway);
	st_text(st, ":token", a->token_file);
	int r = st_row(st, e);
	if (r == 1) {
		a->hold = st_col_dup(st, 0);
		a->hold_at = st_col_int(st, 1);
		a->hold_until = st_col_int(st, 2);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

static int
load_accounts(struct db *db, int64_t company_id, int64_t now, struct health *h,
    struct err *e)
{
	struct stmt *st = of(db, sql_accounts, company_id);
	int r;

	while ((r = st_row(st, e)) == 1) {
		h->account = mem_grow(h->account, &h->cap_accounts,
		    h->n_accounts + 1, sizeof(*h->account));
		h->account[h->n_accounts++] = (struct health_account){
			.gateway = st_col_dup(st, 0),
			.token_file = st_col_dup(st, 1),
			.of = st_col_dup(st, 2),
		};
	}
	for (size_t i = 0; r == 0 && i < h->n_accounts; i++)
		r = load_hold(db, &h->account[i], e);
	return r == 0 ? load_day(db, now, h, e) : r;
}

static int
load_messages(struct db *db, int64_t company_id, int64_t now, struct health *h,
    struct err *e)
{
	struct stmt *st = of(db, sql_held, company_id);
	int r;

	while ((r = st_row(st, e)) == 1) {
		h->held = mem_grow(
		    h->held, &h->cap_held, h->n_held + 1, sizeof(*h->held));
		h->held[h->n_held++] = (struct health_reason){
			.reason = st_col_dup(st, 0),
			.n = st_col_int(st, 1),
		};
	}
	if (r == -1)
		return -1;
	st = of(db, sql_due, company_id);
	st_int(st, ":now", now);
	if (st_row(st, e) == -1)
		return -1;
	h->due = st_col_int(st, 0);
	h->due_since = st_col_int(st, 1);
	st_done(st);
	st = of(db, sql_unsure, company_id);
	if (st_row(st, e) == -1)
		return -1;
	h->unsure = st_col_int(st, 0);
	st_done(st);
	return 0;
}

int
status_load(struct db *db, int64_t company_id, int64_t now, struct health *h,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_whole);
	int r = st_row(st, e);

	if (r == 1) {
		h->clock_bad = st_col_dup(st, 0);
		h->paused = !st_col_null(st, 1);
		st_done(st);
	}
	if (r == -1 || load_calendars(db, company_id, now, h, e) == -1 ||
	    load_accounts(db, company_id, now, h, e) == -1)
		return -1;
	return load_messages(db, company_id, now, h, e);
}

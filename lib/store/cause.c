/* SPDX-License-Identifier: ISC */
#include "store/cause.h"

#include <inttypes.h>
#include <stdlib.h>

#include "domain/appointment.h"
#include "domain/keyword.h"
#include "store/handed.h"
#include "util/buf.h"
#include "util/mem.h"

#define TELLS MESSAGE_TELLS("")

#define MAILED " co.active = 1 AND co.email IS NOT NULL"

/* As the partial index message_untold has it, or that is not used. */
#define UNTOLD                                                           \
	" state <> 'planned' AND state <> 'claimed' AND state <> 'sent'" \
	" AND state <> 'delivered' AND state <> 'cancelled'"             \
	" AND told IS NOT state"

/*
 * What waits for the feed to be sure of itself, or is told as a mass change,
 * is none of it, nor a date that goes with another message (P16).
 */
#define NEWS                                                        \
	UNTOLD " AND ifnull(reason, '') NOT IN ('missing', 'mass')" \
	       " AND due_at > :old AND with_id IS NULL"

static const char sql_there[] =
    "SELECT co.id AS company, 'feed', ca.id, ca.name,"
    "       co.ref || '/' || ca.ref, f.error, f.error_at, 0"
    "  FROM feed f JOIN calendar ca ON ca.id = f.calendar_id"
    "  JOIN company co ON co.id = ca.company_id"
    " WHERE f.error_at IS NOT NULL AND f.error_at <= :feed_before"
    "   AND f.error IS NOT NULL AND ca.active = 1 AND" MAILED " UNION ALL "
    "SELECT co.id, 'mass', ca.id || '/' || k.bit, ca.name,"
    "       co.ref || '/' || ca.ref, NULL, 0, k.bit"
    "  FROM (SELECT DISTINCT calendar_id, mass FROM appointment"
    "         WHERE mass <> 0 AND start_at > :now) a"
    "  JOIN (SELECT 1 AS bit UNION ALL SELECT 2 UNION ALL SELECT 4) k"
    "    ON a.mass & k.bit <> 0"
    "  JOIN calendar ca ON ca.id = a.calendar_id"
    "  JOIN company co ON co.id = ca.company_id"
    " WHERE ca.active = 1 AND" MAILED " GROUP BY ca.id, k.bit"
    " UNION ALL "
    "SELECT co.id, 'account', h.gateway || ' ' || h.token_file || ' ' ||"
    "       h.sender, h.gateway, nullif(h.sender, ''), h.reason, h.since_at, 0"
    "  FROM account_hold h JOIN company co"
    "    ON (co.gateway = h.gateway"
    "        AND ifnull(co.token_file, '') = h.token_file"
    "        OR EXISTS (SELECT 1 FROM branch b WHERE b.company_id = co.id"
    "             AND ifnull(b.gateway, co.gateway) = h.gateway"
    "             AND coalesce(b.token_file, CASE WHEN"
    "                 ifnull(b.gateway, co.gateway) = co.gateway"
    "                 THEN co.token_file END, '') = h.token_file))"
    " WHERE h.since_at <= :account_before AND" MAILED " UNION ALL "
    "SELECT co.id, 'messages', '', NULL, NULL, NULL, 0, 0"
    "  FROM company co"
    " WHERE" MAILED "   AND EXISTS (SELECT 1 FROM message"
    "               WHERE company_id = co.id AND" NEWS ")"
    " ORDER BY company";

static const char sql_rows[] =
    "SELECT id, company_id, kind, about, seen_at, told_at FROM cause"
    " WHERE kind <> 'daily' ORDER BY company_id";

static const char sql_keep[] =
    "INSERT INTO cause (company_id, kind, about, seen_at, told_at)"
    " VALUES (:company, :kind, :about, :seen, :told)"
    " ON CONFLICT (company_id, kind, about) DO UPDATE"
    "   SET seen_at = excluded.seen_at,"
    "       told_at = ifnull(excluded.told_at, told_at)";

static const char sql_end[] = "UPDATE cause SET seen_at = NULL WHERE id = :id";

static const char sql_drop[] = "DELETE FROM cause WHERE id = :id";

static const char sql_messages[] =
    "SELECT state, reason, name, phone, start_at,"
    "       count(*) OVER (PARTITION BY state),"
    "       row_number() OVER (PARTITION BY state ORDER BY due_at DESC, id)"
    "  FROM message WHERE company_id = :company AND" NEWS
    " ORDER BY start_at, id";

static const char sql_told[] =
    "UPDATE message SET told = state"
    " WHERE company_id = :company AND" UNTOLD "   AND ifnull(reason, '') NOT IN"
    "       ('missing', 'mass')";

static const char sql_wishes[] =
    "SELECT co.id, co.ref, co.language, co.zone, co.daily_list,"
    "       (SELECT told_at FROM cause"
    "         WHERE company_id = co.id AND kind = 'daily')"
    "  FROM company co WHERE co.daily_list IS NOT NULL AND" MAILED;

/*
 * Another appointment of that start may have the message (P2).  The + keeps
 * SQLite from making an index of all recipients for the few of one day.
 */
static const char sql_day[] =
    "SELECT a.title, ca.name, r.phone, a.start_at, a.all_day,"
    "       i.paused_at IS NOT NULL OR co.paused_at IS NOT NULL"
    "         OR ca.paused_at IS NOT NULL,"
    "       a.nosms, o.id IS NOT NULL, ifnull(r.answer = :no, 0),"
    "       a.state = 'missing', m.state, m.reason"
    "  FROM calendar ca JOIN company co ON co.id = ca.company_id"
    "  JOIN installation i"
    "  JOIN appointment a ON a.calendar_id = ca.id"
    "  LEFT JOIN recipient r ON r.appointment_id = a.id AND +r.left_at IS NULL"
    "  LEFT JOIN optout o ON o.company_id = co.id AND o.phone = r.phone"
    "  LEFT JOIN message m ON m.id ="
    "       (SELECT id FROM message WHERE phone = r.phone"
    "           AND " TELLS
    "           AND company_id = co.id AND start_at = a.start_at"
    "         ORDER BY due_at DESC, id DESC LIMIT 1)"
    " WHERE ca.company_id = :company AND ca.active = 1"
    "   AND a.start_at >= :from AND a.start_at < :to AND a.state <> 'gone'"
    " ORDER BY a.start_at, ca.id, a.id, r.id";

int
cause_there(struct db *db, int64_t now, struct cause_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_there);
	int r;

	st_int(st, ":now", now);
	st_int(st, ":old", now - CAUSE_OLD_S);
	st_int(st, ":feed_before", now - CAUSE_FEED_S);
	st_int(st, ":account_before", now - CAUSE_ACCOUNT_S);
	while ((r = st_row(st, e)) == 1) {
		struct cause *c = cause_list_add(l);

		c->company_id = st_col_int(st, 0);
		if (!cause_parse(st_col_text(st, 1), &c->kind))
			mem_bug("a cause %s", st_col_text(st, 1));
		c->about = st_col_dup(st, 2);
		c->name = st_col_dup(st, 3);
		c->ref = st_col_dup(st, 4);
		c->detail = st_col_dup(st, 5);
		c->since_at = st_col_int(st, 6);
		c->mass = (unsigned)st_col_int(st, 7);
	}
	return r;
}

int
cause_rows_load(struct db *db, struct cause_rows *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_rows);
	int r;

	while ((r = st_row(st, e)) == 1) {
		struct cause_row *row = cause_rows_add(l);

		row->id = st_col_int(st, 0);
		row->company_id = st_col_int(st, 1);
		if (!cause_parse(st_col_text(st, 2), &row->kind))
			mem_bug("a cause %s", st_col_text(st, 2));
		row->about = st_col_dup(st, 3);
		row->seen_at = st_col_int(st, 4);
		row->told_at = st_col_int(st, 5);
	}
	return r;
}

static int
keep(struct db *db, int64_t company_id, enum cause_kind kind, const char *about,
    int64_t seen_at, int64_t told_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_keep);

	st_int(st, ":company", company_id);
	st_text(st, ":kind", cause_name(kind));
	st_text(st, ":about", about);
	st_opt(st, ":seen", seen_at, 0);
	st_opt(st, ":told", told_at, 0);
	return st_run(st, e);
}

int
cause_keep(struct db *db, const struct cause *c, int64_t now, struct err *e)
{
	bool tell = c->verdict == CAUSE_TELL;

	if (c->verdict == CAUSE_KNOWN)
		return 0;
	/* What comes after the messages that are told of begins anew. */
	return keep(db, c->company_id, c->kind, c->about,
	    tell && c->kind == CAUSE_MESSAGES ? 0 : c->seen_at, tell ? now : 0,
	    e);
}

int
cause_row_keep(struct db *db, const struct cause_row *r, struct err *e)
{
	if (r->fate == CAUSE_STAYS)
		return 0;
	struct stmt *st =
	    db_stmt(db, r->fate == CAUSE_ENDS ? sql_end : sql_drop);
	st_int(st, ":id", r->id);
	return st_run(st, e);
}

static enum state
state_of(const char *name)
{
	enum state s;

	if (!state_parse(name, &s))
		mem_bug("a message in the state %s", name);
	return s;
}

int
cause_messages_load(struct db *db, int64_t company_id, int64_t now,
    struct cause_messages *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_messages);
	int r;

	st_int(st, ":company", company_id);
	st_int(st, ":old", now - CAUSE_OLD_S);
	while ((r = st_row(st, e)) == 1) {
		enum state state = state_of(st_col_text(st, 0));

		l->of[state] = st_col_int(st, 5);
		if (st_col_int(st, 6) > CAUSE_LINES)
			continue;
		struct cause_message *m = cause_messages_add(l);
		m->state = state;
		m->reason = st_col_dup(st, 1);
		m->name = st_col_dup(st, 2);
		m->phone = st_col_dup(st, 3);
		m->start_at = st_col_int(st, 4);
	}
	return r;
}

int
cause_messages_told(struct db *db, int64_t company_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_told);

	st_int(st, ":company", company_id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
cause_wishes_load(struct db *db, struct cause_wishes *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_wishes);
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct cause_wish){
			.company_id = st_col_int(st, 0),
			.ref = st_col_dup(st, 1),
			.language = st_col_dup(st, 2),
			.zone = st_col_dup(st, 3),
			.at = st_col_dup(st, 4),
			.told_at = st_col_int(st, 5),
		};
	}
	return r;
}

void
cause_wishes_free(struct cause_wishes *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].ref);
		free(l->v[i].language);
		free(l->v[i].zone);
		free(l->v[i].at);
	}
	free(l->v);
	*l = CAUSE_WISHES_INIT;
}

int
cause_day_load(struct db *db, int64_t company_id, int64_t from_at,
    int64_t to_at, struct cause_day *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_day);
	int r;

	st_int(st, ":company", company_id);
	st_int(st, ":from", from_at);
	st_int(st, ":to", to_at);
	st_text(st, ":no", keyword_name(KEYWORD_NO));
	while ((r = st_row(st, e)) == 1) {
		struct cause_appointment a = {
			.all_day = st_col_int(st, 4) != 0,
			.start_at = st_col_int(st, 3),
			.paused = st_col_int(st, 5) != 0,
			.nosms = st_col_int(st, 6) != 0,
			.opted_out = st_col_int(st, 7) != 0,
			.declined = st_col_int(st, 8) != 0,
			.missing = st_col_int(st, 9) != 0,
			.message = !st_col_null(st, 10),
		};
		if (a.message)
			a.state = state_of(st_col_text(st, 10));
		if (!cause_gets_none(&a))
			continue;
		a.title = st_col_dup(st, 0);
		a.calendar = st_col_dup(st, 1);
		a.phone = st_col_dup(st, 2);
		a.reason = st_col_dup(st, 11);
		*cause_day_add(l) = a;
	}
	return r;
}

int
cause_day_told(struct db *db, int64_t company_id, int64_t now, struct err *e)
{
	return keep(db, company_id, CAUSE_DAILY, "", 0, now, e);
}

/* SPDX-License-Identifier: ISC */
#include "store/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "domain/owed.h"
#include "util/mem.h"
#include "util/str.h"

/*
 * The account of a branch that has one, else the company's.  A branch with a
 * gateway of its own is never given the company's token: that belongs to
 * somebody else's host.
 */
#define SQL_ACCOUNT                                            \
	"ifnull(b.gateway, co.gateway),"                       \
	"CASE WHEN ifnull(b.gateway, co.gateway) = co.gateway" \
	"     THEN ifnull(b.token_file, co.token_file)"        \
	"     ELSE b.token_file END"

static const char sql_due[] =
    "WITH d AS ("
    "    SELECT id, expires_at, calendar_id FROM message"
    "     WHERE state = 'planned' AND send_at <= :now AND with_id IS NULL"
    "    UNION ALL"
    "    SELECT id, expires_at, calendar_id FROM message"
    "     WHERE state = 'planned' AND send_wait_s > 0 AND send_at > :now"
    "       AND with_id IS NULL"
    "       AND send_at - :now > send_wait_s)"
    "SELECT id, expires_at, calendar_id FROM d"
    " ORDER BY calendar_id, expires_at, id";

static const char sql_account[] = "SELECT " SQL_ACCOUNT " FROM calendar ca"
				  "  JOIN company co ON co.id = ca.company_id"
				  "  LEFT JOIN branch b ON b.id = ca.branch_id"
				  " WHERE ca.id = :calendar";

static const char sql_get[] =
    "SELECT m.company_id, m.appointment_id, m.attempts,"
    "       (SELECT count(*) FROM attempt t"
    "         WHERE t.message_id = m.id AND t.outcome = 'transient'),"
    "       co.ref || '/' || ca.ref, m.phone, m.text, " SQL_ACCOUNT ","
    "       s.address, s.type, co.redirect,"
    "       coalesce(ca.send_window, b.send_window, co.send_window),"
    "       ifnull(ca.zone, co.zone),"
    /* The view, from 14 on: the message ... */
    "       m.kind, m.start_at, m.old_start_at, m.due_at, m.expires_at,"
    "       m.true_until_at, m.appointment_rev, m.rule_rev,"
    /* ... and what it was written from, as that is now (22). */
    "       a.state = 'gone', a.state = 'missing', a.start_at, a.rev,"
    "       CASE WHEN r.id IS NOT NULL THEN r.rev"
    "            WHEN m.rule_rev = 0 THEN 0 ELSE -1 END,"
    "       r.active = 0, ca.replan,"
    "       NOT EXISTS (SELECT 1 FROM recipient p"
    "         WHERE p.appointment_id = m.appointment_id"
    "           AND p.phone = m.phone AND p.left_at IS NULL),"
    "       EXISTS (SELECT 1 FROM optout o"
    "         WHERE o.company_id = m.company_id AND o.phone = m.phone),"
    "       m.kind = 'followup' AND EXISTS (SELECT 1 FROM reply y"
    "         WHERE y.phone = m.phone"
    "           AND ifnull(y.company_id, m.company_id) = m.company_id"
    "           AND y.received_at >= (SELECT max(f.claimed_at)"
    "             FROM message f WHERE f.appointment_id = m.appointment_id"
    "              AND f.phone = m.phone AND f.kind = 'feedback')),"
    /* What stops all of them (32). */
    "       i.paused_at IS NOT NULL, co.paused_at IS NOT NULL,"
    "       ca.paused_at IS NOT NULL,"
    "       co.active = 0, b.active = 0, ca.active = 0,"
    /* P4 (38).  A twin appointment's word counts too: it is one start. */
    "       m.kind = 'reminder' AND EXISTS (SELECT 1 FROM message w"
    "         WHERE w.phone = m.phone AND w.company_id = m.company_id"
    "           AND +w.kind IN ('confirmation', 'rescheduled')"
    "           AND w.state IN ('planned', 'held')"
    "           AND w.expires_at >= :now"
    "           AND (w.appointment_id = m.appointment_id"
    "             OR w.start_at = m.start_at)),"
    "       (SELECT max(w.claimed_at) FROM message w"
    "         WHERE m.kind = 'reminder'"
    "           AND w.phone = m.phone AND w.company_id = m.company_id"
    "           AND +w.kind IN ('confirmation', 'rescheduled')"
    "           AND (w.state IN ('claimed', 'sent')"
    "             OR w.state IN ('unsure', 'delivered')"
    "             OR w.state = 'undelivered')"
    "           AND (w.appointment_id = m.appointment_id"
    "             OR w.start_at = m.start_at)),"
    "       max(ifnull(r.segments, 4), m.segments),"
    /* P12 (41). */
    "       m.reason IS '" OWED_RELEASED "',"
    "       coalesce(ca.limit_recipient, b.limit_recipient,"
    "                co.limit_recipient), co.limit_company,"
    "       coalesce(ca.countries, b.countries, co.countries),"
    /* P16 (45): do all that go with it still say what its text tells? */
    "       m.dates > 1 AND m.dates - 1 <> (SELECT count(*)"
    "          FROM message w"
    "          JOIN appointment x ON x.id = w.appointment_id"
    "          JOIN recipient y ON y.appointment_id = x.id"
    "               AND y.phone = w.phone AND y.left_at IS NULL"
    "         WHERE w.with_id = m.id AND w.appointment_rev = x.rev"
    "           AND w.start_at = x.start_at AND x.start_at > :now"
    "           AND x.state = 'live' AND x.replan = 0)"
    "  FROM message m"
    "  JOIN appointment a ON a.id = m.appointment_id"
    "  JOIN calendar ca ON ca.id = m.calendar_id"
    "  JOIN company co ON co.id = m.company_id"
    "  JOIN installation i ON i.id = 1"
    "  LEFT JOIN branch b ON b.id = ca.branch_id"
    "  LEFT JOIN rule r ON r.id = m.rule_id"
    "  LEFT JOIN sender s ON s.id = (SELECT id FROM sender"
    "        WHERE company_id = co.id"
    "          AND ifnull(branch_id, 0) = CASE WHEN b.gateway IS NOT NULL"
    "            OR b.token_file IS NOT NULL THEN b.id ELSE 0 END"
    "        ORDER BY position LIMIT 1)"
    " WHERE m.id = :id AND m.state = 'planned' AND m.with_id IS NULL"
    "   AND (m.send_at <= :now"
    "     OR (m.send_wait_s > 0 AND m.send_at - :now > m.send_wait_s))";

static const char sql_claim[] =
    "UPDATE message SET state = 'claimed', claimed_at = :now,"
    "       reason = CASE reason WHEN '" OWED_RELEASED "' THEN reason END,"
    "       attempts = attempts + 1"
    " WHERE id = :id AND state = 'planned'";

static const char sql_attempt[] =
    "INSERT INTO attempt (message_id, ref, gateway, token_file, sender,"
    "                     redirect, claimed_at)"
    " VALUES (:message, :ref, :gateway, :token_file, :sender, :redirect, :now)";

static const char sql_later[] =
    "UPDATE message SET send_at = :send_at, send_wait_s = :wait,"
    "       expires_at = :expires_at"
    " WHERE id = :id AND state = 'planned'";

static const char sql_hold[] =
    "UPDATE message SET state = 'held', reason = '" LIMIT_REASON "',"
    "       send_at = :look_at"
    " WHERE id = :id AND state = 'planned'";

static const char sql_drop[] =
    "UPDATE message SET state = :to, reason = :reason, ended_at = :now"
    " WHERE id = :id AND state = 'planned'";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1 WHERE id = :id AND replan = 0";

int
outbox_due(struct db *db, int64_t now, struct due_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_due);
	int r;

	st_int(st, ":now", now);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct due){
			.id = st_col_int(st, 0),
			.expires_at = st_col_int(st, 1),
			.calendar_id = st_col_int(st, 2),
		};
	}
	return r;
}

void
due_list_free(struct due_list *l)
{
	free(l->v);
	*l = DUE_LIST_INIT;
}

int
outbox_account(struct db *db, int64_t calendar, char **gateway,
    char **token_file, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_account);

	st_int(st, ":calendar", calendar);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0
		    ? err_set(e, ERR_DATA, "there is no calendar %lld",
			  (long long)calendar)
		    : -1;
	*gateway = st_col_dup(st, 0);
	*token_file = st_col_dup(st, 1);
	st_done(st);
	return 0;
}

/* The columns of sql_get from 14 on. */
static void
view_read(struct stmt *st, struct claim_view *v)
{
	if (!kind_parse(st_col_text(st, 14), &v->kind))
		mem_bug("a message of the kind %s", st_col_text(st, 14));
	v->start_at = st_col_int(st, 15);
	v->old_start_at = st_col_int(st, 16);
	v->due_at = st_col_int(st, 17);
	v->expires_at = st_col_int(st, 18);
	v->true_until_at = st_col_int(st, 19);
	v->appointment_rev = st_col_int(st, 20);
	v->rule_rev = st_col_int(st, 21);
	v->gone = st_col_int(st, 22) != 0;
	v->missing = st_col_int(st, 23) != 0;
	v->appointment_start_at = st_col_int(st, 24);
	v->now_appointment_rev = st_col_int(st, 25);
	v->now_rule_rev = st_col_int(st, 26);
	v->rule_off = st_col_int(st, 27) != 0;
	v->replan = st_col_int(st, 28) != 0;
	v->recipient_left = st_col_int(st, 29) != 0;
	v->opted_out = st_col_int(st, 30) != 0;
	v->answered = st_col_int(st, 31) != 0;
	v->stop = (struct claim_stop){
		.installation_paused = st_col_int(st, 32) != 0,
		.company_paused = st_col_int(st, 33) != 0,
		.calendar_paused = st_col_int(st, 34) != 0,
		.company_off = st_col_int(st, 35) != 0,
		.branch_off = st_col_int(st, 36) != 0,
		.calendar_off = st_col_int(st, 37) != 0,
	};
	v->tell_pending = st_col_int(st, 38) != 0;
	v->told_at = st_col_int(st, 39);
}

int
outbox_get(
    struct db *db, int64_t id, int64_t now, struct outmsg *m, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	*m = (struct outmsg){ .id = id };
	st_int(st, ":id", id);
	st_int(st, ":now", now);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0 ? 1 : -1;
	m->company_id = st_col_int(st, 0);
	m->appointment_id = st_col_int(st, 1);
	m->attempts = st_col_int(st, 2);
	m->transients = st_col_int(st, 3);
	m->calendar = st_col_dup(st, 4);
	m->phone = st_col_dup(st, 5);
	m->text = st_col_dup(st, 6);
	m->gateway = st_col_dup(st, 7);
	m->token_file = st_col_dup(st, 8);
	m->sender = st_col_dup(st, 9);
	m->sender_type = st_col_dup(st, 10);
	m->redirect = st_col_dup(st, 11);
	m->window = st_col_dup(st, 12);
	m->zone = st_col_dup(st, 13);
	m->max_parts = (int)st_col_int(st, 40);
	m->released = st_col_int(st, 41) != 0;
	m->limits.recipient = st_col_opt(st, 42, LIMIT_RECIPIENT);
	m->limits.company = st_col_opt(st, 43, LIMIT_NONE);
	m->countries = st_col_dup(st, 44);
	m->limits.countries = m->countries;
	m->view.dates_old = st_col_int(st, 45) != 0;
	view_read(st, &m->view);
	st_done(st);
	return 0;
}

void
outmsg_fini(struct outmsg *m)
{
	char *const owned[] = { m->calendar, m->phone, m->text, m->gateway,
		m->token_file, m->sender, m->sender_type, m->redirect,
		m->window, m->zone, m->countries };

	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	memset(m, 0, sizeof(*m));
}

int
outbox_claim(struct db *db, const struct outmsg *m, const char *ref,
    int64_t now, int64_t *attempt, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_claim);

	st_int(st, ":id", m->id);
	st_int(st, ":now", now);
	int64_t n = st_changed(st, e);
	if (n != 1)
		return n == 0 ? ST_TAKEN : -1;

	st = db_stmt(db, sql_attempt);
	st_int(st, ":message", m->id);
	st_text(st, ":ref", ref);
	st_text(st, ":gateway", m->gateway);
	st_text(st, ":token_file", m->token_file);
	st_text(st, ":sender", m->sender);
	st_text(st, ":redirect", m->redirect);
	st_int(st, ":now", now);
	int r = st_insert(st, attempt, e);
	if (r == ST_TAKEN)
		return err_set(
		    e, ERR_DATA, "there is an attempt %s already", ref);
	return r;
}

static int
replan(struct db *db, int64_t appointment, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_replan);

	st_int(st, ":id", appointment);
	return st_run(st, e);
}

int
outbox_later(struct db *db, const struct outmsg *m, int64_t now,
    int64_t send_at, int64_t expires_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_later);

	st_int(st, ":id", m->id);
	st_int(st, ":send_at", send_at);
	st_int(st, ":wait", send_at - now);
	st_int(st, ":expires_at", expires_at);
	int64_t n = st_changed(st, e);
	if (n == -1)
		return -1;
	return n == 0 ? ST_TAKEN : 0;
}

int
outbox_hold(
    struct db *db, const struct outmsg *m, int64_t look_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_hold);

	st_int(st, ":id", m->id);
	st_int(st, ":look_at", look_at);
	int64_t n = st_changed(st, e);
	if (n == -1)
		return -1;
	return n == 0 ? ST_TAKEN : 0;
}

int
outbox_drop(struct db *db, const struct outmsg *m, enum state to,
    const char *reason, int64_t now, struct err *e)
{
	if (!state_may(STATE_PLANNED, to))
		mem_bug("a planned message cannot be %s", state_name(to));

	struct stmt *st = db_stmt(db, sql_drop);
	st_int(st, ":id", m->id);
	st_text(st, ":to", state_name(to));
	st_text(st, ":reason", reason);
	st_int(st, ":now", now);
	int64_t n = st_changed(st, e);
	if (n == -1)
		return -1;
	if (n == 0)
		return ST_TAKEN;
	return replan(db, m->appointment_id, e);
}

int
outbox_back(struct db *db, const struct outmsg *m, struct err *e)
{
	return replan(db, m->appointment_id, e);
}

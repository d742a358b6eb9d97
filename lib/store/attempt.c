/* SPDX-License-Identifier: ISC */
#include "store/attempt.h"

#include <stdlib.h>

#include "domain/state.h"
#include "util/mem.h"
#include "util/str.h"

enum { RESENDS = 2 }; /* S3: by `on_unsure: resend` */

static const char sql_end[] =
    "UPDATE attempt SET ended_at = :now, outcome = :outcome,"
    "       gateway_id = :gateway_id, http_status = :http, code = :code,"
    "       detail = :detail"
    " WHERE id = :id";

static const char sql_of[] =
    "SELECT m.id, m.state, m.appointment_id, m.company_id, m.phone,"
    "       t.redirect IS NOT NULL, t.ref, t.gateway_id,"
    "       t.id = (SELECT max(id) FROM attempt WHERE message_id = m.id)"
    "  FROM attempt t JOIN message m ON m.id = t.message_id"
    " WHERE t.id = :id";

static const char sql_move[] =
    "UPDATE message SET state = :to, reason = :reason, sent_at = :sent_at,"
    "       ended_at = :ended_at"
    " WHERE id = :id";

static const char sql_again[] =
    "UPDATE message SET state = 'planned', send_at = :send_at,"
    "       send_wait_s = :wait WHERE id = :id";

static const char sql_again_now[] =
    "UPDATE message SET state = 'planned' WHERE id = :id";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1 WHERE id = :id AND replan = 0";

/* The plan of all that is pending for a number that was opted out. */
static const char sql_optout[] =
    "INSERT INTO optout (company_id, phone, source, since_at)"
    " VALUES (:company, :phone, 'gateway', :now)"
    " ON CONFLICT (company_id, phone) DO NOTHING";

static const char sql_replan_phone[] =
    "UPDATE appointment SET replan = 1"
    " WHERE replan = 0 AND id IN (SELECT appointment_id FROM message"
    "   WHERE phone = :phone AND company_id = :company"
    "     AND state IN ('planned', 'held'))";

/* The partial index is used only where its own condition stands. */
static const char sql_claimed[] =
    "SELECT t.id, m.id, t.ref, t.gateway, co.ref || '/' || ca.ref"
    "  FROM message m"
    "  JOIN attempt t ON t.id ="
    "       (SELECT max(id) FROM attempt WHERE message_id = m.id)"
    "  JOIN calendar ca ON ca.id = m.calendar_id"
    "  JOIN company co ON co.id = m.company_id"
    " WHERE m.state <> 'planned' AND m.state = 'claimed'"
    " ORDER BY m.id";

static const char sql_unsure[] =
    "SELECT m.id, m.appointment_id FROM message m"
    "  JOIN rule r ON r.id = m.rule_id AND r.on_unsure = 'resend'"
    " WHERE m.state <> 'planned' AND m.state = 'unsure'"
    "   AND m.claimed_at < :before"
    "   AND (SELECT count(*) FROM attempt t"
    "         WHERE t.message_id = m.id AND t.outcome = 'unknown') <= :most"
    " ORDER BY m.id LIMIT 1000";

/* Is there any?  Most often not, and the sorter below costs more than all. */
static const char sql_waits[] =
    "SELECT EXISTS (SELECT 1 FROM report"
    "         WHERE attempt_id IS NULL AND ref = :ref)"
    "    OR EXISTS (SELECT 1 FROM report"
    "         WHERE attempt_id IS NULL AND gateway_id = :gateway_id)";

static const char sql_waiting[] =
    "SELECT id, status, received_at, ifnull(reported_at, received_at)"
    "  FROM report WHERE attempt_id IS NULL AND gateway_id = :gateway_id"
    " UNION "
    "SELECT id, status, received_at, ifnull(reported_at, received_at)"
    "  FROM report WHERE attempt_id IS NULL AND ref = :ref"
    " ORDER BY received_at, id LIMIT 1";

static const char sql_reported[] =
    "UPDATE message SET state = :to, sent_at = ifnull(sent_at, claimed_at),"
    "       ended_at = CASE WHEN :to = 'sent' THEN ended_at ELSE :at END,"
    "       reason = CASE WHEN :to = 'undelivered' THEN :status END"
    " WHERE id = :id";

static const char sql_report[] =
    "UPDATE report SET attempt_id = :attempt WHERE id = :id";

/* The attempt's message. */
struct owner {
	int64_t message, appointment, company;
	enum state state;
	char *phone, *ref, *gateway_id; /* owned */
	bool redirected, last;
};

static void
owner_fini(struct owner *o)
{
	free(o->phone);
	free(o->ref);
	free(o->gateway_id);
}

static int
owner_get(struct db *db, int64_t attempt, struct owner *o, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of);

	*o = (struct owner){ .message = 0 };
	st_int(st, ":id", attempt);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0 ? err_set(e, ERR_DATA, "there is no attempt %lld",
				    (long long)attempt)
			      : -1;
	o->message = st_col_int(st, 0);
	if (!state_parse(st_col_text(st, 1), &o->state))
		mem_bug("a message in the state %s", st_col_text(st, 1));
	o->appointment = st_col_int(st, 2);
	o->company = st_col_int(st, 3);
	o->phone = st_col_dup(st, 4);
	o->redirected = st_col_int(st, 5) != 0;
	o->ref = st_col_dup(st, 6);
	o->gateway_id = st_col_dup(st, 7);
	o->last = st_col_int(st, 8) != 0;
	st_done(st);
	return 0;
}

static int
attempt_end(struct db *db, int64_t attempt, const struct outcome *o,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_end);

	st_int(st, ":id", attempt);
	st_int(st, ":now", now);
	st_text(st, ":outcome", outcome_name(o->class));
	st_text(st, ":gateway_id", o->gateway_id[0] ? o->gateway_id : NULL);
	st_opt(st, ":http", o->http_status, 0);
	st_text(st, ":code", o->code[0] ? o->code : NULL);
	st_text(st, ":detail", o->detail[0] ? o->detail : NULL);
	return st_run(st, e);
}

static int
replan(struct db *db, int64_t appointment, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_replan);

	st_int(st, ":id", appointment);
	return st_run(st, e);
}

/* claimed -> planned; a wait of -1 leaves the times as they are. */
static int
again(struct db *db, const struct owner *m, int64_t send_at, int64_t wait_s,
    struct err *e)
{
	struct stmt *st = db_stmt(db, wait_s < 0 ? sql_again_now : sql_again);

	st_int(st, ":id", m->message);
	if (wait_s >= 0) {
		st_int(st, ":send_at", send_at);
		st_int(st, ":wait", wait_s);
	}
	return st_run(st, e);
}

static int
move(struct db *db, struct owner *m, enum state to, const char *reason,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_move);

	if (!state_may(m->state, to))
		mem_bug("a message cannot go from %s to %s",
		    state_name(m->state), state_name(to));
	st_int(st, ":id", m->message);
	st_text(st, ":to", state_name(to));
	st_text(st, ":reason", reason);
	st_opt(st, ":sent_at", to == STATE_SENT ? now : 0, 0);
	st_opt(st, ":ended_at", to == STATE_FAILED ? now : 0, 0);
	m->state = to;
	return st_run(st, e);
}

/* P11: the gateway's answer that it blocks the number. */
static int
opt_out(struct db *db, const struct owner *m, int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_optout);

	st_int(st, ":company", m->company);
	st_text(st, ":phone", m->phone);
	st_int(st, ":now", now);
	if (st_run(st, e) == -1)
		return -1;
	st = db_stmt(db, sql_replan_phone);
	st_int(st, ":company", m->company);
	st_text(st, ":phone", m->phone);
	return st_run(st, e);
}

/* Where the outcome leads. */
static int
follow(struct db *db, struct owner *m, const struct outcome *o, int64_t now,
    int64_t send_at, int64_t wait_s, struct err *e)
{
	switch (o->class) {
	case OUTCOME_ACCEPTED:
		return move(db, m, STATE_SENT, NULL, now, e);
	case OUTCOME_TRANSIENT:
		return again(db, m, send_at, wait_s, e);
	case OUTCOME_HOLD:
	case OUTCOME_RELEASED:
		return again(db, m, 0, -1, e);
	case OUTCOME_PERMANENT:
		if (move(db, m, STATE_FAILED, o->detail, now, e) == -1)
			return -1;
		return o->blocked && !m->redirected ? opt_out(db, m, now, e)
						    : 0;
	case OUTCOME_UNKNOWN:
		return move(db, m, STATE_UNSURE, o->detail, now, e);
	case OUTCOME_COUNT:
		break;
	}
	mem_bug("an outcome %d", (int)o->class);
}

int
attempt_claimed(struct db *db, struct claimed_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_claimed);
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct claimed){
			.attempt = st_col_int(st, 0),
			.message = st_col_int(st, 1),
			.ref = st_col_dup(st, 2),
			.gateway = st_col_dup(st, 3),
			.calendar = st_col_dup(st, 4),
		};
	}
	return r;
}

void
claimed_list_free(struct claimed_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].ref);
		free(l->v[i].gateway);
		free(l->v[i].calendar);
	}
	free(l->v);
	*l = CLAIMED_LIST_INIT;
}

int64_t
attempt_resendable(struct db *db, int64_t before_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_unsure);
	int64_t n = 0;
	int r;

	st_int(st, ":before", before_at);
	st_int(st, ":most", RESENDS);
	while ((r = st_row(st, e)) == 1)
		n++;
	return r == 0 ? n : -1;
}

int64_t
attempt_resend(struct db *db, int64_t before_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_unsure);
	struct owner *v = NULL;
	size_t n = 0, cap = 0;
	int r;

	st_int(st, ":before", before_at);
	st_int(st, ":most", RESENDS);
	while ((r = st_row(st, e)) == 1) {
		v = mem_grow(v, &cap, n + 1, sizeof(*v));
		v[n++] = (struct owner){
			.message = st_col_int(st, 0),
			.appointment = st_col_int(st, 1),
		};
	}
	for (size_t i = 0; i < n && r == 0; i++) {
		r = again(db, &v[i], 0, -1, e);
		if (r == 0)
			r = replan(db, v[i].appointment, e);
	}
	free(v);
	return r == 0 ? (int64_t)n : -1;
}

/* What a report says of the message: the state that it leads to. */
static enum state
reported(const char *status)
{
	if (str_eq(status, "accepted"))
		return STATE_SENT;
	return str_eq(status, "delivered") ? STATE_DELIVERED
					   : STATE_UNDELIVERED;
}

static int
report_waits(struct db *db, const struct owner *m, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_waits);

	st_text(st, ":ref", m->ref);
	st_text(st, ":gateway_id", m->gateway_id);
	return st_truth(st, e);
}

/* The next waiting report; 1: there is none. */
static int
report_next(struct db *db, const struct owner *m, int64_t *id, char **status,
    int64_t *at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_waiting);

	st_text(st, ":gateway_id", m->gateway_id);
	st_text(st, ":ref", m->ref);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0 ? 1 : -1;
	*id = st_col_int(st, 0);
	*status = st_col_dup(st, 1);
	*at = st_col_int(st, 3);
	st_done(st);
	return 0;
}

static int
report_apply(struct db *db, struct owner *m, const char *status, int64_t at,
    struct err *e)
{
	enum state to = reported(status);

	/* A late intermediate one never undoes a final one. */
	if (!m->last || !state_may(m->state, to))
		return 0;
	struct stmt *st = db_stmt(db, sql_reported);
	st_int(st, ":id", m->message);
	st_text(st, ":to", state_name(to));
	st_text(st, ":status", status);
	st_int(st, ":at", at);
	m->state = to;
	return st_run(st, e);
}

/* Apply all that wait for the attempt of *m. */
static int
reports(struct db *db, int64_t attempt, struct owner *m, struct err *e)
{
	char *status = NULL;
	int64_t id, at;
	int r = report_waits(db, m, e);

	if (r <= 0)
		return r;
	while ((r = report_next(db, m, &id, &status, &at, e)) == 0) {
		struct stmt *st = db_stmt(db, sql_report);
		st_int(st, ":attempt", attempt);
		st_int(st, ":id", id);
		if (st_run(st, e) == -1 ||
		    report_apply(db, m, status, at, e) == -1)
			break;
		free(status);
		status = NULL;
	}
	free(status);
	return r == 1 ? 0 : -1;
}

int
attempt_reports(struct db *db, int64_t attempt, struct err *e)
{
	struct owner m;

	if (owner_get(db, attempt, &m, e) == -1)
		return -1;
	int r = m.last && m.state == STATE_CLAIMED
	    ? 0
	    : reports(db, attempt, &m, e);
	owner_fini(&m);
	return r;
}

int
attempt_outcome(struct db *db, int64_t attempt, const struct outcome *o,
    int64_t now, int64_t send_at, int64_t wait_s, struct err *e)
{
	struct owner m;
	int r = -1;

	if (owner_get(db, attempt, &m, e) == -1)
		return -1;
	if (attempt_end(db, attempt, o, now, e) == -1)
		goto out;
	if (m.state != STATE_CLAIMED || !m.last) {
		r = ST_TAKEN;
		goto out;
	}
	if (follow(db, &m, o, now, send_at, wait_s, e) == -1 ||
	    replan(db, m.appointment, e) == -1)
		goto out;
	free(m.gateway_id);
	m.gateway_id = o->gateway_id[0] ? mem_str(o->gateway_id) : NULL;
	r = state_handed_over(m.state) ? reports(db, attempt, &m, e) : 0;
out:
	owner_fini(&m);
	return r;
}

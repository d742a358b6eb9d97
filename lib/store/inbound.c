/* SPDX-License-Identifier: ISC */
#include "store/inbound.h"

#include "store/attempt.h"
#include "store/handed.h"

#define HANDED MESSAGE_HANDED("m.")

/* Numbers are written in many ways: their zeros and plus are left out. */
static const char sql_match[] =
    "SELECT m.id, m.company_id FROM message m"
    "  LEFT JOIN attempt t ON t.message_id = m.id"
    " WHERE m.phone = :phone AND m.claimed_at IS NOT NULL"
    "   AND " HANDED "   AND (:gateway IS NULL OR (t.gateway = :gateway"
    "        AND ifnull(t.token_file, '') = ifnull(:token, '')))"
    "   AND (:company IS NULL OR m.company_id = :company)"
    " ORDER BY ifnull(ltrim(t.sender, '+0') = ltrim(:address, '+0'), 0) DESC,"
    "          :address IS NOT NULL AND t.sender IS NULL DESC,"
    "          m.claimed_at DESC, m.id DESC LIMIT 1";

static const char sql_trial[] =
    "SELECT m.id, m.company_id FROM attempt t"
    "  JOIN message m ON m.id = t.message_id"
    "  JOIN company co ON co.id = m.company_id"
    " WHERE t.redirect IS NOT NULL AND t.redirect = :phone"
    "   AND (:company IS NULL OR m.company_id = :company)"
    "   AND (co.redirect IS t.redirect OR t.claimed_at > :since)"
    "   AND NOT EXISTS (SELECT 1 FROM message own"
    "         JOIN attempt o ON o.message_id = own.id"
    "        WHERE own.phone = :phone AND own.company_id = m.company_id"
    "          AND o.redirect IS NULL AND o.claimed_at > t.claimed_at)"
    " ORDER BY t.claimed_at DESC, t.id DESC LIMIT 1";

static const char sql_reply[] =
    "INSERT INTO reply (key, company_id, message_id, phone, address, text,"
    "       received_at)"
    " VALUES (:key, :company, :message, :phone, :address, :text, :at)";

static const char sql_account[] =
    "SELECT m.company_id = :company OR (t.gateway = :gateway"
    "       AND ifnull(t.token_file, '') = ifnull(:token, ''))"
    "  FROM attempt t JOIN message m ON m.id = t.message_id"
    " WHERE t.id = :id";

/* P8: only a followup hangs on it whether somebody has replied. */
static const char sql_replan[] =
    "UPDATE appointment SET replan = 1 WHERE replan = 0 AND id IN"
    " (SELECT appointment_id FROM message"
    "   WHERE phone = :phone AND kind = 'followup'"
    "     AND state IN ('planned', 'held'))";

static const char sql_report[] =
    "INSERT INTO report (key, ref, gateway_id, status, reported_at,"
    "       received_at)"
    " VALUES (:key, :ref, :gateway_id, :status, :reported, :at)";

static const char sql_by_gateway_id[] =
    "SELECT id FROM attempt WHERE gateway_id = :id ORDER BY id DESC LIMIT 1";

static const char sql_by_ref[] = "SELECT id FROM attempt WHERE ref = :id";

/* The message, if it is there, to *w. */
static int
match(struct db *db, const struct notice *n, const char *gateway,
    const char *token, int64_t company_id, struct inbound_where *w,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_match);

	if (w->message_id != 0)
		return 0;
	st_text(st, ":phone", n->phone);
	st_text(st, ":gateway", gateway);
	st_text(st, ":token", token);
	st_opt(st, ":company", company_id, 0);
	st_text(st, ":address", n->address);
	int r = st_row(st, e);
	if (r == 1) {
		w->message_id = st_col_int(st, 0);
		w->company_id = st_col_int(st, 1);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

static int
find_message(struct db *db, const struct notice *n,
    const struct inbound_account *a, struct inbound_where *w, struct err *e)
{
	if (a == NULL)
		return match(db, n, NULL, NULL, 0, w, e);
	w->company_id = a->company_id;
	if (match(db, n, a->gateway, a->token_file, 0, w, e) == -1)
		return -1;
	return match(db, n, NULL, NULL, a->company_id, w, e);
}

/* X11: does it answer what was meant for somebody else? */
static int
find_trial(struct db *db, const struct notice *n, int64_t received_at,
    struct inbound_where *w, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_trial);

	st_text(st, ":phone", n->phone);
	st_opt(st, ":company", w->company_id, 0);
	st_int(st, ":since", received_at - INBOUND_TRIAL_S);
	int r = st_row(st, e);
	if (r == 1) {
		w->message_id = st_col_int(st, 0);
		w->company_id = st_col_int(st, 1);
		w->trial = true;
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

int
inbound_reply(struct db *db, const struct notice *n,
    const struct inbound_account *account, int64_t received_at,
    struct inbound_where *where, struct err *e)
{
	*where = (struct inbound_where){ .reply_id = 0 };
	if (find_message(db, n, account, where, e) == -1 ||
	    find_trial(db, n, received_at, where, e) == -1)
		return -1;
	struct stmt *st = db_stmt(db, sql_reply);
	st_text(st, ":key", n->key);
	st_opt(st, ":company", where->company_id, 0);
	st_opt(st, ":message", where->message_id, 0);
	st_text(st, ":phone", n->phone);
	st_text(st, ":address", n->address);
	st_text(st, ":text", n->text);
	st_int(st, ":at", received_at);
	int r = st_insert(st, &where->reply_id, e);
	if (r != 0 || where->trial)
		return r;
	st = db_stmt(db, sql_replan);
	st_text(st, ":phone", n->phone);
	return st_changed(st, e) == -1 ? -1 : 0;
}

/* A report by another account than the attempt's is somebody's invention. */
static int
check_account(struct db *db, int64_t attempt, const struct inbound_account *a,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_account);
	bool same = false;

	st_int(st, ":id", attempt);
	st_int(st, ":company", a->company_id);
	st_text(st, ":gateway", a->gateway);
	st_text(st, ":token", a->token_file);
	int r = st_row(st, e);
	if (r == 1) {
		same = st_col_int(st, 0) != 0;
		st_done(st);
	}
	if (r == -1)
		return -1;
	return same
	    ? 0
	    : err_set(e, ERR_DATA, "it is of a message of another account");
}

/* The attempt's id in *id, 0: there is none. */
static int
find(
    struct db *db, const char *sql, const char *key, int64_t *id, struct err *e)
{
	if (key == NULL || *id != 0)
		return 0;
	struct stmt *st = db_stmt(db, sql);
	st_text(st, ":id", key);
	int r = st_row(st, e);
	if (r == 1) {
		*id = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

int
inbound_report(struct db *db, const struct notice *n,
    const struct inbound_account *account, int64_t received_at, struct err *e)
{
	int64_t attempt = 0;

	if (find(db, sql_by_gateway_id, n->gateway_id, &attempt, e) == -1 ||
	    find(db, sql_by_ref, n->ref, &attempt, e) == -1)
		return -1;
	if (attempt != 0 && account != NULL &&
	    check_account(db, attempt, account, e) == -1)
		return -1;
	struct stmt *st = db_stmt(db, sql_report);
	st_text(st, ":key", n->key);
	st_text(st, ":ref", n->ref);
	st_text(st, ":gateway_id", n->gateway_id);
	st_text(st, ":status", notice_status_name(n->status));
	st_opt(st, ":reported", n->at, 0);
	st_int(st, ":at", received_at);
	int r = st_run(st, e);
	if (r != 0)
		return r;
	return attempt != 0 ? attempt_reports(db, attempt, e) : 0;
}

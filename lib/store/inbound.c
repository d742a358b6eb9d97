/* SPDX-License-Identifier: ISC */
#include "store/inbound.h"

#include "store/attempt.h"

static const char sql_match[] =
    "SELECT id, company_id FROM message"
    " WHERE phone = :phone AND claimed_at IS NOT NULL"
    "   AND state IN ('claimed', 'sent', 'unsure', 'delivered', 'undelivered')"
    " ORDER BY claimed_at DESC, id DESC LIMIT 1";

static const char sql_reply[] =
    "INSERT INTO reply (key, company_id, message_id, phone, address, text,"
    "       received_at)"
    " VALUES (:key, :company, :message, :phone, :address, :text, :at)";

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

int
inbound_reply(
    struct db *db, const struct notice *n, int64_t received_at, struct err *e)
{
	int64_t message = 0, company = 0;
	struct stmt *st = db_stmt(db, sql_match);

	st_text(st, ":phone", n->phone);
	int r = st_row(st, e);
	if (r == -1)
		return -1;
	if (r == 1) {
		message = st_col_int(st, 0);
		company = st_col_int(st, 1);
		st_done(st);
	}
	st = db_stmt(db, sql_reply);
	st_text(st, ":key", n->key);
	st_opt(st, ":company", company, 0);
	st_opt(st, ":message", message, 0);
	st_text(st, ":phone", n->phone);
	st_text(st, ":address", n->address);
	st_text(st, ":text", n->text);
	st_int(st, ":at", received_at);
	if ((r = st_run(st, e)) != 0)
		return r;
	st = db_stmt(db, sql_replan);
	st_text(st, ":phone", n->phone);
	return st_changed(st, e) == -1 ? -1 : 0;
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
inbound_report(
    struct db *db, const struct notice *n, int64_t received_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_report);
	int64_t attempt = 0;

	st_text(st, ":key", n->key);
	st_text(st, ":ref", n->ref);
	st_text(st, ":gateway_id", n->gateway_id);
	st_text(st, ":status", notice_status_name(n->status));
	st_opt(st, ":reported", n->at, 0);
	st_int(st, ":at", received_at);
	int r = st_run(st, e);
	if (r != 0)
		return r;
	if (find(db, sql_by_gateway_id, n->gateway_id, &attempt, e) == -1 ||
	    find(db, sql_by_ref, n->ref, &attempt, e) == -1)
		return -1;
	return attempt != 0 ? attempt_reports(db, attempt, e) : 0;
}

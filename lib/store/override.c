/* SPDX-License-Identifier: ISC */
#include "store/override.h"

#include "util/mem.h"

static const char sql_move[] =
    /* The operator knows it (X8); what it becomes from there is news. */
    "UPDATE message SET state = :to, reason = :reason, told = :to,"
    /* Held for a limit, it was to be looked at later (P12). */
    "       send_at = CASE state WHEN 'held' THEN due_at ELSE send_at END,"
    "       sent_at = CASE WHEN :to IN ('sent', 'delivered')"
    "                 THEN ifnull(sent_at, claimed_at) END,"
    "       ended_at = CASE WHEN :to IN ('cancelled', 'failed', 'delivered')"
    "                  THEN :now END"
    " WHERE id = :id AND state = :from";

/* P16: one that went with another is no more of it. */
static const char sql_apart[] =
    "UPDATE message SET with_id = NULL WHERE id = :id AND with_id IS NOT NULL";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1 WHERE replan = 0 AND id IN"
    " (SELECT appointment_id FROM message WHERE id = :id"
    "  UNION SELECT w.appointment_id FROM message m"
    "    JOIN message w ON w.id = m.with_id WHERE m.id = :id)";

static const char sql_expires[] =
    "UPDATE message SET expires_at = max(expires_at, :at) WHERE id = :id";

int
override_move(struct db *db, int64_t id, enum state from, enum state to,
    const char *reason, int64_t now, struct err *e)
{
	if (!state_may(from, to))
		mem_bug("a message cannot go from %s to %s", state_name(from),
		    state_name(to));

	struct stmt *st = db_stmt(db, sql_move);
	st_int(st, ":id", id);
	st_text(st, ":from", state_name(from));
	st_text(st, ":to", state_name(to));
	st_text(st, ":reason", reason);
	st_int(st, ":now", now);
	int64_t n = st_changed(st, e);
	if (n != 1)
		return n == 0 ? ST_TAKEN : -1;

	st = db_stmt(db, sql_replan);
	st_int(st, ":id", id);
	if (st_run(st, e) == -1)
		return -1;
	st = db_stmt(db, sql_apart);
	st_int(st, ":id", id);
	return st_run(st, e);
}

int
override_expires(struct db *db, int64_t id, int64_t expires_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_expires);

	st_int(st, ":id", id);
	st_int(st, ":at", expires_at);
	return st_run(st, e);
}

/* SPDX-License-Identifier: ISC */
#include "store/message.h"

#include "util/mem.h"

static const char sql_of[] =
    "SELECT id, kind, step, phone, name, text, reason, state, start_at,"
    "       old_start_at, due_at, expires_at, true_until_at, rule_id,"
    "       rule_rev, appointment_rev, claimed_at, ended_at, attempts,"
    "       with_id, dates"
    "  FROM message WHERE appointment_id = :appointment ORDER BY id";

static const char sql_owner[] =
    "SELECT appointment_id, id FROM message WHERE key = :key";

static const char sql_add[] =
    "INSERT INTO message (key, company_id, calendar_id, appointment_id, kind,"
    "       step, phone, name, text, segments, start_at, old_start_at, due_at,"
    "       send_at, expires_at, true_until_at, state, reason, rule_id,"
    "       rule_rev, appointment_rev, created_at, ended_at, dates)"
    " VALUES (:key, :company, :calendar, :appointment, :kind,"
    "       :step, :phone, :name, :text, :segments, :start, :old_start, :due,"
    "       :due, :expires, :true_until, :state, :reason, :rule,"
    "       :rule_rev, :rev, :now,"
    "       CASE :state WHEN 'expired' THEN :now END, :dates)";

#define WRITE                                                             \
	"UPDATE message SET calendar_id = :calendar, name = :name,"       \
	"       text = :text, segments = :segments, start_at = :start,"   \
	"       old_start_at = :old_start,"                               \
	"       send_at = CASE WHEN due_at = :due AND state = 'planned'"  \
	"                 THEN send_at ELSE :due END,"                    \
	"       due_at = :due, expires_at = :expires,"                    \
	"       true_until_at = :true_until, state = :state,"             \
	"       reason = :reason, rule_id = :rule, rule_rev = :rule_rev," \
	"       appointment_rev = :rev, ended_at = NULL,"                 \
	"       dates = :dates, with_id = :with"

static const char sql_rewrite[] =
    WRITE " WHERE id = :id AND state IN ('planned', 'held', 'cancelled')";

/* From one that does not need it any more, or whose calendar is off. */
static const char sql_take[] =
    WRITE ", appointment_id = :appointment"
	  " WHERE key = :key AND appointment_id <> :appointment"
	  "   AND ((state = 'cancelled' AND reason IS NOT '" OWED_CANCELLED
	  "') OR (state IN ('planned', 'held')"
	  "     AND EXISTS (SELECT 1 FROM calendar c"
	  "           LEFT JOIN branch b ON b.id = c.branch_id"
	  "          WHERE c.id = message.calendar_id"
	  "            AND (c.active = 0 OR b.active = 0))))";

static const char sql_end[] =
    "UPDATE message SET state = :state, reason = :reason, ended_at = :now,"
    "       dates = 1, with_id = NULL"
    " WHERE id = :id AND state IN ('planned', 'held')";

static const char sql_hold[] =
    "UPDATE message SET state = 'held', reason = 'stale'"
    " WHERE calendar_id = :calendar AND state IN ('planned', 'held')"
    "   AND state = 'planned'";

static const char sql_release[] =
    "UPDATE message SET state = 'planned', reason = NULL"
    " WHERE calendar_id = :calendar AND state = 'held' AND reason = 'stale'";

int
message_of(
    struct db *db, int64_t appointment_id, struct owed_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of);
	int r;

	st_int(st, ":appointment", appointment_id);
	while ((r = st_row(st, e)) == 1) {
		struct owed *o = owed_list_add(l);
		*o = (struct owed){
			.id = st_col_int(st, 0),
			.step = (int)st_col_int(st, 2),
			.phone = st_col_dup(st, 3),
			.name = st_col_dup(st, 4),
			.text = st_col_dup(st, 5),
			.reason = st_col_dup(st, 6),
			.start_at = st_col_int(st, 8),
			.old_start_at = st_col_int(st, 9),
			.due_at = st_col_int(st, 10),
			.expires_at = st_col_int(st, 11),
			.true_until_at = st_col_int(st, 12),
			.rule_id = st_col_int(st, 13),
			.rule_rev = st_col_int(st, 14),
			.appointment_rev = st_col_int(st, 15),
			.claimed_at = st_col_int(st, 16),
			.ended_at = st_col_int(st, 17),
			.attempts = st_col_int(st, 18),
			.with_id = st_col_int(st, 19),
			.dates = st_col_int(st, 20),
		};
		if (!kind_parse(st_col_text(st, 1), &o->kind) ||
		    !state_parse(st_col_text(st, 7), &o->state))
			mem_bug("unknown kind or state of a message");
	}
	return r;
}

int
message_owner(struct db *db, const char *key, int64_t *appointment_id,
    int64_t *id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_owner);

	*appointment_id = *id = 0;
	st_text(st, ":key", key);
	int r = st_row(st, e);
	if (r == 1) {
		*appointment_id = st_col_int(st, 0);
		*id = st_col_int(st, 1);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

/* What add and rewrite have in common. */
static void
bind(struct stmt *st, const struct message_row *m)
{
	const struct plan_item *i = m->item;

	st_int(st, ":calendar", m->calendar_id);
	st_text(st, ":name", i->recipient->name);
	st_text(st, ":text", m->text);
	st_int(st, ":segments", m->segments);
	st_int(st, ":start", i->start_at);
	st_opt(st, ":old_start", i->old_start_at, 0);
	st_int(st, ":due", i->due_at);
	st_int(st, ":expires", i->expires_at);
	st_opt(st, ":true_until", m->true_until_at, 0);
	st_text(st, ":state", state_name(i->state));
	st_text(st, ":reason", i->reason);
	st_opt(st, ":rule", i->rule->id, 0);
	st_int(st, ":rule_rev", i->rule->rev);
	st_int(st, ":rev", m->appointment_rev);
	st_int(st, ":dates", m->dates);
}

int
message_add(
    struct db *db, const struct message_row *m, int64_t *id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	bind(st, m);
	st_text(st, ":key", m->key);
	st_int(st, ":company", m->company_id);
	st_int(st, ":appointment", m->appointment_id);
	st_text(st, ":kind", kind_name(m->item->kind));
	st_int(st, ":step", m->item->step);
	st_text(st, ":phone", m->item->recipient->phone);
	st_int(st, ":now", m->now);
	return st_insert(st, id, e);
}

static int
changed_one(struct stmt *st, struct err *e)
{
	int64_t n = st_changed(st, e);

	if (n == -1)
		return -1;
	return n == 0 ? ST_TAKEN : 0;
}

int
message_take(struct db *db, const struct message_row *m, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_take);

	bind(st, m);
	st_null(st, ":with");
	st_text(st, ":key", m->key);
	st_int(st, ":appointment", m->appointment_id);
	return changed_one(st, e);
}

int
message_rewrite(struct db *db, const struct message_row *m, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_rewrite);

	bind(st, m);
	st_opt(st, ":with", m->with_id, 0);
	st_int(st, ":id", m->item->owed->id);
	return changed_one(st, e);
}

int
message_end(struct db *db, int64_t id, enum state to, const char *reason,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_end);

	st_int(st, ":id", id);
	st_text(st, ":state", state_name(to));
	st_text(st, ":reason", reason);
	st_int(st, ":now", now);
	return changed_one(st, e);
}

int64_t
message_stale(struct db *db, int64_t calendar_id, bool stale, struct err *e)
{
	struct stmt *st = db_stmt(db, stale ? sql_hold : sql_release);

	st_int(st, ":calendar", calendar_id);
	return st_changed(st, e);
}

/* SPDX-License-Identifier: ISC */
#include "store/facts.h"

#include "store/handed.h"
#include "util/str.h"

#define HANDED MESSAGE_HANDED("m.")
#define TELLS MESSAGE_TELLS("m.")
#define ANNOUNCES MESSAGE_ANNOUNCES("m.")
#define OFF_HANDED MESSAGE_HANDED("c.")

/* P8: 60 days behind the end, and on to an open day. */
enum { FEEDBACK_LAST_S = 75 * 24 * 3600 };

static const char sql_number[] =
    "SELECT EXISTS (SELECT 1 FROM optout"
    "                WHERE company_id = :company AND phone = :phone),"
    "       (SELECT max(received_at) FROM reply"
    "         WHERE phone = :phone"
    "           AND (company_id = :company OR company_id IS NULL)),"
    "       (SELECT max(m.claimed_at) FROM message m"
    "         WHERE m.phone = :phone AND m.company_id = :company"
    "           AND m.start_at = :start AND m.appointment_id <> :appointment"
    "           AND " ANNOUNCES " AND " HANDED "),"
    "       (SELECT answer FROM recipient WHERE id = :recipient)";

/*
 * CROSS JOIN and the unary plus: a number has few appointments, a company has
 * many, and SQLite without statistics believes the contrary.
 */

/*
 * Of two twins of which none has told, the one known first tells, where it has
 * something to tell: none of its rules may be for it.  One whose calendar is
 * off tells nothing, and one for all day is no twin of one at midnight.
 */
static const char sql_twin[] =
    "SELECT EXISTS (SELECT 1 FROM recipient r"
    "   CROSS JOIN appointment a ON a.id = r.appointment_id"
    "   CROSS JOIN calendar c ON c.id = a.calendar_id AND c.active"
    "        WHERE r.phone = :phone AND r.left_at IS NULL"
    "          AND a.company_id = :company AND a.start_at = :start"
    "          AND a.state IN ('live', :state) AND a.nosms = 0"
    "          AND a.all_day = :all_day AND a.id <> :appointment"
    "          AND (:any OR a.id < :appointment AND (r.announce_at IS NULL"
    "           OR EXISTS ("
    "              SELECT 1 FROM message m"
    "               WHERE m.appointment_id = a.id AND m.phone = r.phone"
    "                 AND " ANNOUNCES
    "                 AND m.start_at = a.start_at"
    "                 AND (m.state <> 'cancelled'"
    "                      OR m.reason = '" OWED_CANCELLED "')))))";

/*
 * What others have told of this start, or are about to.  What was told since
 * this one came counts, and what was told before by one that was still there
 * then, with that number in it, whatever became of it: nothing more is to be
 * said.
 */
static const char sql_told[] =
    "SELECT max(m.kind = 'rescheduled'),"
    "       max" HANDED "  FROM message m"
    " CROSS JOIN appointment a ON a.id = m.appointment_id"
    " CROSS JOIN calendar c ON c.id = a.calendar_id"
    " WHERE m.phone = :phone AND " ANNOUNCES
    "   AND m.company_id = :company AND m.start_at = :start"
    "   AND m.appointment_id <> :appointment AND a.nosms = 0"
    "   AND a.all_day = :all_day"
    "   AND (" HANDED " AND (m.claimed_at >= :known"
    "       OR CASE WHEN a.start_at <> m.start_at"
    "               THEN a.start_known_at > :known"
    "               ELSE a.state <> 'gone' OR a.changed_at > :known END"
    "          AND NOT EXISTS (SELECT 1 FROM recipient r"
    "               WHERE r.appointment_id = a.id AND r.phone = m.phone"
    "                 AND r.left_at > :untold AND r.left_at < :known))"
    "     OR m.state IN ('planned', 'held') AND a.state = 'live'"
    "       AND a.start_at = m.start_at AND c.active)";

/* Two at the same instant: the appointment known first is the one. */
static const char sql_asked[] =
    "SELECT m.due_at, " HANDED ","
    "       m.appointment_id < :appointment"
    "  FROM message m"
    " WHERE m.phone = :phone AND m.kind = 'feedback'"
    "   AND m.due_at BETWEEN :from AND :to"
    "   AND m.company_id = :company AND m.appointment_id <> :appointment"
    "   AND (m.state IN ('planned', 'held') OR " HANDED ")"
    " ORDER BY m.due_at LIMIT :max";

/*
 * By the start that it has, and by those that its recipient was told.  The
 * start in the inner query is of its own row: else it would be asked for
 * every appointment that there is.
 */
static const char sql_touch[] =
    "UPDATE appointment SET replan = 1"
    " WHERE replan = 0 AND +company_id = :company AND id <> :appointment"
    "   AND id IN (SELECT r.appointment_id FROM recipient r"
    "          CROSS JOIN appointment a ON a.id = r.appointment_id"
    "               WHERE r.phone = :phone"
    "                 AND (a.start_at BETWEEN :from AND :to"
    "                   OR r.told_start_at BETWEEN :from AND :to"
    "                   OR EXISTS (SELECT 1 FROM message m"
    "                       WHERE m.appointment_id = r.appointment_id"
    "                         AND m.phone = :phone"
    "                         AND m.start_at BETWEEN :from AND :to)))";

/* When did this stop: for the recipient, or at all? */
#define OFF_AT                                   \
	"CASE WHEN r.left_at > 1 THEN r.left_at" \
	"     ELSE a.changed_at END"

/*
 * D8: what else there is of the series for that number.  Is anything to come
 * that was not off when this one was?  Did anything go with it that was to come
 * earlier?  And of which was it told, last, without hearing that it is off, and
 * without having it to come?
 */
static const char sql_series[] =
    "SELECT max(a.start_at > :off AND"
    "           (a.state <> 'gone' AND r.left_at IS NULL"
    "            OR r.left_at IS NOT 1 AND " OFF_AT " > :off)),"
    "       max(a.start_at > :off AND r.left_at IS NOT 1"
    "           AND (a.state = 'gone' OR r.left_at IS NOT NULL)"
    "           AND " OFF_AT " = :off"
    "           AND (a.start_at, a.id) < (:start, :appointment)),"
    "       max((SELECT max(m.claimed_at) FROM message m"
    "             WHERE m.appointment_id = a.id AND m.phone = :phone"
    "               AND " TELLS " AND " HANDED
    "               AND NOT EXISTS (SELECT 1 FROM message c"
    "                    WHERE c.appointment_id = a.id AND c.phone = :phone"
    "                      AND c.kind = 'cancellation'"
    "                      AND (c.claimed_at >= m.claimed_at"
    "                           AND " OFF_HANDED
    "                        OR c.state IN ('planned', 'held')"
    "                           AND a.id <> :appointment))))"
    "  FROM appointment a JOIN recipient r ON r.appointment_id = a.id"
    "   AND r.phone = :phone"
    " WHERE a.company_id = :company AND a.series = :series";

static int
series_off(struct db *db, int64_t company_id, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f, struct err *e)
{
	if (a->series == NULL ||
	    (a->standing != STANDING_GONE && r->left_at == 0))
		return 0;
	struct stmt *st = db_stmt(db, sql_series);
	st_text(st, ":phone", r->phone);
	st_int(st, ":company", company_id);
	st_text(st, ":series", a->series);
	st_int(st, ":start", a->start_at);
	st_int(st, ":appointment", a->id);
	st_int(st, ":off",
	    r->left_at > RECIPIENT_UNTOLD ? r->left_at : a->changed_at);
	if (st_row(st, e) != 1)
		return -1;
	f->series_off = st_col_int(st, 0) == 0;
	f->series_next = st_col_int(st, 1) == 0;
	f->series_told_at = st_col_int(st, 2);
	st_done(st);
	return 0;
}

/* One that is live; or, too, one that is of the state. */
static int
has_twin(struct db *db, bool any, const char *state, int64_t company_id,
    const struct appointment *a, const char *phone, int64_t start_at, bool *out,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_twin);

	st_int(st, ":any", any);
	st_text(st, ":state", state);
	st_text(st, ":phone", phone);
	st_int(st, ":company", company_id);
	st_int(st, ":start", start_at);
	st_int(st, ":all_day", a->all_day);
	st_int(st, ":appointment", a->id);
	if (st_row(st, e) != 1)
		return -1;
	*out = st_col_int(st, 0) != 0;
	st_done(st);
	return 0;
}

static int
twins_told(struct db *db, int64_t company_id, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_told);

	st_text(st, ":phone", r->phone);
	st_int(st, ":company", company_id);
	st_int(st, ":start", a->start_at);
	st_int(st, ":all_day", a->all_day);
	st_int(st, ":appointment", a->id);
	st_int(st, ":known",
	    a->start_known_at > r->known_at ? a->start_known_at : r->known_at);
	/* For them, whom only our reading no longer finds, nothing is off. */
	st_int(st, ":untold", RECIPIENT_UNTOLD);
	if (st_row(st, e) != 1)
		return -1;
	f->twin_moved = st_col_int(st, 0) != 0;
	f->twin = f->twin || st_col_int(st, 1) != 0;
	st_done(st);
	return 0;
}

static int
others_asked(struct db *db, int64_t company_id, const struct appointment *a,
    const char *phone, struct plan_facts *f, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_asked);
	int r;

	st_text(st, ":phone", phone);
	st_int(st, ":company", company_id);
	st_int(st, ":appointment", a->id);
	st_int(st, ":from", a->end_at - PLAN_FEEDBACK_S);
	st_int(st, ":to", a->end_at + FEEDBACK_LAST_S);
	st_int(st, ":max", PLAN_ASKED_MAX);
	while ((r = st_row(st, e)) == 1)
		f->asked[f->n_asked++] = (struct plan_asked){
			.due_at = st_col_int(st, 0),
			.done = st_col_int(st, 1) != 0,
			.first = st_col_int(st, 2) != 0,
		};
	return r;
}

int
facts_get(struct db *db, int64_t company_id, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_number);

	*f = (struct plan_facts){ .opted_out = false };
	st_text(st, ":phone", r->phone);
	st_int(st, ":company", company_id);
	st_int(st, ":start", a->start_at);
	st_int(st, ":appointment", a->id);
	st_int(st, ":recipient", r->id);
	if (st_row(st, e) != 1)
		return -1;
	f->opted_out = st_col_int(st, 0) != 0;
	f->reply_at = st_col_int(st, 1);
	f->told_at = st_col_int(st, 2);
	f->confirmed = str_eq(st_col_text(st, 3), "yes");
	f->declined = str_eq(st_col_text(st, 3), "no");
	st_done(st);
	/* One that is missing may be back (D7): nobody is told yet that this
	 * one is off. */
	bool off = a->standing == STANDING_GONE || r->left_at != 0;
	if (has_twin(db, false, "live", company_id, a, r->phone, a->start_at,
		&f->twin, e) == -1 ||
	    has_twin(db, true, off ? "missing" : "live", company_id, a,
		r->phone, r->told_start_at, &f->twin_old, e) == -1 ||
	    twins_told(db, company_id, a, r, f, e) == -1 ||
	    series_off(db, company_id, a, r, f, e) == -1)
		return -1;
	return others_asked(db, company_id, a, r->phone, f, e);
}

int
facts_touch(struct db *db, int64_t company_id, int64_t appointment_id,
    const char *phone, int64_t from_at, int64_t to_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_touch);

	st_int(st, ":company", company_id);
	st_int(st, ":appointment", appointment_id);
	st_text(st, ":phone", phone);
	st_int(st, ":from", from_at);
	st_int(st, ":to", to_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

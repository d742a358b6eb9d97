/* SPDX-License-Identifier: ISC */
#include "store/appointment.h"

#include "store/appointment_row.h"
#include "util/mem.h"

static const char sql_replan[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND a.replan = 1"
    " ORDER BY a.id LIMIT :max";

static const char sql_recipient_id[] =
    "SELECT r.id FROM appointment a"
    "  JOIN recipient r ON r.appointment_id = a.id AND r.phone = :phone"
    " WHERE a.company_id = :company AND a.uid = :uid"
    "   AND a.original_at = :original";

static const char sql_mark[] =
    "UPDATE appointment SET replan = 1"
    " WHERE calendar_id = :calendar AND replan = 0 AND end_at >= :since";

static const char sql_planned[] =
    "UPDATE appointment SET replan = 0 WHERE id = :id AND replan = 1";

static const char sql_touch[] =
    "UPDATE appointment SET replan = 1 WHERE id = :id AND replan = 0";

static const char sql_add[] =
    "INSERT INTO appointment (company_id, calendar_id, uid, original_at,"
    " start_at, end_at, all_day, state, missing_at, nosms, title, location,"
    " description, baseline, known_at, start_known_at, changed_at, burst_at,"
    " rev, mass, series)"
    " VALUES (:company, :calendar, :uid, :original, :start, :end, :all_day,"
    " :state, :missing, :nosms, :title, :location, :description, :baseline,"
    " :known, :start_known, :changed, :burst, :rev, :mass, :series)";

static const char sql_set[] =
    "UPDATE appointment SET calendar_id = :calendar, uid = :uid,"
    " original_at = :original, start_at = :start, end_at = :end,"
    " all_day = :all_day, state = :state, missing_at = :missing,"
    " nosms = :nosms, title = :title, location = :location,"
    " description = :description, baseline = :baseline, known_at = :known,"
    " start_known_at = :start_known, changed_at = :changed,"
    " burst_at = :burst, rev = :rev, mass = :mass, series = :series,"
    " replan = 1 WHERE id = :id";

/* D10: what was said of it goes along, for the other calendar may be removed. */
static const char sql_messages[] =
    "UPDATE message SET calendar_id = :calendar"
    " WHERE appointment_id = :appointment AND calendar_id <> :calendar";

static const char sql_recipient_add[] =
    "INSERT INTO recipient (appointment_id, phone, name, known_at,"
    " announce_at, told_start_at, told_at, left_at) VALUES (:appointment,"
    " :phone, :name, :known, :announce, :told_start, :told, :left)";

static const char sql_recipient_set[] =
    "UPDATE recipient SET name = :name, known_at = :known,"
    "       announce_at = :announce, told_start_at = :told_start,"
    "       told_at = :told, left_at = :left"
    " WHERE id = :id AND (name IS NOT :name OR known_at IS NOT :known"
    "    OR announce_at IS NOT :announce OR told_start_at IS NOT :told_start"
    "    OR told_at IS NOT :told OR left_at IS NOT :left)";

int
appointment_replan(struct db *db, int64_t calendar_id, int64_t max,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_replan);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":max", max);
	return appointment_read(db, st, false, l, e);
}

int
appointment_recipient_id(struct db *db, int64_t company_id,
    const struct appointment *a, const char *phone, int64_t *id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_recipient_id);

	*id = 0;
	st_int(st, ":company", company_id);
	st_text(st, ":uid", a->uid);
	st_int(st, ":original", a->original_at);
	st_text(st, ":phone", phone);
	int r = st_row(st, e);
	if (r == 1) {
		*id = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

int
appointment_mark(
    struct db *db, int64_t calendar_id, int64_t since_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_mark);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":since", since_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

static int
run_for(struct db *db, const char *sql, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
appointment_planned(struct db *db, int64_t id, struct err *e)
{
	return run_for(db, sql_planned, id, e);
}

int
appointment_touch(struct db *db, int64_t id, struct err *e)
{
	return run_for(db, sql_touch, id, e);
}

static void
bind(struct stmt *st, const struct appointment *a)
{
	st_int(st, ":calendar", a->calendar_id);
	st_text(st, ":uid", a->uid);
	st_int(st, ":original", a->original_at);
	st_int(st, ":start", a->start_at);
	st_int(st, ":end", a->end_at);
	st_int(st, ":all_day", a->all_day);
	st_text(st, ":state", standing_name(a->standing));
	st_opt(st, ":missing", a->missing_at, 0);
	st_int(st, ":nosms", a->nosms);
	st_text(st, ":title", a->title);
	st_text(st, ":location", a->location);
	st_text(st, ":description", a->description);
	st_int(st, ":baseline", a->baseline);
	st_int(st, ":known", a->known_at);
	st_int(st, ":start_known", a->start_known_at);
	st_int(st, ":changed", a->changed_at);
	st_int(st, ":burst", a->burst_at);
	st_int(st, ":rev", a->rev);
	st_int(st, ":mass", a->mass);
	st_text(st, ":series", a->series);
}

static int
store_recipients(struct db *db, struct appointment *a, struct err *e)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		struct recipient *p = &a->recipients[i];
		struct stmt *st = db_stmt(
		    db, p->id == 0 ? sql_recipient_add : sql_recipient_set);

		st_text(st, ":name", p->name);
		st_int(st, ":known", p->known_at);
		st_opt(st, ":announce", p->announce_at, 0);
		st_int(st, ":told_start", p->told_start_at);
		st_int(st, ":told", p->told_at);
		st_opt(st, ":left", p->left_at, 0);
		if (p->id != 0) {
			st_int(st, ":id", p->id);
			if (st_changed(st, e) == -1)
				return -1;
			continue;
		}
		st_int(st, ":appointment", a->id);
		st_text(st, ":phone", p->phone);
		int r = st_insert(st, &p->id, e);
		if (r == ST_TAKEN)
			mem_bug("a recipient twice in appointment %lld",
			    (long long)a->id);
		if (r == -1)
			return -1;
	}
	return 0;
}

int
appointment_add(
    struct db *db, int64_t company_id, struct appointment *a, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	bind(st, a);
	st_int(st, ":company", company_id);
	int r = st_insert(st, &a->id, e);
	return r != 0 ? r : store_recipients(db, a, e);
}

int
appointment_set(struct db *db, struct appointment *a, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	bind(st, a);
	st_int(st, ":id", a->id);
	if (st_changed(st, e) == -1)
		return -1;
	st = db_stmt(db, sql_messages);
	st_int(st, ":calendar", a->calendar_id);
	st_int(st, ":appointment", a->id);
	if (st_changed(st, e) == -1)
		return -1;
	return store_recipients(db, a, e);
}

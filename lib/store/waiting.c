/* SPDX-License-Identifier: ISC */
#include "store/waiting.h"

#define COMING                                                \
	" FROM appointment a WHERE a.calendar_id = :calendar" \
	"   AND a.start_at > :now AND a.state = 'live'"

static const char sql_total[] =
    "SELECT count(DISTINCT uid), count(DISTINCT CASE WHEN n > 0 THEN uid END),"
    "       sum(n)"
    "  FROM (SELECT a.uid, (SELECT count(*) FROM recipient r"
    "                        WHERE r.appointment_id = a.id"
    "                          AND r.left_at IS NULL) AS n" COMING ")";

/* The unary plus: few wait, and SQLite would walk through all that come. */
static const char sql_kinds[] =
    "SELECT max(mass & 1), max(mass & 2), max(mass & 4) FROM appointment"
    " WHERE calendar_id = :calendar AND mass <> 0 AND +start_at > :now";

static const char sql_done[] = "UPDATE feed SET note = NULL"
			       " WHERE calendar_id = :calendar"
			       "   AND note IS NOT NULL";

int
waiting_total(struct db *db, int64_t calendar_id, int64_t now,
    struct mass_total *out, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_total);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":now", now);
	if (st_row(st, e) != 1)
		return -1;
	*out = (struct mass_total){
		.events = st_col_int(st, 0),
		.with_phone = st_col_int(st, 1),
		.recipients = st_col_int(st, 2),
	};
	st_done(st);
	return 0;
}

int
waiting_kinds(struct db *db, int64_t calendar_id, int64_t now, unsigned *kinds,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_kinds);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":now", now);
	if (st_row(st, e) != 1)
		return -1;
	*kinds = (unsigned)(st_col_int(st, 0) | st_col_int(st, 1) |
	    st_col_int(st, 2));
	st_done(st);
	return 0;
}

int
waiting_done(struct db *db, int64_t calendar_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_done);

	st_int(st, ":calendar", calendar_id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

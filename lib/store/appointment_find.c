/* SPDX-License-Identifier: ISC */
/* The appointments that somebody asks about, by number or by UID (X12). */
#include "store/appointment.h"

#include "store/appointment_row.h"

enum { NAMED = 5 }; /* UIDs that are listed where several fit */

#define OF_CALENDAR                                               \
	" a.company_id = :company AND a.end_at >= :from"          \
	"   AND (:calendar IS NULL OR a.calendar_id = :calendar)" \
	" ORDER BY a.start_at, a.id"

/* From the number, which has few, as everywhere (facts.c). */
static const char sql_phone[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM recipient r"
    " CROSS JOIN appointment a ON a.id = r.appointment_id"
    " WHERE r.phone = :phone AND" OF_CALENDAR;

static const char sql_uid[] =
    "SELECT " APPOINTMENT_COLUMNS "  FROM appointment a"
    " WHERE a.uid = :uid AND" OF_CALENDAR;

/* Those of events too, of which no appointment may be known. */
#define UIDS(test)                                              \
	"SELECT uid FROM appointment"                           \
	" WHERE company_id = :company AND " test                \
	"   AND (:calendar IS NULL OR calendar_id = :calendar)" \
	" UNION SELECT p.uid FROM calendar c"                   \
	" CROSS JOIN component p ON p.calendar_id = c.id"       \
	" WHERE c.company_id = :company AND p.kind = 'event'"   \
	"   AND p.uid <> '' AND " test                          \
	"   AND (:calendar IS NULL OR c.id = :calendar)"        \
	" ORDER BY uid"

static const char sql_whole[] = UIDS("uid = :text");
static const char sql_part[] = UIDS("instr(lower(uid), lower(:text)) > 0");

static const char sql_unplanned[] =
    "SELECT replan FROM appointment WHERE id = :id";

int
appointment_find(struct db *db, const struct appointment_wish *w,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, w->phone != NULL ? sql_phone : sql_uid);

	if (w->phone != NULL)
		st_text(st, ":phone", w->phone);
	else
		st_text(st, ":uid", w->uid);
	st_int(st, ":company", w->company_id);
	st_opt(st, ":calendar", w->calendar_id, 0);
	st_int(st, ":from", w->from_at);
	return appointment_read(db, st, false, l, e);
}

int
appointment_uids(struct db *db, const struct appointment_wish *w,
    const char *text, bool part, struct buf *out, int64_t *n, struct err *e)
{
	struct stmt *st = db_stmt(db, part ? sql_part : sql_whole);
	int r;

	st_int(st, ":company", w->company_id);
	st_opt(st, ":calendar", w->calendar_id, 0);
	st_text(st, ":text", text);
	for (*n = 0; (r = st_row(st, e)) == 1; ++*n)
		if (*n < NAMED)
			buf_fmt(out, "%s%s", out->n > 0 ? ", " : "",
			    st_col_text(st, 0));
	return r;
}

int
appointment_unplanned(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_unplanned);

	st_int(st, ":id", id);
	return st_truth(st, e);
}

/* SPDX-License-Identifier: ISC */
#include "store/fallback.h"

static const char sql_list[] =
    "SELECT company_id, branch_id, calendar_id, placeholder, text"
    "  FROM fallback WHERE company_id = :company"
    " ORDER BY branch_id, calendar_id, placeholder";

static const char sql_put[] =
    "INSERT INTO fallback (company_id, branch_id, calendar_id, placeholder,"
    "       text)"
    " VALUES (:company, :branch, :calendar, :placeholder, :text)"
    " ON CONFLICT (company_id, ifnull(branch_id, 0), ifnull(calendar_id, 0),"
    "       placeholder)"
    " DO UPDATE SET text = excluded.text WHERE text <> excluded.text";

static const char sql_end[] =
    "DELETE FROM fallback"
    " WHERE company_id = :company AND branch_id IS :branch"
    "   AND calendar_id IS :calendar AND placeholder = :placeholder";

int
fallback_list(
    struct db *db, int64_t company_id, struct fallback_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_int(st, ":company", company_id);
	while ((r = st_row(st, e)) == 1)
		*fallback_list_add(l) = (struct fallback){
			.company_id = st_col_int(st, 0),
			.branch_id = st_col_int(st, 1),
			.calendar_id = st_col_int(st, 2),
			.placeholder = st_col_dup(st, 3),
			.text = st_col_dup(st, 4),
		};
	return r;
}

int
fallback_put(struct db *db, const struct level *level, const char *placeholder,
    const char *text, struct err *e)
{
	struct stmt *st = db_stmt(db, text != NULL ? sql_put : sql_end);
	int64_t n;

	st_int(st, ":company", level->company_id);
	st_opt(st, ":branch", level->branch_id, 0);
	st_opt(st, ":calendar", level->calendar_id, 0);
	st_text(st, ":placeholder", placeholder);
	if (text != NULL)
		st_text(st, ":text", text);
	n = st_changed(st, e);
	if (n <= 0)
		return (int)n;
	return calendar_mark(db, level, MARK_REPLAN, e);
}

/* SPDX-License-Identifier: ISC */
#include "store/horizon_row.h"

static const char sql_get[] = "SELECT horizon_days, horizon_on FROM feed"
			      " WHERE calendar_id = :calendar";

static const char sql_set[] =
    "UPDATE feed SET horizon_days = :days, horizon_on = :on"
    " WHERE calendar_id = :calendar";

static const char sql_latest[] =
    "SELECT start_at FROM appointment"
    " WHERE calendar_id = :calendar AND state = 'live' AND series IS NULL"
    " ORDER BY start_at DESC LIMIT 1";

/* The two columns of the row of that calendar; 0 where there is none. */
static int
get(struct db *db, const char *sql, int64_t calendar_id, int n, int64_t v[2],
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	v[0] = v[1] = 0;
	st_int(st, ":calendar", calendar_id);
	int r = st_row(st, e);
	if (r != 1)
		return r;
	for (int i = 0; i < n; i++)
		v[i] = st_col_int(st, i);
	st_done(st);
	return 0;
}

int
horizon_get(
    struct db *db, int64_t calendar_id, struct horizon *h, struct err *e)
{
	int64_t v[2];
	int r = get(db, sql_get, calendar_id, 2, v, e);

	*h = (struct horizon){ v[0], v[1] };
	return r;
}

int
horizon_set(
    struct db *db, int64_t calendar_id, const struct horizon *h, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	st_int(st, ":calendar", calendar_id);
	st_opt(st, ":days", h->days, 0);
	st_opt(st, ":on", h->on, 0);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
horizon_latest(
    struct db *db, int64_t calendar_id, int64_t *start_at, struct err *e)
{
	int64_t v[2];
	int r = get(db, sql_latest, calendar_id, 1, v, e);

	*start_at = v[0];
	return r;
}

/* SPDX-License-Identifier: ISC */
#include "store/planning.h"

#include <stdlib.h>

#include "util/mem.h"

/*
 * `wrong`: is there a message in the state that staleness, or its end,
 * changes?  Both are found in a partial index at once, as is `limited`.
 */
static const char sql_due[] =
    "WITH due AS MATERIALIZED"
    " (SELECT c.id, c.company_id, c.replan,"
    "         EXISTS (SELECT 1 FROM appointment"
    "                  WHERE calendar_id = c.id AND replan = 1) AS some,"
    "         f.good_at < :stale_at AS stale,"
    "         CASE WHEN f.good_at < :stale_at THEN"
    "           EXISTS (SELECT 1 FROM message WHERE calendar_id = c.id"
    "                    AND state IN ('planned', 'held')"
    "                    AND state = 'planned')"
    "         ELSE"
    "           EXISTS (SELECT 1 FROM message WHERE calendar_id = c.id"
    "                    AND state = 'held' AND reason = 'stale')"
    "         END AS wrong,"
    "         EXISTS (SELECT 1 FROM message WHERE calendar_id = c.id"
    "                  AND state = 'held' AND reason = 'limit'"
    "                  AND send_at <= :now) AS limited"
    "    FROM calendar c"
    "    JOIN company o ON o.id = c.company_id"
    "    JOIN feed f ON f.calendar_id = c.id"
    "    LEFT JOIN branch b ON b.id = c.branch_id"
    "   WHERE c.active AND o.active AND ifnull(b.active, 1)"
    "     AND f.good_at IS NOT NULL)"
    "SELECT id, company_id, replan, some, stale, wrong, limited FROM due"
    " WHERE replan OR some OR wrong OR limited ORDER BY company_id, id";

static const char sql_done[] =
    "UPDATE calendar SET replan = 0 WHERE id = :calendar AND replan = 1";

int
planning_due(struct db *db, int64_t stale_at, int64_t now,
    struct planning_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_due);
	int r;

	st_int(st, ":stale_at", stale_at);
	st_int(st, ":now", now);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct planning){
			.calendar_id = st_col_int(st, 0),
			.company_id = st_col_int(st, 1),
			.all = st_col_int(st, 2) != 0,
			.some = st_col_int(st, 3) != 0,
			.stale = st_col_int(st, 4) != 0,
			.held = st_col_int(st, 5) != 0,
			.limited = st_col_int(st, 6) != 0,
		};
	}
	return r;
}

void
planning_free(struct planning_list *l)
{
	free(l->v);
	*l = (struct planning_list){ .v = NULL };
}

int
planning_done(struct db *db, int64_t calendar_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_done);

	st_int(st, ":calendar", calendar_id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

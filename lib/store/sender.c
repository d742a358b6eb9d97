/* SPDX-License-Identifier: ISC */
#include "store/sender.h"

static const char sql_list[] = "SELECT company_id, branch_id, address, type"
			       "  FROM sender WHERE company_id = :company"
			       " ORDER BY branch_id, position";

static const char sql_clear[] =
    "DELETE FROM sender"
    " WHERE company_id = :company AND branch_id IS :branch";

static const char sql_add[] =
    "INSERT INTO sender (company_id, branch_id, position, address, type)"
    " VALUES (:company, :branch, :position, :address, :type)";

int
sender_list(
    struct db *db, int64_t company_id, struct sender_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_int(st, ":company", company_id);
	while ((r = st_row(st, e)) == 1)
		*sender_list_add(l) = (struct sender){
			.company_id = st_col_int(st, 0),
			.branch_id = st_col_int(st, 1),
			.address = st_col_dup(st, 2),
			.type = st_col_dup(st, 3),
		};
	return r;
}

int
sender_replace(struct db *db, const struct level *level,
    const struct sender_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_clear);

	st_int(st, ":company", level->company_id);
	st_opt(st, ":branch", level->branch_id, 0);
	if (st_changed(st, e) == -1)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		st = db_stmt(db, sql_add);
		st_int(st, ":company", level->company_id);
		st_opt(st, ":branch", level->branch_id, 0);
		st_int(st, ":position", (int64_t)i);
		st_text(st, ":address", l->v[i].address);
		st_text(st, ":type", l->v[i].type);
		if (st_changed(st, e) == -1)
			return -1;
	}
	return 0;
}

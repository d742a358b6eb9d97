/* SPDX-License-Identifier: ISC */
#include "store/branch.h"

#include "store/calendar.h"
#include "util/str.h"

#define COLUMNS                                                         \
	"b.id, b.company_id, b.ref, b.name, b.phone, b.gateway,"        \
	" b.token_file, b.send_window, b.limit_recipient, b.countries," \
	" b.active, b.created_at"

static const char sql_get[] = "SELECT " COLUMNS " FROM branch AS b"
			      " WHERE b.company_id = :company AND b.ref = :ref";

static const char sql_by_id[] =
    "SELECT " COLUMNS " FROM branch AS b WHERE b.id = :id";

static const char sql_list[] =
    "SELECT " COLUMNS
    "  FROM branch AS b JOIN company AS o ON o.id = b.company_id"
    " WHERE :company IS NULL OR b.company_id = :company"
    " ORDER BY o.ref, b.ref";

static const char sql_add[] =
    "INSERT INTO branch (company_id, ref, name, phone, gateway, token_file,"
    "       send_window, limit_recipient, countries, active, created_at)"
    " VALUES (:company, :ref, :name, :phone, :gateway, :token_file,"
    "       :send_window, :limit_recipient, :countries, :active, :created)";

static const char sql_set[] =
    "UPDATE branch"
    "   SET name = :name, phone = :phone, gateway = :gateway,"
    "       token_file = :token_file, send_window = :send_window,"
    "       limit_recipient = :limit_recipient, countries = :countries,"
    "       active = :active"
    " WHERE id = :id"
    "   AND (name, phone, gateway, token_file, send_window,"
    "        limit_recipient, countries, active) IS NOT"
    "       (:name, :phone, :gateway, :token_file, :send_window,"
    "        :limit_recipient, :countries, :active)";

static const char sql_remove[] = "DELETE FROM branch WHERE id = :id";

static void
fill(struct stmt *st, struct branch *b)
{
	*b = (struct branch){
		.id = st_col_int(st, 0),
		.company_id = st_col_int(st, 1),
		.ref = st_col_dup(st, 2),
		.name = st_col_dup(st, 3),
		.phone = st_col_dup(st, 4),
		.gateway = st_col_dup(st, 5),
		.token_file = st_col_dup(st, 6),
		.send_window = st_col_dup(st, 7),
		.limit_recipient = st_col_int(st, 8),
		.countries = st_col_dup(st, 9),
		.active = st_col_int(st, 10) != 0,
		.created_at = st_col_int(st, 11),
	};
}

static int
one(struct stmt *st, struct branch *b, struct err *e)
{
	int r = st_row(st, e);

	if (r != 1)
		return r == 0 ? 1 : -1;
	fill(st, b);
	st_done(st);
	return 0;
}

int
branch_get(struct db *db, int64_t company_id, const char *ref, struct branch *b,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	st_int(st, ":company", company_id);
	st_text(st, ":ref", ref);
	return one(st, b, e);
}

int
branch_by_id(struct db *db, int64_t id, struct branch *b, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_by_id);

	st_int(st, ":id", id);
	return one(st, b, e);
}

int
branch_list(
    struct db *db, int64_t company_id, struct branch_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_opt(st, ":company", company_id, 0);
	while ((r = st_row(st, e)) == 1)
		fill(st, branch_list_add(l));
	return r;
}

static void
bind(struct stmt *st, const struct branch *b)
{
	st_text(st, ":name", b->name);
	st_text(st, ":phone", b->phone);
	st_text(st, ":gateway", b->gateway);
	st_text(st, ":token_file", b->token_file);
	st_text(st, ":send_window", b->send_window);
	st_opt(st, ":limit_recipient", b->limit_recipient, 0);
	st_text(st, ":countries", b->countries);
	st_int(st, ":active", b->active);
}

int
branch_add(struct db *db, struct branch *b, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);
	struct level company = { .company_id = b->company_id };
	int r;

	bind(st, b);
	st_int(st, ":company", b->company_id);
	st_text(st, ":ref", b->ref);
	st_int(st, ":created", b->created_at);
	r = st_insert(st, &b->id, e);
	if (r == 0 && b->phone != NULL) /* no customer's number (C2) */
		r = calendar_mark(db, &company, MARK_REREAD, e);
	return r;
}

static int
mark_edit(struct db *db, const struct branch *was, const struct branch *is,
    struct err *e)
{
	struct level company = { .company_id = is->company_id };
	struct level branch = { .company_id = is->company_id,
		.branch_id = is->id };
	unsigned m = 0;

	if (!str_eq(was->phone, is->phone) &&
	    calendar_mark(db, &company, MARK_REREAD, e) == -1)
		return -1;
	if (!str_eq(was->name, is->name) || !str_eq(was->phone, is->phone) ||
	    !str_eq(was->send_window, is->send_window) ||
	    was->limit_recipient != is->limit_recipient ||
	    !str_eq(was->countries, is->countries))
		m |= MARK_REPLAN;
	if (!was->active && is->active)
		m |= MARK_BASELINE | MARK_REPLAN;
	if (was->active && !is->active &&
	    calendar_mark_let_go(db, is->company_id, e) == -1)
		return -1;
	return calendar_mark(db, &branch, m, e);
}

int
branch_set(struct db *db, const struct branch *b, struct err *e)
{
	struct branch was = { .id = 0 };
	int r = branch_by_id(db, b->id, &was, e);

	if (r == 0) {
		struct stmt *st = db_stmt(db, sql_set);
		bind(st, b);
		st_int(st, ":id", b->id);
		r = st_changed(st, e) == -1 || mark_edit(db, &was, b, e) == -1
		    ? -1
		    : 0;
	}
	branch_fini(&was);
	return r == -1 ? -1 : 0;
}

int
branch_remove(struct db *db, const struct branch *b, int64_t now, struct err *e)
{
	struct level company = { .company_id = b->company_id };
	struct level branch = { .company_id = b->company_id,
		.branch_id = b->id };
	unsigned m = MARK_REPLAN;

	if (!b->active)
		m |= MARK_BASELINE;
	if (calendar_mark_moved(db, &branch, b->id, now, e) == -1 ||
	    calendar_mark(db, &branch, m, e) == -1 ||
	    (b->phone != NULL &&
		calendar_mark(db, &company, MARK_REREAD, e) == -1))
		return -1;

	struct stmt *st = db_stmt(db, sql_remove);
	st_int(st, ":id", b->id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

/* SPDX-License-Identifier: ISC */
#include "store/optout.h"

#include <stdlib.h>

#include "util/mem.h"

enum { PAST_S = 70 * 24 * 3600 }; /* feedback comes up to 60 days behind */

static const char sql_list[] =
    "SELECT c.ref, c.zone, o.phone, o.source, o.since_at"
    "  FROM optout o JOIN company c ON c.id = o.company_id"
    " WHERE :company IS NULL OR o.company_id = :company"
    " ORDER BY c.ref, o.phone";

static const char sql_get[] =
    "SELECT c.ref, c.zone, o.phone, o.source, o.since_at"
    "  FROM optout o JOIN company c ON c.id = o.company_id"
    " WHERE o.company_id = :company AND o.phone = :phone";

static const char sql_add[] =
    "INSERT INTO optout (company_id, phone, source, since_at)"
    " VALUES (:company, :phone, :source, :now)"
    " ON CONFLICT (company_id, phone) DO UPDATE SET source = excluded.source"
    "  WHERE excluded.source = 'operator' AND source <> 'operator'";

static const char sql_drop[] =
    "DELETE FROM optout WHERE company_id = :company AND phone = :phone"
    "   AND (:all OR source <> 'operator')";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1"
    " WHERE replan = 0 AND +company_id = :company AND end_at > :since"
    "   AND id IN (SELECT appointment_id FROM recipient WHERE phone = :phone)";

static void
fill(struct stmt *st, struct optout *o)
{
	*o = (struct optout){
		.company = st_col_dup(st, 0),
		.zone = st_col_dup(st, 1),
		.phone = st_col_dup(st, 2),
		.source = st_col_dup(st, 3),
		.since_at = st_col_int(st, 4),
	};
}

int
optout_list(
    struct db *db, int64_t company_id, struct optout_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_opt(st, ":company", company_id, 0);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		fill(st, &l->v[l->n++]);
	}
	return r;
}

void
optout_fini(struct optout *o)
{
	free(o->company);
	free(o->zone);
	free(o->phone);
	free(o->source);
	*o = (struct optout){ .company = NULL };
}

int
optout_get(struct db *db, int64_t company_id, const char *phone,
    struct optout *o, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0 ? 1 : -1;
	fill(st, o);
	st_done(st);
	return 0;
}

void
optout_list_free(struct optout_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		optout_fini(&l->v[i]);
	free(l->v);
	*l = OPTOUT_LIST_INIT;
}

static int
replan(struct db *db, int64_t company_id, const char *phone, int64_t now,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_replan);

	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	st_int(st, ":since", now - PAST_S);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
optout_add(struct db *db, int64_t company_id, const char *phone,
    const char *source, int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	st_text(st, ":source", source);
	st_int(st, ":now", now);
	int64_t n = st_changed(st, e);
	if (n <= 0)
		return n == 0 ? ST_TAKEN : -1;
	return replan(db, company_id, phone, now, e);
}

int
optout_drop(struct db *db, int64_t company_id, const char *phone, bool all,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_drop);

	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	st_int(st, ":all", all);
	int64_t n = st_changed(st, e);
	if (n <= 0)
		return n == 0 ? 1 : -1;
	return replan(db, company_id, phone, now, e);
}

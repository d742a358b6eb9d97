/* SPDX-License-Identifier: ISC */
#include "store/together.h"

#include <stdlib.h>

#include "domain/limit.h"
#include "util/mem.h"

/* For the index (phone, kind, due_at): what is pending is due since then. */
enum { DUE_BACK_S = 400 * 24 * 3600 };

#define OF_NUMBER                                       \
	" m.phone = :phone AND m.kind = 'confirmation'" \
	" AND m.due_at >= :since AND m.company_id = c.company_id"

static const char sql_list[] =
    "SELECT m.appointment_id, m.id, m.with_id, a.start_at, a.all_day,"
    "       a.changed_at, a.burst_at"
    "  FROM calendar c"
    " CROSS JOIN message m"
    " CROSS JOIN appointment a ON a.id = m.appointment_id"
    " CROSS JOIN calendar o ON o.id = m.calendar_id"
    " WHERE c.id = :calendar AND" OF_NUMBER
    "   AND m.appointment_id <> :appointment"
    "   AND (m.state = 'planned' AND m.reason IS NULL"
    "     OR m.state = 'held' AND m.reason = '" LIMIT_REASON "')"
    "   AND m.name = :name COLLATE NOCASE"
    "   AND m.rule_id IS :rule AND m.rule_rev = :rule_rev"
    "   AND m.appointment_rev = a.rev AND m.start_at = a.start_at"
    "   AND a.state = 'live' AND a.start_at > :now AND a.nosms = 0"
    "   AND (:place = 0 OR a.location IS :location)"
    "   AND o.active AND (o.zone, o.branch_id, o.send_window, o.links) IS"
    "       (c.zone, c.branch_id, c.send_window, c.links)"
    " ORDER BY m.id LIMIT 1000";

/* Its state is that of the message that it goes with. */
static const char sql_attach[] =
    "UPDATE message SET with_id = :id,"
    "       (state, reason) = (SELECT w.state, w.reason FROM message w"
    "                           WHERE w.id = :id)"
    " WHERE id = :member AND with_id IS NOT :id";

static const char sql_members[] =
    "SELECT id, appointment_id FROM message WHERE with_id = :id";

static const char sql_detach[] =
    "UPDATE message SET with_id = NULL WHERE id = :member";

static const char sql_mark[] =
    "UPDATE appointment SET replan = 1 WHERE id = :id AND replan = 0";

static const char sql_touch[] =
    "UPDATE appointment SET replan = 1 WHERE replan = 0"
    "   AND id <> :appointment AND id IN (SELECT m.appointment_id"
    "       FROM message m WHERE m.phone = :phone"
    "        AND m.kind = 'confirmation' AND m.due_at >= :since"
    "        AND m.company_id = :company"
    "        AND m.state IN ('planned', 'held'))";

static struct together *
add(struct together_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	return &l->v[l->n++];
}

int
together_list(struct db *db, const struct plan_item *i,
    const struct appointment *a, bool place, int64_t now,
    struct together_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	*add(l) = (struct together){
		.appointment_id = a->id,
		.message_id = i->owed != NULL ? i->owed->id : 0,
		.with_id = i->owed != NULL ? i->owed->with_id : 0,
		.start_at = a->start_at,
		.all_day = a->all_day,
		.changed_at = a->changed_at,
		.burst_at = a->burst_at,
	};
	st_int(st, ":calendar", a->calendar_id);
	st_text(st, ":phone", i->recipient->phone);
	st_text(st, ":name", i->recipient->name);
	st_int(st, ":since", now - DUE_BACK_S);
	st_int(st, ":appointment", a->id);
	st_opt(st, ":rule", i->rule->id, 0);
	st_int(st, ":rule_rev", i->rule->rev);
	st_int(st, ":now", now);
	st_int(st, ":place", place);
	st_text(st, ":location", a->location);
	while ((r = st_row(st, e)) == 1)
		*add(l) = (struct together){
			.appointment_id = st_col_int(st, 0),
			.message_id = st_col_int(st, 1),
			.with_id = st_col_int(st, 2),
			.start_at = st_col_int(st, 3),
			.all_day = st_col_int(st, 4) != 0,
			.changed_at = st_col_int(st, 5),
			.burst_at = st_col_int(st, 6),
		};
	return r;
}

void
together_list_free(struct together_list *l)
{
	free(l->v);
	*l = TOGETHER_LIST_INIT;
}

static int
run_for(struct db *db, const char *sql, const char *param, int64_t id,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, param, id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

static bool
is_in(const struct together_group *g, int64_t message_id)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].message_id == message_id)
			return true;
	return false;
}

/* Those that went with it, and do so no more. */
static int
let_go(struct db *db, int64_t id, const struct together_group *g, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_members);
	int64_t *v = NULL;
	size_t n = 0, cap = 0;
	int r;

	st_int(st, ":id", id);
	while ((r = st_row(st, e)) == 1) {
		if (is_in(g, st_col_int(st, 0)))
			continue;
		v = mem_grow(v, &cap, n + 2, sizeof(*v));
		v[n++] = st_col_int(st, 0);
		v[n++] = st_col_int(st, 1);
	}
	for (size_t i = 0; r == 0 && i < n; i += 2) {
		r = run_for(db, sql_detach, ":member", v[i], e);
		if (r == 0)
			r = run_for(db, sql_mark, ":id", v[i + 1], e);
	}
	free(v);
	return r;
}

int
together_set(
    struct db *db, int64_t id, const struct together_group *g, struct err *e)
{
	int r = let_go(db, id, g, e);

	for (size_t i = 0; r == 0 && i < g->n; i++) {
		if (g->v[i].message_id == id || g->v[i].with_id == id ||
		    g->v[i].message_id == 0)
			continue;
		struct stmt *st = db_stmt(db, sql_attach);
		st_int(st, ":id", id);
		st_int(st, ":member", g->v[i].message_id);
		r = st_changed(st, e) == -1 ? -1 : 0;
	}
	return r;
}

int
together_touch(struct db *db, int64_t company_id, int64_t appointment_id,
    const char *phone, int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_touch);

	st_int(st, ":company", company_id);
	st_int(st, ":appointment", appointment_id);
	st_text(st, ":phone", phone);
	st_int(st, ":since", now - DUE_BACK_S);
	return st_changed(st, e) == -1 ? -1 : 0;
}

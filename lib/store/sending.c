/* SPDX-License-Identifier: ISC */
#include "store/sending.h"

#include <stdlib.h>

#include "store/handed.h"
#include "util/mem.h"

#define HANDED MESSAGE_HANDED("")

/*
 * Each by an index that has them in order of time, and says whose they are.
 * A date that goes with another message is no sending (P16).
 */
#define OF_WHOM                                                          \
	"   AND (:calendar IS NULL OR calendar_id = :calendar)"          \
	"   AND (:company IS NULL OR calendar_id IN"                     \
	"        (SELECT id FROM calendar WHERE company_id = :company))" \
	"   AND with_id IS NULL"

#define LIST                                                                      \
	"SELECT id, calendar_id, send_at FROM message"                            \
	" WHERE state = 'planned' AND send_at >= :from AND send_at < :to" OF_WHOM \
	" UNION ALL "                                                             \
	"SELECT id, calendar_id, due_at FROM message"                             \
	" WHERE state <> 'planned' AND state = 'held'"                            \
	"   AND due_at >= :from AND due_at < :to" OF_WHOM " UNION ALL "           \
	"SELECT id, calendar_id, claimed_at FROM message"                         \
	" WHERE company_id IN (SELECT id FROM company"                            \
	"                       WHERE :company IS NULL OR id = :company)"         \
	"   AND claimed_at >= :from AND claimed_at < :to"                         \
	"   AND (:calendar IS NULL OR calendar_id = :calendar)"                   \
	"   AND with_id IS NULL"                                                  \
	"   AND (" HANDED " OR state = 'failed')"

static const char sql_list[] = LIST;

static const char sql_fewer[] =
    "SELECT count(*) <= :n FROM (" LIST " LIMIT :n + 1)";

static const char sql_get[] =
    "SELECT kind, step, phone, name, text, segments, state, reason, start_at,"
    "       dates FROM message WHERE id = :id";

static struct stmt *
bind(struct db *db, const char *sql, const struct sending_filter *f)
{
	struct stmt *st = db_stmt(db, sql);

	st_opt(st, ":company", f->company_id, 0);
	st_opt(st, ":calendar", f->calendar_id, 0);
	st_int(st, ":from", f->from);
	st_int(st, ":to", f->to);
	return st;
}

int
sending_list(struct db *db, const struct sending_filter *f,
    struct sending_list *l, struct err *e)
{
	struct stmt *st = bind(db, sql_list, f);
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct sending_time){
			.id = st_col_int(st, 0),
			.calendar_id = st_col_int(st, 1),
			.at = st_col_int(st, 2),
		};
	}
	return r;
}

int
sending_fewer(
    struct db *db, const struct sending_filter *f, int64_t n, struct err *e)
{
	struct stmt *st = bind(db, sql_fewer, f);

	st_int(st, ":n", n);
	return st_truth(st, e);
}

void
sending_list_free(struct sending_list *l)
{
	free(l->v);
	*l = SENDING_LIST_INIT;
}

int
sending_get(struct db *db, int64_t id, struct sending *m, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	st_int(st, ":id", id);
	int r = st_row(st, e);
	if (r == -1)
		return -1;
	if (r == 0)
		mem_bug("a message went within a snapshot");
	if (!kind_parse(st_col_text(st, 0), &m->kind))
		mem_bug("message: kind '%s'", st_col_text(st, 0));
	m->id = id;
	m->step = st_col_int(st, 1);
	m->phone = st_col_dup(st, 2);
	m->name = st_col_dup(st, 3);
	m->text = st_col_dup(st, 4);
	m->segments = st_col_int(st, 5);
	m->state = st_col_dup(st, 6);
	m->reason = st_col_dup(st, 7);
	m->start_at = st_col_int(st, 8);
	m->dates = st_col_int(st, 9);
	st_done(st);
	return 0;
}

void
sending_fini(struct sending *m)
{
	free(m->phone);
	free(m->name);
	free(m->text);
	free(m->state);
	free(m->reason);
	*m = (struct sending){ .id = 0 };
}

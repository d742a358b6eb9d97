/* SPDX-License-Identifier: ISC */
#include "store/tried.h"

#include <stdlib.h>

#include "util/mem.h"

static const char sql_tries[] =
    "SELECT id, ref, gateway, sender, redirect, claimed_at, ended_at, outcome,"
    "       gateway_id, code, detail, http_status"
    "  FROM attempt WHERE message_id = :message ORDER BY id";

static const char sql_reports[] =
    "SELECT status, ifnull(reported_at, received_at)"
    "  FROM report WHERE attempt_id = :attempt ORDER BY id";

static int
add_reports(struct db *db, struct tried *t, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_reports);
	int r;

	st_int(st, ":attempt", t->id);
	while ((r = st_row(st, e)) == 1) {
		t->report = mem_grow(
		    t->report, &t->cap, t->n_reports + 1, sizeof(*t->report));
		t->report[t->n_reports++] = (struct tried_report){
			.status = st_col_dup(st, 0),
			.at = st_col_int(st, 1),
		};
	}
	return r;
}

int
tried_list(
    struct db *db, int64_t message_id, struct tried_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_tries);
	size_t first = l->n;
	int r;

	st_int(st, ":message", message_id);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct tried){
			.id = st_col_int(st, 0),
			.ref = st_col_dup(st, 1),
			.gateway = st_col_dup(st, 2),
			.sender = st_col_dup(st, 3),
			.redirect = st_col_dup(st, 4),
			.claimed_at = st_col_int(st, 5),
			.ended_at = st_col_int(st, 6),
			.outcome = st_col_dup(st, 7),
			.gateway_id = st_col_dup(st, 8),
			.code = st_col_dup(st, 9),
			.detail = st_col_dup(st, 10),
			.http_status = st_col_int(st, 11),
		};
	}
	for (size_t i = first; r == 0 && i < l->n; i++)
		r = add_reports(db, &l->v[i], e);
	return r;
}

void
tried_list_free(struct tried_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct tried *t = &l->v[i];
		char *const owned[] = { t->ref, t->gateway, t->sender,
			t->redirect, t->outcome, t->gateway_id, t->code,
			t->detail };
		for (size_t k = 0; k < sizeof(owned) / sizeof(owned[0]); k++)
			free(owned[k]);
		for (size_t k = 0; k < t->n_reports; k++)
			free(t->report[k].status);
		free(t->report);
	}
	free(l->v);
	*l = TRIED_LIST_INIT;
}

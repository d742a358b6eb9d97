/* SPDX-License-Identifier: ISC */
#include "store/hold.h"

#include <stdlib.h>

#include "util/mem.h"

static const char sql_list[] =
    "SELECT gateway, token_file, sender, reason, since_at, until_at, wait_s"
    "  FROM account_hold ORDER BY id";

static const char sql_set[] =
    "INSERT INTO account_hold (gateway, token_file, sender, since_at,"
    "                          until_at, wait_s, reason)"
    " VALUES (:gateway, :token_file, :sender, :since, :until, :wait, :reason)"
    " ON CONFLICT (gateway, token_file, sender) DO UPDATE"
    "   SET until_at = excluded.until_at, wait_s = excluded.wait_s,"
    "       reason = excluded.reason";

static const char sql_drop[] =
    "DELETE FROM account_hold WHERE gateway = :gateway"
    "   AND token_file = :token_file AND sender = :sender";

int
hold_list_load(struct db *db, struct hold_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct hold){
			.gateway = st_col_dup(st, 0),
			.token_file = st_col_dup(st, 1),
			.sender = st_col_dup(st, 2),
			.reason = st_col_dup(st, 3),
			.since_at = st_col_int(st, 4),
			.until_at = st_col_int(st, 5),
			.wait_s = st_col_int(st, 6),
		};
	}
	return r;
}

void
hold_list_free(struct hold_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].gateway);
		free(l->v[i].token_file);
		free(l->v[i].sender);
		free(l->v[i].reason);
	}
	free(l->v);
	*l = HOLD_LIST_INIT;
}

int
hold_set(struct db *db, const struct hold *h, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	st_text(st, ":gateway", h->gateway);
	st_text(st, ":token_file", h->token_file);
	st_text(st, ":sender", h->sender);
	st_int(st, ":since", h->since_at);
	st_int(st, ":until", h->until_at);
	st_int(st, ":wait", h->wait_s);
	st_text(st, ":reason", h->reason);
	return st_run(st, e);
}

int
hold_drop(struct db *db, const char *gateway, const char *token_file,
    const char *sender, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_drop);

	st_text(st, ":gateway", gateway);
	st_text(st, ":token_file", token_file);
	st_text(st, ":sender", sender);
	return st_run(st, e);
}

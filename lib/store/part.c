/* SPDX-License-Identifier: ISC */
#include "store/part.h"

#include <stdlib.h>

#include "util/mem.h"

#define OF_SET                                                           \
	" joined = 0 AND phone = :phone AND company_id IS :company"      \
	" AND gateway = :gateway AND token_file = :token AND ref = :ref" \
	" AND address = :address"

static const char sql_add[] =
    "INSERT INTO reply_part (key, company_id, gateway, token_file, phone,"
    "       address, ref, part, parts, text, received_at)"
    " VALUES (:key, :company, ifnull(:gateway, ''), ifnull(:token, ''),"
    "       :phone, ifnull(:address, ''), :ref, :part, :parts, :text, :at)";

static const char sql_ready[] =
    "SELECT company_id, gateway, token_file, phone, address, ref,"
    "       min(received_at) FROM reply_part WHERE joined = 0"
    " GROUP BY company_id, gateway, token_file, phone, address, ref"
    " HAVING count(DISTINCT part) = max(parts) OR min(received_at) <= :before"
    " ORDER BY min(id)";

static const char sql_parts[] =
    "SELECT key, part, parts, text FROM reply_part WHERE" OF_SET
    " ORDER BY part, id";

static const char sql_joined[] = "UPDATE reply_part SET joined = 1"
				 " WHERE" OF_SET;

static const char sql_forget[] =
    "DELETE FROM reply_part WHERE joined = 1 AND received_at < :before";

int
part_add(struct db *db, const struct notice *n,
    const struct inbound_account *account, int64_t received_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	st_text(st, ":key", n->key);
	st_opt(st, ":company", account != NULL ? account->company_id : 0, 0);
	st_text(st, ":gateway", account != NULL ? account->gateway : NULL);
	st_text(st, ":token", account != NULL ? account->token_file : NULL);
	st_text(st, ":phone", n->phone);
	st_text(st, ":address", n->address);
	st_text(st, ":ref", n->parts_ref);
	st_int(st, ":part", n->part);
	st_int(st, ":parts", n->parts);
	st_text(st, ":text", n->text);
	st_int(st, ":at", received_at);
	return st_run(st, e);
}

int
part_ready(struct db *db, int64_t before_at, struct part_sets *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_ready);
	int r;

	st_int(st, ":before", before_at);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct part_set){
			.company_id = st_col_int(st, 0),
			.gateway = st_col_dup(st, 1),
			.token_file = st_col_dup(st, 2),
			.phone = st_col_dup(st, 3),
			.address = st_col_dup(st, 4),
			.ref = st_col_dup(st, 5),
			.received_at = st_col_int(st, 6),
		};
	}
	return r;
}

void
part_sets_free(struct part_sets *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].gateway);
		free(l->v[i].token_file);
		free(l->v[i].phone);
		free(l->v[i].address);
		free(l->v[i].ref);
	}
	free(l->v);
	*l = PART_SETS_INIT;
}

static void
bind(struct stmt *st, const struct part_set *s)
{
	st_opt(st, ":company", s->company_id, 0);
	st_text(st, ":gateway", s->gateway);
	st_text(st, ":token", s->token_file);
	st_text(st, ":phone", s->phone);
	st_text(st, ":address", s->address);
	st_text(st, ":ref", s->ref);
}

int
part_join(struct db *db, const struct part_set *s, struct buf *key,
    struct buf *text, struct err *e)
{
	static const char gap[] = "\xe2\x80\xa6";
	struct stmt *st = db_stmt(db, sql_parts);
	int64_t next = 1, parts = 0;
	int r;

	bind(st, s);
	while ((r = st_row(st, e)) == 1) {
		int64_t part = st_col_int(st, 1);
		/* Its first part's, so that what comes again is known. */
		if (key->n == 0)
			buf_fmt(key, "%s/joined", st_col_text(st, 0));
		parts = st_col_int(st, 2);
		if (part < next)
			continue;
		if (part > next)
			buf_str(text, gap);
		buf_str(text, st_col_text(st, 3));
		next = part + 1;
	}
	if (r == 0 && next <= parts)
		buf_str(text, gap);
	if (r == -1)
		return -1;
	st = db_stmt(db, sql_joined);
	bind(st, s);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
part_forget(struct db *db, int64_t before_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_forget);

	st_int(st, ":before", before_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

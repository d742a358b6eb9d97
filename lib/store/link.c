/* SPDX-License-Identifier: ISC */
#include "store/link.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

#define COLUMNS                                                                \
	"id, appointment_id, phone, token, sequence, state, digest, stamp_at," \
	" remove_at"

static const char sql_of[] = "SELECT " COLUMNS " FROM link"
			     " WHERE appointment_id = :appointment ORDER BY id";

static const char sql_add[] =
    "INSERT INTO link (appointment_id, phone, token, sequence, state, digest,"
    "       stamp_at, remove_at)"
    " VALUES (:appointment, :phone, :token, :sequence, :state, :digest,"
    "       :stamp, :remove)";

static const char sql_set[] =
    "UPDATE link SET sequence = :sequence, state = :state, digest = :digest,"
    "       stamp_at = :stamp, remove_at = :remove"
    " WHERE id = :id";

static const char sql_remove[] = "DELETE FROM link WHERE id = :id";

static const char sql_due[] =
    "SELECT " COLUMNS " FROM link WHERE remove_at <= :now"
    " UNION SELECT " COLUMNS " FROM link WHERE appointment_id IS NULL"
    " LIMIT :max";

static const char sql_behind[] = "SELECT " COLUMNS " FROM link"
				 " WHERE id > :id ORDER BY id LIMIT :max";

static const char sql_any[] = "SELECT EXISTS (SELECT 1 FROM link)";

static const char sql_known[] =
    "SELECT EXISTS (SELECT 1 FROM link WHERE token = :token)";

static const char sql_sweep[] =
    "SELECT swept_at, unsure, error FROM link_sweep";

static const char sql_swept[] =
    "UPDATE link_sweep SET swept_at = :at WHERE swept_at <> :at";

static const char sql_unsure[] =
    "UPDATE link_sweep SET unsure = :unsure WHERE unsure <> :unsure";

static const char sql_error[] =
    "UPDATE link_sweep SET error = :error WHERE error IS NOT :error";

void
link_list_free(struct link_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].phone);
	free(l->v);
	*l = LINK_LIST_INIT;
}

struct link *
link_list_add(struct link_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct link){ .id = 0 };
	return &l->v[l->n++];
}

static void
read_row(struct stmt *st, struct link *l)
{
	const char *token = st_col_text(st, 3);
	size_t n;

	*l = (struct link){
		.id = st_col_int(st, 0),
		.appointment_id = st_col_int(st, 1),
		.phone = st_col_dup(st, 2),
		.sequence = st_col_int(st, 4),
		.cancelled = str_eq(st_col_text(st, 5), "cancelled"),
		.stamp_at = st_col_int(st, 7),
		.remove_at = st_col_int(st, 8),
	};
	if (strlen(token) != INVITE_TOKEN)
		mem_bug("the token of link %lld", (long long)l->id);
	memcpy(l->token, token, sizeof(l->token));
	const void *digest = st_col_blob(st, 6, &n);
	l->written = n == DIGEST_SIZE;
	if (l->written)
		memcpy(l->digest, digest, DIGEST_SIZE);
}

static int
read_rows(struct stmt *st, struct link_list *l, struct err *e)
{
	int r;

	while ((r = st_row(st, e)) == 1)
		read_row(st, link_list_add(l));
	return r;
}

int
link_of(
    struct db *db, int64_t appointment_id, struct link_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of);

	st_int(st, ":appointment", appointment_id);
	return read_rows(st, l, e);
}

static void
bind(struct stmt *st, const struct link *l)
{
	st_int(st, ":sequence", l->sequence);
	st_text(st, ":state", l->cancelled ? "cancelled" : "live");
	if (l->written)
		st_blob(st, ":digest", l->digest, DIGEST_SIZE);
	else
		st_null(st, ":digest");
	st_int(st, ":stamp", l->stamp_at);
	st_int(st, ":remove", l->remove_at);
}

int
link_add(struct db *db, struct link *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	bind(st, l);
	st_int(st, ":appointment", l->appointment_id);
	st_text(st, ":phone", l->phone);
	st_text(st, ":token", l->token);
	return st_insert(st, &l->id, e);
}

int
link_set(struct db *db, const struct link *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	bind(st, l);
	st_int(st, ":id", l->id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
link_remove(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_remove);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
link_due(
    struct db *db, int64_t now, int max, struct link_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_due);

	st_int(st, ":now", now);
	st_int(st, ":max", max);
	return read_rows(st, l, e);
}

int
link_behind(
    struct db *db, int64_t id, int max, struct link_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_behind);

	st_int(st, ":id", id);
	st_int(st, ":max", max);
	return read_rows(st, l, e);
}

int
link_any(struct db *db, struct err *e)
{
	return st_truth(db_stmt(db, sql_any), e);
}

int
link_known(struct db *db, const char *token, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_known);

	st_text(st, ":token", token);
	return st_truth(st, e);
}

int
link_sweep_get(struct db *db, struct link_sweep *s, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_sweep);

	*s = (struct link_sweep){ .error = NULL };
	int r = st_row(st, e);
	if (r == 1) {
		s->swept_at = st_col_int(st, 0);
		s->unsure = st_col_int(st, 1) != 0;
		s->error = st_col_dup(st, 2);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

void
link_sweep_fini(struct link_sweep *s)
{
	free(s->error);
	*s = (struct link_sweep){ .error = NULL };
}

int
link_sweep_done(struct db *db, int64_t swept_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_swept);

	st_int(st, ":at", swept_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
link_sweep_unsure(struct db *db, bool unsure, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_unsure);

	st_int(st, ":unsure", unsure);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
link_sweep_error(struct db *db, const char *error, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_error);

	st_text(st, ":error", error);
	return st_changed(st, e) == -1 ? -1 : 0;
}

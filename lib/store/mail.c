/* SPDX-License-Identifier: ISC */
#include "store/mail.h"

#include <stdlib.h>

#include "util/mem.h"

static const char sql_add[] =
    "INSERT INTO mail (key, company_id, subject, text, created_at, next_at)"
    " VALUES (:key, :company, :subject, :text, :now, :now)";

/* A wait further ahead than a day comes from a clock that was wrong (X3). */
static const char sql_due[] =
    "SELECT m.id, c.ref, c.email, m.subject, m.text, m.created_at, m.tries"
    "  FROM mail m JOIN company c ON c.id = m.company_id"
    " WHERE m.sent_at IS NULL AND m.ended_at IS NULL"
    "   AND (m.next_at <= :now OR m.next_at > :now + 86400)"
    " ORDER BY m.id LIMIT :max";

static const char sql_claim[] =
    "UPDATE mail SET claimed_at = :now, tries = tries + 1, next_at = :next"
    " WHERE id = :id";

static const char sql_sent[] = "UPDATE mail SET sent_at = :now WHERE id = :id";

static const char sql_end[] = "UPDATE mail SET ended_at = :now WHERE id = :id";

int
mail_add(struct db *db, const char *key, int64_t company_id,
    const char *subject, const char *text, int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	st_text(st, ":key", key);
	st_int(st, ":company", company_id);
	st_text(st, ":subject", subject);
	st_text(st, ":text", text);
	st_int(st, ":now", now);
	return st_run(st, e);
}

int
mail_due(
    struct db *db, int64_t now, int64_t max, struct mail_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_due);
	int r;

	st_int(st, ":now", now);
	st_int(st, ":max", max);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct mail){
			.id = st_col_int(st, 0),
			.company = st_col_dup(st, 1),
			.email = st_col_dup(st, 2),
			.subject = st_col_dup(st, 3),
			.text = st_col_dup(st, 4),
			.created_at = st_col_int(st, 5),
			.tries = st_col_int(st, 6),
		};
	}
	return r;
}

void
mail_list_free(struct mail_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].company);
		free(l->v[i].email);
		free(l->v[i].subject);
		free(l->v[i].text);
	}
	free(l->v);
	*l = MAIL_LIST_INIT;
}

int
mail_claim(
    struct db *db, int64_t id, int64_t now, int64_t next_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_claim);

	st_int(st, ":id", id);
	st_int(st, ":now", now);
	st_int(st, ":next", next_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

static int
end(struct db *db, const char *sql, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, ":id", id);
	st_int(st, ":now", now);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
mail_sent(struct db *db, int64_t id, int64_t now, struct err *e)
{
	return end(db, sql_sent, id, now, e);
}

int
mail_end(struct db *db, int64_t id, int64_t now, struct err *e)
{
	return end(db, sql_end, id, now, e);
}

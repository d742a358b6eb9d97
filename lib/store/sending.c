/* SPDX-License-Identifier: ISC */
#include "store/sending.h"

#include <stdlib.h>

#include "store/handed.h"
#include "util/mem.h"

#define HANDED MESSAGE_HANDED("")

/* A date that goes with another message is no sending (P16). */
#define OF_WHOM                                              \
	"   AND with_id IS NULL"                             \
	"   AND (:company IS NULL OR company_id = :company)" \
	"   AND (:calendar IS NULL OR calendar_id = :calendar)"

/* Each part in the words of an index, which find it among old messages. */
static const char sql_list[] =
    "SELECT m.id, m.calendar_id, s.at, m.kind, m.step, m.phone, m.name,"
    "       m.text, m.segments, m.state, m.reason, m.start_at"
    "  FROM ("
    "SELECT id, send_at AS at FROM message"
    " WHERE state = 'planned' AND send_at >= :from AND send_at < :to" OF_WHOM
    " UNION ALL "
    "SELECT id, send_at AS at FROM message"
    " WHERE state = 'held' AND send_at >= :from AND send_at < :to" OF_WHOM
    " UNION ALL "
    "SELECT id, claimed_at AS at FROM message"
    " WHERE company_id IN (SELECT id FROM company)"
    "   AND claimed_at >= :from AND claimed_at < :to"
    "   AND (" HANDED " OR state = 'failed')" OF_WHOM
    " ORDER BY at, id LIMIT :limit) AS s"
    "  CROSS JOIN message AS m ON m.id = s.id"
    " ORDER BY s.at, m.id";

int
sending_list(struct db *db, const struct sending_filter *f,
    struct sending_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_opt(st, ":company", f->company_id, 0);
	st_opt(st, ":calendar", f->calendar_id, 0);
	st_int(st, ":from", f->from);
	st_int(st, ":to", f->to);
	st_int(st, ":limit", f->limit);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct sending){
			.id = st_col_int(st, 0),
			.calendar_id = st_col_int(st, 1),
			.at = st_col_int(st, 2),
			.step = st_col_int(st, 4),
			.phone = st_col_dup(st, 5),
			.name = st_col_dup(st, 6),
			.text = st_col_dup(st, 7),
			.segments = st_col_int(st, 8),
			.state = st_col_dup(st, 9),
			.reason = st_col_dup(st, 10),
			.start_at = st_col_int(st, 11),
		};
		if (!kind_parse(st_col_text(st, 3), &l->v[l->n - 1].kind))
			mem_bug("message: kind '%s'", st_col_text(st, 3));
	}
	return r;
}

void
sending_list_free(struct sending_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].phone);
		free(l->v[i].name);
		free(l->v[i].text);
		free(l->v[i].state);
		free(l->v[i].reason);
	}
	free(l->v);
	*l = SENDING_LIST_INIT;
}

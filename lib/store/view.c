/* SPDX-License-Identifier: ISC */
#include "store/view.h"

#include <stdlib.h>

#include "util/mem.h"

#define MESSAGES                                                            \
	"SELECT m.id, m.key, o.ref, c.ref, ifnull(c.zone, o.zone), m.kind," \
	"       m.step, m.phone, m.name, m.text, m.segments, m.start_at,"   \
	"       m.old_start_at, m.due_at, m.send_at, m.expires_at,"         \
	"       m.state, m.reason, m.claimed_at, m.sent_at, m.ended_at,"    \
	"       m.attempts, m.created_at, a.gateway, a.gateway_id, a.code," \
	"       a.detail, m.with_id, m.company_id, m.calendar_id,"          \
	"       a.redirect"                                                 \
	"  FROM message AS m"                                               \
	"  JOIN company AS o ON o.id = m.company_id"                        \
	"  JOIN calendar AS c ON c.id = m.calendar_id"                      \
	"  LEFT JOIN attempt AS a ON a.id = ("                              \
	"       SELECT max(id) FROM attempt WHERE message_id = m.id)"

static const char sql_messages[] =
    MESSAGES " WHERE (:id IS NULL OR m.id = :id)"
	     "   AND (:company IS NULL OR m.company_id = :company)"
	     "   AND (:calendar IS NULL OR m.calendar_id = :calendar)"
	     "   AND (:state IS NULL OR m.state = :state)"
	     " ORDER BY m.due_at, m.id";

static const char sql_of[] = MESSAGES " WHERE m.appointment_id = :appointment"
				      " ORDER BY m.due_at, m.id";

static void
fill(struct stmt *st, struct message_view *m)
{
	*m = (struct message_view){
		.id = st_col_int(st, 0),
		.key = st_col_dup(st, 1),
		.company = st_col_dup(st, 2),
		.calendar = st_col_dup(st, 3),
		.zone = st_col_dup(st, 4),
		.kind = st_col_dup(st, 5),
		.step = st_col_int(st, 6),
		.phone = st_col_dup(st, 7),
		.name = st_col_dup(st, 8),
		.text = st_col_dup(st, 9),
		.segments = st_col_int(st, 10),
		.start_at = st_col_int(st, 11),
		.old_start_at = st_col_int(st, 12),
		.due_at = st_col_int(st, 13),
		.send_at = st_col_int(st, 14),
		.expires_at = st_col_int(st, 15),
		.state = st_col_dup(st, 16),
		.reason = st_col_dup(st, 17),
		.claimed_at = st_col_int(st, 18),
		.sent_at = st_col_int(st, 19),
		.ended_at = st_col_int(st, 20),
		.attempts = st_col_int(st, 21),
		.created_at = st_col_int(st, 22),
		.gateway = st_col_dup(st, 23),
		.gateway_id = st_col_dup(st, 24),
		.code = st_col_dup(st, 25),
		.detail = st_col_dup(st, 26),
		.with_id = st_col_int(st, 27),
		.company_id = st_col_int(st, 28),
		.calendar_id = st_col_int(st, 29),
		.redirect = st_col_dup(st, 30),
	};
}

static int
append(struct stmt *st, struct message_views *l, struct err *e)
{
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		fill(st, &l->v[l->n++]);
	}
	return r;
}

int
message_view_list(struct db *db, const struct message_filter *f,
    struct message_views *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_messages);

	st_opt(st, ":id", f->id, 0);
	st_opt(st, ":company", f->company_id, 0);
	st_opt(st, ":calendar", f->calendar_id, 0);
	st_text(st, ":state", f->state);
	return append(st, l, e);
}

int
message_view_of(struct db *db, int64_t appointment_id, struct message_views *l,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of);

	st_int(st, ":appointment", appointment_id);
	return append(st, l, e);
}

void
message_views_free(struct message_views *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct message_view *m = &l->v[i];
		char *const owned[] = { m->key, m->company, m->calendar,
			m->zone, m->kind, m->phone, m->name, m->text, m->state,
			m->reason, m->gateway, m->gateway_id, m->code,
			m->detail, m->redirect };
		for (size_t k = 0; k < sizeof(owned) / sizeof(owned[0]); k++)
			free(owned[k]);
	}
	free(l->v);
	*l = MESSAGE_VIEWS_INIT;
}

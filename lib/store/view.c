/* SPDX-License-Identifier: ISC */
#include "store/view.h"

#include <stdlib.h>

#include "domain/state.h"
#include "util/mem.h"
#include "util/str.h"

#define MESSAGES                                                            \
	"SELECT m.id, m.key, o.ref, c.ref, ifnull(c.zone, o.zone), m.kind," \
	"       m.step, m.phone, m.name, m.text, m.segments, m.start_at,"   \
	"       m.old_start_at, m.due_at, m.send_at, m.expires_at,"         \
	"       m.state, m.reason, m.claimed_at, m.sent_at, m.ended_at,"    \
	"       m.attempts, m.created_at, a.gateway, a.gateway_id, a.code," \
	"       a.detail, m.with_id, m.company_id, m.calendar_id,"          \
	"       a.redirect, CASE WHEN m.rule_rev = 0 THEN 'built in'"       \
	"         WHEN r.calendar_id IS NOT NULL THEN 'calendar'"           \
	"         WHEN r.branch_id IS NOT NULL THEN 'branch'"               \
	"         WHEN r.id IS NOT NULL THEN 'company' END, m.dates"        \
	"  FROM message AS m"                                               \
	"  JOIN company AS o ON o.id = m.company_id"                        \
	"  JOIN calendar AS c ON c.id = m.calendar_id"                      \
	"  LEFT JOIN rule AS r ON r.id = m.rule_id"                         \
	"  LEFT JOIN attempt AS a ON a.id = ("                              \
	"       SELECT max(id) FROM attempt WHERE message_id = m.id)"

static const char sql_message[] = MESSAGES " WHERE m.id = :id";

static const char sql_of[] = MESSAGES " WHERE m.appointment_id = :appointment"
				      " ORDER BY m.due_at, m.id";

/* Without a look at the rows: both stand in the index. */
#define OF_WHOM                                                 \
	"   AND (:calendar IS NULL OR calendar_id = :calendar)" \
	"   AND (:company IS NULL OR calendar_id IN"            \
	"        (SELECT id FROM calendar WHERE company_id = :company))"

#define WITHIN(time) " AND " time " >= :from AND " time " < :to" OF_WHOM
#define NEXT(time) " ORDER BY " time ", calendar_id, id LIMIT :limit"
#define BEFORE(time) \
	" ORDER BY " time " DESC, calendar_id DESC, id DESC LIMIT :limit"

/* Each state by an index that has it in order of time. */
#define PLANNED                           \
	"SELECT id, send_at FROM message" \
	" WHERE state = 'planned' AND :state = state" WITHIN("send_at")
#define PAST                             \
	"SELECT id, due_at FROM message" \
	" WHERE state <> 'planned' AND state = :state" WITHIN("due_at")
/* ... and the few of a person, or of a small company, by theirs. */
#define FEW(from)                                                  \
	"SELECT id, at FROM (SELECT m.id, m.calendar_id, m.state," \
	"       CASE m.state WHEN 'planned' THEN m.send_at"        \
	"       ELSE m.due_at END AS at FROM " from ")"            \
	" WHERE (:state IS NULL OR state = :state)" WITHIN("at")
#define OF_PHONE FEW("message m WHERE m.phone = :phone")
#define OF_SMALL                                                \
	FEW("calendar c"                                        \
	    " CROSS JOIN appointment a ON a.calendar_id = c.id" \
	    " CROSS JOIN message m ON m.appointment_id = a.id"  \
	    " WHERE c.company_id = :company")

static const char sql_small[] =
    "SELECT count(*) <= :few FROM (SELECT 1 FROM calendar c"
    " CROSS JOIN appointment a ON a.calendar_id = c.id"
    " WHERE c.company_id = :company LIMIT :few + 1)";

enum { FORWARD, BACKWARD, DIRECTIONS, FEW_DATES = 2000 };

static const char *const sql_planned[DIRECTIONS] = { PLANNED NEXT("send_at"),
	PLANNED BEFORE("send_at") };
static const char *const sql_past[DIRECTIONS] = { PAST NEXT("due_at"),
	PAST BEFORE("due_at") };
static const char *const sql_of_phone[DIRECTIONS] = { OF_PHONE NEXT("at"),
	OF_PHONE BEFORE("at") };

static const char *const sql_of_small[DIRECTIONS] = { OF_SMALL NEXT("at"),
	OF_SMALL BEFORE("at") };

struct place {
	int64_t id, at;
};

/* Of one direction, the nearest first. */
struct places {
	struct place *v; /* owned */
	size_t n, cap;
};

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
		.dates = st_col_int(st, 32),
		.level = st_col_dup(st, 31),
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
message_view_get(
    struct db *db, int64_t id, struct message_views *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_message);
	size_t n = l->n;

	st_int(st, ":id", id);
	if (append(st, l, e) == -1)
		return -1;
	return l->n == n ? 1 : 0;
}

int
message_view_of(struct db *db, int64_t appointment_id, struct message_views *l,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of);

	st_int(st, ":appointment", appointment_id);
	return append(st, l, e);
}

static int
look(struct db *db, const char *sql, const struct message_filter *f,
    const char *state, struct places *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);
	int r;

	st_opt(st, ":company", f->company_id, 0);
	st_opt(st, ":calendar", f->calendar_id, 0);
	st_text(st, ":state", state);
	if (f->phone != NULL)
		st_text(st, ":phone", f->phone);
	st_int(st, ":from", f->from);
	st_int(st, ":to", f->to);
	st_int(st, ":limit", f->limit);
	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] =
		    (struct place){ st_col_int(st, 0), st_col_int(st, 1) };
	}
	return r;
}

static int
ascending(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static int
descending(const void *a, const void *b)
{
	return ascending(b, a);
}

/* Behind the messages of all others, its own would be looked for too long. */
static int
is_small(struct db *db, int64_t company_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_small);

	st_int(st, ":company", company_id);
	st_int(st, ":few", FEW_DATES);
	return st_truth(st, e);
}

/* Those nearest to f->from (forward) or f->to (backward), f->limit at most. */
static int
nearest(struct db *db, const struct message_filter *f, int direction,
    struct places *l, struct err *e)
{
	int small = f->phone == NULL && f->company_id != 0
	    ? is_small(db, f->company_id, e)
	    : 0;

	if (small == -1)
		return -1;
	if (small || f->phone != NULL)
		return look(db,
		    (small ? sql_of_small : sql_of_phone)[direction], f,
		    f->state, l, e);
	for (int i = 0; i < STATE_COUNT; i++) {
		const char *state = state_name((enum state)i);
		const char *const *sql =
		    i == STATE_PLANNED ? sql_planned : sql_past;
		if (f->state != NULL && !str_eq(f->state, state))
			continue;
		if (look(db, sql[direction], f, state, l, e) == -1)
			return -1;
	}
	if (l->n > 0)
		qsort(l->v, l->n, sizeof(*l->v),
		    direction == FORWARD ? ascending : descending);
	if (f->limit >= 0 && l->n > (size_t)f->limit)
		l->n = (size_t)f->limit;
	return 0;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

int
message_view_page(struct db *db, const struct message_filter *f, int64_t now,
    struct message_views *l, bool *more, struct err *e)
{
	struct places before = { .n = 0 }, after = { .n = 0 };
	struct message_filter half = *f;
	bool around = f->from == 0 && f->limit > 0;
	size_t most = f->limit > 0 ? (size_t)f->limit : SIZE_MAX;
	int r = 0;

	/* One more than wanted says whether there is more. */
	half.limit = f->limit > 0 ? f->limit + 1 : -1;
	half.to = f->to != 0 ? f->to : INT64_MAX;
	if (around) {
		half.from = now;
		r = nearest(db, &half, FORWARD, &after, e);
		half.from = 0;
		half.to = f->to != 0 && f->to < now ? f->to : now;
		if (r == 0)
			r = nearest(db, &half, BACKWARD, &before, e);
	} else {
		r = nearest(db, &half, FORWARD, &after, e);
	}
	/* Half of them each, and more of one where the other has less. */
	size_t n_after = least(after.n, most - least(before.n, most / 2));
	size_t n_before = least(before.n, most - n_after);
	*more = n_before < before.n || n_after < after.n;
	for (size_t i = n_before; r == 0 && i > 0; i--)
		r = message_view_get(db, before.v[i - 1].id, l, e);
	for (size_t i = 0; r == 0 && i < n_after; i++)
		r = message_view_get(db, after.v[i].id, l, e);
	free(before.v);
	free(after.v);
	return r;
}

void
message_views_free(struct message_views *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct message_view *m = &l->v[i];
		char *const owned[] = { m->key, m->company, m->calendar,
			m->zone, m->kind, m->phone, m->name, m->text, m->state,
			m->reason, m->gateway, m->gateway_id, m->code,
			m->detail, m->redirect, m->level };
		for (size_t k = 0; k < sizeof(owned) / sizeof(owned[0]); k++)
			free(owned[k]);
	}
	free(l->v);
	*l = MESSAGE_VIEWS_INIT;
}

/* SPDX-License-Identifier: ISC */
#include "store/reply.h"

#include <stdlib.h>
#include <string.h>

#include "store/handed.h"
#include "util/mem.h"

#define HANDED MESSAGE_HANDED("m.")
#define TELLS MESSAGE_TELLS("m.")

static const char sql_keywords[] =
    "SELECT word, means FROM keyword WHERE company_id = :company ORDER BY word";

static const char sql_any[] =
    "SELECT EXISTS (SELECT 1 FROM reply WHERE company_id = :company)";

static const char sql_keyword_set[] =
    "INSERT INTO keyword (company_id, word, means)"
    " VALUES (:company, :word, :means)"
    " ON CONFLICT (company_id, word) DO UPDATE SET means = excluded.means";

static const char sql_keyword_drop[] =
    "DELETE FROM keyword WHERE company_id = :company AND word = :word";

/* A word about another start, which the appointment had once, is none. */
static const char sql_question[] =
    "SELECT DISTINCT a.start_at FROM recipient r"
    " CROSS JOIN appointment a ON a.id = r.appointment_id"
    " WHERE r.phone = :phone AND r.left_at IS NULL"
    "   AND a.company_id = :company AND a.start_at > :now"
    "   AND a.state <> 'gone' AND EXISTS ("
    "       SELECT 1 FROM message m"
    "        WHERE m.appointment_id = a.id AND m.phone = r.phone"
    "          AND m.start_at = a.start_at"
    "          AND " TELLS " AND " HANDED ")"
    " LIMIT 2";

#define ANSWERED                                                  \
	"(SELECT a.id FROM recipient r"                           \
	" CROSS JOIN appointment a ON a.id = r.appointment_id"    \
	"  WHERE r.phone = :phone AND r.left_at IS NULL"          \
	"    AND a.company_id = :company AND a.start_at = :start" \
	"    AND a.state <> 'gone')"

static const char sql_answer[] =
    "UPDATE recipient SET answer = :answer"
    " WHERE phone = :phone AND left_at IS NULL AND appointment_id IN " ANSWERED;

/* S5: what was written before goes back to plan. */
static const char sql_replan[] =
    "UPDATE appointment SET replan = 1, rev = rev + 1 WHERE id IN " ANSWERED;

static const char sql_set[] =
    "UPDATE reply SET meaning = :means, answered_start_at = :start"
    " WHERE id = :id";

#define VIEW                                                                     \
	"SELECT r.id, c.ref, ifnull(c.zone, 'UTC'), r.phone, m.name, r.address," \
	"       r.text, r.meaning, r.message_id, r.answered_start_at,"           \
	"       r.received_at"                                                   \
	"  FROM reply r LEFT JOIN company c ON c.id = r.company_id"              \
	"  LEFT JOIN message m ON m.id = r.message_id"

static const char sql_view[] = VIEW " WHERE r.id = :id";

/* By an index each, which has them in order of time. */
#define OF_WHOM "(:company IS NULL OR company_id = :company)"
#define PAGE(which, direction)                                    \
	VIEW " WHERE r.id IN (SELECT id FROM reply WHERE " which  \
	     "   AND received_at >= :from AND received_at < :to"  \
	     " ORDER BY received_at " direction ", id " direction \
	     " LIMIT :limit) ORDER BY r.received_at, r.id"

enum { FIRST, NEWEST, ENDS };

static const char *const sql_of_phone[ENDS] = {
	PAGE("phone = :phone AND " OF_WHOM, ""),
	PAGE("phone = :phone AND " OF_WHOM, "DESC")
};
static const char *const sql_of_company[ENDS] = {
	PAGE("company_id = :company", ""), PAGE("company_id = :company", "DESC")
};
static const char *const sql_of_all[ENDS] = { PAGE(":company IS NULL", ""),
	PAGE(":company IS NULL", "DESC") };

int
reply_keywords(
    struct db *db, int64_t company_id, struct keyword_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_keywords);
	enum keyword k;
	int r;

	st_int(st, ":company", company_id);
	while ((r = st_row(st, e)) == 1)
		if (keyword_parse(st_col_text(st, 1), &k))
			keyword_list_add(l, st_col_text(st, 0), k);
	return r;
}

int
reply_keyword_set(struct db *db, int64_t company_id, const char *word,
    enum keyword means, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_keyword_set);

	st_int(st, ":company", company_id);
	st_text(st, ":word", word);
	st_text(st, ":means", keyword_name(means));
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
reply_keyword_drop(
    struct db *db, int64_t company_id, const char *word, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_keyword_drop);

	st_int(st, ":company", company_id);
	st_text(st, ":word", word);
	int64_t n = st_changed(st, e);
	return n == -1 ? -1 : n == 0;
}

/* The one start in question; 0: there is none, or several. */
static int
question(struct db *db, int64_t company_id, const char *phone, int64_t now,
    int64_t *start_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_question);
	int r, n = 0;

	*start_at = 0;
	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	st_int(st, ":now", now);
	while ((r = st_row(st, e)) == 1) {
		*start_at = st_col_int(st, 0);
		n++;
	}
	if (n > 1)
		*start_at = 0;
	return r;
}

static int
mark(struct db *db, const char *sql, int64_t company_id, const char *phone,
    int64_t start_at, const char *answer, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	st_int(st, ":start", start_at);
	if (answer != NULL)
		st_text(st, ":answer", answer);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
reply_answer(struct db *db, int64_t company_id, const char *phone, bool yes,
    int64_t now, int64_t *start_at, struct err *e)
{
	if (question(db, company_id, phone, now, start_at, e) == -1)
		return -1;
	if (*start_at == 0)
		return 0;
	if (mark(db, sql_answer, company_id, phone, *start_at,
		yes ? "yes" : "no", e) == -1)
		return -1;
	return mark(db, sql_replan, company_id, phone, *start_at, NULL, e);
}

int
reply_set(struct db *db, int64_t id, enum keyword means, int64_t start_at,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	st_int(st, ":id", id);
	st_text(st, ":means", keyword_name(means));
	st_opt(st, ":start", start_at, 0);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
reply_any(struct db *db, int64_t company_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_any);

	st_int(st, ":company", company_id);
	return st_truth(st, e);
}

static int
append(struct stmt *st, struct reply_views *l, struct err *e)
{
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct reply_view){
			.id = st_col_int(st, 0),
			.company = st_col_dup(st, 1),
			.zone = st_col_dup(st, 2),
			.phone = st_col_dup(st, 3),
			.name = st_col_dup(st, 4),
			.address = st_col_dup(st, 5),
			.text = st_col_dup(st, 6),
			.meaning = st_col_dup(st, 7),
			.message_id = st_col_int(st, 8),
			.answered_start_at = st_col_int(st, 9),
			.received_at = st_col_int(st, 10),
		};
	}
	return r;
}

int
reply_view_get(struct db *db, int64_t id, struct reply_views *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_view);

	st_int(st, ":id", id);
	return append(st, l, e);
}

static void
reply_view_fini(struct reply_view *r)
{
	char *const owned[] = { r->company, r->zone, r->phone, r->name,
		r->address, r->text, r->meaning };

	for (size_t k = 0; k < sizeof(owned) / sizeof(owned[0]); k++)
		free(owned[k]);
}

/* The one at that place is the one too many. */
static void
leave_out(struct reply_views *l, size_t i)
{
	reply_view_fini(&l->v[i]);
	memmove(&l->v[i], &l->v[i + 1], (l->n - i - 1) * sizeof(*l->v));
	l->n--;
}

int
reply_view_list(struct db *db, const struct reply_filter *f,
    struct reply_views *l, bool *more, struct err *e)
{
	int end = f->from != 0 || f->limit == 0 ? FIRST : NEWEST;
	struct stmt *st = db_stmt(db,
	    (f->phone != NULL            ? sql_of_phone
		    : f->company_id != 0 ? sql_of_company
					 : sql_of_all)[end]);
	size_t first = l->n;

	st_opt(st, ":company", f->company_id, 0);
	if (f->phone != NULL)
		st_text(st, ":phone", f->phone);
	st_int(st, ":from", f->from);
	st_int(st, ":to", f->to != 0 ? f->to : INT64_MAX);
	/* One more than wanted says whether there is more. */
	st_int(st, ":limit", f->limit != 0 ? f->limit + 1 : -1);
	int r = append(st, l, e);
	*more = f->limit != 0 && l->n - first > (size_t)f->limit;
	if (*more)
		leave_out(l, end == FIRST ? l->n - 1 : first);
	return r;
}

void
reply_views_free(struct reply_views *l)
{
	for (size_t i = 0; i < l->n; i++)
		reply_view_fini(&l->v[i]);
	free(l->v);
	*l = REPLY_VIEWS_INIT;
}

/* SPDX-License-Identifier: ISC */
#include "store/component.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* The partial index is used only where its own condition stands. */
#define UNDONE "state <> 'known' AND state <> 'bad'"

#define WORK                                                               \
	"SELECT c.id,"                                                     \
	"       f.body_at IS NOT f.diffed_at OR EXISTS"                    \
	"         (SELECT 1 FROM component"                                \
	"           WHERE calendar_id = c.id AND " UNDONE "),"             \
	"       c.reread,"                                                 \
	"       EXISTS (SELECT 1 FROM appointment"                         \
	"                WHERE calendar_id = c.id AND state = 'missing')," \
	"       f.baseline, f.good_at, f.expanded_on, f.digest, f.note"    \
	"  FROM calendar c"                                                \
	"  JOIN company o ON o.id = c.company_id"                          \
	"  JOIN feed f ON f.calendar_id = c.id"                            \
	"  LEFT JOIN branch b ON b.id = c.branch_id"                       \
	" WHERE c.active AND o.active AND ifnull(b.active, 1)"

static const char sql_all[] = WORK " ORDER BY f.parsing, c.id";
static const char sql_one[] = WORK " AND c.id = :calendar";

/* In order of id: the feed's frame, and the events that :scope says. */
#define COLUMNS                                                    \
	"SELECT id, kind, uid, state, line, length(text),"         \
	"       CASE WHEN :texts OR kind <> 'event' THEN text END" \
	"  FROM component"

#define LOAD(events)                                                   \
	COLUMNS " WHERE id IN"                                         \
		" (SELECT id FROM component"                           \
		"   WHERE calendar_id = :calendar AND kind <> 'event'" \
		"     AND state <> 'bad'"                              \
		"  UNION ALL " events ") ORDER BY id"

#define EVENTS                                                   \
	"SELECT id FROM component WHERE calendar_id = :calendar" \
	" AND kind = 'event' AND state <> 'bad' AND uid IN"      \
	" (SELECT uid FROM component WHERE calendar_id = :calendar AND " UNDONE

static const char sql_load[] = LOAD(EVENTS ")");
static const char sql_load_series[] =
    LOAD(EVENTS " UNION SELECT uid FROM component"
		"        WHERE calendar_id = :calendar AND series = 1)");

/* So that it is the numbers that are sorted, and not the texts. */
static const char sql_load_all[] = COLUMNS
    " WHERE id IN"
    " (SELECT id FROM component WHERE calendar_id = :calendar) ORDER BY id";

static const char sql_of_uid[] =
    COLUMNS " WHERE calendar_id = :calendar AND state <> 'missing'"
	    "   AND (kind <> 'event' OR uid = :uid) ORDER BY id";

static const char sql_holders[] =
    "SELECT DISTINCT c.id FROM calendar c"
    " CROSS JOIN component p ON p.calendar_id = c.id AND p.uid = :uid"
    " WHERE c.company_id = :company AND p.kind = 'event'"
    "   AND (:calendar IS NULL OR c.id = :calendar)"
    "   AND p.state <> 'missing' AND (p.state = 'bad' OR NOT :bad)"
    " ORDER BY 1";

static const char sql_text[] = "SELECT text FROM component WHERE id = :id";

static const char sql_bad[] = "SELECT count(*) FROM component"
			      " WHERE calendar_id = :calendar"
			      "   AND state <> 'known' AND state = 'bad'";

/*
 * OR FAIL: all or none is the transaction's matter, and SQLite need not keep
 * in memory what every row was.
 */
static const char sql_known[] =
    "UPDATE OR FAIL component SET state = 'known'"
    " WHERE calendar_id = :calendar AND state <> 'known' AND state = 'new'";

static const char sql_set[] =
    "UPDATE component SET state = :state WHERE id = :id AND state <> :state";

static const char sql_remove[] = "DELETE FROM component WHERE id = :id";

static const char sql_retry[] =
    "UPDATE component SET state = 'new'"
    " WHERE uid = :uid AND kind = 'event' AND state = 'known'"
    "   AND calendar_id IN (SELECT id FROM calendar"
    "        WHERE company_id = :company AND id <> :calendar AND active)";

static const char sql_parsing[] =
    "UPDATE feed SET parsing = :parsing"
    " WHERE calendar_id = :calendar AND parsing <> :parsing";

static const char sql_diffed[] =
    "UPDATE feed SET diffed_at = body_at, baseline = 0, parsing = 0,"
    "       expanded_on = :day, note = :note"
    " WHERE calendar_id = :calendar"
    "   AND (diffed_at IS NOT body_at OR baseline = 1 OR parsing = 1"
    "        OR expanded_on IS NOT :day OR note IS NOT :note)";

static const char sql_reread[] =
    "UPDATE calendar SET reread = 0 WHERE id = :calendar AND reread = 1";

static struct feed_work
work_row(struct stmt *st)
{
	struct feed_work w = {
		.calendar_id = st_col_int(st, 0),
		.body = st_col_int(st, 1) != 0,
		.reread = st_col_int(st, 2) != 0,
		.missing = st_col_int(st, 3) != 0,
		.baseline = st_col_int(st, 4) != 0,
		.good_at = st_col_int(st, 5),
		.expanded_on = st_col_opt(st, 6, -1),
	};
	size_t n;
	const void *digest = st_col_blob(st, 7, &n);

	if (n == sizeof(w.digest))
		memcpy(w.digest, digest, n);
	if (!st_col_null(st, 8))
		snprintf(w.note, sizeof(w.note), "%s", st_col_text(st, 8));
	return w;
}

int
feed_work_all(struct db *db, struct feed_work_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_all);
	int r;

	while ((r = st_row(st, e)) == 1) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = work_row(st);
	}
	return r;
}

void
feed_work_free(struct feed_work_list *l)
{
	free(l->v);
	*l = (struct feed_work_list){ .v = NULL };
}

int
feed_work_get(
    struct db *db, int64_t calendar_id, struct feed_work *w, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_one);

	st_int(st, ":calendar", calendar_id);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0 ? 1 : -1;
	*w = work_row(st);
	st_done(st);
	return 0;
}

static const char *const kinds[] = { "event", "timezone", "calendar", NULL };
static const char *const states[] = { "new", "known", "bad", "missing", NULL };

/* The one of those that it is; the schema allows no other. */
static const char *
one_of(const char *const *names, const char *s)
{
	while (*names != NULL && strcmp(*names, s) != 0)
		names++;
	if (*names == NULL)
		mem_bug("a component that is '%s'", s);
	return *names;
}

static int
load(struct stmt *st, struct component_list *l, struct err *e)
{
	int r;

	while ((r = st_row(st, e)) == 1) {
		struct component c = {
			.id = st_col_int(st, 0),
			.kind = one_of(kinds, st_col_text(st, 1)),
			.uid = st_col_dup(st, 2),
			.state = one_of(states, st_col_text(st, 3)),
			.line = st_col_int(st, 4),
			.n_text = (size_t)st_col_int(st, 5),
		};
		if (!st_col_null(st, 6)) {
			const void *text = st_col_blob(st, 6, &c.n_text);
			c.text = mem_strn(text != NULL ? text : "", c.n_text);
		}
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = c;
	}
	return r;
}

int
component_load(struct db *db, int64_t calendar_id, enum component_scope scope,
    bool texts, struct component_list *l, struct err *e)
{
	static const char *const loads[] = {
		[COMPONENT_TOUCHED] = sql_load,
		[COMPONENT_SERIES] = sql_load_series,
		[COMPONENT_ALL] = sql_load_all,
	};
	struct stmt *st = db_stmt(db, loads[scope]);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":texts", texts);
	return load(st, l, e);
}

int
component_of_uid(struct db *db, int64_t calendar_id, const char *uid,
    struct component_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of_uid);

	st_int(st, ":calendar", calendar_id);
	st_text(st, ":uid", uid);
	st_int(st, ":texts", 1);
	return load(st, l, e);
}

int
component_holders(struct db *db, int64_t company_id, int64_t calendar_id,
    const char *uid, bool bad, struct buf *out, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_holders);
	int r;

	st_int(st, ":company", company_id);
	st_opt(st, ":calendar", calendar_id, 0);
	st_text(st, ":uid", uid);
	st_int(st, ":bad", bad);
	while ((r = st_row(st, e)) == 1)
		buf_fmt(out, "%" PRId64 " %s\n", st_col_int(st, 0), uid);
	return r;
}

int
component_text(struct db *db, struct component *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_text);

	st_int(st, ":id", c->id);
	int r = st_row(st, e);
	if (r == -1)
		return -1;
	const void *text = r == 1 ? st_col_blob(st, 0, &c->n_text) : NULL;
	/* One that fetch took away meanwhile says nothing any more. */
	if (text == NULL)
		c->n_text = 0;
	c->text = mem_strn(text != NULL ? text : "", c->n_text);
	if (r == 1)
		st_done(st);
	return 0;
}

void
component_list_free(struct component_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].uid);
		free(l->v[i].text);
	}
	free(l->v);
	*l = (struct component_list){ .v = NULL };
}

int64_t
component_bad(struct db *db, int64_t calendar_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_bad);

	st_int(st, ":calendar", calendar_id);
	if (st_row(st, e) != 1)
		return -1;
	int64_t n = st_col_int(st, 0);
	st_done(st);
	return n;
}

int
component_known(struct db *db, int64_t calendar_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_known);

	st_int(st, ":calendar", calendar_id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
component_set(struct db *db, int64_t id, const char *state, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	st_int(st, ":id", id);
	st_text(st, ":state", state);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
component_remove(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_remove);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
component_retry(struct db *db, int64_t company_id, int64_t calendar_id,
    const char *uid, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_retry);

	st_text(st, ":uid", uid);
	st_int(st, ":company", company_id);
	st_int(st, ":calendar", calendar_id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
feed_set_parsing(
    struct db *db, int64_t calendar_id, bool parsing, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_parsing);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":parsing", parsing);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
feed_diffed(struct db *db, int64_t calendar_id, int64_t day, const char *note,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_diffed);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":day", day);
	st_text(st, ":note", note);
	if (st_changed(st, e) == -1)
		return -1;
	st = db_stmt(db, sql_reread);
	st_int(st, ":calendar", calendar_id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

/* SPDX-License-Identifier: ISC */
#include "store/feed.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

enum { STALE_S = 7 * 86400 }; /* F8 */

#define SELECT                                                               \
	"SELECT c.id, o.ref || '/' || c.ref, c.url,"                         \
	"       c.active AND o.active AND ifnull(b.active, 1),"              \
	"       c.interval_s, f.next_at, f.etag, f.last_modified, f.digest," \
	"       f.good_at, f.failures, f.error"                              \
	"  FROM feed AS f JOIN calendar AS c ON c.id = f.calendar_id"        \
	"  JOIN company AS o ON o.id = c.company_id"                         \
	"  LEFT JOIN branch AS b ON b.id = c.branch_id"

static const char sql_due[] =
    SELECT " WHERE (f.next_at <= :now OR f.next_at > :now + f.next_wait_s)"
	   "   AND c.active AND o.active AND ifnull(b.active, 1)"
	   " ORDER BY f.next_at, c.id";

static const char sql_get[] =
    SELECT " WHERE o.ref = :company AND c.ref = :calendar";

/* Of the row that was read, if it is still what it was. */
#define OF_FEED                                               \
	" WHERE calendar_id = :id AND next_at = :was_next_at" \
	"   AND EXISTS (SELECT 1 FROM calendar WHERE id = :id AND url = :url)"

#define GOOD                                                       \
	"UPDATE feed"                                              \
	"   SET good_at = :now, tried_at = :now, next_at = :next," \
	"       next_wait_s = :wait, failures = 0, error = NULL,"  \
	"       error_at = NULL, etag = :etag,"                    \
	"       last_modified = :last_modified"

static const char sql_good[] = GOOD OF_FEED;

static const char sql_body[] = GOOD
    ", digest = :digest, body_at = :now,"
    "       baseline = CASE WHEN good_at < :stale THEN 1 ELSE baseline END" OF_FEED;

static const char sql_failed[] =
    "UPDATE feed"
    "   SET tried_at = :now, next_at = :next, next_wait_s = :wait,"
    "       failures = failures + 1, error = :error,"
    "       error_at = ifnull(error_at, :now)" OF_FEED;

static const char sql_known[] =
    "SELECT id, hash, state FROM component"
    " WHERE calendar_id = :calendar AND hash BETWEEN :first AND :last"
    " ORDER BY hash";

static const char sql_sum[] =
    "SELECT parts FROM feed_sum"
    " WHERE calendar_id = :calendar AND digest = :digest";

static const char sql_set_sum[] =
    "INSERT INTO feed_sum (calendar_id, digest, parts)"
    " VALUES (:calendar, :digest, :parts)"
    " ON CONFLICT (calendar_id) DO UPDATE"
    "   SET digest = excluded.digest, parts = excluded.parts";

static const char sql_insert[] =
    "INSERT INTO component (calendar_id, hash, kind, uid, line, series, text,"
    "       state)"
    " VALUES (:calendar, :hash, :kind, :uid, :line, :series, :text, 'new')";

static const char sql_state[] =
    "UPDATE component SET state = :state WHERE id = :id";

static const char sql_delete[] = "DELETE FROM component WHERE id = :id";

static const char sql_calendar_text[] =
    "SELECT text FROM component"
    " WHERE calendar_id = :calendar AND uid = '' AND kind = 'calendar'"
    "   AND state IN ('new', 'known', 'bad')";

void
feed_list_free(struct feed_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].ref);
		free(l->v[i].url);
		free(l->v[i].etag);
		free(l->v[i].last_modified);
		free(l->v[i].error);
	}
	free(l->v);
	*l = FEED_LIST_INIT;
}

static void
append(struct stmt *st, struct feed_list *l)
{
	struct feed *f;
	size_t n;
	const void *digest = st_col_blob(st, 8, &n);

	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	f = &l->v[l->n++];
	*f = (struct feed){
		.calendar_id = st_col_int(st, 0),
		.ref = st_col_dup(st, 1),
		.url = st_col_dup(st, 2),
		.active = st_col_int(st, 3) != 0,
		.interval_s = st_col_int(st, 4),
		.next_at = st_col_int(st, 5),
		.etag = st_col_dup(st, 6),
		.last_modified = st_col_dup(st, 7),
		.has_digest = n == DIGEST_SIZE,
		.good_at = st_col_int(st, 9),
		.failures = st_col_int(st, 10),
		.error = st_col_dup(st, 11),
	};
	if (f->has_digest)
		memcpy(f->digest, digest, DIGEST_SIZE);
}

int
feed_due(struct db *db, int64_t now, struct feed_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_due);
	int r;

	st_int(st, ":now", now);
	while ((r = st_row(st, e)) == 1)
		append(st, l);
	return r;
}

int
feed_get(struct db *db, const char *company, const char *calendar,
    struct feed_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	st_text(st, ":company", company);
	st_text(st, ":calendar", calendar);
	int r = st_row(st, e);
	if (r != 1)
		return r == 0 ? 1 : -1;
	append(st, l);
	st_done(st);
	return 0;
}

/* A component as it is stored. */
struct stored {
	int64_t id;
	uint8_t hash[DIGEST_SIZE];
	char state; /* its first letter */
};

struct stored_list {
	struct stored *v;
	size_t n, cap;
};

/* Those with a hash from `first` to `last`, in order, in place of what is. */
static int
load(struct db *db, int64_t calendar_id, const uint8_t *first,
    const uint8_t *last, struct stored_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_known);
	int r;

	l->n = 0;
	st_int(st, ":calendar", calendar_id);
	st_blob(st, ":first", first, DIGEST_SIZE);
	st_blob(st, ":last", last, DIGEST_SIZE);
	while ((r = st_row(st, e)) == 1) {
		size_t n;
		const void *hash = st_col_blob(st, 1, &n);
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		struct stored *s = &l->v[l->n++];
		*s = (struct stored){ .id = st_col_int(st, 0),
			.state = st_col_text(st, 2)[0] };
		memcpy(s->hash, hash, n < DIGEST_SIZE ? n : DIGEST_SIZE);
	}
	return r;
}

/* What one step of the merge does; `db` NULL: only count. */
struct merge {
	struct db *db;
	int64_t calendar_id;
	struct feed_counts *n;
};

static int
set_state(struct merge *m, int64_t id, const char *state, struct err *e)
{
	if (m->db == NULL)
		return 0;
	struct stmt *st =
	    db_stmt(m->db, state != NULL ? sql_state : sql_delete);
	st_int(st, ":id", id);
	if (state != NULL)
		st_text(st, ":state", state);
	return st_changed(st, e) == -1 ? -1 : 0;
}

static int
add(struct merge *m, const struct body_component *c, struct err *e)
{
	m->n->fresh++;
	if (m->db == NULL)
		return 0;
	struct stmt *st = db_stmt(m->db, sql_insert);
	char *uid = body_uid(c);
	st_int(st, ":calendar", m->calendar_id);
	st_blob(st, ":hash", c->hash, DIGEST_SIZE);
	st_text(st, ":kind", body_kind_name(c->kind));
	st_text(st, ":uid", uid);
	st_int(st, ":line", (int64_t)c->line);
	st_int(st, ":series", c->series);
	st_blob(st, ":text", c->text, c->n);
	int r = st_changed(st, e) == -1 ? -1 : 0;
	free(uid);
	return r;
}

/* It is stored, and the body lacks it. */
static int
lost(struct merge *m, const struct stored *s, struct err *e)
{
	switch (s->state) {
	case 'm':
		return 0;
	case 'k':
		m->n->missing++;
		return set_state(m, s->id, "missing", e);
	default: /* new, bad: diff knows nothing of it */
		m->n->dropped++;
		return set_state(m, s->id, NULL, e);
	}
}

/* Two sorted lists, once through: the stored ones and by_hash[j..to). */
static int
merge(struct merge *m, const struct stored_list *l, const struct body *b,
    size_t j, size_t to, struct err *e)
{
	size_t i = 0;

	while (i < l->n || j < to) {
		int c = i == l->n ? 1
		    : j == to
		    ? -1
		    : memcmp(l->v[i].hash, b->by_hash[j]->hash, DIGEST_SIZE);
		int r = 0;
		if (c < 0)
			r = lost(m, &l->v[i], e);
		else if (c > 0)
			r = add(m, b->by_hash[j], e);
		else if (l->v[i].state == 'm') {
			m->n->back++;
			r = set_state(m, l->v[i].id, "known", e);
		}
		if (r == -1)
			return -1;
		i += c <= 0;
		j += c >= 0;
	}
	return 0;
}

/* The parts of the last body into *parts; nothing where they are not known. */
static int
load_sum(struct db *db, const struct feed *f, struct buf *parts, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_sum);
	size_t n;

	if (!f->has_digest)
		return 0;
	st_int(st, ":calendar", f->calendar_id);
	st_blob(st, ":digest", f->digest, DIGEST_SIZE);
	int r = st_row(st, e);
	if (r != 1)
		return r;
	const void *p = st_col_blob(st, 0, &n);
	buf_add(parts, p, n);
	st_done(st);
	return 0;
}

static int
store_sum(struct db *db, const struct feed *f, const struct body *b,
    const struct buf *parts, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set_sum);

	st_int(st, ":calendar", f->calendar_id);
	st_blob(st, ":digest", b->digest, DIGEST_SIZE);
	st_blob(st, ":parts", parts->v, parts->n);
	return st_changed(st, e) == -1 ? -1 : 0;
}

/* All parts, but for those that the last body had just so. */
static int
merge_parts(struct merge *m, struct db *db, const struct body *b,
    const struct buf *now, const struct buf *was, struct err *e)
{
	size_t n = was->n == now->n ? now->n / BODY_PART : 1;
	struct stored_list l = { .v = NULL };
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		uint8_t first[DIGEST_SIZE], last[DIGEST_SIZE];
		size_t from, to, at = i * BODY_PART;

		if (was->n == now->n &&
		    memcmp(was->v + at, now->v + at, BODY_PART) == 0)
			continue;
		body_part(b, i, n, first, last, &from, &to);
		r = load(db, m->calendar_id, first, last, &l, e);
		if (r == 0)
			r = merge(m, &l, b, from, to, e);
	}
	free(l.v);
	return r;
}

static int
merge_all(struct db *db, bool write, const struct feed *f, const struct body *b,
    struct feed_counts *n, struct err *e)
{
	struct merge m = {
		.db = write ? db : NULL, .calendar_id = f->calendar_id, .n = n
	};
	struct buf was = BUF_INIT, now = BUF_INIT;

	*n = (struct feed_counts){ .fresh = 0 };
	body_sum(b, &now);
	int r = load_sum(db, f, &was, e);
	if (r == 0)
		r = merge_parts(&m, db, b, &now, &was, e);
	/* One part says no more than the digest does. */
	if (r == 0 && write && now.n > BODY_PART)
		r = store_sum(db, f, b, &now, e);
	buf_free(&was);
	buf_free(&now);
	return r;
}

int
feed_compare(struct db *db, const struct feed *f, const struct body *b,
    struct feed_counts *n, struct err *e)
{
	return merge_all(db, false, f, b, n, e);
}

static void
bind(struct stmt *st, const struct feed *f, const struct feed_when *when)
{
	st_int(st, ":id", f->calendar_id);
	st_int(st, ":was_next_at", f->next_at);
	st_text(st, ":url", f->url);
	st_int(st, ":now", when->now);
	st_int(st, ":next", when->next_at);
	st_int(st, ":wait", when->wait_s);
}

static int
one_row(struct stmt *st, struct err *e)
{
	int64_t n = st_changed(st, e);

	return n == -1 ? -1 : n == 1 ? 0 : FEED_OTHER;
}

int
feed_store_body(struct db *db, const struct feed *f, const struct body *b,
    const char *etag, const char *last_modified, const struct feed_when *when,
    struct feed_counts *n, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_body);

	bind(st, f, when);
	st_text(st, ":etag", etag);
	st_text(st, ":last_modified", last_modified);
	st_blob(st, ":digest", b->digest, DIGEST_SIZE);
	st_int(st, ":stale", when->now - STALE_S);
	int r = one_row(st, e);
	return r == 0 ? merge_all(db, true, f, b, n, e) : r;
}

int
feed_good(struct db *db, const struct feed *f, const char *etag,
    const char *last_modified, const struct feed_when *when, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_good);

	bind(st, f, when);
	st_text(st, ":etag", etag);
	st_text(st, ":last_modified", last_modified);
	return one_row(st, e);
}

int
feed_failed(struct db *db, const struct feed *f, const char *error,
    const struct feed_when *when, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_failed);

	bind(st, f, when);
	st_text(st, ":error", error);
	return one_row(st, e);
}

int
feed_calendar_text(
    struct db *db, int64_t calendar_id, struct buf *text, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_calendar_text);

	st_int(st, ":calendar", calendar_id);
	int r = st_row(st, e);
	if (r != 1)
		return r;
	size_t n;
	const void *p = st_col_blob(st, 0, &n);
	buf_add(text, p, n);
	st_done(st);
	return 0;
}

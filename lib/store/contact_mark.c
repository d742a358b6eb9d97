/* SPDX-License-Identifier: ISC */
/* Which calendars have an appointment of somebody whose contact changed. */
#include <stdlib.h>
#include <string.h>

#include "store/contact.h"
#include "util/mem.h"
#include "util/str.h"

/* Longer ago than diff's window of series, and than most appointments take. */
enum { DAY_S = 24 * 3600, OVER_S = 9 * DAY_S, LASTS_S = 31 * DAY_S };

static const char sql_titles[] =
    "SELECT c.id, c.name_field, a.title"
    "  FROM calendar c LEFT JOIN appointment a ON a.calendar_id = c.id"
    "   AND a.start_at >= :since - :lasts AND a.end_at >= :since"
    "   AND a.state <> 'gone'"
    " WHERE c.company_id = :company AND c.reread = 0"
    " ORDER BY c.id";

static const char sql_reread[] =
    "UPDATE calendar SET reread = 1 WHERE id = :id AND reread = 0";

static const char sql_bump[] =
    "INSERT INTO contact_list (company_id, rev) VALUES (:company, 1)"
    " ON CONFLICT (company_id) DO UPDATE SET rev = rev + 1";

void
contact_marks_free(struct contact_marks *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i]);
	free(m->v);
	*m = CONTACT_MARKS_INIT;
}

static int
by_text(const void *pa, const void *pb)
{
	return strcmp(*(char *const *)pa, *(char *const *)pb);
}

static bool
is_marked(const struct contact_marks *m, char kind, const char *key)
{
	char text[CONTACT_KEY_MAX + 2];
	const char *p = text;
	size_t n = strlen(key);

	if (n == 0 || n > CONTACT_KEY_MAX)
		return false;
	text[0] = kind;
	memcpy(text + 1, key, n + 1);
	return bsearch(&p, m->v, m->n, sizeof(*m->v), by_text) != NULL;
}

/* May that title be read in another way than before? */
static bool
is_concerned(const struct contact_marks *m, const char *title)
{
	char *name, *number;

	contact_keys(title, &name, &number);
	bool is = is_marked(m, 'n', name) || is_marked(m, '#', number);
	free(name);
	free(number);
	return is;
}

struct ids {
	int64_t *v;
	size_t n, cap;
};

/* The name of who comes may stand elsewhere than in the title that we keep. */
static int
find_calendars(struct db *db, int64_t company_id, const struct contact_marks *m,
    int64_t now, struct ids *ids, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_titles);
	int r;

	st_int(st, ":company", company_id);
	st_int(st, ":since", now - OVER_S);
	st_int(st, ":lasts", LASTS_S);
	while ((r = st_row(st, e)) == 1) {
		int64_t id = st_col_int(st, 0);
		const char *title = st_col_text(st, 2);
		if (ids->n > 0 && ids->v[ids->n - 1] == id)
			continue;
		if (str_eq(st_col_text(st, 1), "summary") &&
		    (title == NULL || !is_concerned(m, title)))
			continue;
		ids->v =
		    mem_grow(ids->v, &ids->cap, ids->n + 1, sizeof(*ids->v));
		ids->v[ids->n++] = id;
	}
	return r;
}

int
contact_mark(struct db *db, int64_t company_id, struct contact_marks *marks,
    int64_t now, struct err *e)
{
	struct ids ids = { .v = NULL };
	struct stmt *st;
	int r;

	if (marks->n == 0)
		return 0;
	qsort(marks->v, marks->n, sizeof(*marks->v), by_text);
	st = db_stmt(db, sql_bump);
	st_int(st, ":company", company_id);
	r = st_changed(st, e) == -1
	    ? -1
	    : find_calendars(db, company_id, marks, now, &ids, e);
	for (size_t i = 0; r == 0 && i < ids.n; i++) {
		st = db_stmt(db, sql_reread);
		st_int(st, ":id", ids.v[i]);
		r = st_changed(st, e) == -1 ? -1 : 0;
	}
	free(ids.v);
	return r;
}

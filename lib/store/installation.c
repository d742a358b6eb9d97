/* SPDX-License-Identifier: ISC */
#include "store/installation.h"

#include <stdlib.h>

static const char sql_get[] =
    "SELECT name, tzdata, clock_bad, test, paused_at, created_at"
    "  FROM installation";

static const char sql_add[] =
    "INSERT INTO installation (id, name, test, created_at)"
    " VALUES (1, :name, :test, :created)";

static const char sql_name[] =
    "UPDATE installation SET name = :v WHERE name IS NOT :v";

static const char sql_tzdata[] =
    "UPDATE installation SET tzdata = :v WHERE tzdata IS NOT :v";

static const char sql_clock_bad[] =
    "UPDATE installation SET clock_bad = :v WHERE clock_bad IS NOT :v";

static const char sql_paused[] =
    "UPDATE installation SET paused_at = :at WHERE paused_at IS NOT :at";

int
installation_get(struct db *db, struct installation *i, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);
	int r = st_row(st, e);

	*i = (struct installation){ .name = NULL };
	if (r != 1)
		return r == 0 ? 1 : -1;
	*i = (struct installation){
		.name = st_col_dup(st, 0),
		.tzdata = st_col_dup(st, 1),
		.clock_bad = st_col_dup(st, 2),
		.test = st_col_int(st, 3) != 0,
		.paused_at = st_col_int(st, 4),
		.created_at = st_col_int(st, 5),
	};
	st_done(st);
	return 0;
}

void
installation_fini(struct installation *i)
{
	free(i->name);
	free(i->tzdata);
	free(i->clock_bad);
	*i = (struct installation){ .name = NULL };
}

int
installation_add(struct db *db, const char *name, bool test, int64_t created_at,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	st_text(st, ":name", name);
	st_int(st, ":test", test);
	st_int(st, ":created", created_at);
	return st_run(st, e);
}

static int
set_text(struct db *db, const char *sql, const char *v, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_text(st, ":v", v);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
installation_set_name(struct db *db, const char *name, struct err *e)
{
	return set_text(db, sql_name, name, e);
}

int
installation_set_tzdata(struct db *db, const char *version, struct err *e)
{
	return set_text(db, sql_tzdata, version, e);
}

int
installation_set_clock_bad(struct db *db, const char *why, struct err *e)
{
	return set_text(db, sql_clock_bad, why, e);
}

int
installation_set_paused(struct db *db, int64_t paused_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_paused);

	st_opt(st, ":at", paused_at, 0);
	return st_changed(st, e) == -1 ? -1 : 0;
}

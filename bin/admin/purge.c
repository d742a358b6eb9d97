/* SPDX-License-Identifier: ISC */
/* purge --older-than: what is old goes, slice by slice. */
#include "store/purge.h"

#include <inttypes.h>
#include <time.h>

#include "admin/admin.h"
#include "admin/field.h"
#include "admin/progress.h"
#include "domain/valid.h"

enum {
	OLDEST_S = 20 * 366 * 24 * 3600,
	PAUSE_MS = 20 /* between slices: for those who wait */
};

/* One kind to its end; *done: how many went. */
static int
purge_kind(struct admin *a, enum purge_what what, int64_t before, int64_t all,
    int64_t *done, struct err *e)
{
	static const struct timespec pause = { .tv_nsec =
						   PAUSE_MS * 1000 * 1000 };
	struct db *db = a->tool.db;

	*done = 0;
	for (int64_t at = 0; at != PURGE_END;) {
		progress(
		    &a->tool, purge_name(what), (size_t)*done, (size_t)all);
		if (db_begin(db, e) == -1)
			return -1;
		int64_t n = purge_slice(db, what, before, a->tool.now, &at, e);
		if (n <= 0)
			db_rollback(db);
		if (n == -1 || (n > 0 && db_commit(db, e) == -1))
			return -1;
		*done += n;
		if (n > 0)
			nanosleep(&pause, NULL);
	}
	return 0;
}

static int
run_purge(struct admin *a, struct err *e)
{
	const char *text = args_value(a, "older-than");
	int64_t age, n, done;

	if (text == NULL)
		return err_set(e, ERR_USAGE,
		    "say how old: --older-than 730d; 30d is the least");
	if (valid_duration(text, PURGE_MIN_S, OLDEST_S, &age, e) == -1)
		return field_err("older-than", e);
	for (int i = 0; i < PURGE_COUNT; i++) {
		enum purge_what what = (enum purge_what)i;
		int64_t before = a->tool.now - age;
		n = purge_count(a->tool.db, what, before, a->tool.now, e);
		done = n;
		if (n == -1 ||
		    (!a->dry && n > 0 &&
			purge_kind(a, what, before, n, &done, e) == -1)) {
			progress_end();
			return -1;
		}
		progress_end();
		if (n > 0)
			admin_say(
			    a, "remove %" PRId64 " %s", done, purge_name(what));
	}
	return 0;
}

static const struct option options[] = {
	{ .name = "older-than",
	    .value = "AGE",
	    .help = "what was over before that: 730d; 30d is the least" },
	{ .name = NULL },
};

static const struct verb verbs[] = {
	{ .need = NEED_OPEN,
	    .options = options,
	    .help = "Remove what is old, while the chain runs.",
	    .example = "  smscal-admin -n purge --older-than 730d\n",
	    .run = run_purge },
};

const struct noun noun_purge = { "purge", "remove what is old", verbs, 1 };

/* SPDX-License-Identifier: ISC */
/* smscal-diff - what the feeds say anew, as appointments.  See smscal-diff(8). */

#include <unistd.h>

#include "diff/diff.h"
#include "util/log.h"
#include "util/str.h"

enum { TRIES = 3 }; /* of a calendar that is fetched under our hands */

/* Is there a reason to look into this feed at all? */
static bool
wanted(const struct job *j, bool all)
{
	return all || j->feed.body || j->feed.reread || j->feed.baseline ||
	    j->scope != COMPONENT_TOUCHED;
}

/* One transaction of the job; 1: it was in vain (see job_apply()). */
static int
in_transaction(
    struct job *j, int (*work)(struct job *j, struct err *e), struct err *e)
{
	struct db *db = j->t->db;
	int r = j->t->dry ? db_begin_read(db, e) : db_begin(db, e);

	if (r == -1)
		return -1;
	r = work(j, e);
	if (r == 0 && !j->t->dry)
		return db_commit(db, e);
	db_rollback(db);
	return r;
}

/* Once: read, parse, and apply; 1: the feed changed under our hands. */
static int
diff_once(struct tool *t, const struct feed_work *feed, bool all, bool *failed,
    struct err *e)
{
	struct job j;
	int r = job_init(&j, t, feed, all, e);

	if (r == 0 && feed->good_at != 0 && wanted(&j, all)) {
		if ((r = job_read(&j, e)) == 0)
			r = in_transaction(&j, job_apply, e);
		if (r == 0 && j.read.note[0] != '\0' &&
		    !str_eq(j.read.note, feed->note)) {
			log_error("%s: %s", j.label, j.read.note);
			*failed = true;
		}
	}
	if (r == 0 && feed->missing)
		r = in_transaction(&j, job_settle, e);
	if (r == -1)
		err_in(e, "%s: ", j.label);
	job_fini(&j);
	return r;
}

static int
diff_feed(struct tool *t, const struct feed_work *feed, bool all, bool *failed,
    struct err *e)
{
	struct feed_work now = *feed;
	int r = 1;

	for (int i = 0; r == 1 && i < TRIES; i++) {
		r = feed_work_get(t->db, feed->calendar_id, &now, e);
		if (r != 0)
			return r == 1 ? 0 : -1;
		r = diff_once(t, &now, all, failed, e);
	}
	return r == 1 ? 0 : r; /* still changing: the next run has it */
}

/*
 * Every feed; one that fails holds up no other.  Gives how many failed, -1
 * when the database does.
 */
static int64_t
diff_feeds(struct tool *t, bool all, struct err *e)
{
	struct feed_work_list l = { .v = NULL };
	int64_t failed = 0;
	int r = feed_work_all(t->db, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		bool bad = false;

		tool_beat(t);
		r = diff_feed(t, &l.v[i], all, &bad, e);
		if (r == -1 && (e->kind == ERR_CONF || e->kind == ERR_DATA)) {
			log_error("%s", e->msg);
			err_clear(e);
			bad = true;
			r = 0;
		}
		failed += bad;
	}
	feed_work_free(&l);
	return r == -1 ? -1 : failed;
}

/* D4: with new rules of time zones, everything is read again. */
static int64_t
diff_all(struct tool *t, struct err *e)
{
	const char *version = zones_version(t->zones);
	bool first = t->inst.tzdata[0] == '\0';
	bool same = str_eq(t->inst.tzdata, version);
	int64_t failed = diff_feeds(t, !same && !first, e);

	/*
	 * A calendar that another one lost an appointment to comes now (D10):
	 * not by a dry run, which left everything as it was, nor where what
	 * failed would be said again; then the next run has it.
	 */
	if (failed == 0 && !t->dry)
		failed = diff_feeds(t, false, e);
	if (failed == -1 || same || t->dry)
		return failed;
	if (db_begin(t->db, e) == -1 ||
	    installation_set_tzdata(t->db, version, e) == -1 ||
	    db_commit(t->db, e) == -1) {
		db_rollback(t->db);
		return -1;
	}
	return failed;
}

int
main(int argc, char *argv[])
{
	struct err e = ERR_INIT;
	struct tool t;

	tool_init(&t, "smscal-diff", "[-hnqvVw] [-c file]");
	while (tool_option(&t, argc, argv, "") != -1)
		;
	if (optind != argc)
		tool_usage(&t);
	if (tool_open(&t, true, TOOL_BUSY_S, &e) == -1 ||
	    tool_zones(&t, &e) == -1)
		tool_die(&t, &e);
	int64_t failed = diff_all(&t, &e);
	if (failed == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}

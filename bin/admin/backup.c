/* SPDX-License-Identifier: ISC */
/* backup and restore: the database as one file, and back (X10). */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/admin.h"
#include "admin/progress.h"
#include "store/company.h"
#include "store/erasure.h"
#include "store/optout.h"
#include "store/person.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/lock.h"
#include "util/mem.h"
#include "util/str.h"

static void
tick(void *arg, int64_t done, int64_t all)
{
	progress(arg, "pages", (size_t)done, (size_t)all);
}

/* A name beside `path`, for what is not yet it; given. */
static char *
beside(const char *path, const char *suffix)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s%s", path, suffix);
	return buf_take(&b);
}

/* What a run that was killed left of its copy. */
static void
remove_copy(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char *name = beside(path, ends[i]);
		unlink(name);
		free(name);
	}
}

/* The new name is on disk, too, when this is done. */
static int
put_in_place(const char *from, const char *to, struct err *e)
{
	char *dir = file_directory(to);
	int ret = 0, fd = -1;

	if (rename(from, to) == -1)
		ret = err_sys(e, ERR_CREATE, "cannot make %s", to);
	if (ret == 0) {
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1 || fsync(fd) == -1)
			ret =
			    err_sys(e, ERR_IO, "cannot write %s to disk", dir);
	}
	if (fd != -1)
		close(fd);
	free(dir);
	return ret;
}

static int
run_backup(struct admin *a, struct err *e)
{
	const char *to = a->operand[0];
	char *temp;
	int ret;

	if (access(to, F_OK) == 0 && !args_has(a, "force"))
		return err_set(e, ERR_USAGE,
		    "%s is there already; --force writes over it", to);
	if (a->dry) {
		admin_say(
		    a, "write a copy of %s to %s", a->tool.conf.database, to);
		return 0;
	}
	temp = beside(to, ".part");
	remove_copy(temp);
	ret = backup_write(a->tool.db, temp, a->tool.now, tick, &a->tool, e);
	progress_end();
	if (ret == 0)
		ret = put_in_place(temp, to, e);
	if (ret == 0)
		admin_say(
		    a, "a copy of %s is in %s", a->tool.conf.database, to);
	free(temp);
	return ret;
}

/* Nobody works on the database from now on; the locks go with the process. */
static int
take_locks(struct admin *a, struct lock lock[TOOL_CHAIN], struct err *e)
{
	const char *path = a->tool.conf.database;

	for (size_t i = 0; i < TOOL_CHAIN; i++) {
		lock[i] = LOCK_INIT;
		int r = lock_take(
		    &lock[i], path, tool_chain[i], a->tool.now, false, e);
		if (r == 1)
			return err_set(e, ERR_BUSY,
			    "%s (pid %jd) is at work: stop cron, or try again "
			    "in a moment",
			    tool_chain[i], (intmax_t)lock[i].pid);
		if (r == -1)
			return -1;
	}
	return 0;
}

/* X10 and X3: whose it is, and whether this clock may write to it. */
static int
look(struct admin *a, struct db *copy, const char *file, struct err *e)
{
	struct installation i = { .name = NULL };
	int ret = installation_get(copy, &i, e);

	if (ret == 1)
		ret = err_set(e, ERR_DATA,
		    "%s is no backup of a database that was set up", file);
	else if (ret == 0 && !str_eq(i.name, a->tool.conf.name) &&
	    !args_has(a, "adopt"))
		ret = err_set(e, ERR_CONF,
		    "%s is of the installation '%s', and this one is '%s': if "
		    "that one is no more, restore --adopt takes it over",
		    file, i.name, a->tool.conf.name);
	else if (ret == 0 && clock_frozen() && !i.test && !a->dry)
		ret = err_set(e, ERR_CONF,
		    "SMSCAL_NOW is set, and %s is not of a database that "
		    "smscal-admin init --test made",
		    file);
	else if (ret == 0)
		ret = installation_set_name(copy, a->tool.conf.name, e);
	installation_fini(&i);
	return ret;
}

/* The database of now, for the last time. */
struct old {
	struct db *db; /* owned; NULL: there is none, or it cannot be read */
	char *kept;    /* owned; the name that it will have; NULL: none */
	bool lost;     /* it cannot be read */
};

/* It is damaged, or none of ours: that is what a backup is for. */
static int
give_up(struct old *old, struct err *e)
{
	if (e->kind != ERR_DATA && e->kind != ERR_CONF)
		return -1;
	err_clear(e);
	db_close(old->db);
	old->db = NULL;
	old->lost = true;
	return 0;
}

static int
open_old(struct admin *a, struct old *old, struct err *e)
{
	const char *path = a->tool.conf.database;
	struct civil c = civil_from(a->tool.now);
	struct buf name = BUF_INIT;

	if (access(path, F_OK) == -1)
		return 0;
	buf_fmt(&name, "%s.before-%04d%02d%02dT%02d%02d%02dZ", path, c.year,
	    c.month, c.day, c.hour, c.minute, c.second);
	old->kept = buf_take(&name);
	old->db = db_open(path, a->dry ? DB_READ : DB_MIGRATE, TOOL_BUSY_S, e);
	if (old->db != NULL && db_check(old->db, e) == 0)
		return 0;
	return give_up(old, e);
}

/* P11: who wants no SMS since the backup. */
static int
carry_optouts(struct db *copy, struct db *old, struct err *e)
{
	struct optout_list l = OPTOUT_LIST_INIT;
	int ret = optout_list(old, 0, &l, e);

	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		const struct optout *o = &l.v[i];
		struct company c = { .id = 0 };
		ret = company_get(copy, o->company, &c, e);
		/* 1: that company is not in the backup. */
		if (ret == 0 &&
		    optout_add(
			copy, c.id, o->phone, o->source, o->since_at, e) == -1)
			ret = -1;
		ret = ret == -1 ? -1 : 0;
		company_fini(&c);
	}
	optout_list_free(&l);
	return ret;
}

/* X10 and what was said since; *erased: how many people went for that. */
static int
go_on(struct admin *a, struct db *copy, struct db *old, int64_t *held,
    int64_t *erased, struct err *e)
{
	if (old != NULL &&
	    (carry_optouts(copy, old, e) == -1 ||
		erasure_carry(copy, old, e) == -1))
		return -1;
	*erased = person_remove_erased(copy, e);
	if (*erased == -1)
		return -1;
	return backup_restored(copy, a->tool.now, held, e);
}

/* The copy as it will go on, or with -n as it would. */
static int
prepare(struct admin *a, struct db *copy, struct db *old, int64_t *made_at,
    int64_t *held, struct err *e)
{
	int64_t erased = 0;

	if (db_begin(copy, e) == -1)
		return -1;
	if (look(a, copy, a->operand[0], e) == -1 ||
	    backup_made_at(copy, made_at, e) == -1 ||
	    go_on(a, copy, old, held, &erased, e) == -1) {
		db_rollback(copy);
		return -1;
	}
	if (db_commit(copy, e) == -1)
		return -1;
	return erased > 0 ? person_clean(copy, e) : 0;
}

/* What of a damaged one stands beside it must not be taken for the new one's. */
static int
keep_sisters(const char *path, const char *kept, struct err *e)
{
	static const char *const ends[] = { "-wal", "-shm", "-journal" };
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < sizeof(ends) / sizeof(ends[0]);
	     i++) {
		char *from = beside(path, ends[i]), *to = beside(kept, ends[i]);
		if (rename(from, to) == -1 && errno != ENOENT)
			ret = err_sys(e, ERR_CREATE, "cannot make %s", to);
		free(from);
		free(to);
	}
	return ret;
}

/* It is kept under another name. */
static int
keep(struct admin *a, struct old *old, struct err *e)
{
	const char *path = a->tool.conf.database;

	if (old->kept == NULL)
		return 0;
	if (old->db != NULL && backup_put_away(old->db, e) == -1)
		return err_in(e, "the database in use: ");
	if (link(path, old->kept) == -1 && errno != EEXIST)
		return err_sys(e, ERR_CREATE, "cannot make %s", old->kept);
	return old->db != NULL ? 0 : keep_sisters(path, old->kept, e);
}

static void
tell(struct admin *a, int64_t made_at, int64_t held, const struct old *old)
{
	struct buf *out = &a->out;

	buf_fmt(out, "%s is restored%s", a->operand[0],
	    made_at != 0 ? ", as it was on " : "");
	if (made_at != 0)
		admin_time(out, zone_utc(), made_at);
	buf_fmt(out,
	    "%s.\n%" PRId64 " message%s fell due since then and may have been "
	    "sent: held, see\n"
	    "'smscal-admin message list --state held', and 'message release' "
	    "lets one go.\nWhat the calendars have now is taken as known.\n",
	    made_at != 0 ? " UTC" : "", held, held == 1 ? "" : "s");
	if (old->db == NULL)
		buf_str(out,
		    "Who opted out or was erased since then is not known: look "
		    "through the replies\nat the gateway.\n");
	if (old->kept != NULL)
		buf_fmt(out, "The database until now is kept as %s%s.\n",
		    old->kept, old->lost ? "; it cannot be read" : "");
}

/* All but the locks: with what is read from FILE into `temp`. */
static int
restore(struct admin *a, const char *temp, struct old *old, struct err *e)
{
	const char *path = a->tool.conf.database;
	int64_t made_at = 0, held = 0;
	struct db *copy;
	int ret;

	if (open_old(a, old, e) == -1)
		return err_in(e, "the database in use: ");
	copy = backup_read(a->operand[0], temp, tick, &a->tool, e);
	progress_end();
	ret = copy == NULL ? -1 : prepare(a, copy, old->db, &made_at, &held, e);
	db_close(copy);
	if (ret == -1)
		return -1;
	if (a->dry) {
		admin_say(a, "restore %s and hold %" PRId64 " messages",
		    a->operand[0], held);
		return 0;
	}
	if (keep(a, old, e) == -1 || put_in_place(temp, path, e) == -1)
		return -1;
	tell(a, made_at, held, old);
	return 0;
}

static int
run_restore(struct admin *a, struct err *e)
{
	struct old old = { .db = NULL };
	struct lock lock[TOOL_CHAIN];

	if (tool_user(&a->tool, e) == -1 ||
	    (!a->dry && take_locks(a, lock, e) == -1))
		return -1;
	if (access(a->operand[0], F_OK) == -1 && errno == ENOENT)
		return err_set(
		    e, ERR_USAGE, "there is no file %s", a->operand[0]);
	char *temp = beside(a->tool.conf.database, ".restore");
	remove_copy(temp);
	int ret = restore(a, temp, &old, e);
	db_close(old.db);
	remove_copy(temp);
	free(temp);
	free(old.kept);
	return ret;
}

static const struct option backup_options[] = {
	{ .name = "force", .help = "write over a file that is there" },
	{ .name = NULL },
};

static const struct option restore_options[] = {
	{ .name = "adopt",
	    .help = "also what is of another machine, which is no more" },
	{ .name = NULL },
};

static const struct verb backup_verbs[] = {
	{ .operands = "FILE",
	    .min = 1,
	    .max = 1,
	    .need = NEED_OPEN,
	    .options = backup_options,
	    .help = "Write the database to a file, while the chain runs.",
	    .example = "  smscal-admin backup /var/backups/smscal.db --force\n",
	    .run = run_backup },
};

static const struct verb restore_verbs[] = {
	{ .operands = "FILE",
	    .min = 1,
	    .max = 1,
	    .need = NEED_CONF,
	    .options = restore_options,
	    .help = "Go on with a backup; what fell due since is held.",
	    .run = run_restore },
};

const struct noun noun_backup = { "backup",
	"write the database to a file, while the chain runs", backup_verbs, 1 };
const struct noun noun_restore = { "restore", "go on with a backup",
	restore_verbs, 1 };

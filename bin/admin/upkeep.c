/* SPDX-License-Identifier: ISC */
/* init, migrate, adopt: the database as a whole. */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/admin.h"
#include "store/installation.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/mem.h"

static const char next_text[] =
    "What next:\n"
    "  smscal-admin company add acme --name 'Ordination Dr. Muster' \\\n"
    "      --zone Europe/Vienna --country-code 43\n"
    "  smscal-admin calendar add acme/ordination ADDRESS\n"
    "  smscal-fetch; smscal-diff; smscal-receive; smscal-plan; smscal-send\n"
    "The first bodies are taken as known; then see 'smscal-admin message "
    "list'.\n";

/*
 * X9: the directory of the database, made if need be.  What root makes belongs
 * to the user of smscal.conf, if it names one.
 */
static int
make_directory(const struct conf *c, const char *dir, struct err *e)
{
	const struct passwd *pw =
	    geteuid() == 0 && c->user != NULL ? getpwnam(c->user) : NULL;

	if (access(dir, F_OK) == 0 || errno != ENOENT)
		return 0;
	if (file_mkdir(dir, 0750, e) == -1)
		return -1;
	if (pw != NULL && chown(dir, pw->pw_uid, pw->pw_gid) == -1)
		return err_sys(
		    e, ERR_PERM, "cannot give %s to %s", dir, c->user);
	return 0;
}

/* ... where it has to make the files beside the database, now and later. */
static int
check_directory(const struct conf *c, const char *dir, struct err *e)
{
	const struct passwd *pw = getpwuid(geteuid());

	if (access(dir, W_OK | X_OK) == 0)
		return 0;
	return err_set(e, ERR_PERM,
	    "%s cannot make the database %s, nor the files beside it: chown "
	    "%s %s",
	    pw != NULL ? pw->pw_name : "this user", c->database,
	    pw != NULL ? pw->pw_name : "USER", dir);
}

/* It is there: say so.  A test database cannot be made of a real one. */
static int
already(struct admin *a, const struct installation *i, bool test, struct err *e)
{
	if (test && !i->test)
		return err_set(e, ERR_CONF,
		    "the database %s is there already, and was not made by "
		    "init --test: name another one in smscal.conf",
		    a->tool.conf.database);
	buf_fmt(&a->out,
	    "The database %s is there already; nothing was changed.\n",
	    a->tool.conf.database);
	return 0;
}

/* The row of the installation, within the new or the old file. */
static int
set_up(struct admin *a, struct db *db, bool test, struct err *e)
{
	const struct conf *c = &a->tool.conf;
	struct installation inst = { .name = NULL };
	int r;

	if (db_begin(db, e) == -1)
		return -1;
	r = installation_get(db, &inst, e);
	if (r == 0)
		r = already(a, &inst, test, e);
	else if (r == 1) {
		r = installation_add(db, c->name, test, a->tool.now, e);
		buf_fmt(&a->out, "Made the %sdatabase %s.\n%s",
		    test ? "test " : "", c->database, next_text);
	}
	installation_fini(&inst);
	if (r != 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

static int
run_init(struct admin *a, struct err *e)
{
	const struct conf *c = &a->tool.conf;
	bool test = args_has(a, "test");
	bool there = access(c->database, F_OK) == 0;
	struct db *db;
	char *dir;
	int r;

	if (clock_frozen() && !test && !there)
		return err_set(e, ERR_CONF,
		    "SMSCAL_NOW is set: only init --test makes a database "
		    "then");
	if (a->dry && !there) {
		admin_say(a, "make the database %s", c->database);
		return 0;
	}
	dir = file_directory(c->database);
	r = there ? 0 : make_directory(c, dir, e);
	if (r == 0)
		r = tool_user(&a->tool, e);
	if (r == 0 && !there)
		r = check_directory(c, dir, e);
	if (r == 0) {
		db = db_open(c->database, DB_CREATE, TOOL_BUSY_S, e);
		r = db == NULL ? -1 : set_up(a, db, test, e);
		db_close(db);
	}
	free(dir);
	return r;
}

static int
run_migrate(struct admin *a, struct err *e)
{
	const char *path = a->tool.conf.database;
	struct db *db;

	if (tool_user(&a->tool, e) == -1)
		return -1;
	db = db_open(path, a->dry ? DB_READ : DB_MIGRATE, TOOL_BUSY_S, e);
	if (db == NULL)
		return -1;
	db_close(db);
	admin_say(a, "%s has the schema of this version", path);
	return 0;
}

static int
run_adopt(struct admin *a, struct err *e)
{
	const char *name = a->tool.conf.name;

	if (installation_set_name(a->tool.db, name, e) == -1)
		return -1;
	admin_say(
	    a, "the database of '%s' belongs to '%s'", a->tool.inst.name, name);
	return 0;
}

static const struct option init_options[] = {
	{ .name = "test",
	    .help = "for tests and trials: SMSCAL_NOW may set its clock" },
	{ .name = NULL },
};

static const struct verb init_verbs[] = {
	{ .need = NEED_CONF,
	    .options = init_options,
	    .help = "Make the database that smscal.conf names.",
	    .run = run_init },
};

static const struct verb migrate_verbs[] = {
	{ .need = NEED_CONF,
	    .help = "Bring the database of an older version to this one.",
	    .run = run_migrate },
};

static const struct verb adopt_verbs[] = {
	{ .need = NEED_WRITE,
	    .foreign = true,
	    .help = "Take over the database of another machine. Only one of "
		    "the two\nmay go on: both would send every message.",
	    .run = run_adopt },
};

const struct noun noun_init = { "init", "make the database", init_verbs, 1 };
const struct noun noun_migrate = { "migrate",
	"bring the database to this version", migrate_verbs, 1 };
const struct noun noun_adopt = { "adopt",
	"take over the database of another machine", adopt_verbs, 1 };

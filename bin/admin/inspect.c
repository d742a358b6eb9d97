/* SPDX-License-Identifier: ISC */
/* check: is the database whole, who can read the secrets, is the clock right. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "admin/admin.h"
#include "admin/answerable.h"
#include "admin/rule_link.h"
#include "store/branch.h"
#include "store/company.h"
#include "store/installation.h"
#include "store/rule.h"
#include "util/file.h"
#include "util/log.h"

/* One thing that is not right: told at once, and counted. */
static void
problem(int *problems, const char *where, const char *what)
{
	log_error("%s: %s", where, what);
	++*problems;
}

static void
check_mode(const char *path, int *problems)
{
	struct stat sb;

	if (stat(path, &sb) == 0 && (sb.st_mode & 077) != 0)
		problem(problems, path,
		    "others can read it, and it has names and phones in it: "
		    "chmod 600");
}

/* The gateway of a company or a branch, and the file with its token. */
static void
check_account(struct admin *a, const char *where, const char *gateway,
    const char *token_file, int *problems)
{
	struct buf secret = BUF_INIT;
	struct err e = ERR_INIT;

	if (gateway != NULL && conf_gateway(&a->tool.conf, gateway) == NULL)
		problem(
		    problems, where, "its gateway is no longer in smscal.conf");
	if (token_file == NULL)
		return;
	if (file_secret(token_file, &secret, &e) == -1)
		problem(problems, where, e.msg);
	else
		memset(secret.v, 0, secret.n);
	buf_free(&secret);
}

/* T5: what was there when a rule got its link may be gone. */
static int
check_links(
    struct admin *a, const struct company *c, int *problems, struct err *e)
{
	struct rule_list l = RULE_LIST_INIT;
	struct buf why = BUF_INIT;
	bool any = false;
	int r = rule_list_load(a->tool.db, c->id, &l, e);

	for (size_t i = 0; i < l.n; i++)
		any = any || (l.v[i].active && rule_has_link(&l.v[i]));
	if (any)
		rule_link_lacks(a, c, NULL, &why);
	if (why.n > 0)
		problem(problems, c->ref, why.v);
	buf_free(&why);
	rule_list_free(&l);
	return r;
}

/* P8: what waits for answers that cannot come. */
static int
check_answers(
    struct admin *a, const struct company *c, int *problems, struct err *e)
{
	struct buf lines = BUF_INIT;
	int r = answerable_lacks(a, c, &lines, e);

	for (char *p = lines.v, *end; p != NULL && *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		*end++ = '\0';
		log_error("%s", p);
		++*problems;
	}
	buf_free(&lines);
	return r;
}

static int
check_setup(struct admin *a, int *problems, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	struct branch_list b = BRANCH_LIST_INIT;
	int r = company_list(a->tool.db, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		const struct company *c = &l.v[i];
		check_account(a, c->ref, c->gateway, c->token_file, problems);
		if (zones_get(a->tool.zones, c->zone) == NULL)
			problem(problems, c->ref,
			    "its time zone is no longer in tzdata");
		branch_list_free(&b);
		r = check_links(a, c, problems, e);
		if (r == 0 && c->active)
			r = check_answers(a, c, problems, e);
		if (r == 0)
			r = branch_list(a->tool.db, c->id, &b, e);
		for (size_t k = 0; r == 0 && k < b.n; k++) {
			struct buf ref = BUF_INIT;
			buf_fmt(&ref, "%s/%s", c->ref, b.v[k].ref);
			check_account(a, ref.v, b.v[k].gateway,
			    b.v[k].token_file, problems);
			buf_free(&ref);
		}
	}
	branch_list_free(&b);
	company_list_free(&l);
	return r;
}

/*
 * The clock is believed again.  The tools' locks say when each ran last; with
 * a time still ahead there, the next run would stop again.
 */
static int
accept_clock(struct admin *a, struct err *e)
{
	struct db *db = a->tool.db;

	if (db_begin(db, e) == -1 ||
	    installation_set_clock_bad(db, NULL, e) == -1 ||
	    db_commit(db, e) == -1)
		return -1;
	for (size_t i = 0; i < TOOL_CHAIN; i++) {
		struct lock lock = LOCK_INIT;
		int r = lock_take(&lock, a->tool.conf.database, tool_chain[i],
		    a->tool.now, false, e);
		if (r == -1)
			return -1;
		lock_drop(&lock);
	}
	admin_say(a, "the clock is believed again");
	return 0;
}

static int
run_check(struct admin *a, struct err *e)
{
	const struct tool *t = &a->tool;
	int problems = 0;

	if (tool_zones(&a->tool, e) == -1 || db_check(t->db, e) == -1)
		return -1;
	check_mode(t->conf.database, &problems);
	if (check_setup(a, &problems, e) == -1)
		return -1;
	if (args_has(a, "accept-clock") && !a->dry) {
		if (accept_clock(a, e) == -1)
			return -1;
	} else if (t->inst.clock_bad != NULL) {
		struct buf line = BUF_INIT;
		buf_fmt(&line,
		    "%s: nothing is planned or sent until it is right; then "
		    "check --accept-clock",
		    t->inst.clock_bad);
		problem(&problems, "clock", line.v);
		buf_free(&line);
	}
	/* No listing shows it, and it is easily forgotten. */
	if (t->inst.paused_at != 0)
		problem(&problems, "sending",
		    "all of it is paused, until smscal-admin resume");
	if (problems == 0)
		admin_say(a, "%s is whole", t->conf.database);
	return problems;
}

static const struct option options[] = {
	{ .name = "accept-clock",
	    .help = "the clock is right: plan and send may go on" },
	{ .name = NULL },
};

static const struct verb verbs[] = {
	{ .need = NEED_OPEN,
	    .options = options,
	    .help = "Look whether all is well; each problem is said on "
		    "standard error.",
	    .run = run_check },
};

const struct noun noun_check = { "check", "look whether all is well", verbs,
	1 };

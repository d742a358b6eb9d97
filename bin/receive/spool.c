/* SPDX-License-Identifier: ISC */
/*
 * The files that the hook left.  Each goes when what it said is committed;
 * one that is met again, because we were killed in between, says nothing new.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/callback.h"
#include "receive/receive.h"
#include "store/branch.h"
#include "store/company.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/file.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/spool.h"
#include "util/str.h"

enum { BATCH = 100, BATCHES = 100, OLD_S = 3600 };

enum fate { FATE_TAKE, FATE_DROP, FATE_BAD, FATE_STAY };

struct file {
	char *name; /* owned */
	enum fate fate;
	struct arrival arrival; /* owned */
};

struct run {
	struct tool *t;
	struct json *json;
	int64_t failed;
	struct file *v; /* owned */
	size_t n;
};

static char *
path_of(const struct run *run, const char *sub, const char *name)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s/%s%s", run->t->conf.spool, sub, name);
	return buf_take(&b);
}

/* X5: no secret, and nothing that somebody wrote, is in these lines. */
static void
complain(struct run *run, const struct file *f, const char *why)
{
	log_error("spool/%s: %s", f->name, why);
	run->failed++;
}

/* Whose account the name stands for: acme, or its branch acme/graz. */
static int
find_account(
    struct run *run, const char *name, struct arrival *a, struct err *e)
{
	struct company c = { .id = 0 };
	struct branch b = { .id = 0 };
	char *ref = mem_strn(name, strcspn(name, "/"));
	const char *slash = strchr(name, '/');
	int r = company_get(run->t->db, ref, &c, e);

	if (r == 0 && slash != NULL)
		r = branch_get(run->t->db, c.id, slash + 1, &b, e);
	if (r == 0) {
		/* As send has it: another gateway has another token. */
		bool same = b.gateway == NULL || str_eq(b.gateway, c.gateway);
		a->gateway = mem_str(b.gateway != NULL ? b.gateway : c.gateway);
		a->token_file = mem_str(b.token_file != NULL ? b.token_file
			: same                               ? c.token_file
							     : NULL);
		a->account = (struct inbound_account){
			.company_id = c.id,
			.gateway = a->gateway,
			.token_file = a->token_file,
		};
	} else if (r == 1)
		r = err_set(e, ERR_DATA,
		    "there is no company or branch '%.80s', whose secret it "
		    "was",
		    name);
	branch_fini(&b);
	company_fini(&c);
	free(ref);
	return r;
}

/* The key that the vendor signs with; NULL where there is none. */
static int
find_key(const struct spool_entry *s, const struct arrival *a, struct buf *b,
    struct err *e)
{
	enum callback_key how = callback_key(s->vendor);
	int r = 1;

	if (how == CALLBACK_PLAIN || a->token_file == NULL)
		return 0;
	r = file_secret_named(a->token_file, "signature", b, e);
	if (r == 1 && how == CALLBACK_MUST)
		r = file_secret(a->token_file, b, e);
	return r == -1 ? -1 : 0;
}

/* A file of the hook's, and no link to another one, nor a pipe. */
static int
read_text(const char *path, struct buf *text, struct err *e)
{
	struct stat sb;

	if (lstat(path, &sb) == -1)
		return err_sys(e, ERR_IO, "cannot be read");
	if (!S_ISREG(sb.st_mode))
		return err_set(e, ERR_DATA, "it is no regular file");
	int r = file_read(path, SPOOL_FILE, text, e);
	return r == 1 ? err_set(e, ERR_IO, "it went away") : r;
}

static int
read_file(struct run *run, struct file *f, struct err *e)
{
	struct spool_entry s = { .name = NULL };
	struct buf text = BUF_INIT, key = BUF_INIT;
	char *path = path_of(run, "", f->name);
	struct arrival *a = &f->arrival;
	int r = read_text(path, &text, e);

	if (r == 0)
		r = spool_parse(&text, &s, e);
	if (r == 0)
		r = find_account(run, s.name, a, e);
	if (r == 0)
		r = find_key(&s, a, &key, e);
	if (r == 0)
		r = callback_read(
		    run->json, &s, key.n > 0 ? key.v : NULL, &a->notice, e);
	if (r == 0 && a->notice.key == NULL && a->notice.type != NOTICE_OTHER) {
		struct buf b = BUF_INIT;
		buf_fmt(&b, "spool/%s", f->name);
		a->notice.key = buf_take(&b);
	}
	a->at = s.received_at;
	if (key.n > 0)
		memset(key.v, 0, key.n);
	buf_free(&key);
	buf_free(&text);
	spool_fini(&s);
	free(path);
	return r;
}

/*
 * What it is, and what becomes of it.  Only what is wrong with the file itself
 * makes it bad; what is wrong here is mended here, and then it is taken.
 */
static void
look(struct run *run, struct file *f)
{
	struct err bad = ERR_INIT;

	f->fate = FATE_TAKE;
	if (read_file(run, f, &bad) == -1) {
		f->fate = bad.kind == ERR_DATA ? FATE_BAD : FATE_STAY;
		complain(run, f, bad.msg);
	} else if (f->arrival.notice.type == NOTICE_OTHER) {
		f->fate = FATE_DROP;
		log_info("spool/%s: nothing for us", f->name);
	}
}

static int
take(struct run *run, struct file *f, struct err *e)
{
	if (f->fate != FATE_TAKE)
		return 0;
	int r = receive_take(run->t, &f->arrival, e);
	if (r == -1 && e->kind == ERR_DATA) {
		f->fate = FATE_BAD;
		complain(run, f, e->msg);
		err_clear(e);
		return 0;
	}
	if (r != -1)
		log_info("spool/%s: %s%s", f->name, arrival_name(&f->arrival),
		    r == ST_TAKEN ? ", taken before" : "");
	return r == -1 ? -1 : 0;
}

static int
take_batch(struct run *run, struct err *e)
{
	struct db *db = run->t->db;
	int r = db_begin(db, e);

	for (size_t i = 0; i < run->n && r == 0; i++)
		r = take(run, &run->v[i], e);
	FAIL_POINT();
	if (r == 0)
		r = db_commit(db, e);
	else
		db_rollback(db);
	FAIL_POINT();
	return r;
}

static int
put_away(struct run *run, const struct file *f, struct err *e)
{
	char *path = path_of(run, "", f->name);
	char *bad = path_of(run, "bad/", f->name);
	char *dir = path_of(run, "bad", "");
	int r = 0;

	if (f->fate == FATE_TAKE || f->fate == FATE_DROP) {
		if (unlink(path) == -1 && errno != ENOENT)
			r = err_sys(
			    e, ERR_IO, "cannot remove spool/%s", f->name);
	} else if (f->fate == FATE_BAD) {
		r = file_mkdir(dir, 0700, e);
		if (r == 0 && rename(path, bad) == -1 && errno != ENOENT)
			r = err_sys(
			    e, ERR_IO, "cannot move spool/%s to bad/", f->name);
	}
	free(dir);
	free(bad);
	free(path);
	FAIL_POINT();
	return r;
}

static void
show(const struct run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->v[i].fate == FATE_TAKE)
			printf("spool/%s: %s\n", run->v[i].name,
			    arrival_name(&run->v[i].arrival));
}

static int
do_batch(struct run *run, struct err *e)
{
	int r = 0;

	for (size_t i = 0; i < run->n; i++)
		look(run, &run->v[i]);
	if (run->t->dry) {
		show(run);
		return 0;
	}
	r = take_batch(run, e);
	for (size_t i = 0; i < run->n && r == 0; i++)
		r = put_away(run, &run->v[i], e);
	return r;
}

/* What a hook that was killed left half written goes after an hour. */
static void
sweep(const struct tool *t)
{
	DIR *d = clock_frozen() || t->dry ? NULL : opendir(t->conf.spool);
	const struct dirent *entry;
	struct stat sb;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] != '.' ||
		    strstr(entry->d_name, SPOOL_SUFFIX ".") == NULL ||
		    fstatat(dirfd(d), entry->d_name, &sb,
			AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		if (S_ISREG(sb.st_mode) && sb.st_mtime < t->now - OLD_S)
			(void)!unlinkat(dirfd(d), entry->d_name, 0);
	}
	if (d != NULL)
		closedir(d);
}

/* From the names at `at` on; what stays in the spool is not met again. */
static int
some(struct run *run, const struct spool_names *l, size_t at, struct err *e)
{
	struct file v[BATCH];

	run->v = v;
	run->n = l->n - at < BATCH ? l->n - at : BATCH;
	for (size_t i = 0; i < run->n; i++)
		v[i] = (struct file){ .name = l->v[at + i] };
	int r = do_batch(run, e);
	for (size_t i = 0; i < run->n; i++)
		arrival_fini(&v[i].arrival);
	run->v = NULL;
	run->n = 0;
	return r;
}

int64_t
receive_spool(struct tool *t, struct err *e)
{
	struct run run = { .t = t };
	struct spool_names l = SPOOL_NAMES_INIT;
	int r = spool_list(t->conf.spool, (size_t)BATCH * BATCHES, &l, e);

	/* Without a hook there need be no spool. */
	if (r == 1 || (r == 0 && l.n == 0)) {
		if (r == 0)
			sweep(t);
		return 0;
	}
	run.json = json_new();
	for (size_t at = 0; at < l.n && r == 0; at += BATCH) {
		tool_beat(t);
		r = some(&run, &l, at, e);
	}
	json_free(run.json);
	spool_names_free(&l);
	return r == -1 ? -1 : run.failed;
}

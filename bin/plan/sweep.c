/* SPDX-License-Identifier: ISC */
#include "plan/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/appointment.h"
#include "util/fail.h"
#include "util/file.h"

enum { SLICE = 500, DAY_S = 24 * 3600, FILE_MAX_BYTES = 64 * 1024 };

/* No such file is fine; the first that cannot be removed is remembered. */
static bool
remove_file(struct links *k, const char *path)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return true;
	err_sys(&k->error, ERR_IO, "cannot remove %s", path);
	return false;
}

static int
remove_rows(struct tool *t, const struct link_list *l, struct err *e)
{
	int r = db_begin(t->db, e);

	for (size_t i = 0; r == 0 && i < l->n; i++)
		if (!l->v[i].written)
			r = link_remove(t->db, l->v[i].id, e);
	if (r == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return -1;
}

/* The files first: a row without one is removed by the next run. */
static int
remove_due(struct links *k, struct tool *t, struct err *e)
{
	size_t n = SLICE;
	int r = 0;

	while (r == 0 && n == SLICE && k->error.kind == ERR_NONE) {
		struct link_list l = LINK_LIST_INIT;
		r = link_due(t->db, t->now, SLICE, &l, e);
		n = l.n;
		for (size_t i = 0; r == 0 && i < l.n; i++) {
			char *path = link_path(t, l.v[i].token);
			l.v[i].written = !remove_file(k, path);
			free(path);
		}
		k->looked = k->looked || n > 0;
		FAIL_POINT();
		if (r == 0 && n > 0)
			r = remove_rows(t, &l, e);
		link_list_free(&l);
	}
	return r;
}

/* Is the file as the row says? */
static bool
is_right(const struct tool *t, const struct link *l)
{
	char *path = link_path(t, l->token);
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	uint8_t digest[DIGEST_SIZE];
	bool same = false;

	if (l->written && file_read(path, FILE_MAX_BYTES, &text, &e) == 0) {
		digest_sha256(buf_cstr(&text), text.n, digest);
		same = memcmp(digest, l->digest, DIGEST_SIZE) == 0;
	}
	buf_free(&text);
	free(path);
	return same;
}

/* Have plan look at the appointments of those that are not right. */
static int
mark_wrong(struct tool *t, const struct link_list *l, struct err *e)
{
	bool open = false;
	int r = 0;

	for (size_t i = 0; r == 0 && i < l->n; i++) {
		if (is_right(t, &l->v[i]))
			continue;
		if (!open)
			r = db_begin(t->db, e);
		open = true;
		if (r == 0)
			r = appointment_touch(t->db, l->v[i].appointment_id, e);
	}
	if (open && r == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return r;
}

static int
sweep_rows(struct tool *t, struct err *e)
{
	int64_t id = 0;
	size_t n = SLICE;
	int r = 0;

	while (r == 0 && n == SLICE) {
		struct link_list l = LINK_LIST_INIT;
		r = link_behind(t->db, id, SLICE, &l, e);
		n = l.n;
		id = n > 0 ? l.v[n - 1].id : id;
		if (r == 0)
			r = mark_wrong(t, &l, e);
		link_list_free(&l);
	}
	return r;
}

/*
 * A file of a row that never was committed: it is ours by its name and its
 * UID, and nobody has its address.
 */
static bool
is_ours(const struct tool *t, const char *token, const char *path)
{
	struct buf text = BUF_INIT, uid = BUF_INIT;
	struct err e = ERR_INIT;

	invite_uid(&uid, token, t->inst.created_at);
	bool ours = file_read(path, FILE_MAX_BYTES, &text, &e) == 0 &&
	    strstr(buf_cstr(&text), uid.v) != NULL;
	buf_free(&text);
	buf_free(&uid);
	return ours;
}

/* What file_write() was about to make, ".TOKEN.ics.XXXXXX". */
static bool
is_temporary(const char *name)
{
	char token[INVITE_TOKEN + 1];
	char whole[INVITE_NAME + 1] = "";

	if (name[0] != '.' || strlen(name) != 1 + INVITE_NAME + 7)
		return false;
	memcpy(whole, name + 1, INVITE_NAME);
	return name[1 + INVITE_NAME] == '.' && invite_name(whole, token);
}

static int
sweep_one(struct links *k, struct tool *t, const char *name, struct err *e)
{
	char token[INVITE_TOKEN + 1];
	struct buf path = BUF_INIT;
	int known = 0;

	buf_fmt(&path, "%s/%s", t->conf.links.directory, name);
	if (is_temporary(name)) {
		remove_file(k, path.v);
	} else if (invite_name(name, token)) {
		known = link_known(t->db, token, e);
		if (known == 0 && is_ours(t, token, path.v))
			remove_file(k, path.v);
	}
	buf_free(&path);
	return known == -1 ? -1 : 0;
}

static int
sweep_directory(struct links *k, struct tool *t, struct err *e)
{
	DIR *d = opendir(t->conf.links.directory);
	const struct dirent *entry;
	int r = 0;

	if (d == NULL) {
		err_sys(&k->error, ERR_IO, "cannot read %s",
		    t->conf.links.directory);
		return 0;
	}
	while (r == 0 && (entry = readdir(d)) != NULL)
		r = sweep_one(k, t, entry->d_name, e);
	closedir(d);
	return r;
}

static int
sweep_done(struct tool *t, struct err *e)
{
	if (db_begin(t->db, e) == -1)
		return -1;
	if (link_sweep_done(t->db, t->now, e) == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return -1;
}

int
sweep_start(struct links *k, struct tool *t, struct err *e)
{
	struct link_sweep s;
	int any = link_any(t->db, e);

	if (any == -1 || link_sweep_get(t->db, &s, e) == -1)
		return -1;
	bool due = s.unsure ||
	    (any == 1 && (t->now >= s.swept_at + DAY_S || t->now < s.swept_at));
	link_sweep_fini(&s);
	if (any == 1 && remove_due(k, t, e) == -1)
		return -1;
	if (!due)
		return 0;
	k->looked = true;
	if (sweep_rows(t, e) == -1 || sweep_directory(k, t, e) == -1)
		return -1;
	return sweep_done(t, e);
}

/* SPDX-License-Identifier: ISC */
/*
 * file - the gateway of a fresh installation: a file of JSON lines, one a
 * message, and nothing goes out:
 *
 *	{"ref":"k1-1-1f2e3d4c","to":"+43...","from":null,"text":"...",
 *	 "at":"2026-11-24T09:00:00Z","test":false}
 *
 * A line is on the disk before the outcome is known, so the file can be asked
 * after a crash.
 */
#include "gateway/gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/fail.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

/* Refused, and so will be the next: the disk, the path. */
static void
refuse(struct outcome *o, const char *doing, const char *path)
{
	o->class = OUTCOME_HOLD;
	outcome_detail(o, "cannot %s %s: %s", doing, path, strerror(errno));
}

/* A file that is made must be found again after a crash, too. */
static int
sync_directory(const char *path)
{
	char *dir = file_directory(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd == -1 ? -1 : fsync(fd);

	if (fd != -1)
		close(fd);
	free(dir);
	return r;
}

static int
open_outbox(const char *path)
{
	int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY);

	if (fd != -1 || errno != ENOENT)
		return fd;
	fd = open(
	    path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd != -1 && sync_directory(path) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A crash may have torn the last line: the next one starts on its own. */
static int
torn(int fd, off_t size)
{
	char last = '\n';

	if (size > 0 && pread(fd, &last, 1, size - 1) != 1)
		return -1;
	return last != '\n';
}

static void
render(struct json *j, const struct sms *m, int64_t at, struct buf *b)
{
	char when[CLOCK_TEXT];

	clock_iso(at, 0, when);
	buf_char(b, '{');
	json_put_text(j, b, "ref", m->ref);
	json_put_text(j, b, "to", m->to);
	if (m->from != NULL)
		json_put_text(j, b, "from", m->from);
	else
		json_put_null(b, "from");
	json_put_text(j, b, "text", m->text);
	json_put_text(j, b, "at", when);
	json_put_bool(b, "test", m->test);
	buf_str(b, "}\n");
}

/*
 * What was written in part is taken back, and the message was not handed
 * over; where even that fails, nobody knows.
 */
static void
append(int fd, const char *path, const struct buf *b, struct outcome *o)
{
	struct err e = ERR_INIT;
	struct stat sb;

	if (fstat(fd, &sb) == -1) {
		refuse(o, "look at", path);
		return;
	}
	int cut = S_ISREG(sb.st_mode) ? torn(fd, sb.st_size) : 0;
	if (cut == -1) {
		refuse(o, "read", path);
		return;
	}
	if ((cut == 1 && file_put(fd, "\n", 1, &e) == -1) ||
	    file_put(fd, b->v, b->n, &e) == -1) {
		refuse(o, "write to", path);
		if (ftruncate(fd, sb.st_size) == -1)
			o->class = OUTCOME_UNKNOWN;
		return;
	}
	FAIL_POINT();
	if (S_ISREG(sb.st_mode) && fsync(fd) == -1) {
		refuse(o, "write to the disk of", path);
		o->class = OUTCOME_UNKNOWN;
		return;
	}
	o->class = OUTCOME_ACCEPTED;
}

static void
deliver(struct json *j, const struct account *a, const struct sms *m,
    int64_t at, struct outcome *o)
{
	struct buf b = BUF_INIT;
	int fd = open_outbox(a->conf->path);

	*o = (struct outcome){ .class = OUTCOME_HOLD };
	if (fd == -1) {
		refuse(o, "open", a->conf->path);
		return;
	}
	/* Two processes may write to one file: a send, and a test by admin. */
	if (flock(fd, LOCK_EX) == -1) {
		refuse(o, "lock", a->conf->path);
	} else {
		render(j, m, at, &b);
		append(fd, a->conf->path, &b, o);
	}
	close(fd);
	buf_free(&b);
}

/* A whole line that begins as render() makes it. */
static int
lookup(const struct account *a, const char *ref, struct err *e)
{
	struct buf start = BUF_INIT;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int found = GATEWAY_NO;
	FILE *f = fopen(a->conf->path, "re");

	if (f == NULL && errno == ENOENT)
		return GATEWAY_NO;
	if (f == NULL)
		return err_sys(e, ERR_IO, "cannot open %s", a->conf->path);
	buf_fmt(&start, "{\"ref\":\"%s\",", ref);
	while (found == GATEWAY_NO && (n = getline(&line, &cap, f)) != -1)
		if (str_starts(line, buf_cstr(&start)) && n >= 2 &&
		    strcmp(line + n - 2, "}\n") == 0)
			found = GATEWAY_YES;
	if (ferror(f) != 0)
		found = err_sys(e, ERR_IO, "cannot read %s", a->conf->path);
	free(line);
	buf_free(&start);
	fclose(f);
	return found;
}

const struct gateway gateway_file = {
	.name = "file",
	.deliver = deliver,
	.lookup = lookup,
};

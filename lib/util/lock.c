/* SPDX-License-Identifier: ISC */
#include "util/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

/*
 * The file's text: "PID START" and, once the holder was reported, a second
 * line "reported PID".  That line names the holder it means: it may come
 * from a run that saw the one before.
 */
enum { TEXT_MAX = 256 };

/*
 * Give the path of the lock.  The real path: two names of one database are
 * one lock.  A database that is not there yet has its directory's.
 */
static char *
lock_path(const char *db, const char *tool)
{
	struct buf b = BUF_INIT;
	char *real = realpath(db, NULL);

	if (real != NULL) {
		buf_str(&b, real);
	} else {
		const char *slash = strrchr(db, '/');
		char *dir = slash == NULL
		    ? mem_str(".")
		    : mem_strn(db, slash == db ? 1 : (size_t)(slash - db));
		real = realpath(dir, NULL);
		buf_fmt(&b, "%s/%s", real != NULL ? real : dir,
		    slash != NULL ? slash + 1 : db);
		free(dir);
	}
	free(real);
	buf_fmt(&b, "-%s.lock", tool);
	return buf_take(&b);
}

/* The numbers of "A B": false when it is not just that. */
static bool
two_numbers(char *s, int64_t *a, int64_t *b)
{
	char *blank = strchr(s, ' ');

	if (blank == NULL)
		return false;
	*blank = '\0';
	return str_int(s, 1, INT32_MAX, a) == 0 &&
	    str_int(blank + 1, INT64_MIN, INT64_MAX, b) == 0;
}

/* What the file says of its last holder, as far as it says anything. */
static void
read_holder(int fd, struct lock *l)
{
	static const char told[] = "reported ";
	char text[TEXT_MAX];
	struct stat st;
	int64_t pid, start_at, whom;

	/* The file's time is the real one, so it is held against the real. */
	if (fstat(fd, &st) == 0)
		l->age_s = (int64_t)time(NULL) - (int64_t)st.st_mtime;

	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	char *second = strchr(text, '\n');
	if (second == NULL)
		return;
	*second++ = '\0';
	if (!two_numbers(text, &pid, &start_at))
		return;
	l->pid = (pid_t)pid;
	l->start_at = start_at;
	second[strcspn(second, "\n")] = '\0';
	if (str_starts(second, told) &&
	    str_int(second + strlen(told), 1, INT32_MAX, &whom) == 0)
		l->reported = whom == pid;
}

/* Is the file that we have open and locked still the one of that name? */
static bool
still_there(int fd, const char *path)
{
	struct stat ours, named;

	return fstat(fd, &ours) == 0 && stat(path, &named) == 0 &&
	    ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

/* Open and lock.  0: *fd is locked; 1: another has it, *fd is open. */
static int
grab(const char *path, bool wait, int *fd, struct err *e)
{
	for (;;) {
		*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		    S_IRUSR | S_IWUSR);
		if (*fd == -1)
			return err_sys(e,
			    errno == EACCES || errno == EPERM ? ERR_PERM
							      : ERR_CREATE,
			    "cannot open the lock %s", path);
		int r;
		do {
			r = flock(*fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB);
		} while (r == -1 && errno == EINTR);
		if (r == -1 && errno == EWOULDBLOCK)
			return 1;
		if (r == -1) {
			err_sys(e, ERR_IO, "cannot lock %s", path);
			close(*fd);
			return -1;
		}
		if (still_there(*fd, path))
			return 0;
		/* It was removed while we came: ours would guard nothing. */
		close(*fd);
	}
}

static int
write_holder(int fd, int64_t now, struct err *e)
{
	char text[TEXT_MAX];
	int n = snprintf(
	    text, sizeof(text), "%ld %" PRId64 "\n", (long)getpid(), now);

	if (ftruncate(fd, 0) == -1 || lseek(fd, 0, SEEK_SET) == -1)
		return err_sys(e, ERR_IO, "cannot write");
	return file_put(fd, text, (size_t)n, e);
}

int
lock_take(struct lock *l, const char *db, const char *tool, int64_t now,
    bool wait, struct err *e)
{
	char *path = lock_path(db, tool);
	int fd;

	*l = LOCK_INIT;
	int r = grab(path, wait, &fd, e);
	if (r >= 0)
		read_holder(fd, l);
	if (r == 0 && write_holder(fd, now, e) == -1) {
		err_in(e, "%s: ", path);
		r = -1;
		close(fd);
	} else if (r == 0) {
		l->fd = fd;
	} else if (r == 1) {
		close(fd);
	}
	free(path);
	return r;
}

int
lock_stamp(struct lock *l, int64_t at, struct err *e)
{
	return write_holder(l->fd, at, e);
}

/* By the real clock, as the file's time is. */
void
lock_beat(struct lock *l)
{
	time_t now = time(NULL);

	if (l->fd == -1 || now == l->beat_at)
		return;
	l->beat_at = now;
	futimens(l->fd, NULL);
}

void
lock_report(const char *db, const char *tool)
{
	char *path = lock_path(db, tool);
	struct lock l = LOCK_INIT;
	struct stat st;

	int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	free(path);
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0) {
		char text[TEXT_MAX];
		struct err e = ERR_INIT;
		read_holder(fd, &l);
		int n =
		    snprintf(text, sizeof(text), "reported %ld\n", (long)l.pid);
		if (!l.reported && file_put(fd, text, (size_t)n, &e) == 0) {
			/* The heartbeat is the holder's, not ours. */
			const struct timespec times[2] = { st.st_atim,
				st.st_mtim };
			futimens(fd, times);
		}
	}
	close(fd);
}

int64_t
lock_last(const char *db, const char *tool)
{
	char *path = lock_path(db, tool);
	struct lock l = LOCK_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	free(path);
	if (fd == -1)
		return 0;
	read_holder(fd, &l);
	close(fd);
	return l.start_at;
}

void
lock_drop(struct lock *l)
{
	if (l->fd != -1)
		close(l->fd);
	*l = LOCK_INIT;
}

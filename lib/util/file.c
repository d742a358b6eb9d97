/* SPDX-License-Identifier: ISC */
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/mem.h"

static enum err_kind
kind_of(int error, enum err_kind other)
{
	return error == EACCES || error == EPERM ? ERR_PERM : other;
}

/* Append what fd gives, `max` bytes at most. */
static int
slurp(int fd, const char *path, size_t max, struct buf *b, struct err *e)
{
	char block[16384];
	size_t left = max;

	for (;;) {
		ssize_t n = read(fd, block, sizeof(block));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, ERR_IO, "cannot read %s", path);
		if (n == 0)
			return 0;
		if ((size_t)n > left)
			return err_set(e, ERR_DATA,
			    "%s is larger than %zu bytes", path, max);
		left -= (size_t)n;
		buf_add(b, block, (size_t)n);
	}
}

int
file_read(const char *path, size_t max, struct buf *b, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return 1;
	if (fd == -1)
		return err_sys(
		    e, kind_of(errno, ERR_IO), "cannot open %s", path);
	int r = slurp(fd, path, max, b, e);
	close(fd);
	return r;
}

int
file_put(int fd, const void *p, size_t n, struct err *e)
{
	const char *s = p;

	while (n > 0) {
		ssize_t done = write(fd, s, n);
		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1)
			return err_sys(e, ERR_IO, "cannot write");
		s += done;
		n -= (size_t)done;
	}
	return 0;
}

char *
file_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_str(".");
	return mem_strn(path, slash == path ? 1 : (size_t)(slash - path));
}

/* A new name is on disk only when its directory is. */
static int
sync_directory(const char *dir, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_CLOEXEC | O_DIRECTORY);

	if (fd == -1)
		return err_sys(e, ERR_IO, "cannot open %s", dir);
	int r = fsync(fd);
	/* EINVAL: a file system that knows no such thing. */
	if (r == -1 && errno != EINVAL)
		err_sys(e, ERR_IO, "cannot write %s", dir);
	else
		r = 0;
	close(fd);
	return r;
}

/* Fill the open temporary file, so that it is on disk when this is 0. */
static int
fill(int fd, mode_t mode, const void *p, size_t n, struct err *e)
{
	if (file_put(fd, p, n, e) == -1)
		return -1;
	if (fchmod(fd, mode) == -1)
		return err_sys(e, ERR_IO, "cannot set the mode");
	if (fsync(fd) == -1)
		return err_sys(e, ERR_IO, "cannot write");
	return 0;
}

int
file_write(
    const char *path, mode_t mode, const void *p, size_t n, struct err *e)
{
	char *dir = file_directory(path);
	const char *slash = strrchr(path, '/');
	struct buf temp = BUF_INIT;
	int r = -1;

	/* Hidden: a web server or a reader of the directory passes it over. */
	buf_fmt(&temp, "%s/.%s.XXXXXX", dir, slash != NULL ? slash + 1 : path);
	int fd = mkstemp(temp.v);
	if (fd == -1) {
		err_sys(e, ERR_CREATE, "cannot create %s", path);
		goto out;
	}
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	if (fill(fd, mode, p, n, e) == -1) {
		err_in(e, "%s: ", path);
		goto out;
	}
	if (rename(temp.v, path) == -1) {
		err_sys(e, ERR_CREATE, "cannot create %s", path);
		goto out;
	}
	buf_free(&temp);
	r = sync_directory(dir, e);
out:
	if (fd != -1)
		close(fd);
	if (fd != -1 && temp.v != NULL)
		unlink(temp.v);
	buf_free(&temp);
	free(dir);
	return r;
}

/* Is what is behind fd a file that only its owner reads? */
static int
check_secret(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, ERR_IO, "cannot read %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_PERM, "%s is no regular file", path);
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return err_set(e, ERR_PERM,
		    "%s holds a secret and others than its owner have access "
		    "to it (mode %04o): chmod 600 %s",
		    path, (unsigned)(st.st_mode & 07777), path);
	return 0;
}

/* Append the first line of `text`, without white space at its end. */
static int
first_line(
    const struct buf *text, const char *path, struct buf *b, struct err *e)
{
	const char *s = buf_cstr(text);
	size_t n = strcspn(s, "\n");

	while (n > 0 && strchr(" \t\r\v\f", s[n - 1]) != NULL)
		n--;
	if (n == 0)
		return err_set(
		    e, ERR_CONF, "%s has nothing in its first line", path);
	if (strlen(s) != text->n)
		return err_set(e, ERR_CONF, "%s is no text", path);
	buf_add(b, s, n);
	return 0;
}

/* All of the file of a secret. */
static int
read_secret(const char *path, struct buf *text, struct err *e)
{
	enum { SECRET_MAX = 16384 };

	/* Not blocking: a FIFO must not hold us up before it is refused. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1)
		return err_sys(
		    e, kind_of(errno, ERR_CONF), "cannot open %s", path);
	int r = check_secret(fd, path, e);
	if (r == 0)
		r = slurp(fd, path, SECRET_MAX, text, e);
	close(fd);
	return r;
}

int
file_secret(const char *path, struct buf *b, struct err *e)
{
	struct buf text = BUF_INIT;
	int r = read_secret(path, &text, e);

	if (r == 0)
		r = first_line(&text, path, b, e);
	buf_free(&text);
	return r;
}

int
file_secret_named(
    const char *path, const char *name, struct buf *b, struct err *e)
{
	struct buf text = BUF_INIT;
	size_t n = strlen(name);
	int r = read_secret(path, &text, e);

	if (r == -1) {
		buf_free(&text);
		return -1;
	}
	const char *line = strchr(buf_cstr(&text), '\n');
	for (r = 1; line != NULL && r == 1; line = strchr(line, '\n')) {
		line++;
		if (strncmp(line, name, n) != 0 || line[n] != ':')
			continue;
		const char *value = line + n + 1;
		value += strspn(value, " \t");
		size_t len = strcspn(value, "\r\n");
		while (len > 0 && strchr(" \t", value[len - 1]) != NULL)
			len--;
		buf_add(b, value, len);
		r = len > 0 ? 0 : 1;
	}
	buf_free(&text);
	return r;
}

/* One directory, whose parents are there. */
static int
make_one(const char *path, mode_t mode, struct err *e)
{
	struct stat st;

	if (mkdir(path, mode) == 0) {
		/* Past the umask, and mkdir may drop the set-gid bit. */
		if (chmod(path, mode) == -1)
			return err_sys(
			    e, ERR_CREATE, "cannot set the mode of %s", path);
		return 0;
	}
	int error = errno;
	if (error == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	errno = error;
	return err_sys(e, ERR_CREATE, "cannot create the directory %s", path);
}

int
file_mkdir(const char *path, mode_t mode, struct err *e)
{
	char *p = mem_str(path);
	size_t n = strlen(p);
	struct stat st;
	int r = 0;

	while (n > 1 && p[n - 1] == '/')
		p[--n] = '\0';
	for (char *s = p + 1; r == 0 && n > 0 && *s != '\0'; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		/* Asked first: a parent may be there and not be writable. */
		if (stat(p, &st) == -1)
			r = make_one(p, 0755, e);
		*s = '/';
	}
	if (r == 0)
		r = make_one(p, mode, e);
	free(p);
	return r;
}

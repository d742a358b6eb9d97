/* SPDX-License-Identifier: ISC */
#include "net/local.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Does `path` lie in `directory`?  Both are real paths. */
static bool
lies_in(const char *path, const char *directory)
{
	size_t n = strlen(directory);

	if (n > 0 && directory[n - 1] == '/') /* the root */
		n--;
	return strncmp(path, directory, n) == 0 && path[n] == '/';
}

static bool
allowed(const char *path, char *const *directories, size_t n)
{
	bool r = false;

	for (size_t i = 0; i < n && !r; i++) {
		char *real = realpath(directories[i], NULL);
		r = real != NULL && lies_in(path, real);
		free(real);
	}
	return r;
}

/*
 * `size` is what the file has: it is read at one go, unless it grows
 * meanwhile.
 */
static int
read_all(int fd, int64_t size, int64_t max, struct buf *b, struct err *e)
{
	enum { MORE = 16384 };
	ssize_t n;

	buf_room(b, (size_t)(size < max ? size : max) + MORE);
	do {
		buf_room(b, MORE);
		n = read(fd, b->v + b->n, b->cap - b->n - 1);
		if (n == -1 && errno != EINTR)
			return err_sys(e, ERR_IO, "the file cannot be read");
		b->n += n > 0 ? (size_t)n : 0;
		if ((int64_t)b->n > max)
			return err_set(e, ERR_DATA,
			    "the file is larger than %" PRId64 " bytes", max);
	} while (n != 0);
	b->v[b->n] = '\0';
	return 0;
}

/* The path has no links left; one that appears now is not followed. */
static int
read_real(const char *path, int64_t max, struct buf *b, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	struct stat sb;
	int r;

	if (fd == -1)
		return err_sys(e, ERR_IO, "the file cannot be opened");
	if (fstat(fd, &sb) == -1)
		r = err_sys(e, ERR_IO, "the file cannot be read");
	else if (!S_ISREG(sb.st_mode))
		r = err_set(e, ERR_DATA, "it is not a regular file");
	else
		r = read_all(fd, sb.st_size, max, b, e);
	close(fd);
	return r;
}

int
local_read(const char *path, char *const *directories, size_t n, int64_t max,
    struct buf *b, struct err *e)
{
	char *real = realpath(path, NULL);
	int r;

	if (real == NULL && errno == ENOENT)
		return err_set(e, ERR_DATA, "there is no such file");
	if (real == NULL)
		return err_sys(e, ERR_IO, "the file cannot be opened");
	if (!allowed(real, directories, n))
		r = err_set(e, ERR_CONF,
		    "the file lies in none of the 'directories' that 'fetch' "
		    "has in smscal.conf");
	else
		r = read_real(real, max, b, e);
	free(real);
	return r;
}

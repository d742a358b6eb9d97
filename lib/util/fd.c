/* SPDX-License-Identifier: ISC */
#include "util/fd.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By number: libc names it for GNU programs only. */
static bool
close_range_of(unsigned lowest, unsigned flags)
{
#ifdef SYS_close_range
	return syscall(SYS_close_range, lowest, UINT_MAX, flags) == 0;
#else
	(void)lowest;
	(void)flags;
	return false;
#endif
}

/* As many as there may be. */
static int
highest(void)
{
	long max = sysconf(_SC_OPEN_MAX);

	return max > 0 && max < INT_MAX ? (int)max : 1024;
}

void
fd_close_from(unsigned lowest)
{
	if (!close_range_of(lowest, 0))
		for (int fd = (int)lowest; fd < highest(); fd++)
			close(fd);
}

void
fd_keep_from(unsigned lowest)
{
	enum { CLOEXEC = 1 << 2 }; /* CLOSE_RANGE_CLOEXEC of Linux 5.11 */

	if (!close_range_of(lowest, CLOEXEC))
		for (int fd = (int)lowest; fd < highest(); fd++)
			fcntl(fd, F_SETFD, FD_CLOEXEC);
}

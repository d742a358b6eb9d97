/* SPDX-License-Identifier: ISC */
#include "util/fd.h"

#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>

void
fd_close_from(unsigned lowest)
{
#ifdef SYS_close_range
	/* By number: libc names it for GNU programs only. */
	if (syscall(SYS_close_range, lowest, UINT_MAX, 0U) == 0)
		return;
#endif
	long max = sysconf(_SC_OPEN_MAX);
	for (long fd = (long)lowest; fd < (max > 0 ? max : 1024); fd++)
		close((int)fd);
}

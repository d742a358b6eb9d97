/* SPDX-License-Identifier: ISC */
#include "util/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Landlock's own, from its first version to the sixth: the headers of the
 * system that builds may be older than the kernel that runs.
 */
struct ruleset {
	uint64_t fs;     /* what is forbidden, but for the rules */
	uint64_t net;    /* since 4 */
	uint64_t scoped; /* since 6 */
};

struct beneath {
	uint64_t allowed;
	int32_t dir;
} __attribute__((packed));

enum {
	RULE_BENEATH = 1,
	ASK_VERSION = 1,
	READ_FILE = 1 << 2,
	ALL_FS_1 = (1 << 13) - 1,
	ALL_FS_2 = (1 << 14) - 1, /* and moving between directories */
	ALL_FS_3 = (1 << 15) - 1, /* and cutting short */
	ALL_FS_5 = (1 << 16) - 1, /* and ioctl() of devices */
	ALL_NET = 3,              /* bind and connect */
	ALL_SCOPED = 3            /* abstract sockets and signals */
};

#if defined(SMSCAL_SANITIZED)
static int confined;

/*
 * Asked by the leak checker at the end, which would have to open files and to
 * look into this process from another.  The unit tests of what runs in here are checked.
 */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c) */
int __lsan_is_turned_off(void);
int
__lsan_is_turned_off(void)
{
	return confined;
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c) */
#endif

static int
limit(int what, rlim_t value, rlim_t hard, struct err *e)
{
	struct rlimit l = { .rlim_cur = value, .rlim_max = hard };

	if (setrlimit(what, &l) == -1)
		return err_sys(e, ERR_CONF, "setrlimit");
	return 0;
}

int
sandbox_bound(const struct sandbox_bounds *b, struct err *e)
{
	rlim_t s = (rlim_t)b->seconds, size = (rlim_t)b->file_max;
	rlim_t files = (rlim_t)b->files;

	/* A second more, for a handler of SIGXCPU. */
	if (limit(RLIMIT_CPU, s, s + 1, e) == -1 ||
	    limit(RLIMIT_CORE, 0, 0, e) == -1 ||
	    limit(RLIMIT_FSIZE, size, size, e) == -1 ||
	    limit(RLIMIT_NOFILE, files, files, e) == -1)
		return -1;
#if !defined(SMSCAL_SANITIZED)
	/* A sanitizer's shadow takes terabytes of address space. */
	rlim_t bytes = (rlim_t)b->megabytes * 1024 * 1024;
	if (limit(RLIMIT_AS, bytes, bytes, e) == -1)
		return -1;
#endif
	if (chdir("/") == -1)
		return err_sys(e, ERR_IO, "chdir /");
	return 0;
}

/* For good: no privileges by exec().  false: the kernel does not know how. */
static bool
forswear(void)
{
#if defined(SMSCAL_SANITIZED)
	confined = 1;
#endif
	return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0;
}

#if defined(SYS_landlock_create_ruleset)
/* Open a ruleset of all that this kernel can forbid; -1 with errno. */
static int
ruleset_open(long version)
{
	struct ruleset r = { .fs = ALL_FS_1 };
	size_t size = offsetof(struct ruleset, net);

	if (version >= 2)
		r.fs = ALL_FS_2;
	if (version >= 3)
		r.fs = ALL_FS_3;
	if (version >= 5)
		r.fs = ALL_FS_5;
	if (version >= 4) {
		r.net = ALL_NET;
		size = offsetof(struct ruleset, scoped);
	}
	if (version >= 6) {
		r.scoped = ALL_SCOPED;
		size = sizeof(r);
	}
	return (int)syscall(SYS_landlock_create_ruleset, &r, size, 0U);
}

static int
allow_below(int ruleset, const char *dir, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return err_sys(e, ERR_CONF, "cannot open %s", dir);
	struct beneath b = { .allowed = READ_FILE, .dir = fd };
	int r =
	    (int)syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &b, 0U);
	if (r == -1)
		err_sys(e, ERR_CONF, "landlock_add_rule");
	close(fd);
	return r;
}

int
sandbox_files(const char *dir, struct err *e)
{
	if (!forswear())
		return SANDBOX_ABSENT;
	/* Not built in, not switched on at boot, or hidden by a container. */
	long version =
	    syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);
	if (version < 1)
		return SANDBOX_ABSENT;
	int fd = ruleset_open(version);
	if (fd == -1)
		return err_sys(e, ERR_CONF, "landlock_create_ruleset");
	int r = dir != NULL ? allow_below(fd, dir, e) : 0;
	if (r == 0 && syscall(SYS_landlock_restrict_self, fd, 0U) == -1)
		r = err_sys(e, ERR_CONF, "landlock_restrict_self");
	close(fd);
	return r;
}
#else
int
sandbox_files(const char *dir, struct err *e)
{
	(void)dir;
	(void)e;
	(void)forswear();
	return SANDBOX_ABSENT;
}
#endif

/* SPDX-License-Identifier: ISC */
/*
 * fault - preloaded by the crash tests into one run of a tool: counts the
 * system calls that write, sync, rename, unlink, truncate, create or send, and
 * at the FAULT_ATth does what FAULT_MODE says:
 *
 *	kill	SIGKILL before it
 *	torn	half of what is written or sent, or the whole call; then SIGKILL
 *	enospc	from then on no file grows or is made
 *	eio	this one fails: EIO, and ECONNRESET where it sends
 *	eintr	this one fails with EINTR
 *	lock	SIGSTOP, before the FAULT_ATth time that the write lock of an
 *		SQLite database in WAL mode is asked for: between transactions
 *
 * FAULT_LATE is at which look at the monotonic clock five minutes have passed.
 * FAULT_ALARM is in how many seconds any alarm goes off.
 *
 * FAULT_TRACE names a file that each call is added to, with its bytes: what a
 * power cut would leave can be made of it (crash/image.py).  A record is a line
 *
 *	NUMBER CALL INODE OFFSET RESULT LENGTH
 *
 * and LENGTH bytes and a line feed.  INODE is 0 where there is no file.  No
 * call here goes by way of libc's own, so the sanitizers' are left in peace.
 * Their parameters are named as libc's headers name them.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum mode { NONE, KILL, TORN, ENOSPC_, EIO_, EINTR_, LOCK };

/* What a call does; what goes wrong with it follows from that. */
enum kind { WRITES, SYNCS, NAMES, MAKES, SENDS };

enum { WAL_WRITE_LOCK = 120 }; /* the byte of -shm; SQLite's file format */

static enum mode mode;
static long fault_at, late_at;
static int trace = -1;
static atomic_long calls, locks;
static pid_t owner;

static __attribute__((constructor)) void
begin(void)
{
	static const char *const names[] = { "", "kill", "torn", "enospc",
		"eio", "eintr", "lock" };
	const char *m = getenv("FAULT_MODE"), *at = getenv("FAULT_AT");
	const char *to = getenv("FAULT_TRACE"), *late = getenv("FAULT_LATE");

	for (int i = 1; m != NULL && i <= LOCK; i++)
		if (strcmp(m, names[i]) == 0)
			mode = (enum mode)i;
	fault_at = at != NULL ? strtol(at, NULL, 10) : 0;
	late_at = late != NULL ? strtol(late, NULL, 10) : 0;
	owner = getpid();
	if (to != NULL)
		trace = (int)syscall(SYS_openat, AT_FDCWD, to,
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* What is said to people is none of ours, nor what a child does. */
static int
counts(int fd)
{
	return (fd == -1 || fd > STDERR_FILENO) && getpid() == owner;
}

static void
die(void)
{
	for (;;)
		syscall(SYS_kill, owner, SIGKILL);
}

static ino_t
inode(int fd)
{
	struct stat sb;

	return fd >= 0 && fstat(fd, &sb) == 0 &&
		(S_ISREG(sb.st_mode) || S_ISDIR(sb.st_mode))
	    ? sb.st_ino
	    : 0;
}

static void
note(long n, const char *call, int fd, off_t at, long result, const void *p,
    size_t len)
{
	char line[160];
	int saved = errno;

	if (trace == -1)
		return;
	int head = snprintf(line, sizeof(line), "%ld %s %ju %jd %ld %zu\n", n,
	    call, (uintmax_t)inode(fd), (intmax_t)at, result, len);
	char nl = '\n';
	union {
		const void *from;
		void *to;
	} data = { p };
	const struct iovec v[3] = { { line, (size_t)head }, { data.to, len },
		{ &nl, 1 } };
	syscall(SYS_writev, trace, v, 3);
	errno = saved;
}

/*
 * The next call's number in *n.  0: it goes on.  1: in part, then torn().
 * -1: it fails, with errno.
 */
static int
meet(enum kind kind, int fd, long *n)
{
	*n = atomic_fetch_add(&calls, 1) + 1;
	if (mode == NONE || mode == LOCK || *n < fault_at)
		return 0;
	if (mode == ENOSPC_) {
		if (kind == MAKES || (kind == WRITES && inode(fd) != 0)) {
			errno = ENOSPC;
			return *n == fault_at && kind == WRITES ? 1 : -1;
		}
		return 0;
	}
	if (*n > fault_at)
		return 0;
	if (mode == KILL)
		die();
	if (mode == TORN)
		return 1;
	errno = mode == EINTR_ ? EINTR : kind == SENDS ? ECONNRESET : EIO;
	return -1;
}

/* Behind a call that was made in part. */
static void
torn(void)
{
	if (mode == TORN)
		die();
	errno = ENOSPC;
}

static ssize_t
put(int fd, const void *p, size_t len, off_t at, int positioned)
{
	long n = 0;
	int how = counts(fd) ? meet(WRITES, fd, &n) : 0;

	if (how == -1 || (how == 1 && mode == ENOSPC_ && len < 2))
		return -1;
	size_t some = how == 1 && len > 1 ? len / 2 : len;
	ssize_t r = positioned ? syscall(SYS_pwrite64, fd, p, some, at)
			       : syscall(SYS_write, fd, p, some);
	if (how == 1) {
		torn();
		return r;
	}
	if (n > 0) {
		off_t end = positioned ? at + r : lseek(fd, 0, SEEK_CUR);
		note(n, "write", fd, end - r, r, p, r > 0 ? (size_t)r : 0);
	}
	return r;
}

ssize_t
write(int fd, const void *buf, size_t n)
{
	return put(fd, buf, n, 0, 0);
}

ssize_t
pwrite(int fd, const void *buf, size_t n, off_t offset)
{
	return put(fd, buf, n, offset, 1);
}

ssize_t
pwrite64(int fd, const void *buf, size_t n, off_t offset)
{
	return put(fd, buf, n, offset, 1);
}

static int
cut(int fd, off_t size)
{
	long n = 0;
	int how = counts(fd) ? meet(WRITES, fd, &n) : 0;

	if (how == -1 || (how == 1 && mode == ENOSPC_))
		return -1;
	int r = (int)syscall(SYS_ftruncate, fd, size);
	if (how == 1)
		torn();
	if (n > 0)
		note(n, "truncate", fd, size, r, NULL, 0);
	return r;
}

int
ftruncate(int fd, off_t length)
{
	return cut(fd, length);
}

int
ftruncate64(int fd, off_t length)
{
	return cut(fd, length);
}

static int
sync_fd(int fd, long call)
{
	long n = 0;
	int how = counts(fd) ? meet(SYNCS, fd, &n) : 0;

	if (how == -1)
		return -1;
	int r = (int)syscall(call, fd);
	if (how == 1)
		torn();
	if (n > 0)
		note(n, "sync", fd, 0, r, NULL, 0);
	return r;
}

int
fsync(int fd)
{
	return sync_fd(fd, SYS_fsync);
}

int
fdatasync(int fildes)
{
	return sync_fd(fildes, SYS_fdatasync);
}

/* The path as it is from the root, into `whole`. */
static void
absolute(int dir, const char *path, char *whole, size_t size)
{
	char link[64], at[PATH_MAX];
	ssize_t n = -1;

	if (path[0] != '/') {
		if (dir == AT_FDCWD)
			snprintf(link, sizeof(link), "/proc/self/cwd");
		else
			snprintf(link, sizeof(link), "/proc/self/fd/%d", dir);
		n = readlink(link, at, sizeof(at) - 1);
	}
	at[n > 0 ? n : 0] = '\0';
	snprintf(whole, size, "%s%s%s", at, n > 0 ? "/" : "", path);
}

static int
name_at(long call, const char *what, int dir, const char *path, int dir2,
    const char *path2)
{
	char whole[2 * PATH_MAX + 2];
	long n = 0, r;
	int how = counts(-1) ? meet(NAMES, -1, &n) : 0;

	if (how == -1)
		return -1;
	absolute(dir, path, whole, PATH_MAX);
	size_t len = strlen(whole);
	if (path2 != NULL) {
		r = syscall(call, dir, path, dir2, path2, 0);
		whole[len++] = '\n';
		absolute(dir2, path2, whole + len, PATH_MAX);
		len += strlen(whole + len);
	} else {
		r = syscall(call, dir, path, 0);
	}
	if (how == 1)
		torn();
	if (n > 0)
		note(n, what, -1, 0, r, whole, len);
	return (int)r;
}

int
rename(const char *old, const char *new)
{
	return name_at(SYS_renameat2, "rename", AT_FDCWD, old, AT_FDCWD, new);
}

int
renameat(int oldfd, const char *old, int newfd, const char *new)
{
	return name_at(SYS_renameat2, "rename", oldfd, old, newfd, new);
}

int
unlink(const char *name)
{
	return name_at(SYS_unlinkat, "unlink", AT_FDCWD, name, 0, NULL);
}

int
unlinkat(int fd, const char *name, int flag)
{
	if (flag != 0)
		return (int)syscall(SYS_unlinkat, fd, name, flag);
	return name_at(SYS_unlinkat, "unlink", fd, name, 0, NULL);
}

/* Only what makes a file is a point. */
static int
open_at(int dir, const char *path, int flags, mode_t perm)
{
	char whole[PATH_MAX];
	struct stat sb;
	long n = 0;

	flags |= O_LARGEFILE;
	if ((flags & O_CREAT) == 0 || !counts(-1) ||
	    fstatat(dir, path, &sb, AT_SYMLINK_NOFOLLOW) == 0) {
		int fd = (int)syscall(SYS_openat, dir, path, flags, perm);
		if (fd != -1 && (flags & O_TRUNC) != 0)
			note(0, "truncate", fd, 0, 0, NULL, 0);
		return fd;
	}
	int how = meet(MAKES, -1, &n);
	if (how == -1)
		return -1;
	int fd = (int)syscall(SYS_openat, dir, path, flags, perm);
	if (how == 1)
		torn();
	absolute(dir, path, whole, sizeof(whole));
	note(n, "create", fd, 0, fd, whole, strlen(whole));
	return fd;
}

/* The third parameter is there only where the call may make a file. */
#define OPEN_AT(dir)                                \
	mode_t perm = 0;                            \
	if ((oflag & (O_CREAT | O_TMPFILE)) != 0) { \
		va_list ap;                         \
		va_start(ap, oflag);                \
		perm = va_arg(ap, mode_t);          \
		va_end(ap);                         \
	}                                           \
	return open_at(dir, file, oflag, perm)

int
open(const char *file, int oflag, ...)
{
	OPEN_AT(AT_FDCWD);
}

int
open64(const char *file, int oflag, ...)
{
	OPEN_AT(AT_FDCWD);
}

int
openat(int fd, const char *file, int oflag, ...)
{
	OPEN_AT(fd);
}

int
openat64(int fd, const char *file, int oflag, ...)
{
	OPEN_AT(fd);
}

int
mkstemp(char *template)
{
	static long unique;
	char *end = template + strlen(template) - 6;

	for (;;) {
		char digits[8];
		snprintf(digits, sizeof(digits), "%06lx",
		    ((unsigned long)owner * 64 + (unsigned long)unique++) &
			0xffffff);
		memcpy(end, digits, 6);
		int fd = open_at(
		    AT_FDCWD, template, O_RDWR | O_CREAT | O_EXCL, 0600);
		if (fd != -1 || errno != EEXIST)
			return fd;
	}
}

static ssize_t
send_to(int fd, const void *p, size_t len, int flags, const struct sockaddr *to,
    socklen_t to_len)
{
	long n = 0;
	int how = counts(fd) ? meet(SENDS, fd, &n) : 0;

	if (how == -1)
		return -1;
	size_t some = how == 1 && len > 1 ? len / 2 : len;
	ssize_t r = syscall(SYS_sendto, fd, p, some, flags, to, to_len);
	if (how == 1)
		torn();
	if (n > 0)
		note(n, "send", -1, 0, r, p, r > 0 ? (size_t)r : 0);
	return r;
}

ssize_t
send(int fd, const void *buf, size_t n, int flags)
{
	return send_to(fd, buf, n, flags, NULL, 0);
}

ssize_t
sendto(int fd, const void *buf, size_t n, int flags,
    const struct sockaddr *addr, socklen_t addr_len)
{
	return send_to(fd, buf, n, flags, addr, addr_len);
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
	long n = 0;
	int how = counts(fd) ? meet(SENDS, fd, &n) : 0;

	if (how == -1)
		return -1;
	ssize_t r = syscall(SYS_sendmsg, fd, message, flags);
	if (how == 1)
		torn();
	if (n > 0)
		note(n, "sendmsg", -1, 0, r, NULL, 0);
	return r;
}

int
connect(int fd, const struct sockaddr *addr, socklen_t len)
{
	long n = 0;
	int how = counts(fd) ? meet(SENDS, fd, &n) : 0;

	if (how == -1)
		return -1;
	int r = (int)syscall(SYS_connect, fd, addr, len);
	if (how == 1)
		torn();
	if (n > 0)
		note(n, "connect", -1, 0, r, NULL, 0);
	return r;
}

unsigned int
alarm(unsigned int seconds)
{
	const char *in = getenv("FAULT_ALARM");
	struct itimerval new = { .it_value.tv_sec = seconds }, old;

	if (in != NULL && seconds != 0)
		new.it_value.tv_sec = strtol(in, NULL, 10);
	syscall(SYS_setitimer, ITIMER_REAL, &new, &old);
	return (unsigned int)old.it_value.tv_sec;
}

int
clock_gettime(clockid_t clock_id, struct timespec *tp)
{
	static atomic_long looks;
	int r = (int)syscall(SYS_clock_gettime, clock_id, tp);

	if (late_at > 0 && clock_id == CLOCK_MONOTONIC && getpid() == owner &&
	    atomic_fetch_add(&looks, 1) + 1 >= late_at)
		tp->tv_sec += 301;
	return r;
}

static int
control(int fd, int command, void *arg)
{
	const struct flock *l = arg;

	if ((command == F_SETLK || command == F_SETLKW) && counts(fd) &&
	    l->l_type == F_WRLCK && l->l_start == WAL_WRITE_LOCK) {
		long n = atomic_fetch_add(&locks, 1) + 1;
		note(n, "lock", -1, 0, 0, NULL, 0);
		if (mode == LOCK && n == fault_at)
			syscall(SYS_kill, owner, SIGSTOP);
	}
	return (int)syscall(SYS_fcntl, fd, command, arg);
}

#define CONTROL                         \
	va_list ap;                     \
	va_start(ap, cmd);              \
	void *arg = va_arg(ap, void *); \
	va_end(ap);                     \
	return control(fd, cmd, arg)

int
fcntl(int fd, int cmd, ...)
{
	CONTROL;
}

int
fcntl64(int fd, int cmd, ...)
{
	CONTROL;
}

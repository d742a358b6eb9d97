/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/sandbox.h"

/*
 * Another architecture has no filter here until it was tried on one: the
 * numbers and the order of a call's arguments are its own.
 */
#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define OUR_ARCH AUDIT_ARCH_AARCH64
#endif

#if defined(OUR_ARCH)

enum {
	FILTER_MAX = 192,
	X32_BIT = 0x40000000,
	/* By number: libc names them for GNU programs only. */
	OPEN_PATH = 010000000,
	OPEN_TMPFILE = 020000000,
	EMPTY_PATH = 0x1000
};

struct filter {
	struct sock_filter v[FILTER_MAX];
	unsigned short n;
};

static void
put(struct filter *f, unsigned short code, uint32_t k, uint8_t yes, uint8_t no)
{
	/* One that is too long is refused by the kernel, not cut: see below. */
	if (f->n < FILTER_MAX)
		f->v[f->n] = (struct sock_filter){ code, yes, no, k };
	f->n++;
}

static void
load(struct filter *f, size_t offset)
{
	put(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* The next `skip` instructions are for k alone. */
static void
only_for(struct filter *f, uint32_t k, uint8_t skip)
{
	put(f, BPF_JMP | BPF_JEQ | BPF_K, k, 0, skip);
}

static void
answer(struct filter *f, uint32_t k)
{
	put(f, BPF_RET | BPF_K, k, 0, 0);
}

static void
allow(struct filter *f, long call)
{
	only_for(f, (uint32_t)call, 1);
	answer(f, SECCOMP_RET_ALLOW);
}

/* Only while these bits of that argument are so; they are in its low half. */
static void
allow_where(
    struct filter *f, long call, size_t arg, uint32_t bits, uint32_t value)
{
	only_for(f, (uint32_t)call, 5);
	load(f, offsetof(struct seccomp_data, args) + arg * sizeof(uint64_t));
	put(f, BPF_ALU | BPF_AND | BPF_K, bits, 0, 0);
	only_for(f, value, 1);
	answer(f, SECCOMP_RET_ALLOW);
	answer(f, SECCOMP_RET_ERRNO | EPERM);
}

/* Not another architecture's numbers for what is forbidden in ours. */
static void
check_arch(struct filter *f)
{
	load(f, offsetof(struct seccomp_data, arch));
	put(f, BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0);
	answer(f, SECCOMP_RET_KILL_PROCESS);
	load(f, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
	put(f, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
	answer(f, SECCOMP_RET_KILL_PROCESS);
#endif
}

/* Computing, and reading and writing what is open. */
static const long plain[] = {
	SYS_read,
	SYS_write,
	SYS_close,
	SYS_lseek,
	SYS_readv,
	SYS_writev,
	SYS_pread64,
	SYS_fstat,
	SYS_brk,
	SYS_munmap,
	SYS_mremap,
	SYS_madvise,
	SYS_rt_sigreturn,
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_sigaltstack,
	SYS_restart_syscall,
	SYS_exit,
	SYS_exit_group,
	SYS_getpid,
	SYS_gettid,
	SYS_futex,
	SYS_getrandom,
	SYS_clock_gettime,
	SYS_gettimeofday,
	SYS_sysinfo,
	SYS_sched_yield,
#if defined(SMSCAL_SANITIZED)
	/* For a report: whether it may be in colour, and whose it is. */
	SYS_getuid,
	SYS_geteuid,
	SYS_getrusage,
	SYS_sched_getaffinity,
#endif
};

static void
fill(struct filter *f, bool opens)
{
	/* Nothing that makes, changes or cuts; no bare handle on a place. */
	const uint32_t not_read =
	    O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | OPEN_PATH | OPEN_TMPFILE;

	check_arch(f);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		allow(f, plain[i]);
	/* No memory that is code. */
	allow_where(f, SYS_mmap, 2, PROT_EXEC, 0);
	allow_where(f, SYS_mprotect, 2, PROT_EXEC, 0);
	/* fstat() of a newer libc. */
	allow_where(f, SYS_newfstatat, 3, EMPTY_PATH, EMPTY_PATH);
	/* abort(), and no signal to anybody else. */
	allow_where(f, SYS_tgkill, 0, UINT32_MAX, (uint32_t)getpid());
	if (opens) {
		allow_where(f, SYS_openat, 2, not_read, O_RDONLY);
#if defined(SYS_open)
		allow_where(f, SYS_open, 1, not_read, O_RDONLY);
#endif
	}
	answer(f, SECCOMP_RET_ERRNO | EPERM);
}

int
sandbox_calls(bool opens, struct err *e)
{
	static struct filter f;
	struct sock_fprog program = { .filter = f.v };

	f.n = 0;
	fill(&f, opens);
	if (f.n > FILTER_MAX)
		return err_set(e, ERR_CONF, "the filter is too long");
	program.len = f.n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == -1)
		return SANDBOX_ABSENT;
	/* Not built in, or hidden by a container. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0L, 0L) == -1)
		return SANDBOX_ABSENT;
	return SANDBOX_DONE;
}

#else

int
sandbox_calls(bool opens, struct err *e)
{
	(void)opens;
	(void)e;
	return SANDBOX_ABSENT;
}

#endif

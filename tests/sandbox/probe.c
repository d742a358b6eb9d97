/* SPDX-License-Identifier: ISC */
/*
 * probe - a parser that turned hostile: it enters the sandbox of smscal-parse
 * and then tries what it must not.  Built for tests, installed nowhere.
 *
 *   probe WHAT                 says what came of it: "refused" or "done"
 *   probe without-WHAT PROGRAM ...   runs it in a kernel without WHAT
 *
 * As smscal.conf's parser it takes WHAT from its own name, probe-WHAT.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/sandbox.h"

static char *const nothing[] = { NULL };

static long
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static long
try_unix(void)
{
	return socket(AF_UNIX, SOCK_DGRAM, 0);
}

static long
try_passwd(void)
{
	return open("/etc/passwd", O_RDONLY);
}

static long
try_climb(void)
{
	return open("/usr/share/zoneinfo/../../../etc/passwd", O_RDONLY);
}

static long
try_self(void)
{
	return open("/proc/self/mem", O_RDONLY);
}

static long
try_zone(void)
{
	return open("/usr/share/zoneinfo/Europe/Vienna", O_RDONLY);
}

static long
try_write(void)
{
	return open("/usr/share/zoneinfo/Europe/Vienna", O_RDWR);
}

static long
try_create(void)
{
	return open("/tmp/smscal-probe", O_WRONLY | O_CREAT, 0600);
}

static long
try_unlink(void)
{
	return unlink("/tmp/smscal-probe");
}

static long
try_exec(void)
{
	return execve("/bin/true", nothing, nothing);
}

static long
try_fork(void)
{
	long pid = fork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static long
try_ptrace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long
try_kill(void)
{
	return kill(getppid(), SIGCONT);
}

static long
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static long
try_limit(void)
{
	struct rlimit l = { .rlim_cur = 1, .rlim_max = 1 };

	return setrlimit(RLIMIT_CPU, &l);
}

static long
try_prctl(void)
{
	return prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L);
}

static long
try_ring(void)
{
	return syscall(425, 1, NULL); /* io_uring_setup */
}

/* Half a gigabyte, where 64 MiB are allowed. */
static long
try_memory(void)
{
	static char *held[512];
	long r = 0;

	for (int i = 0; i < 512 && r == 0; i++) {
		held[i] = malloc(1 << 20);
		if (held[i] == NULL)
			r = -1;
		else
			memset(held[i], i, 1 << 20);
	}
	return r;
}

static long
try_hang(void)
{
	for (volatile int i = 0;; i = 1 - i)
		;
	return 0;
}

/* Of a component that nobody asked about. */
static long
try_lie(void)
{
	static const char lie[] = "bad\t987654\tyours\ndone\t0\n";

	long r = write(STDOUT_FILENO, lie, sizeof(lie) - 1);
	_exit(r == -1);
}

struct attempt {
	const char *name;
	long (*try)(void); /* -1 with errno: refused */
};

static const struct attempt attempts[] = {
	{ "socket", try_socket },
	{ "unix", try_unix },
	{ "passwd", try_passwd },
	{ "climb", try_climb },
	{ "self", try_self },
	{ "zone", try_zone },
	{ "write", try_write },
	{ "create", try_create },
	{ "unlink", try_unlink },
	{ "exec", try_exec },
	{ "fork", try_fork },
	{ "ptrace", try_ptrace },
	{ "kill", try_kill },
	{ "code", try_code },
	{ "limit", try_limit },
	{ "prctl", try_prctl },
	{ "ring", try_ring },
	{ "memory", try_memory },
	{ "hang", try_hang },
	{ "lie", try_lie },
};

/* This system call is one that the kernel does not know. */
static int
hide(const char *what)
{
	bool landlock = strcmp(what, "without-landlock") == 0;
	uint32_t call = landlock ? SYS_landlock_create_ruleset : SYS_prctl;
	/* prctl() of PR_SET_SECCOMP alone. */
	struct sock_filter v[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
		    landlock ? 0 : PR_SET_SECCOMP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(v) / sizeof(v[0]), v };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == -1)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0L, 0L);
}

static int
confine(void)
{
	const struct sandbox_bounds b = { 64, 1, 1 << 20, 16 };
	struct err e = ERR_INIT;
	int files = -1, calls = -1;

	if (sandbox_bound(&b, &e) == 0)
		files = sandbox_files("/usr/share/zoneinfo", &e);
	if (files != -1)
		calls = sandbox_calls(files == SANDBOX_DONE, &e);
	if (files == -1 || calls == -1) {
		fprintf(stderr, "probe: %s\n", e.msg);
		return -1;
	}
	if (files == SANDBOX_ABSENT)
		puts("no Landlock");
	if (calls == SANDBOX_ABSENT)
		puts("no seccomp");
	return 0;
}

static int
attempt(const char *what)
{
	static char input[4096];

	if (confine() == -1)
		return 70;
	while (strchr("lhm", what[0]) != NULL &&
	    read(STDIN_FILENO, input, sizeof(input)) > 0)
		;
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		if (strcmp(attempts[i].name, what) != 0)
			continue;
		errno = 0;
		long r = attempts[i].try();
		if (r == -1)
			printf("refused: %s\n", strerror(errno));
		else
			puts("done");
		return r == -1;
	}
	return 64;
}

int
main(int argc, char *argv[])
{
	const char *dash = strstr(argv[0], "probe-");

	if (dash != NULL)
		return attempt(dash + strlen("probe-"));
	if (argc == 2)
		return attempt(argv[1]);
	if (argc < 3 || hide(argv[1]) == -1)
		return 64;
	execvp(argv[2], argv + 2);
	return 127;
}

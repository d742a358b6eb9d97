/* SPDX-License-Identifier: ISC */
#include "util/watch.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "util/mem.h"

#include "t.h"

enum { LIMIT_MS = 200 };

/* So much processor time. */
static void
work(int ms)
{
	clock_t until = clock() + (clock_t)ms * CLOCKS_PER_SEC / 1000;

	while (clock() < until)
		;
}

/*
 * What a child says that runs f under a watch, and in *status how it ended;
 * its standard error is nobody's business.
 */
static const char *
child(void (*f)(void), int *status)
{
	static char said[64];
	struct err e = ERR_INIT;
	int fds[2];
	ssize_t n = 0;

	fflush(stdout);
	if (pipe(fds) == -1)
		return "pipe";
	pid_t pid = fork();
	if (pid == 0) {
		close(STDERR_FILENO);
		if (watch_start(fds[1], LIMIT_MS, &e) == 0)
			f();
		_exit(3);
	}
	close(fds[1]);
	size_t at = 0;
	while ((n = read(fds[0], said + at, sizeof(said) - 1 - at)) > 0)
		at += (size_t)n;
	said[at] = '\0';
	close(fds[0]);
	waitpid(pid, status, 0);
	return said;
}

static bool
ended_by(int status, int sig)
{
#if defined(SMSCAL_SANITIZED)
	/* A sanitizer has its say about a fault behind us. */
	return WIFEXITED(status) ? WEXITSTATUS(status) != 3
				 : WTERMSIG(status) == sig;
#else
	return WIFSIGNALED(status) && WTERMSIG(status) == sig;
#endif
}

static void
hang(void)
{
	watch_at(1234567890123);
	for (;;)
		work(1000);
}

static void
go_on(void)
{
	for (int i = 1; i <= 20; i++) {
		watch_at(i);
		work(LIMIT_MS / 4);
	}
}

static void
hang_at_nothing(void)
{
	watch_at(1);
	watch_at(0);
	work(4 * LIMIT_MS);
}

static void
crash(void)
{
	watch_at(7);
	raise(SIGSEGV);
}

static void
give_up(void)
{
	watch_at(8);
	abort();
}

static void
bug(void)
{
	watch_at(9);
	mem_bug("a bug");
}

static void
crash_at_nothing(void)
{
	watch_at(10);
	watch_at(0);
	raise(SIGSEGV);
}

static void
tell_twice(void)
{
	if (watch_at(11) == 0 && watch_at(12) == 11)
		watch_tell();
	watch_tell();
}

#if !defined(SMSCAL_SANITIZED)
/* Down until there is no stack. */
static int
deep(volatile char *above)
{
	volatile char room[4096];

	room[0] = above != NULL ? above[0] : 0;
	return room[0] != 0 ? 0 : deep(room) + room[0];
}

static void
fall(void)
{
	watch_at(13);
	_exit(deep(NULL));
}
#endif

int
main(void)
{
	int status = 0;

	watch_at(5);
	watch_tell();
	watch_at(0);
	OK(true, "without a start it is no watch");
	SAME(child(hang, &status), "at\t1234567890123\n", "one that hangs");
	OK(WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF, "... is ended");
	SAME(child(go_on, &status), "", "many in their time");
	OK(WIFEXITED(status) && WEXITSTATUS(status) == 3, "... are not");
	SAME(child(hang_at_nothing, &status), "", "nothing in particular");
	OK(WIFEXITED(status) && WEXITSTATUS(status) == 3, "... has no limit");
	SAME(child(crash, &status), "at\t7\n", "one that crashes");
	OK(ended_by(status, SIGSEGV), "... as it would have");
	SAME(child(give_up, &status), "at\t8\n", "one that gives up");
	OK(ended_by(status, SIGABRT), "... as it would have");
	SAME(child(bug, &status), "at\t9\n", "a bug of ours");
	OK(WIFEXITED(status) && WEXITSTATUS(status) == 70, "... is one");
	SAME(child(crash_at_nothing, &status), "", "a crash between two");
	OK(ended_by(status, SIGSEGV), "... is one");
	SAME(child(tell_twice, &status), "at\t12\n", "it is told once");
#if !defined(SMSCAL_SANITIZED)
	SAME(child(fall, &status), "at\t13\n", "one that uses up the stack");
	OK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV, "... crashes");
#endif
	return t_done();
}

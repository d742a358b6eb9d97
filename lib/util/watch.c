/* SPDX-License-Identifier: ISC */
#include "util/watch.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>
#include <unistd.h>

enum { TICK_MS = 50, STACK = 64 * 1024, N_FATAL = 6 };

/* Of a fault, and of the bound of processor time (util/sandbox.h). */
static const int fatal[N_FATAL] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT,
	SIGXCPU };

/*
 * All that a handler of signals knows.  Where an id is written in two steps,
 * it may see half of one: whoever reads it believes nothing unchecked.
 */
static struct {
	int fd; /* 0: no watch */
	volatile int64_t id;
	int64_t seen;     /* the id at the last tick, and ... */
	int64_t n, limit; /* ... how many ticks it has been that */
	struct sigaction before[N_FATAL];
	char stack[STACK]; /* the other one may be what was used up */
} watch;

int64_t
watch_at(int64_t id)
{
	int64_t was = watch.id;

	watch.id = id;
	return was;
}

void
watch_tell(void)
{
	char line[32];
	size_t at = sizeof(line);
	int64_t id = watch.id;
	ssize_t n = 0;

	if (watch.fd == 0 || id <= 0)
		return;
	watch.id = 0;
	line[--at] = '\n';
	for (; id != 0; id /= 10)
		line[--at] = (char)('0' + id % 10);
	line[--at] = '\t';
	line[--at] = 't';
	line[--at] = 'a';
	do
		n = write(watch.fd, line + at, sizeof(line) - at);
	while (n == -1 && errno == EINTR);
}

/* As if there had been no watch. */
static void
die_of(int sig, const struct sigaction *before)
{
	watch_tell();
	sigaction(sig, before, NULL);
	raise(sig);
}

static void
on_fatal(int sig)
{
	for (size_t i = 0; i < N_FATAL; i++)
		if (fatal[i] == sig)
			die_of(sig, &watch.before[i]);
}

static void
on_tick(int sig)
{
	const struct sigaction end = { .sa_handler = SIG_DFL };
	int error = errno;

	if (watch.id == 0 || watch.id != watch.seen)
		watch.n = 0;
	watch.seen = watch.id;
	if (watch.n++ > watch.limit)
		die_of(sig, &end);
	errno = error;
}

int
watch_start(int fd, int64_t limit_ms, struct err *e)
{
	const struct timeval tick = { .tv_usec = TICK_MS * 1000L };
	const struct itimerval every = { tick, tick };
	const stack_t stack = { .ss_sp = watch.stack, .ss_size = STACK };
	struct sigaction act = { .sa_handler = on_fatal,
		.sa_flags = SA_ONSTACK };

	watch.fd = fd;
	watch.limit = limit_ms / TICK_MS;
	sigemptyset(&act.sa_mask);
	if (sigaltstack(&stack, NULL) == -1)
		return err_sys(e, ERR_CONF, "sigaltstack");
	for (size_t i = 0; i < N_FATAL; i++)
		if (sigaction(fatal[i], &act, &watch.before[i]) == -1)
			return err_sys(e, ERR_CONF, "sigaction");
	act.sa_handler = on_tick;
	act.sa_flags |= SA_RESTART;
	if (sigaction(SIGPROF, &act, NULL) == -1 ||
	    setitimer(ITIMER_PROF, &every, NULL) == -1)
		return err_sys(e, ERR_CONF, "setitimer");
	return 0;
}

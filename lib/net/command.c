/* SPDX-License-Identifier: ISC */
#include "net/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/fd.h"
#include "util/mem.h"

enum { CHUNK = 64 * 1024, REAP_MS = 5, STEP_MS = 1000 };

/* Ends of the pipes: ours and the program's. */
struct pipes {
	int in[2], out[2], err[2]; /* -1: not open */
};

struct command_job {
	struct command c;
	pid_t pid;
	int in, out, err; /* -1: at its end */
	size_t written, said;
	int64_t until_ms; /* monotonic */
	struct buf *answer;
	size_t answered; /* bytes of it */
	enum command_end how;
	int broke; /* errno of a pipe's end of ours; 0: none */
	struct command_status status;
};

static void
shut(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

static void
pipes_close(struct pipes *p)
{
	for (int i = 0; i < 2; i++) {
		shut(&p->in[i]);
		shut(&p->out[i]);
		shut(&p->err[i]);
	}
}

/* Neither end is where the program has its standard three. */
static int
pipe_open(int fd[2], struct err *e)
{
	if (pipe(fd) == -1) {
		fd[0] = fd[1] = -1;
		return err_sys(e, ERR_IO, "pipe");
	}
	for (int i = 0; i < 2; i++) {
		int high = fcntl(fd[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		if (high == -1)
			return err_sys(e, ERR_IO, "pipe");
		close(fd[i]);
		fd[i] = high;
	}
	return 0;
}

static int
pipes_open(struct pipes *p, struct err *e)
{
	*p = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	if (pipe_open(p->in, e) == -1 || pipe_open(p->out, e) == -1 ||
	    pipe_open(p->err, e) == -1)
		return -1;
	/* Only our ends: the program may expect its own to block. */
	if (fcntl(p->in[1], F_SETFL, O_NONBLOCK) == -1 ||
	    fcntl(p->out[0], F_SETFL, O_NONBLOCK) == -1 ||
	    fcntl(p->err[0], F_SETFL, O_NONBLOCK) == -1)
		return err_sys(e, ERR_IO, "pipe");
	return 0;
}

/* Its standard three; it has no others.  Gives errno, 0. */
static int
files(posix_spawn_file_actions_t *f, const struct pipes *p)
{
	int r = posix_spawn_file_actions_init(f);

	if (r == 0)
		r = posix_spawn_file_actions_adddup2(f, p->in[0], STDIN_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(
		    f, p->out[1], STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(
		    f, p->err[1], STDERR_FILENO);
	return r;
}

/* A process group of its own, and signals as at a login. */
static int
attributes(posix_spawnattr_t *a)
{
	sigset_t none, pipe;
	int r = posix_spawnattr_init(a);

	sigemptyset(&none);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	if (r == 0)
		r = posix_spawnattr_setpgroup(a, 0);
	if (r == 0)
		r = posix_spawnattr_setsigmask(a, &none);
	if (r == 0)
		r = posix_spawnattr_setsigdefault(a, &pipe);
	if (r == 0)
		r = posix_spawnattr_setflags(a,
		    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
			POSIX_SPAWN_SETSIGDEF);
	return r;
}

/*
 * Until exec() has gone well or not.  A parent that has read a large feed is
 * not copied for that.
 */
static int
start(const struct command *c, struct pipes *p, pid_t *pid, struct err *e)
{
	static char *const nothing[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t how;
	/* exec() changes neither strings nor arrays. */
	union {
		const char *const *from;
		char *const *to;
	} argv = { c->argv }, env = { c->env };

	if (pipes_open(p, e) == -1)
		return -1;
	fd_keep_from(STDERR_FILENO + 1);
	if ((errno = files(&actions, p)) != 0 ||
	    (errno = attributes(&how)) != 0)
		return err_sys(e, ERR_IO, "posix_spawn");
	int r = posix_spawn(pid, c->argv[0], &actions, &how, argv.to,
	    c->env != NULL ? env.to : nothing);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&how);
	errno = r;
	if (r != 0)
		return err_sys(e, ERR_CONF, "cannot run %s", c->argv[0]);
	shut(&p->in[0]);
	shut(&p->out[1]);
	shut(&p->err[1]);
	return 0;
}

static void
feed(struct command_job *r)
{
	const char *in = r->c.in;
	ssize_t n = 0;

	if (r->written < r->c.n)
		n = write(r->in, in + r->written, r->c.n - r->written);
	if (n > 0)
		r->written += (size_t)n;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	/*
	 * A program that does not read on may still have its say.  But one that
	 * was not given all for another reason would take a part for the whole.
	 */
	if (n == -1 && errno != EPIPE)
		r->broke = errno;
	if (n == -1 || r->written == r->c.n)
		shut(&r->in);
}

/* false: too much. */
static bool
collect(struct command_job *r)
{
	static char chunk[CHUNK];
	ssize_t n = read(r->out, chunk, sizeof(chunk));

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0) {
		if (n == -1)
			r->broke = errno;
		shut(&r->out);
		return true;
	}
	if ((size_t)n > r->c.max_out - r->answered)
		return false;
	r->answered += (size_t)n;
	buf_add(r->answer, chunk, (size_t)n);
	return true;
}

/* The beginning is kept, the rest read and dropped. */
static void
listen_to(struct command_job *r)
{
	char chunk[4096];
	ssize_t n = read(r->err, chunk, sizeof(chunk));

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		shut(&r->err);
		return;
	}
	size_t room = sizeof(r->status.said) - 1 - r->said;
	size_t k = (size_t)n < room ? (size_t)n : room;
	memcpy(r->status.said + r->said, chunk, k);
	r->said += k;
	r->status.said[r->said] = '\0';
}

/* What poll() may wait, at most a second at a time; 0: time is up. */
static int
left_ms(const struct command_job *r)
{
	int64_t left = r->until_ms - clock_mono_ms();

	return left <= 0 ? 0 : left < 1000 ? (int)left : 1000;
}

/* false: it must end, or both of its outputs are at their end. */
static bool
talk(struct command_job *r, int timeout_ms)
{
	struct pollfd fds[3] = {
		{ .fd = r->in, .events = POLLOUT },
		{ .fd = r->out, .events = POLLIN },
		{ .fd = r->err, .events = POLLIN },
	};
	int wait = left_ms(r);

	if (wait == 0) {
		r->how = COMMAND_TIMEOUT;
		return false;
	}
	if (poll(fds, 3, wait < timeout_ms ? wait : timeout_ms) == -1)
		return true; /* EINTR; the clock bounds it */
	if (fds[0].revents != 0)
		feed(r);
	if (fds[1].revents != 0 && !collect(r)) {
		r->how = COMMAND_OVERFLOW;
		return false;
	}
	if (fds[2].revents != 0)
		listen_to(r);
	return r->out != -1 || r->err != -1;
}

/* Has it ended?  It is not reaped: its number stays its own. */
static bool
has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
	    -1 ||
	    info.si_pid != 0;
}

/* Its end was seen, or is made here. */
static int
reap(struct command_job *r, struct err *e)
{
	int status = 0;
	pid_t got;

	shut(&r->in);
	shut(&r->out);
	shut(&r->err);
	/* What it left behind ends too. */
	kill(-r->pid, SIGKILL);
	do
		got = waitpid(r->pid, &status, 0);
	while (got == -1 && errno == EINTR);
	if (got == -1)
		return err_sys(e, ERR_IO, "waitpid");
	if (r->broke != 0) {
		errno = r->broke;
		return err_sys(e, ERR_IO, "a pipe of %s", r->c.argv[0]);
	}
	r->status.end = r->how;
	if (r->how != COMMAND_EXITED)
		return 0;
	if (WIFSIGNALED(status)) {
		r->status.end = COMMAND_KILLED;
		r->status.code = WTERMSIG(status);
	} else {
		r->status.code = WEXITSTATUS(status);
	}
	return 0;
}

struct command_job *
command_start(const struct command *c, struct buf *out, struct err *e)
{
	struct command_job *r = mem_zero(1, sizeof(*r));
	struct pipes p;

	*r = (struct command_job){
		.c = *c,
		.answer = out,
		.how = COMMAND_EXITED,
		.status = { .end = COMMAND_EXITED },
		.until_ms = clock_mono_ms() + (int64_t)c->seconds * 1000,
	};
	if (start(c, &p, &r->pid, e) == 0) {
		r->in = p.in[1];
		r->out = p.out[0];
		r->err = p.err[0];
		p.in[1] = p.out[0] = p.err[0] = -1;
	} else {
		free(r);
		r = NULL;
	}
	pipes_close(&p);
	return r;
}

/* 1: over; 0: it goes on. */
static int
go_on(struct command_job *r, int timeout_ms)
{
	const struct timespec pause = { .tv_nsec = REAP_MS * 1000000L };
	bool mute = r->out == -1 && r->err == -1;

	if (mute && has_ended(r->pid))
		return 1;
	if (mute && timeout_ms > REAP_MS)
		timeout_ms = REAP_MS; /* its end is no event of a pipe */
	if (!mute || r->in != -1)
		return (!talk(r, timeout_ms) && r->how != COMMAND_EXITED) ||
		    r->broke != 0;
	if (left_ms(r) == 0) {
		r->how = COMMAND_TIMEOUT;
		return 1;
	}
	if (timeout_ms > 0)
		nanosleep(&pause, NULL);
	return 0;
}

int
command_step(struct command_job *j, int timeout_ms,
    struct command_status *status, struct err *e)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, &old);
	int over = go_on(j, timeout_ms);
	sigaction(SIGPIPE, &old, NULL);
	if (over == 0)
		return 0;
	int r = reap(j, e);
	*status = j->status;
	free(j);
	return r == -1 ? -1 : 1;
}

void
command_abort(struct command_job *j)
{
	struct err e = ERR_INIT;

	if (j == NULL)
		return;
	j->how = COMMAND_TIMEOUT;
	if (reap(j, &e) == -1)
		err_clear(&e);
	free(j);
}

int
command_run(const struct command *c, struct buf *out,
    struct command_status *status, struct err *e)
{
	struct command_job *j = command_start(c, out, e);
	int r = 0;

	*status = (struct command_status){ .end = COMMAND_EXITED };
	if (j == NULL)
		return -1;
	while (r == 0)
		r = command_step(j, STEP_MS, status, e);
	return r == 1 ? 0 : -1;
}

void
command_describe(const struct command_status *s, char *out, size_t cap)
{
	const char *colon = s->said[0] != '\0' ? ": " : "";
	int n = (int)strcspn(s->said, "\n");

	switch (s->end) {
	case COMMAND_EXITED:
		snprintf(out, cap, "exited with status %d%s%.*s", s->code,
		    colon, n, s->said);
		break;
	case COMMAND_KILLED:
		snprintf(out, cap, "was ended by signal %d%s%.*s", s->code,
		    colon, n, s->said);
		break;
	case COMMAND_TIMEOUT:
		snprintf(out, cap, "took too long");
		break;
	case COMMAND_OVERFLOW:
		snprintf(out, cap, "wrote too much");
		break;
	}
}

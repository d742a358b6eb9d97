/* SPDX-License-Identifier: ISC */
#include "net/command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/mem.h"

#include "t.h"

static struct buf out;
static struct command_status status;
static struct err err;

/* A shell's script, since every machine has a shell. */
static int
sh(const char *script, const void *in, size_t n, size_t max, int seconds)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	struct command c = { .argv = argv,
		.in = in,
		.n = n,
		.max_out = max,
		.seconds = seconds };

	buf_reset(&out);
	err_clear(&err);
	return command_run(&c, &out, &status, &err);
}

static void
ends(void)
{
	char text[128];

	OK(sh("echo hi; exit 3", NULL, 0, 100, 20) == 0 &&
		status.end == COMMAND_EXITED && status.code == 3,
	    "its status");
	SAME(buf_cstr(&out), "hi\n", "its output");
	OK(sh("echo why >&2; echo more >&2; kill -9 $$", NULL, 0, 9, 20) == 0 &&
		status.end == COMMAND_KILLED && status.code == SIGKILL,
	    "the signal that ended it");
	command_describe(&status, text, sizeof(text));
	SAME(text, "was ended by signal 9: why", "in words");
	OK(sh("sed s/^/./", "a\nb\n", 4, 100, 20) == 0, "it reads");
	SAME(buf_cstr(&out), ".a\n.b\n", "what it was given");
}

static void
bounds(void)
{
	int64_t begin = clock_mono_ms();
	char text[128];

	OK(sh("exec sleep 60", NULL, 0, 9, 1) == 0 &&
		status.end == COMMAND_TIMEOUT,
	    "one that hangs is ended");
	OK(sh("exec >&- 2>&-; exec sleep 60", NULL, 0, 9, 1) == 0 &&
		status.end == COMMAND_TIMEOUT,
	    "... and one that hangs with its output closed");
	OK(sh("trap '' TERM; sleep 60 & sleep 60", NULL, 0, 9, 1) == 0 &&
		status.end == COMMAND_TIMEOUT,
	    "... with all that it started");
	OK(clock_mono_ms() - begin < 30000, "... in time");
	command_describe(&status, text, sizeof(text));
	SAME(text, "took too long", "in words");
	OK(sh("echo 123456789", NULL, 0, 10, 20) == 0 &&
		status.end == COMMAND_EXITED && out.n == 10,
	    "as much as it may write");
	OK(sh("echo 1234567890", NULL, 0, 10, 20) == 0 &&
		status.end == COMMAND_OVERFLOW,
	    "a byte more ends it");
	OK(sh("while :; do echo 1234567890; done", NULL, 0, 100000, 20) == 0 &&
		status.end == COMMAND_OVERFLOW && out.n <= 100000,
	    "one that writes for ever is ended");
	OK(sh("i=0; while [ $i -lt 9000 ]; do echo 123456789 >&2;"
	      " i=$((i + 1)); done; echo done",
	       NULL, 0, 100, 60) == 0 &&
		status.end == COMMAND_EXITED && out.n == 5 &&
		strlen(status.said) == COMMAND_SAID - 1,
	    "much on standard error is dropped");
}

static void
pipes(void)
{
	size_t n = 3000000;
	char *big = mem_alloc(n);

	memset(big, 'x', n);
	OK(sh("cat", big, n, n, 60) == 0 && status.code == 0 && out.n == n &&
		memcmp(out.v, big, n) == 0,
	    "more than a pipe holds, both ways at once");
	OK(sh("exit 7", big, n, n, 20) == 0 && status.code == 7,
	    "one that reads nothing, and no SIGPIPE for us");
	OK(sh("exec <&-; echo late", big, n, n, 20) == 0 && out.n == 5,
	    "one that stops reading still has its say");
	OK(sh("exec >&- 2>&-; wc -c | grep -q 3000000 && exit 5", big, n, n,
	       20) == 0 &&
		status.code == 5,
	    "one that says nothing is still given all");
	OK(sh("exec >&- 2>&-; sleep 60 <&0 & exit 6", big, n, n, 20) == 0 &&
		status.code == 6,
	    "... and may leave what it was given unread, and a child behind");
	free(big);
}

/* What it inherits: nothing. */
static void
clean(void)
{
	const char *env[] = { "GIVEN=yes", NULL };
	const char *argv[] = { "/bin/sh", "-c",
		"echo \"$GIVEN$HOME$SECRET\"; ls /proc/self/fd | wc -l;"
		" trap",
		NULL };
	struct command c = {
		.argv = argv, .env = env, .max_out = 1000, .seconds = 20
	};
	int fd = open("/dev/null", O_RDONLY);
	int high = fcntl(fd, F_DUPFD, 200);

	setenv("SECRET", "token", 1);
	buf_reset(&out);
	OK(fd != -1 && high >= 200 && command_run(&c, &out, &status, &err) == 0,
	    "run with open files and a secret in the environment");
	/* Three, and the one with which ls reads the list. */
	SAME(buf_cstr(&out), "yes\n4\n",
	    "it has what it was given, three descriptors, no more");
	close(fd);
	close(high);

	/* Where ours would be where its own have to be. */
	int in = dup(STDIN_FILENO);
	close(STDIN_FILENO);
	OK(in != -1 && sh("cat; echo why >&2", "x", 1, 9, 20) == 0 &&
		status.code == 0,
	    "run by one that has no standard input");
	dup2(in, STDIN_FILENO);
	close(in);
	SAME(buf_cstr(&out), "x", "... it reads what it was given");
	SAME(status.said, "why\n", "... and is heard");
}

/* Several at a time, none of which waits for another. */
static void
steps(void)
{
	const char *slow[] = { "/bin/sh", "-c", "cat; exec sleep 100", NULL };
	const char *quick[] = { "/bin/sh", "-c", "cat; exit 3", NULL };
	struct command a = {
		.argv = slow, .in = "a", .n = 1, .max_out = 9, .seconds = 100
	};
	struct command b = {
		.argv = quick, .in = "b", .n = 1, .max_out = 9, .seconds = 20
	};
	struct buf said[2] = { BUF_INIT, BUF_INIT };
	struct command_job *first = command_start(&a, &said[0], &err);
	struct command_job *second = command_start(&b, &said[1], &err);
	int n = 0;

	OK(first != NULL && second != NULL, "two programs");
	while (n == 0 && second != NULL)
		n = command_step(second, 50, &status, &err);
	OK(n == 1 && status.end == COMMAND_EXITED && status.code == 3,
	    "the second ends while the first goes on");
	SAME(buf_cstr(&said[1]), "b", "... with its own output");
	n = 0;
	while (said[0].n == 0 && n == 0)
		n = command_step(first, 50, &status, &err);
	OK(n == 0, "the first goes on");
	command_abort(first);
	SAME(buf_cstr(&said[0]), "a", "... until it is ended");
	command_abort(NULL);
	buf_free(&said[0]);
	buf_free(&said[1]);
}

/*
 * Where the rest of its input cannot be written it must not take the part for
 * the whole: of a text, of a mail, of a calendar.
 */
static void
broken(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), n = 3 * page;
	char *in = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	OK(in != MAP_FAILED, "three pages");
	memset(in, 'x', n);
	OK(sh("cat", in, n, n, 20) == 0 && out.n == n, "all can be read");
	OK(mprotect(in + 2 * page, page, PROT_NONE) == 0, "the last cannot");
	OK(sh("cat; exit 65", in, n, n, 20) == -1 && err.kind == ERR_IO,
	    "input that breaks off is an error of ours, whatever it says");
	SAME(err.msg, "a pipe of /bin/sh: Bad address", "in words");
	OK(sh("exec >&- 2>&-; cat <&0 >/dev/null; exec sleep 60", in, n, n,
	       20) == -1 &&
		err.kind == ERR_IO,
	    "... and ends one that goes on");
	munmap(in, n);
}

static void
missing(void)
{
	const char *argv[] = { "/nowhere/program", NULL };
	struct command c = { .argv = argv, .max_out = 9, .seconds = 5 };

	err_clear(&err);
	OK(command_run(&c, &out, &status, &err) == -1 && err.kind == ERR_CONF,
	    "no such program");
	SAME(err.msg, "cannot run /nowhere/program: No such file or directory",
	    "in words");
}

int
main(void)
{
	ends();
	bounds();
	pipes();
	clean();
	steps();
	broken();
	missing();
	buf_free(&out);
	return t_done();
}

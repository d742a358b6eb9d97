/* SPDX-License-Identifier: ISC */
/*
 * cost COMMAND [ARG...] - run it and say, on standard output, what it took:
 * its processor time in microseconds, children included, and the largest
 * resident set of any of its processes in KiB.  The command's own standard
 * output goes to standard error.  Exits as the command did.
 */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static long long
micros(struct timeval t)
{
	return (long long)t.tv_sec * 1000000 + t.tv_usec;
}

int
main(int argc, char *argv[])
{
	posix_spawn_file_actions_t to_stderr;
	struct rusage used;
	pid_t pid;
	int status;

	/* Spawned, not forked: what this process is does not count. */
	if (argc < 2 || posix_spawn_file_actions_init(&to_stderr) != 0 ||
	    posix_spawn_file_actions_adddup2(
		&to_stderr, STDERR_FILENO, STDOUT_FILENO) != 0 ||
	    posix_spawnp(&pid, argv[1], &to_stderr, NULL, &argv[1], environ) !=
		0 ||
	    waitpid(pid, &status, 0) != pid ||
	    getrusage(RUSAGE_CHILDREN, &used) != 0)
		return 71;
	printf("%lld %ld\n", micros(used.ru_utime) + micros(used.ru_stime),
	    used.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

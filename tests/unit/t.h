/* SPDX-License-Identifier: ISC */
/*
 * t - TAP for unit tests: OK(cond, name) for each fact, t_done() at the end
 * of main().  A name with a value in it: t_ok(cond, file, line, fmt, ...).
 */
#ifndef SMSCAL_TESTS_T_H
#define SMSCAL_TESTS_T_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/attr.h"

static int t_count, t_failed;

static inline bool t_ok(bool cond, const char *file, int line, const char *fmt,
    ...) ATTR_PRINTF(4, 5);

static inline bool
t_ok(bool cond, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	t_count++;
	if (!cond)
		t_failed++;
	printf("%sok %d - ", cond ? "" : "not ", t_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (!cond)
		printf("# %s:%d\n", file, line);
	fflush(stdout);
	return cond;
}

#define OK(cond, name) t_ok((cond), __FILE__, __LINE__, "%s", (name))

/* Two C strings are the same; says both where they are not. */
static inline bool
t_same(const char *got, const char *want, const char *file, int line,
    const char *name)
{
	bool same = got != NULL && strcmp(got, want) == 0;

	t_ok(same, file, line, "%s", name);
	if (!same)
		printf("# got  '%s'\n# want '%s'\n",
		    got != NULL ? got : "(null)", want);
	return same;
}

#define SAME(got, want, name) t_same((got), (want), __FILE__, __LINE__, (name))

/* Two whole numbers are the same; says both where they are not. */
static inline bool
t_equal(
    long long got, long long want, const char *file, int line, const char *name)
{
	t_ok(got == want, file, line, "%s", name);
	if (got != want)
		printf("# got %lld, want %lld\n", got, want);
	return got == want;
}

#define EQUAL(got, want, name) \
	t_equal((got), (want), __FILE__, __LINE__, (name))

/* Remove a test's own directory and all in it. */
static inline void
t_remove(const char *dir)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", dir, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

/* The plan, and the status for main(). */
static inline int
t_done(void)
{
	printf("1..%d\n", t_count);
	return t_failed > 0 ? 1 : 0;
}

#endif

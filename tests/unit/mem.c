/* SPDX-License-Identifier: ISC */
#include "util/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "t.h"

/* The exit status of a child that runs f, its stderr in `text`. */
static int
child(void (*f)(void), char *text, size_t cap)
{
	int fds[2], status = 0;
	size_t n = 0;

	fflush(stdout);
	if (pipe(fds) == -1)
		return -1;
	pid_t pid = fork();
	if (pid == 0) {
		dup2(fds[1], STDERR_FILENO);
		f();
		_exit(0);
	}
	close(fds[1]);
	for (ssize_t r; n + 1 < cap; n += (size_t)r)
		if ((r = read(fds[0], text + n, cap - 1 - n)) <= 0)
			break;
	text[n] = '\0';
	close(fds[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
bug(void)
{
	printf("half a line"); /* must not come out */
	mem_bug("parameter %s", ":x");
}

static void
overflow(void)
{
	size_t cap = 0;
	free(mem_grow(NULL, &cap, SIZE_MAX / 4, 8));
}

int
main(void)
{
	char text[512];

	free(mem_alloc(0));
	OK(true, "nothing can be allocated");
	char *z = mem_zero(3, 4);
	OK(memcmp(z, "\0\0\0\0\0\0\0\0\0\0\0\0", 12) == 0, "zeroed");
	free(z);
	free(mem_zero(0, 0));
	OK(mem_str(NULL) == NULL, "a copy of NULL is NULL");
	char *s = mem_str("abc");
	SAME(s, "abc", "a copy");
	free(s);
	s = mem_strn("abc", 2);
	SAME(s, "ab", "a copy of a part");
	free(s);
	s = mem_strn(NULL, 0);
	SAME(s, "", "of nothing");
	free(s);

	size_t cap = 0, grown = 0;
	int *v = NULL;
	for (size_t n = 0; n < 1000; n++) {
		size_t before = cap;
		v = mem_grow(v, &cap, n + 1, sizeof(*v));
		grown += cap != before;
		v[n] = (int)n;
	}
	OK(cap >= 1000 && grown < 12, "an array grows by doubling");
	OK(v[0] == 0 && v[999] == 999, "and keeps what it holds");
	free(v);

	EQUAL(child(bug, text, sizeof(text)), 70, "a bug ends with 70");
	SAME(text, "smscal: internal error: parameter :x\n", "and one line");
	EQUAL(child(overflow, text, sizeof(text)), 70, "no overflow");
	OK(strstr(text, "out of memory") != NULL, "it says what");
	return t_done();
}

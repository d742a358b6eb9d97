/* SPDX-License-Identifier: ISC */
#include "util/fail.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "t.h"

#ifdef SMSCAL_FAIL_POINTS
/* The status of a child that meets three points. */
static int
meet(const char *at)
{
	int status = 0;

	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		if (at != NULL)
			setenv("SMSCAL_FAIL_AT", at, 1);
		for (int i = 0; i < 3; i++)
			FAIL_POINT();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
main(void)
{
	unsetenv("SMSCAL_FAIL_AT");
	EQUAL(meet(NULL), 0, "nobody pulls the plug");
	EQUAL(meet("1"), 99, "at the first point");
	EQUAL(meet("3"), 99, "at the last");
	EQUAL(meet("4"), 0, "behind it");
	EQUAL(meet("x"), 0, "a word is no number");
	return t_done();
}
#else
int
main(void)
{
	printf("1..0 # skip built without SMSCAL_FAIL_POINTS\n");
	return 77;
}
#endif

/* SPDX-License-Identifier: ISC */
#include "util/log.h"

#include <stdlib.h>
#include <unistd.h>

#include "t.h"

static FILE *file;

/* What came to stderr since the last call. */
static const char *
said(void)
{
	static char text[8192];
	static long from;

	fflush(stderr);
	fseek(file, from, SEEK_SET);
	size_t n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	from += (long)n;
	return text;
}

int
main(void)
{
	file = tmpfile();
	if (file == NULL || dup2(fileno(file), STDERR_FILENO) == -1)
		return 1;

	log_error("early %d", 1);
	SAME(said(), "smscal: early 1\n", "before it is opened");
	log_open("smscal-fetch", LOG_LEVEL_NORMAL, false);
	OK(!log_verbose(), "not verbose");
	log_error("%s: %s", "acme/ordination", "timed out");
	SAME(said(), "smscal-fetch: acme/ordination: timed out\n", "X1");
	log_info("304");
	SAME(said(), "", "without -v only errors");
	log_error("%s", "a\nsmscal-fetch: forged\x1b[2J\xff");
	SAME(said(), "smscal-fetch: a\\nsmscal-fetch: forged\\x1B[2J\\xFF\n",
	    "X6: one line, and visible");

	char text[5000];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_error("%s", text);
	EQUAL((long long)strlen(said()), 4999 + 15, "a long line is whole");

	log_open("smscal-send", LOG_LEVEL_VERBOSE, false);
	OK(log_verbose(), "verbose");
	log_info("%d sent", 3);
	SAME(said(), "smscal-send: 3 sent\n", "with -v what it does");

	log_open("smscal-send", LOG_LEVEL_QUIET, false);
	log_error("x");
	log_info("x");
	SAME(said(), "", "-q says nothing");

	log_open("smscal-send", LOG_LEVEL_VERBOSE, true);
	log_error("to the system's log, if there is one");
	SAME(said(), "", "with syslog nothing goes to stderr");
	return t_done();
}

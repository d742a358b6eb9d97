/* SPDX-License-Identifier: ISC */
/* smscal-receive - take in replies and reports.  See smscal-receive(8). */

#include <unistd.h>

#include "receive/receive.h"
#include "util/str.h"

int
main(int argc, char *argv[])
{
	struct err e = ERR_INIT;
	struct tool t;

	tool_init(&t, "smscal-receive", "[-hnqvVw] [-c file] [-]");
	while (tool_option(&t, argc, argv, "") != -1)
		;
	bool in = optind + 1 == argc && str_eq(argv[optind], "-");
	if (optind != argc && !in)
		tool_usage(&t);
	/* What stands on standard input is not to be lost to another run. */
	t.wait = t.wait || in;
	if (tool_open(&t, true, TOOL_BUSY_LONG_S, &e) == -1)
		tool_die(&t, &e);
	int64_t failed = in ? receive_stdin(&t, &e) : receive_spool(&t, &e);
	/* A mail that cannot go out holds up nothing, nor the other way. */
	int64_t unsent = failed == -1 || receive_parts(&t, &e) == -1 ||
		watch_causes(&t, &e) == -1
	    ? -1
	    : mail_deliver(&t, &e);
	if (failed == -1 || unsent == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed + unsent);
}

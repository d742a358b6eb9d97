/* SPDX-License-Identifier: ISC */
/*
 * command - run a local program: no shell, an environment that is given
 * whole, no descriptor but its standard three, bytes in, bytes out, and an
 * end within a time.  The program has a process group of its own, and when it
 * must end, all of that ends.
 */
#ifndef SMSCAL_NET_COMMAND_H
#define SMSCAL_NET_COMMAND_H

#include <stddef.h>

#include "util/attr.h"
#include "util/buf.h"
#include "util/err.h"

struct command {
	const char *const *argv; /* borrowed; argv[0] is a path; NULL at end */
	const char *const *env;  /* borrowed; "NAME=value"; NULL: none at all */
	const void *in;          /* borrowed; to its standard input */
	size_t n;
	size_t max_out; /* bytes of standard output at most */
	int seconds;    /* of real time at most */
};

enum command_end {
	COMMAND_EXITED,  /* by itself; `code` is its status */
	COMMAND_KILLED,  /* by a signal; `code` is its number */
	COMMAND_TIMEOUT, /* it ran too long */
	COMMAND_OVERFLOW /* it wrote too much */
};

enum { COMMAND_SAID = 512 };

struct command_status {
	enum command_end end;
	int code;
	char said[COMMAND_SAID]; /* how its standard error began */
};

/*
 * Run it; append its standard output to *out.  0: it ran, and *status says
 * how it ended.  -1: it could not be started (ERR_CONF: no such program), or
 * a pipe to or from it broke on our side (ERR_IO): it may have seen a part of
 * its input only, and proves nothing.
 */
int command_run(const struct command *c, struct buf *out,
    struct command_status *status, struct err *e) ATTR_USE;

/*
 * The same in steps, for several at a time.  What *c points to and *out are
 * borrowed until the end.  NULL: it could not be started.
 */
struct command_job *command_start(
    const struct command *c, struct buf *out, struct err *e) ATTR_USE;
/*
 * Go on for `timeout_ms` at most.  1: it is over, *status says how, and the
 * job is freed; 0: it goes on; -1: it is over and nobody knows how.
 */
int command_step(struct command_job *j, int timeout_ms,
    struct command_status *status, struct err *e) ATTR_USE;
void command_abort(struct command_job *j); /* ends it; NULL is fine */

/*
 * How it ended, as the end of a sentence ("exited with status 3: ..."); cut
 * at `cap` bytes.
 */
void command_describe(const struct command_status *s, char *out, size_t cap);

#endif

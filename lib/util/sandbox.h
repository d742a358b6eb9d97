/* SPDX-License-Identifier: ISC */
/*
 * sandbox - what a process gives up for good before it reads what is hostile:
 * time and memory without bound, files, the network, other processes, and
 * ever getting any of it back.
 *
 * Call sandbox_bound(), open what will be needed, sandbox_files(), and last
 * sandbox_calls().  What the kernel does not have is no error: the caller is
 * told, and the rest holds.
 */
#ifndef SMSCAL_UTIL_SANDBOX_H
#define SMSCAL_UTIL_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/err.h"

struct sandbox_bounds {
	int64_t megabytes; /* of address space; none in a sanitizer's build */
	int64_t seconds;   /* of processor time */
	int64_t file_max;  /* bytes that it may write to a file */
	int files;         /* descriptors open at once */
};

enum sandbox_end {
	SANDBOX_DONE = 0,
	SANDBOX_ABSENT = 1 /* this kernel has no such thing */
};

/* Resource limits, no core file, and the root directory for its own. */
int sandbox_bound(const struct sandbox_bounds *b, struct err *e) ATTR_USE;

/*
 * By Landlock: of all files only those below `dir` (NULL: none) may be read,
 * and none written; no TCP, and no signal or socket to a process outside,
 * where the kernel knows that much.  What is open stays open.  Never again
 * privileges by exec().  Gives an enum sandbox_end.
 */
int sandbox_files(const char *dir, struct err *e) ATTR_USE;

/*
 * By seccomp: of all system calls only those for computing, for reading and
 * writing what is open, and, with `opens`, for opening files to read.  All
 * others fail with EPERM; a call of another architecture ends the process.
 * Gives an enum sandbox_end.
 */
int sandbox_calls(bool opens, struct err *e) ATTR_USE;

#endif

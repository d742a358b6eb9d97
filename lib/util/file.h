/* SPDX-License-Identifier: ISC */
/* file - whole files, written so that a crash leaves the old or the new. */
#ifndef SMSCAL_UTIL_FILE_H
#define SMSCAL_UTIL_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "util/buf.h"
#include "util/err.h"

/*
 * Append the file's bytes, `max` at most (more is ERR_DATA).  1: there is no
 * such file, and *e is untouched.
 */
int file_read(
    const char *path, size_t max, struct buf *b, struct err *e) ATTR_USE;

/* Temporary name in the same directory, fsync, rename, fsync of directory. */
int file_write(const char *path, mode_t mode, const void *p, size_t n,
    struct err *e) ATTR_USE;

/*
 * X5: a secret of one line (the first; white space at its end cut) from a
 * regular file that neither group nor others may read, else ERR_PERM with a
 * sentence that says chmod 600.  Append to *b.
 */
int file_secret(const char *path, struct buf *b, struct err *e) ATTR_USE;

/*
 * As file_secret(), of a line behind the first: "NAME: VALUE".  1: there is
 * none, and *e is untouched.
 */
int file_secret_named(
    const char *path, const char *name, struct buf *b, struct err *e) ATTR_USE;

/* Give the directory of path, "." where it names none; free it. */
char *file_directory(const char *path);

/* Make the directory and its parents (mode for the last; 0755 the others). */
int file_mkdir(const char *path, mode_t mode, struct err *e) ATTR_USE;

/* Everything to fd, going on after EINTR and short writes. */
int file_put(int fd, const void *p, size_t n, struct err *e) ATTR_USE;

#endif

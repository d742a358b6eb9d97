/* SPDX-License-Identifier: ISC */
/* local - a feed that is a file of this machine (F4). */
#ifndef SMSCAL_NET_LOCAL_H
#define SMSCAL_NET_LOCAL_H

#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/buf.h"
#include "util/err.h"

/*
 * Append the bytes of a regular file that really lies, links followed, in one
 * of the directories or below.  ERR_CONF: it does not; ERR_DATA: there is
 * none, or it has more than `max` bytes.  No error text has the path in it
 * (F6).
 */
int local_read(const char *path, char *const *directories, size_t n,
    int64_t max, struct buf *b, struct err *e) ATTR_USE;

#endif

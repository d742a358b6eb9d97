/* SPDX-License-Identifier: ISC */
/*
 * err - what went wrong, in one sentence for a human and one word for code.
 *
 * The caller owns the struct, usually on its stack; it holds no memory.
 * A function that takes `struct err *e` returns -1 (or NULL) exactly when it
 * has set *e.  The first message stays: err_set() on a set err does nothing,
 * err_in() puts context in front of it on the way up.
 */
#ifndef SMSCAL_UTIL_ERR_H
#define SMSCAL_UTIL_ERR_H

#include "util/attr.h"

/* Each kind is an exit status of design rule X2 (bin/tool.c maps them). */
enum err_kind {
	ERR_NONE = 0,
	ERR_USAGE,  /* 64: the command line */
	ERR_DATA,   /* 65: the other side sent nonsense; again will not help */
	ERR_NET,    /* 69: the other side did not answer; again may help */
	ERR_CREATE, /* 73: a file cannot be made */
	ERR_IO,     /* 74: a system call failed, the disk is full or broken */
	ERR_BUSY,   /* 75: another run holds it; try again later */
	ERR_PERM,   /* 77: not allowed, or a secret others can read */
	ERR_CONF    /* 78: the operator must edit or migrate something */
};

struct err {
	enum err_kind kind;
	char msg[512];
};

#define ERR_INIT ((struct err){ .kind = ERR_NONE })

/* All return -1, so that `return err_set(e, ...)` is one line. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
    ATTR_PRINTF(3, 4);
/* As err_set(), with ": " and errno's text behind it. */
int err_sys(struct err *e, enum err_kind kind, const char *fmt, ...)
    ATTR_PRINTF(3, 4);
/* Put context in front: "feed stadt: " before what is there. */
int err_in(struct err *e, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Forget, to go on with the next item of a batch. */
void err_clear(struct err *e);

#endif

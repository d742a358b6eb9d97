/* SPDX-License-Identifier: ISC */
/* conf - smscal.conf in the current directory, good and bad, for its tests. */
#ifndef SMSCAL_TESTS_CONF_H
#define SMSCAL_TESTS_CONF_H

#include <stdio.h>
#include <stdlib.h>

#include "conf/conf.h"
#include "t.h"
#include "util/buf.h"
#include "util/file.h"

static inline void
put_n(const char *text, size_t n)
{
	struct err e = ERR_INIT;

	if (file_write("smscal.conf", 0644, text, n, &e) == -1) {
		fprintf(stderr, "%s\n", e.msg);
		exit(1);
	}
}

/* The refusal of that text, behind the file's name. */
static inline void
bad(const char *text, const char *want)
{
	struct err e = ERR_INIT;
	struct buf all = BUF_INIT;
	struct conf c;

	put_n(text, strlen(text));
	buf_fmt(&all, "smscal.conf:%s", want);
	int r = conf_read(&c, "smscal.conf", &e);
	SAME(e.msg, all.v, want);
	OK(r == -1 && e.kind == ERR_CONF, "... is ERR_CONF");
	conf_fini(&c);
	buf_free(&all);
}

static inline void
good(const char *name, const char *text, struct conf *c)
{
	struct err e = ERR_INIT;

	put_n(text, strlen(text));
	int r = conf_read(c, "smscal.conf", &e);
	if (!OK(r == 0 && e.kind == ERR_NONE, name))
		printf("# %s\n", e.msg);
}

/* The path is that one in the file's directory. */
static inline void
within(const char *got, const char *dir, const char *rest, const char *name)
{
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/%s", dir, rest);
	SAME(got, path.v, name);
	buf_free(&path);
}

#endif

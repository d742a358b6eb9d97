/* SPDX-License-Identifier: ISC */
/* What stands where in a file, and what is wrong with it there. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "admin/apply.h"
#include "util/mem.h"
#include "util/str.h"

static int
say(const struct apply *ap, const struct tree *y, const char *what,
    struct err *e)
{
	/* The key says more than where its value begins on the next line. */
	int line =
	    y->type != TREE_SCALAR && y->key != NULL ? y->key_line : y->line;
	int column = y->type != TREE_SCALAR && y->key != NULL ? y->key_column
							      : y->column;

	err_clear(e);
	return err_set(
	    e, ERR_DATA, "%s:%d:%d: %s", ap->file, line, column, what);
}

int
apply_err(const struct apply *ap, const struct tree *y, struct err *e)
{
	struct err was = *e;
	const char *what = was.msg;
	const struct tree *at = NULL;

	/* The database, the disk, or already with its place. */
	if (was.kind != ERR_USAGE && was.kind != ERR_CONF &&
	    was.kind != ERR_PERM)
		return -1;
	if (str_starts(what, "--")) {
		char *name = mem_strn(what + 2, strcspn(what + 2, ":"));
		at = y->type == TREE_MAP ? tree_get(y, name) : NULL;
		free(name);
		what += 2;
	}
	return say(ap, at != NULL ? at : y, what, e);
}

int
apply_refuse(const struct apply *ap, const struct tree *y, struct err *e,
    const char *fmt, ...)
{
	struct buf what = BUF_INIT;
	va_list list;

	va_start(list, fmt);
	buf_vfmt(&what, fmt, list);
	va_end(list);
	say(ap, y, what.v, e);
	buf_free(&what);
	return -1;
}

static int
unknown_key(const struct apply *ap, const struct tree *y,
    const char *const *names, size_t n, struct err *e)
{
	const char *near = str_nearest(y->key, names, n);
	struct tree key = { .type = TREE_SCALAR,
		.line = y->key_line,
		.column = y->key_column };

	if (near != NULL)
		return apply_refuse(ap, &key, e,
		    "there is no '%s' here: did you mean '%s'?", y->key, near);
	return apply_refuse(ap, &key, e,
	    "there is no '%s' here; smscal-admin export shows what there is",
	    y->key);
}

int
apply_map(const struct apply *ap, const struct tree *y,
    const char *const *names, size_t n, struct err *e)
{
	if (y->type != TREE_MAP)
		return apply_refuse(ap, y, e,
		    "what it has is missing: lines like name: NAME, further "
		    "to the right");
	for (const struct tree *k = y->first; k != NULL; k = k->next) {
		size_t i = 0;
		while (i < n && !str_eq(names[i], k->key))
			i++;
		if (i == n)
			return unknown_key(ap, k, names, n, e);
	}
	return 0;
}

int
apply_value(const struct apply *ap, const struct tree *map, const char *key,
    const char **text, struct err *e)
{
	const struct tree *y = tree_get(map, key);

	*text = "";
	if (y == NULL || tree_null(y))
		return 0;
	if (y->type != TREE_SCALAR)
		return apply_refuse(ap, y, e,
		    "%s: one value is needed, no list and nothing below it",
		    key);
	*text = y->text;
	return 0;
}

void
apply_options_clear(struct apply *ap)
{
	struct admin *a = ap->a;

	while (a->n > 0)
		free(a->v[--a->n].value);
}

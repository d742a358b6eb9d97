/* SPDX-License-Identifier: ISC */
/*
 * tree - a YAML document as a tree whose nodes know their line and column.
 *
 * Its names keep clear of libyaml's own, which exports its inner ones too.
 *
 * A subset on purpose: one document, no anchors, aliases or tags, no key
 * twice, no control characters, 32 levels, 1 MiB; what is beyond is refused
 * with its place.
 */
#ifndef SMSCAL_CONF_TREE_H
#define SMSCAL_CONF_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"

enum tree_type { TREE_SCALAR, TREE_LIST, TREE_MAP };

struct tree {
	enum tree_type type;
	int line, column; /* from 1 */
	char *key;        /* owned; in a map; else NULL */
	int key_line, key_column;
	char *text;         /* owned; of a scalar */
	bool quoted;        /* the scalar stood in quotes or as a block */
	struct tree *first; /* owned; children in order */
	struct tree *next;  /* owned by the parent */
};

/*
 * Read the text of n bytes; `name` (borrowed) stands before line and column
 * in errors, which are ERR_CONF.  Gives the root, or NULL with *e set; an
 * empty document gives an empty map.  End with tree_free().
 */
struct tree *tree_read(
    const char *name, const char *text, size_t n, struct err *e) ATTR_USE;
/* As tree_read(), of data: 64 MiB, and scalars may have line breaks. */
struct tree *tree_read_data(
    const char *name, const char *text, size_t n, struct err *e) ATTR_USE;
void tree_free(struct tree *y); /* NULL is fine */

/* Is it a value that says nothing: none, ~ or null, without quotes? */
bool tree_null(const struct tree *y);

/* Borrow the value of the map's key; NULL: there is none. */
const struct tree *tree_get(const struct tree *map, const char *key);

#endif

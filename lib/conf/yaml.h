/* SPDX-License-Identifier: ISC */
/*
 * yaml - a YAML document as a tree whose nodes know their line and column.
 *
 * A subset on purpose: one document, no anchors, aliases or tags, no key
 * twice, 32 levels, 1 MiB; what is beyond is refused with its place.
 */
#ifndef SMSCAL_CONF_YAML_H
#define SMSCAL_CONF_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"

enum yaml_type { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_type type;
	int line, column; /* from 1 */
	char *key;        /* owned; in a map; else NULL */
	int key_line, key_column;
	char *text;         /* owned; of a scalar */
	bool quoted;        /* the scalar stood in quotes or as a block */
	struct yaml *first; /* owned; children in order */
	struct yaml *next;  /* owned by the parent */
};

/*
 * Read the text of n bytes; `name` (borrowed) stands before line and column
 * in errors, which are ERR_CONF.  Gives the root, or NULL with *e set; an
 * empty document gives an empty map.  End with yaml_free().
 */
struct yaml *yaml_read(
    const char *name, const char *text, size_t n, struct err *e) ATTR_USE;
void yaml_free(struct yaml *y); /* NULL is fine */

/* Borrow the value of the map's key; NULL: there is none. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

#endif

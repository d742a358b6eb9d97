/* SPDX-License-Identifier: ISC */
/*
 * table - aligned columns for people (X4); what is shown is made visible.
 * On a terminal a row is one line: what may be cut is, the widest first.
 */
#ifndef SMSCAL_BIN_ADMIN_TABLE_H
#define SMSCAL_BIN_ADMIN_TABLE_H

#include <stddef.h>

#include "util/buf.h"

enum { TABLE_COLUMNS = 12 };

struct table {
	size_t columns;
	char **v; /* owned; row by row, the titles first */
	size_t n, cap;
	unsigned cut; /* the columns that may be cut: bit i for column i */
	size_t width; /* of the terminal; 0: nothing is cut */
};

/* The titles are the first row; NULL ends them. */
void table_init(struct table *t, const char *const *titles);
void table_cell(struct table *t, const char *text); /* NULL: empty */
/* Append the lines, none where there is no row; the table is then free. */
void table_end(struct table *t, struct buf *out);

#endif

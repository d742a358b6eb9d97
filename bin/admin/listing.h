/* SPDX-License-Identifier: ISC */
/*
 * listing - list, show and --json of a noun, from one table of its columns:
 * aligned lines for people, one array with stable names for programs (X4).
 */
#ifndef SMSCAL_BIN_ADMIN_LISTING_H
#define SMSCAL_BIN_ADMIN_LISTING_H

#include "admin/admin.h"
#include "admin/table.h"

enum column_type {
	COLUMN_TEXT, /* char *; NULL: none */
	COLUMN_INT,  /* int64_t */
	COLUMN_ID,   /* int64_t; 0: none */
	COLUMN_FLAG, /* bool */
	COLUMN_TIME  /* int64_t in the row's zone; 0: none */
};

/* What a row has of one thing; without a name it is not in that form. */
struct column {
	const char *title; /* of the list's column */
	const char *label; /* of show's line, left out where there is none */
	const char *json;  /* of the member, null where there is none */
	enum column_type type;
	size_t at; /* offset in the row */
	/* Or what is made of the row: text; where none is added, none. */
	void (*make)(struct admin *a, const void *row, struct buf *out);
	bool cut; /* on a terminal that is too narrow */
};

#define COLUMN_END      \
	{               \
		.at = 0 \
	} /* has no name at all */

struct listing {
	const struct column *columns; /* ends with COLUMN_END */
	size_t zone_at;               /* offset of the zone's name, a char * */
	/* Behind them in JSON and show: what options set. */
	const struct field *fields; /* NULL: none */
	size_t fields_at;           /* offset of their struct in the row */
	/* And what else there is, or NULL: members, lines. */
	int (*json)(struct admin *a, const void *row, struct err *e);
	int (*show)(struct admin *a, const void *row, struct err *e);
};

/* A list that is being written. */
struct lines {
	struct admin *a;
	const struct listing *l;
	struct table table;
	bool json;
};

/* To a->out; where --json is given, as one array. */
void lines_begin(struct lines *w, struct admin *a, const struct listing *l);
int lines_row(struct lines *w, const void *row, struct err *e) ATTR_USE;
void lines_end(struct lines *w);

/* The three for an array of n rows of `size` bytes. */
int listing_all(struct admin *a, const struct listing *l, const void *rows,
    size_t n, size_t size, struct err *e) ATTR_USE;

/* All of n rows, a blank line between; or --json. */
int listing_show(struct admin *a, const struct listing *l, const void *rows,
    size_t n, size_t size, struct err *e) ATTR_USE;

/* The options of a verb that lists or shows and has no other. */
extern const struct option admin_json_options[];

#endif

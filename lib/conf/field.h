/* SPDX-License-Identifier: ISC */
/*
 * field - a map of the configuration read by a table of what its keys may be.
 * Every refusal is ERR_CONF with file, line and column, and what is allowed.
 */
#ifndef SMSCAL_CONF_FIELD_H
#define SMSCAL_CONF_FIELD_H

#include <stdint.h>

#include "conf/gateway.h"
#include "conf/tree.h"

/* What a key's value may be, and where it goes. */
enum field_want {
	FIELD_TEXT,  /* char **, owned; not empty */
	FIELD_PATH,  /* char **, owned; made absolute */
	FIELD_URL,   /* char **, owned; http or https, without credentials */
	FIELD_INT,   /* int *, min to max */
	FIELD_BOOL,  /* bool *, yes or no */
	FIELD_WORD,  /* int *, the index in `words` */
	FIELD_PATHS, /* struct conf_texts *, a list */
	FIELD_TEXTS, /* struct conf_texts *, a list or one; not empty */
	FIELD_MAP    /* a section, which has a table of its own */
};

struct field {
	const char *key;
	enum field_want want;
	void *out;
	int64_t min, max;
	const char *const *words; /* NULL-terminated */
};

/* The file that is read; all is borrowed. */
struct field_reader {
	const char *path;
	const char *dir; /* relative paths are relative to it */
	struct err *e;
};

/* Read the map; -1: it has an unknown key or a bad value. */
int field_map(const struct field_reader *r, const struct tree *map,
    const struct field *fields, size_t n) ATTR_USE;

/* Read the value of one key by its field. */
int field_value(const struct field_reader *r, const struct tree *y,
    const struct field *f) ATTR_USE;

/* Borrow the root's section, NULL for none; -1: it is no map. */
int field_section(const struct field_reader *r, const struct tree *root,
    const char *key, const struct tree **out) ATTR_USE;

/* A refusal at a place, or of a value with what is allowed.  Gives -1. */
int field_refuse(
    const struct field_reader *r, int line, int column, const char *what);
int field_refuse_value(
    const struct field_reader *r, const struct tree *y, const char *allowed);

/* Give the path as it is from the file's directory. */
char *field_path(const struct field_reader *r, const char *path) ATTR_USE;

/* Free what *out was, and put `given` there. */
void field_set(char **out, char *given);

#endif

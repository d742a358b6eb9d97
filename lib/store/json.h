/* SPDX-License-Identifier: ISC */
/*
 * json - JSON read and written by SQLite's own functions on a database in
 * memory; there is no other JSON in the project.
 *
 * One struct json a process, one document at a time.  What is read is valid
 * UTF-8 without NULs, whatever the document said: an escaped NUL and a lone
 * surrogate are read as U+FFFD.
 */
#ifndef SMSCAL_STORE_JSON_H
#define SMSCAL_STORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/buf.h"

struct json;

enum json_type {
	JSON_NONE, /* nothing there */
	JSON_NULL,
	JSON_BOOL,
	JSON_INT,
	JSON_REAL,
	JSON_TEXT,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json *json_new(void) ATTR_USE;
void json_free(struct json *j); /* NULL is fine */

/*
 * Read the document of n bytes (copied) in the place of the one before.
 * false: it is not JSON in UTF-8, or nested too deeply; nothing is there then.
 */
bool json_load(struct json *j, const char *text, size_t n) ATTR_USE;

/* `path` as SQLite has it: "$", "$.statusCode", "$.list[0]", "$.\"a b\"". */
enum json_type json_type(struct json *j, const char *path);
size_t json_count(struct json *j, const char *path); /* of an array, else 0 */
/* The name of member i of the document, an object; given, NULL behind them. */
char *json_member(struct json *j, size_t i) ATTR_USE;

/* A whole number, or one in a string, that 64 bits hold; else false. */
bool json_int(struct json *j, const char *path, int64_t *out);
bool json_bool(struct json *j, const char *path, bool *out);
/* A string, or a number as it is written; given, NULL for anything else. */
char *json_text(struct json *j, const char *path) ATTR_USE;

/*
 * Write: between '{' and '}', or '[' and ']', that the caller puts into the
 * buffer.  The comma comes by itself.  `name` is written as it is, and NULL
 * within an array.  A text that is NULL: the member is left out; one that is
 * not UTF-8 is repaired.
 */
void json_put_text(
    struct json *j, struct buf *b, const char *name, const char *text);
void json_put_int(struct buf *b, const char *name, int64_t v);
void json_put_bool(struct buf *b, const char *name, bool v);
void json_put_null(struct buf *b, const char *name);
/* The name, and then the caller writes the value: '[' ... */
void json_put_name(struct buf *b, const char *name);

#endif

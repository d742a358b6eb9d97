/* SPDX-License-Identifier: ISC */
/*
 * spool - the files in which the hook leaves what came in, one HTTP request
 * each, for smscal-receive.  Whole or not there at all: a name that ends as
 * SPOOL_SUFFIX is only ever given to a file that is on disk.
 */
#ifndef SMSCAL_UTIL_SPOOL_H
#define SMSCAL_UTIL_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/err.h"

#define SPOOL_SUFFIX ".notice"

enum {
	SPOOL_BODY = 64 * 1024,      /* of a body */
	SPOOL_URL = 16 * 1024,       /* of an address */
	SPOOL_FILE = 4 * SPOOL_BODY, /* of a whole file, escapes and all */
	SPOOL_HEADERS = 8,
	SPOOL_MODE = 0640
};

struct spool_header {
	char *name, *value; /* owned; the name in lower case */
};

struct spool_entry {
	char *name;   /* owned: whose secret it was */
	char *vendor; /* owned: and what it is to be read as */
	char *method; /* owned */
	char *url;    /* owned; it has the secret in it: never shown */
	char *body;   /* owned; with a NUL behind it */
	size_t n;     /* bytes of the body */
	int64_t received_at;
	struct spool_header headers[SPOOL_HEADERS];
	size_t n_headers;
};

void spool_fini(struct spool_entry *s); /* all zero afterwards */

/* Copies of both. */
void spool_header_add(
    struct spool_entry *s, const char *name, const char *value);
/* Borrow; NULL: it was not sent. */
const char *spool_header(const struct spool_entry *s, const char *name);

void spool_render(const struct spool_entry *s, struct buf *out);
/*
 * Read a file's text, which is spoilt by it, into *s, all zero before.
 * ERR_DATA: it is none of ours, or not whole.  End with spool_fini() always.
 */
int spool_parse(
    struct buf *text, struct spool_entry *s, struct err *e) ATTR_USE;

/*
 * Leave the entry in the directory, on disk when this is 0.  The names sort
 * by time of arrival; `unique` keeps apart what came at one instant.
 */
int spool_write(const char *dir, const struct spool_entry *s,
    const char *unique, struct err *e) ATTR_USE;

/* The file names (not paths) of a spool, in order of arrival. */
struct spool_names {
	char **v; /* owned */
	size_t n, cap;
};

#define SPOOL_NAMES_INIT ((struct spool_names){ .v = NULL })

/* The first `max` that are there.  1: there is no such directory. */
int spool_list(
    const char *dir, size_t max, struct spool_names *l, struct err *e) ATTR_USE;
void spool_names_free(struct spool_names *l); /* leaves SPOOL_NAMES_INIT */

#endif

/* SPDX-License-Identifier: ISC */
/*
 * preview - what a feed would come to, looked at now and never stored: the
 * occurrences of some days, who stands in each, and what they would get.
 */
#ifndef SMSCAL_BIN_ADMIN_PREVIEW_H
#define SMSCAL_BIN_ADMIN_PREVIEW_H

#include "admin/admin.h"
#include "domain/body.h"
#include "reading.h"
#include "setting.h"

/* A message that the rules have for an occurrence. */
struct preview_message {
	enum kind kind;
	int step;
	int64_t due_at;
	bool past;                /* that time is over */
	bool too_long;            /* it would be held (T4) */
	bool link;                /* with the address of an .ics file (T5) */
	const char *level;        /* where its rule stands */
	const char *phone, *name; /* borrowed */
	char *text;               /* owned */
	int64_t segments;
};

/* A feedback that one of the rows has (P8). */
struct preview_asked {
	const char *phone; /* borrowed */
	int64_t due_at;
};

struct preview_row {
	const struct parsed_event *event; /* borrowed, as all but */
	const struct parsed_occurrence *occurrence;
	const struct seen *seen;
	const struct component *component;
	const char *phone; /* the first; NULL: none */
	char *name;        /* owned; NULL: none */
	char *reason;      /* owned; why it gets no message, else NULL */
	struct preview_message *v; /* owned; in order of time */
	size_t n, cap;
};

struct preview {
	struct admin *a;
	const char *what;   /* for messages: the calendar, file or host */
	bool stored;        /* a calendar of the database */
	bool off;           /* and it, or what is above it, is off */
	struct house house; /* made up where it is not stored */
	struct setting set; /* ... and so is this */
	struct buf bytes;   /* the feed */
	struct body body;   /* borrows from them */
	struct reading read;
	const struct zone *zone;      /* of times in what is shown */
	const struct zone *date_zone; /* of dates without a time */
	int64_t from_day, days;       /* local, since 1970-01-01 */
	struct preview_row *rows;     /* owned; in order */
	size_t n_rows;
	struct preview_asked *asked; /* owned; of the rows so far */
	size_t n_asked, cap_asked;
};

/* preview_source.c: get the bytes of a file, or of an address. */
int preview_file(struct preview *p, const char *path, struct err *e) ATTR_USE;
int preview_address(
    struct preview *p, const char *address, struct err *e) ATTR_USE;

struct http_res;
/* The answer of that address, a redirect's too; end with http_res_free(). */
int preview_ask(struct preview *p, const char *url, struct http_res *res,
    struct err *e) ATTR_USE;

/*
 * preview.c: how the calendar that the first operand names is set, with all
 * that it inherits; then the bytes cut and read, with *k, which is taken.
 */
int preview_stored(
    struct preview *p, struct calendar *k, struct err *e) ATTR_USE;
int preview_look(struct preview *p, struct calendar *k, struct err *e) ATTR_USE;
void preview_fini(struct preview *p);

/* preview_rows.c: have them read, and fill in rows. */
int preview_rows(struct preview *p, struct err *e) ATTR_USE;
void preview_rows_free(struct preview *p);
/* preview_plan.c: the row's messages, or the reason that it has none. */
int preview_plan(
    struct preview *p, struct preview_row *row, struct err *e) ATTR_USE;

/* preview_show.c: all rows, to standard output. */
void preview_show(struct preview *p);

#endif

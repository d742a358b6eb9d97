/* SPDX-License-Identifier: ISC */
/*
 * export - what is set up, as YAML: lines that apply makes so again, and
 * that two states are compared by.
 */
#ifndef SMSCAL_BIN_ADMIN_EXPORT_H
#define SMSCAL_BIN_ADMIN_EXPORT_H

#include "admin/object.h"
#include "domain/keyword.h"

struct export_line {
	char *path;  /* owned; what it is, "/acme/calendars/labor/zone" */
	char *text;  /* owned; as it stands in the file */
	char *shown; /* owned; as people may see it (F6); NULL: as it stands */
};

struct export
{
	struct export_line *v; /* owned */
	size_t n, cap;
	struct buf path; /* of what is being written */
	int depth;
	bool dash; /* the next line begins an item of a list */
	/* Of the company that is being written; owned. */
	struct sender_list senders;
	struct fallback_list fallbacks;
	struct rule_list rules;
	struct keyword_list keywords;
};

#define EXPORT_INIT ((struct export){ .v = NULL })

/* Append a company with all below it; it is `arg` of object_companies(). */
int export_company(struct admin *a, struct export *x, const struct ref *r,
    struct err *e) ATTR_USE;
/* Append the file, and in front of it what each key means. */
void export_text(const struct export *x, struct buf *out);
void export_free(struct export *x); /* leaves EXPORT_INIT */

/*
 * From one state to the other: what goes with '-', what comes with '+', and
 * what stands around it, so that one sees of whom it is.
 */
void export_diff(
    const struct export *was, const struct export *is, struct buf *out);

/*
 * yaml.c: append a scalar that is read as that text again, by YAML 1.1 and
 * 1.2 alike.  `plain`: as a word or number, where it can be one.
 */
void yaml_scalar(struct buf *out, const char *text, bool plain);

/* A field as export writes it and `set` takes it; false: nothing is set. */
bool export_field(const struct field *f, const void *base, struct buf *out);

#endif

/* SPDX-License-Identifier: ISC */
/* field - the columns of a noun's struct, set and shown by its table. */
#ifndef SMSCAL_BIN_ADMIN_FIELD_H
#define SMSCAL_BIN_ADMIN_FIELD_H

#include "admin/admin.h"

/* Give every field of the struct `base`, all zero, its first value. */
void field_init(const struct field *fields, void *base);

/*
 * Set what the command line's options say.  ERR_USAGE names the option and
 * what is allowed.  admin_say() tells each change, after `ref`.
 */
int field_apply(struct admin *a, const char *ref, const struct field *fields,
    void *base, struct err *e) ATTR_USE;

/* "--zone: " in front of what is in *e. */
int field_err(const char *option, struct err *e);

/* What people are shown of one field: "" for nothing set. */
void field_text(const struct field *f, const void *base, struct buf *out);

/* A line each of those that are set: "  zone          Europe/Vienna". */
void field_show(struct admin *a, const struct field *fields, const void *base);
/* P12: how many, or none. */
void field_show_limit(const char *stored, struct buf *out);
void field_line(struct admin *a, const char *name, const char *text);

/* A member each, by the option's name with _ for -; null where not set. */
void field_json(struct admin *a, const struct field *fields, const void *base);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * object - a company, a branch or a calendar: what the three verbs by verb
 * have alike, and what export and apply read of them.
 */
#ifndef SMSCAL_BIN_ADMIN_OBJECT_H
#define SMSCAL_BIN_ADMIN_OBJECT_H

#include "admin/listing.h"
#include "admin/ref.h"

struct object {
	enum ref_kind kind;
	const char *name;              /* "calendar" */
	const struct field *fields;    /* of the struct in a struct ref ... */
	size_t at;                     /* ... at that offset */
	const struct listing *listing; /* its rows are struct ref */
	/*
	 * Of a new one what no option says: *r has the company above it, and
	 * `name` is what it is called below that.
	 */
	int (*fresh)(
	    struct admin *a, struct ref *r, const char *name, struct err *e);
	/* What the options say that are no fields; NULL: there are none. */
	int (*apply)(struct admin *a, struct ref *r, struct err *e);
	/* The row: made, with its id in r->level; changed; removed. */
	int (*add)(struct admin *a, struct ref *r, struct err *e);
	int (*set)(struct admin *a, struct ref *r, struct err *e);
	int (*remove)(struct admin *a, struct ref *r, struct err *e);
	/*
	 * Give each of a company's to `each`, in order; it borrows *of.  NULL:
	 * it is the company itself.
	 */
	int (*walk)(struct admin *a, const struct ref *of,
	    int (*each)(void *arg, const struct ref *r, struct err *e),
	    void *arg, struct err *e);
};

extern const struct object object_company, object_branch, object_calendar;

/* The verbs' run(), for the object of a->noun. */
int object_add(struct admin *a, struct err *e) ATTR_USE;
int object_set(struct admin *a, struct err *e) ATTR_USE;
int object_enable(struct admin *a, struct err *e) ATTR_USE;
int object_disable(struct admin *a, struct err *e) ATTR_USE;
int object_list(struct admin *a, struct err *e) ATTR_USE;
int object_show(struct admin *a, struct err *e) ATTR_USE;
int object_remove(struct admin *a, struct err *e) ATTR_USE;

/*
 * Make `text`, "acme/graz", as the options say; *r, which begins as zero,
 * names it then.  End with ref_fini().
 */
int object_make(struct admin *a, const struct object *o, const char *text,
    struct ref *r, struct err *e) ATTR_USE;
/* Change *r as the options say. */
int object_change(struct admin *a, const struct object *o, struct ref *r,
    struct err *e) ATTR_USE;

/* Each company, or the one that the first operand names: run `each`. */
int object_companies(struct admin *a,
    int (*each)(void *arg, const struct ref *r, struct err *e), void *arg,
    struct err *e) ATTR_USE;

#endif

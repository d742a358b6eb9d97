/* SPDX-License-Identifier: ISC */
/*
 * prop - the properties of a sifted VEVENT, read by libical.  With recur.c the
 * only file that knows its types.
 */
#ifndef SMSCAL_ICS_PROP_H
#define SMSCAL_ICS_PROP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/parsed.h"
#include "util/civil.h"
#include "util/err.h"

struct prop_component; /* libical's */

/* NULL: libical cannot read it at all. */
struct prop_component *prop_component_new(const char *text) ATTR_USE;
void prop_component_free(struct prop_component *c); /* NULL is fine */

struct prop_time {
	struct civil local; /* civil_ok() */
	bool date, utc;
	char *tzid; /* owned; NULL: none */
};

struct prop_duration {
	bool negative;
	int64_t days, seconds;
};

struct prop_item {
	struct prop_time at;
	bool period;  /* of RDATE, with ... */
	bool has_end; /* ... an end, else a duration */
	struct prop_time end;
	struct prop_duration duration;
};

struct prop_list {
	struct prop_item *v; /* owned */
	size_t n, cap;
};

#define PROP_LIST_INIT ((struct prop_list){ .v = NULL })

void prop_list_free(struct prop_list *l); /* leaves PROP_LIST_INIT */

/*
 * Append the values of all properties of that name.  ERR_DATA: one of them
 * is no date of the calendar.
 */
int prop_times(struct prop_component *c, const char *name,
    struct prop_list *out, struct err *e) ATTR_USE;

int prop_count(struct prop_component *c, const char *name);
bool prop_duration(struct prop_component *c, struct prop_duration *out);
bool prop_this_and_future(struct prop_component *c);
int64_t prop_sequence(struct prop_component *c); /* 0: none, or nonsense */
enum parsed_status prop_status(struct prop_component *c);

/* Give the UID without blanks around it; NULL: none. */
char *prop_uid(struct prop_component *c) ATTR_USE;

/*
 * Give the text of a property, PARSED_TEXT characters at most: of SUMMARY and
 * LOCATION the first, of others all, a line each; of people their CN before
 * the address.  NULL: there is none.
 */
char *prop_text(struct prop_component *c, const char *name) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/*
 * property - the properties of a component's text, for people who look for
 * the one where a name or a number stands (C1).  Read without a parser: what
 * is shown is what a mapping of that name would give.
 */
#ifndef SMSCAL_DOMAIN_PROPERTY_H
#define SMSCAL_DOMAIN_PROPERTY_H

#include <stddef.h>

struct property {
	char *name; /* owned; in small letters: "x-phone" */
	char *text; /* owned; unescaped, valid UTF-8, bounded */
};

struct property_list {
	struct property *v; /* owned; in the component's order */
	size_t n, cap;
};

#define PROPERTY_LIST_INIT ((struct property_list){ .v = NULL })

/*
 * Append the component's own properties, not those of what is in it; of a
 * name each once: of SUMMARY and LOCATION the first, of others a line each; a
 * person's CN before the address.
 */
void property_read(const char *text, size_t n, struct property_list *out);
void property_list_free(struct property_list *l); /* leaves ..._INIT */

/* Borrow the text of that name; NULL: it has none. */
const char *property_get(const struct property_list *l, const char *name);

#endif

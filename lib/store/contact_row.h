/* SPDX-License-Identifier: ISC */
/* contact_row - rows of contacts as contact.c and contact_put.c read them. */
#ifndef SMSCAL_STORE_CONTACT_ROW_H
#define SMSCAL_STORE_CONTACT_ROW_H

#include "store/contact.h"

#define CONTACT_SELECT                                               \
	"SELECT c.id, c.name, c.number, c.uid, c.phone, c.language," \
	"       c.optout, o.source"                                  \
	"  FROM contact c LEFT JOIN optout o"                        \
	"    ON o.company_id = c.company_id AND o.phone = c.phone"

void contact_fill(struct stmt *st, struct contact *c);
/* The first row; 1: there is none. */
int contact_one(struct stmt *st, struct contact *c, struct err *e) ATTR_USE;
int contact_append(
    struct stmt *st, struct contact_list *l, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/* kinds - which kinds of message a calendar sends, by rules near and far. */
#ifndef SMSCAL_BIN_ADMIN_KINDS_H
#define SMSCAL_BIN_ADMIN_KINDS_H

#include "admin/admin.h"
#include "admin/ref.h"

/* The title of their column, and its text: a tick or a cross below each. */
#define KINDS_TITLE "CON REM RES FEE FOL CAN"

void kinds_text(struct admin *a, const void *row, struct buf *out);

/* The member "kinds", an object with a flag for each. */
int kinds_json(struct admin *a, const struct ref *r, struct err *e) ATTR_USE;

#endif

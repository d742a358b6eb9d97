/* SPDX-License-Identifier: ISC */
/* override - message resend, cancel, settle, release: the operator's word. */
#ifndef SMSCAL_BIN_ADMIN_OVERRIDE_H
#define SMSCAL_BIN_ADMIN_OVERRIDE_H

#include "admin/admin.h"

/* The verbs' run(); one that is refused undoes all of the command. */
int override_resend(struct admin *a, struct err *e) ATTR_USE;
int override_cancel(struct admin *a, struct err *e) ATTR_USE;
int override_settle(struct admin *a, struct err *e) ATTR_USE;
int override_release(struct admin *a, struct err *e) ATTR_USE;

/*
 * Append the message of the number that was typed to *l; ERR_USAGE: there is
 * none.
 */
struct message_views;
int override_find(struct admin *a, const char *text, struct message_views *l,
    struct err *e) ATTR_USE;

#endif

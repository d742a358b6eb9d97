/* SPDX-License-Identifier: ISC */
/*
 * check - values whose check needs the machine: time zones, gateways, files.
 * All have the form of struct field's `check`.
 */
#ifndef SMSCAL_BIN_ADMIN_CHECK_H
#define SMSCAL_BIN_ADMIN_CHECK_H

#include "admin/admin.h"

/* An IANA name that tzdata has, in tzdata's own letters. */
int check_zone(
    struct admin *a, const char *text, struct buf *out, struct err *e);
int check_language(
    struct admin *a, const char *text, struct buf *out, struct err *e);
/* A gateway of smscal.conf. */
int check_gateway(
    struct admin *a, const char *text, struct buf *out, struct err *e);
/* X5: a file with a secret that only its owner reads; made a whole path. */
int check_token_file(
    struct admin *a, const char *text, struct buf *out, struct err *e);
int check_window(
    struct admin *a, const char *text, struct buf *out, struct err *e);
/* F4: http(s), or a file in a directory that smscal.conf names. */
int check_address(
    struct admin *a, const char *text, struct buf *out, struct err *e);

/*
 * The machine's time zone by /etc/localtime, appended; ERR_USAGE when it says
 * none or UTC, which no practice is in: then --zone is asked for.
 */
int check_local_zone(struct admin *a, struct buf *out, struct err *e);

#endif

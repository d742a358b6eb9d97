/* SPDX-License-Identifier: ISC */
/* sweep - the files of T5 that have to go, or are not as they should be. */
#ifndef SMSCAL_BIN_PLAN_SWEEP_H
#define SMSCAL_BIN_PLAN_SWEEP_H

#include "plan/link.h"

/* The part of links_start() that writes. */
int sweep_start(struct links *k, struct tool *t, struct err *e) ATTR_USE;

/* Give the path of a file. */
char *link_path(const struct tool *t, const char *token) ATTR_USE;

#endif

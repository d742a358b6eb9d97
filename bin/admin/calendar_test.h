/* SPDX-License-Identifier: ISC */
/*
 * calendar_test - fetch a calendar now, write nothing, and say in sentences
 * what is wrong with it and what to do.
 */
#ifndef SMSCAL_BIN_ADMIN_CALENDAR_TEST_H
#define SMSCAL_BIN_ADMIN_CALENDAR_TEST_H

#include "admin/admin.h"

/* The verb's run(): 1 where something is wrong. */
int calendar_test(struct admin *a, struct err *e) ATTR_USE;

#endif

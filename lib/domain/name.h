/* SPDX-License-Identifier: ISC */
/*
 * name - the name in what stands beside a telephone number (C3): without
 * separators, without the label of the number, and with a letter in it.
 */
#ifndef SMSCAL_DOMAIN_NAME_H
#define SMSCAL_DOMAIN_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "util/attr.h"

enum { NAME_MAX_CHARS = 200 };

enum name_side { NAME_BEFORE, NAME_BEHIND }; /* the number */

/*
 * Give the name in text[0..n), "" if there is none.  Of several lines the
 * nearest to the number that has one counts.  `between`: another number is on
 * the far side, so "und" and "privat" are no names.
 */
char *name_of(
    const char *text, size_t n, enum name_side side, bool between) ATTR_USE;

#endif

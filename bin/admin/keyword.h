/* SPDX-License-Identifier: ISC */
/* keyword - a word of a company's own in replies, as an operator writes it. */
#ifndef SMSCAL_BIN_ADMIN_KEYWORD_H
#define SMSCAL_BIN_ADMIN_KEYWORD_H

#include "domain/keyword.h"
#include "util/err.h"

/*
 * "stop" ... and a word: *word is its plain form, given.  ERR_USAGE says what
 * is allowed.
 */
int keyword_own_read(const char *meaning, const char *text, enum keyword *k,
    char **word, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/* term - the terminal that a view is shown on, if it is one. */
#ifndef SMSCAL_BIN_ADMIN_TERM_H
#define SMSCAL_BIN_ADMIN_TERM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The columns of standard output: COLUMNS of the environment, else those of
 * the terminal; 0: it is none, and nothing need be cut.
 */
size_t term_width(void);

/*
 * Is somebody there to answer: a terminal on standard input and on standard
 * error?  Ask a question, and wait for y or n: did they say yes?
 */
bool term_answers(void);
bool term_ask(const char *question);

#endif

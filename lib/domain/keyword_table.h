/* SPDX-License-Identifier: ISC */
/* keyword_table - the built-in keywords, in their plain form. */
#ifndef SMSCAL_DOMAIN_KEYWORD_TABLE_H
#define SMSCAL_DOMAIN_KEYWORD_TABLE_H

#include "domain/keyword.h"

struct keyword_row {
	const char *language; /* "": of every language */
	enum keyword means;
	bool first;        /* also as the first word of a longer text */
	const char *words; /* with a blank between; blanks at both ends */
};

extern const struct keyword_row keyword_table[];
extern const size_t keyword_table_rows;

/* Is that word, though near a keyword, one of the language itself? */
bool keyword_is_other(const char *language, const char *word);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * keyword - what somebody means who answers with one word (design R5): stop,
 * start again, yes, no.  Case, accents, punctuation, blanks and emoji do not
 * matter.  When in doubt it is no keyword, and a person reads it.
 */
#ifndef SMSCAL_DOMAIN_KEYWORD_H
#define SMSCAL_DOMAIN_KEYWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"

enum keyword {
	KEYWORD_NONE, /* no keyword */
	KEYWORD_STOP, /* nothing more from this company */
	KEYWORD_START,
	KEYWORD_YES,
	KEYWORD_NO,
	KEYWORD_COUNT
};

/* A company's own word; KEYWORD_NONE: one of ours that does not count. */
struct keyword_own {
	char *word; /* in its plain form: keyword_plain() */
	enum keyword means;
};

struct keyword_list {
	struct keyword_own *v; /* owned */
	size_t n, cap;
};

#define KEYWORD_LIST_INIT ((struct keyword_list){ .v = NULL })

void keyword_list_free(struct keyword_list *l); /* leaves ..._LIST_INIT */
void keyword_list_add(
    struct keyword_list *l, const char *word, enum keyword means);

const char *keyword_name(enum keyword k); /* "none", "stop" ... */
bool keyword_parse(const char *name, enum keyword *k);

/* Give letters and digits alone, small, without accents; "" for none. */
char *keyword_plain(const char *text) ATTR_USE;

/*
 * What the text means to a company whose people use the n languages ("de",
 * "de-AT"; NULL ones are passed over) and its `own` words, NULL for none.
 * Stop is understood in every language that is known here.
 * *alone: the text is that word and nothing else.
 */
enum keyword keyword_read(const char *text, const char *const *languages,
    size_t n, const struct keyword_list *own, bool *alone);

#endif

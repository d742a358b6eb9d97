/* SPDX-License-Identifier: ISC */
#include "domain/answerable.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define OTHERS "abcdefghijklmnopqrstuvwxyz0123456789_"

enum { WORD_MIN = 3, WORD_MAX = 20 };

enum answerable
answerable_sender(const struct sender *s, bool routed)
{
	if (str_eq(s->type, "alphanumeric") ||
	    strpbrk(s->address, CAPITALS "abcdefghijklmnopqrstuvwxyz") != NULL)
		return ANSWERABLE_LETTERS;
	return routed ? ANSWERABLE : ANSWERABLE_LOST;
}

/* Does p, behind `before`, begin a word that is whole?  Its length, or 0. */
static size_t
word_at(char before, const char *p)
{
	size_t n = strspn(p, CAPITALS);
	char behind = p[n];

	if (n < WORD_MIN || n > WORD_MAX || (before & 0x80) != 0 ||
	    (behind & 0x80) != 0 ||
	    (before != '\0' && strchr(CAPITALS OTHERS, before) != NULL) ||
	    (behind != '\0' && strchr(OTHERS, behind) != NULL))
		return 0;
	return n;
}

bool
answerable_stops(const char *text, const struct keyword_list *own)
{
	char before = '\0';
	bool stops = false;

	for (const char *p = text; !stops && *p != '\0'; before = *p++) {
		size_t n = word_at(before, p);
		bool alone;
		if (n == 0)
			continue;
		char *word = mem_strn(p, n);
		stops =
		    keyword_read(word, NULL, 0, own, &alone) == KEYWORD_STOP;
		free(word);
	}
	return stops;
}

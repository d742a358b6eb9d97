/* SPDX-License-Identifier: ISC */
#include "domain/keyword.h"

#include <stdlib.h>
#include <string.h>

#include "domain/fold.h"
#include "domain/keyword_table.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { FUZZY_MIN = 4, LANGUAGES = 8 };

static const char *const names[KEYWORD_COUNT] = {
	[KEYWORD_NONE] = "none",
	[KEYWORD_STOP] = "stop",
	[KEYWORD_START] = "start",
	[KEYWORD_YES] = "yes",
	[KEYWORD_NO] = "no",
};

void
keyword_list_free(struct keyword_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].word);
	free(l->v);
	*l = KEYWORD_LIST_INIT;
}

void
keyword_list_add(struct keyword_list *l, const char *word, enum keyword means)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct keyword_own){
		.word = mem_str(word),
		.means = means,
	};
}

const char *
keyword_name(enum keyword k)
{
	return names[k];
}

bool
keyword_parse(const char *name, enum keyword *k)
{
	for (int i = 0; i < KEYWORD_COUNT; i++)
		if (str_eq(name, names[i])) {
			*k = (enum keyword)i;
			return true;
		}
	return false;
}

char *
keyword_plain(const char *text)
{
	return fold_word(text);
}

/* Is `s` the keyword with one letter, not the first, doubled? */
static bool
is_doubled(const char *s, const char *word, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (memcmp(s, word, i + 1) == 0 && s[i + 1] == word[i] &&
		    memcmp(s + i + 1, word + i, n - i) == 0)
			return true;
	return false;
}

static bool
is_dropped(const char *s, const char *word, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (memcmp(s, word, i) == 0 &&
		    memcmp(s + i, word + i + 1, n - i - 1) == 0)
			return true;
	return false;
}

static bool
is_swapped(const char *s, const char *word, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++)
		if (memcmp(s, word, i) == 0 && s[i] == word[i + 1] &&
		    s[i + 1] == word[i] &&
		    memcmp(s + i + 2, word + i + 2, n - i - 2) == 0)
			return true;
	return false;
}

/* The keyword of n bytes itself, or, if `near`, one slip away from it. */
static bool
is_word(const char *s, const char *word, size_t n, bool near)
{
	size_t len = strlen(s);

	if (!near)
		return len == n && memcmp(s, word, n) == 0;
	if (n < FUZZY_MIN)
		return false;
	if (len == n + 1)
		return is_doubled(s, word, n);
	if (len + 1 == n)
		return is_dropped(s, word, n);
	return len == n && is_swapped(s, word, n);
}

static bool
is_one_of(const char *s, const char *words, bool near)
{
	for (const char *w = words + 1; *w != '\0';) {
		size_t n = strcspn(w, " ");
		if (is_word(s, w, n, near))
			return true;
		w += n + 1;
	}
	return false;
}

/* What is looked for, and for whom. */
struct search {
	const char *languages[LANGUAGES];
	size_t n;
	const struct keyword_list *own;
	bool first; /* only what counts as the first of several words */
	bool near;
};

static bool
speaks(const struct search *s, const char *language)
{
	size_t n = strlen(language);

	if (n == 0)
		return true;
	for (size_t i = 0; i < s->n; i++)
		if (str_istarts(s->languages[i], language) &&
		    strchr("-_", s->languages[i][n]) != NULL)
			return true;
	return false;
}

/* Two meanings are none. */
static void
add(enum keyword *found, bool *two, enum keyword means)
{
	*two = *two || (*found != KEYWORD_NONE && *found != means);
	*found = means;
}

static enum keyword
look(const struct search *s, const char *word)
{
	enum keyword found = KEYWORD_NONE;
	bool two = false;

	for (size_t i = 0; i < s->n && s->near; i++)
		if (keyword_is_other(s->languages[i], word))
			return KEYWORD_NONE;
	for (size_t i = 0; s->own != NULL && i < s->own->n; i++) {
		const struct keyword_own *o = &s->own->v[i];
		if (is_word(word, o->word, strlen(o->word), s->near) &&
		    (!s->first || o->means == KEYWORD_STOP))
			add(&found, &two, o->means);
	}
	for (size_t i = 0; i < keyword_table_rows; i++) {
		const struct keyword_row *r = &keyword_table[i];
		/* A stop is a stop in any language, if it is spelt right. */
		bool any = r->means == KEYWORD_STOP && r->first && !s->near;
		if ((any || speaks(s, r->language)) &&
		    (r->first || !s->first) &&
		    is_one_of(word, r->words, s->near))
			add(&found, &two, r->means);
	}
	return two ? KEYWORD_NONE : found;
}

/* The company's own word is what the company says that it is. */
static bool
own(const struct search *s, const char *word, enum keyword *means)
{
	for (size_t i = 0; s->own != NULL && i < s->own->n; i++)
		if (str_eq(s->own->v[i].word, word)) {
			*means = s->own->v[i].means;
			return !s->first || *means == KEYWORD_STOP ||
			    *means == KEYWORD_NONE;
		}
	return false;
}

static enum keyword
find(struct search *s, const char *word)
{
	enum keyword k = KEYWORD_NONE;

	if (word[0] == '\0' || own(s, word, &k))
		return k;
	s->near = false;
	k = look(s, word);
	if (k == KEYWORD_NONE) {
		s->near = true;
		k = look(s, word);
	}
	return k;
}

/* Give the first word, plain; "" for none. */
static char *
first_word(const char *text)
{
	const char *p = text, *end = text + strlen(text);
	struct buf b = BUF_INIT;

	while (p < end) {
		if (!fold_put(&b, utf8_next(&p, end)) && b.n > 0)
			break;
	}
	return buf_take(&b);
}

/* Where 'no' is another word for yes, or for well, English does not count. */
static bool
has_english(const struct search *s)
{
	static const char *const without[] = { "pl", "cs", "hu", "hr", "sl" };

	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		if (speaks(s, without[i]))
			return false;
	return true;
}

enum keyword
keyword_read(const char *text, const char *const *languages, size_t n,
    const struct keyword_list *own_words, bool *alone)
{
	struct search s = { .own = own_words };

	for (size_t i = 0; i < n && s.n < LANGUAGES - 1; i++)
		if (languages[i] != NULL)
			s.languages[s.n++] = languages[i];
	if (has_english(&s))
		s.languages[s.n++] = "en";
	char *word = keyword_plain(text);
	enum keyword k = find(&s, word);
	free(word);
	*alone = k != KEYWORD_NONE;
	if (*alone)
		return k;
	s.first = true;
	word = first_word(text);
	k = find(&s, word);
	free(word);
	return k;
}

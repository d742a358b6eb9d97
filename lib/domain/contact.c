/* SPDX-License-Identifier: ISC */
#include "domain/contact.h"

#include <stdlib.h>
#include <string.h>

#include "domain/fold.h"
#include "domain/name.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { WORDS_MAX = 24 };

void
contact_fini(struct contact *c)
{
	free(c->name);
	free(c->number);
	free(c->uid);
	free(c->phone);
	free(c->language);
	free(c->optout);
	*c = (struct contact){ .id = 0 };
}

void
contact_list_free(struct contact_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		contact_fini(&l->v[i]);
	free(l->v);
	*l = CONTACT_LIST_INIT;
}

struct contact *
contact_list_add(struct contact_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct contact){ .id = 0 };
	return &l->v[l->n++];
}

/* A word of a name, and how it stands there. */
struct word {
	size_t from, n;    /* in the buffer of plain letters */
	size_t at, length; /* in the name */
	bool comma;        /* there is one somewhere before it */
	bool dot;          /* right behind it */
	bool title;
};

struct words {
	const char *name;
	struct buf plain;
	struct word v[WORDS_MAX];
	size_t n;
	bool many; /* more than WORDS_MAX */
};

static void
add_word(struct words *w, const struct word *word)
{
	if (word->n == 0)
		return;
	if (w->n == WORDS_MAX)
		w->many = true;
	else
		w->v[w->n++] = *word;
}

static void
read_words(struct words *w, const char *name)
{
	const char *p = name, *end = name + strlen(name);
	struct word now = { .from = 0 };
	bool comma = false;

	*w = (struct words){ .name = name, .plain = BUF_INIT };
	while (p < end && !w->many) {
		const char *at = p;
		int32_t cp = utf8_next(&p, end);
		size_t had = w->plain.n;
		if (fold_put(&w->plain, cp)) {
			if (now.n == 0)
				now = (struct word){ .from = had,
					.at = (size_t)(at - name),
					.comma = comma };
			now.n = w->plain.n - now.from;
			now.length = (size_t)(p - name) - now.at;
			continue;
		}
		now.dot = cp == '.';
		comma |= cp == ',';
		add_word(w, &now);
		now.n = 0;
	}
	add_word(w, &now);
}

enum title_place {
	TITLE_ANYWHERE,
	TITLE_FRONT,  /* elsewhere only with a dot: it is a name, too */
	TITLE_DOTTED, /* only with a dot, behind another title */
	TITLE_BEHIND  /* only behind another title */
};

static bool
listed(const char *word, size_t n, enum title_place *place)
{
	static const struct {
		const char *word;
		enum title_place place;
	} titles[] = {
		{ "dr", TITLE_ANYWHERE },
		{ "ddr", TITLE_ANYWHERE },
		{ "prof", TITLE_ANYWHERE },
		{ "dipl", TITLE_ANYWHERE },
		{ "dkfm", TITLE_ANYWHERE },
		{ "mmag", TITLE_ANYWHERE },
		{ "bsc", TITLE_ANYWHERE },
		{ "msc", TITLE_ANYWHERE },
		{ "mba", TITLE_ANYWHERE },
		{ "phd", TITLE_ANYWHERE },
		{ "llm", TITLE_ANYWHERE },
		{ "mag", TITLE_FRONT },
		{ "ing", TITLE_FRONT },
		{ "doz", TITLE_FRONT },
		{ "frau", TITLE_FRONT },
		{ "herr", TITLE_FRONT },
		{ "herrn", TITLE_FRONT },
		{ "fr", TITLE_FRONT },
		{ "hr", TITLE_FRONT },
		{ "mr", TITLE_FRONT },
		{ "mrs", TITLE_FRONT },
		{ "ms", TITLE_FRONT },
		{ "med", TITLE_BEHIND },
		{ "dent", TITLE_BEHIND },
		{ "jur", TITLE_BEHIND },
		{ "iur", TITLE_BEHIND },
		{ "rer", TITLE_BEHIND },
		{ "nat", TITLE_BEHIND },
		{ "techn", TITLE_BEHIND },
		{ "univ", TITLE_BEHIND },
		{ "fh", TITLE_BEHIND },
		{ "phil", TITLE_DOTTED },
		{ "vet", TITLE_DOTTED },
		{ "oec", TITLE_DOTTED },
		{ "soc", TITLE_DOTTED },
		{ "theol", TITLE_DOTTED },
		{ "mont", TITLE_DOTTED },
		{ "pharm", TITLE_DOTTED },
		{ "pol", TITLE_DOTTED },
		{ "habil", TITLE_DOTTED },
		{ "h", TITLE_DOTTED },
		{ "c", TITLE_DOTTED },
	};

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (strlen(titles[i].word) == n &&
		    memcmp(titles[i].word, word, n) == 0) {
			*place = titles[i].place;
			return true;
		}
	return false;
}

/* "DI" is an engineer in front of a name that is not all in capitals. */
static bool
is_engineer(const struct words *w, size_t i)
{
	const struct word *next = &w->v[i + 1];

	if (i + 1 >= w->n || w->v[i].length != 2 ||
	    memcmp(w->name + w->v[i].at, "DI", 2) != 0)
		return false;
	for (size_t k = 0; k < next->length; k++) {
		char c = w->name[next->at + k];
		if (c >= 'a' && c <= 'z')
			return true;
	}
	return false;
}

/* "Huber Anna, MA"; without the comma it may be a name. */
static bool
is_degree(const struct words *w, size_t i)
{
	const struct word *at = &w->v[i];

	return at->comma && i + 1 == w->n && i > 0 && at->length == 2 &&
	    (memcmp(w->name + at->at, "MA", 2) == 0 ||
		memcmp(w->name + at->at, "BA", 2) == 0);
}

/* Mark what is a title and no name. */
static void
mark_titles(struct words *w)
{
	bool front = true, behind = false;

	for (size_t i = 0; i < w->n; i++) {
		struct word *at = &w->v[i];
		enum title_place place;
		bool is = false;

		if (!listed(w->plain.v + at->from, at->n, &place))
			is = is_degree(w, i) || (front && is_engineer(w, i));
		else if (place == TITLE_FRONT)
			is = front || at->dot;
		else if (place == TITLE_BEHIND)
			is = behind || at->dot;
		else if (place == TITLE_DOTTED)
			is = behind && at->dot;
		else
			is = true;
		at->title = is;
		front = front && is;
		behind = is;
	}
}

struct piece {
	const char *v;
	size_t n;
};

static int
by_alphabet(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;
	size_t n = a->n < b->n ? a->n : b->n;
	int c = memcmp(a->v, b->v, n);

	return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

static bool
has_letter(const struct buf *key)
{
	for (size_t i = 0; i < key->n; i++)
		if (strchr("0123456789 ", key->v[i]) == NULL)
			return true;
	return false;
}

char *
contact_name_key(const char *name)
{
	struct words w;
	struct piece pieces[WORDS_MAX];
	struct buf key = BUF_INIT;
	size_t n = 0;

	read_words(&w, name);
	mark_titles(&w);
	for (size_t i = 0; i < w.n; i++)
		if (!w.v[i].title)
			pieces[n++] =
			    (struct piece){ w.plain.v + w.v[i].from, w.v[i].n };
	/* Who is called nothing but that is called that. */
	for (size_t i = 0; n == 0 && i < w.n; i++)
		pieces[i] = (struct piece){ w.plain.v + w.v[i].from, w.v[i].n };
	if (n == 0)
		n = w.n;
	if (n > 1)
		qsort(pieces, n, sizeof(pieces[0]), by_alphabet);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&key, ' ');
		buf_add(&key, pieces[i].v, pieces[i].n);
	}
	if (w.many || key.n > CONTACT_KEY_MAX || !has_letter(&key))
		buf_reset(&key);
	buf_free(&w.plain);
	return buf_take(&key);
}

char *
contact_number_key(const char *number)
{
	char *key = fold_word(number);

	if (strlen(key) > CONTACT_KEY_MAX || strpbrk(key, "0123456789") == NULL)
		key[0] = '\0';
	return key;
}

void
contact_keys(const char *text, char **name_key, char **number_key)
{
	const char *line = text + strspn(text, " \t\r\n");
	size_t n = strcspn(line, "\r\n");

	if (n > (size_t)4 * CONTACT_KEY_MAX)
		n = 0;
	char *part = mem_strn(line, n);
	char *name = name_of(part, n, NAME_BEHIND, false);
	*name_key = contact_name_key(name);
	*number_key = contact_number_key(part);
	free(name);
	free(part);
}

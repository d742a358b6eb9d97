/* SPDX-License-Identifier: ISC */
#include "domain/fill.h"

#include <string.h>

#include "util/str.h"

static const char *const names[FILL_KEYS] = {
	[FILL_TO] = "to",
	[FILL_TO_PLUS] = "to_plus",
	[FILL_TEXT] = "text",
	[FILL_UCS2] = "ucs2",
	[FILL_FROM] = "from",
	[FILL_FROM_DIGITS] = "from_digits",
	[FILL_REF] = "ref",
	[FILL_CALLBACK] = "callback",
	[FILL_CALLBACK_AND] = "callback_and",
	[FILL_VALIDITY_S] = "validity_s",
	[FILL_VALIDITY_MIN] = "validity_min",
	[FILL_VALIDITY_MS] = "validity_ms",
	[FILL_MAX_PARTS] = "max_parts",
	[FILL_USER] = "user",
	[FILL_SECRET] = "secret",
};

/* One %{key} or %{key:words} of a text. */
struct place {
	const char *at;  /* of its '%' */
	const char *end; /* behind its '}' */
	const char *name, *words;
	size_t name_n, words_n;
	int key; /* -1: not known */
};

static int
key_of(const char *name, size_t n)
{
	for (int i = 0; i < FILL_KEYS; i++)
		if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0)
			return i;
	return -1;
}

/* The next place at or behind `s`; 0: there is none, -1: it has no end. */
static int
next(const char *s, struct place *p)
{
	p->at = strstr(s, "%{");
	if (p->at == NULL)
		return 0;
	p->name = p->at + 2;
	const char *close = strchr(p->name, '}');
	if (close == NULL)
		return -1;
	p->end = close + 1;
	size_t n = (size_t)(close - p->name);
	const char *colon = memchr(p->name, ':', n);
	p->words = colon != NULL ? colon + 1 : NULL;
	p->name_n = colon != NULL ? (size_t)(colon - p->name) : n;
	p->words_n = colon != NULL ? n - p->name_n - 1 : 0;
	p->key = key_of(p->name, p->name_n);
	return 1;
}

static int
unknown(const struct place *p, struct err *e)
{
	struct buf b = BUF_INIT;

	buf_add(&b, p->name, p->name_n);
	const char *near = str_nearest(buf_cstr(&b), names, FILL_KEYS);
	err_set(e, ERR_CONF, "there is no %%{%.40s}%s%s%s", buf_cstr(&b),
	    near != NULL ? ": did you mean %{" : "", near != NULL ? near : "",
	    near != NULL ? "}?" : "");
	buf_free(&b);
	return -1;
}

int
fill_check(const char *text, struct err *e)
{
	struct place p;
	int r;

	for (const char *s = text; (r = next(s, &p)) == 1; s = p.end)
		if (p.key == -1)
			return unknown(&p, e);
	if (r == -1)
		return err_set(e, ERR_CONF, "a %%{ has no }");
	return 0;
}

bool
fill_in(struct buf *b, const char *text, const struct fill *f)
{
	struct place p;
	const char *s = text;

	for (; next(s, &p) == 1; s = p.end)
		if (p.key == -1 || f->v[p.key] == NULL)
			return false;
	for (s = text; next(s, &p) == 1; s = p.end) {
		buf_add(b, s, (size_t)(p.at - s));
		if (p.words != NULL)
			buf_add(b, p.words, p.words_n);
		else
			buf_str(b, f->v[p.key]);
	}
	buf_str(b, s);
	return true;
}

bool
fill_uses(const char *text, enum fill_key key)
{
	struct place p;

	for (const char *s = text; next(s, &p) == 1; s = p.end)
		if (p.key == (int)key)
			return true;
	return false;
}

bool
fill_is_number(const char *text)
{
	struct place p;

	if (next(text, &p) != 1 || p.at != text || *p.end != '\0' ||
	    p.words != NULL)
		return false;
	return p.key == FILL_VALIDITY_S || p.key == FILL_VALIDITY_MIN ||
	    p.key == FILL_VALIDITY_MS || p.key == FILL_MAX_PARTS;
}

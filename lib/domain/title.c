/* SPDX-License-Identifier: ISC */
#include "domain/title.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/glyph.h"
#include "domain/name.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

void
person_list_free(struct person_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].phone);
		free(l->v[i].name);
	}
	free(l->v);
	*l = PERSON_LIST_INIT;
}

static bool
is_known(const struct person_list *l, const char *phone)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i].phone, phone))
			return true;
	return false;
}

/* Takes the name. */
static void
add(struct person_list *l, const char *phone, char *name)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct person){
		.phone = mem_str(phone),
		.name = name,
	};
}

void
person_list_drop(struct person_list *l, size_t i)
{
	free(l->v[i].phone);
	free(l->v[i].name);
	l->n--;
	memmove(&l->v[i], &l->v[i + 1], (l->n - i) * sizeof(*l->v));
}

void
person_list_add(struct person_list *l, const char *phone, const char *name)
{
	add(l, phone, mem_str(name));
}

/* A text and the numbers in it, whose names are sought. */
struct field {
	const char *text;
	size_t n; /* bytes of it that were looked at */
	struct phone_list numbers;
};

static void
field_init(struct field *f, const char *text, const struct phone_opts *opts)
{
	*f = (struct field){ .text = text, .n = strnlen(text, GLYPH_BYTES) };
	phone_find(text, opts, &f->numbers);
	/* Too short to be one: part of a name, if of anything. */
	size_t n = 0;
	for (size_t i = 0; i < f->numbers.n; i++)
		if (f->numbers.v[i].reason != PHONE_SHORT &&
		    f->numbers.v[i].reason != PHONE_LABEL)
			f->numbers.v[n++] = f->numbers.v[i];
	f->numbers.n = n;
}

/* What stands before number k, up to the one before it; give. */
static char *
before(const struct field *f, size_t k)
{
	const struct phone_found *v = f->numbers.v;
	size_t from = k > 0 ? v[k - 1].to : 0;

	return name_of(f->text + from, v[k].from - from, NAME_BEFORE, k > 0);
}

static char *
behind(const struct field *f, size_t k)
{
	const struct phone_found *v = f->numbers.v;
	size_t from = v[k].to;
	size_t to = k + 1 < f->numbers.n ? v[k + 1].from : f->n;

	return name_of(
	    f->text + from, to - from, NAME_BEHIND, k + 1 < f->numbers.n);
}

/*
 * The name that belongs to number k (C3).  Where the text begins with a
 * number, each name stands behind its number, else before it; one without
 * belongs to the same person as its neighbour.
 */
static char *
name_at(const struct field *f, size_t k)
{
	if (f->numbers.n == 0) /* a field of names alone */
		return name_of(f->text, f->n, NAME_BEHIND, false);

	char *name = before(f, 0);
	bool first = name[0] != '\0';
	if (first) {
		for (size_t i = k + 1; i-- > 1;) {
			char *own = before(f, i);
			if (own[0] != '\0') {
				free(name);
				return own;
			}
			free(own);
		}
		return name;
	}
	for (size_t i = k; i < f->numbers.n && name[0] == '\0'; i++) {
		free(name);
		name = behind(f, i);
	}
	return name;
}

/* The one that counts where only one does; n: there is none. */
static size_t
pick(const struct phone_list *l, enum title_mode mode)
{
	size_t first = l->n;

	for (size_t i = l->n; i-- > 0;)
		if (l->v[i].reason == PHONE_OK)
			first = i;
	for (size_t i = first; i < l->n && mode == TITLE_MOBILE; i++)
		if (l->v[i].reason == PHONE_OK && l->v[i].mobile)
			return i;
	return first;
}

void
title_people(const char *name_text, const char *phone_text,
    enum title_mode mode, const struct phone_opts *opts,
    struct person_list *out)
{
	struct field phones, names;
	bool apart = phone_text != NULL;

	field_init(&names, name_text, opts);
	if (apart)
		field_init(&phones, phone_text, opts);
	const struct field *f = apart ? &phones : &names;
	size_t one = pick(&f->numbers, mode);
	for (size_t i = 0; i < f->numbers.n; i++) {
		const struct phone_found *p = &f->numbers.v[i];
		if (p->reason != PHONE_OK || is_known(out, p->phone) ||
		    (mode != TITLE_ALL && i != one))
			continue;
		add(out, p->phone,
		    apart ? name_at(&names, 0) : name_at(&names, i));
	}
	phone_list_free(&names.numbers);
	if (apart)
		phone_list_free(&phones.numbers);
}

char *
title_name(const char *name_text, const struct phone_opts *opts)
{
	struct field names;

	field_init(&names, name_text, opts);
	char *name = name_at(&names, 0);
	phone_list_free(&names.numbers);
	return name;
}

/*
 * "#nosms" in the letters that people see: what is hidden between them or
 * wide does not matter.  The word may go on; without an SMS is the safe side.
 */
static bool
says_nosms(const char *text)
{
	static const char tag[] = "#nosms", wide[] = "\xef\xbc\x83";
	const char *p = text, *end = p + strlen(p);
	size_t n = 0;

	/* Most have no such sign at all. */
	if (strchr(text, '#') == NULL && strstr(text, wide) == NULL)
		return false;
	while (p < end && tag[n] != '\0') {
		int32_t cp = utf8_next(&p, end);
		if (cp > 0xff00 && cp < 0xff5f) /* full width ASCII */
			cp -= 0xff00 - ' ';
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		if (cp == tag[n])
			n++;
		else if (cp < ' ' || !utf8_invisible(cp))
			n = cp == tag[0] ? 1 : 0;
	}
	return tag[n] == '\0';
}

bool
title_nosms(const char *title, const char *description)
{
	return says_nosms(title) ||
	    (description != NULL && says_nosms(description));
}

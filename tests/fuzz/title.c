/* SPDX-License-Identifier: ISC */
/*
 * Whatever stands in a title: the numbers found lie in it one behind the
 * other, are E.164, and their digits are the text's; names are clean.  The
 * first byte chooses the country code.
 */
#include "domain/title.h"

#include <stdlib.h>
#include <string.h>

#include "domain/glyph.h"
#include "domain/name.h"
#include "util/mem.h"
#include "util/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Are the digits among those of the text from there to there, in order? */
static bool
stands(const char *digits, const char *text, size_t from, size_t to)
{
	char *part = mem_strn(text + from, to - from);
	struct glyphs g;

	glyphs_init(&g, part);
	for (size_t i = 0; i < g.n; i++)
		if (g.c[i] == *digits)
			digits++;
	glyphs_fini(&g);
	free(part);
	return *digits == '\0';
}

static void
check_found(const char *text, const struct phone_opts *opts)
{
	struct phone_list l = PHONE_LIST_INIT;
	size_t end = 0;

	phone_find(text, opts, &l);
	for (size_t i = 0; i < l.n; i++) {
		const struct phone_found *f = &l.v[i];
		size_t n = strlen(f->phone);
		if (f->from < end || f->to <= f->from || f->to > strlen(text))
			abort();
		end = f->to;
		if (f->reason != PHONE_OK)
			continue;
		if (f->phone[0] != '+' || n < 9 || n > 16 ||
		    strspn(f->phone + 1, "0123456789") != n - 1)
			abort();
		/* What is national has the code in front. */
		size_t code =
		    opts->country_code != NULL ? strlen(opts->country_code) : 0;
		if (!stands(f->phone + 1, text, f->from, f->to) &&
		    (code == 0 ||
			strncmp(f->phone + 1, opts->country_code, code) != 0 ||
			!stands(f->phone + 1 + code, text, f->from, f->to)))
			abort();
	}
	phone_list_free(&l);
}

static void
check_people(const char *text, const char *phone, const struct phone_opts *opts)
{
	struct person_list l = PERSON_LIST_INIT;

	title_people(text, phone, TITLE_ALL, opts, &l);
	for (size_t i = 0; i < l.n; i++) {
		const char *name = l.v[i].name;
		if (!utf8_valid(name, strlen(name)) ||
		    utf8_count(name) > NAME_MAX_CHARS || strchr(name, '\n') ||
		    name[0] == ' ' || strstr(name, "  ") != NULL)
			abort();
		for (size_t k = 0; k < i; k++)
			if (strcmp(l.v[k].phone, l.v[i].phone) == 0)
				abort();
	}
	person_list_free(&l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const codes[] = { NULL, "43", "49", "41", "39", "33",
		"34", "36", "420", "386", "385", "31", "1", "44" };
	struct err e = ERR_INIT;
	char out[PHONE_TEXT];

	if (size == 0)
		return 0;
	char *text = mem_strn((const char *)data + 1, size - 1);
	const struct phone_opts opts = {
		.country_code =
		    codes[data[0] % (sizeof(codes) / sizeof(codes[0]))],
		.landlines = data[0] >= 128,
	};
	check_found(text, &opts);
	check_people(text, NULL, &opts);
	check_people(text, text, &opts);
	if (phone_normalise(text, opts.country_code, out, &e) == 0 &&
	    (out[0] != '+' || strlen(out) < 9))
		abort();
	free(text);
	return 0;
}

/* SPDX-License-Identifier: ISC */
#include "domain/name.h"

#include <stdlib.h>

#include "domain/glyph.h"
#include "domain/title.h"
#include "t.h"
#include "util/buf.h"
#include "util/utf8.h"

/* "PHONE NAME" of each, with commas between. */
static char *
people(const char *name, const char *phone, enum title_mode mode,
    const struct phone_opts *opts)
{
	struct person_list l = PERSON_LIST_INIT;
	struct buf b = BUF_INIT;

	title_people(name, phone, mode, opts, &l);
	for (size_t i = 0; i < l.n; i++)
		buf_fmt(&b, "%s%s %s", i > 0 ? ", " : "", l.v[i].phone,
		    l.v[i].name);
	person_list_free(&l);
	return buf_take(&b);
}

static void
test_modes(void)
{
	static const char *const own[] = { "+436641111111", "+4313456789" };
	static const struct {
		const char *name, *phone;
		enum title_mode mode;
		bool landlines;
		const char *want;
	} rows[] = {
		{ "Maria 0664 1234567, Papa 0676 7654321", NULL, TITLE_FIRST,
		    false, "+436641234567 Maria" },
		{ "Maria 0664 1234567, Papa 0676 7654321", NULL, TITLE_ALL,
		    false, "+436641234567 Maria, +436767654321 Papa" },
		{ "Maria 0664 1234567 und Papa 0676 7654321", NULL, TITLE_ALL,
		    false, "+436641234567 Maria, +436767654321 Papa" },
		{ "Maria 0664 1234567 / 0676 7654321", NULL, TITLE_ALL, false,
		    "+436641234567 Maria, +436767654321 Maria" },
		{ "Maria 0664 1234567 0676 7654321", NULL, TITLE_ALL, false,
		    "+436641234567 Maria, +436767654321 Maria" },
		{ "Maria 0664 1234567, +43 664 1234567", NULL, TITLE_ALL, false,
		    "+436641234567 Maria" },
		{ "0664 1234567 Maria, 0676 7654321 Papa", NULL, TITLE_ALL,
		    false, "+436641234567 Maria, +436767654321 Papa" },
		{ "0664 1234567 Maria und 0676 7654321 Papa", NULL, TITLE_ALL,
		    false, "+436641234567 Maria, +436767654321 Papa" },
		{ "0664 1234567, 0676 7654321 Maria", NULL, TITLE_ALL, false,
		    "+436641234567 Maria, +436767654321 Maria" },
		{ "Maria 01 5331234, 0664 1234567", NULL, TITLE_FIRST, false,
		    "+436641234567 Maria" },
		{ "Maria 01 5331234, 0664 1234567", NULL, TITLE_FIRST, true,
		    "+4315331234 Maria" },
		{ "Maria 01 5331234, 0664 1234567", NULL, TITLE_MOBILE, true,
		    "+436641234567 Maria" },
		{ "Maria 01 5331234, 0316 123456", NULL, TITLE_MOBILE, true,
		    "+4315331234 Maria" },
		{ "Maria +12025550123, 0664 1234567", NULL, TITLE_MOBILE, false,
		    "+436641234567 Maria" },
		{ "Maria 01 5331234", NULL, TITLE_FIRST, true,
		    "+4315331234 Maria" },
		{ "Maria 01/5331234-12", NULL, TITLE_FIRST, true,
		    "+431533123412 Maria" },
		{ "Maria 0800 123456", NULL, TITLE_FIRST, true, "" },
		{ "Ordination 0664 1111111, Maria 0664 1234567", NULL,
		    TITLE_FIRST, false, "+436641234567 Maria" },
		{ "Maria, Rückfragen 01 3456789", NULL, TITLE_FIRST, true, "" },
		/* The number has a field of its own. */
		{ "Maria Mayr", "0664 1234567", TITLE_FIRST, false,
		    "+436641234567 Maria Mayr" },
		{ "Maria Mayr, 0676 7654321", "0664 1234567", TITLE_FIRST,
		    false, "+436641234567 Maria Mayr" },
		{ "Maria Mayr", "Papa 0664 1234567, Mama 0676 7654321",
		    TITLE_ALL, false,
		    "+436641234567 Maria Mayr, +436767654321 Maria Mayr" },
		{ "Maria Mayr, 0676 7654321", "", TITLE_FIRST, false, "" },
		{ "", "0664 1234567", TITLE_FIRST, false, "+436641234567 " },
		{ "Maria\nKontrolle", "0664 1234567", TITLE_FIRST, false,
		    "+436641234567 Maria" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct phone_opts opts = { .country_code = "43",
			.landlines = rows[i].landlines,
			.own = own,
			.n_own = 2 };
		char *got =
		    people(rows[i].name, rows[i].phone, rows[i].mode, &opts);
		SAME(got, rows[i].want, rows[i].name);
		free(got);
	}
}

static void
test_append(void)
{
	const struct phone_opts opts = { .country_code = "43" };
	struct person_list l = PERSON_LIST_INIT;

	title_people("Maria 0664 1234567", NULL, TITLE_FIRST, &opts, &l);
	title_people("Papa 0676 7654321", NULL, TITLE_FIRST, &opts, &l);
	title_people("Anna 0664 1234567", NULL, TITLE_FIRST, &opts, &l);
	OK(l.n == 2 && strcmp(l.v[0].name, "Maria") == 0 &&
		strcmp(l.v[1].name, "Papa") == 0,
	    "people are appended, and no number twice");
	person_list_free(&l);
	OK(l.n == 0 && l.v == NULL, "freed");
}

/* What is hostile takes no time, and nothing is made up at a cut. */
static void
test_hostile(void)
{
	static const char *const parts[] = { "0", "1", "+", "+4", "0664 ", "0 ",
		"(", "+43(0)", "0664/12.", "1.", "1:", "06641234567 ", "\n",
		"AT61 1904 ", "Tel. ", "M\xff", "6 1 2 3 " };
	const struct phone_opts opts = { .country_code = "34" };
	enum { LONG = 10 * 1024 * 1024 };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct buf b = BUF_INIT;
		struct person_list l = PERSON_LIST_INIT;
		while (b.n < LONG)
			buf_str(&b, parts[i]);
		title_people(b.v, b.v, TITLE_ALL, &opts, &l);
		t_ok(l.n <= 1, __FILE__, __LINE__, "10 MB of '%s'", parts[i]);
		person_list_free(&l);
		buf_free(&b);
	}
	for (size_t pad = GLYPH_BYTES - 20; pad <= GLYPH_BYTES + 1; pad++) {
		struct buf b = BUF_INIT;
		for (size_t i = 0; i < pad; i++)
			buf_char(&b, ' ');
		buf_str(&b, "+43 664 1234567");
		char *got = people(b.v, NULL, TITLE_FIRST, &opts);
		bool whole = b.n <= GLYPH_BYTES;
		t_ok(strcmp(got, whole ? "+436641234567 " : "") == 0, __FILE__,
		    __LINE__, "a number that ends at %zu", b.n);
		free(got);
		buf_free(&b);
	}
}

static void
test_name(void)
{
	const struct phone_opts opts = { .country_code = "43" };
	struct buf b = BUF_INIT;

	for (int i = 0; i < 1000; i++)
		buf_str(&b, "ä");
	buf_str(&b, " 0664 1234567");
	char *got = people(b.v, NULL, TITLE_FIRST, &opts);
	OK(strlen(got) == strlen("+436641234567 ") + 400 &&
		utf8_valid(got, strlen(got)),
	    "a name has 200 characters at most, and whole ones");
	free(got);
	buf_reset(&b);
	for (int i = 0; i < 1000; i++)
		buf_str(&b, "a ");
	buf_str(&b, " 0664 1234567");
	got = people(b.v, NULL, TITLE_FIRST, &opts);
	EQUAL(strlen(got), strlen("+436641234567 ") + 199,
	    "blanks count, and none is at the end");
	free(got);
	got = people("M\xe4ria \xff 0664 1234567", NULL, TITLE_FIRST, &opts);
	SAME(got, "+436641234567 Mria", "bytes that are no UTF-8 go");
	free(got);
	buf_free(&b);
}

int
main(void)
{
	test_modes();
	test_append();
	test_hostile();
	test_name();
	return t_done();
}

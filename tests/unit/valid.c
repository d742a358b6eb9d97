/* SPDX-License-Identifier: ISC */
#include "domain/valid.h"
#include "domain/kind.h"

#include "t.h"
#include "util/str.h"

struct text_case {
	int (*check)(const char *text, struct buf *out, struct err *e);
	const char *what, *text;
	const char *want; /* NULL: refused */
};

static int
phone_field(const char *text, struct buf *out, struct err *e)
{
	return valid_property(text, true, out, e);
}

static int
name_field(const char *text, struct buf *out, struct err *e)
{
	return valid_property(text, false, out, e);
}

/* A right-to-left override, byte by byte: no string literal turns round. */
static const char turned[] = { 'a', '\xe2', '\x80', '\xae', 'b', '\0' };

static const struct text_case texts[] = {
	{ valid_line, "line", "Ordination Dr. Muster",
	    "Ordination Dr. Muster" },
	{ valid_line, "line", "  Graz \t", "Graz" },
	{ valid_line, "line", " ", NULL },
	{ valid_line, "line", "a\tb", NULL },
	{ valid_line, "line", turned, NULL },
	{ valid_line, "line", "Gr\xfc\xdf", NULL },
	{ valid_email, "email", "praxis@example.org", "praxis@example.org" },
	{ valid_email, "email", "a.b+c@mail.example.org",
	    "a.b+c@mail.example.org" },
	{ valid_email, "email", "praxis@example", NULL },
	{ valid_email, "email", "praxis example.org", NULL },
	{ valid_email, "email", "<praxis@example.org>", NULL },
	{ valid_email, "email", "@example.org", NULL },
	{ valid_email, "email", "a@b@example.org", NULL },
	{ valid_email, "email", "a@example..org", NULL },
	{ valid_email, "email", "a@example.org.", NULL },
	{ valid_phone, "phone", "+43 316 123456", "+43 316 123456" },
	{ valid_phone, "phone", "(0316) 12 34-0", "(0316) 12 34-0" },
	{ valid_phone, "phone", "1234", NULL },
	{ valid_phone, "phone", "0316 123456 (Empfang)", NULL },
	{ valid_phone, "phone", "0316+123456", NULL },
	{ valid_phone, "phone", "1234567890123456", NULL },
	{ valid_country, "country", "at", "AT" },
	{ valid_country, "country", "AUT", NULL },
	{ valid_country, "country", "4", NULL },
	{ valid_country_code, "code", "43", "43" },
	{ valid_country_code, "code", "+43", "43" },
	{ valid_country_code, "code", "0043", "43" },
	{ valid_country_code, "code", "0", NULL },
	{ valid_country_code, "code", "04", NULL },
	{ valid_country_code, "code", "AT", NULL },
	{ valid_country_code, "code", "", NULL },
	{ valid_country_code, "code", "+4312", NULL },
	{ valid_web, "web", "https://www.example.org/graz",
	    "https://www.example.org/graz" },
	{ valid_web, "web", "example.org", "example.org" },
	{ valid_web, "web", "ftp://example.org", NULL },
	{ valid_web, "web", "https://u:p@example.org/", NULL },
	{ valid_web, "web", "unsere Seite", NULL },
	{ valid_web, "web", "example", NULL },
	{ valid_colour, "colour", "#FF8800", "#ff8800" },
	{ valid_colour, "colour", "Teal", "teal" },
	{ valid_colour, "colour", "#FF880", NULL },
	{ valid_colour, "colour", "#FF88zz", NULL },
	{ valid_colour, "colour", "pink-ish", NULL },
	{ phone_field, "phone field", "DESCRIPTION", "description" },
	{ phone_field, "phone field", "name", "name" },
	{ phone_field, "phone field", "X-Phone-1", "x-phone-1" },
	{ phone_field, "phone field", "x-", NULL },
	{ phone_field, "phone field", "uid", NULL },
	{ name_field, "name field", "attendee", "attendee" },
	{ name_field, "name field", "name", NULL },
};

static void
test_texts(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct text_case *c = &texts[i];
		struct buf out = BUF_INIT;
		struct err e = ERR_INIT;
		int r = c->check(c->text, &out, &e);
		bool good = c->want != NULL
		    ? r == 0 && str_eq(buf_cstr(&out), c->want)
		    : r == -1 && e.kind == ERR_USAGE && out.n == 0;

		t_ok(good, __FILE__, __LINE__, "%s '%s' is %s", c->what,
		    c->text, c->want != NULL ? c->want : "refused");
		buf_free(&out);
	}
}

static void
test_durations(void)
{
	static const struct {
		const char *text;
		int64_t want; /* -1: refused */
	} cases[] = { { "90m", 5400 }, { "2h", 7200 }, { "1h30m", 5400 },
		{ "1d", 86400 }, { "60s", 60 }, { "30s", -1 }, { "2", -1 },
		{ "", -1 }, { "h", -1 }, { "30m1h", -1 }, { "1h1h", -1 },
		{ "-2h", -1 }, { "2 h", -1 }, { "61d", -1 },
		{ "99999999d", -1 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = ERR_INIT;
		int64_t v = -1;
		int r = valid_duration(cases[i].text, 60, 60 * 86400, &v, &e);

		t_ok(cases[i].want == -1 ? r == -1 && e.kind == ERR_USAGE
					 : r == 0 && v == cases[i].want,
		    __FILE__, __LINE__, "duration '%s'", cases[i].text);
	}
}

static void
test_clocks(void)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = { { "09:00", 540 }, { "9:05", 545 }, { "00:00", 0 },
		{ "23:59", 1439 }, { "24:00", -1 }, { "12:60", -1 },
		{ "9", -1 }, { "9:5", -1 }, { "", -1 }, { "ab:cd", -1 },
		{ "009:00", -1 }, { "-1:00", -1 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = ERR_INIT;
		int v = -1;
		int r = valid_clock(cases[i].text, &v, &e);

		t_ok(cases[i].want == -1 ? r == -1 && e.kind == ERR_USAGE
					 : r == 0 && v == cases[i].want,
		    __FILE__, __LINE__, "clock time '%s'", cases[i].text);
	}
}

static void
test_senders(void)
{
	static const struct {
		const char *text, *address, *type; /* NULL: refused, none */
	} cases[] = { { "Praxis", "Praxis", "alphanumeric" },
		{ "Dr. Muster", "Dr. Muster", "alphanumeric" },
		{ "436641234567", "436641234567", NULL },
		{ "+436641234567", "436641234567", "international" },
		{ "06641234567:national", "06641234567", "national" },
		{ "82888:shortcode", "82888", "shortcode" },
		{ "Praxis:national", NULL, NULL },
		{ "82888:alphanumeric", NULL, NULL },
		{ "+436641234567:national", NULL, NULL },
		{ "PraxisDrMuster", NULL, NULL }, { "", NULL, NULL },
		{ "Pr\xc3\xa4xis", NULL, NULL }, { "Praxis:x", NULL, NULL },
		{ ":national", NULL, NULL } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = ERR_INIT;
		struct buf b = BUF_INIT;
		const char *type = NULL;
		int r = valid_sender(cases[i].text, &b, &type, &e);

		t_ok(cases[i].address == NULL
			? r == -1 && e.kind == ERR_USAGE && b.n == 0
			: r == 0 && str_eq(buf_cstr(&b), cases[i].address) &&
			    str_eq(type, cases[i].type),
		    __FILE__, __LINE__, "sender '%s'", cases[i].text);
		buf_free(&b);
	}
}

static void
test_words(void)
{
	static const char *const words[] = { "first", "mobile", "all" };
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;
	int64_t v = 0;
	bool flag = false;

	OK(valid_word("mobile", words, 3, &b, &e) == 0, "a word");
	OK(valid_word("mobil", words, 3, &b, &e) == -1, "a wrong one");
	SAME(e.msg,
	    "'mobil' is not known: did you mean 'mobile'? Allowed are first, "
	    "mobile and all",
	    "... says which are right");
	e = ERR_INIT;
	OK(valid_number("7", 0, 60, &v, &e) == 0 && v == 7, "a number");
	OK(valid_number("61", 0, 60, &v, &e) == -1, "... too large");
	SAME(e.msg,
	    "'61' is not allowed; allowed are whole numbers from 0 to 60",
	    "... says how large it may be");
	e = ERR_INIT;
	OK(valid_flag("yes", &flag, &e) == 0 && flag, "yes");
	OK(valid_flag("no", &flag, &e) == 0 && !flag, "no");
	OK(valid_flag("true", &flag, &e) == -1, "neither");
	buf_free(&b);
}

static void
test_days(void)
{
	static const struct {
		const char *text;
		int64_t want; /* -1: refused */
	} cases[] = {
		{ "2026-11-24", 20781 },
		{ "2026-12", 20788 },
		{ "1970-01-01", 0 },
		{ "yesterday", 99 },
		{ "today", 100 },
		{ "tomorrow", 101 },
		{ "2026-02-29", -1 },
		{ "2026-13", -1 },
		{ "24.11.2026", -1 },
		{ "2026-1-1", -1 },
		{ "", -1 },
		{ "2026-11-24T", -1 },
		{ "Today", -1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = ERR_INIT;
		int64_t v = -1;
		int r = valid_day(cases[i].text, 100, &v, &e);

		t_ok(cases[i].want == -1 ? r == -1 && e.kind == ERR_USAGE
					 : r == 0 && v == cases[i].want,
		    __FILE__, __LINE__, "day '%s'", cases[i].text);
	}
}

static void
test_kinds(void)
{
	struct buf b = BUF_INIT;

	kind_step(&b, KIND_REMINDER, 1);
	buf_char(&b, ' ');
	kind_step(&b, KIND_FEEDBACK, 1);
	buf_char(&b, ' ');
	kind_step(&b, KIND_FEEDBACK, 2);
	SAME(b.v, "reminder/1 feedback feedback/2", "kinds and their steps");
	buf_free(&b);
}

int
main(void)
{
	test_texts();
	test_days();
	test_kinds();
	test_durations();
	test_clocks();
	test_senders();
	test_words();
	return t_done();
}

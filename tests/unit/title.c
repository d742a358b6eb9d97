/* SPDX-License-Identifier: ISC */
#include "domain/title.h"

#include <stdlib.h>
#include <string.h>

#include "t.h"
#include "util/buf.h"
#include "util/file.h"

enum { FILE_MAX = 1 << 20, COLUMNS = 4, LONG = 10 << 20 };

/* "\n" in a column is a line end. */
static void
unescape(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		if (s[0] == '\\' && s[1] == 'n') {
			*to++ = '\n';
			s++;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

/* Title, country code, first phone or -, name. */
static void
test_line(char *line, const char *file, int number)
{
	char *col[COLUMNS] = { line, NULL }, shown[80];
	struct person_list l = PERSON_LIST_INIT;

	for (int i = 1; i < COLUMNS && col[i - 1] != NULL; i++) {
		col[i] = strchr(col[i - 1], '\t');
		if (col[i] != NULL)
			*col[i]++ = '\0';
	}
	if (col[COLUMNS - 1] == NULL) {
		t_ok(false, __FILE__, __LINE__, "%s:%d has four columns", file,
		    number);
		return;
	}
	const struct phone_opts opts = {
		.country_code = col[1][0] != '\0' ? col[1] : NULL,
	};
	snprintf(shown, sizeof(shown), "%s", col[0]);
	unescape(col[0]);
	title_people(col[0], NULL, TITLE_FIRST, &opts, &l);
	const char *phone = l.n > 0 ? l.v[0].phone : "-";
	const char *name = l.n > 0 ? l.v[0].name : "";
	bool same = strcmp(phone, col[2]) == 0 && strcmp(name, col[3]) == 0;
	t_ok(same && l.n <= 1, __FILE__, __LINE__, "%s:%d: %s", file, number,
	    shown);
	if (!same)
		printf("# got  '%s' '%s'\n# want '%s' '%s'\n", phone, name,
		    col[2], col[3]);
	person_list_free(&l);
}

static void
test_file(const char *file, int least)
{
	const char *src = getenv("SRC");
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct err e = ERR_INIT;
	int number = 0, tested = 0;

	buf_fmt(&path, "%s/tests/data/%s", src != NULL ? src : ".", file);
	bool there = file_read(buf_cstr(&path), FILE_MAX, &b, &e) == 0;
	for (char *line = there ? b.v : NULL, *next; line != NULL;
	     line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		number++;
		if (line[0] == '\0' || strncmp(line, "# ", 2) == 0)
			continue;
		test_line(line, file, number);
		tested++;
	}
	t_ok(tested >= least, __FILE__, __LINE__, "%s is all there", file);
	buf_free(&path);
	buf_free(&b);
}

/* The people of a text as "phone name; phone name". */
static void
people_are(const char *name_text, const char *phone_text, enum title_mode mode,
    const struct phone_opts *opts, const char *want, const char *about)
{
	struct person_list l = PERSON_LIST_INIT;
	struct buf b = BUF_INIT;

	title_people(name_text, phone_text, mode, opts, &l);
	for (size_t i = 0; i < l.n; i++)
		buf_fmt(&b, "%s%s %s", i > 0 ? "; " : "", l.v[i].phone,
		    l.v[i].name);
	SAME(buf_cstr(&b), want, about);
	buf_free(&b);
	person_list_free(&l);
}

static void
test_modes(void)
{
	struct phone_opts o = { .country_code = "43" };
	struct phone_opts land = { .country_code = "43", .landlines = true };
	const char two[] = "Maria +43 664 1234567 und Papa +43 676 7654321";
	const char both[] = "Maria 0316 123456, 0664 1234567";

	people_are(two, NULL, TITLE_FIRST, &o, "+436641234567 Maria",
	    "the first number");
	people_are(two, NULL, TITLE_ALL, &o,
	    "+436641234567 Maria; +436767654321 Papa",
	    "all numbers, each with the name before it");
	people_are("Maria, 0664 1234567, 0676 7654321", NULL, TITLE_ALL, &o,
	    "+436641234567 Maria; +436767654321 Maria",
	    "a name before two numbers is of both");
	people_are("0664 1234567 Maria, 0676 7654321 Papa", NULL, TITLE_ALL, &o,
	    "+436641234567 Maria; +436767654321 Papa",
	    "names behind their numbers");
	people_are("Maria 0664 1234567 +43 664 1234567", NULL, TITLE_ALL, &o,
	    "+436641234567 Maria", "no number twice");
	people_are(both, NULL, TITLE_FIRST, &o, "+436641234567 Maria",
	    "a landline gets no SMS");
	people_are(both, NULL, TITLE_FIRST, &land, "+43316123456 Maria",
	    "a landline where the calendar says so");
	people_are(both, NULL, TITLE_MOBILE, &land, "+436641234567 Maria",
	    "the first mobile number");
	people_are("Maria 0316 123456 0664 1234567", NULL, TITLE_MOBILE, &land,
	    "+436641234567 Maria", "a blank alone between the two");
	people_are("Maria 0316 123456 12", NULL, TITLE_FIRST, &land, "",
	    "a landline that may end earlier is in doubt");
	people_are("Maria +381 11 1234567, +381 64 1234567", NULL, TITLE_MOBILE,
	    &o, "+381111234567 Maria",
	    "the first, where the table knows no mobile number");
	people_are("Maria +381 11 1234567, 0664 1234567", NULL, TITLE_MOBILE,
	    &o, "+436641234567 Maria",
	    "a mobile number before one that the table does not know");
}

static void
test_fields(void)
{
	struct phone_opts o = { .country_code = "43" };

	people_are("Maria Mayr", "Tel. 0664 1234567", TITLE_FIRST, &o,
	    "+436641234567 Maria Mayr", "a phone in a field of its own");
	people_are("Maria Mayr", "", TITLE_FIRST, &o, "",
	    "no phone in its field, nobody");
	people_are("Maria Mayr, 0676 7654321", "0664 1234567", TITLE_FIRST, &o,
	    "+436641234567 Maria Mayr", "the field of the name is no phone's");
	people_are("Maria", "0664 1234567; 0676 7654321", TITLE_ALL, &o,
	    "+436641234567 Maria; +436767654321 Maria",
	    "all numbers of the field have the name");
	people_are(" - Maria, ", "0664 1234567", TITLE_FIRST, &o,
	    "+436641234567 Maria", "a name is trimmed");
}

static void
test_own(void)
{
	static const char *const own[] = { "+436641234567", "+43316123456" };
	struct phone_opts o = {
		.country_code = "43", .landlines = true, .own = own, .n_own = 2
	};

	people_are("Praxis 0664 1234567, Maria 0676 7654321", NULL, TITLE_ALL,
	    &o, "+436767654321 Maria", "the company's number is no customer's");
	people_are("Praxis 0043664/1234567", NULL, TITLE_FIRST, &o, "",
	    "nor in another spelling");
	people_are(
	    "Praxis 0316 123456", NULL, TITLE_FIRST, &o, "", "nor a landline");
	people_are("Praxis 0316 123456-12", NULL, TITLE_FIRST, &o, "",
	    "nor one of its extensions");
}

static void
test_nosms(void)
{
	OK(title_nosms("Maria #nosms", NULL), "#nosms in the title");
	OK(title_nosms("Maria", "bitte #NoSMS, danke"), "in the description");
	OK(title_nosms("#NOSMS", ""), "in any case");
	OK(title_nosms("\xef\xbc\x83nosms", NULL), "with a wide #");
	OK(title_nosms("#no\xe2\x80\x8bsms", NULL), "with a hidden blank");
	OK(title_nosms("#nosms!", NULL), "with a sign behind it");
	OK(!title_nosms("Maria nosms", NULL), "without # it says nothing");
	OK(!title_nosms("#nosm", "# no sms"), "nor a part of it");
	OK(!title_nosms("", NULL), "nor nothing");
}

static void
normal(const char *text, const char *code, const char *want)
{
	struct err e = ERR_INIT;
	char out[PHONE_TEXT] = "-";

	int r = phone_normalise(text, code, out, &e);
	t_ok(strcmp(out, want) == 0 && (r == 0) == (want[0] == '+') &&
		(r == 0 || (e.kind == ERR_USAGE && e.msg[0] != '\0')),
	    __FILE__, __LINE__, "'%.30s' is %s", text, want);
	if (r == -1)
		printf("# %s\n", e.msg);
}

static void
test_normalise(void)
{
	normal("+43 664 1234567", NULL, "+436641234567");
	normal(" 0043 (0)664/123 45 67 ", NULL, "+436641234567");
	normal("tel:+43-664-1234567", NULL, "+436641234567");
	normal("0664 1234567", "43", "+436641234567");
	normal("(0664) 1234567", "43", "+436641234567");
	normal("+43 316 123456", "43", "+43316123456");
	normal("0316/123456-12", "43", "+4331612345612");
	normal("+39 06 12345678", NULL, "+390612345678");
	normal("06 20 123 4567", "36", "+36201234567");
	normal("612 345 678", "34", "+34612345678");
	normal("0664 1234567", NULL, "-");
	normal("", "43", "-");
	normal("+", "43", "-");
	normal("+43", "43", "-");
	normal("+43 664 12345", "43", "-");
	normal("+43 664 1234567 Maria", "43", "-");
	normal("+43 664 1234567, +43 676 7654321", "43", "-");
	normal("+43 664 1234567 +43", "43", "-");
	normal("+0664 1234567", "43", "-");
	normal("+999 1234567", "43", "-");
	normal("0664 123\n4567", "43", "-");
	normal("664 1234567", "43", "-");
	normal("+4366412345678901", "43", "-");
}

static void
test_reasons(void)
{
	static const struct {
		const char *text;
		enum phone_reason reason;
	} cases[] = {
		{ "Maria 0664 1234567", PHONE_OK },
		{ "Maria 0316 123456", PHONE_LANDLINE },
		{ "Maria +43 664 12345", PHONE_SHORT },
		{ "Maria +43 664 12345678901", PHONE_LONG },
		{ "Maria 0800 123456", PHONE_SERVICE },
		{ "Maria +999 12345678", PHONE_BAD_CODE },
		{ "Fax 0664 1234567", PHONE_LABEL },
		{ "Maria 0664 1234567 8 9", PHONE_UNCLEAR },
	};
	struct phone_opts o = { .country_code = "43" };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct phone_list l = PHONE_LIST_INIT;
		phone_find(cases[i].text, &o, &l);
		bool same = l.n == 1 && l.v[0].reason == cases[i].reason;
		t_ok(same, __FILE__, __LINE__, "'%s' %s", cases[i].text,
		    phone_reason_text(cases[i].reason));
		if (!same)
			printf("# %zu found, the first %s\n", l.n,
			    l.n > 0 ? phone_reason_text(l.v[0].reason) : "-");
		phone_list_free(&l);
	}
}

/* One piece again and again, the digits for ten megabytes. */
static void
test_long(void)
{
	static const char *const pieces[] = { "7", "0", "+", "+4", "0 ", "(0",
		"0664 ", "0664 1234567 ", "+43 664 1234567,", "1.2.", "a1", "a",
		"\xe2\x80\x8b", "\xff", "(", "12:30 0", "AT61 1904 ", "#n",
		"Tel. ", "\n", "0664 1234567\n" };
	struct phone_opts o = { .country_code = "43" };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buf b = BUF_INIT;
		struct person_list l = PERSON_LIST_INIT;
		while (b.n < (i == 0 ? LONG : LONG / 40))
			buf_str(&b, pieces[i]);
		title_people(b.v, NULL, TITLE_ALL, &o, &l);
		bool nosms = title_nosms(b.v, b.v);
		t_ok(!nosms && l.n <= 1, __FILE__, __LINE__,
		    "no end of piece %zu", i);
		person_list_free(&l);
		buf_free(&b);
	}
}

int
main(void)
{
	test_file("phones.tsv", 96);
	test_file("phones-more.tsv", 170);
	test_modes();
	test_fields();
	test_own();
	test_nosms();
	test_normalise();
	test_reasons();
	test_long();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "util/record.h"

#include <stdlib.h>

#include "util/mem.h"

#include "t.h"

/* A copy on the heap, without a byte behind its NUL, as input is. */
static char *line;

static int
parse(const char *text, size_t n, struct record *r, struct err *e)
{
	free(line);
	line = mem_strn(text, n);
	err_clear(e);
	return record_parse(line, n, r, e);
}

static void
bad(const char *text, const char *name)
{
	struct record r;
	struct err e = ERR_INIT;

	t_ok(parse(text, strlen(text), &r, &e) == -1 && e.kind == ERR_DATA,
	    __FILE__, __LINE__, "refused: %s", name);
}

static void
round_trip(void)
{
	struct buf b = BUF_INIT;
	struct record r;
	struct err e = ERR_INIT;
	char all[256];

	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	record_field(&b, "event");
	record_field(&b, NULL);
	record_field(&b, "");
	record_bytes(&b, all, sizeof(all));
	record_int(&b, INT64_MIN);
	record_field(&b, "\\-");
	record_bytes(&b, "", 0);
	record_end(&b);
	OK(memchr(b.v, '\n', b.n) == b.v + b.n - 1, "a record is a line");
	OK(memchr(b.v, '\0', b.n) == NULL, "without NULs");

	OK(parse(b.v, b.n - 1, &r, &e) == 0 && r.n == 7, "all is read");
	SAME(r.v[0], "event", "the kind");
	OK(r.v[1] == NULL, "absent");
	SAME(r.v[2], "", "empty is not absent");
	OK(r.len[3] == 256 && memcmp(r.v[3], all, 256) == 0, "any byte");
	SAME(r.v[4], "-9223372036854775808", "a number");
	SAME(r.v[5], "\\-", "text that looks absent");
	SAME(r.v[6], "", "empty at the end");

	record_field(&b, "end");
	record_end(&b);
	OK(b.n > 5 && memcmp(b.v + b.n - 5, "\nend\n", 5) == 0,
	    "the next record begins a line");
	buf_free(&b);
}

static void
numbers(void)
{
	struct record r;
	struct err e = ERR_INIT;
	int64_t v = 0;

	static const char text[] = "occ\t17\tx\t\\-\t1\\0\t";
	EQUAL(parse(text, strlen(text), &r, &e), 0, "parsed");
	OK(record_get_int(&r, 1, 0, 20, &v, &e) == 0 && v == 17, "17");
	static const struct {
		size_t field;
		const char *name;
	} rows[] = { { 2, "text" }, { 3, "absent" }, { 4, "a NUL in it" },
		{ 5, "empty" }, { 6, "not there" } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err_clear(&e);
		t_ok(record_get_int(&r, rows[i].field, 0, 99, &v, &e) == -1 &&
			e.kind == ERR_DATA,
		    __FILE__, __LINE__, "no number: %s", rows[i].name);
	}
	err_clear(&e);
	OK(record_get_int(&r, 1, 0, 16, &v, &e) == -1, "too large");
	SAME(e.msg, "record 'occ': field 1 is no number from 0 to 16",
	    "it says which");
}

int
main(void)
{
	round_trip();
	numbers();
	bad("", "nothing");
	bad("\tx", "no kind");
	bad("\\-\tx", "an absent kind");
	bad("a\tb\\", "half an escape");
	bad("a\tb\\x", "an unknown escape");
	bad("a\tb\\-", "absent, and more");
	bad("a\tb\rc", "a raw CR");
	bad("a\tb\nc", "a raw LF");
	bad("a\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16\t17\t18"
	    "\t19\t20\t21\t22\t23\t24",
	    "too many fields");

	struct record r;
	struct err e = ERR_INIT;
	OK(parse("a\0b", 3, &r, &e) == -1, "refused: a raw NUL");
	static const char most[] = "a\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12"
				   "\t13\t14\t15\t16\t17\t18\t19\t20\t21"
				   "\t22\t23";
	OK(parse(most, strlen(most), &r, &e) == 0 && r.n == RECORD_FIELDS,
	    "as many as there may be");
	free(line);
	return t_done();
}

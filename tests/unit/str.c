/* SPDX-License-Identifier: ISC */
#include "util/str.h"

#include "t.h"

static void
numbers(void)
{
	static const struct {
		const char *text;
		int64_t min, max, want;
		bool ok;
	} rows[] = {
		{ "0", 0, 9, 0, true },
		{ "9", 0, 9, 9, true },
		{ "10", 0, 9, 0, false },
		{ "-1", -1, 9, -1, true },
		{ "-2", -1, 9, 0, false },
		{ "007", 0, 9, 7, true },
		{ "", 0, 9, 0, false },
		{ "-", -9, 9, 0, false },
		{ "+1", 0, 9, 0, false },
		{ " 1", 0, 9, 0, false },
		{ "1 ", 0, 9, 0, false },
		{ "1x", 0, 9, 0, false },
		{ "0x1", 0, 9, 0, false },
		{ "9223372036854775807", 0, INT64_MAX, INT64_MAX, true },
		{ "9223372036854775808", 0, INT64_MAX, 0, false },
		{ "-9223372036854775808", INT64_MIN, 0, INT64_MIN, true },
		{ "-9223372036854775809", INT64_MIN, 0, 0, false },
		{ "99999999999999999999", 0, INT64_MAX, 0, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t v = 4711;
		int r = str_int(rows[i].text, rows[i].min, rows[i].max, &v);
		t_ok(rows[i].ok ? r == 0 && v == rows[i].want
				: r == -1 && v == 4711,
		    __FILE__, __LINE__, "number '%s'", rows[i].text);
	}
}

static void
nearest(void)
{
	static const char *const names[] = { "timeout", "database", "spool",
		"log", "gateways" };
	const size_t n = sizeof(names) / sizeof(names[0]);

	SAME(str_nearest("timeuot", names, n), "timeout", "two swapped");
	SAME(str_nearest("databse", names, n), "database", "one dropped");
	SAME(str_nearest("SPOOL", names, n), "spool", "case apart");
	SAME(str_nearest("gatewaysx", names, n), "gateways", "one too many");
	SAME(str_nearest("lag", names, n), "log", "one of three");
	OK(str_nearest("xyz", names, n) == NULL, "nothing is near");
	OK(str_nearest("", names, n) == NULL, "nothing is near to nothing");
	OK(str_nearest("log", names, 0) == NULL, "of no names none");
	char longer[200];
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	OK(str_nearest(longer, names, n) == NULL, "a hostile word");
}

int
main(void)
{
	OK(str_eq("a", "a") && !str_eq("a", "A"), "equal");
	OK(str_eq(NULL, NULL) && !str_eq(NULL, "") && !str_eq("", NULL),
	    "NULL equals only NULL");
	OK(str_ieq("STOP", "stop") && !str_ieq("stop", "stopp"), "case apart");
	OK(!str_ieq("stopp", "stop") && str_ieq("", ""), "both ways");
	OK(!str_ieq("Ä", "ä"), "only of ASCII letters");
	OK(!str_ieq("@", "`") && !str_ieq("[", "{"), "only of letters");
	OK(str_ieq(NULL, NULL) && !str_ieq(NULL, "a"), "NULL again");
	OK(str_starts("https://x", "https:") && !str_starts("http", "https"),
	    "starts");
	OK(str_istarts("HTTPS://x", "https:") && !str_istarts("ht", "http"),
	    "starts, case apart");
	OK(str_ends("a.ics", ".ics") && !str_ends("ics", ".ics"), "ends");
	OK(str_ends("a", "") && str_starts("a", ""), "with nothing");
	OK(str_empty(NULL) && str_empty(" \t\r\n") && !str_empty(" x"),
	    "empty");
	numbers();

	char text[] = " \t a b\n ";
	SAME(str_trim(text), "a b", "trimmed");
	char blank[] = "  ";
	SAME(str_trim(blank), "", "trimmed to nothing");
	nearest();

	OK(str_same_secret("abc", "abc", 3), "the same secret");
	OK(!str_same_secret("abc", "abd", 3), "another at the end");
	OK(!str_same_secret("abc", "bbc", 3), "another at the start");
	OK(str_same_secret("a", "b", 0), "no bytes are the same");
	return t_done();
}

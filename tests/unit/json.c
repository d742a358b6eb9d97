/* SPDX-License-Identifier: ISC */
#include "store/json.h"

#include <stdlib.h>

#include "t.h"

static struct json *j;

static bool
load(const char *text)
{
	return json_load(j, text, strlen(text));
}

/* The text at `path` is `want`; NULL: there is none. */
static bool
text_is(const char *path, const char *want)
{
	char *got = json_text(j, path);
	bool same =
	    got == NULL || want == NULL ? got == want : strcmp(got, want) == 0;

	if (!same)
		printf("# got '%s'\n", got != NULL ? got : "(null)");
	free(got);
	return same;
}

static void
test_load(void)
{
	static char deep[8001];

	OK(load("{\"a\":1}"), "an object is JSON");
	OK(load(" [1, 2]\r\n"), "white space around it is fine");
	OK(!load(""), "nothing is not JSON");
	OK(json_type(j, "$") == JSON_NONE, "... and then nothing is there");
	OK(!load("<html>"), "HTML is not JSON");
	OK(!load("{\"a\":1"), "cut off is not JSON");
	OK(!load("{\"a\":1} {\"b\":2}"), "two documents are not JSON");
	OK(!load("{'a':1}"), "single quotes are not JSON");
	OK(!load("{\"a\":\"\xfc\"}"), "Latin-1 is not JSON");
	OK(!load("{\"a\":\"\xed\xa0\x80\"}"), "a raw surrogate is not JSON");
	OK(!json_load(j, "{\"a\":1}\0x", 9), "a NUL byte is not JSON");
	memset(deep, '[', 4000);
	memset(deep + 4000, ']', 4000);
	OK(!load(deep), "4000 levels deep is refused");
}

static void
test_read(void)
{
	int64_t v = 0;
	bool flag = false;

	OK(load("{\"statusCode\":2000,\"id\":9007199254740993,\"big\":"
		"123456789012345678901,\"s\":\"4002\",\"real\":1.5,"
		"\"none\":null,\"yes\":true,\"list\":[\"x\",7],\"o\":{}}"),
	    "a document of every type");
	OK(json_int(j, "$.statusCode", &v) && v == 2000, "a number");
	OK(json_int(j, "$.id", &v) && v == 9007199254740993,
	    "... of 64 bits keeps its digits");
	OK(!json_int(j, "$.big", &v), "... of more is none");
	OK(text_is("$.big", "123456789012345678901"), "... but a text");
	OK(json_int(j, "$.s", &v) && v == 4002, "a number in a string");
	OK(!json_int(j, "$.real", &v), "a fraction is no whole number");
	OK(!json_int(j, "$.none", &v) && text_is("$.none", NULL),
	    "null is none");
	OK(!json_int(j, "$.gone", &v) && text_is("$.gone", NULL), "absent");
	OK(json_bool(j, "$.yes", &flag) && flag, "true");
	OK(!json_bool(j, "$.s", &flag), "a string is not true");
	OK(json_count(j, "$.list") == 2, "an array is counted");
	OK(json_count(j, "$.o") == 0, "an object is not");
	char *member = json_member(j, 0);
	OK(member != NULL && json_type(j, "$") == JSON_OBJECT,
	    "an object's members have names");
	free(member);
	OK(json_member(j, 1000) == NULL, "... until they end");
	OK(text_is("$.list[0]", "x") && text_is("$.list[1]", "7"), "elements");
	OK(text_is("$.list[2]", NULL), "... and no more");
	OK(json_type(j, "$.o") == JSON_OBJECT, "an object");
	OK(json_type(j, "$.list") == JSON_ARRAY, "an array");
	OK(json_type(j, "$.gone") == JSON_NONE, "nothing");
}

static void
test_escapes(void)
{
	OK(load("{\"a\":\"Gr\\u00fc\\u00dfe \\u20ac\\n\\\"\\/\"}"), "escapes");
	OK(text_is("$.a",
	       "Gr\xc3\xbc\xc3\x9f"
	       "e \xe2\x82\xac\n\"/"),
	    "... are read");
	OK(load("{\"a\":\"\\ud83d\\ude00\"}"), "a surrogate pair");
	OK(text_is("$.a", "\xf0\x9f\x98\x80"), "... is one character");
	OK(load("{\"a\":\"x\\ud83dy\"}"), "a lone high surrogate");
	OK(text_is("$.a", "x\xef\xbf\xbdy"), "... is U+FFFD");
	OK(load("{\"a\":\"x\\ude00\"}"), "a lone low surrogate");
	OK(text_is("$.a", "x\xef\xbf\xbd"), "... too");
	OK(load("{\"a\":\"x\\ud83d\\ud83d\\ude00\"}"), "a high one and a pair");
	OK(text_is("$.a", "x\xef\xbf\xbd\xf0\x9f\x98\x80"), "... both");
	OK(load("{\"a\":\"x\\u0000STOP\"}"), "an escaped NUL");
	OK(text_is("$.a", "x\xef\xbf\xbdSTOP"), "... does not cut the text");
	OK(load("{\"a\":\"x\\\\u0000\"}"), "an escaped backslash before u0000");
	OK(text_is("$.a", "x\\u0000"), "... is no NUL");
	OK(load("{\"a\":\"\\\\\"}"), "a backslash at the end");
	OK(text_is("$.a", "\\"), "... is one");
}

static void
test_write(void)
{
	struct buf b = BUF_INIT;

	buf_char(&b, '{');
	json_put_text(j, &b, "text", "a\"b\\c\n\x01\xe2\x82\xac:");
	json_put_text(j, &b, "none", NULL);
	json_put_int(&b, "n", INT64_MIN);
	json_put_bool(&b, "yes", true);
	json_put_null(&b, "null");
	json_put_name(&b, "list");
	buf_char(&b, '[');
	json_put_text(j, &b, NULL, "x");
	json_put_text(j, &b, NULL, "y,{");
	buf_str(&b, "]");
	json_put_name(&b, "one");
	json_put_text(j, &b, NULL, "z");
	buf_char(&b, '}');
	SAME(buf_cstr(&b),
	    "{\"text\":\"a\\\"b\\\\c\\n\\u0001\xe2\x82\xac:\","
	    "\"n\":-9223372036854775808,\"yes\":true,\"null\":null,"
	    "\"list\":[\"x\",\"y,{\"],\"one\":\"z\"}",
	    "an object is written");
	OK(json_load(j, b.v, b.n), "... that can be read");
	OK(text_is("$.text", "a\"b\\c\n\x01\xe2\x82\xac:"), "... again");

	buf_reset(&b);
	json_put_text(j, &b, "a",
	    "Gr\xfc\xdf"
	    "e");
	SAME(buf_cstr(&b),
	    "\"a\":\"Gr\xc3\xbc\xc3\x9f"
	    "e\"",
	    "what is not UTF-8 is repaired");
	buf_free(&b);
}

int
main(void)
{
	j = json_new();
	test_load();
	test_read();
	test_escapes();
	test_write();
	json_free(j);
	json_free(NULL);
	return t_done();
}

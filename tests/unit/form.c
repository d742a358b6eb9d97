/* SPDX-License-Identifier: ISC */
#include "util/form.h"

#include <stdlib.h>

#include "t.h"

int
main(void)
{
	static const char text[] =
	    "a=1&b=x+y%2Bz&&c&=d&e=%C3%BC%zz%4&a=2&%61b=%00=";
	struct form f = FORM_INIT;

	OK(form_parse(text, strlen(text), &f), "a form");
	OK(f.n == 7, "its pairs");
	SAME(form_get(&f, "a"), "1", "the first of a name");
	SAME(form_get(&f, "b"), "x y+z", "+ is a blank, %2B a plus");
	SAME(form_get(&f, "c"), "", "a name alone");
	SAME(form_get(&f, ""), "d", "a value alone");
	SAME(form_get(&f, "e"), "\xc3\xbc%zz%4", "a bad escape is itself");
	SAME(form_get(&f, "ab"), "\xef\xbf\xbd=", "no NUL comes in");
	OK(form_get(&f, "z") == NULL, "none");
	form_free(&f);
	OK(form_parse("", 0, &f) && f.n == 0, "nothing");
	char many[600];
	memset(many, '&', sizeof(many));
	for (size_t i = 0; i < sizeof(many); i += 2)
		many[i] = 'x';
	OK(!form_parse(many, sizeof(many), &f) && f.n == FORM_PAIRS,
	    "too many are refused");
	form_free(&f);
	char *s = form_decode("a+b%20", 6, false);
	SAME(s, "a+b ", "a path has no plus");
	free(s);
	return t_done();
}

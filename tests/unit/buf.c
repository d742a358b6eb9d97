/* SPDX-License-Identifier: ISC */
#include "util/buf.h"

#include <stdlib.h>

#include "t.h"

int
main(void)
{
	struct buf b = BUF_INIT;

	SAME(buf_cstr(&b), "", "empty at first");
	buf_reset(&b);
	char *s = buf_take(&b);
	SAME(s, "", "an empty one gives an empty string");
	free(s);

	buf_str(&b, "a");
	buf_char(&b, 'b');
	buf_add(&b, "cd", 1);
	buf_fmt(&b, "%d-%s", 7, "x");
	SAME(buf_cstr(&b), "abc7-x", "bytes, strings, formats");
	EQUAL((long long)b.n, 6, "its length");
	buf_fmt(&b, "%s", "");
	EQUAL((long long)b.n, 6, "an empty format adds nothing");
	buf_add(&b, "\0z", 2);
	OK(b.n == 8 && b.v[7] == 'z' && b.v[8] == '\0', "NULs are bytes");

	size_t cap = b.cap;
	buf_reset(&b);
	OK(b.n == 0 && b.cap == cap && b.v[0] == '\0', "reset keeps memory");
	for (int i = 0; i < 10000; i++)
		buf_fmt(&b, "%04d", i);
	OK(b.n == 40000 && memcmp(b.v + 39996, "9999", 5) == 0, "it grows");
	buf_reset(&b);
	buf_add(&b, NULL, 0);
	SAME(buf_cstr(&b), "", "nothing of nothing");

	s = buf_take(&b);
	OK(b.v == NULL && b.n == 0 && b.cap == 0, "taken leaves it empty");
	free(s);
	buf_str(&b, "x");
	buf_free(&b);
	OK(b.v == NULL && b.n == 0, "freed leaves it empty");
	buf_free(&b);
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "util/err.h"

#include <errno.h>

#include "util/utf8.h"

#include "t.h"

int
main(void)
{
	struct err e = ERR_INIT;

	EQUAL(err_set(&e, ERR_DATA, "row %d", 7), -1, "always -1");
	EQUAL(e.kind, ERR_DATA, "the kind");
	SAME(e.msg, "row 7", "the sentence");
	EQUAL(err_set(&e, ERR_CONF, "later"), -1, "-1 again");
	EQUAL(e.kind, ERR_DATA, "the first kind stays");
	SAME(e.msg, "row 7", "the first sentence stays");
	err_in(&e, "feed %s: ", "stadt");
	SAME(e.msg, "feed stadt: row 7", "context goes in front");
	err_clear(&e);
	EQUAL(e.kind, ERR_NONE, "forgotten");
	SAME(e.msg, "", "wholly");

	errno = ENOENT;
	EQUAL(err_sys(&e, ERR_IO, "cannot open %s", "x"), -1, "-1 too");
	SAME(e.msg, "cannot open x: No such file or directory", "with errno");
	errno = EACCES;
	err_sys(&e, ERR_PERM, "later");
	EQUAL(e.kind, ERR_IO, "the first stays here too");

	/* However long, and wherever the cut falls: text, and terminated. */
	char umlauts[1201];
	bool bounded = true, text = true, tail = true;
	for (size_t i = 0; i < 1200; i += 2)
		memcpy(umlauts + i, "ä", 2);
	umlauts[1200] = '\0';
	for (int pad = 0; pad < 3; pad++) {
		err_clear(&e);
		err_set(&e, ERR_DATA, "%.*s%s", pad, "xx", umlauts);
		bounded &= strlen(e.msg) >= sizeof(e.msg) - 3;
		text &= utf8_valid(e.msg, strlen(e.msg));
		err_in(&e, "%.*s: ", pad, "yy");
		bounded &= strlen(e.msg) < sizeof(e.msg);
		text &= utf8_valid(e.msg, strlen(e.msg));
		err_in(&e, "%s", umlauts);
		text &= utf8_valid(e.msg, strlen(e.msg));
		bounded &= strlen(e.msg) < sizeof(e.msg);
		errno = EIO;
		err_clear(&e);
		err_sys(&e, ERR_IO, "%.*s%s", pad, "xx", umlauts);
		text &= utf8_valid(e.msg, strlen(e.msg));
		bounded &= strlen(e.msg) < sizeof(e.msg);
	}
	OK(bounded, "a long sentence is cut");
	OK(text, "and never within a character");

	err_clear(&e);
	err_set(&e, ERR_DATA, "%s", "\xff\xfe\xfd");
	tail = strcmp(e.msg, "\xff\xfe\xfd") == 0;
	OK(tail, "what fits is not touched");
	return t_done();
}

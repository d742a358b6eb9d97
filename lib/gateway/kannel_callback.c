/* SPDX-License-Identifier: ISC */
/*
 * Kannel (userguide): it asks for addresses that smscal.conf or the operator
 * wrote.  Of a report, dlr-url, `ref` or `id` is our reference and `status` or
 * `st` is %d; of a reply, get-url, `from` is %p, `to` %P, `text` %a, `id` %I.
 */
#include <stdlib.h>

#include "gateway/callback_part.h"

static char *
either(const struct callback *c, const char *one, const char *other)
{
	char *value = callback_field(c, "$", one);

	return value != NULL ? value : callback_field(c, "$", other);
}

static int
read_notice(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_word words[] = {
		{ "1", NOTICE_DELIVERED },
		{ "2", NOTICE_UNDELIVERED },
		{ "4", NOTICE_ACCEPTED },
		{ "8", NOTICE_ACCEPTED },
		{ "16", NOTICE_REJECTED },
		{ "32", NOTICE_ACCEPTED },
		{ NULL, NOTICE_ACCEPTED },
	};
	static const struct callback_reply reply = { "$", "from", "to", "text",
		"id" };
	char *status = either(c, "status", "st");
	char *ref;
	int r;

	if (status == NULL)
		return callback_reply(c, &reply, "kannel", n, e);
	ref = either(c, "ref", "id");
	r = ref != NULL
	    ? callback_report(words, status, NULL, ref, "kannel", n, e)
	    : err_set(e, ERR_DATA, "ref is missing");
	free(status);
	return r;
}

const struct callback_vendor callback_kannel = {
	.name = "kannel",
	.read = read_notice,
};

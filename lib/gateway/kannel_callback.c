/* SPDX-License-Identifier: ISC */
/*
 * Kannel (userguide): it asks for addresses that the operator wrote.  Of a
 * report, dlr-url, `id` is our reference and `st` is %d; of a reply, get-url,
 * `from` is %p, `to` %P, `text` %a, and `id` %I.
 */
#include <stdlib.h>

#include "gateway/callback_part.h"

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
	char *status = callback_field(c, "$", "st");
	char *id = NULL;
	int r;

	if (status == NULL)
		return callback_reply(c, &reply, "kannel", n, e);
	r = callback_need(c, "$", "id", &id, e);
	if (r == 0) {
		r = callback_report(words, status, NULL, id, "kannel", n, e);
		id = NULL;
	}
	free(id);
	free(status);
	return r;
}

const struct callback_vendor callback_kannel = {
	.name = "kannel",
	.read = read_notice,
};

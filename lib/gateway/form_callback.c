/* SPDX-License-Identifier: ISC */
/*
 * A plain form, for what has no reader of its own.  A reply: from, text, and
 * if known to and id.  A report: status, and ref (ours) or id (theirs).
 */
#include <stdlib.h>

#include "gateway/callback_part.h"

static int
read_notice(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_word words[] = {
		{ "accepted", NOTICE_ACCEPTED },
		{ "delivered", NOTICE_DELIVERED },
		{ "undelivered", NOTICE_UNDELIVERED },
		{ "expired", NOTICE_EXPIRED },
		{ "deleted", NOTICE_DELETED },
		{ "rejected", NOTICE_REJECTED },
		{ NULL, NOTICE_ACCEPTED },
	};
	static const struct callback_reply reply = { "$", "from", "to", "text",
		"id" };
	char *status = callback_field(c, "$", "status");
	int r;

	if (status == NULL)
		return callback_reply(c, &reply, "form", n, e);
	r = callback_report(words, status, callback_field(c, "$", "id"),
	    callback_field(c, "$", "ref"), "form", n, e);
	if (r == 0 && n->type == NOTICE_OTHER)
		r = err_set(e, ERR_DATA, "status '%.20s' is not known", status);
	free(status);
	return r;
}

const struct callback_vendor callback_form = {
	.name = "form",
	.read = read_notice,
};

/* SPDX-License-Identifier: ISC */
/* Vonage's callbacks (developer.vonage.com, SMS API): a form or JSON. */
#include <stdlib.h>

#include "gateway/callback_part.h"

static int
read_notice(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_word words[] = {
		{ "accepted", NOTICE_ACCEPTED },
		{ "buffered", NOTICE_ACCEPTED },
		{ "delivered", NOTICE_DELIVERED },
		{ "failed", NOTICE_UNDELIVERED },
		{ "expired", NOTICE_EXPIRED },
		{ "rejected", NOTICE_REJECTED },
		{ NULL, NOTICE_ACCEPTED },
	};
	static const struct callback_reply reply = { "$", "msisdn", "to",
		"text", "messageId" };
	char *status = callback_field(c, "$", "status");
	char *id = NULL;
	int r;

	if (status == NULL)
		return callback_reply(c, &reply, "vonage", n, e);
	r = callback_need(c, "$", "messageId", &id, e);
	if (r == 0) {
		r = callback_report(words, status, id,
		    callback_field(c, "$", "client-ref"), "vonage", n, e);
		id = NULL;
	}
	free(id);
	free(status);
	return r;
}

const struct callback_vendor callback_vonage = {
	.name = "vonage",
	.read = read_notice,
};

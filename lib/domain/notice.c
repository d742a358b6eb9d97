/* SPDX-License-Identifier: ISC */
#include "domain/notice.h"

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/str.h"

enum { MIN_DIGITS = 6, MAX_DIGITS = 15 };

static const char *const names[NOTICE_STATUS_COUNT] = {
	[NOTICE_ACCEPTED] = "accepted",
	[NOTICE_DELIVERED] = "delivered",
	[NOTICE_UNDELIVERED] = "undelivered",
	[NOTICE_EXPIRED] = "expired",
	[NOTICE_DELETED] = "deleted",
	[NOTICE_REJECTED] = "rejected",
};

void
notice_fini(struct notice *n)
{
	free(n->key);
	free(n->phone);
	free(n->address);
	free(n->text);
	free(n->parts_ref);
	free(n->ref);
	free(n->gateway_id);
	memset(n, 0, sizeof(*n));
}

const char *
notice_status_name(enum notice_status s)
{
	return names[s];
}

char *
notice_phone(const char *sender)
{
	struct buf b = BUF_INIT;

	sender += strspn(sender, " ");
	if (sender[0] == '+')
		sender++;
	else if (str_starts(sender, "00"))
		sender += 2;
	size_t n = strspn(sender, "0123456789");
	if (sender[n] != '\0' || sender[0] == '0' || n < MIN_DIGITS ||
	    n > MAX_DIGITS)
		return NULL;
	buf_fmt(&b, "+%s", sender);
	return buf_take(&b);
}

bool
notice_is_named(const char *sender)
{
	for (; *sender != '\0'; sender++)
		if ((*sender >= 'A' && *sender <= 'Z') ||
		    (*sender >= 'a' && *sender <= 'z') || (*sender & 0x80) != 0)
			return true;
	return false;
}

/* SPDX-License-Identifier: ISC */
#include "domain/notice.h"

#include <stdlib.h>
#include <string.h>

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
	free(n->ref);
	free(n->gateway_id);
	memset(n, 0, sizeof(*n));
}

const char *
notice_status_name(enum notice_status s)
{
	return names[s];
}

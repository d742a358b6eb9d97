/* SPDX-License-Identifier: ISC */
#include "domain/notice.h"

#include "t.h"
#include "util/mem.h"

/* The names are those of the database's CHECK, and of websms. */
static void
test_names(void)
{
	static const char *const want[NOTICE_STATUS_COUNT] = {
		[NOTICE_ACCEPTED] = "accepted",
		[NOTICE_DELIVERED] = "delivered",
		[NOTICE_UNDELIVERED] = "undelivered",
		[NOTICE_EXPIRED] = "expired",
		[NOTICE_DELETED] = "deleted",
		[NOTICE_REJECTED] = "rejected",
	};

	for (int i = 0; i < NOTICE_STATUS_COUNT; i++)
		SAME(notice_status_name((enum notice_status)i), want[i],
		    want[i]);
}

static void
test_fini(void)
{
	struct notice n = {
		.type = NOTICE_REPORT,
		.key = mem_str("k"),
		.phone = mem_str("+436641234567"),
		.address = mem_str("0828"),
		.text = mem_str("Danke"),
		.ref = mem_str("k1-1-0a1b2c3d"),
		.gateway_id = mem_str("0042"),
		.status = NOTICE_REJECTED,
		.at = 1,
	};

	notice_fini(&n);
	OK(n.key == NULL && n.phone == NULL && n.address == NULL &&
		n.text == NULL && n.ref == NULL && n.gateway_id == NULL &&
		n.at == 0,
	    "all of it is freed, and zero");
	notice_fini(&n);
	OK(n.key == NULL, "... and twice does no harm");
}

int
main(void)
{
	test_names();
	test_fini();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
/* reply list: the SMS that came in, and what was understood. */
#include "store/reply.h"

#include "admin/listing.h"
#include "admin/paging.h"
#include "util/str.h"

static const struct option list_options[] = {
	{ .name = "company", .value = "REF", .help = "of a company alone" },
	PAGING_OPTIONS,
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

/* What was understood; nothing, where that was nothing. */
static void
make_meaning(struct admin *a, const void *row, struct buf *out)
{
	const struct reply_view *v = row;

	(void)a;
	if (!str_eq(v->meaning, "none"))
		buf_str(out, v->meaning);
}

#define AT(member) .at = offsetof(struct reply_view, member)

static const struct column columns[] = {
	{ "ID", "id", "id", .type = COLUMN_INT, AT(id) },
	{ "RECEIVED", "received", "received_at", .type = COLUMN_TIME,
	    AT(received_at) },
	{ "COMPANY", "company", "company", AT(company) },
	{ "NAME", "name", "name", AT(name), .cut = true },
	{ "PHONE", "phone", "phone", AT(phone) },
	{ NULL, "address", "address", AT(address) },
	{ NULL, "message", "message_id", .type = COLUMN_ID, AT(message_id) },
	{ "MEANING", "meaning", NULL, .make = make_meaning },
	{ .json = "meaning", AT(meaning) },
	{ "START", "start", "answered_start_at", .type = COLUMN_TIME,
	    AT(answered_start_at) },
	{ "TEXT", "text", "text", AT(text), .cut = true },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.zone_at = offsetof(struct reply_view, zone),
};

static int
run_list(struct admin *a, struct err *e)
{
	const char *of = args_value(a, "company");
	struct reply_views l = REPLY_VIEWS_INIT;
	struct ref r = { .text = NULL };
	struct paging p;
	bool more = false;
	int ret = 0;

	if (of != NULL)
		ret = ref_find(a, of, REF_COMPANY, &r, e);
	if (ret == 0)
		ret = paging_read(a, &r, &p, e);
	if (ret == 0) {
		struct reply_filter f = {
			.company_id = r.company.id,
			.phone = p.phone[0] != '\0' ? p.phone : NULL,
			.from = p.from,
			.to = p.to,
			.limit = p.limit,
		};
		ret = reply_view_list(a->tool.db, &f, &l, &more, e);
	}
	if (ret == 0)
		ret = listing_all(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	if (ret == 0 && more)
		paging_more(&p, p.from != 0 ? "first" : "newest");
	reply_views_free(&l);
	ref_fini(&r);
	return ret;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct reply_views l = REPLY_VIEWS_INIT;
	int64_t id = 0;
	int ret = 0;

	if (str_int(a->operand[0], 1, INT64_MAX, &id) == 0)
		ret = reply_view_get(a->tool.db, id, &l, e);
	if (ret == 0 && l.n == 0)
		ret = err_set(e, ERR_USAGE,
		    "there is no reply %s; 'smscal-admin reply list' shows "
		    "them",
		    a->operand[0]);
	if (ret == 0)
		ret = listing_show(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	reply_views_free(&l);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = list_options,
	    .help = "The newest replies, in order of time.",
	    .example = "  smscal-admin reply list --company acme\n",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "ID",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All of one reply: to which number, and what it answers.",
	    .run = run_show },
};

const struct noun noun_reply = {
	.name = "reply",
	.help = "SMS that came in",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

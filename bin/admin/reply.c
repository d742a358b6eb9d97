/* SPDX-License-Identifier: ISC */
/* reply list: the SMS that came in, and what was understood. */
#include "store/reply.h"

#include <inttypes.h>

#include "admin/field.h"
#include "admin/ref.h"
#include "admin/table.h"
#include "util/str.h"

static const struct option list_options[] = {
	{ .name = "company", .value = "REF", .help = "of a company alone" },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

static void
put_json(struct admin *a, const struct reply_view *v)
{
	const struct zone *z = admin_zone(a, v->zone);

	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	json_put_int(&a->out, "id", v->id);
	admin_json_time(a, "received_at", z, v->received_at);
	admin_json_text(a, "company", v->company);
	admin_json_text(a, "phone", v->phone);
	admin_json_text(a, "name", v->name);
	admin_json_text(a, "address", v->address);
	if (v->message_id != 0)
		json_put_int(&a->out, "message_id", v->message_id);
	else
		json_put_null(&a->out, "message_id");
	admin_json_text(a, "meaning", v->meaning);
	admin_json_time(a, "answered_start_at", z, v->answered_start_at);
	admin_json_text(a, "text", v->text);
	buf_char(&a->out, '}');
}

static void
put_row(struct admin *a, struct table *t, const struct reply_view *v)
{
	const struct zone *z = admin_zone(a, v->zone);
	struct buf id = BUF_INIT, at = BUF_INIT, start = BUF_INIT;

	buf_fmt(&id, "%" PRId64, v->id);
	admin_time(&at, z, v->received_at);
	if (v->answered_start_at != 0)
		admin_time(&start, z, v->answered_start_at);
	table_cell(t, id.v);
	table_cell(t, at.v);
	table_cell(t, v->company);
	table_cell(t, v->name);
	table_cell(t, v->phone);
	table_cell(t, str_eq(v->meaning, "none") ? "" : v->meaning);
	table_cell(t, buf_cstr(&start));
	table_cell(t, v->text);
	buf_free(&id);
	buf_free(&at);
	buf_free(&start);
}

static int
run_list(struct admin *a, struct err *e)
{
	static const char *const titles[] = { "ID", "RECEIVED", "COMPANY",
		"NAME", "PHONE", "MEANING", "START", "TEXT", NULL };
	const char *of = args_value(a, "company");
	struct reply_views l = REPLY_VIEWS_INIT;
	struct ref r = { .text = NULL };
	struct table t;
	int ret = 0;

	if (of != NULL)
		ret = ref_find(a, of, REF_COMPANY, &r, e);
	if (ret == 0)
		ret = reply_view_list(a->tool.db, 0, r.company.id, NULL, &l, e);
	if (ret == 0 && args_has(a, "json")) {
		buf_char(&a->out, '[');
		for (size_t i = 0; i < l.n; i++)
			put_json(a, &l.v[i]);
		buf_str(&a->out, "]\n");
	} else if (ret == 0) {
		table_init(&t, titles);
		for (size_t i = 0; i < l.n; i++)
			put_row(a, &t, &l.v[i]);
		table_end(&t, &a->out);
	}
	reply_views_free(&l);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = list_options,
	    .help = "The replies, in order of time.",
	    .example = "  smscal-admin reply list --company acme\n",
	    .run = run_list },
};

const struct noun noun_reply = {
	.name = "reply",
	.help = "SMS that came in.",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

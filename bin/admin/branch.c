/* SPDX-License-Identifier: ISC */
/* branch add, set, list, show, remove, enable, disable, test. */
#include "store/branch.h"

#include "admin/access.h"
#include "admin/check.h"
#include "admin/field.h"
#include "admin/level.h"
#include "admin/object.h"
#include "domain/valid.h"
#include "util/mem.h"

static const struct field fields[] = {
	{ .option = { .name = "name",
	      .value = "NAME",
	      .help = "what {branch} says" },
	    .at = offsetof(struct branch, name),
	    .must = true },
	{ .option = { .name = "active",
	      .value = "yes|no",
	      .help = "the same as enable and disable" },
	    .type = FIELD_FLAG,
	    .at = offsetof(struct branch, active),
	    .unset = "yes",
	    .told = true },
	{ .option = { .name = "phone",
	      .value = "NUMBER",
	      .help = "what {companyphone} says" },
	    .at = offsetof(struct branch, phone),
	    .valid = valid_phone },
	{ .option = { .name = "gateway",
	      .value = "NAME",
	      .help = "a gateway of smscal.conf" },
	    .at = offsetof(struct branch, gateway),
	    .check = check_gateway },
	{ .option = { .name = "token-file",
	      .value = "FILE",
	      .help = "with the gateway's token" },
	    .at = offsetof(struct branch, token_file),
	    .check = check_token_file },
	{ .option = { .name = "window",
	      .value = "DAYS TIMES",
	      .help = "when messages go: 'mon-fri 08:00-20:00'" },
	    .at = offsetof(struct branch, send_window),
	    .check = check_window },
	{ .option = { .name = "limit-recipient",
	      .value = "N",
	      .help = "messages a day to one number, or none" },
	    .type = FIELD_NUMBER,
	    .at = offsetof(struct branch, limit_recipient),
	    .valid = valid_limit,
	    .show = field_show_limit },
	{ .option = { .name = "countries",
	      .value = "CODES",
	      .help = "that messages may go to, like '43 49': all" },
	    .at = offsetof(struct branch, countries),
	    .valid = valid_countries },
	{ .option = { .name = NULL } },
};

static int
fresh(struct admin *a, struct ref *r, const char *name, struct err *e)
{
	(void)e;
	r->branch.company_id = r->company.id;
	r->branch.ref = mem_str(name);
	r->branch.name = mem_str(name);
	r->branch.created_at = a->tool.now;
	return 0;
}

static int
add(struct admin *a, struct ref *r, struct err *e)
{
	int ret = branch_add(a->tool.db, &r->branch, e);

	r->level.branch_id = r->branch.id;
	return ret;
}

static int
set(struct admin *a, struct ref *r, struct err *e)
{
	return branch_set(a->tool.db, &r->branch, e);
}

static int
drop(struct admin *a, struct ref *r, struct err *e)
{
	return branch_remove(a->tool.db, &r->branch, a->tool.now, e);
}

static int
walk(struct admin *a, const struct ref *of,
    int (*each)(void *arg, const struct ref *r, struct err *e), void *arg,
    struct err *e)
{
	struct branch_list l = BRANCH_LIST_INIT;
	int ret = branch_list(a->tool.db, of->company.id, &l, e);

	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		struct ref r = *of;
		struct buf text = BUF_INIT;
		buf_fmt(&text, "%s/%s", of->company.ref, l.v[i].ref);
		r.kind = REF_BRANCH;
		r.text = text.v;
		r.branch = l.v[i];
		r.level.branch_id = l.v[i].id;
		ret = each(arg, &r, e);
		buf_free(&text);
	}
	branch_list_free(&l);
	return ret;
}

#define AT(member) .at = offsetof(struct ref, branch.member)

static const struct column columns[] = {
	{ "REF", "ref", "ref", .at = offsetof(struct ref, text) },
	{ .title = "NAME", AT(name), .cut = true },
	{ .title = "GATEWAY", AT(gateway) },
	{ "STATE", "state", NULL, .make = level_make_state },
	{ .json = "created_at", .type = COLUMN_TIME, AT(created_at) },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.zone_at = offsetof(struct ref, zone),
	.fields = fields,
	.fields_at = offsetof(struct ref, branch),
	.json = level_json,
	.show = level_show,
};

const struct object object_branch = {
	.kind = REF_BRANCH,
	.name = "branch",
	.fields = fields,
	.at = offsetof(struct ref, branch),
	.listing = &listing,
	.fresh = fresh,
	.add = add,
	.set = set,
	.remove = drop,
	.walk = walk,
};

static const struct verb verbs[] = {
	{ .verb = "add",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = level_options,
	    .fields = fields,
	    .help = "A new branch of a company.",
	    .example = "  smscal-admin branch add acme/graz --name Graz\n",
	    .run = object_add },
	{ .verb = "set",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = level_options,
	    .fields = fields,
	    .help = "Change what the options say; an empty value unsets.",
	    .run = object_set },
	{ .verb = "list",
	    .operands = "[COMPANY]",
	    .min = 0,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The branches of a company, or of all.",
	    .run = object_list },
	{ .verb = "show",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All that is set for a branch.",
	    .run = object_show },
	{ .verb = "remove",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Remove it and its rules; its calendars stay.",
	    .run = object_remove },
	{ .verb = "enable",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it on; what its feeds have by now is known.",
	    .run = object_enable },
	{ .verb = "disable",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it off: nothing is fetched and nothing sent.",
	    .run = object_disable },
	{ .verb = "test",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_OPEN,
	    .options = access_options,
	    .help = "Try its gateway without sending anything.",
	    .run = access_branch },
};

const struct noun noun_branch = {
	.name = "branch",
	.help = "parts of a company with senders and rules of their own",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

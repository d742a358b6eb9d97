/* SPDX-License-Identifier: ISC */
/* branch add, set, list, show, remove, enable, disable, test. */
#include "store/branch.h"

#include "admin/access.h"
#include "admin/check.h"
#include "admin/field.h"
#include "admin/level.h"
#include "admin/table.h"
#include "domain/valid.h"
#include "store/company.h"
#include "util/mem.h"

static const struct field fields[] = {
	{ .option = { .name = "name",
	      .value = "NAME",
	      .help = "what {branch} says" },
	    .at = offsetof(struct branch, name),
	    .must = true },
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
	{ .option = { .name = NULL } },
};

static int
run_add(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct branch b = { .active = true, .created_at = a->tool.now };
	const char *name, *text = a->operand[0];
	int ret = ref_new(a, text, &r, &name, e);

	if (ret == 0) {
		b.company_id = r.company.id;
		b.ref = mem_str(name);
		b.name = mem_str(name);
		ret = field_apply(a, text, fields, &b, e);
	}
	if (ret == 0)
		ret = branch_add(a->tool.db, &b, e);
	if (ret == 0) {
		struct level level = { .company_id = b.company_id,
			.branch_id = b.id };
		admin_say(a, "%s: branch added", text);
		ret = level_apply(a, &level, text, e);
	}
	branch_fini(&b);
	ref_fini(&r);
	return ret;
}

static int
run_set(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = -1;

	if (ref_find(a, a->operand[0], REF_BRANCH, &r, e) == 0 &&
	    field_apply(a, r.text, fields, &r.branch, e) == 0 &&
	    branch_set(a->tool.db, &r.branch, e) == 0)
		ret = level_apply(a, &r.level, r.text, e);
	ref_fini(&r);
	return ret;
}

static int
set_active(struct admin *a, bool active, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_BRANCH, &r, e);

	if (ret == 0) {
		if (r.branch.active != active)
			admin_say(a, "%s: %s", r.text,
			    active ? "enabled" : "disabled");
		r.branch.active = active;
		ret = branch_set(a->tool.db, &r.branch, e);
	}
	ref_fini(&r);
	return ret;
}

static int
run_enable(struct admin *a, struct err *e)
{
	return set_active(a, true, e);
}

static int
run_disable(struct admin *a, struct err *e)
{
	return set_active(a, false, e);
}

static int
put_json(struct admin *a, const struct company *c, const struct branch *b,
    struct err *e)
{
	struct level level = { .company_id = c->id, .branch_id = b->id };
	struct buf ref = BUF_INIT;

	buf_fmt(&ref, "%s/%s", c->ref, b->ref);
	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	admin_json_text(a, "ref", ref.v);
	buf_free(&ref);
	field_json(a, fields, b);
	json_put_bool(&a->out, "active", b->active);
	admin_json_time(a, "created_at", admin_zone(a, c->zone), b->created_at);
	if (level_json(a, &level, e) == -1)
		return -1;
	buf_char(&a->out, '}');
	return 0;
}

/* One company's branches, into the table or as JSON. */
static int
list_of(
    struct admin *a, const struct company *c, struct table *t, struct err *e)
{
	struct branch_list l = BRANCH_LIST_INIT;
	int r = branch_list(a->tool.db, c->id, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		struct buf ref = BUF_INIT;
		if (args_has(a, "json")) {
			r = put_json(a, c, &l.v[i], e);
			continue;
		}
		buf_fmt(&ref, "%s/%s", c->ref, l.v[i].ref);
		table_cell(t, ref.v);
		table_cell(t, l.v[i].name);
		table_cell(t, l.v[i].gateway);
		table_cell(t, level_state(l.v[i].active, 0));
		buf_free(&ref);
	}
	branch_list_free(&l);
	return r;
}

static int
run_list(struct admin *a, struct err *e)
{
	static const char *const titles[] = { "REF", "NAME", "GATEWAY", "STATE",
		NULL };
	struct table t;
	int r;

	table_init(&t, titles);
	if (args_has(a, "json"))
		buf_char(&a->out, '[');
	r = level_companies(a, list_of, &t, e);
	if (args_has(a, "json"))
		buf_str(&a->out, "]\n");
	table_end(&t, &a->out);
	return r;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_BRANCH, &r, e);

	if (ret == 0 && args_has(a, "json")) {
		buf_char(&a->out, '[');
		ret = put_json(a, &r.company, &r.branch, e);
		buf_str(&a->out, "]\n");
	} else if (ret == 0) {
		field_line(a, "ref", r.text);
		field_show(a, fields, &r.branch);
		field_line(a, "state", level_state(r.branch.active, 0));
		ret = level_show(a, &r.level, e);
	}
	ref_fini(&r);
	return ret;
}

/* Its calendars stay, so nothing of their history goes. */
static int
run_remove(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_BRANCH, &r, e);

	if (ret == 0)
		ret = branch_remove(a->tool.db, &r.branch, a->tool.now, e);
	if (ret == 0)
		admin_say(a,
		    "%s: branch removed, its calendars are the company's",
		    r.text);
	ref_fini(&r);
	return ret;
}

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
	    .run = run_add },
	{ .verb = "set",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = level_options,
	    .fields = fields,
	    .help = "Change what the options say; an empty value unsets.",
	    .run = run_set },
	{ .verb = "list",
	    .operands = "[COMPANY]",
	    .min = 0,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The branches of a company, or of all.",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All that is set for a branch.",
	    .run = run_show },
	{ .verb = "remove",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Remove it and its rules; its calendars stay.",
	    .run = run_remove },
	{ .verb = "enable",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it on; what its feeds have by now is known.",
	    .run = run_enable },
	{ .verb = "disable",
	    .operands = "COMPANY/BRANCH",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it off: nothing is fetched and nothing sent.",
	    .run = run_disable },
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
	.help =
	    "parts of a company with a gateway, senders, rules of their own.",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

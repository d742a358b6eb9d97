/* SPDX-License-Identifier: ISC */
/* company add, set, list, show, remove, enable, disable, test. */
#include "store/company.h"

#include <stdlib.h>

#include "admin/access.h"
#include "admin/check.h"
#include "admin/field.h"
#include "admin/level.h"
#include "admin/table.h"
#include "domain/valid.h"
#include "util/mem.h"
#include "util/str.h"

static const struct field fields[] = {
	{ .option = { .name = "name",
	      .value = "NAME",
	      .help = "what {company} says" },
	    .at = offsetof(struct company, name),
	    .must = true },
	{ .option = { .name = "contact",
	      .value = "NAME",
	      .help = "whom to ask there" },
	    .at = offsetof(struct company, contact) },
	{ .option = { .name = "street",
	      .value = "STREET",
	      .help = "and number" },
	    .at = offsetof(struct company, street) },
	{ .option = { .name = "postcode",
	      .value = "CODE",
	      .help = "of its town" },
	    .at = offsetof(struct company, postcode) },
	{ .option = { .name = "town", .value = "TOWN", .help = "where it is" },
	    .at = offsetof(struct company, town) },
	{ .option = { .name = "country",
	      .value = "XX",
	      .help = "two letters, like AT" },
	    .at = offsetof(struct company, country),
	    .valid = valid_country },
	{ .option = { .name = "email",
	      .value = "ADDRESS",
	      .help = "where notices go" },
	    .at = offsetof(struct company, email),
	    .valid = valid_email },
	{ .option = { .name = "phone",
	      .value = "NUMBER",
	      .help = "what {companyphone} says" },
	    .at = offsetof(struct company, phone),
	    .valid = valid_phone },
	{ .option = { .name = "web",
	      .value = "ADDRESS",
	      .help = "its web site" },
	    .at = offsetof(struct company, web),
	    .valid = valid_web },
	{ .option = { .name = "zone",
	      .value = "ZONE",
	      .help = "time zone, like Europe/Vienna" },
	    .at = offsetof(struct company, zone),
	    .must = true,
	    .check = check_zone },
	{ .option = { .name = "language",
	      .value = "TAG",
	      .help = "of the messages: de" },
	    .at = offsetof(struct company, language),
	    .unset = "de",
	    .check = check_language },
	{ .option = { .name = "country-code",
	      .value = "DIGITS",
	      .help = "what 0664 ... means: 43 for Austria" },
	    .at = offsetof(struct company, country_code),
	    .valid = valid_country_code },
	{ .option = { .name = "gateway",
	      .value = "NAME",
	      .help = "a gateway of smscal.conf" },
	    .at = offsetof(struct company, gateway),
	    .unset = "file",
	    .check = check_gateway },
	{ .option = { .name = "token-file",
	      .value = "FILE",
	      .help = "with the gateway's token" },
	    .at = offsetof(struct company, token_file),
	    .check = check_token_file },
	{ .option = { .name = "window",
	      .value = "DAYS TIMES",
	      .help = "when messages go: 'mon-fri 08:00-20:00'" },
	    .at = offsetof(struct company, send_window),
	    .check = check_window },
	{ .option = { .name = NULL } },
};

static int
apply(struct admin *a, struct company *c, struct err *e)
{
	return field_apply(a, c->ref, fields, c, e);
}

static int
run_add(struct admin *a, struct err *e)
{
	struct company c = { .active = true, .created_at = a->tool.now };
	struct buf zone = BUF_INIT;
	const char *ref = a->operand[0];
	int r = -1;

	if (ref_check(ref, e) == -1)
		goto out;
	if (!args_has(a, "name")) {
		err_set(e, ERR_USAGE,
		    "--name is needed: how the company calls itself in its "
		    "messages, like --name 'Ordination Dr. Muster'");
		goto out;
	}
	field_init(fields, &c);
	c.ref = mem_str(ref);
	if (!args_has(a, "zone")) {
		if (check_local_zone(a, &zone, e) == -1)
			goto out;
		c.zone = mem_str(zone.v);
	}
	if (apply(a, &c, e) == -1)
		goto out;
	r = company_add(a->tool.db, &c, e);
	if (r == ST_TAKEN)
		r = err_set(e, ERR_USAGE, "there is already a company %s", ref);
	if (r == 0) {
		struct level level = { .company_id = c.id };
		admin_say(a, "%s: company added, time zone %s", ref, c.zone);
		r = level_apply(a, &level, ref, e);
	}
out:
	buf_free(&zone);
	company_fini(&c);
	return r;
}

static int
run_set(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = -1;

	if (ref_find(a, a->operand[0], REF_COMPANY, &r, e) == 0 &&
	    apply(a, &r.company, e) == 0 &&
	    company_set(a->tool.db, &r.company, e) == 0)
		ret = level_apply(a, &r.level, r.text, e);
	ref_fini(&r);
	return ret;
}

static int
set_active(struct admin *a, bool active, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0) {
		if (r.company.active != active)
			admin_say(a, "%s: %s", r.text,
			    active ? "enabled" : "disabled");
		r.company.active = active;
		ret = company_set(a->tool.db, &r.company, e);
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
put_json(struct admin *a, const struct company *c, struct err *e)
{
	struct level level = { .company_id = c->id };
	const struct zone *z = admin_zone(a, c->zone);

	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	admin_json_text(a, "ref", c->ref);
	field_json(a, fields, c);
	json_put_bool(&a->out, "active", c->active);
	admin_json_time(a, "paused_at", z, c->paused_at);
	admin_json_text(a, "redirect", c->redirect);
	admin_json_time(a, "created_at", z, c->created_at);
	if (level_json(a, &level, e) == -1)
		return -1;
	buf_char(&a->out, '}');
	return 0;
}

static int
run_list(struct admin *a, struct err *e)
{
	static const char *const titles[] = { "REF", "NAME", "ZONE", "GATEWAY",
		"STATE", "REDIRECT", NULL };
	struct company_list l = COMPANY_LIST_INIT;
	bool json = args_has(a, "json");
	struct table t;
	int r = company_list(a->tool.db, &l, e);

	table_init(&t, titles);
	if (json)
		buf_char(&a->out, '[');
	for (size_t i = 0; r == 0 && i < l.n; i++) {
		const struct company *c = &l.v[i];
		if (json) {
			r = put_json(a, c, e);
			continue;
		}
		table_cell(&t, c->ref);
		table_cell(&t, c->name);
		table_cell(&t, c->zone);
		table_cell(&t, c->gateway);
		table_cell(&t, level_state(c->active, c->paused_at));
		table_cell(&t, c->redirect);
	}
	if (json)
		buf_str(&a->out, "]\n");
	table_end(&t, &a->out);
	company_list_free(&l);
	return r;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0 && args_has(a, "json")) {
		buf_char(&a->out, '[');
		ret = put_json(a, &r.company, e);
		buf_str(&a->out, "]\n");
	} else if (ret == 0) {
		field_line(a, "ref", r.company.ref);
		field_show(a, fields, &r.company);
		field_line(a, "state",
		    level_state(r.company.active, r.company.paused_at));
		if (r.company.redirect != NULL)
			field_line(a, "redirect", r.company.redirect);
		ret = level_show(a, &r.level, e);
	}
	ref_fini(&r);
	return ret;
}

static int
run_remove(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = level_may_go(a, r.text, r.company.id, 0, e);
	if (ret == 0)
		ret = company_remove(a->tool.db, r.company.id, e);
	if (ret == 0)
		admin_say(a, "%s: company removed", r.text);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "add",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = level_options,
	    .fields = fields,
	    .help = "A new company under a short name, like acme.",
	    .example = "  smscal-admin company add acme "
		       "--name 'Ordination Dr. Muster'\n",
	    .run = run_add },
	{ .verb = "set",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = level_options,
	    .fields = fields,
	    .help = "Change what the options say; an empty value unsets.",
	    .example = "  smscal-admin company set acme --gateway websms "
		       "--token-file /etc/smscal/acme.token\n",
	    .run = run_set },
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All companies.",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All that is set for a company.",
	    .run = run_show },
	{ .verb = "remove",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = admin_force_options,
	    .help = "Remove a company with all that belongs to it.",
	    .run = run_remove },
	{ .verb = "enable",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it on; what its feeds have by now is known.",
	    .run = run_enable },
	{ .verb = "disable",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it off: nothing is fetched and nothing sent.",
	    .run = run_disable },
	{ .verb = "test",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_OPEN,
	    .options = access_options,
	    .help = "Try its gateway without sending anything.",
	    .run = access_company },
};

const struct noun noun_company = {
	.name = "company",
	.help = "customers: master data, time zone, language, gateway.",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

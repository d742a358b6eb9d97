/* SPDX-License-Identifier: ISC */
/* company add, set, list, show, remove, enable, disable, test. */
#include "store/company.h"

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
	      .help = "what {company} says" },
	    .at = offsetof(struct company, name),
	    .must = true },
	{ .option = { .name = "active",
	      .value = "yes|no",
	      .help = "the same as enable and disable" },
	    .type = FIELD_FLAG,
	    .at = offsetof(struct company, active),
	    .unset = "yes",
	    .told = true },
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
	{ .option = { .name = "limit-recipient",
	      .value = "N",
	      .help = "messages a day to one number, or none: 5" },
	    .type = FIELD_NUMBER,
	    .at = offsetof(struct company, limit_recipient),
	    .valid = valid_limit,
	    .show = field_show_limit },
	{ .option = { .name = "limit-company",
	      .value = "N",
	      .help = "messages a day of all of it, or none: none" },
	    .type = FIELD_NUMBER,
	    .at = offsetof(struct company, limit_company),
	    .valid = valid_limit,
	    .show = field_show_limit },
	{ .option = { .name = "countries",
	      .value = "CODES",
	      .help = "that messages may go to, like '43 49': all" },
	    .at = offsetof(struct company, countries),
	    .valid = valid_countries },
	{ .option = { .name = "daily-list",
	      .value = "HH:MM",
	      .help = "when to mail who gets no SMS tomorrow: never" },
	    .at = offsetof(struct company, daily_list),
	    .valid = valid_clock_line },
	{ .option = { .name = NULL } },
};

static int
fresh(struct admin *a, struct ref *r, const char *name, struct err *e)
{
	struct buf zone = BUF_INIT;
	int ret = 0;

	if (!args_has(a, "name"))
		return err_set(e, ERR_USAGE,
		    "--name is needed: how the company calls itself in its "
		    "messages, like --name 'Ordination Dr. Muster'");
	r->company.ref = mem_str(name);
	r->company.created_at = a->tool.now;
	if (!args_has(a, "zone")) {
		ret = check_local_zone(a, &zone, e);
		r->company.zone = buf_take(&zone);
	}
	return ret;
}

static int
add(struct admin *a, struct ref *r, struct err *e)
{
	int ret = company_add(a->tool.db, &r->company, e);

	r->level.company_id = r->company.id;
	return ret;
}

static int
set(struct admin *a, struct ref *r, struct err *e)
{
	return company_set(a->tool.db, &r->company, e);
}

static int
drop(struct admin *a, struct ref *r, struct err *e)
{
	return company_remove(a->tool.db, r->company.id, e);
}

#define AT(member) .at = offsetof(struct ref, company.member)

static const struct column columns[] = {
	{ "REF", "ref", "ref", AT(ref) },
	{ .title = "NAME", AT(name), .cut = true },
	{ .title = "ZONE", AT(zone) },
	{ .title = "GATEWAY", AT(gateway) },
	{ "STATE", "state", NULL, .make = level_make_state },
	{ "REDIRECT", "redirect", "redirect", AT(redirect) },
	{ .json = "paused_at", .type = COLUMN_TIME, AT(paused_at) },
	{ .json = "created_at", .type = COLUMN_TIME, AT(created_at) },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.zone_at = offsetof(struct ref, zone),
	.fields = fields,
	.fields_at = offsetof(struct ref, company),
	.json = level_json,
	.show = level_show,
};

const struct object object_company = {
	.kind = REF_COMPANY,
	.name = "company",
	.fields = fields,
	.at = offsetof(struct ref, company),
	.listing = &listing,
	.fresh = fresh,
	.add = add,
	.set = set,
	.remove = drop,
};

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
	    .run = object_add },
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
	    .run = object_set },
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All companies.",
	    .run = object_list },
	{ .verb = "show",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All that is set for a company.",
	    .run = object_show },
	{ .verb = "remove",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = admin_force_options,
	    .help = "Remove a company with all that belongs to it.",
	    .run = object_remove },
	{ .verb = "enable",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it on; what its feeds have by now is known.",
	    .run = object_enable },
	{ .verb = "disable",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it off: nothing is fetched and nothing sent.",
	    .run = object_disable },
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
	.help = "customers: master data, time zone, language, gateway",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

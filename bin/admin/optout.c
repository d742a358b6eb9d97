/* SPDX-License-Identifier: ISC */
/* optout add, remove, list: numbers that get nothing from a company (P11). */
#include "store/optout.h"

#include "admin/listing.h"
#include "admin/ref.h"
#include "domain/phone.h"

static const struct option list_options[] = {
	{ .name = "company", .value = "REF", .help = "of a company alone" },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

/* The operands: a company, and a number as its people write it. */
static int
find(struct admin *a, struct ref *r, char phone[PHONE_TEXT], struct err *e)
{
	if (ref_find(a, a->operand[0], REF_COMPANY, r, e) == -1)
		return -1;
	return phone_normalise(
	    a->operand[1], r->company.country_code, phone, e);
}

static int
run_add(struct admin *a, struct err *e)
{
	char phone[PHONE_TEXT];
	struct ref r = { .text = NULL };
	int ret = find(a, &r, phone, e);

	if (ret == 0)
		ret = optout_add(a->tool.db, r.company.id, phone, "operator",
		    a->tool.now, e);
	if (ret == 0)
		admin_say(a, "%s: %s gets nothing", r.company.ref, phone);
	else if (ret == ST_TAKEN)
		admin_say(
		    a, "%s: %s gets nothing already", r.company.ref, phone);
	ref_fini(&r);
	return ret == -1 ? -1 : 0;
}

static int
run_remove(struct admin *a, struct err *e)
{
	char phone[PHONE_TEXT];
	struct ref r = { .text = NULL };
	int ret = find(a, &r, phone, e);

	if (ret == 0)
		ret = optout_drop(
		    a->tool.db, r.company.id, phone, true, a->tool.now, e);
	if (ret == 0)
		admin_say(a, "%s: %s gets messages", r.company.ref, phone);
	else if (ret == 1)
		ret = err_set(e, ERR_USAGE,
		    "%s is not opted out of %s; 'smscal-admin optout list' "
		    "shows who is",
		    phone, r.company.ref);
	ref_fini(&r);
	return ret;
}

#define AT(member) .at = offsetof(struct optout, member)

static const struct column columns[] = {
	{ "COMPANY", NULL, "company", AT(company) },
	{ "PHONE", NULL, "phone", AT(phone) },
	{ "SOURCE", NULL, "source", AT(source) },
	{ "SINCE", NULL, "since_at", .type = COLUMN_TIME, AT(since_at) },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.zone_at = offsetof(struct optout, zone),
};

static int
run_list(struct admin *a, struct err *e)
{
	const char *of = args_value(a, "company");
	struct optout_list l = OPTOUT_LIST_INIT;
	struct ref r = { .text = NULL };
	int ret = 0;

	if (of != NULL)
		ret = ref_find(a, of, REF_COMPANY, &r, e);
	if (ret == 0)
		ret = optout_list(a->tool.db, r.company.id, &l, e);
	if (ret == 0)
		ret = listing_all(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	optout_list_free(&l);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "add",
	    .operands = "COMPANY PHONE",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .help = "The number gets nothing more from the company.",
	    .example = "  smscal-admin optout add acme '+43 664 1234567'\n",
	    .run = run_add },
	{ .verb = "remove",
	    .operands = "COMPANY PHONE",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .help = "It gets messages again: what is to come is planned.",
	    .run = run_remove },
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = list_options,
	    .help = "The numbers, since when, and who said so.",
	    .run = run_list },
};

const struct noun noun_optout = {
	.name = "optout",
	.help = "numbers that get nothing from a company",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

/* SPDX-License-Identifier: ISC */
/* contact import, add, set, list, show, remove: the people of a company (C7). */
#include "store/contact.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/contact.h"
#include "admin/listing.h"
#include "admin/ref.h"
#include "domain/phone.h"
#include "util/str.h"

/* What is against it, for people; NULL: nothing. */
static const char *
sms_text(const struct contact *c)
{
	if (str_eq(c->optout, "reply"))
		return "no: STOP";
	if (str_eq(c->optout, "gateway"))
		return "no: blocked by the gateway";
	/* START, or the operator, may have lifted what the list said. */
	return c->optout != NULL ||
		(c->phone == NULL && c->sms == CONTACT_SMS_NO)
	    ? "no"
	    : NULL;
}

static void
make_sms(struct admin *a, const void *row, struct buf *out)
{
	const char *text = sms_text(row);

	(void)a;
	buf_str(out, text != NULL ? text : "");
}

static void
make_sms_line(struct admin *a, const void *row, struct buf *out)
{
	const char *text = sms_text(row);

	(void)a;
	buf_str(out, text != NULL ? text : "yes");
}

static void
make_phone(struct admin *a, const void *row, struct buf *out)
{
	const struct contact *c = row;

	(void)a;
	buf_str(out, c->phone != NULL ? c->phone : "none: known by name alone");
}

static int
more_json(struct admin *a, const void *row, struct err *e)
{
	(void)e;
	json_put_bool(&a->out, "sms", sms_text(row) == NULL);
	return 0;
}

#define AT(member) .at = offsetof(struct contact, member)

static const struct column columns[] = {
	{ "ID", "id", "id", .type = COLUMN_INT, AT(id) },
	{ "NAME", "name", "name", AT(name), .cut = true },
	{ "NUMBER", "number", "number", AT(number) },
	{ "PHONE", NULL, "phone", AT(phone) },
	{ .label = "phone", .make = make_phone },
	{ "LANGUAGE", "language", "language", AT(language) },
	{ .title = "SMS", .make = make_sms },
	{ .label = "sms", .make = make_sms_line },
	{ .json = "optout", AT(optout) },
	{ NULL, "uid", "uid", AT(uid) },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.json = more_json,
};

static int
run_list(struct admin *a, struct err *e)
{
	struct contact_list l = CONTACT_LIST_INIT;
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = contact_list_all(a->tool.db, r.company.id, &l, e);
	if (ret == 0)
		ret = listing_all(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	contact_list_free(&l);
	ref_fini(&r);
	return ret;
}

/* id:7 */
static int
find_id(struct admin *a, int64_t company_id, const char *text,
    struct contact_list *l, struct err *e)
{
	int64_t id;

	if (str_int(text, 1, INT64_MAX, &id) == -1)
		return err_set(e, ERR_USAGE,
		    "'id:%s' is no number of a contact; 'smscal-admin contact "
		    "list' shows them",
		    text);
	int r =
	    contact_by_id(a->tool.db, company_id, id, contact_list_add(l), e);
	if (r == 1)
		l->n = 0;
	return r == -1 ? -1 : 0;
}

/* Those of that customer number, phone or name. */
static int
find_text(struct admin *a, const struct company *c, const char *text,
    struct contact_list *l, struct err *e)
{
	char phone[PHONE_TEXT], *name, *number;
	struct err ignored = ERR_INIT;
	bool is_phone =
	    phone_normalise(text, c->country_code, phone, &ignored) == 0;

	contact_keys(text, &name, &number);
	int r = contact_list_of(
	    a->tool.db, c->id, name, number, is_phone ? phone : NULL, l, e);
	free(name);
	free(number);
	return r;
}

/* The contacts that the second operand names, one at least. */
static int
find(
    struct admin *a, const struct ref *r, struct contact_list *l, struct err *e)
{
	const char *text = a->operand[1];
	int ret = str_starts(text, "id:")
	    ? find_id(a, r->company.id, text + 3, l, e)
	    : find_text(a, &r->company, text, l, e);

	if (ret == 0 && l->n == 0)
		return err_set(e, ERR_USAGE,
		    "%s has no contact '%s': say the customer number, the "
		    "phone, the full name, or id:N as 'smscal-admin contact "
		    "list %s' shows it",
		    r->text, text, r->text);
	return ret;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct contact_list l = CONTACT_LIST_INIT;
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = find(a, &r, &l, e);
	if (ret == 0)
		ret = listing_show(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	contact_list_free(&l);
	ref_fini(&r);
	return ret;
}

static int
several(const char *text, const struct contact_list *l, struct err *e)
{
	struct buf ids = BUF_INIT;

	for (size_t i = 0; i < l->n && i < 10; i++)
		buf_fmt(&ids, "%s id:%" PRId64, i > 0 ? "," : "", l->v[i].id);
	err_set(e, ERR_USAGE, "'%s' is %zu contacts: say which one:%s%s", text,
	    l->n, ids.v, l->n > 10 ? " ..." : "");
	buf_free(&ids);
	return -1;
}

static int
run_add(struct admin *a, struct err *e)
{
	const struct contact none = { .id = 0 };
	struct contact c = { .id = 0 };
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	args_give(a, "name", a->operand[1]);
	if (ret == 0)
		ret = contact_edit(a, &r, &none, &c, e);
	if (ret == 0)
		admin_say(a, "%s: contact %s added", r.text, c.name);
	contact_fini(&c);
	ref_fini(&r);
	return ret;
}

static int
run_set(struct admin *a, struct err *e)
{
	struct contact_list was = CONTACT_LIST_INIT, is = CONTACT_LIST_INIT;
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = find(a, &r, &was, e);
	if (ret == 0 && was.n > 1)
		ret = several(a->operand[1], &was, e);
	if (ret == 0)
		ret = find(a, &r, &is, e);
	if (ret == 0 && is.n == 1)
		ret = contact_edit(a, &r, &was.v[0], &is.v[0], e);
	if (ret == 0 && is.n == 1)
		admin_say(a, "%s: contact %s is set", r.text, is.v[0].name);
	contact_list_free(&was);
	contact_list_free(&is);
	ref_fini(&r);
	return ret;
}

static int
run_remove(struct admin *a, struct err *e)
{
	struct contact_marks marks = CONTACT_MARKS_INIT;
	struct contact_list l = CONTACT_LIST_INIT;
	struct ref r = { .text = NULL };
	struct db *db = a->tool.db;
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = find(a, &r, &l, e);
	if (ret == 0 && l.n > 1)
		ret = several(a->operand[1], &l, e);
	if (ret == 0)
		ret = contact_remove(
		    db, r.company.id, &l.v[0], a->tool.now, &marks, e);
	if (ret == 0)
		ret = contact_mark(db, r.company.id, &marks, a->tool.now, e);
	if (ret == 0 && l.v != NULL)
		admin_say(a, "%s: contact %s removed", r.text, l.v[0].name);
	contact_marks_free(&marks);
	contact_list_free(&l);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "import",
	    .operands = "COMPANY FILE|-",
	    .min = 2,
	    .max = 2,
	    .file = 2,
	    .need = NEED_OPEN,
	    .help = "Bring the list in line with a file, CSV or vCard;\n"
		    "who is not in it stays. Appointments without a\n"
		    "number get that of the one contact whose name or\n"
		    "customer number is all that stands in them.",
	    .example = "  smscal-admin contact import acme kunden.csv\n"
		       "  smscal-admin -n contact import acme - "
		       "<contacts.vcf\n",
	    .run = contact_import },
	{ .verb = "add",
	    .operands = "COMPANY NAME",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = contact_add_options,
	    .help = "A further person.",
	    .example = "  smscal-admin contact add acme 'Maria Mayr' "
		       "--phone '+43 664 1234567'\n",
	    .run = run_add },
	{ .verb = "set",
	    .operands = "COMPANY CONTACT",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = contact_set_options,
	    .help = "Change what the options say; an empty value unsets.",
	    .run = run_set },
	{ .verb = "list",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The contacts of a company, by name.",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "COMPANY CONTACT",
	    .min = 2,
	    .max = 2,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All of a contact, by customer number, phone, full name or "
		    "id:N.",
	    .run = run_show },
	{ .verb = "remove",
	    .operands = "COMPANY CONTACT",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .help = "Remove one; its messages that are pending go with the "
		    "next run.",
	    .run = run_remove },
};

const struct noun noun_contact = {
	.name = "contact",
	.help = "people whose name may stand for their number",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

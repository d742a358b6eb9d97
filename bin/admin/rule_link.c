/* SPDX-License-Identifier: ISC */
#include "admin/rule_link.h"

#include "admin/field.h"
#include "domain/invite.h"
#include "domain/valid.h"

void
rule_link_lacks(const struct admin *a, const struct company *c,
    const struct branch *branch, struct buf *why)
{
	const char *phone = branch != NULL ? branch->phone : NULL;
	const struct invite file = { .company = c->name,
		.contact = c->contact,
		.email = c->email,
		.phone = phone != NULL ? phone : c->phone };
	struct buf lacks = BUF_INIT;

	if (a->tool.conf.links.directory == NULL) {
		buf_str(why,
		    "smscal.conf has no section 'links', which says where "
		    "the files go");
		return;
	}
	invite_lacks(&lacks, &file);
	if (lacks.n > 0)
		buf_fmt(why,
		    "the files need %s of %s; 'smscal-admin company set %s' "
		    "sets them",
		    lacks.v, c->ref, c->ref);
	buf_free(&lacks);
}

int
rule_link_apply(
    struct admin *a, const struct ref *ref, struct rule *r, struct err *e)
{
	const char *text = args_value(a, "link");
	const struct branch *branch = ref->branch.id != 0 ? &ref->branch : NULL;
	struct buf why = BUF_INIT;
	bool link = false;
	int ret = 0;

	if (text == NULL)
		return 0;
	if (text[0] != '\0' && valid_flag(text, &link, e) == -1)
		return field_err("link", e);
	if (link && r->kind != KIND_CONFIRMATION && r->kind != KIND_RESCHEDULED)
		return err_set(e, ERR_USAGE,
		    "--link: only confirmation and rescheduled have it");
	if (link)
		rule_link_lacks(a, &ref->company, branch, &why);
	if (why.n > 0)
		ret = err_set(e, ERR_USAGE, "--link: %s", why.v);
	r->link = link;
	buf_free(&why);
	return ret;
}

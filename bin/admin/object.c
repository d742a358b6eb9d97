/* SPDX-License-Identifier: ISC */
#include "admin/object.h"

#include "admin/answerable.h"
#include "admin/field.h"
#include "admin/level.h"
#include "store/company.h"
#include "util/mem.h"
#include "util/str.h"

/* Those that have these verbs are named as their nouns. */
static const struct object *
object_of(const struct admin *a)
{
	static const struct object *const all[] = { &object_company,
		&object_branch, &object_calendar };
	size_t i = sizeof(all) / sizeof(all[0]) - 1;

	while (i > 0 && !str_eq(all[i]->name, a->noun->name))
		i--;
	return all[i];
}

static void *
base_of(const struct object *o, struct ref *r)
{
	return (char *)r + o->at;
}

int
object_make(struct admin *a, const struct object *o, const char *text,
    struct ref *r, struct err *e)
{
	const char *name = text;
	int ret = o->kind == REF_COMPANY ? ref_check(text, e)
					 : ref_new(a, text, r, &name, e);

	if (ret == -1)
		return -1;
	r->text = text;
	r->kind = o->kind;
	field_init(o->fields, base_of(o, r));
	if (o->fresh(a, r, name, e) == -1 ||
	    field_apply(a, text, o->fields, base_of(o, r), e) == -1 ||
	    (o->apply != NULL && o->apply(a, r, e) == -1))
		return -1;
	ret = o->add(a, r, e);
	if (ret == ST_TAKEN)
		return err_set(
		    e, ERR_USAGE, "there is already a %s %s", o->name, text);
	if (ret == -1)
		return -1;
	admin_say(a, "%s: %s added%s%s", text, o->name,
	    o->kind == REF_COMPANY ? ", time zone " : "",
	    o->kind == REF_COMPANY ? r->company.zone : "");
	return level_apply(a, &r->level, text, e);
}

int
object_change(
    struct admin *a, const struct object *o, struct ref *r, struct err *e)
{
	if (field_apply(a, r->text, o->fields, base_of(o, r), e) == -1 ||
	    (o->apply != NULL && o->apply(a, r, e) == -1) ||
	    o->set(a, r, e) == -1)
		return -1;
	return level_apply(a, &r->level, r->text, e);
}

int
object_add(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = object_make(a, object_of(a), a->operand[0], &r, e);

	ref_fini(&r);
	return ret;
}

int
object_set(struct admin *a, struct err *e)
{
	const struct object *o = object_of(a);
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], o->kind, &r, e);

	if (ret == 0)
		ret = object_change(a, o, &r, e);
	if (ret == 0 && args_has(a, "sender"))
		ret = answerable_warn(a, r.level.company_id, e);
	ref_fini(&r);
	return ret;
}

static int
set_active(struct admin *a, const char *yes, struct err *e)
{
	args_give(a, "active", yes);
	return object_set(a, e);
}

int
object_enable(struct admin *a, struct err *e)
{
	return set_active(a, "yes", e);
}

int
object_disable(struct admin *a, struct err *e)
{
	return set_active(a, "no", e);
}

int
object_companies(struct admin *a,
    int (*each)(void *arg, const struct ref *r, struct err *e), void *arg,
    struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	int ret;

	if (a->n_operands > 0) {
		struct ref r = { .text = NULL };
		ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);
		if (ret == 0)
			ret = each(arg, &r, e);
		ref_fini(&r);
		return ret;
	}
	ret = company_list(a->tool.db, &l, e);
	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		const struct ref r = {
			.kind = REF_COMPANY,
			.text = l.v[i].ref,
			.zone = l.v[i].zone,
			.company = l.v[i],
			.level = { .company_id = l.v[i].id },
		};
		ret = each(arg, &r, e);
	}
	company_list_free(&l);
	return ret;
}

static int
put_row(void *arg, const struct ref *r, struct err *e)
{
	return lines_row(arg, r, e);
}

static int
put_company(void *arg, const struct ref *r, struct err *e)
{
	struct lines *w = arg;
	const struct object *o = object_of(w->a);

	if (o->walk == NULL)
		return put_row(arg, r, e);
	return o->walk(w->a, r, put_row, arg, e);
}

int
object_list(struct admin *a, struct err *e)
{
	struct lines w;

	lines_begin(&w, a, object_of(a)->listing);
	int r = object_companies(a, put_company, &w, e);
	lines_end(&w);
	return r;
}

int
object_show(struct admin *a, struct err *e)
{
	const struct object *o = object_of(a);
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], o->kind, &r, e);

	if (ret == 0)
		ret = listing_show(a, o->listing, &r, 1, sizeof(r), e);
	ref_fini(&r);
	return ret;
}

int
object_remove(struct admin *a, struct err *e)
{
	const struct object *o = object_of(a);
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], o->kind, &r, e);

	if (ret == 0)
		ret = level_may_go(a, &r, e);
	if (ret == 0)
		ret = o->remove(a, &r, e);
	if (ret == 0)
		admin_say(a, "%s: %s removed%s", r.text, o->name,
		    o->kind == REF_BRANCH ? ", its calendars are the company's"
					  : "");
	ref_fini(&r);
	return ret;
}

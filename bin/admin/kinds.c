/* SPDX-License-Identifier: ISC */
#include "admin/kinds.h"

#include "store/rule.h"

/* A kind is on where one rule of the nearest level that has any is. */
static void
look(const struct ref *r, const struct rule_list *all, bool on[KIND_COUNT])
{
	struct rule_view view;

	for (int k = 0; k < KIND_COUNT; k++)
		on[k] = false;
	rule_view_make(&view, all, &r->calendar, 0);
	for (size_t i = 0; i < view.n; i++)
		if (view.v[i]->active)
			on[view.v[i]->kind] = true;
	rule_view_free(&view);
}

static int
load(struct admin *a, const struct ref *r, bool on[KIND_COUNT], struct err *e)
{
	struct rule_list all = RULE_LIST_INIT;
	int ret = 0;

	if (r->rules != NULL) {
		look(r, r->rules, on);
		return 0;
	}
	ret = rule_list_load(a->tool.db, r->company.id, &all, e);
	if (ret == 0)
		look(r, &all, on);
	rule_list_free(&all);
	return ret;
}

/* A row that cannot be read is empty: the listing goes on. */
void
kinds_text(struct admin *a, const void *row, struct buf *out)
{
	bool on[KIND_COUNT];
	struct err none = ERR_INIT;

	if (load(a, row, on, &none) == -1)
		return;
	for (int k = 0; k < KIND_COUNT; k++)
		buf_fmt(out, "%s%s", k > 0 ? "   " : "",
		    on[k] ? "\u2713" : "\u2717");
}

int
kinds_json(struct admin *a, const struct ref *r, struct err *e)
{
	bool on[KIND_COUNT];

	if (load(a, r, on, e) == -1)
		return -1;
	json_put_name(&a->out, "kinds");
	buf_char(&a->out, '{');
	for (int k = 0; k < KIND_COUNT; k++)
		json_put_bool(&a->out, kind_name((enum kind)k), on[k]);
	buf_char(&a->out, '}');
	return 0;
}

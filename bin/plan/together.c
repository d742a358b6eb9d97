/* SPDX-License-Identifier: ISC */
/* P16: the dates of one recipient that go in one confirmation. */
#include "store/together.h"

#include <stdlib.h>

#include "domain/limit.h"
#include "plan/plan.h"
#include "util/mem.h"
#include "util/str.h"

/* A message that waits for the operator, or for its appointment, waits alone. */
static bool
may_gather(const struct plan_item *i)
{
	return i->kind == KIND_CONFIRMATION &&
	    ((i->state == STATE_PLANNED && i->reason == NULL) ||
		(i->state == STATE_HELD && str_eq(i->reason, LIMIT_REASON)));
}

/* Does the text of that part of the group need more SMS than it may? */
static int
too_long(struct tool *t, const struct setting *s, const struct appointment *a,
    const struct plan_item *i, const char *language,
    const struct template_date *dates, size_t n, bool *is, struct err *e)
{
	const struct setting_how how = { .language = language,
		.now = t->now,
		.dates = dates,
		.n_dates = n };
	struct template_text text = { .text = NULL };
	int r = setting_text(s, a, i, &how, &text, e);

	*is = text.too_long;
	template_text_free(&text);
	return r;
}

/* As many in one as the rule's cap on SMS lets each part have (T4). */
static int
cut(struct tool *t, const struct setting *s, const struct appointment *a,
    const struct plan_item *i, const char *language, struct gathering *x,
    struct err *e)
{
	size_t most = TOGETHER_MAX, n = x->g.n;
	bool cut = true;

	x->dates = mem_zero(n, sizeof(*x->dates));
	for (size_t k = 0; k < n; k++)
		x->dates[k] = (struct template_date){ x->g.v[k].start_at,
			x->g.v[k].all_day };
	for (; cut && most > 1; most = cut ? most / 2 : most) {
		cut = false;
		for (size_t k = 0; k < n && !cut; k += most)
			if (too_long(t, s, a, i, language, x->dates + k,
				n - k < most ? n - k : most, &cut, e) == -1)
				return -1;
	}
	const struct together *first = x->g.v;
	together_part(&x->g, most, a->id);
	size_t from = (size_t)(x->g.v - first);
	for (size_t k = 0; k < x->g.n; k++)
		x->dates[k] = x->dates[from + k];
	return 0;
}

int
gathering_find(struct tool *t, const struct setting *s,
    const struct appointment *a, struct plan_item *i, const char *language,
    struct gathering *x, struct err *e)
{
	*x = (struct gathering){ .n_dates = 1 };
	if (!may_gather(i) ||
	    !setting_uses(s, i, language, PLACEHOLDER_DATES) ||
	    setting_uses(s, i, language, PLACEHOLDER_LINK))
		return 0;
	bool place = setting_uses(s, i, language, PLACEHOLDER_LOCATION);
	if (together_list(t->db, i, a, place, t->now, &x->l, e) == -1)
		return -1;
	if (x->l.n == 1 ||
	    !together_find(
		x->l.v, x->l.n, a->id, s->plan.zone, &s->plan.window, &x->g))
		return 0;
	const struct owed *o = i->owed;
	bool lengthened = o != NULL && o->due_at == x->g.due_at &&
	    o->start_at == i->start_at && o->expires_at > x->g.expires_at;
	i->due_at = x->g.due_at;
	i->expires_at = lengthened ? o->expires_at : x->g.expires_at;
	if (x->g.n == 1)
		return 0;
	if (cut(t, s, a, i, language, x, e) == -1)
		return -1;
	if (x->g.v[0].appointment_id == a->id)
		x->n_dates = x->g.n;
	else if (o != NULL && o->with_id == x->g.v[0].message_id)
		x->with_id = o->with_id;
	return 0;
}

void
gathering_free(struct gathering *x)
{
	together_list_free(&x->l);
	free(x->dates);
}

int
gathering_set(struct tool *t, const struct setting *s,
    const struct appointment *a, const struct plan_item *i,
    const struct gathering *x, int64_t id, bool wrote, struct err *e)
{
	const struct together_group none = { .n = 0 };
	const char *phone =
	    i->recipient != NULL ? i->recipient->phone : i->owed->phone;
	bool had = i->owed != NULL && i->owed->dates > 1;
	bool leads = x->n_dates > 1;
	/* The one that it should go with does not know of it. */
	bool apart = x->g.n > 1 && !leads && x->with_id == 0;

	if (i->kind != KIND_CONFIRMATION)
		return 0;
	if ((leads || had) && id != 0 &&
	    together_set(t->db, id, leads ? &x->g : &none, e) == -1)
		return -1;
	if (!wrote && !apart)
		return 0;
	return together_touch(
	    t->db, s->house->company.id, a->id, phone, t->now, e);
}

/* SPDX-License-Identifier: ISC */
#include "domain/setup.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/mem.h"
#include "util/str.h"

void
company_fini(struct company *c)
{
	char *const owned[] = { c->ref, c->name, c->contact, c->street,
		c->postcode, c->town, c->country, c->email, c->phone, c->web,
		c->zone, c->language, c->country_code, c->gateway,
		c->token_file, c->send_window, c->countries, c->daily_list,
		c->redirect };

	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	memset(c, 0, sizeof(*c));
}

void
branch_fini(struct branch *b)
{
	free(b->ref);
	free(b->name);
	free(b->phone);
	free(b->gateway);
	free(b->token_file);
	free(b->send_window);
	free(b->countries);
	memset(b, 0, sizeof(*b));
}

void
calendar_fini(struct calendar *c)
{
	char *const owned[] = { c->ref, c->name, c->url, c->zone,
		c->country_code, c->send_window, c->colour, c->phone_field,
		c->name_field, c->location_field, c->phones, c->countries };

	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	memset(c, 0, sizeof(*c));
}

void
rule_fini(struct rule *r)
{
	for (size_t i = 0; i < r->n_texts; i++) {
		free(r->texts[i].language);
		free(r->texts[i].text);
	}
	free(r->texts);
	free(r->condition);
	memset(r, 0, sizeof(*r));
}

void
company_list_free(struct company_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		company_fini(&l->v[i]);
	free(l->v);
	*l = COMPANY_LIST_INIT;
}

void
branch_list_free(struct branch_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		branch_fini(&l->v[i]);
	free(l->v);
	*l = BRANCH_LIST_INIT;
}

void
calendar_list_free(struct calendar_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		calendar_fini(&l->v[i]);
	free(l->v);
	*l = CALENDAR_LIST_INIT;
}

void
fallback_list_free(struct fallback_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].placeholder);
		free(l->v[i].text);
	}
	free(l->v);
	*l = FALLBACK_LIST_INIT;
}

void
sender_list_free(struct sender_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].address);
		free(l->v[i].type);
	}
	free(l->v);
	*l = SENDER_LIST_INIT;
}

void
rule_list_free(struct rule_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		rule_fini(&l->v[i]);
	free(l->v);
	*l = RULE_LIST_INIT;
}

struct company *
company_list_add(struct company_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct company){ .id = 0 };
	return &l->v[l->n++];
}

struct branch *
branch_list_add(struct branch_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct branch){ .company_id = 0 };
	return &l->v[l->n++];
}

struct calendar *
calendar_list_add(struct calendar_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct calendar){ .company_id = 0 };
	return &l->v[l->n++];
}

struct fallback *
fallback_list_add(struct fallback_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct fallback){ .company_id = 0 };
	return &l->v[l->n++];
}

struct sender *
sender_list_add(struct sender_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct sender){ .company_id = 0 };
	return &l->v[l->n++];
}

struct rule *
rule_list_add(struct rule_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	struct rule *r = &l->v[l->n++];
	*r = (struct rule){ .days = -1, .before_min = -1 };
	return r;
}

void
rule_defaults(struct rule *r, enum kind kind)
{
	*r = (struct rule){
		.kind = kind,
		.step = 1,
		.days = -1,
		.before_min = -1,
		.segments = 4,
		.smart = true,
		.active = kind == KIND_CONFIRMATION || kind == KIND_REMINDER ||
		    kind == KIND_RESCHEDULED,
	};
	if (kind == KIND_REMINDER || kind == KIND_FEEDBACK) {
		r->days = 1;
		r->clock_min = 10 * 60;
	}
	if (kind == KIND_FOLLOWUP)
		r->before_min = 24 * 60;
}

bool
rule_has_link(const struct rule *r)
{
	return r->link &&
	    (r->kind == KIND_CONFIRMATION || r->kind == KIND_RESCHEDULED);
}

/* How near a level is to the calendar: 3 its own, 1 the company's, 0 not. */
static int
level_nearness(int64_t company_id, int64_t branch_id, int64_t calendar_id,
    const struct calendar *cal)
{
	if (company_id != cal->company_id)
		return 0;
	if (calendar_id != 0)
		return calendar_id == cal->id ? 3 : 0;
	if (branch_id != 0)
		return branch_id == cal->branch_id ? 2 : 0;
	return 1;
}

static int
nearness(const struct rule *r, const struct calendar *cal)
{
	return level_nearness(r->company_id, r->branch_id, r->calendar_id, cal);
}

int64_t
rule_since(const struct rule *r, const struct calendar *cal)
{
	int64_t level_at = cal->rules_since_at[r->kind];

	return r->since_at > level_at ? r->since_at : level_at;
}

static int
by_order(const void *pa, const void *pb)
{
	const struct rule *a = *(const struct rule *const *)pa;
	const struct rule *b = *(const struct rule *const *)pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	if ((a->condition == NULL) != (b->condition == NULL))
		return a->condition != NULL ? -1 : 1;
	return (a->position > b->position) - (a->position < b->position);
}

void
rule_view_make(struct rule_view *out, const struct rule_list *all,
    const struct calendar *cal, int64_t created_at)
{
	int best[KIND_COUNT] = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		int near = nearness(&all->v[i], cal);
		if (near > best[all->v[i].kind])
			best[all->v[i].kind] = near;
	}

	*out = (struct rule_view){
		.v = mem_zero(all->n + KIND_COUNT, sizeof(*out->v)),
	};
	for (size_t i = 0; i < all->n; i++) {
		const struct rule *r = &all->v[i];
		if (best[r->kind] != 0 && nearness(r, cal) == best[r->kind])
			out->v[out->n++] = r;
	}
	for (int k = 0; k < KIND_COUNT; k++) {
		if (best[k] != 0)
			continue;
		rule_defaults(&out->builtin[k], (enum kind)k);
		out->builtin[k].company_id = cal->company_id;
		out->builtin[k].since_at = created_at;
		out->v[out->n++] = &out->builtin[k];
	}
	qsort(out->v, out->n, sizeof(*out->v), by_order);
}

void
rule_view_free(struct rule_view *v)
{
	free(v->v);
	*v = (struct rule_view){ .v = NULL };
}

const char *
fallback_for(const struct fallback_list *all, const struct calendar *cal,
    const char *placeholder)
{
	const char *best = NULL;
	int best_near = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct fallback *f = &all->v[i];
		int near = level_nearness(
		    f->company_id, f->branch_id, f->calendar_id, cal);
		if (near > best_near && str_eq(f->placeholder, placeholder)) {
			best = f->text;
			best_near = near;
		}
	}
	return best;
}

const struct sender *
sender_for(const struct sender_list *all, int64_t branch_id)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].branch_id == branch_id)
			return &all->v[i];
	return NULL;
}

const char *
rule_text_for(const struct rule *r, const char *language, const char *fallback)
{
	const char *wanted[] = { language, fallback };

	for (size_t w = 0; w < 2; w++)
		for (size_t i = 0; i < r->n_texts; i++)
			if (str_eq(r->texts[i].language, wanted[w]))
				return r->texts[i].text;
	return r->n_texts != 0 ? r->texts[0].text : NULL;
}

bool
language_same(const char *a, const char *b)
{
	size_t n = strcspn(a, "-_");

	return n == strcspn(b, "-_") && strncasecmp(a, b, n) == 0;
}

const char *
rule_text_in(const struct rule *r, const char *language, const char *fallback,
    const char **used)
{
	const char *wanted[] = { language, fallback };

	for (size_t w = 0; w < 2; w++) {
		*used = wanted[w];
		for (size_t i = 0; i < r->n_texts; i++)
			if (str_ieq(r->texts[i].language, wanted[w]))
				return r->texts[i].text;
		for (size_t i = 0; i < r->n_texts; i++)
			if (language_same(r->texts[i].language, wanted[w]))
				return r->texts[i].text;
	}
	*used = r->n_texts != 0 ? r->texts[0].language : language;
	return r->n_texts != 0 ? r->texts[0].text : NULL;
}

bool
ref_ok(const char *ref)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
	size_t n = strlen(ref);

	return n >= 1 && n <= 40 && strchr(first, ref[0]) != NULL &&
	    strspn(ref, all) == n;
}

/* SPDX-License-Identifier: ISC */
#include "setting.h"

#include <stdio.h>

#include "store/branch.h"
#include "store/company.h"
#include "store/contact.h"
#include "store/fallback.h"
#include "store/rule.h"

int
house_load(struct house *h, struct tool *t, int64_t company_id, struct err *e)
{
	*h = (struct house){ .branches = BRANCH_LIST_INIT };
	int r = company_by_id(t->db, company_id, &h->company, e);
	if (r == 0)
		r = branch_list(t->db, company_id, &h->branches, e);
	if (r == 0)
		r = rule_list_load(t->db, company_id, &h->rules, e);
	if (r == 0)
		r = fallback_list(t->db, company_id, &h->fallbacks, e);
	return r;
}

void
house_free(struct house *h)
{
	fallback_list_free(&h->fallbacks);
	rule_list_free(&h->rules);
	branch_list_free(&h->branches);
	company_fini(&h->company);
}

/* The nearest of the three that is set. */
static const char *
nearest(const char *calendar, const char *branch, const char *company)
{
	if (calendar != NULL)
		return calendar;
	return branch != NULL ? branch : company;
}

static int
load_window(struct setting *s, struct err *e)
{
	const char *text = nearest(s->calendar.send_window,
	    s->branch != NULL ? s->branch->send_window : NULL,
	    s->house->company.send_window);

	if (text == NULL) {
		s->plan.window = window_default;
		return 0;
	}
	if (window_parse(text, &s->plan.window, e) == 0)
		return 0;
	e->kind = ERR_CONF;
	return -1;
}

static void
load_limits(struct setting *s)
{
	const struct company *c = &s->house->company;
	const struct branch *b = s->branch;

	s->limits.recipient = limit_nearest(s->calendar.limit_recipient,
	    b != NULL ? b->limit_recipient : 0, c->limit_recipient,
	    LIMIT_RECIPIENT);
	s->limits.company = limit_nearest(0, 0, c->limit_company, LIMIT_NONE);
	s->limits.countries = nearest(s->calendar.countries,
	    b != NULL ? b->countries : NULL, c->countries);
}

int
setting_load(struct setting *s, const struct house *h, struct calendar *cal,
    struct tool *t, struct err *e)
{
	const char *zone = cal->zone != NULL ? cal->zone : h->company.zone;

	*s = (struct setting){ .house = h, .calendar = *cal };
	*cal = (struct calendar){ .id = 0 };
	snprintf(s->label, sizeof(s->label), "%s/%s", h->company.ref,
	    s->calendar.ref);
	for (size_t i = 0; i < h->branches.n; i++)
		if (h->branches.v[i].id == s->calendar.branch_id)
			s->branch = &h->branches.v[i];
	rule_view_make(
	    &s->rules, &h->rules, &s->calendar, s->calendar.created_at);
	s->plan.calendar = &s->calendar;
	s->plan.rules = &s->rules;
	s->plan.zone = zones_get(t->zones, zone);
	if (s->plan.zone == NULL) {
		err_set(e, ERR_CONF,
		    "there is no time zone '%s': set another with "
		    "smscal-admin",
		    zone);
		return err_in(e, "%s: ", s->label);
	}
	load_limits(s);
	if (load_window(s, e) == -1)
		return err_in(e, "%s: ", s->label);
	return 0;
}

void
setting_free(struct setting *s)
{
	rule_view_free(&s->rules);
	calendar_fini(&s->calendar);
}

const char *
setting_level(const struct rule *r)
{
	if (r->id == 0)
		return "built in";
	if (r->calendar_id != 0)
		return "calendar";
	return r->branch_id != 0 ? "branch" : "company";
}

static void
fill_fallbacks(const struct setting *s, struct template_values *v)
{
	for (int i = 0; i < PLACEHOLDER_COUNT; i++)
		v->fallback[i] = fallback_for(&s->house->fallbacks,
		    &s->calendar, placeholder_name((enum placeholder)i));
}

int
setting_language(const struct setting *s, struct db *db, const char *phone,
    char **language, struct err *e)
{
	return contact_language(db, s->house->company.id, phone, language, e);
}

/* Where there is none in that language, the company's rather than English. */
static const char *
default_text(enum kind kind, const char *wanted, const struct company *company,
    const char **lang)
{
	const char *text = template_default(kind, wanted, lang);

	if (language_same(*lang, wanted))
		return text;
	return template_default(kind, company->language, lang);
}

/* The rule's text for who reads `wanted`; *lang is the one to render it in. */
static const char *
text_for(const struct setting *s, const struct plan_item *item,
    const char *wanted, const char **lang)
{
	const struct company *company = &s->house->company;
	const char *text =
	    rule_text_in(item->rule, wanted, company->language, lang);

	return text != NULL ? text
			    : default_text(item->kind, wanted, company, lang);
}

bool
setting_uses(const struct setting *s, const struct plan_item *item,
    const char *language, enum placeholder what)
{
	const char *lang;

	if (language == NULL)
		language = s->house->company.language;
	return template_uses(text_for(s, item, language, &lang), what);
}

int
setting_text(const struct setting *s, const struct appointment *a,
    const struct plan_item *item, const struct setting_how *how,
    struct template_text *out, struct err *e)
{
	const struct company *company = &s->house->company;
	const char *wanted =
	    how->language != NULL ? how->language : company->language;
	const char *lang;
	const char *text = text_for(s, item, wanted, &lang);
	struct template_values v = {
		.name = item->recipient->name,
		.location = a->location,
		.links = s->calendar.links,
		.company = company->name,
		.branch = s->branch != NULL ? s->branch->name : NULL,
		.company_phone =
		    nearest(NULL, s->branch != NULL ? s->branch->phone : NULL,
			company->phone),
		.link = how->link,
		/* A cancellation tells the start that was told. */
		.start_at = item->start_at,
		.end_at = item->start_at + (a->end_at - a->start_at),
		.all_day = a->all_day,
		.dates = how->dates,
		.n_dates = how->n_dates,
	};

	fill_fallbacks(s, &v);
	const struct template_how style = {
		.lang = lang,
		.zone = s->plan.zone,
		.now = item->due_at > how->now ? item->due_at : how->now,
		.smart = item->rule->smart,
		.max_segments = (size_t)item->rule->segments,
	};
	if (template_render(text, &v, &style, out, e) == 0)
		return 0;
	e->kind = ERR_CONF;
	return err_in(e, "%s: %s: ", s->label, kind_name(item->kind));
}

/* SPDX-License-Identifier: ISC */
#include "admin/rule_edit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/check.h"
#include "admin/field.h"
#include "admin/rule_link.h"
#include "domain/template.h"
#include "domain/valid.h"
#include "store/rule.h"
#include "util/mem.h"
#include "util/str.h"

#define CONDITION                                                             \
	{                                                                     \
		.name = "condition", .value = "TERMS",                        \
		.help =                                                       \
		    "the rule for such appointments: words, all-day, mon-fri" \
	}

const struct option rule_condition_options[] = {
	CONDITION,
	{ .name = NULL },
};

const struct option rule_options[] = {
	CONDITION,
	{ .name = "days",
	    .value = "N",
	    .help = "days before (reminder) or after (feedback), 0 to 60" },
	{ .name = "at", .value = "HH:MM", .help = "at that clock time" },
	{ .name = "before",
	    .value = "TIME",
	    .help = "reminder: that long before the start, like 2h" },
	{ .name = "after",
	    .value = "TIME",
	    .help = "followup: that long after the feedback, like 24h" },
	{ .name = "text",
	    .value = "TEXT",
	    .help = "(or -, read from standard input); empty: the built-in",
	    .input = true },
	{ .name = "language",
	    .value = "TAG",
	    .help = "of that text, else the company's" },
	{ .name = "link",
	    .value = "yes|no",
	    .help = "add the address of an .ics file (confirmation, "
		    "rescheduled)" },
	{ .name = "segments",
	    .value = "N",
	    .help = "how many SMS a text may need, 1 to 20: 4" },
	{ .name = "smart",
	    .value = "yes|no",
	    .help = "plain quotes and dashes instead of typographic ones" },
	{ .name = "short-notice",
	    .value = "send|skip",
	    .help = "a reminder whose time had passed when it was booked" },
	{ .name = "on-unsure",
	    .value = "keep|resend",
	    .help = "when nobody knows whether the gateway took it" },
	{ .name = NULL },
};

struct calendar
rule_place(const struct ref *r)
{
	struct calendar k = { .company_id = r->company.id };

	if (r->kind == REF_BRANCH)
		k.branch_id = r->branch.id;
	return r->kind == REF_CALENDAR ? r->calendar : k;
}

int64_t
rule_created_at(const struct ref *r)
{
	if (r->kind == REF_CALENDAR)
		return r->calendar.created_at;
	return r->kind == REF_BRANCH ? r->branch.created_at
				     : r->company.created_at;
}

static bool
of_level(const struct rule *r, const struct level *level)
{
	return r->company_id == level->company_id &&
	    r->branch_id == level->branch_id &&
	    r->calendar_id == level->calendar_id;
}

struct rule *
rule_own(
    struct rule_list *l, const struct level *level, const struct rule_name *n)
{
	for (size_t i = 0; i < l->n; i++)
		if (of_level(&l->v[i], level) && l->v[i].kind == n->kind &&
		    l->v[i].step == n->step &&
		    str_eq(l->v[i].condition, n->condition))
			return &l->v[i];
	return NULL;
}

static bool
any_own(const struct rule_list *l, const struct level *level, enum kind kind)
{
	for (size_t i = 0; i < l->n; i++)
		if (of_level(&l->v[i], level) && l->v[i].kind == kind)
			return true;
	return false;
}

void
rule_put_text(struct rule *r, const char *language, const char *text)
{
	for (size_t i = 0; i < r->n_texts; i++) {
		if (!str_eq(r->texts[i].language, language))
			continue;
		free(r->texts[i].language);
		free(r->texts[i].text);
		r->texts[i] = r->texts[--r->n_texts];
		break;
	}
	if (text == NULL)
		return;
	r->texts = mem_grow(
	    r->texts, &r->cap_texts, r->n_texts + 1, sizeof(*r->texts));
	r->texts[r->n_texts++] = (struct rule_text){
		.language = mem_str(language),
		.text = mem_str(text),
	};
}

/* A copy of `from` for the level, since when it has held there. */
static int
copy_rule(struct admin *a, const struct rule *from, const struct level *level,
    int64_t since_at, struct err *e)
{
	struct rule copy = *from;
	int r;

	copy.company_id = level->company_id;
	copy.branch_id = level->branch_id;
	copy.calendar_id = level->calendar_id;
	copy.condition = mem_str(from->condition);
	copy.since_at = since_at;
	copy.texts = NULL;
	copy.n_texts = copy.cap_texts = 0;
	for (size_t i = 0; i < from->n_texts; i++)
		rule_put_text(
		    &copy, from->texts[i].language, from->texts[i].text);
	r = rule_add(a->tool.db, &copy, e);
	rule_fini(&copy);
	return r;
}

/* The rules of that kind which hold at the level become its own. */
static int
copy_inherited(struct admin *a, const struct ref *r, enum kind kind,
    const struct rule_list *all, struct err *e)
{
	struct calendar place = rule_place(r);
	struct rule_view view;
	int ret = 0;

	rule_view_make(&view, all, &place, rule_created_at(r));
	for (size_t i = 0; ret == 0 && i < view.n; i++)
		if (view.v[i]->kind == kind)
			ret = copy_rule(a, view.v[i], &r->level,
			    rule_since(view.v[i], &place), e);
	rule_view_free(&view);
	return ret;
}

static int
load(struct admin *a, const struct ref *r, struct rule_list *l, struct err *e)
{
	rule_list_free(l);
	return rule_list_load(a->tool.db, r->company.id, l, e);
}

static const char *
wrong_kind(enum kind k)
{
	switch (k) {
	case KIND_REMINDER:
		return "a reminder has --days and --at, or --before";
	case KIND_FEEDBACK:
		return "a feedback has --days and --at";
	case KIND_FOLLOWUP:
		return "a followup has --after";
	case KIND_CONFIRMATION:
	case KIND_RESCHEDULED:
	case KIND_CANCELLATION:
	case KIND_COUNT:
		break;
	}
	return "it goes when the calendar changes, and has no time";
}

/* --days, --at. */
static int
apply_days(struct admin *a, struct rule *r, struct err *e)
{
	const char *days = args_value(a, "days"), *at = args_value(a, "at");
	struct rule fresh;
	int64_t n;

	rule_defaults(&fresh, r->kind);
	if (days != NULL) {
		n = fresh.days;
		if (days[0] != '\0' && valid_number(days, 0, 60, &n, e) == -1)
			return field_err("days", e);
		if (r->days == -1)
			r->clock_min = fresh.clock_min;
		r->days = (int)n;
		r->before_min = -1;
	}
	if (at == NULL)
		return 0;
	if (r->days == -1)
		return err_set(e, ERR_USAGE,
		    "--at: needs --days, on how many days before");
	r->clock_min = fresh.clock_min;
	if (at[0] != '\0' && valid_clock(at, &r->clock_min, e) == -1)
		return field_err("at", e);
	return 0;
}

/* --before of a reminder, --after of a followup. */
static int
apply_stretch(
    struct admin *a, const char *option, struct rule *r, struct err *e)
{
	const char *text = args_value(a, option);
	struct rule fresh;
	int64_t s;

	if (text == NULL)
		return 0;
	rule_defaults(&fresh, r->kind);
	r->days = fresh.days;
	r->clock_min = fresh.clock_min;
	r->before_min = fresh.before_min;
	if (text[0] == '\0')
		return 0;
	if (valid_duration(text, 60, INT64_C(60) * 86400, &s, e) == -1)
		return field_err(option, e);
	r->days = -1;
	r->clock_min = 0;
	r->before_min = (int)(s / 60);
	return 0;
}

static int
apply_timing(struct admin *a, struct rule *r, struct err *e)
{
	bool days = args_has(a, "days") || args_has(a, "at");
	bool before = args_has(a, "before"), after = args_has(a, "after");

	if ((days && !rule_has_steps(r->kind)) ||
	    (before && (r->kind != KIND_REMINDER || days)) ||
	    (after && r->kind != KIND_FOLLOWUP))
		return err_set(e, ERR_USAGE, "--%s: %s",
		    before                    ? "before"
			: after               ? "after"
			: args_has(a, "days") ? "days"
					      : "at",
		    wrong_kind(r->kind));
	if (days)
		return apply_days(a, r, e);
	return apply_stretch(a, before ? "before" : "after", r, e);
}

static int
apply_text(
    struct admin *a, const struct ref *ref, struct rule *r, struct err *e)
{
	const char *text = args_value(a, "text");
	const char *given = args_value(a, "language");
	struct buf language = BUF_INIT;
	int ret = 0;

	if (text == NULL && given != NULL)
		return err_set(e, ERR_USAGE,
		    "--language: needs --text, the text in that language");
	if (text == NULL)
		return 0;
	if (given == NULL)
		buf_str(&language, ref->company.language);
	else if (check_language(a, given, &language, e) == -1)
		ret = field_err("language", e);
	if (ret == 0 && text[0] != '\0' && template_check(text, e) == -1)
		ret = field_err("text", e);
	if (ret == 0)
		rule_put_text(r, language.v, text[0] != '\0' ? text : NULL);
	buf_free(&language);
	return ret;
}

/* One of two words; an empty value is the first. */
static int
apply_choice(struct admin *a, const char *option, const char *const words[2],
    bool *second, struct err *e)
{
	const char *text = args_value(a, option);
	struct buf out = BUF_INIT;
	int r;

	if (text == NULL)
		return 0;
	r = text[0] == '\0' ? 0 : valid_word(text, words, 2, &out, e);
	*second = str_eq(buf_cstr(&out), words[1]);
	buf_free(&out);
	return r == -1 ? field_err(option, e) : 0;
}

int
rule_apply_options(
    struct admin *a, const struct ref *ref, struct rule *r, struct err *e)
{
	static const char *const notice[] = { "skip", "send" };
	static const char *const unsure[] = { "keep", "resend" };
	static const char *const smart[] = { "yes", "no" };
	const char *segments = args_value(a, "segments");
	bool plain = !r->smart;
	int64_t n = 4;

	if (apply_timing(a, r, e) == -1 || apply_text(a, ref, r, e) == -1 ||
	    rule_link_apply(a, ref, r, e) == -1)
		return -1;
	if (args_has(a, "short-notice") && r->kind != KIND_REMINDER)
		return err_set(
		    e, ERR_USAGE, "--short-notice: only reminders have it");
	if (apply_choice(a, "short-notice", notice, &r->short_notice, e) ==
		-1 ||
	    apply_choice(a, "on-unsure", unsure, &r->resend_unsure, e) == -1 ||
	    apply_choice(a, "smart", smart, &plain, e) == -1)
		return -1;
	r->smart = !plain;
	if (segments != NULL) {
		if (segments[0] != '\0' &&
		    valid_number(segments, 1, 20, &n, e) == -1)
			return field_err("segments", e);
		r->segments = (int)n;
	}
	return 0;
}

/* Behind the last of that kind and step; 0: the level has none of them. */
static int
next_position(const struct rule_list *l, const struct level *level,
    const struct rule_name *n)
{
	int next = 0;

	for (size_t i = 0; i < l->n; i++)
		if (of_level(&l->v[i], level) && l->v[i].kind == n->kind &&
		    l->v[i].step == n->step && l->v[i].position >= next)
			next = l->v[i].position + 1;
	return next;
}

/* A rule that neither the level has nor holds there from above. */
static int
make_rule(struct admin *a, const struct ref *ref, const struct rule_name *n,
    int position, bool off, struct err *e)
{
	struct rule r;
	int ret = position > 0
	    ? 0
	    : rule_step_used(a->tool.db, ref->company.id, n->kind, n->step, e);

	if (ret == 1)
		return err_set(e, ERR_USAGE,
		    "%s/%d: messages were made by a rule of that step which "
		    "is gone; a step is not used again, so take a higher one",
		    kind_name(n->kind), n->step);
	if (ret == -1)
		return -1;
	rule_defaults(&r, n->kind);
	r.step = n->step;
	r.position = position;
	r.condition = mem_str(n->condition);
	r.active = !off;
	r.company_id = ref->level.company_id;
	r.branch_id = ref->level.branch_id;
	r.calendar_id = ref->level.calendar_id;
	r.since_at = a->tool.now;
	ret = rule_apply_options(a, ref, &r, e);
	if (ret == 0)
		ret = rule_add(a->tool.db, &r, e);
	rule_fini(&r);
	return ret;
}

static int
change_rule(struct admin *a, const struct ref *ref, const struct rule *was,
    struct rule *is, enum rule_state state, struct err *e)
{
	if (state != RULE_AS_IS)
		is->active = state == RULE_ON;
	if (rule_apply_options(a, ref, is, e) == -1)
		return -1;
	return rule_set(a->tool.db, was, is, a->tool.now, e);
}

int
rule_edit(struct admin *a, const struct ref *r, const struct rule_name *n,
    enum rule_state state, bool add, bool make, struct err *e)
{
	struct rule_list was = RULE_LIST_INIT, is = RULE_LIST_INIT;
	struct buf name = BUF_INIT;
	int ret = load(a, r, &was, e);

	kind_step(&name, n->kind, n->step);
	if (ret == 0 && add && rule_own(&was, &r->level, n) != NULL)
		ret = err_set(e, ERR_USAGE,
		    "%s has %s already; 'rule set' changes it", r->text,
		    name.v);
	if (ret == 0 && !any_own(&was, &r->level, n->kind)) {
		ret = copy_inherited(a, r, n->kind, &was, e);
		if (ret == 0)
			ret = load(a, r, &was, e);
	}
	if (ret == 0)
		ret = load(a, r, &is, e);
	if (ret == 0) {
		struct rule *own = rule_own(&is, &r->level, n);
		if (own != NULL)
			ret = change_rule(
			    a, r, rule_own(&was, &r->level, n), own, state, e);
		else if (make)
			ret = make_rule(a, r, n,
			    next_position(&was, &r->level, n),
			    state == RULE_OFF, e);
		else
			ret = err_set(e, ERR_USAGE,
			    "%s has no %s; 'smscal-admin rule list %s' shows "
			    "what it has",
			    r->text, name.v, r->text);
	}
	if (ret == 0)
		admin_say(a, "%s: %s %s", r->text, name.v,
		    state == RULE_ON        ? "is on"
			: state == RULE_OFF ? "is off"
					    : "is set");
	rule_list_free(&was);
	rule_list_free(&is);
	buf_free(&name);
	return ret;
}

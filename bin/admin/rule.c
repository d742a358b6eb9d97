/* SPDX-License-Identifier: ISC */
/* rule add, set, list, show, remove, enable, disable. */
#include "store/rule.h"

#include <stdlib.h>

#include "admin/answerable.h"
#include "admin/field.h"
#include "admin/listing.h"
#include "admin/ref.h"
#include "admin/rule_edit.h"
#include "admin/rule_effect.h"
#include "admin/rule_part.h"
#include "domain/template.h"
#include "util/str.h"
#include "util/utf8.h"

enum { ANY = REF_COMPANY | REF_BRANCH | REF_CALENDAR };

static const struct option show_options[] = {
	{ .name = "condition",
	    .value = "TERMS",
	    .help = "the rule of that condition" },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

static const struct option remove_options[] = {
	{ .name = "condition",
	    .value = "TERMS",
	    .help = "the rule of that condition" },
	{ .name = "force", .help = "also one that made messages" },
	{ .name = NULL },
};

/* What the verbs begin with: a reference and the name of a rule. */
static int
operands(struct admin *a, struct ref *r, struct rule_name *n, struct err *e)
{
	if (rule_name_parse(a->operand[1], n, e) == -1)
		return err_in(e, "rule: ");
	if (rule_name_condition(a, n, e) == -1)
		return -1;
	return ref_find(a, a->operand[0], ANY, r, e);
}

/* What rule_edit() is told. */
struct edit {
	struct rule_name name;
	enum rule_state state;
	bool add, make;
};

static int
edit_one(struct admin *a, const struct ref *r, void *arg, struct err *e)
{
	const struct edit *x = arg;

	return rule_edit(a, r, &x->name, x->state, x->add, x->make, e);
}

static int
edit(struct admin *a, enum rule_state state, bool add, bool make, struct err *e)
{
	struct edit x = { .state = state, .add = add, .make = make };
	const struct rule_change change = { edit_one, &x };
	struct ref r = { .text = NULL };
	int ret = operands(a, &r, &x.name, e);

	if (ret == 0)
		ret = rule_effect(a, &r, &change, e);
	if (ret == 0 && state != RULE_OFF &&
	    (x.name.kind == KIND_FOLLOWUP || args_has(a, "text")))
		ret = answerable_warn(a, r.level.company_id, e);
	ref_fini(&r);
	return ret;
}

static int
run_add(struct admin *a, struct err *e)
{
	return edit(a, RULE_ON, true, true, e);
}

static int
run_set(struct admin *a, struct err *e)
{
	return edit(a, RULE_AS_IS, false, true, e);
}

static int
run_enable(struct admin *a, struct err *e)
{
	return edit(a, RULE_ON, false, false, e);
}

static int
run_disable(struct admin *a, struct err *e)
{
	return edit(a, RULE_OFF, false, false, e);
}

static int
may_remove(
    struct admin *a, const struct ref *r, const struct rule *own, struct err *e)
{
	if (own == NULL)
		return err_set(e, ERR_USAGE,
		    "%s has no %s of its own; 'smscal-admin rule list %s' "
		    "shows from where it has it",
		    r->text, a->operand[1], r->text);
	int64_t made = rule_messages(a->tool.db, own->id, e);
	if (made <= 0)
		return (int)made;
	struct buf n = BUF_INIT;
	admin_count(&n, made, "message");
	int ret = admin_sure(a, e,
	    "%s %s has made %s, and those still to be sent go with it, while "
	    "'rule disable' only switches it off",
	    r->text, a->operand[1], n.v);
	buf_free(&n);
	return ret;
}

static int
remove_one(struct admin *a, const struct ref *r, void *arg, struct err *e)
{
	struct rule_list l = RULE_LIST_INIT;
	const struct rule *own = NULL;
	int ret = rule_list_load(a->tool.db, r->company.id, &l, e);

	if (ret == 0) {
		own = rule_own(&l, &r->level, arg);
		ret = may_remove(a, r, own, e);
	}
	if (ret == 0)
		ret = rule_remove(a->tool.db, own, a->tool.now, e);
	if (ret == 0)
		admin_say(a, "%s: %s removed", r->text, a->operand[1]);
	rule_list_free(&l);
	return ret;
}

static int
run_remove(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct rule_name n;
	const struct rule_change change = { remove_one, &n };
	int ret = operands(a, &r, &n, e);

	if (ret == 0)
		ret = rule_effect(a, &r, &change, e);
	ref_fini(&r);
	return ret;
}

/* The level that a rule stands at: "acme/graz", "built in". */
static void
level_text(const struct ref *r, const struct rule *rule, struct buf *out)
{
	if (rule->id == 0)
		buf_str(out, "built in");
	else if (rule->calendar_id != 0)
		buf_fmt(out, "%s/%s", r->company.ref, r->calendar.ref);
	else if (rule->branch_id != 0)
		buf_fmt(out, "%s/%s", r->company.ref, r->branch.ref);
	else
		buf_str(out, r->company.ref);
}

/* "1 day before at 10:00". */
static void
when_text(const struct rule *r, struct buf *out)
{
	const char *side = r->kind == KIND_REMINDER ? "before" : "after";

	if (r->days != -1) {
		buf_fmt(out, "%d day%s %s at ", r->days,
		    r->days == 1 ? "" : "s", side);
		rule_clock_text(r->clock_min, out);
	} else if (r->before_min != -1) {
		rule_stretch_text(r->before_min, out);
		buf_fmt(out, " %s%s", side,
		    r->kind == KIND_FOLLOWUP ? " the feedback" : "");
	} else {
		buf_str(out, "at once");
	}
}

/* The text that counts for the company's language. */
static const char *
text_of(const struct ref *r, const struct rule *rule)
{
	const char *lang = r->company.language;
	const char *text = rule_text_for(rule, lang, lang);

	return text != NULL ? text : template_default(rule->kind, lang, NULL);
}

/* A rule as it holds at a level. */
struct row {
	const struct ref *ref;
	const struct rule *rule;
};

static void
make_name(struct admin *a, const void *row, struct buf *out)
{
	const struct row *r = row;

	(void)a;
	kind_step(out, r->rule->kind, r->rule->step);
}

static void
make_kind(struct admin *a, const void *row, struct buf *out)
{
	(void)a;
	buf_str(out, kind_name(((const struct row *)row)->rule->kind));
}

static void
make_from(struct admin *a, const void *row, struct buf *out)
{
	const struct row *r = row;

	(void)a;
	level_text(r->ref, r->rule, out);
}

static void
make_state(struct admin *a, const void *row, struct buf *out)
{
	(void)a;
	buf_str(out, ((const struct row *)row)->rule->active ? "on" : "off");
}

static void
make_when(struct admin *a, const void *row, struct buf *out)
{
	(void)a;
	when_text(((const struct row *)row)->rule, out);
}

static void
make_condition(struct admin *a, const void *row, struct buf *out)
{
	const struct rule *r = ((const struct row *)row)->rule;

	(void)a;
	buf_str(out, r->condition != NULL ? r->condition : "");
}

static void
make_text(struct admin *a, const void *row, struct buf *out)
{
	const struct row *r = row;

	(void)a;
	buf_str(out, text_of(r->ref, r->rule));
}

/* What options set: flags and numbers as such, times as they are given. */
static int
more_json(struct admin *a, const void *row, struct err *e)
{
	const struct rule *r = ((const struct row *)row)->rule;

	(void)e;
	json_put_int(&a->out, "step", r->step);
	json_put_bool(&a->out, "active", r->active);
	if (r->days != -1)
		json_put_int(&a->out, "days", r->days);
	else
		json_put_null(&a->out, "days");
	for (const struct rule_part *p = rule_parts; p->name != NULL; p++) {
		struct buf text = BUF_INIT;
		if (!p->timing || p->word)
			continue;
		p->text(r, &text);
		admin_json_text(a, p->name, text.n > 0 ? text.v : NULL);
		buf_free(&text);
	}
	json_put_bool(&a->out, "short_notice", r->short_notice);
	json_put_bool(&a->out, "link", r->link);
	json_put_bool(&a->out, "smart", r->smart);
	json_put_int(&a->out, "segments", r->segments);
	admin_json_text(a, "on_unsure", r->resend_unsure ? "resend" : "keep");
	json_put_name(&a->out, "texts");
	buf_char(&a->out, '{');
	for (size_t i = 0; i < r->n_texts; i++)
		admin_json_text(a, r->texts[i].language, r->texts[i].text);
	buf_char(&a->out, '}');
	return 0;
}

static void
text_line(struct admin *a, const char *language, const char *text)
{
	struct buf line = BUF_INIT;

	buf_fmt(&line, "[%s] ", language);
	utf8_show(&line, text);
	field_line(a, "text", line.v);
	buf_free(&line);
}

static int
more_lines(struct admin *a, const void *row, struct err *e)
{
	const struct row *r = row;

	(void)e;
	for (const struct rule_part *p = rule_parts; p->name != NULL; p++) {
		struct buf text = BUF_INIT;
		p->text(r->rule, &text);
		if (text.n > 0 && !p->timing)
			field_line(a, p->name, text.v);
		buf_free(&text);
	}
	for (size_t i = 0; i < r->rule->n_texts; i++)
		text_line(
		    a, r->rule->texts[i].language, r->rule->texts[i].text);
	if (r->rule->n_texts == 0)
		text_line(a, "built in", text_of(r->ref, r->rule));
	return 0;
}

static const struct column columns[] = {
	{ "RULE", "rule", NULL, .make = make_name },
	{ .json = "kind", .make = make_kind },
	{ NULL, "from", "from", .make = make_from },
	{ "STATE", "state", NULL, .make = make_state },
	{ "WHEN", "when", NULL, .make = make_when },
	{ "IF", "condition", "condition", .make = make_condition, .cut = true },
	{ .title = "FROM", .make = make_from },
	{ "TEXT", NULL, "text", .make = make_text, .cut = true },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.json = more_json,
	.show = more_lines,
};

static int
run_list(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct rule_list all = RULE_LIST_INIT;
	int ret = ref_find(a, a->operand[0], ANY, &r, e);

	if (ret == 0)
		ret = rule_list_load(a->tool.db, r.company.id, &all, e);
	if (ret == 0) {
		struct calendar place = rule_place(&r);
		struct rule_view view;
		struct lines w;
		rule_view_make(&view, &all, &place, rule_created_at(&r));
		lines_begin(&w, a, &listing);
		for (size_t i = 0; ret == 0 && i < view.n; i++) {
			struct row row = { &r, view.v[i] };
			ret = lines_row(&w, &row, e);
		}
		lines_end(&w);
		rule_view_free(&view);
	}
	rule_list_free(&all);
	ref_fini(&r);
	return ret;
}

/* The rule of that name which holds at the level; NULL: none. */
static const struct rule *
holding(const struct rule_view *view, const struct rule_name *n)
{
	for (size_t i = 0; i < view->n; i++)
		if (view->v[i]->kind == n->kind &&
		    view->v[i]->step == n->step &&
		    str_eq(view->v[i]->condition, n->condition))
			return view->v[i];
	return NULL;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct rule_list all = RULE_LIST_INIT;
	struct rule_name n;
	int ret = operands(a, &r, &n, e);

	if (ret == 0)
		ret = rule_list_load(a->tool.db, r.company.id, &all, e);
	if (ret == 0) {
		struct calendar place = rule_place(&r);
		struct rule_view view;
		rule_view_make(&view, &all, &place, rule_created_at(&r));
		const struct rule *rule = holding(&view, &n);
		if (rule == NULL) {
			ret = err_set(e, ERR_USAGE,
			    "%s has no %s; 'smscal-admin rule list %s' shows "
			    "what it has",
			    r.text, a->operand[1], r.text);
		} else {
			struct row row = { &r, rule };
			ret =
			    listing_show(a, &listing, &row, 1, sizeof(row), e);
		}
		rule_view_free(&view);
	}
	rule_list_free(&all);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "add",
	    .operands = "REF KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = rule_options,
	    .help = "A further rule, switched on.",
	    .example = "  smscal-admin rule add acme reminder/2 --days 3 "
		       "--at 09:00\n",
	    .run = run_add },
	{ .verb = "set",
	    .operands = "REF KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = rule_options,
	    .help = "Change a rule; an empty value is the built-in one.",
	    .example =
		"  smscal-admin rule set acme/ordination reminder --before 2h\n"
		"  smscal-admin rule set acme confirmation --text 'Termin am "
		"{date} um {time}. {company}'\n",
	    .run = run_set },
	{ .verb = "list",
	    .operands = "REF",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The rules that hold there, and from which level.",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "REF KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_READ,
	    .options = show_options,
	    .help = "All of one rule.",
	    .run = run_show },
	{ .verb = "remove",
	    .operands = "REF KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = remove_options,
	    .help = "Remove a rule that stands at that level.",
	    .run = run_remove },
	{ .verb = "enable",
	    .operands = "REF KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = rule_condition_options,
	    .help = "Switch a rule on.",
	    .example = "  smscal-admin rule enable acme feedback\n",
	    .run = run_enable },
	{ .verb = "disable",
	    .operands = "REF KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .options = rule_condition_options,
	    .help = "Switch a rule off.",
	    .run = run_disable },
};

const struct noun noun_rule = {
	.name = "rule",
	.help = "which messages, when, with which text",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

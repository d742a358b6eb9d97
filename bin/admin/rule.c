/* SPDX-License-Identifier: ISC */
/* rule add, set, list, show, remove, enable, disable. */
#include "store/rule.h"

#include <stdlib.h>

#include "admin/field.h"
#include "admin/ref.h"
#include "admin/rule_edit.h"
#include "admin/rule_effect.h"
#include "admin/table.h"
#include "domain/template.h"
#include "util/str.h"
#include "util/utf8.h"

enum { ANY = REF_COMPANY | REF_BRANCH | REF_CALENDAR };

static const struct option json_options[] = {
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

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
	if (args_has(a, "force"))
		return 0;
	int64_t made = rule_messages(a->tool.db, own->id, e);
	if (made > 0)
		return err_set(e, ERR_USAGE,
		    "%s %s has made %lld messages, and those still to be sent "
		    "would go; --force removes it, 'rule disable' switches it "
		    "off",
		    r->text, a->operand[1], (long long)made);
	return (int)made;
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

static void
stretch_text(int minutes, struct buf *out)
{
	if (minutes % 60 == 0)
		buf_fmt(out, "%dh", minutes / 60);
	else
		buf_fmt(out, "%dm", minutes);
}

static void
clock_text(int minutes, struct buf *out)
{
	buf_fmt(out, "%02d:%02d", minutes / 60, minutes % 60);
}

/* "1 day before at 10:00". */
static void
when_text(const struct rule *r, struct buf *out)
{
	const char *side = r->kind == KIND_REMINDER ? "before" : "after";

	if (r->days != -1) {
		buf_fmt(out, "%d day%s %s at ", r->days,
		    r->days == 1 ? "" : "s", side);
		clock_text(r->clock_min, out);
	} else if (r->before_min != -1) {
		stretch_text(r->before_min, out);
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

static void
put_json(struct admin *a, const struct ref *r, const struct rule *rule)
{
	struct buf *out = &a->out;
	struct buf text = BUF_INIT;

	json_put_name(out, NULL);
	buf_char(out, '{');
	admin_json_text(a, "kind", kind_name(rule->kind));
	json_put_int(out, "step", rule->step);
	admin_json_text(a, "condition", rule->condition);
	level_text(r, rule, &text);
	admin_json_text(a, "from", text.v);
	json_put_bool(out, "active", rule->active);
	buf_reset(&text);
	if (rule->days != -1) {
		json_put_int(out, "days", rule->days);
		clock_text(rule->clock_min, &text);
	} else {
		json_put_null(out, "days");
	}
	admin_json_text(a, "at", text.n > 0 ? text.v : NULL);
	buf_reset(&text);
	if (rule->before_min != -1)
		stretch_text(rule->before_min, &text);
	admin_json_text(a, "before",
	    rule->kind == KIND_REMINDER && text.n > 0 ? text.v : NULL);
	admin_json_text(a, "after",
	    rule->kind == KIND_FOLLOWUP && text.n > 0 ? text.v : NULL);
	json_put_bool(out, "short_notice", rule->short_notice);
	json_put_bool(out, "link", rule->link);
	json_put_bool(out, "smart", rule->smart);
	json_put_int(out, "segments", rule->segments);
	admin_json_text(
	    a, "on_unsure", rule->resend_unsure ? "resend" : "keep");
	admin_json_text(a, "text", text_of(r, rule));
	json_put_name(out, "texts");
	buf_char(out, '{');
	for (size_t i = 0; i < rule->n_texts; i++)
		admin_json_text(
		    a, rule->texts[i].language, rule->texts[i].text);
	buf_str(out, "}}");
	buf_free(&text);
}

static void
put_row(struct table *t, const struct ref *r, const struct rule *rule)
{
	struct buf name = BUF_INIT, when = BUF_INIT, from = BUF_INIT;

	rule_name_text(rule->kind, rule->step, &name);
	when_text(rule, &when);
	level_text(r, rule, &from);
	table_cell(t, name.v);
	table_cell(t, rule->active ? "on" : "off");
	table_cell(t, when.v);
	table_cell(t, rule->condition != NULL ? rule->condition : "");
	table_cell(t, from.v);
	table_cell(t, text_of(r, rule));
	buf_free(&name);
	buf_free(&when);
	buf_free(&from);
}

static int
run_list(struct admin *a, struct err *e)
{
	static const char *const titles[] = { "RULE", "STATE", "WHEN", "IF",
		"FROM", "TEXT", NULL };
	bool json = args_has(a, "json");
	struct ref r = { .text = NULL };
	struct rule_list all = RULE_LIST_INIT;
	int ret = ref_find(a, a->operand[0], ANY, &r, e);

	if (ret == 0)
		ret = rule_list_load(a->tool.db, r.company.id, &all, e);
	if (ret == 0) {
		struct calendar place = rule_place(&r);
		struct rule_view view;
		struct table t;
		rule_view_make(&view, &all, &place, rule_created_at(&r));
		table_init(&t, titles);
		if (json)
			buf_char(&a->out, '[');
		for (size_t i = 0; i < view.n; i++)
			if (json)
				put_json(a, &r, view.v[i]);
			else
				put_row(&t, &r, view.v[i]);
		if (json)
			buf_str(&a->out, "]\n");
		table_end(&t, &a->out);
		rule_view_free(&view);
	}
	rule_list_free(&all);
	ref_fini(&r);
	return ret;
}

static void
show(struct admin *a, const struct ref *r, const struct rule *rule)
{
	struct buf text = BUF_INIT;

	rule_name_text(rule->kind, rule->step, &text);
	field_line(a, "rule", text.v);
	buf_reset(&text);
	level_text(r, rule, &text);
	field_line(a, "from", text.v);
	field_line(a, "state", rule->active ? "on" : "off");
	buf_reset(&text);
	when_text(rule, &text);
	field_line(a, "when", text.v);
	if (rule->condition != NULL)
		field_line(a, "condition", rule->condition);
	if (rule->kind == KIND_REMINDER)
		field_line(
		    a, "short-notice", rule->short_notice ? "send" : "skip");
	if (rule->kind == KIND_CONFIRMATION || rule->kind == KIND_RESCHEDULED)
		field_line(a, "link", rule->link ? "yes" : "no");
	buf_reset(&text);
	buf_fmt(&text, "%d", rule->segments);
	field_line(a, "segments", text.v);
	field_line(a, "smart", rule->smart ? "yes" : "no");
	field_line(a, "on-unsure", rule->resend_unsure ? "resend" : "keep");
	for (size_t i = 0; i < rule->n_texts; i++) {
		buf_reset(&text);
		buf_fmt(&text, "[%s] ", rule->texts[i].language);
		utf8_show(&text, rule->texts[i].text);
		field_line(a, "text", text.v);
	}
	if (rule->n_texts == 0) {
		buf_reset(&text);
		buf_str(&text, "[built in] ");
		utf8_show(&text, text_of(r, rule));
		field_line(a, "text", text.v);
	}
	buf_free(&text);
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
		} else if (args_has(a, "json")) {
			buf_char(&a->out, '[');
			put_json(a, &r, rule);
			buf_str(&a->out, "]\n");
		} else {
			show(a, &r, rule);
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
	    .options = json_options,
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
	.help = "which messages, when, with which text.",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

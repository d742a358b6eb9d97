/* SPDX-License-Identifier: ISC */
/* The rules of one level, made as a file has them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/apply.h"
#include "admin/check.h"
#include "admin/rule_edit.h"
#include "admin/rule_part.h"
#include "domain/template.h"
#include "domain/valid.h"
#include "store/rule.h"
#include "util/mem.h"
#include "util/str.h"

enum { KEYS_MAX = 24 };

/* The rules of a level while they are worked through. */
struct work {
	struct apply *ap;
	const struct ref *ref;
	bool *kept;           /* owned; of each of ap->rules: the file has it */
	struct rule_list now; /* those that the file has had so far */
};

static int
check_keys(const struct apply *ap, const struct tree *y, struct err *e)
{
	const char *names[KEYS_MAX] = { "rule", "condition", "active",
		"texts" };
	size_t n = 4;

	for (const struct rule_part *p = rule_parts; p->name != NULL; p++)
		names[n++] = p->name;
	return apply_map(ap, y, names, n, e);
}

/* "rule" and "condition"; it may stand once. */
static int
read_name(const struct work *w, const struct tree *y, struct rule_name *n,
    struct err *e)
{
	const char *text, *condition;

	if (apply_value(w->ap, y, "rule", &text, e) == -1 ||
	    apply_value(w->ap, y, "condition", &condition, e) == -1)
		return -1;
	if (text[0] == '\0')
		return apply_refuse(w->ap, y, e,
		    "which rule it is is missing: say rule: reminder/1");
	if (rule_name_parse(text, n, e) == -1)
		return apply_err(w->ap, tree_get(y, "rule"), e);
	args_give(w->ap->a, "condition", condition);
	if (rule_name_condition(w->ap->a, n, e) == -1)
		return apply_err(w->ap, y, e);
	n->condition = condition[0] != '\0' ? condition : NULL;
	for (size_t i = 0; i < w->now.n; i++)
		if (w->now.v[i].kind == n->kind &&
		    w->now.v[i].step == n->step &&
		    str_eq(w->now.v[i].condition, n->condition))
			return apply_refuse(w->ap, y, e,
			    "%s with that condition stands here twice", text);
	return 0;
}

static int
read_texts(const struct work *w, const struct tree *texts, struct rule *r,
    struct err *e)
{
	struct buf language = BUF_INIT;
	int ret = 0;

	if (texts == NULL || tree_null(texts))
		return 0;
	if (texts->type != TREE_MAP)
		return apply_refuse(w->ap, texts, e,
		    "texts: a language and its text are needed, like de: "
		    "Termin {date}");
	for (const struct tree *y = texts->first; ret == 0 && y != NULL;
	     y = y->next) {
		const char *text;
		buf_reset(&language);
		ret = apply_value(w->ap, texts, y->key, &text, e);
		if (ret == 0 &&
		    (check_language(w->ap->a, y->key, &language, e) == -1 ||
			template_check(text, e) == -1))
			ret = apply_err(w->ap, y, e);
		if (ret == 0)
			rule_put_text(r, language.v, text);
	}
	buf_free(&language);
	return ret;
}

/* What the file says of it, over what is built in. */
static int
read_rule(const struct work *w, const struct tree *y, const struct rule *was,
    struct rule *r, struct err *e)
{
	struct admin *a = w->ap->a;
	const char *text;
	bool active = true;

	for (const struct rule_part *p = rule_parts; p->name != NULL; p++) {
		if (apply_value(w->ap, y, p->name, &text, e) == -1)
			return -1;
		/* What it has already need not be possible anew. */
		if (str_eq(p->name, "link") && str_eq(text, "yes") &&
		    was != NULL && was->link)
			r->link = true;
		else if (text[0] != '\0')
			args_give(a, p->name, text);
	}
	if (rule_apply_options(a, w->ref, r, e) == -1)
		return apply_err(w->ap, y, e);
	if (apply_value(w->ap, y, "active", &text, e) == -1)
		return -1;
	if (text[0] != '\0' && valid_flag(text, &active, e) == -1)
		return apply_err(w->ap, tree_get(y, "active"), e);
	r->active = active;
	return read_texts(w, tree_get(y, "texts"), r, e);
}

static bool
of_kind(const struct rule *r, const struct rule *as)
{
	return r->company_id == as->company_id &&
	    r->branch_id == as->branch_id &&
	    r->calendar_id == as->calendar_id && r->kind == as->kind &&
	    r->step == as->step;
}

/*
 * Its place among those of its kind and step: the one it had, if that is
 * behind the one before it in the file, else behind all.  One without a
 * condition comes last wherever it stands (P15).
 */
static int
place_of(const struct work *w, const struct rule *was, const struct rule *r)
{
	const struct rule_list *all = &w->ap->rules;
	int next = 0, last = -1;

	for (size_t i = 0; i < all->n; i++)
		if (of_kind(&all->v[i], r) && all->v[i].position >= next)
			next = all->v[i].position + 1;
	for (size_t i = 0; i < w->now.n; i++) {
		const struct rule *o = &w->now.v[i];
		if (!of_kind(o, r))
			continue;
		if (o->position >= next)
			next = o->position + 1;
		if (o->condition != NULL && o->position > last)
			last = o->position;
	}
	if (was != NULL && (was->condition == NULL || was->position > last))
		return was->position;
	return next;
}

/* The rule of that name that held here so far, borrowed; NULL: none did. */
static const struct rule *
held(const struct rule_view *view, const struct rule *r)
{
	for (size_t i = 0; i < view->n; i++)
		if (view->v[i]->kind == r->kind &&
		    view->v[i]->step == r->step &&
		    str_eq(view->v[i]->condition, r->condition))
			return view->v[i];
	return NULL;
}

/* P5: one that held here, timed so, goes on as it was. */
static int
add_rule(
    const struct work *w, const struct tree *y, struct rule *r, struct err *e)
{
	struct admin *a = w->ap->a;
	struct calendar place = rule_place(w->ref);
	struct rule_view view;
	int ret = 0;

	rule_view_make(&view, &w->ap->rules, &place, rule_created_at(w->ref));
	const struct rule *before = held(&view, r);
	r->since_at = before != NULL && !rule_timed_anew(before, r)
	    ? rule_since(before, &place)
	    : a->tool.now;
	if (before == NULL && r->position == 0)
		ret = rule_step_used(
		    a->tool.db, w->ref->company.id, r->kind, r->step, e);
	rule_view_free(&view);
	if (ret == 1)
		return apply_refuse(w->ap, y, e,
		    "messages were made by a rule of that step which is gone; "
		    "a step is not used again, so take a higher one");
	return ret == 0 ? rule_add(a->tool.db, r, e) : -1;
}

/* *r is taken into w->now. */
static int
put_rule(struct work *w, const struct tree *y, const struct rule *was,
    struct rule *r, struct err *e)
{
	struct db *db = w->ap->a->tool.db;
	int ret;

	r->position = place_of(w, was, r);
	if (was == NULL) {
		ret = add_rule(w, y, r, e);
	} else {
		r->id = was->id;
		ret = rule_set(db, was, r, w->ap->a->tool.now, e);
		if (ret == 0 && r->position != was->position)
			ret = rule_set_position(db, r, e);
	}
	*rule_list_add(&w->now) = *r;
	*r = (struct rule){ .id = 0 };
	return ret;
}

static int
apply_rule(struct work *w, const struct tree *y, struct err *e)
{
	struct rule_name n = { .condition = NULL };
	struct rule r = { .id = 0 };
	struct rule *was;
	int ret;

	apply_options_clear(w->ap);
	if (check_keys(w->ap, y, e) == -1 || read_name(w, y, &n, e) == -1)
		return -1;
	apply_options_clear(w->ap);
	was = rule_own(&w->ap->rules, &w->ref->level, &n);
	if (was != NULL)
		w->kept[was - w->ap->rules.v] = true;
	rule_defaults(&r, n.kind);
	r.step = n.step;
	r.condition = mem_str(n.condition);
	r.company_id = w->ref->level.company_id;
	r.branch_id = w->ref->level.branch_id;
	r.calendar_id = w->ref->level.calendar_id;
	ret = read_rule(w, y, was, &r, e);
	if (ret == 0)
		ret = put_rule(w, y, was, &r, e);
	rule_fini(&r);
	return ret;
}

/* Those of the level that the file has not. */
static int
drop_others(struct work *w, struct err *e)
{
	struct db *db = w->ap->a->tool.db;
	const struct level *level = &w->ref->level;

	for (size_t i = 0; i < w->ap->rules.n; i++) {
		const struct rule *r = &w->ap->rules.v[i];
		if (w->kept[i] || r->branch_id != level->branch_id ||
		    r->calendar_id != level->calendar_id)
			continue;
		int64_t made = rule_messages(db, r->id, e);
		if (made > 0) {
			buf_fmt(&w->ap->gone, "%s%s ",
			    w->ap->gone.n > 0 ? "; " : "", w->ref->text);
			kind_step(&w->ap->gone, r->kind, r->step);
			buf_str(&w->ap->gone, ", which made ");
			admin_count(&w->ap->gone, made, "message");
		}
		if (made == -1 ||
		    rule_remove(db, r, w->ap->a->tool.now, e) == -1)
			return -1;
	}
	return 0;
}

int
apply_rules(
    struct apply *ap, const struct ref *r, const struct tree *y, struct err *e)
{
	struct work w = { .ap = ap, .ref = r, .now = RULE_LIST_INIT };
	int ret = 0;

	if (y != NULL && tree_null(y))
		y = NULL;
	if (y != NULL && y->type != TREE_LIST)
		return apply_refuse(ap, y, e,
		    "rules: a list is needed, each item of it like - rule: "
		    "reminder/1");
	w.kept = mem_zero(ap->rules.n + 1, sizeof(*w.kept));
	for (const struct tree *item = y != NULL ? y->first : NULL;
	     ret == 0 && item != NULL; item = item->next)
		ret = apply_rule(&w, item, e);
	if (ret == 0)
		ret = drop_others(&w, e);
	free(w.kept);
	rule_list_free(&w.now);
	return ret;
}

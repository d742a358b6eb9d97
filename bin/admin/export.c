/* SPDX-License-Identifier: ISC */
/* export: what is set up, as YAML. */
#include "admin/export.h"

#include <stdlib.h>
#include <string.h>

#include "admin/field.h"
#include "admin/rule_edit.h"
#include "admin/rule_part.h"
#include "net/address.h"
#include "store/fallback.h"
#include "store/reply.h"
#include "store/rule.h"
#include "store/sender.h"
#include "util/mem.h"

/* Go into what `name` is, and come back to where it was. */
static size_t
enter(struct export *x, const char *name)
{
	size_t was = x->path.n;

	buf_fmt(&x->path, "/%s", name);
	x->depth++;
	return was;
}

static void
leave(struct export *x, size_t was)
{
	x->path.n = was;
	x->path.v[was] = '\0';
	x->depth--;
}

/* A line "key: value", or "- value" without a key; it takes `shown`. */
static void
put(struct export *x, const char *key, const char *value, char *shown)
{
	struct export_line *l;
	struct buf text = BUF_INIT, path = BUF_INIT;

	buf_fmt(
	    &text, "%*s%s", 2 * (x->depth - x->dash), "", x->dash ? "- " : "");
	x->dash = false;
	if (key != NULL)
		buf_fmt(&text, "%s:%s", key, value != NULL ? " " : "");
	buf_fmt(&path, "%s/%s", buf_cstr(&x->path), key != NULL ? key : value);
	if (shown != NULL) {
		struct buf line = BUF_INIT;
		buf_fmt(&line, "%s%s", text.v, shown);
		free(shown);
		shown = buf_take(&line);
	}
	buf_str(&text, value != NULL ? value : "");
	x->v = mem_grow(x->v, &x->cap, x->n + 1, sizeof(*x->v));
	l = &x->v[x->n++];
	l->path = buf_take(&path);
	l->text = buf_take(&text);
	l->shown = shown;
}

static void
put_text(struct export *x, const char *key, const char *text, bool plain)
{
	struct buf value = BUF_INIT;

	yaml_scalar(&value, text, plain);
	put(x, key, value.v, NULL);
	buf_free(&value);
}

bool
export_field(const struct field *f, const void *base, struct buf *out)
{
	char *text;

	if (!f->secret) {
		field_text(f, base, out);
	} else {
		memcpy(&text, (const char *)base + f->at, sizeof(text));
		buf_str(out, text != NULL ? text : "");
	}
	return out->n > 0;
}

static void
put_fields(struct export *x, const struct field *fields, const void *base)
{
	for (const struct field *f = fields; f->option.name != NULL; f++) {
		struct buf text = BUF_INIT, value = BUF_INIT;
		if (export_field(f, base, &text)) {
			yaml_scalar(&value, text.v, f->type != FIELD_TEXT);
			put(x, f->option.name, value.v,
			    f->secret ? address_mask(text.v) : NULL);
		}
		buf_free(&text);
		buf_free(&value);
	}
}

static void
put_senders(struct export *x, const struct level *level)
{
	size_t was = 0;
	bool any = false;

	for (size_t i = 0; i < x->senders.n; i++) {
		const struct sender *s = &x->senders.v[i];
		struct buf text = BUF_INIT;
		if (level->calendar_id != 0 || s->branch_id != level->branch_id)
			continue;
		if (!any) {
			put(x, "senders", NULL, NULL);
			was = enter(x, "senders");
			x->depth++;
		}
		any = true;
		buf_fmt(&text, "%s%s%s", s->address, s->type != NULL ? ":" : "",
		    s->type != NULL ? s->type : "");
		x->dash = true;
		put_text(x, NULL, text.v, false);
		buf_free(&text);
	}
	if (any) {
		x->depth--;
		leave(x, was);
	}
}

static void
put_fallbacks(struct export *x, const struct level *level)
{
	size_t was = 0;
	bool any = false;

	for (size_t i = 0; i < x->fallbacks.n; i++) {
		const struct fallback *f = &x->fallbacks.v[i];
		if (f->branch_id != level->branch_id ||
		    f->calendar_id != level->calendar_id)
			continue;
		if (!any) {
			put(x, "fallbacks", NULL, NULL);
			was = enter(x, "fallbacks");
		}
		any = true;
		put_text(x, f->placeholder, f->text, false);
	}
	if (any)
		leave(x, was);
}

static void
put_keywords(struct export *x)
{
	size_t was;

	if (x->keywords.n == 0)
		return;
	put(x, "keywords", NULL, NULL);
	was = enter(x, "keywords");
	for (size_t i = 0; i < x->keywords.n; i++) {
		struct buf word = BUF_INIT;
		yaml_scalar(&word, x->keywords.v[i].word, false);
		put_text(
		    x, word.v, keyword_name(x->keywords.v[i].means), false);
		buf_free(&word);
	}
	leave(x, was);
}

static int
by_language(const void *a, const void *b)
{
	const struct rule_text *x = a, *y = b;

	return strcmp(x->language, y->language);
}

static void
put_rule(struct export *x, const struct rule *r)
{
	struct buf name = BUF_INIT, path = BUF_INIT;
	size_t was, texts;

	kind_step(&name, r->kind, r->step);
	buf_fmt(
	    &path, "%s %s", name.v, r->condition != NULL ? r->condition : "");
	was = enter(x, path.v);
	x->dash = true;
	put_text(x, "rule", name.v, false);
	if (r->condition != NULL)
		put_text(x, "condition", r->condition, false);
	put(x, "active", r->active ? "yes" : "no", NULL);
	for (const struct rule_part *p = rule_parts; p->name != NULL; p++) {
		struct buf text = BUF_INIT;
		p->text(r, &text);
		if (text.n > 0)
			put_text(x, p->name, text.v, p->word);
		buf_free(&text);
	}
	if (r->n_texts > 0) {
		put(x, "texts", NULL, NULL);
		texts = enter(x, "texts");
		qsort(r->texts, r->n_texts, sizeof(*r->texts), by_language);
		for (size_t i = 0; i < r->n_texts; i++)
			put_text(
			    x, r->texts[i].language, r->texts[i].text, false);
		leave(x, texts);
	}
	leave(x, was);
	buf_free(&name);
	buf_free(&path);
}

/* As they are looked through: the one without a condition comes last. */
static int
by_order(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;

	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	if (x->step != y->step)
		return x->step - y->step;
	if ((x->condition == NULL) != (y->condition == NULL))
		return x->condition == NULL ? 1 : -1;
	return x->position - y->position;
}

static void
put_rules(struct export *x, const struct level *level)
{
	size_t was = 0;
	bool any = false;

	for (size_t i = 0; i < x->rules.n; i++) {
		const struct rule *r = &x->rules.v[i];
		if (r->branch_id != level->branch_id ||
		    r->calendar_id != level->calendar_id)
			continue;
		if (!any) {
			put(x, "rules", NULL, NULL);
			was = enter(x, "rules");
		}
		any = true;
		put_rule(x, r);
	}
	if (any)
		leave(x, was);
}

static void
put_object(struct export *x, const struct object *o, const struct ref *r)
{
	put_fields(x, o->fields, (const char *)r + o->at);
	if (r->kind == REF_CALENDAR && r->branch.ref != NULL)
		put_text(x, "branch", r->branch.ref, false);
	put_senders(x, &r->level);
	put_fallbacks(x, &r->level);
	if (r->kind == REF_COMPANY)
		put_keywords(x);
	put_rules(x, &r->level);
}

/* What walks over the branches, then the calendars, of a company. */
struct walk {
	struct export *x;
	const struct object *o;
	const char *plural;
	bool any;
	size_t was;
};

static int
put_part(void *arg, const struct ref *r, struct err *e)
{
	struct walk *w = arg;
	struct buf name = BUF_INIT;
	size_t was;

	(void)e;
	if (!w->any) {
		put(w->x, w->plural, NULL, NULL);
		w->was = enter(w->x, w->plural);
	}
	w->any = true;
	yaml_scalar(&name, strchr(r->text, '/') + 1, false);
	put(w->x, name.v, NULL, NULL);
	was = enter(w->x, name.v);
	put_object(w->x, w->o, r);
	leave(w->x, was);
	buf_free(&name);
	return 0;
}

static int
put_parts(struct admin *a, struct export *x, const struct object *o,
    const char *plural, const struct ref *of, struct err *e)
{
	struct walk w = { .x = x, .o = o, .plural = plural };
	int r = o->walk(a, of, put_part, &w, e);

	if (w.any)
		leave(x, w.was);
	return r;
}

static void
lists_free(struct export *x)
{
	sender_list_free(&x->senders);
	fallback_list_free(&x->fallbacks);
	rule_list_free(&x->rules);
	keyword_list_free(&x->keywords);
}

int
export_company(
    struct admin *a, struct export *x, const struct ref *r, struct err *e)
{
	struct db *db = a->tool.db;
	int64_t id = r->company.id;
	struct buf name = BUF_INIT;
	int ret;

	lists_free(x);
	x->depth = 1; /* below "companies" */
	if (sender_list(db, id, &x->senders, e) == -1 ||
	    fallback_list(db, id, &x->fallbacks, e) == -1 ||
	    rule_list_load(db, id, &x->rules, e) == -1 ||
	    reply_keywords(db, id, &x->keywords, e) == -1)
		return -1;
	if (x->rules.n > 0)
		qsort(x->rules.v, x->rules.n, sizeof(*x->rules.v), by_order);
	yaml_scalar(&name, r->company.ref, false);
	put(x, name.v, NULL, NULL);
	size_t was = enter(x, name.v);
	put_object(x, &object_company, r);
	ret = put_parts(a, x, &object_branch, "branches", r, e);
	if (ret == 0)
		ret = put_parts(a, x, &object_calendar, "calendars", r, e);
	leave(x, was);
	buf_free(&name);
	return ret;
}

void
export_free(struct export *x)
{
	for (size_t i = 0; i < x->n; i++) {
		free(x->v[i].path);
		free(x->v[i].text);
		free(x->v[i].shown);
	}
	free(x->v);
	buf_free(&x->path);
	lists_free(x);
	*x = EXPORT_INIT;
}

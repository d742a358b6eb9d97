/* SPDX-License-Identifier: ISC */
/* Companies, and all below them, made as a file has them. */
#include "admin/apply.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/export.h"
#include "admin/field.h"
#include "admin/keyword.h"
#include "admin/level.h"
#include "admin/progress.h"
#include "domain/valid.h"
#include "store/company.h"
#include "store/fallback.h"
#include "store/reply.h"
#include "store/rule.h"
#include "store/sender.h"
#include "util/mem.h"
#include "util/str.h"

enum { KEYS_MAX = 64 };

/* What an object may have beside its fields. */
static const char *const company_keys[] = { "senders", "fallbacks", "keywords",
	"rules", "branches", "calendars", NULL };
static const char *const branch_keys[] = { "senders", "fallbacks", "rules",
	NULL };
static const char *const calendar_keys[] = { "branch", "fallbacks", "rules",
	NULL };

static int
check_keys(const struct apply *ap, const struct object *o, const struct tree *y,
    struct err *e)
{
	const char *const *more = o->kind == REF_COMPANY ? company_keys
	    : o->kind == REF_BRANCH                      ? branch_keys
							 : calendar_keys;
	const char *names[KEYS_MAX];
	size_t n = 0;

	for (const struct field *f = o->fields; f->option.name != NULL; f++)
		names[n++] = f->option.name;
	while (*more != NULL)
		names[n++] = *more++;
	return apply_map(ap, y, names, n, e);
}

/* As `set` takes it; YAML's own words for yes and no are understood, too. */
static const char *
flag_word(const struct tree *y, const char *text)
{
	if (y == NULL || y->quoted)
		return text;
	if (str_eq(text, "true"))
		return "yes";
	return str_eq(text, "false") ? "no" : text;
}

/*
 * One field: an option where it is another than it was.  What is not said is
 * unset.
 */
static int
give_field(struct apply *ap, const struct object *o, const struct field *f,
    const struct tree *y, const struct ref *was, struct err *e)
{
	const char *name = f->option.name, *text;
	struct buf now = BUF_INIT;

	if (apply_value(ap, y, name, &text, e) == -1)
		return -1;
	if (f->type == FIELD_FLAG)
		text = flag_word(tree_get(y, name), text);
	if (text[0] == '\0' && f->must) {
		/* A branch is called what it is, if nothing else is said. */
		if (o->kind == REF_COMPANY || !str_eq(name, "name"))
			return apply_refuse(ap, y, e,
			    "it has no %s: say %s: %s", name, name,
			    f->option.value);
		text = y->key;
	}
	if (was != NULL)
		export_field(f, (const char *)was + o->at, &now);
	if (!str_eq(text, buf_cstr(&now)))
		args_give(ap->a, name, text);
	buf_free(&now);
	return 0;
}

/* Senders are of a level as a whole. */
static int
give_senders(struct apply *ap, const struct tree *y, const struct level *level,
    struct err *e)
{
	const struct tree *item = y != NULL && y->type == TREE_LIST ? y->first
	    : y != NULL && tree_null(y)                             ? NULL
								    : y;
	struct buf was = BUF_INIT, is = BUF_INIT;
	int ret = 0;

	for (size_t i = 0; level != NULL && i < ap->senders.n; i++) {
		const struct sender *s = &ap->senders.v[i];
		if (s->branch_id == level->branch_id)
			buf_fmt(&was, "%s:%s\n", s->address,
			    s->type != NULL ? s->type : "");
	}
	for (; ret == 0 && item != NULL; item = item != y ? item->next : NULL) {
		const char *type = NULL;
		if (item->type != TREE_SCALAR)
			ret = apply_refuse(ap, item, e,
			    "senders: a list of ADDRESS or ADDRESS:TYPE is "
			    "needed");
		else if (valid_sender(item->text, &is, &type, e) == -1)
			ret = apply_err(ap, item, e);
		else
			args_give(ap->a, "sender", item->text);
		buf_fmt(&is, ":%s\n", type != NULL ? type : "");
	}
	if (ret == 0 && str_eq(buf_cstr(&was), buf_cstr(&is)))
		args_drop(ap->a, "sender");
	else if (is.n == 0)
		args_give(ap->a, "sender", "");
	buf_free(&was);
	buf_free(&is);
	return ret;
}

static int
apply_fallbacks(
    struct apply *ap, const struct ref *r, const struct tree *y, struct err *e)
{
	const struct level *level = &r->level;
	const char *text;

	if (y != NULL && !tree_null(y) && y->type != TREE_MAP)
		return apply_refuse(ap, y, e,
		    "fallbacks: a placeholder and its text are needed, like "
		    "name: Kunde");
	for (const struct tree *k = y != NULL ? y->first : NULL; k != NULL;
	     k = k->next) {
		struct buf given = BUF_INIT;
		if (apply_value(ap, y, k->key, &text, e) == -1)
			return -1;
		apply_options_clear(ap);
		buf_fmt(&given, "%s=%s", k->key, text);
		args_give(ap->a, "fallback", given.v);
		buf_free(&given);
		if (level_apply(ap->a, level, r->text, e) == -1)
			return apply_err(ap, k, e);
	}
	for (size_t i = 0; i < ap->fallbacks.n; i++) {
		const struct fallback *f = &ap->fallbacks.v[i];
		if (f->branch_id != level->branch_id ||
		    f->calendar_id != level->calendar_id ||
		    (y != NULL && tree_get(y, f->placeholder) != NULL))
			continue;
		if (fallback_put(
			ap->a->tool.db, level, f->placeholder, NULL, e) == -1)
			return -1;
	}
	return 0;
}

/* Is that word there, and of that meaning? */
static bool
has_keyword(
    const struct keyword_list *l, const char *word, const enum keyword *means)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i].word, word))
			return means == NULL || l->v[i].means == *means;
	return false;
}

static int
apply_keywords(
    struct apply *ap, const struct ref *r, const struct tree *y, struct err *e)
{
	struct keyword_list was = KEYWORD_LIST_INIT, is = KEYWORD_LIST_INIT;
	struct db *db = ap->a->tool.db;
	int64_t id = r->company.id;
	int ret = 0;

	if (y != NULL && !tree_null(y) && y->type != TREE_MAP)
		return apply_refuse(ap, y, e,
		    "keywords: a word and its meaning are needed, like "
		    "passt: yes");
	ret = reply_keywords(db, id, &was, e);
	for (const struct tree *k = y != NULL ? y->first : NULL;
	     ret == 0 && k != NULL; k = k->next) {
		enum keyword means;
		char *word = NULL;
		const char *text;
		ret = apply_value(ap, y, k->key, &text, e);
		if (ret == 0 &&
		    keyword_own_read(
			flag_word(k, text), k->key, &means, &word, e) == -1)
			ret = apply_err(ap, k, e);
		if (ret == 0) {
			keyword_list_add(&is, word, means);
			if (!has_keyword(&was, word, &means))
				ret = reply_keyword_set(db, id, word, means, e);
		}
		free(word);
	}
	for (size_t i = 0; ret == 0 && i < was.n; i++)
		if (!has_keyword(&is, was.v[i].word, NULL))
			ret = reply_keyword_drop(db, id, was.v[i].word, e);
	keyword_list_free(&was);
	keyword_list_free(&is);
	return ret == -1 ? -1 : 0;
}

/* Make it, or change the one that is there; *r names it then. */
static int
apply_object(struct apply *ap, const struct object *o, const char *text,
    const struct tree *y, bool there, struct ref *r, struct err *e)
{
	const char *branch = "";

	apply_options_clear(ap);
	if (check_keys(ap, o, y, e) == -1 ||
	    (there && ref_find(ap->a, text, o->kind, r, e) == -1))
		return -1;
	for (const struct field *f = o->fields; f->option.name != NULL; f++)
		if (give_field(ap, o, f, y, there ? r : NULL, e) == -1)
			return -1;
	if (o->kind == REF_CALENDAR) {
		if (apply_value(ap, y, "branch", &branch, e) == -1)
			return -1;
		if (!str_eq(branch, r->branch.ref != NULL ? r->branch.ref : ""))
			args_give(ap->a, "branch", branch);
	} else if (give_senders(ap, tree_get(y, "senders"),
		       there ? &r->level : NULL, e) == -1) {
		return -1;
	}
	if ((there ? object_change(ap->a, o, r, e)
		   : object_make(ap->a, o, text, r, e)) == -1)
		return apply_err(ap, y, e);
	if (apply_fallbacks(ap, r, tree_get(y, "fallbacks"), e) == -1)
		return -1;
	return apply_rules(ap, r, tree_get(y, "rules"), e);
}

/* The branches or the calendars that a company had. */
struct parts {
	char **v; /* owned, with all: "acme/graz" */
	size_t n, cap;
};

static int
note_part(void *arg, const struct ref *r, struct err *e)
{
	struct parts *p = arg;

	(void)e;
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = mem_str(r->text);
	return 0;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
parts_have(const struct parts *p, const char *text)
{
	return p->n > 0 &&
	    bsearch(&text, p->v, p->n, sizeof(*p->v), by_text) != NULL;
}

static void
parts_free(struct parts *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->v[i]);
	free(p->v);
}

static int
drop_part(
    struct apply *ap, const struct object *o, const char *text, struct err *e)
{
	struct ref r = { .text = NULL };
	struct buf history = BUF_INIT;
	int ret = ref_find(ap->a, text, o->kind, &r, e);

	if (ret == 0)
		ret = level_history(ap->a, &r, &history, e);
	if (ret == 0 && history.n > 0)
		buf_fmt(&ap->gone, "%s%s with %s", ap->gone.n > 0 ? "; " : "",
		    text, history.v);
	if (ret == 0)
		ret = o->remove(ap->a, &r, e);
	buf_free(&history);
	ref_fini(&r);
	return ret;
}

static int
drop_parts(struct apply *ap, const struct object *o, const struct parts *had,
    const struct tree *y, struct err *e)
{
	for (size_t i = 0; i < had->n; i++) {
		const char *name = strchr(had->v[i], '/') + 1;
		if (y != NULL && tree_get(y, name) != NULL)
			continue;
		if (drop_part(ap, o, had->v[i], e) == -1)
			return -1;
	}
	return 0;
}

static int
apply_parts(struct apply *ap, const struct object *o, const char *company,
    const struct parts *had, const struct tree *y, struct err *e)
{
	int ret = 0;

	for (const struct tree *k = y != NULL ? y->first : NULL;
	     ret == 0 && k != NULL; k = k->next) {
		struct ref r = { .text = NULL };
		struct buf text = BUF_INIT;
		buf_fmt(&text, "%s/%s", company, k->key);
		progress(&ap->a->tool, o->name, ++ap->done, ap->all);
		ret = apply_object(
		    ap, o, text.v, k, parts_have(had, text.v), &r, e);
		ref_fini(&r);
		buf_free(&text);
	}
	return ret;
}

static int
load(struct apply *ap, const struct ref *r, struct parts *branches,
    struct parts *calendars, struct err *e)
{
	struct db *db = ap->a->tool.db;
	int64_t id = r->company.id;

	if (sender_list(db, id, &ap->senders, e) == -1 ||
	    fallback_list(db, id, &ap->fallbacks, e) == -1 ||
	    rule_list_load(db, id, &ap->rules, e) == -1 ||
	    object_branch.walk(ap->a, r, note_part, branches, e) == -1)
		return -1;
	return object_calendar.walk(ap->a, r, note_part, calendars, e);
}

static void
lists_free(struct apply *ap)
{
	sender_list_free(&ap->senders);
	fallback_list_free(&ap->fallbacks);
	rule_list_free(&ap->rules);
}

/* A key whose value is a map, or nothing; *map is NULL then. */
static int
map_of(const struct apply *ap, const struct tree *y, const char *key,
    const struct tree **map, struct err *e)
{
	*map = y->type == TREE_MAP ? tree_get(y, key) : NULL;
	if (*map != NULL && tree_null(*map))
		*map = NULL;
	if (*map == NULL || (*map)->type == TREE_MAP)
		return 0;
	return apply_refuse(
	    ap, *map, e, "%s: names and what each has are needed", key);
}

static int
apply_company(struct apply *ap, const struct tree *y, struct err *e)
{
	const struct tree *branches, *calendars;
	struct parts had_branches = { .v = NULL },
		     had_calendars = { .v = NULL };
	struct company c = { .id = 0 };
	struct ref r = { .text = NULL };
	int ret = company_get(ap->a->tool.db, y->key, &c, e);

	if (ret == -1 || map_of(ap, y, "branches", &branches, e) == -1 ||
	    map_of(ap, y, "calendars", &calendars, e) == -1) {
		company_fini(&c);
		return -1;
	}
	if (ret == 0) {
		struct ref was = { .text = y->key, .company = c };
		ret = load(ap, &was, &had_branches, &had_calendars, e);
		if (ret == 0)
			ret = apply_object(
			    ap, &object_company, y->key, y, true, &r, e);
	} else {
		ret =
		    apply_object(ap, &object_company, y->key, y, false, &r, e);
	}
	if (ret == 0)
		ret = apply_keywords(ap, &r, tree_get(y, "keywords"), e);
	if (ret == 0)
		ret = drop_parts(
		    ap, &object_calendar, &had_calendars, calendars, e);
	if (ret == 0)
		ret =
		    drop_parts(ap, &object_branch, &had_branches, branches, e);
	if (ret == 0)
		ret = apply_parts(
		    ap, &object_branch, y->key, &had_branches, branches, e);
	if (ret == 0)
		ret = apply_parts(
		    ap, &object_calendar, y->key, &had_calendars, calendars, e);
	parts_free(&had_branches);
	parts_free(&had_calendars);
	lists_free(ap);
	company_fini(&c);
	ref_fini(&r);
	return ret;
}

static size_t
count(const struct tree *map)
{
	size_t n = 0;

	for (const struct tree *y = map != NULL ? map->first : NULL; y != NULL;
	     y = y->next)
		n++;
	return n;
}

int
apply_document(struct apply *ap, const struct tree *root, struct err *e)
{
	static const char *const keys[] = { "companies" };
	const struct tree *companies;

	if (apply_map(ap, root, keys, 1, e) == -1 ||
	    map_of(ap, root, "companies", &companies, e) == -1)
		return -1;
	if (companies == NULL)
		return 0;
	for (const struct tree *y = companies->first; y != NULL; y = y->next)
		if (y->type == TREE_MAP)
			ap->all += count(tree_get(y, "branches")) +
			    count(tree_get(y, "calendars"));
	for (const struct tree *y = companies->first; y != NULL; y = y->next)
		if (apply_company(ap, y, e) == -1)
			return -1;
	return 0;
}

void
apply_fini(struct apply *ap)
{
	buf_free(&ap->gone);
	lists_free(ap);
}

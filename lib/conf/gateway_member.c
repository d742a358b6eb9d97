/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "conf/gateway_read.h"
#include "domain/fill.h"
#include "util/mem.h"
#include "util/str.h"

enum { DEPTH_MAX = 8 };

void
texts_fini(struct conf_texts *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i]);
	free(t->v);
	*t = (struct conf_texts){ .v = NULL };
}

static void
member_free(struct conf_member *m)
{
	free(m->name);
	free(m->value);
}

void
members_fini(struct conf_members *m)
{
	for (size_t i = 0; i < m->n; i++)
		member_free(&m->v[i]);
	free(m->v);
	*m = (struct conf_members){ .v = NULL };
}

static struct conf_member *
add(struct conf_members *m, enum conf_member_kind kind, const char *name,
    const char *value)
{
	m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
	m->v[m->n] = (struct conf_member){
		.kind = kind,
		.name = mem_str(name),
		.value = mem_str(value),
	};
	return &m->v[m->n++];
}

/* As JSON writes them, without quotes in the file. */
static bool
is_raw(const struct tree *y)
{
	int64_t n;

	return !y->quoted &&
	    (str_int(y->text, INT64_MIN, INT64_MAX, &n) == 0 ||
		str_eq(y->text, "true") || str_eq(y->text, "false"));
}

static int
add_scalar(const struct field_reader *r, const struct tree *y,
    struct conf_members *out)
{
	struct err e = ERR_INIT;

	if (fill_check(y->text, &e) == -1)
		return field_refuse(r, y->line, y->column, e.msg);
	add(out, is_raw(y) ? MEMBER_RAW : MEMBER_TEXT, y->key, y->text);
	return 0;
}

/* The map or list `y` begins, or ends: its member in JSON. */
static void
add_begin(const struct tree *y, struct conf_members *out)
{
	add(out, y->type == TREE_MAP ? MEMBER_MAP : MEMBER_LIST, y->key, NULL);
}

static void
add_end(const struct tree *y, struct conf_members *out)
{
	add(out, y->type == TREE_MAP ? MEMBER_END_MAP : MEMBER_END_LIST, NULL,
	    NULL);
}

/* A node and all below it, without recursion. */
static int
add_node(const struct field_reader *r, const struct tree *y,
    struct conf_members *out)
{
	const struct tree *open[DEPTH_MAX], *at = y;
	size_t n = 0;

	for (;;) {
		bool scalar = at->type == TREE_SCALAR;
		if (!scalar && n == DEPTH_MAX)
			return field_refuse(r, at->line, at->column,
			    "this is nested too deeply");
		if (scalar && add_scalar(r, at, out) == -1)
			return -1;
		if (!scalar) {
			add_begin(at, out);
			open[n++] = at;
		}
		/* The first below it, else the next, else the next above. */
		if (scalar)
			at = n > 0 ? at->next : NULL;
		else
			at = at->first;
		while (n > 0 && at == NULL) {
			add_end(open[--n], out);
			at = n > 0 ? open[n]->next : NULL;
		}
		if (n == 0)
			return 0;
	}
}

/* Where the member that begins at `i` ends. */
static size_t
end_of(const struct conf_members *m, size_t i)
{
	size_t depth = 0;

	for (;; i++) {
		enum conf_member_kind kind = m->v[i].kind;
		if (kind == MEMBER_MAP || kind == MEMBER_LIST)
			depth++;
		else if (kind == MEMBER_END_MAP || kind == MEMBER_END_LIST)
			depth--;
		if (depth == 0)
			return i + 1;
	}
}

static void
remove_named(struct conf_members *m, const char *name)
{
	for (size_t i = 0, end; i < m->n; i = end) {
		end = end_of(m, i);
		if (!str_eq(m->v[i].name, name))
			continue;
		for (size_t k = i; k < end; k++)
			member_free(&m->v[k]);
		memmove(&m->v[i], &m->v[end], (m->n - end) * sizeof(*m->v));
		m->n -= end - i;
		return;
	}
}

int
members_merge(const struct field_reader *r, const struct tree *map, bool nested,
    struct conf_members *out)
{
	for (const struct tree *y = map->first; y != NULL; y = y->next) {
		remove_named(out, y->key);
		if (tree_null(y))
			continue;
		if (!nested && y->type != TREE_SCALAR)
			return field_refuse_value(
			    r, y, "must be a single value");
		if (add_node(r, y, out) == -1)
			return -1;
	}
	return 0;
}

/* A JSON path of SQLite's: $, $.name, $."name", $.list[0], $[#-1]. */
static bool
is_json_path(const char *s)
{
	if (*s++ != '$')
		return false;
	while (*s != '\0') {
		size_t n;
		if (*s == '.' && s[1] == '"') {
			const char *close = strchr(s + 2, '"');
			if (close == NULL)
				return false;
			s = close + 1;
		} else if (*s == '.') {
			n = strcspn(s + 1, ".[]\"");
			if (n == 0)
				return false;
			s += 1 + n;
		} else if (*s == '[') {
			s += strncmp(s, "[#-", 3) == 0 ? 3 : 1;
			n = strspn(s, "0123456789");
			if (n == 0 || n > 6 || s[n] != ']')
				return false;
			s += n + 1;
		} else {
			return false;
		}
	}
	return true;
}

int
where_read(const struct field_reader *r, const struct tree *map,
    struct conf_members *out)
{
	members_fini(out);
	for (const struct tree *y = map->first; y != NULL; y = y->next) {
		if (!is_json_path(y->key))
			return field_refuse(r, y->key_line, y->key_column,
			    "must be a JSON path like $.list[0].id");
		const struct tree *i = y->type == TREE_LIST ? y->first : y;
		if (y->type == TREE_MAP || i == NULL)
			return field_refuse_value(
			    r, y, "must be a value or a list of values");
		for (; i != NULL; i = i != y ? i->next : NULL) {
			if (i->type != TREE_SCALAR)
				return field_refuse_value(r, y,
				    "must be a value or a list of "
				    "values");
			add(out, MEMBER_TEXT, y->key, i->text);
		}
	}
	return 0;
}

int
json_paths_check(const struct field_reader *r, const struct tree *y)
{
	const struct tree *i = y->type == TREE_LIST ? y->first : y;

	for (; i != NULL; i = i != y ? i->next : NULL)
		if (!is_json_path(i->text))
			return field_refuse(r, i->line, i->column,
			    "must be a JSON path like $.list[0].id");
	return 0;
}

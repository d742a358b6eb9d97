/* SPDX-License-Identifier: ISC */
#include "conf/field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

int
field_refuse(
    const struct field_reader *r, int line, int column, const char *what)
{
	return err_set(
	    r->e, ERR_CONF, "%s:%d:%d: %s", r->path, line, column, what);
}

int
field_refuse_value(
    const struct field_reader *r, const struct tree *y, const char *allowed)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s: %s", y->key, allowed);
	if (y->type == TREE_SCALAR && y->text[0] != '\0')
		buf_fmt(&b, ", not '%.80s'%s", y->text,
		    y->quoted ? " in quotes" : "");
	field_refuse(r, y->line, y->column, b.v);
	buf_free(&b);
	return -1;
}

char *
field_path(const struct field_reader *r, const char *path)
{
	struct buf b = BUF_INIT;

	if (path[0] != '/')
		buf_fmt(&b, "%s/", r->dir);
	buf_str(&b, path);
	return buf_take(&b);
}

void
field_set(char **out, char *given)
{
	free(*out);
	*out = given;
}

static int
read_int(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	char allowed[96];
	int64_t v;

	if (!y->quoted && str_int(y->text, f->min, f->max, &v) == 0) {
		*(int *)f->out = (int)v;
		return 0;
	}
	snprintf(allowed, sizeof(allowed),
	    "must be a whole number from %lld to %lld", (long long)f->min,
	    (long long)f->max);
	return field_refuse_value(r, y, allowed);
}

static int
read_bool(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	bool yes = str_eq(y->text, "yes") || str_eq(y->text, "true");

	if (!y->quoted &&
	    (yes || str_eq(y->text, "no") || str_eq(y->text, "false"))) {
		*(bool *)f->out = yes;
		return 0;
	}
	return field_refuse_value(r, y, "must be yes or no");
}

static int
read_word(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	struct buf b = BUF_INIT;

	for (int i = 0; f->words[i] != NULL; i++)
		if (str_eq(y->text, f->words[i])) {
			*(int *)f->out = i;
			return 0;
		}
	buf_str(&b, "must be one of");
	for (int i = 0; f->words[i] != NULL; i++)
		buf_fmt(&b, "%s %s", i > 0 ? "," : "", f->words[i]);
	field_refuse_value(r, y, b.v);
	buf_free(&b);
	return -1;
}

/* A user or password in it would be a secret in a file that all may read. */
static bool
is_url(const char *text)
{
	const char *host = strstr(text, "://");

	if (!str_starts(text, "https://") && !str_starts(text, "http://"))
		return false;
	host += strlen("://");
	size_t n = strcspn(host, "/?#");
	for (const char *s = text; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	return n > 0 && host[0] != ':' && memchr(host, '@', n) == NULL;
}

static int
read_url(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	if (!is_url(y->text))
		return field_refuse_value(r, y,
		    "must be an address with https:// (or http://), and no "
		    "user or password in it");
	field_set(f->out, mem_str(y->text));
	return 0;
}

/* "~" is the shell's word for a home, and nobody's here. */
static bool
is_path(const struct tree *y)
{
	return y->type == TREE_SCALAR && !tree_null(y) && y->text[0] != '\0' &&
	    y->text[0] != '~';
}

static int
read_path(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	if (!is_path(y))
		return field_refuse_value(r, y, "must be a path");
	field_set(f->out, field_path(r, y->text));
	return 0;
}

static int
read_paths(
    const struct field_reader *r, const struct tree *y, struct conf_texts *out)
{
	char why[96];

	if (y->type != TREE_LIST)
		return field_refuse_value(
		    r, y, "must be a list of paths: [/srv/calendars]");
	for (const struct tree *i = y->first; i != NULL; i = i->next) {
		if (!is_path(i)) {
			snprintf(why, sizeof(why), "%s: each must be a path",
			    y->key);
			return field_refuse(r, i->line, i->column, why);
		}
		out->v =
		    mem_grow(out->v, &out->cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = field_path(r, i->text);
	}
	return 0;
}

static int
read_text(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	if (y->text[0] == '\0' || tree_null(y))
		return field_refuse_value(r, y, "must not be empty");
	field_set(f->out, mem_str(y->text));
	return 0;
}

/* One stands for a list of one. */
static int
read_texts(
    const struct field_reader *r, const struct tree *y, struct conf_texts *out)
{
	const struct tree *i = y->type == TREE_LIST ? y->first : y;

	if (y->type == TREE_MAP || i == NULL || tree_null(i))
		return field_refuse_value(
		    r, y, "must be a text or a list of texts");
	for (size_t k = 0; k < out->n; k++)
		free(out->v[k]);
	out->n = 0;
	for (; i != NULL; i = i != y ? i->next : NULL) {
		if (i->type != TREE_SCALAR || i->text[0] == '\0')
			return field_refuse(r, i->line, i->column,
			    "must be a text that is not empty");
		out->v =
		    mem_grow(out->v, &out->cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = mem_str(i->text);
	}
	return 0;
}

int
field_value(
    const struct field_reader *r, const struct tree *y, const struct field *f)
{
	if (f->want == FIELD_MAP)
		return 0;
	if (f->want == FIELD_PATHS)
		return read_paths(r, y, f->out);
	if (f->want == FIELD_TEXTS)
		return read_texts(r, y, f->out);
	if (y->type != TREE_SCALAR)
		return field_refuse_value(r, y, "must be a single value");
	switch (f->want) {
	case FIELD_INT:
		return read_int(r, y, f);
	case FIELD_BOOL:
		return read_bool(r, y, f);
	case FIELD_WORD:
		return read_word(r, y, f);
	case FIELD_URL:
		return read_url(r, y, f);
	case FIELD_TEXT:
		return read_text(r, y, f);
	case FIELD_PATH:
		return read_path(r, y, f);
	case FIELD_PATHS:
	case FIELD_TEXTS:
	case FIELD_MAP:
		break;
	}
	mem_bug("a field of kind %d", (int)f->want);
}

static int
refuse_key(const struct field_reader *r, const struct tree *y,
    const struct field *f, size_t n)
{
	const char **names = mem_zero(n + 1, sizeof(*names));
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		names[i] = f[i].key;
	const char *near = str_nearest(y->key, names, n);
	buf_fmt(&b, "unknown key '%.80s'", y->key);
	if (near != NULL)
		buf_fmt(&b, ": did you mean '%s'?", near);
	else
		for (size_t i = 0; i < n; i++)
			buf_fmt(&b, "%s %s", i == 0 ? "; known are" : ",",
			    names[i]);
	field_refuse(r, y->key_line, y->key_column, b.v);
	buf_free(&b);
	free(names);
	return -1;
}

int
field_map(const struct field_reader *r, const struct tree *map,
    const struct field *fields, size_t n)
{
	for (const struct tree *y = map->first; y != NULL; y = y->next) {
		size_t i = 0;

		while (i < n && !str_eq(fields[i].key, y->key))
			i++;
		if (i == n)
			return refuse_key(r, y, fields, n);
		if (field_value(r, y, &fields[i]) == -1)
			return -1;
	}
	return 0;
}

int
field_section(const struct field_reader *r, const struct tree *root,
    const char *key, const struct tree **out)
{
	*out = tree_get(root, key);
	/* "fetch:" with nothing below is an empty section. */
	if (*out != NULL && tree_null(*out))
		*out = NULL;
	if (*out != NULL && (*out)->type != TREE_MAP)
		return field_refuse_value(r, *out, "must be a map of keys");
	return 0;
}

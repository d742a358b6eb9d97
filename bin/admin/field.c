/* SPDX-License-Identifier: ISC */
#include "admin/field.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/valid.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { NAME_COLUMN = 16 };

/* The field within a struct that is ours to write. */
static void *
place(const struct field *f, void *base)
{
	return (char *)base + f->at;
}

/* The stored form as text; NULL: nothing is set. */
static const char *
stored(const struct field *f, const void *base, char number[24])
{
	const char *at = (const char *)base + f->at;
	int64_t v = 0;
	bool flag = false;
	char *text = NULL;

	switch (f->type) {
	case FIELD_TEXT:
		memcpy(&text, at, sizeof(text));
		return text;
	case FIELD_FLAG:
		memcpy(&flag, at, sizeof(flag));
		return flag ? "yes" : "no";
	case FIELD_NUMBER:
		memcpy(&v, at, sizeof(v));
		snprintf(number, 24, "%" PRId64, v);
		return v != 0 ? number : NULL;
	}
	return NULL;
}

/* `text` is in the stored form, NULL: nothing. */
static void
store(const struct field *f, void *base, const char *text)
{
	int64_t v = 0;
	bool flag;
	char *copy, *old;

	switch (f->type) {
	case FIELD_TEXT:
		memcpy(&old, place(f, base), sizeof(old));
		free(old);
		copy = mem_str(text);
		memcpy(place(f, base), &copy, sizeof(copy));
		break;
	case FIELD_FLAG:
		flag = str_eq(text, "yes");
		memcpy(place(f, base), &flag, sizeof(flag));
		break;
	case FIELD_NUMBER:
		if (text != NULL && str_int(text, -1, INT64_MAX, &v) == -1)
			mem_bug("field %s: '%s'", f->option.name, text);
		memcpy(place(f, base), &v, sizeof(v));
		break;
	}
}

void
field_init(const struct field *fields, void *base)
{
	for (const struct field *f = fields; f->option.name != NULL; f++)
		if (f->unset != NULL)
			store(f, base, f->unset);
}

int
field_err(const char *option, struct err *e)
{
	return err_in(e, "--%s: ", option);
}

static int
normal(struct admin *a, const struct field *f, const char *value,
    struct buf *out, struct err *e)
{
	bool flag;

	if (f->type == FIELD_FLAG) {
		if (valid_flag(value, &flag, e) == -1)
			return -1;
		buf_str(out, flag ? "yes" : "no");
		return 0;
	}
	if (f->check != NULL)
		return f->check(a, value, out, e);
	if (f->valid != NULL)
		return f->valid(value, out, e);
	return valid_line(value, out, e);
}

static int
apply_one(struct admin *a, const char *ref, const struct field *f, void *base,
    const char *value, struct err *e)
{
	struct buf text = BUF_INIT, was = BUF_INIT, is = BUF_INIT;
	int r = 0;

	field_text(f, base, &was);
	if (value[0] != '\0')
		r = normal(a, f, value, &text, e);
	else if (f->must)
		r = err_set(e, ERR_USAGE, "it cannot be empty");
	if (r == 0) {
		store(f, base, value[0] != '\0' ? buf_cstr(&text) : f->unset);
		field_text(f, base, &is);
		if (!str_eq(buf_cstr(&was), buf_cstr(&is)))
			admin_say(a, "%s: %s: %s -> %s", ref, f->option.name,
			    was.n > 0 ? was.v : "nothing",
			    is.n > 0 ? is.v : "nothing");
	} else {
		r = field_err(f->option.name, e);
	}
	buf_free(&text);
	buf_free(&was);
	buf_free(&is);
	return r;
}

int
field_apply(struct admin *a, const char *ref, const struct field *fields,
    void *base, struct err *e)
{
	for (const struct field *f = fields; f->option.name != NULL; f++) {
		const char *value = args_value(a, f->option.name);
		if (value != NULL && apply_one(a, ref, f, base, value, e) == -1)
			return -1;
	}
	return 0;
}

void
field_text(const struct field *f, const void *base, struct buf *out)
{
	char number[24];
	const char *text = stored(f, base, number);

	if (text == NULL)
		return;
	if (f->show != NULL)
		f->show(text, out);
	else
		utf8_show(out, text);
}

void
field_show_limit(const char *stored, struct buf *out)
{
	buf_str(out, str_eq(stored, "-1") ? "none" : stored);
}

void
field_line(struct admin *a, const char *name, const char *text)
{
	buf_fmt(&a->out, "%-*s %s\n", NAME_COLUMN, name, text);
}

void
field_show(struct admin *a, const struct field *fields, const void *base)
{
	for (const struct field *f = fields; f->option.name != NULL; f++) {
		struct buf text = BUF_INIT;
		field_text(f, base, &text);
		if (text.n > 0 && !f->told)
			field_line(a, f->option.name, text.v);
		buf_free(&text);
	}
}

static void
json_name(const char *option, char out[64])
{
	size_t n = strlen(option);

	for (size_t i = 0; i <= n && i < 63; i++)
		out[i] = option[i] == '-' ? '_' : option[i];
	out[n < 63 ? n : 63] = '\0';
}

void
field_json(struct admin *a, const struct field *fields, const void *base)
{
	char name[64], number[24];

	for (const struct field *f = fields; f->option.name != NULL; f++) {
		const char *text = stored(f, base, number);
		struct buf shown = BUF_INIT;
		json_name(f->option.name, name);
		if (text != NULL && f->type == FIELD_FLAG) {
			json_put_bool(&a->out, name, text[0] == 'y');
		} else if (text == NULL ||
		    (f->show == NULL && f->type == FIELD_TEXT)) {
			admin_json_text(a, name, text);
		} else {
			field_text(f, base, &shown);
			admin_json_text(a, name, buf_cstr(&shown));
		}
		buf_free(&shown);
	}
}

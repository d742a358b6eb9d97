/* SPDX-License-Identifier: ISC */
/* What was found out, for people and for programs. */
#include <stdlib.h>
#include <string.h>

#include "admin/explain.h"
#include "admin/term.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

/* "2026-11-24 10:00"; of all-day ones the date. */
static void
start_text(const struct explain_block *b, struct buf *out)
{
	admin_time(out, b->zone, b->start_at);
	if (b->all_day) {
		out->n = strlen("2026-11-24");
		out->v[out->n] = '\0';
	}
}

static const char *
or_null(const char *text)
{
	return str_empty(text) ? NULL : text;
}

static void
json_line(struct explain *x, const struct explain_block *b,
    const struct explain_line *l)
{
	struct admin *a = x->a;
	struct buf start = BUF_INIT;

	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	const char *slash = b->ref != NULL ? strchr(b->ref, '/') : NULL;
	char *company = slash != NULL
	    ? mem_strn(b->ref, (size_t)(slash - b->ref))
	    : mem_str(b->ref);
	admin_json_text(a, "company", company);
	admin_json_text(a, "calendar", slash != NULL ? b->ref : NULL);
	free(company);
	admin_json_text(a, "uid", b->uid);
	admin_json_text(a, "title", or_null(b->title));
	if (b->all_day) {
		start_text(b, &start);
		admin_json_text(a, "start_at", start.v);
	} else {
		admin_json_time(a, "start_at", b->zone, b->start_at);
	}
	admin_json_text(a, "phone", l->phone);
	admin_json_text(a, "name", or_null(l->name));
	admin_json_text(a, "kind", l->ruled ? kind_name(l->kind) : NULL);
	if (l->ruled)
		json_put_int(&a->out, "step", l->step);
	else
		json_put_null(&a->out, "step");
	admin_json_text(a, "level", l->level);
	if (l->message_id != 0)
		json_put_int(&a->out, "message_id", l->message_id);
	else
		json_put_null(&a->out, "message_id");
	admin_json_time(a, "at", b->zone, l->at);
	admin_json_text(a, "state", l->state);
	admin_json_text(
	    a, "cause", l->why != WHY_NONE ? why_name(l->why) : NULL);
	admin_json_text(a, "text", or_null(l->text));
	admin_json_text(a, "todo", or_null(l->todo));
	buf_char(&a->out, '}');
	buf_free(&start);
}

/*
 * As one sentence: what it is, why, and what to do; behind so many columns of
 * a line.
 */
static void
sentence(struct buf *out, const struct explain_line *l, size_t indent)
{
	struct buf text = BUF_INIT, shown = BUF_INIT;

	if (l->state != NULL)
		buf_str(&text, l->state);
	if (l->text[0] != '\0')
		buf_fmt(&text, "%s%s",
		    l->state == NULL         ? ""
			: l->why != WHY_NONE ? ": "
					     : " ",
		    l->text);
	if (l->todo[0] != '\0')
		buf_fmt(&text, "; %s", l->todo);
	buf_char(&text, '.');
	utf8_show(&shown, text.v);
	utf8_wrap(out, buf_cstr(&shown), indent, term_width());
	buf_char(out, '\n');
	buf_free(&shown);
	buf_free(&text);
}

/* "reminder/1 (company)": the rule, and where it stands. */
static void
rule_text(const struct explain_line *l, struct buf *out)
{
	if (l->ruled)
		kind_step(out, l->kind, l->step);
	else
		buf_str(out, "all");
	if (l->level != NULL)
		buf_fmt(out, " (%s)", l->level);
}

/* How wide the names of rules are. */
static size_t
rule_width(const struct explain_block *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct buf rule = BUF_INIT;
		rule_text(&b->v[i], &rule);
		n = rule.n > n ? rule.n : n;
		buf_free(&rule);
	}
	return n;
}

/* A line of an appointment: when, which rule, how it stands. */
static void
put_line(struct explain *x, const struct explain_block *b,
    const struct explain_line *l, size_t width)
{
	struct buf *out = &x->a->out, at = BUF_INIT, rule = BUF_INIT;

	rule_text(l, &rule);
	if (l->at != 0)
		admin_time(&at, b->zone, l->at);
	size_t before = out->n;
	buf_str(out, "  ");
	if (l->state != NULL)
		buf_fmt(out, "%-16s  %-*s  ", l->at != 0 ? at.v : "",
		    (int)width, rule.v);
	sentence(out, l, out->n - before);
	buf_free(&rule);
	buf_free(&at);
}

static void
put_shown(struct buf *out, const char *before, const char *text)
{
	if (str_empty(text))
		return;
	buf_str(out, before);
	utf8_show(out, text);
}

/* An appointment or event, with a line above for each of its people. */
static void
put_appointment(struct explain *x, const struct explain_block *b)
{
	struct buf *out = &x->a->out, start = BUF_INIT;
	const char *phone = NULL;
	size_t width = rule_width(b);

	if (b->start_at != 0)
		start_text(b, &start);
	buf_fmt(
	    out, "%s%s%s (", buf_cstr(&start), start.n > 0 ? "  " : "", b->ref);
	buf_str(out, b->uid[0] != '\0' ? "uid " : "no uid");
	utf8_show(out, b->uid);
	buf_char(out, ')');
	put_shown(out, ": ", b->title);
	buf_char(out, '\n');
	for (size_t i = 0; i < b->n; i++) {
		const struct explain_line *l = &b->v[i];
		if (l->phone != NULL && !str_eq(l->phone, phone)) {
			phone = l->phone;
			buf_fmt(out, "  %s", phone);
			put_shown(out, ", ", l->name);
			buf_str(out, ":\n");
		}
		put_line(x, b, l, width);
	}
	buf_free(&start);
}

static void
put_block(struct explain *x, const struct explain_block *b)
{
	for (size_t i = 0; i < b->n; i++) {
		if (b->ref != NULL)
			buf_fmt(&x->a->out, "%s: ", b->ref);
		sentence(&x->a->out, &b->v[i],
		    b->ref != NULL ? strlen(b->ref) + 2 : 0);
	}
}

void
explain_show(struct explain *x)
{
	struct buf *out = &x->a->out;
	bool json = args_has(x->a, "json");

	if (json)
		buf_char(out, '[');
	for (size_t i = 0; i < x->n; i++) {
		const struct explain_block *b = &x->v[i];
		for (size_t k = 0; json && k < b->n; k++)
			json_line(x, b, &b->v[k]);
		if (json || b->n == 0)
			continue;
		if (b->uid != NULL && out->n > 0)
			buf_char(out, '\n');
		if (b->uid != NULL)
			put_appointment(x, b);
		else
			put_block(x, b);
	}
	if (json)
		buf_str(out, "]\n");
}

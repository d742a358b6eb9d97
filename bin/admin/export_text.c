/* SPDX-License-Identifier: ISC */
/* The file that export writes, and how two states of it differ. */
#include <stdlib.h>
#include <string.h>

#include "admin/export.h"
#include "admin/rule_part.h"
#include "util/mem.h"
#include "util/str.h"

static const char head[] =
    "# What is set up, as smscal-admin export writes it; apply makes it so.\n"
    "# What is not said of a company here is unset, and a branch, a calendar\n"
    "# or a rule that is not in it is removed; other companies stay.\n"
    "# Addresses of calendars are secrets: keep this file to yourself.\n"
    "# Contacts, opt-outs, pauses and redirects are not in it.\n";

static const char parts[] =
    "#\n"
    "# Companies and branches have senders, a list of ADDRESS or ADDRESS:TYPE\n"
    "# whose first one is the default; all three have fallbacks, PLACEHOLDER:\n"
    "# TEXT, and rules.  Calendars have a branch.  Companies have keywords,\n"
    "# WORD: stop, start, yes, no or none.\n";

static const char rules[] =
    "#\n"
    "# A rule; of one kind and step the first one that matches is used:\n";

static void
comment(struct buf *out, const char *name, const char *text)
{
	buf_fmt(out, "#   %-16s %s\n", name, text);
}

static void
comment_fields(struct buf *out, const char *what, const struct field *fields)
{
	buf_fmt(out, "#\n# A %s:\n", what);
	for (const struct field *f = fields; f->option.name != NULL; f++)
		comment(out, f->option.name,
		    f->secret ? "of its feed, a secret"
			: str_eq(f->option.name, "active")
			? "no: it is switched off"
			: f->option.help);
}

static void
comments(struct buf *out)
{
	static const struct object *const all[] = { &object_company,
		&object_branch, &object_calendar };

	buf_str(out, head);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		comment_fields(out, all[i]->name, all[i]->fields);
	buf_str(out, parts);
	buf_str(out, rules);
	comment(out, "rule", "KIND or KIND/STEP: confirmation, reminder/1 ...");
	comment(out, "condition", "for which appointments; else all");
	comment(out, "active", "no: it is switched off");
	for (const struct rule_part *p = rule_parts; p->name != NULL; p++)
		comment(out, p->name, p->help);
	comment(out, "texts", "LANGUAGE: TEXT; the built-in one, else");
	buf_char(out, '\n');
}

void
export_text(const struct export *x, struct buf *out)
{
	comments(out);
	buf_str(out, x->n > 0 ? "companies:\n" : "companies: {}\n");
	for (size_t i = 0; i < x->n; i++)
		buf_fmt(out, "%s\n", x->v[i].text);
}

/* A line by what it is. */
struct place {
	const char *path; /* borrowed */
	size_t at;
};

/* One of the two states. */
struct side {
	const struct export *x;
	struct place *places; /* owned, as the ones below; in order of path */
	size_t *above; /* the line that a line stands below; x->n: none */
	bool *written;
};

static int
by_path(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* The line above is the last one that is less indented. */
static void
find_above(struct side *s)
{
	enum { DEPTH = 64 };
	size_t stack[DEPTH], n = 0;

	for (size_t i = 0; i < s->x->n; i++) {
		size_t depth = strspn(s->x->v[i].text, " ");
		while (
		    n > 0 && strspn(s->x->v[stack[n - 1]].text, " ") >= depth)
			n--;
		s->above[i] = n > 0 ? stack[n - 1] : s->x->n;
		if (n < DEPTH)
			stack[n++] = i;
	}
}

static void
side_init(struct side *s, const struct export *x)
{
	*s = (struct side){
		.x = x,
		.places = mem_zero(x->n + 1, sizeof(*s->places)),
		.above = mem_zero(x->n + 1, sizeof(*s->above)),
		.written = mem_zero(x->n + 1, sizeof(*s->written)),
	};
	for (size_t i = 0; i < x->n; i++)
		s->places[i] = (struct place){ x->v[i].path, i };
	qsort(s->places, x->n, sizeof(*s->places), by_path);
	find_above(s);
}

static void
side_free(struct side *s)
{
	free(s->places);
	free(s->above);
	free(s->written);
}

/* The index of that line, or x->n: it is not there. */
static size_t
find(const struct side *s, const char *path)
{
	struct place key = { path, 0 };
	const struct place *p =
	    bsearch(&key, s->places, s->x->n, sizeof(key), by_path);

	return p != NULL ? p->at : s->x->n;
}

static void
put(struct side *s, struct side *other, size_t i, char sign, struct buf *out)
{
	const struct export_line *l = &s->x->v[i];

	s->written[i] = true;
	other->written[find(other, l->path)] = true;
	buf_fmt(out, "%c%s\n", sign, l->shown != NULL ? l->shown : l->text);
}

/* With the lines that it stands below, each once. */
static void
show(struct side *s, struct side *other, size_t i, char sign, struct buf *out)
{
	size_t above[64], n = 0;

	for (size_t k = s->above[i]; k < s->x->n && n < 64; k = s->above[k])
		if (!s->written[k])
			above[n++] = k;
	while (n-- > 0)
		put(s, other, above[n], ' ', out);
	put(s, other, i, sign, out);
}

static void
diff(struct side *was, struct side *is, struct buf *out)
{
	size_t k = 0;

	for (size_t i = 0; i < was->x->n; i++) {
		size_t to = find(is, was->x->v[i].path);
		/* Gone, or it stands before what both had so far. */
		if (to == is->x->n || to < k) {
			show(was, is, i, '-', out);
			continue;
		}
		for (; k < to; k++)
			show(is, was, k, '+', out);
		if (!str_eq(was->x->v[i].text, is->x->v[to].text)) {
			show(was, is, i, '-', out);
			put(is, was, to, '+', out);
		}
		k = to + 1;
	}
	for (; k < is->x->n; k++)
		show(is, was, k, '+', out);
}

void
export_diff(const struct export *was, const struct export *is, struct buf *out)
{
	struct side a, b;

	side_init(&a, was);
	side_init(&b, is);
	diff(&a, &b, out);
	side_free(&a);
	side_free(&b);
}

/* SPDX-License-Identifier: ISC */
/* Help at each level, from the tables. */
#include <string.h>

#include "admin/admin.h"

enum { HELP_COLUMN = 26 };

/* What has several lines stays in its column. */
static void
line(struct buf *out, const char *left, const char *right)
{
	size_t n = strlen(left), end;
	int indent = HELP_COLUMN - (int)n;

	buf_fmt(out, "  %s", left);
	if (n + 2 > HELP_COLUMN) {
		buf_char(out, '\n');
		indent = HELP_COLUMN + 2;
	}
	for (;; right += end + 1) {
		end = strcspn(right, "\n");
		buf_fmt(out, "%*s%.*s\n", indent, "", (int)end, right);
		if (right[end] == '\0')
			return;
		indent = HELP_COLUMN + 2;
	}
}

static void
option_line(struct buf *out, const struct option *o)
{
	struct buf left = BUF_INIT;

	buf_fmt(&left, "--%s%s%s", o->name, o->value != NULL ? " " : "",
	    o->value != NULL ? o->value : "");
	line(out, buf_cstr(&left), o->help);
	buf_free(&left);
}

void
help_usage(const struct noun *n, const struct verb *v, struct buf *out)
{
	buf_str(out, n->name);
	if (v->verb != NULL)
		buf_fmt(out, " %s", v->verb);
	if (v->operands != NULL)
		buf_fmt(out, " %s", v->operands);
	if (v->options != NULL || v->fields != NULL)
		buf_str(out, " [options]");
}

static void
help_verb(const struct noun *n, const struct verb *v, struct buf *out)
{
	buf_str(out, "usage: smscal-admin ");
	help_usage(n, v, out);
	buf_fmt(out, "\n\n%s\n", v->help);
	if (v->options != NULL || v->fields != NULL)
		buf_str(out, "\noptions:\n");
	for (const struct option *o = v->options; o != NULL && o->name != NULL;
	     o++)
		option_line(out, o);
	for (const struct field *f = v->fields;
	     f != NULL && f->option.name != NULL; f++)
		option_line(out, &f->option);
	if (v->example != NULL)
		buf_fmt(out, "\nexamples:\n%s", v->example);
}

static void
help_noun(const struct noun *n, struct buf *out)
{
	buf_fmt(out, "usage: smscal-admin %s VERB ...\n\n%s\n\nverbs:\n",
	    n->name, n->help);
	for (size_t i = 0; i < n->n; i++) {
		struct buf left = BUF_INIT;
		buf_fmt(&left, "%s%s%s", n->verbs[i].verb,
		    n->verbs[i].operands != NULL ? " " : "",
		    n->verbs[i].operands != NULL ? n->verbs[i].operands : "");
		line(out, buf_cstr(&left), n->verbs[i].help);
		buf_free(&left);
	}
	buf_fmt(
	    out, "\n'smscal-admin %s VERB --help' has the options.\n", n->name);
}

static void
help_all(const struct noun *const *nouns, struct buf *out)
{
	buf_str(out,
	    "usage: smscal-admin [-hnqvV] [-c file] COMMAND [VERB] ...\n\n"
	    "commands:\n");
	for (; *nouns != NULL; nouns++)
		if ((*nouns)->help != NULL)
			line(out, (*nouns)->name, (*nouns)->help);
	buf_str(out, "\noptions of all commands:\n");
	line(out, "-c, --config FILE", "instead of /etc/smscal/smscal.conf");
	line(out, "-n, --dry-run", "show what would change, change nothing");
	line(out, "-q, --quiet", "no error lines");
	line(out, "-v, --verbose", "say what is done");
	line(out, "-V, --version", "the version of smscal");
	line(out, "-h, --help", "of a command or verb, if it stands there");
	buf_str(out,
	    "\nReferences: acme (a company), acme/graz (its branch), "
	    "acme/ordination (its calendar).\n");
}

void
help_write(struct admin *a)
{
	if (a->verb != NULL)
		help_verb(a->noun, a->verb, &a->out);
	else if (a->noun != NULL)
		help_noun(a->noun, &a->out);
	else
		help_all(a->nouns, &a->out);
}

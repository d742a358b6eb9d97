/* SPDX-License-Identifier: ISC */
/* The command line: common options, noun, verb, operands and its options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "util/mem.h"
#include "util/str.h"

enum { NAMES_MAX = 64 };

/* Names to guess from. */
struct names {
	const char *v[NAMES_MAX];
	size_t n;
};

/* The options that every verb has. */
static const struct option common[] = {
	{ .name = "config", .value = "FILE" },
	{ .name = "help" },
	{ .name = "dry-run" },
	{ .name = "quiet" },
	{ .name = "verbose" },
	{ .name = "version" },
	{ .name = NULL },
};

static void
names_add(struct names *names, const char *name)
{
	if (name != NULL && names->n < NAMES_MAX)
		names->v[names->n++] = name;
}

/* "'colour' is no X: did you mean 'color'?", and where to look. */
static int
unknown(const char *word, const char *what, const struct names *names,
    const char *look, struct err *e)
{
	const char *near = str_nearest(word, names->v, names->n);

	if (near != NULL)
		return err_set(e, ERR_USAGE, "%s '%s': did you mean '%s'?",
		    what, word, near);
	return err_set(e, ERR_USAGE, "%s '%s'; see smscal-admin %s--help", what,
	    word, look);
}

/*
 * The name that `word` is, or is the beginning of alone: its index.  -1:
 * none; -2 and *e: several begin so.
 */
static int
abbreviated(const char *word, const struct names *names, struct err *e)
{
	struct buf which = BUF_INIT;
	int found = -1;
	size_t n = 0;

	for (size_t i = 0; i < names->n; i++)
		if (str_eq(names->v[i], word))
			return (int)i;
	for (size_t i = 0; i < names->n; i++) {
		if (word[0] == '\0' || !str_starts(names->v[i], word))
			continue;
		buf_fmt(&which, "%s%s", n++ > 0 ? ", " : "", names->v[i]);
		found = (int)i;
	}
	if (n > 1) {
		err_set(e, ERR_USAGE, "'%s' may be each of %s: say more of it",
		    word, which.v);
		found = -2;
	}
	buf_free(&which);
	return found;
}

static const struct option *
find_in(const struct option *options, const char *name)
{
	for (; options != NULL && options->name != NULL; options++)
		if (str_eq(options->name, name))
			return options;
	return NULL;
}

static const struct option *
find_of(const struct verb *v, const char *name)
{
	const struct option *o = find_in(v->options, name);

	if (o != NULL)
		return o;
	for (const struct field *f = v->fields;
	     f != NULL && f->option.name != NULL; f++)
		if (str_eq(f->option.name, name))
			return &f->option;
	return NULL;
}

const struct option *
args_option(const struct verb *v, const char *name)
{
	const struct option *o = find_in(common, name);

	return o == NULL && v != NULL ? find_of(v, name) : o;
}

/*
 * The verb's option, or one of any verb, so that options may stand in front
 * of the noun.  Where two verbs differ in whether it takes a value, it must
 * stand behind the verb.
 */
static const struct option *
find_any(const struct admin *a, const char *name)
{
	const struct option *o = args_option(a->verb, name);

	for (size_t i = 0; o == NULL && a->nouns[i] != NULL; i++)
		for (size_t k = 0; o == NULL && k < a->nouns[i]->n; k++)
			o = find_of(&a->nouns[i]->verbs[k], name);
	return o;
}

static int
unknown_option(const struct admin *a, const char *name, struct err *e)
{
	struct names names = { .n = 0 };
	struct buf look = BUF_INIT;
	const struct verb *v = a->verb;

	for (const struct option *o = common; o->name != NULL; o++)
		names_add(&names, o->name);
	for (const struct option *o = v != NULL ? v->options : NULL;
	     o != NULL && o->name != NULL; o++)
		names_add(&names, o->name);
	for (const struct field *f = v != NULL ? v->fields : NULL;
	     f != NULL && f->option.name != NULL; f++)
		names_add(&names, f->option.name);
	if (a->noun != NULL)
		buf_fmt(&look, "%s ", a->noun->name);
	if (v != NULL && v->verb != NULL)
		buf_fmt(&look, "%s ", v->verb);
	unknown(name, "no option", &names, buf_cstr(&look), e);
	buf_free(&look);
	return -1;
}

static void
take_common(struct admin *a, const char *name, char *value)
{
	if (str_eq(name, "config"))
		a->tool.conf_path = value;
	else if (str_eq(name, "help"))
		a->help = true;
	else if (str_eq(name, "dry-run"))
		a->dry = true;
	else if (str_eq(name, "quiet"))
		a->tool.quiet = true;
	else if (str_eq(name, "verbose"))
		a->tool.verbose = true;
	else if (str_eq(name, "version")) {
		printf("smscal-admin %s\n", SMSCAL_VERSION);
		exit(0);
	}
}

static void
take_option(struct admin *a, const struct option *o, char *value)
{
	if (find_in(common, o->name) != NULL) {
		take_common(a, o->name, value);
		return;
	}
	args_give(a, o->name, value);
}

/* "--name VALUE", "--name=VALUE", "--name".  Moves *i to its last word. */
static int
long_option(struct admin *a, int argc, char *argv[], int *i, struct err *e)
{
	char *word = argv[*i] + 2;
	char *value = strchr(word, '=');
	const struct option *o;

	if (value != NULL)
		*value++ = '\0';
	o = find_any(a, word);
	if (o == NULL)
		return unknown_option(a, word, e);
	if (o->value == NULL && value != NULL)
		return err_set(e, ERR_USAGE, "--%s takes no value", word);
	if (o->value != NULL && value == NULL) {
		if (*i + 1 == argc ||
		    (str_starts(argv[*i + 1], "--") &&
			find_any(a, argv[*i + 1] + 2) != NULL))
			return err_set(e, ERR_USAGE, "--%s wants a value: %s",
			    word, o->value);
		value = argv[++*i];
	}
	take_option(a, o, value);
	return 0;
}

/* "-nv", "-c FILE", "-cFILE". */
static int
short_options(struct admin *a, int argc, char *argv[], int *i, struct err *e)
{
	static const char letters[] = "chnqvV";
	static const char *const names[] = { "config", "help", "dry-run",
		"quiet", "verbose", "version" };

	for (char *p = argv[*i] + 1; *p != '\0'; p++) {
		const char *at = strchr(letters, *p);
		if (at == NULL)
			return err_set(e, ERR_USAGE,
			    "no option '-%c'; see smscal-admin --help", *p);
		if (*p != 'c') {
			take_common(a, names[at - letters], NULL);
			continue;
		}
		if (p[1] == '\0' && *i + 1 == argc)
			return err_set(e, ERR_USAGE, "-c wants a value: FILE");
		a->tool.conf_path = p[1] != '\0' ? p + 1 : argv[++*i];
		break;
	}
	return 0;
}

static int
take_noun(struct admin *a, const char *word, struct err *e)
{
	struct names names = { .n = 0 };

	for (size_t i = 0; a->nouns[i] != NULL; i++)
		names_add(&names, a->nouns[i]->name);
	int found = abbreviated(word, &names, e);
	if (found == -2)
		return -1;
	if (found == -1)
		return unknown(word, "no command", &names, "", e);
	a->noun = a->nouns[found];
	if (a->noun->verbs[0].verb == NULL)
		a->verb = &a->noun->verbs[0];
	return 0;
}

static int
take_verb(struct admin *a, const char *word, struct err *e)
{
	struct names names = { .n = 0 };
	struct buf look = BUF_INIT;

	for (size_t i = 0; i < a->noun->n; i++)
		names_add(&names, a->noun->verbs[i].verb);
	int found = abbreviated(word, &names, e);
	if (found >= 0) {
		a->verb = &a->noun->verbs[found];
		return 0;
	}
	buf_fmt(&look, "%s ", a->noun->name);
	if (found == -1)
		unknown(word, "no verb", &names, buf_cstr(&look), e);
	buf_free(&look);
	return err_in(e, "%s: ", a->noun->name);
}

static int
take_operand(struct admin *a, const char *word, struct err *e)
{
	/* As people type it: help, help company add, company help. */
	if (a->verb == NULL && str_eq(word, "help")) {
		a->help = true;
		return 0;
	}
	if (a->noun == NULL)
		return take_noun(a, word, e);
	if (a->verb == NULL)
		return take_verb(a, word, e);
	if (a->n_operands == ADMIN_OPERANDS)
		return err_set(e, ERR_USAGE, "too many operands: '%s'", word);
	a->operand[a->n_operands++] = mem_str(word);
	return 0;
}

/* What was taken as an option of any verb must be one of this verb. */
static int
check_options(struct admin *a, struct err *e)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct option *o = find_of(a->verb, a->v[i].name);
		if (o == NULL)
			return unknown_option(a, a->v[i].name, e);
		for (size_t k = 0; k < i && !o->many; k++)
			if (str_eq(a->v[k].name, o->name))
				return err_set(
				    e, ERR_USAGE, "--%s stands twice", o->name);
	}
	return 0;
}

/* What is to be set by options needs one. */
static int
check_said(const struct admin *a, struct err *e)
{
	const struct verb *v = a->verb;

	if (a->n > 0 || v->verb == NULL || !str_eq(v->verb, "set") ||
	    (v->options == NULL && v->fields == NULL))
		return 0;
	return err_set(e, ERR_USAGE,
	    "say what to set: smscal-admin %s set --help has the options",
	    a->noun->name);
}

static int
check_whole(struct admin *a, struct err *e)
{
	struct buf usage = BUF_INIT;

	if (a->help)
		return 0;
	if (a->noun == NULL)
		return err_set(e, ERR_USAGE,
		    "say what to do: smscal-admin COMMAND; see smscal-admin "
		    "--help");
	if (a->verb == NULL)
		return err_set(e, ERR_USAGE,
		    "say what to do: smscal-admin %s VERB; see smscal-admin %s "
		    "--help",
		    a->noun->name, a->noun->name);
	if (check_options(a, e) == -1)
		return -1;
	if (a->n_operands >= a->verb->min && a->n_operands <= a->verb->max)
		return check_said(a, e);
	help_usage(a->noun, a->verb, &usage);
	err_set(e, ERR_USAGE, "too %s operands; usage: smscal-admin %s",
	    a->n_operands < a->verb->min ? "few" : "many", buf_cstr(&usage));
	buf_free(&usage);
	return -1;
}

int
args_parse(struct admin *a, int argc, char *argv[], struct err *e)
{
	bool options = true;

	for (int i = 1; i < argc; i++) {
		int r;
		if (options && str_eq(argv[i], "--")) {
			options = false;
			continue;
		}
		if (options && str_starts(argv[i], "--"))
			r = long_option(a, argc, argv, &i, e);
		else if (options && argv[i][0] == '-' && argv[i][1] != '\0')
			r = short_options(a, argc, argv, &i, e);
		else
			r = take_operand(a, argv[i], e);
		if (r == -1)
			return -1;
	}
	return check_whole(a, e);
}

void
args_give(struct admin *a, const char *name, const char *value)
{
	a->v = mem_grow(a->v, &a->cap, a->n + 1, sizeof(*a->v));
	a->v[a->n++] = (struct given){ name, mem_str(value) };
}

void
args_drop(struct admin *a, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->n; i++)
		if (str_eq(a->v[i].name, name))
			free(a->v[i].value);
		else
			a->v[kept++] = a->v[i];
	a->n = kept;
}

bool
args_has(const struct admin *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_eq(a->v[i].name, name))
			return true;
	return false;
}

const char *
args_value(const struct admin *a, const char *name)
{
	for (size_t i = a->n; i > 0; i--)
		if (str_eq(a->v[i - 1].name, name))
			return a->v[i - 1].value;
	return NULL;
}

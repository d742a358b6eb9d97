/* SPDX-License-Identifier: ISC */
/*
 * _complete: what a shell may put for the last of the words, from the tables
 * and the database; for the completions of bash and zsh, and in no help.
 */
#include <stdlib.h>
#include <string.h>

#include "admin/object.h"
#include "domain/kind.h"
#include "domain/state.h"
#include "util/mem.h"
#include "util/str.h"

/* The words so far, and what they have come to. */
struct typed {
	struct admin *a;
	const char *word; /* the last one, to be completed */
	const struct noun *noun;
	const struct verb *verb;
	const struct option *option; /* whose value it is; NULL: none */
	int operand;                 /* else this one, from 0 */
	bool lost;                   /* a word that is none */
};

/* A candidate, if the word is its beginning. */
static void
offer(struct typed *t, const char *text, size_t n)
{
	if (strncmp(text, t->word, strlen(t->word)) == 0 &&
	    strlen(t->word) <= n)
		buf_fmt(&t->a->out, "%.*s\n", (int)n, text);
}

static void
offer_all(struct typed *t, const char *text)
{
	offer(t, text, strlen(text));
}

static void
offer_option(struct typed *t, const char *name)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "--%s", name);
	offer_all(t, b.v);
	buf_free(&b);
}

static void
offer_options(struct typed *t)
{
	static const char *const common[] = { "config", "dry-run", "help",
		"quiet", "verbose", "version" };
	const struct verb *v = t->verb;

	for (const struct option *o = v != NULL ? v->options : NULL;
	     o != NULL && o->name != NULL; o++)
		offer_option(t, o->name);
	for (const struct field *f = v != NULL ? v->fields : NULL;
	     f != NULL && f->option.name != NULL; f++)
		offer_option(t, f->option.name);
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		offer_option(t, common[i]);
}

/* What walks over the companies, and what is of use of each. */
struct wanted {
	struct typed *t;
	bool companies, branches, calendars;
};

static int
offer_part(void *arg, const struct ref *r, struct err *e)
{
	(void)e;
	offer_all(arg, r->text);
	return 0;
}

static int
offer_company(void *arg, const struct ref *r, struct err *e)
{
	struct wanted *w = arg;
	int ret = 0;

	if (w->companies)
		offer_all(w->t, r->text);
	if (w->branches)
		ret = object_branch.walk(w->t->a, r, offer_part, w->t, e);
	if (ret == 0 && w->calendars)
		ret = object_calendar.walk(w->t->a, r, offer_part, w->t, e);
	return ret;
}

/* Where there is no database there are no candidates either. */
static void
offer_refs(struct wanted *w)
{
	struct admin *a = w->t->a;
	struct err none = ERR_INIT;

	a->tool.read = true;
	a->n_operands = 0; /* they are no operands of ours */
	if (tool_open(&a->tool, false, TOOL_BUSY_S, &none) == 0 &&
	    db_begin_read(a->tool.db, &none) == 0 &&
	    object_companies(a, offer_company, w, &none) == -1)
		buf_reset(&a->out);
	db_rollback(a->tool.db);
}

/* "COMPANY/CALENDAR", "yes|no", "KIND[/STEP]", "[COMPANY]": n bytes of it. */
static void
offer_values(struct typed *t, const char *what, size_t n)
{
	static const char *const days[] = { "yesterday", "today", "tomorrow" };
	char *text = mem_strn(what, n);
	struct wanted w = { .t = t };
	bool any = strstr(text, "REF") != NULL;

	for (const char *p = text; strchr(text, '|') != NULL && *p != '\0';) {
		size_t m = strcspn(p, "|");
		if (*p >= 'a' && *p <= 'z')
			offer(t, p, m);
		p += m + (p[m] == '|');
	}
	for (int k = 0; strstr(text, "KIND") != NULL && k < KIND_COUNT; k++)
		offer_all(t, kind_name((enum kind)k));
	for (int k = 0; str_eq(text, "STATE") && k < STATE_COUNT; k++)
		offer_all(t, state_name((enum state)k));
	for (int k = 0; strstr(text, "DATE") != NULL && k < 3; k++)
		offer_all(t, days[k]);
	w.calendars = any || strstr(text, "CALENDAR") != NULL;
	w.branches = any || strstr(text, "BRANCH") != NULL;
	w.companies = any ||
	    (strstr(text, "COMPANY") != NULL && strchr(text, '/') == NULL);
	if (w.companies || w.branches || w.calendars)
		offer_refs(&w);
	free(text);
}

/* The operand that is to come, by its word in "REF KIND[/STEP]". */
static void
offer_operand(struct typed *t)
{
	const char *p = t->verb->operands;
	size_t n;

	for (int i = 0; p != NULL && *p != '\0'; i++) {
		n = strcspn(p, " ");
		if (i == t->operand ||
		    (n > 3 && strncmp(p + n - 3, "...", 3) == 0)) {
			offer_values(t, p, n);
			return;
		}
		p += n + strspn(p + n, " ");
	}
}

static void
take_word(struct typed *t, const char *word)
{
	const struct noun *const *nouns = t->a->nouns;

	if (t->option != NULL) {
		t->option = NULL; /* that was its value */
	} else if (str_starts(word, "--")) {
		const struct option *o = args_option(t->verb, word + 2);
		if (o != NULL && o->value != NULL)
			t->option = o;
	} else if (word[0] == '-' ||
	    (t->verb == NULL && str_eq(word, "help"))) {
		return;
	} else if (t->noun == NULL) {
		while (*nouns != NULL && !str_starts((*nouns)->name, word))
			nouns++;
		t->noun = *nouns;
		t->lost = t->noun == NULL;
		if (t->noun != NULL && t->noun->verbs[0].verb == NULL)
			t->verb = &t->noun->verbs[0];
	} else if (t->verb == NULL) {
		for (size_t i = 0; t->verb == NULL && i < t->noun->n; i++)
			if (str_starts(t->noun->verbs[i].verb, word))
				t->verb = &t->noun->verbs[i];
		t->lost = t->verb == NULL;
	} else {
		t->operand++;
	}
}

static int
run_complete(struct admin *a, struct err *e)
{
	struct typed t = { .a = a, .word = "" };

	(void)e;
	for (int i = 0; i < a->n_operands - 1; i++)
		take_word(&t, a->operand[i]);
	if (a->n_operands > 0)
		t.word = a->operand[a->n_operands - 1];
	if (t.lost)
		return 0;
	if (t.option != NULL)
		offer_values(&t, t.option->value, strlen(t.option->value));
	else if (t.word[0] == '-')
		offer_options(&t);
	else if (t.verb != NULL)
		offer_operand(&t);
	else if (t.noun != NULL)
		for (size_t i = 0; i < t.noun->n; i++)
			offer_all(&t, t.noun->verbs[i].verb);
	else
		for (const struct noun *const *n = a->nouns; *n != NULL; n++)
			if ((*n)->help != NULL)
				offer_all(&t, (*n)->name);
	return 0;
}

static const struct verb verbs[] = {
	{ .operands = "WORD...",
	    .min = 0,
	    .max = ADMIN_OPERANDS,
	    .need = NEED_NOTHING,
	    .help = "What a shell may put for the last word.",
	    .run = run_complete },
};

const struct noun noun_complete = { "_complete", NULL, verbs, 1 };

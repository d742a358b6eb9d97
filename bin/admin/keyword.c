/* SPDX-License-Identifier: ISC */
/* keyword set, remove, list: a company's own words in replies (R5). */
#include "domain/keyword.h"

#include <stdlib.h>
#include <string.h>

#include "admin/keyword.h"
#include "admin/listing.h"
#include "admin/ref.h"
#include "domain/valid.h"
#include "store/reply.h"

static int
read_meaning(const char *text, enum keyword *k, struct err *e)
{
	const char *names[KEYWORD_COUNT];
	struct buf out = BUF_INIT;

	for (int i = 0; i < KEYWORD_COUNT; i++)
		names[i] = keyword_name((enum keyword)i);
	int r = valid_word(text, names, KEYWORD_COUNT, &out, e);
	if (r == 0 && !keyword_parse(out.v, k))
		r = err_set(e, ERR_USAGE, "no such meaning");
	buf_free(&out);
	return r;
}

/* Given; NULL and *e: it has no letter. */
static char *
read_word(const char *text, struct err *e)
{
	char *word = keyword_plain(text);

	if (word[0] != '\0' && strlen(word) <= 40)
		return word;
	err_set(e, ERR_USAGE, "'%.40s' is no word of 1 to 40 letters", text);
	free(word);
	return NULL;
}

int
keyword_own_read(const char *meaning, const char *text, enum keyword *k,
    char **word, struct err *e)
{
	if (read_meaning(meaning, k, e) == -1)
		return -1;
	*word = read_word(text, e);
	return *word == NULL ? -1 : 0;
}

static int
run_set(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	enum keyword k = KEYWORD_NONE;
	char *word = NULL;
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = keyword_own_read(
		    a->operand[1], a->operand[2], &k, &word, e);
	if (ret == 0)
		ret = reply_keyword_set(a->tool.db, r.company.id, word, k, e);
	if (ret == 0)
		admin_say(
		    a, "%s: %s means %s", r.company.ref, word, keyword_name(k));
	free(word);
	ref_fini(&r);
	return ret;
}

static int
run_remove(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	char *word = NULL;
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = (word = read_word(a->operand[1], e)) == NULL ? -1 : 0;
	if (ret == 0)
		ret = reply_keyword_drop(a->tool.db, r.company.id, word, e);
	if (ret == 1)
		ret = err_set(e, ERR_USAGE, "%s has no word '%s' of its own",
		    r.company.ref, word);
	free(word);
	ref_fini(&r);
	return ret;
}

static void
make_means(struct admin *a, const void *row, struct buf *out)
{
	const struct keyword_own *o = row;

	(void)a;
	buf_str(out, keyword_name(o->means));
}

static const struct column columns[] = {
	{ "WORD", NULL, "word", .at = offsetof(struct keyword_own, word) },
	{ "MEANS", NULL, "means", .make = make_means },
	COLUMN_END,
};

static const struct listing listing = { .columns = columns };

static int
run_list(struct admin *a, struct err *e)
{
	struct keyword_list l = KEYWORD_LIST_INIT;
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0)
		ret = reply_keywords(a->tool.db, r.company.id, &l, e);
	if (ret == 0)
		ret = listing_all(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	keyword_list_free(&l);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "set",
	    .operands = "COMPANY MEANING WORD",
	    .min = 3,
	    .max = 3,
	    .need = NEED_WRITE,
	    .help = "What a word in a reply means: stop, start, yes, no, none.",
	    .example = "  smscal-admin keyword set acme yes passt\n"
		       "  smscal-admin keyword set acme none ok\n",
	    .run = run_set },
	{ .verb = "remove",
	    .operands = "COMPANY WORD",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .help = "The built-in meaning counts again.",
	    .run = run_remove },
	{ .verb = "list",
	    .operands = "COMPANY",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The company's own words.",
	    .run = run_list },
};

const struct noun noun_keyword = {
	.name = "keyword",
	.help = "a company's own words in replies",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

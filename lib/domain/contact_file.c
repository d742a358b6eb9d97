/* SPDX-License-Identifier: ISC */
#include "domain/contact_file.h"

#include <stdlib.h>
#include <string.h>

#include "domain/fold.h"
#include "domain/phone.h"
#include "domain/words.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

void
contact_file_free(struct contact_file *f)
{
	for (size_t i = 0; i < f->n; i++) {
		contact_fini(&f->v[i].contact);
		free(f->v[i].refused);
		free(f->v[i].warning);
	}
	free(f->v);
	*f = CONTACT_FILE_INIT;
}

struct contact_line *
contact_file_add(struct contact_file *f, size_t line)
{
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n] = (struct contact_line){ .line = line };
	return &f->v[f->n++];
}

void
contact_line_refuse(struct contact_line *l, const char *why)
{
	if (l->refused == NULL)
		l->refused = mem_str(why);
}

/* Single blanks and nothing that cannot be seen; given. */
static char *
clean(const char *text)
{
	const char *p = text, *end = text + strlen(text);
	struct buf b = BUF_INIT;
	bool blank = false;

	while (p < end) {
		int32_t cp = utf8_next(&p, end);
		if (cp == ' ' || cp == '\t' || cp == '\n' || cp == 0xa0) {
			blank = b.n > 0;
			continue;
		}
		if (cp < 0 || utf8_invisible(cp))
			continue;
		if (blank)
			buf_char(&b, ' ');
		blank = false;
		utf8_put(&b, cp);
	}
	return buf_take(&b);
}

void
contact_line_name(struct contact_line *l, const char *text)
{
	char *name = clean(text);
	char *key = contact_name_key(name);

	if (name[0] == '\0')
		contact_line_refuse(l, "there is no name");
	else if (utf8_count(name) > CONTACT_NAME_MAX)
		contact_line_refuse(l, "the name is too long");
	else if (key[0] == '\0')
		contact_line_refuse(
		    l, "the name has no letter, or too many words");
	else {
		l->contact.name = name;
		name = NULL;
	}
	free(name);
	free(key);
}

void
contact_line_number(struct contact_line *l, const char *text)
{
	char *number = clean(text);
	char *key = contact_number_key(number);

	if (number[0] == '\0')
		;
	else if (key[0] == '\0')
		contact_line_refuse(l, "the customer number has no digit");
	else if (utf8_count(number) > CONTACT_NUMBER_MAX)
		contact_line_refuse(l, "the customer number is too long");
	else {
		l->contact.number = number;
		number = NULL;
	}
	free(number);
	free(key);
}

/* "de" of "Deutsch", "German", "deu"; NULL: no language that we know. */
static const char *
tag_of(const char *word)
{
	static const char *const names[][2] = {
		{ "de", "deutsch" },
		{ "de", "german" },
		{ "de", "deu" },
		{ "de", "ger" },
		{ "en", "englisch" },
		{ "en", "english" },
		{ "en", "eng" },
		{ "fr", "franzoesisch" },
		{ "fr", "french" },
		{ "fr", "francais" },
		{ "fr", "fra" },
		{ "it", "italienisch" },
		{ "it", "italian" },
		{ "it", "italiano" },
		{ "it", "ita" },
		{ "es", "spanisch" },
		{ "es", "spanish" },
		{ "es", "espanol" },
		{ "nl", "niederlaendisch" },
		{ "nl", "hollaendisch" },
		{ "nl", "dutch" },
		{ "nl", "nederlands" },
		{ "pl", "polnisch" },
		{ "pl", "polish" },
		{ "pl", "polski" },
		{ "hu", "ungarisch" },
		{ "hu", "hungarian" },
		{ "hu", "magyar" },
		{ "cs", "tschechisch" },
		{ "cs", "czech" },
		{ "cs", "cesky" },
		{ "cs", "cestina" },
		{ "hr", "kroatisch" },
		{ "hr", "croatian" },
		{ "hr", "hrvatski" },
		{ "sl", "slowenisch" },
		{ "sl", "slovenian" },
		{ "sl", "slovenscina" },
		{ "tr", "tuerkisch" },
		{ "tr", "turkish" },
		{ "tr", "tuerkce" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(names[i][1], word))
			return names[i][0];
	return NULL;
}

/* A tag as it is usually written: "de", "de-AT"; given, NULL: it is none. */
static char *
tag_normal(const char *text)
{
	size_t n = strlen(text);
	char *tag;

	if (n != 2 && (n != 5 || (text[2] != '-' && text[2] != '_')))
		return NULL;
	tag = mem_str(text);
	for (size_t i = 0; i < n; i++) {
		bool upper = tag[i] >= 'A' && tag[i] <= 'Z';
		bool lower = tag[i] >= 'a' && tag[i] <= 'z';
		if (i == 2)
			tag[i] = '-';
		else if (i < 2 && upper)
			tag[i] = (char)(tag[i] + ('a' - 'A'));
		else if (i > 2 && lower)
			tag[i] = (char)(tag[i] - ('a' - 'A'));
		else if (!upper && !lower)
			tag[0] = '?';
	}
	if (words_known(tag))
		return tag;
	free(tag);
	return NULL;
}

void
contact_line_language(struct contact_line *l, const char *text)
{
	char *given = clean(text), *word = fold_word(given);
	const char *tag = tag_of(word);

	l->contact.language_said = true;
	l->contact.language = tag != NULL ? mem_str(tag) : tag_normal(given);
	if (l->contact.language == NULL && given[0] != '\0') {
		struct buf part = BUF_INIT, b = BUF_INIT;
		buf_add(&part, given, utf8_prefix(given, 20));
		buf_str(&b, "there are no texts in the language '");
		utf8_show(&b, buf_cstr(&part));
		buf_str(&b, "': the company's is used");
		l->warning = buf_take(&b);
		l->contact.language_said = false;
		buf_free(&part);
	}
	free(word);
	free(given);
}

/* How good a number is for SMS; the first of the best is taken. */
enum worth { WORTH_NOTHING, WORTH_LANDLINE, WORTH_SOME, WORTH_MOBILE };

static enum worth
worth(const struct phone_found *p, bool mobile)
{
	if (p->reason == PHONE_LANDLINE)
		return WORTH_LANDLINE;
	if (p->reason != PHONE_OK)
		return WORTH_NOTHING;
	return mobile || p->mobile ? WORTH_MOBILE : WORTH_SOME;
}

/* Why no number could be taken from that text. */
static void
refuse_phone(struct contact_line *l, const struct phone_list *found)
{
	enum phone_reason why =
	    found->n > 0 ? found->v[0].reason : PHONE_UNCLEAR;
	struct buf b = BUF_INIT;

	if (why == PHONE_NO_CODE)
		buf_str(&b,
		    "the number has no country code, and none is set for the "
		    "company");
	else
		buf_fmt(&b, "the number %s", phone_reason_text(why));
	contact_line_refuse(l, b.v);
	buf_free(&b);
}

void
contact_line_phone(struct contact_line *l, const char *const *texts, size_t n,
    size_t mobile, const char *country_code)
{
	const struct phone_opts opts = { .country_code = country_code };
	struct phone_found best = { .from = 0 };
	enum worth best_worth = WORTH_NOTHING;

	for (size_t i = 0; i < n; i++) {
		struct phone_list found = PHONE_LIST_INIT;
		phone_find(texts[i], &opts, &found);
		for (size_t k = 0; k < found.n; k++) {
			enum worth w = worth(&found.v[k], i < mobile);
			if (w > best_worth) {
				best_worth = w;
				best = found.v[k];
			}
		}
		phone_list_free(&found);
	}
	if (best_worth != WORTH_NOTHING) {
		l->contact.phone = mem_str(best.phone);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct phone_list found = PHONE_LIST_INIT;
		if (strpbrk(texts[i], "0123456789") == NULL)
			continue; /* "-", "keine" */
		phone_find(texts[i], &opts, &found);
		refuse_phone(l, &found);
		phone_list_free(&found);
		return;
	}
}

/* SPDX-License-Identifier: ISC */
#include "domain/condition.h"

#include <stdlib.h>
#include <string.h>

#include "domain/fold.h"
#include "util/str.h"
#include "util/utf8.h"

enum { MAX_TEXT = 400, MAX_TERM = 100 };

enum test { TEST_ALL_DAY, TEST_CONFIRMED, TEST_DAYS, TEST_WORDS };

/* Where words may stand. */
enum { IN_TITLE = 1, IN_LOCATION = 2, IN_DESCRIPTION = 4 };

struct term {
	bool negated;
	enum test test;
	unsigned days; /* bit 1 Monday .. bit 7 Sunday */
	unsigned fields;
	char words[MAX_TERM + 1];
};

static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun" };

static const struct {
	const char *name;
	unsigned field;
} fields[] = { { "title", IN_TITLE }, { "location", IN_LOCATION },
	{ "description", IN_DESCRIPTION } };

/* The day of three letters at s, from 1; 0: none. */
static int
day_at(const char *s)
{
	for (int i = 0; i < 7; i++)
		if (strncmp(s, day_names[i], 3) == 0)
			return i + 1;
	return 0;
}

/* "mon" or "fri-mon" as bits; 0: it is no day. */
static unsigned
days_of(const char *s)
{
	int from = day_at(s), to = from;
	unsigned bits = 0;

	if (from == 0)
		return 0;
	if (s[3] == '-')
		to = day_at(s + 4);
	if (to == 0 || s[s[3] == '-' ? 7 : 3] != '\0')
		return 0;
	for (int d = from;; d = d % 7 + 1) {
		bits |= 1U << d;
		if (d == to)
			return bits;
	}
}

static const char *
skip_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* "title " and the like go; which fields are left. */
static unsigned
read_fields(const char **s)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t n = strlen(fields[i].name);
		if (str_istarts(*s, fields[i].name) && (*s)[n] == ' ') {
			*s = skip_blanks(*s + n);
			return fields[i].field;
		}
	}
	return IN_TITLE | IN_LOCATION | IN_DESCRIPTION;
}

/* A word of ours that nothing follows is a slip, not a word to look for. */
static bool
is_unfinished(const char *s)
{
	bool ours = str_ieq(s, "not");

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		ours = ours || str_ieq(s, fields[i].name);
	return ours;
}

/* Has it a letter or digit to look for? */
static bool
has_word(const char *s)
{
	char *word = fold_word(s);
	bool any = word[0] != '\0';

	free(word);
	return any;
}

static bool
read_term(const char *s, struct term *t)
{
	*t = (struct term){ .test = TEST_WORDS };
	if (str_istarts(s, "not ")) {
		t->negated = true;
		s = skip_blanks(s + 4);
	}
	if (is_unfinished(s))
		return false;
	if (str_ieq(s, "all-day"))
		t->test = TEST_ALL_DAY;
	else if (str_ieq(s, "confirmed"))
		t->test = TEST_CONFIRMED;
	else if ((t->days = days_of(s)) != 0)
		t->test = TEST_DAYS;
	else {
		t->fields = read_fields(&s);
		if (!has_word(s) || strlen(s) > MAX_TERM)
			return false;
		memcpy(t->words, s, strlen(s) + 1);
	}
	return true;
}

/*
 * The term at *s, which moves behind it and its comma; the text of it, without
 * blanks around, in `out`.  false: there is none left.
 */
static bool
next_term(const char **s, char out[MAX_TEXT + 1])
{
	if (*s == NULL)
		return false;
	size_t n = strcspn(*s, ",");
	bool last = (*s)[n] == '\0';

	memcpy(out, *s, n);
	out[n] = '\0';
	*s = last ? NULL : *s + n + 1;
	char *trimmed = str_trim(out);
	memmove(out, trimmed, strlen(trimmed) + 1);
	return true;
}

int
condition_check(const char *text, struct err *e)
{
	char one[MAX_TEXT + 1];
	struct term t;

	if (strlen(text) > MAX_TEXT || !utf8_valid(text, strlen(text)))
		return err_set(e, ERR_USAGE,
		    "at most %d bytes of UTF-8 are allowed", MAX_TEXT);
	while (next_term(&text, one))
		if (!read_term(one, &t))
			return err_set(e, ERR_USAGE,
			    "'%.60s' is no condition; allowed are words, also "
			    "behind title, location or description, all-day, "
			    "weekdays like mon-fri, confirmed, and any of them "
			    "behind not",
			    one);
	return 0;
}

/* The words of a text in their plain form, each with a blank before it. */
static void
put_words(struct buf *b, const char *text)
{
	const char *end = text + strlen(text);
	bool inside = false;

	buf_char(b, ' ');
	while (text < end) {
		const char *at = text;
		int32_t cp = utf8_next(&text, end);
		if (*at == '*')
			continue;
		if (fold_put(b, cp))
			inside = true;
		else if (inside) {
			buf_char(b, ' ');
			inside = false;
		}
	}
	if (inside)
		buf_char(b, ' ');
}

/* Do the words stand there in a row?  A star at an end: as part of a word. */
static bool
stands_in(const char *words, const char *text)
{
	struct buf what = BUF_INIT, where = BUF_INIT;
	size_t n = strlen(words);

	if (text == NULL)
		return false;
	put_words(&what, words);
	put_words(&where, text);
	char *look = what.v;
	if (words[n - 1] == '*')
		look[what.n - 1] = '\0';
	if (words[0] == '*')
		look++;
	bool found = strstr(where.v, look) != NULL;
	buf_free(&what);
	buf_free(&where);
	return found;
}

static bool
term_holds(const struct term *t, const struct appointment *a,
    const struct zone *zone, bool confirmed)
{
	switch (t->test) {
	case TEST_ALL_DAY:
		return a->all_day;
	case TEST_CONFIRMED:
		return confirmed;
	case TEST_DAYS:
		return (t->days &
			   1U << civil_weekday(zone_day(zone, a->start_at))) !=
		    0;
	case TEST_WORDS:
		break;
	}
	return ((t->fields & IN_TITLE) != 0 && stands_in(t->words, a->title)) ||
	    ((t->fields & IN_LOCATION) != 0 &&
		stands_in(t->words, a->location)) ||
	    ((t->fields & IN_DESCRIPTION) != 0 &&
		stands_in(t->words, a->description));
}

bool
condition_holds(const char *text, const struct appointment *a,
    const struct zone *zone, bool confirmed)
{
	char one[MAX_TEXT + 1];
	struct term t;

	if (strlen(text) > MAX_TEXT)
		return false;
	while (next_term(&text, one))
		if (!read_term(one, &t) ||
		    term_holds(&t, a, zone, confirmed) == t.negated)
			return false;
	return true;
}

bool
condition_all_day(const char *text)
{
	char one[MAX_TEXT + 1];
	struct term t;

	if (strlen(text) > MAX_TEXT)
		return false;
	while (next_term(&text, one))
		if (read_term(one, &t) && t.test == TEST_ALL_DAY && !t.negated)
			return true;
	return false;
}

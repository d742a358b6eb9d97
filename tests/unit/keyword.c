/* SPDX-License-Identifier: ISC */
#include "domain/keyword.h"

#include <stdio.h>
#include <stdlib.h>

#include "t.h"
#include "util/str.h"

static void
means(const char *language, const char *text, const char *want, bool want_alone)
{
	bool alone;
	char name[200];
	enum keyword k = keyword_read(text, &language, 1, NULL, &alone);

	snprintf(name, sizeof(name), "%s: '%.80s' is %s", language, text, want);
	SAME(keyword_name(k), want, name);
	if (k != KEYWORD_NONE)
		OK(alone == want_alone, "... alone, or not");
}

struct row {
	const char *language, *text, *want;
};

static const struct row alone[] = {
	{ "de", "Stop", "stop" },
	{ "de", "STOP", "stop" },
	{ "de", "Stopp!", "stop" },
	{ "de", " stop . ", "stop" },
	{ "de", "S T O P", "stop" },
	{ "de", "s.t.o.p", "stop" },
	{ "de", "\xf0\x9f\x9b\x91 STOP \xf0\x9f\x98\xa1", "stop" },
	{ "de", "\"Stop\"", "stop" },
	{ "de", "Stpo", "stop" },
	{ "de", "sotp", "stop" },
	{ "de", "stp", "stop" },
	{ "de", "sto", "stop" },
	{ "de", "sttop", "stop" },
	{ "de", "Abmelden", "stop" },
	{ "de", "abmeldne", "stop" },
	{ "de", "keine SMS mehr", "stop" },
	{ "en", "unsubscribe", "stop" },
	{ "fr", "Arr\xc3\xaat", "stop" },
	{ "fr", "STOP", "stop" },
	{ "es", "BAJA", "stop" },
	{ "tr", "RET", "stop" },
	{ "pl", "wypisz", "stop" },
	{ "cs", "Odhl\xc3\xa1sit", "stop" },
	{ "xx", "stop", "stop" },
	{ "de", "wypisz", "stop" },
	{ "de", "anmeldne", "start" },
	{ "de", "Start", "start" },
	{ "de", "strat", "start" },
	{ "de", "ja", "yes" },
	{ "de", "JA!!!", "yes" },
	{ "de-AT", "Ja \xf0\x9f\x91\x8d", "yes" },
	{ "de", "ok", "yes" },
	{ "de", "Ja, danke", "yes" },
	{ "de", "Best\xc3\xa4tigt", "yes" },
	{ "de", "bestatigt.", "yes" },
	{ "de", "best\xc3\xa4tgit", "yes" },
	{ "de", "nein", "no" },
	{ "de", "Nein.", "no" },
	{ "de", "nien", "no" },
	{ "de", "neinn", "no" },
	{ "de", "neiin", "no" },
	{ "de", "nei", "no" },
	{ "de", "Absage", "no" },
	{ "de", "n\xc3\xb6", "no" },
	{ "de", "no", "no" },
	{ "en", "Yes", "yes" },
	{ "en", "no", "no" },
	{ "en", "Cancel", "no" },
	{ "fr", "oui", "yes" },
	{ "fr", "D'accord", "yes" },
	{ "fr", "non merci", "no" },
	{ "it", "s\xc3\xac", "yes" },
	{ "es", "S\xc3\xad", "yes" },
	{ "nl", "nee", "no" },
	{ "pl", "tak", "yes" },
	{ "pl", "nie", "no" },
	{ "hu", "igen", "yes" },
	{ "hu", "nem", "no" },
	{ "cs", "ano", "yes" },
	{ "cs", "ne", "no" },
	{ "hr", "da", "yes" },
	{ "sl", "ne", "no" },
	{ "tr", "evet", "yes" },
	{ "tr", "HAYIR", "no" },
	{ "tr", "hay\xc4\xb1r", "no" },
};

static const struct {
	const char *language, *text;
} none[] = {
	/* A letter substituted, or the first one touched. */
	{ "de", "kein" },
	{ "de", "mein" },
	{ "de", "dein" },
	{ "de", "fein" },
	{ "de", "ein" },
	{ "de", "nnein" },
	{ "de", "enin" },
	{ "de", "nain" },
	{ "de", "Top" },
	{ "de", "Tsop" },
	{ "de", "Sstop" },
	{ "de", "Shop" },
	{ "de", "Step" },
	{ "de", "tart" },
	{ "de", "stoppen" },
	{ "de", "stoooop" },
	/* Short ones have no slips. */
	{ "de", "jaa" },
	{ "de", "aj" },
	{ "de", "j" },
	{ "de", "okk" },
	/* Another language's. */
	{ "de", "da" },
	{ "de", "aamelden" },
	{ "de", "wypizs" },
	{ "de", "tak" },
	{ "de", "ne" },
	{ "pl", "no" },
	{ "cs", "no" },
	{ "hu", "no" },
	{ "hr", "\xc5\xa1to" },
	{ "hr", "sto" },
	{ "it", "sto" },
	{ "it", "Sto arrivando" },
	/* Other words. */
	{ "de", "" },
	{ "de", "\xf0\x9f\x91\x8d" },
	{ "de", "?!" },
	{ "de", "Ja oder nein" },
	{ "de", "Ja, aber ich komme sp\xc3\xa4ter" },
	{ "de", "Nein, ich komme um 3" },
	{ "de", "Bitte nicht stoppen" },
	{ "de", "Non-Stop" },
	{ "de",
	    "Ich m\xc3\xb6"
	    "chte STOP sagen" },
	{ "en", "Cancel my appointment please" },
	{ "en", "Starting late" },
	{ "es",
	    "Baja m\xc3\xa9"
	    "dica" },
	{ "de", "Starte um 8" },
	{ "de", "\xff\xfe" },
};

static const struct row first[] = {
	{ "de", "Stop, keine Nachrichten mehr!", "stop" },
	{ "de", "STOPP bitte", "stop" },
	{ "de", "...stop danke", "stop" },
	{ "de", "\xe2\x9b\x94 stop danke", "stop" },
	{ "de", "Stpo bitte keine sms", "stop" },
	{ "de", "Abmelden bitte", "stop" },
	{ "en", "Stop sending me these", "stop" },
};

/* Every slip of the kinds that count, and none of the others. */
static void
slips(const char *word, const char *want)
{
	static const char *const de = "de";
	size_t n = strlen(word), right = 0, wrong = 0, all = 0;
	char s[32];
	bool a;

	for (size_t i = 1; i < n; i++) {
		snprintf(s, sizeof(s), "%.*s%s", (int)i, word, word + i + 1);
		right += str_eq(
		    want, keyword_name(keyword_read(s, &de, 1, NULL, &a)));
		snprintf(
		    s, sizeof(s), "%.*s%c%s", (int)i, word, word[i], word + i);
		right += str_eq(
		    want, keyword_name(keyword_read(s, &de, 1, NULL, &a)));
		all += 2;
	}
	for (size_t i = 0; i < n; i++)
		for (int c = 'a'; c <= 'z'; c++) {
			if (c == word[i])
				continue;
			snprintf(s, sizeof(s), "%s", word);
			s[i] = (char)c;
			wrong += str_eq(want,
			    keyword_name(keyword_read(s, &de, 1, NULL, &a)));
		}
	OK(right == all, "each letter dropped or doubled");
	OK(wrong == 0, "none substituted");
}

static void
own_words(void)
{
	struct keyword_list own = KEYWORD_LIST_INIT;
	const char *languages[] = { NULL, "de" };
	bool a;

	keyword_list_add(&own, "keinethek", KEYWORD_STOP);
	keyword_list_add(&own, "eh", KEYWORD_YES);
	keyword_list_add(&own, "ok", KEYWORD_NONE);
	keyword_list_add(&own, "stop", KEYWORD_NO);
	OK(keyword_read("Eh!", languages, 2, &own, &a) == KEYWORD_YES,
	    "a company's own word");
	OK(keyword_read("ok", languages, 2, &own, &a) == KEYWORD_NONE,
	    "one of ours that it does not want");
	OK(keyword_read("stop", languages, 2, &own, &a) == KEYWORD_NO,
	    "one of ours that means another thing to it");
	OK(keyword_read("Keinethekk bitte", languages, 2, &own, &a) ==
		    KEYWORD_STOP &&
		!a,
	    "its stop words as the first word, and with a slip");
	OK(keyword_read("eh klar", languages, 2, &own, &a) == KEYWORD_NONE,
	    "the others not");
	keyword_list_free(&own);
}

int
main(void)
{
	enum keyword k;

	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		means(alone[i].language, alone[i].text, alone[i].want, true);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		means(none[i].language, none[i].text, "none", false);
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		means(first[i].language, first[i].text, first[i].want, false);
	slips("stop", "stop");
	slips("nein", "no");
	slips("abbestellen", "stop");
	own_words();
	OK(keyword_parse("yes", &k) && k == KEYWORD_YES, "a name");
	OK(!keyword_parse("maybe", &k), "none");
	char *plain = keyword_plain(" N\xc3\x96! ");
	SAME(plain, "noe", "the plain form");
	free(plain);
	return t_done();
}

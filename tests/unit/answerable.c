/* SPDX-License-Identifier: ISC */
#include "domain/answerable.h"

#include "t.h"

static void
test_sender(void)
{
	static struct {
		char address[16], type[16];
		bool routed;
		enum answerable want;
	} all[] = {
		{ "Praxis", "alphanumeric", true, ANSWERABLE_LETTERS },
		{ "Praxis", "", true, ANSWERABLE_LETTERS },
		{ "4PFOTEN", "", false, ANSWERABLE_LETTERS },
		{ "436641234567", "international", true, ANSWERABLE },
		{ "436641234567", "international", false, ANSWERABLE_LOST },
		{ "0828", "shortcode", true, ANSWERABLE },
		{ "0828", "", false, ANSWERABLE_LOST },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct sender s = { .address = all[i].address,
			.type = all[i].type[0] != '\0' ? all[i].type : NULL };
		t_ok(answerable_sender(&s, all[i].routed) == all[i].want,
		    __FILE__, __LINE__, "%s, %s", all[i].address,
		    all[i].routed ? "routed" : "not routed");
	}
}

static void
test_stops(void)
{
	static const struct {
		const char *text;
		bool want;
	} all[] = {
		{ "Keine SMS mehr? Antworten Sie mit STOP.", true },
		{ "STOP beendet.", true },
		{ "Mit STOPP abmelden", true },
		{ "Abmelden: ABMELDEN", true },
		{ "Answer UNSUBSCRIBE", true },
		{ "Opt out: ENDE", true }, /* the company's own */
		{ "OHNE RISIKO", false },
		{ "Non-stop fuer Sie da", false },
		{ "Bitte nicht stop schreiben", false }, /* no capitals */
		{ "NONSTOP", false },
		{ "STOPschild", false },
		{ "xSTOP", false },
		{ "\xc3\x84STOP", false },
		{ "TOP", false },
		{ "{date} {time} {name|STOPPER}", false },
		{ "", false },
	};
	struct keyword_list own = KEYWORD_LIST_INIT;

	keyword_list_add(&own, "ende", KEYWORD_STOP);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		t_ok(answerable_stops(all[i].text, &own) == all[i].want,
		    __FILE__, __LINE__, "'%s' tells %s", all[i].text,
		    all[i].want ? "to stop" : "nothing");
	keyword_list_free(&own);
	keyword_list_add(&own, "stop", KEYWORD_NONE);
	OK(!answerable_stops("STOP", &own),
	    "a word that is none for the company");
	keyword_list_free(&own);
}

int
main(void)
{
	test_sender();
	test_stops();
	return t_done();
}

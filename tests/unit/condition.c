/* SPDX-License-Identifier: ISC */
#include "domain/condition.h"

#include <stdio.h>
#include <string.h>

#include "t.h"

/* Wednesday, 2026-11-25T10:00:00+01:00. */
enum { WEDNESDAY_AT = 1795597200 };

static const struct {
	const char *condition;
	bool holds;
} cases[] = {
	{ "title Nachkontrolle", true },
	{ "title nachkontrolle", true },
	{ "Nachkontrolle", true },
	{ "location Nachkontrolle", false },
	{ "Kontrolle", false },
	{ "*kontrolle", true },
	{ "Nach*", true },
	{ "*kontr*", true },
	{ "kontr*", false },
	{ "Maria Mayr", true },
	{ "Mayr Maria", false },
	{ "Mayr, Maria", true },
	{ "title Mayr, location Graz", true },
	{ "title Mayr, location Wien", false },
	{ "not intern", false },
	{ "not title intern", true },
	{ "description intern", true },
	{ "not extern", true },
	{ "ordination muenzgraben", true },
	{ "Ordination Münzgraben", true },
	{ "all-day", false },
	{ "not all-day", true },
	{ "mon-fri", true },
	{ "wed", true },
	{ "sat-tue", false },
	{ "tue-thu", true },
	{ "sat-wed", true },
	{ "not wed", false },
	{ "title wed", false },
	{ "confirmed", true },
	{ "not confirmed", false },
	{ "Nachkontrolle, mon-fri, not all-day", true },
	{ "Nachkontrolle, sat", false },
};

static const char *const bad[] = { "", ",", "title", "title ,", "not", "--",
	"Mayr,,Graz", "wed, *" };

int
main(void)
{
	struct err e = ERR_INIT;
	struct zones *zs = zones_open(NULL, &e);
	char long_text[600], name[160];
	struct appointment a = {
		.start_at = WEDNESDAY_AT,
		.end_at = WEDNESDAY_AT + 1800,
		.title = (char[]){ "Nachkontrolle: Maria Mayr" },
		.location = (char[]){ "Ordination Münzgraben, Graz" },
		.description = (char[]){ "intern: zum zweiten Mal" },
	};

	OK(zs != NULL, "there are time zones");
	const struct zone *z = zones_get(zs, "Europe/Vienna");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(name, sizeof(name), "%s: %s", cases[i].condition,
		    cases[i].holds ? "holds" : "does not hold");
		OK(condition_check(cases[i].condition, &e) == 0, name);
		OK(condition_holds(cases[i].condition, &a, z, true) ==
			cases[i].holds,
		    name);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err_clear(&e);
		snprintf(name, sizeof(name), "'%s' is refused", bad[i]);
		OK(condition_check(bad[i], &e) == -1 && e.kind == ERR_USAGE,
		    name);
		OK(!condition_holds(bad[i], &a, z, true), name);
	}
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	err_clear(&e);
	OK(condition_check(long_text, &e) == -1, "too long is refused");
	OK(!condition_holds(long_text, &a, z, true), "... and never holds");
	OK(condition_all_day("all-day, title Mayr"), "it names all-day");
	OK(!condition_all_day("not all-day"), "it rules all-day out");
	OK(!condition_all_day("title Mayr"), "it does not name all-day");
	a.all_day = true;
	a.location = a.description = NULL;
	OK(condition_holds("all-day, Mayr", &a, z, false),
	    "an all-day appointment without location and description");
	OK(condition_holds("not confirmed", &a, z, false), "not confirmed");
	/* Half past eleven at night, UTC. */
	a.start_at += 14 * 3600 + 1800;
	OK(condition_holds("thu", &a, z, false),
	    "a weekday is that of the calendar's zone");
	zones_free(zs);
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/property.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"
#include "util/str.h"

static const char event[] =
    "BEGIN:VEVENT\r\n"
    "UID:a\r\n"
    "SUMMARY;LANGUAGE=de:Maria\\, M\xc3\r\n"
    " \xa4yr\\; \\\\ \\n+43\r\n"
    "SUMMARY:second\r\n"
    "X-Phone;X-A=\"b:c\":+43 664\r\n"
    "CONTACT:one\r\n"
    "contact:two\r\n"
    "ATTENDEE;ROLE=X;CN=\"Huber, Franz\":mailto:f@example.org\r\n"
    "ORGANIZER;CN=Praxis:mailto:p@example.org\r\n"
    "COMMENT;X-A=\";CN=no\":yes\r\n"
    "DESCRIPTION:caf\xe9\r\n"
    "NOVALUE\r\n"
    ":nothing\r\n"
    "BEGIN:VALARM\r\n"
    "ACTION:DISPLAY\r\n"
    "END:VALARM\r\n"
    "LOCATION:\r\n"
    "END:VEVENT\r\n";

static void
test_event(void)
{
	struct property_list l = PROPERTY_LIST_INIT;

	property_read(event, strlen(event), &l);
	OK(l.n == 8, "each name once, those of the alarm not");
	OK(str_eq(l.v[0].name, "uid") && str_eq(l.v[0].text, "a"),
	    "in the event's order");
	OK(str_eq(property_get(&l, "summary"), "Maria, M\xc3\xa4yr; \\ \n+43"),
	    "unfolded within a character, unescaped, the first of SUMMARY");
	OK(str_eq(property_get(&l, "x-phone"), "+43 664"),
	    "a colon in a quoted parameter");
	OK(str_eq(property_get(&l, "contact"), "one\ntwo"), "a line each");
	OK(str_eq(property_get(&l, "attendee"),
	       "Huber, Franz mailto:f@example.org"),
	    "the CN in front, quoted");
	OK(str_eq(property_get(&l, "organizer"), "Praxis mailto:p@example.org"),
	    "... or not");
	OK(str_eq(property_get(&l, "comment"), "yes"),
	    "what looks like a CN in quotes is none");
	OK(str_eq(property_get(&l, "description"), "caf\xc3\xa9"), "Latin-1");
	OK(property_get(&l, "action") == NULL &&
		property_get(&l, "novalue") == NULL,
	    "what is not there");
	property_list_free(&l);
	OK(l.v == NULL && l.n == 0, "free leaves it empty");
}

static void
test_long(void)
{
	struct property_list l = PROPERTY_LIST_INIT;
	char *text = malloc(200000), *p = text;

	p += sprintf(p, "BEGIN:VEVENT\n");
	for (int i = 0; i < 3000; i++)
		p += sprintf(p, "COMMENT:%040d\n", i);
	memset(p, 'n', 300);
	p += 300;
	p += sprintf(p, ":v\nEND:VEVENT\n");
	property_read(text, (size_t)(p - text), &l);
	OK(l.n == 1 && strlen(l.v[0].text) == 2000,
	    "many lines are bounded, a long name is none");
	property_list_free(&l);
	free(text);
}

int
main(void)
{
	test_event();
	test_long();
	return t_done();
}

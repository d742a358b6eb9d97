/* SPDX-License-Identifier: ISC */
/*
 * libical FILE - what feed.t compares with: the whole body parsed with
 * libical, and UID, DTSTART and SUMMARY of every event read.  It says how
 * many there were.
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static char *
read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	long n;

	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0 &&
	    fseek(f, 0, SEEK_SET) == 0 &&
	    (text = malloc((size_t)n + 1)) != NULL) {
		size_t got = fread(text, 1, (size_t)n, f);
		text[got] = '\0';
	}
	fclose(f);
	return text;
}

int
main(int argc, char *argv[])
{
	char *text = argc == 2 ? read_file(argv[1]) : NULL;
	icalcomponent *c =
	    text != NULL ? icalcomponent_new_from_string(text) : NULL;
	int n = 0;

	if (c == NULL)
		return 1;
	for (icalcomponent *ev =
		 icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
	     ev != NULL;
	     ev = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT)) {
		icalproperty *start =
		    icalcomponent_get_first_property(ev, ICAL_DTSTART_PROPERTY);
		const char *uid = icalcomponent_get_uid(ev);
		const char *summary = icalcomponent_get_summary(ev);
		if (start != NULL && uid != NULL && summary != NULL &&
		    icalproperty_get_dtstart(start).year > 0)
			n++;
	}
	icalcomponent_free(c);
	free(text);
	printf("%d\n", n);
	return 0;
}

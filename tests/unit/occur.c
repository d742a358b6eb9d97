/* SPDX-License-Identifier: ISC */
/* Single events, days, zones, and what cannot be read. */
#include "ics/occur.h"

#include "expand.h"

#define OWN(tzid)                                                            \
	"BEGIN:VTIMEZONE\nTZID:" tzid "\nBEGIN:STANDARD\n"                   \
	"DTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n" \
	"TZOFFSETFROM:+0600\nTZOFFSETTO:+0500\nEND:STANDARD\n"               \
	"BEGIN:DAYLIGHT\nDTSTART:16010325T020000\n"                          \
	"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0500\n"       \
	"TZOFFSETTO:+0600\nEND:DAYLIGHT\nEND:VTIMEZONE\n"

#define DAILY3 EV("UID:a\n" NINE "RRULE:FREQ=DAILY;COUNT=3\n")

static const struct occur_case singles[] = {
	{ "single, in UTC",
	    EV("UID:a\nDTSTART:20260110T090000Z\nDTEND:20260110T100000Z\n"),
	    "1 0 20260110T090000Z 20260110T100000Z\n", .says = NULL },
	{ "single, with TZID",
	    EV("UID:a\nDTSTART" VIENNA "20260110T090000\nDTEND" VIENNA
	       "20260110T100000\n"),
	    "1 0 20260110T080000Z 20260110T090000Z\n", .says = NULL },
	{ "single, start and end in different zones",
	    EV("UID:a\nDTSTART" VIENNA "20260110T090000\n"
	       "DTEND;TZID=America/New_York:20260110T050000\n"),
	    "1 0 20260110T080000Z 20260110T100000Z\n", .says = NULL },
	{ "floating: the calendar's zone",
	    EV("UID:a\nDTSTART:20260110T090000\nDURATION:PT45M\n"),
	    "1 0 20260110T140000Z 20260110T144500Z\n",
	    .zone = "America/New_York" },
	{ "single: given however far ahead, and past",
	    EV("UID:a\nDTSTART:20270601T090000\n")
		EV("UID:b\nDTSTART:20190110T090000\n"),
	    "2 0 20190110T080000Z 20190110T080000Z\n"
	    "1 0 20270601T070000Z 20270601T070000Z\n",
	    .says = NULL },
	{ "end before start: no length",
	    EV("UID:a\nDTSTART:20260110T090000\nDTEND:20260110T080000\n"),
	    "1 0 20260110T080000Z 20260110T080000Z\n", .says = NULL },
	{ "an end that is none: noted, no length",
	    EV("UID:a\nDTSTART:20260110T090000\nDTEND:20260110T250000\n"),
	    "1 0 20260110T080000Z 20260110T080000Z\n",
	    .says =
		"note 1 DTEND is no date: 20260110T250000; taken as without" },
	{ "negative duration: no length",
	    EV("UID:a\nDTSTART:20260110T090000\nDURATION:-PT1H\n"),
	    "1 0 20260110T080000Z 20260110T080000Z\n", .says = NULL },
	{ "a day of duration is a day of the calendar",
	    EV("UID:a\nDTSTART:20260328T120000\nDURATION:P1D\n")
		EV("UID:b\nDTSTART:20260328T120000\nDURATION:PT24H\n"),
	    "1 0 20260328T110000Z 20260329T100000Z\n"
	    "2 0 20260328T110000Z 20260329T110000Z\n",
	    .says = NULL },
	{ "Z wins over TZID", EV("UID:a\nDTSTART" VIENNA "20260110T090000Z\n"),
	    "1 0 20260110T090000Z 20260110T090000Z\n", .says = NULL },
	{ "a time that daylight saving skips: the offset before",
	    EV("UID:a\nDTSTART:20260329T023000\nDURATION:PT1H\n"),
	    "1 0 20260329T013000Z 20260329T023000Z\n", .says = NULL },
	{ "a time that comes twice: the first",
	    EV("UID:a\nDTSTART:20261025T023000\nDURATION:PT1H\n"),
	    "1 0 20261025T003000Z 20261025T013000Z\n", .says = NULL },
	{ "a leap second", EV("UID:a\nDTSTART:20260110T095960Z\n"),
	    "1 0 20260110T095959Z 20260110T095959Z\n", .says = NULL },
	{ "lower case, blanks, CR alone, a fold within the name",
	    "BEGIN:VEVENT\ruid:a\rdtst\r art;tzid=Europe/Vienna: "
	    "20260110t090000 \rend:vevent\r",
	    "1 0 20260110T080000Z 20260110T080000Z\n", .says = NULL },
};

static const struct occur_case zones[] = {
	{ "an IANA name behind a vendor's prefix",
	    EV("UID:a\nDTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/"
	       "America/Argentina/Buenos_Aires:20260106T090000\n"),
	    "1 0 20260106T120000Z 20260106T120000Z\n", .says = NULL },
	{ "a Windows name, quoted, and in another case",
	    EV("UID:a\nDTSTART;TZID=\"W. Europe Standard Time\":"
	       "20260106T090000\n")
		EV("UID:b\nDTSTART;TZID=eastern standard time:"
		   "20260106T090000\n"),
	    "1 0 20260106T080000Z 20260106T080000Z\n"
	    "2 0 20260106T140000Z 20260106T140000Z\n",
	    .says = NULL },
	{ "the feed's own zone, winter, summer, and its change",
	    OWN("Mine") EV("UID:a\nDTSTART;TZID=Mine:20260106T090000\n")
		EV("UID:b\nDTSTART;TZID=Mine:20260706T090000\n")
		    EV("UID:c\nDTSTART;TZID=Mine:20260329T023000\n"),
	    "2 0 20260106T040000Z 20260106T040000Z\n"
	    "4 0 20260328T213000Z 20260328T213000Z\n"
	    "3 0 20260706T030000Z 20260706T030000Z\n",
	    .says = NULL },
	{ "an IANA name is tzdata's, whatever the feed says of it",
	    OWN("Europe/Vienna")
		EV("UID:a\nDTSTART" VIENNA "20260106T090000\n"),
	    "2 0 20260106T080000Z 20260106T080000Z\n", .says = NULL },
	{ "a zone without rules",
	    "BEGIN:VTIMEZONE\nTZID:Fixed\nBEGIN:STANDARD\n"
	    "DTSTART:16010101T000000\nTZOFFSETFROM:-0330\nTZOFFSETTO:-0330\n"
	    "END:STANDARD\nEND:VTIMEZONE\n" EV(
		"UID:a\nDTSTART;TZID=Fixed:20260106T090000\n"),
	    "2 0 20260106T123000Z 20260106T123000Z\n", .says = NULL },
	{ "a zone that says which it is meant to be",
	    "BEGIN:VTIMEZONE\nTZID:Wien\nX-LIC-LOCATION:Europe/Vienna\n"
	    "BEGIN:STANDARD\nDTSTART:20241027T030000\nTZOFFSETFROM:+0200\n"
	    "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n" EV(
		"UID:a\nDTSTART;TZID=Wien:20260706T090000\n"),
	    "2 0 20260706T070000Z 20260706T070000Z\n", .says = NULL },
	{ "a TZID with colons, quoted and not",
	    OWN("(UTC+05:00) Hier, Dort")
		EV("UID:a\nDTSTART;TZID=\"(UTC+05:00) Hier, Dort\":"
		   "20260106T090000\n")
		    EV("UID:b\nDTSTART;TZID=(UTC+05:00) Hier, Dort:"
		       "20260106T090000\n"),
	    "2 0 20260106T040000Z 20260106T040000Z\n"
	    "3 0 20260106T040000Z 20260106T040000Z\n",
	    .says = NULL },
	{ "nobody knows it: the calendar's, noted once",
	    EV("UID:a\nDTSTART;TZID=Nowhere:20260106T090000\n"
	       "DTEND;TZID=Nowhere:20260106T100000\n"),
	    "1 0 20260106T080000Z 20260106T090000Z\n",
	    .says =
		"note 1 the time zone Nowhere is not known; its times are taken "
		"as of Europe/Vienna\n" },
	{ "X-WR-TIMEZONE, where the calendar has none of its own",
	    "X-WR-TIMEZONE:America/New_York\n" EV(
		"UID:a\nDTSTART:20260106T090000\n"),
	    "2 0 20260106T140000Z 20260106T140000Z\n", .from_feed = true },
	{ "... and where it has",
	    "X-WR-TIMEZONE:America/New_York\n" EV(
		"UID:a\nDTSTART:20260106T090000\n"),
	    "2 0 20260106T080000Z 20260106T080000Z\n", .from_feed = false },
	{ "... and where it is none",
	    "X-WR-TIMEZONE:Nowhere\n" EV("UID:a\nDTSTART:20260106T090000\n"),
	    "2 0 20260106T080000Z 20260106T080000Z\n",
	    .says = "note 1 the calendar's time zone Nowhere is not known",
	    .from_feed = true },
};

static const struct occur_case bad[] = {
	{ "no DTSTART; the rest is read",
	    EV("UID:a\n") EV("UID:b\nDTSTART:20260106T080000Z\n"),
	    "2 0 20260106T080000Z 20260106T080000Z\n",
	    .says = "bad 1 it has no DTSTART" },
	{ "30 February", EV("UID:a\nDTSTART;VALUE=DATE:20260230\n"), "",
	    .says = "bad 1 DTSTART is no date: 20260230" },
	{ "no date at all", EV("UID:a\nDTSTART:tomorrow\n"), "",
	    .says = "bad 1 DTSTART cannot be read: TOMORROW" },
	{ "not closed", "BEGIN:VEVENT\nUID:a\nDTSTART:20260106T080000Z\n", "",
	    .says = "bad 1 it has no END:VEVENT" },
	{ "closed within another",
	    "BEGIN:VEVENT\nUID:a\nBEGIN:VALARM\n"
	    "DTSTART:20260106T080000Z\nEND:VEVENT\n",
	    "", .says = "bad 1 it has no END:VEVENT" },
	{ "a rule that is none", EV("UID:a\n" NINE "RRULE:FREQ=SOMETIMES\n"),
	    "", .says = "bad 1 RRULE cannot be read: FREQ=SOMETIMES" },
	{ "a rule with a weekday that is none",
	    EV("UID:a\n" NINE "RRULE:FREQ=WEEKLY;BYDAY=XX\n"), "",
	    .says = "bad 1 RRULE cannot be read: FREQ=WEEKLY;BYDAY=XX" },
	{ "an EXDATE that cannot be read could be any",
	    EV("UID:a\n" NINE "RRULE:FREQ=DAILY;COUNT=2\n"
	       "EXDATE:20260106T080000Z,foo\n"),
	    "", .says = "bad 1 EXDATE cannot be read: FOO" },
	{ "a bad override withholds what it replaces, no more",
	    DAILY3 EV("UID:a\nRECURRENCE-ID" VIENNA "20260106T090000\n"
		      "DTSTART:20260230T090000\n"),
	    "1 20260105T080000Z 20260105T080000Z 20260105T090000Z\n"
	    "1 20260107T080000Z 20260107T080000Z 20260107T090000Z\n",
	    .says = "bad 2 DTSTART is no date: 20260230T090000" },
	{ "a bad override that says not of what withholds the series",
	    DAILY3 EV("UID:a\nRECURRENCE-ID:20260230T090000\n"
		      "DTSTART:20260106T090000\n")
		EV("UID:b\nDTSTART:20260106T080000Z\n"),
	    "3 0 20260106T080000Z 20260106T080000Z\n",
	    .says = "bad 1 another component with its UID cannot be read" },
	{ "a bad master withholds an older one",
	    EV("UID:a\nSEQUENCE:1\nDTSTART:20260230T090000\n")
		EV("UID:a\nSEQUENCE:0\nDTSTART:20260106T090000\n"),
	    "", .says = "bad 2 another component with its UID cannot be read" },
	{ "nested for ever",
	    "BEGIN:VEVENT\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n"
	    "BEGIN:A\nBEGIN:A\nBEGIN:A\n",
	    "", .says = "bad 1 components are nested too deep" },
};

static void
unknown_zone(void)
{
	struct ics_input in = { .zone = "Europe/Nowhere" };
	struct parsed p = PARSED_INIT;
	struct err e = ERR_INIT;

	OK(ics_expand(&in, zs, &p, &e) == -1 && e.kind == ERR_CONF,
	    "a calendar's zone that is none is an error");
	parsed_free(&p);
}

int
main(void)
{
	expand_open();
	CHECK(singles);
	CHECK(zones);
	CHECK(bad);
	unknown_zone();
	zones_free(zs);
	return t_done();
}

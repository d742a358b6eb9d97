/* SPDX-License-Identifier: ISC */
#include "domain/body.h"

#include <stdlib.h>

#include "t.h"
#include "util/mem.h"

#define CAL "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n"
#define END "END:VCALENDAR\r\n"
#define EV(uid, rest)                                                      \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART:20261201T090000Z\r\n" rest \
	"END:VEVENT\r\n"

/* Cut and say how it went: "ok", or the sentence. */
static const char *
said_n(const char *s, size_t n)
{
	static struct err e;
	struct body b = BODY_INIT;

	e = ERR_INIT;
	int r = body_cut(s, n, &b, &e);
	body_free(&b);
	return r == 0 ? "ok" : e.msg;
}

static const char *
said(const char *s)
{
	return said_n(s, strlen(s));
}

/* Cut what must be whole. */
static struct body
cut(const char *s)
{
	struct body b = BODY_INIT;
	struct err e = ERR_INIT;

	if (body_cut(s, strlen(s), &b, &e) == -1)
		printf("# %s\n", e.msg);
	return b;
}

/* Borrow the UID until the next one is asked for. */
static const char *
uid(const struct body_component *c)
{
	static char *last;

	free(last);
	last = body_uid(c);
	return last;
}

/* Have the two the same components, by hash? */
static bool
same(const char *x, const char *y)
{
	struct body a = cut(x), b = cut(y);
	bool r = a.n > 0 && memcmp(a.digest, b.digest, DIGEST_SIZE) == 0;

	body_free(&a);
	body_free(&b);
	return r;
}

/* What nobody should write, and somebody does. */
static void
oddities(void)
{
	static const char text[] =
	    "\r\n\n" CAL "BEGIN:\tVEVENT \r\nUID:1\r\n\r\n\n 2\r\n"
	    "END: VEVENT\t\r\n" EV(
		"b", "") "BEGIN:X-NOTE\r\n"
			 "X-WR-TIMEZONE:Asia/Tokyo\r\nEND:X-NOTE\r\n"
			 "X-WR-TIMEZONE:Europe/Vienna\r\n" END
			 "between\r\n" CAL EV("c\\", "") END;
	struct body b = cut(text);

	EQUAL(b.n, 4, "two calendars, with something between: three events");
	EQUAL(b.v[1].line, 6, "blank lines before it count");
	SAME(uid(&b.v[1]), "12", "so short a UID, across blank lines");
	EQUAL(b.v[2].line, 12, "... which count, too");
	SAME(uid(&b.v[2]), "b", "... nor is it too short");
	SAME(uid(&b.v[3]), "c\\", "nothing is escaped at its end");
	EQUAL(b.n_other, 1, "what nobody knows is passed over");
	OK(strstr(b.calendar.v, "Vienna") != NULL &&
		strstr(b.calendar.v, "Tokyo") == NULL,
	    "... and ends where it ends");
	body_free(&b);
	OK(!same(CAL "X-WR-TIMEZONE:Europe/Vienna\r\n" END,
	       CAL "X-WR-TIMEZONE:Europe/London\r\n" END),
	    "another zone is another calendar");
}

static void
completeness(void)
{
	SAME(said(CAL EV("a", "") END), "ok", "a calendar");
	SAME(said("\xef\xbb\xbf" CAL END "\r\n \r\n\r\n"), "ok",
	    "byte-order mark, trailing blank lines, no event");
	SAME(said("\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"), "ok",
	    "blank lines before, no line end behind");
	SAME(said("begin:vcalendar\nend:vcalendar\n"), "ok", "lower case");
	SAME(said("BEGIN:VCALENDAR\rEND:VCALENDAR\r"), "ok", "CR alone");
	SAME(said("BEGIN:VCAL\n ENDAR\nEND:VCALEN\n DAR\n"),
	    "it is not a calendar: it does not begin with BEGIN:VCALENDAR",
	    "nobody folds the first line");
	SAME(said(CAL "END:VCALEN\r\n DAR\r\n"), "ok", "the last one folded");
	SAME(said(CAL END CAL EV("a", "") END), "ok", "several in one body");
	SAME(said(""), "it is empty", "empty");
	SAME(said("\r\n\r\n"), "it is empty", "nothing but blank lines");
	SAME(said("<!DOCTYPE html><html>"),
	    "it is an HTML page (of a login, or of an error), not a calendar",
	    "a login page");
	SAME(said("  {\"error\": 1}"), "it is JSON, not a calendar", "JSON");
	SAME(said("BEGIN:VCARD\n"),
	    "it is an address book (vCard), not a calendar", "vCard");
	SAME(said_n("\xff\xfe"
		    "B\0E\0",
		 6),
	    "it is text in UTF-16 instead of UTF-8, not a calendar", "UTF-16");
	SAME(said("sorry"),
	    "it is not a calendar: it does not begin with BEGIN:VCALENDAR",
	    "something else");
	SAME(said(CAL EV("a", "")),
	    "it is cut off: it does not end with END:VCALENDAR", "cut off");
	SAME(said(CAL "BEGIN:VEVENT\r\nUID:a\r\nSUMM"),
	    "it is cut off: it does not end with END:VCALENDAR",
	    "cut off in the middle of a line");
	SAME(said(CAL EV("a", "") CAL END),
	    "it is cut off: line 8 begins another VCALENDAR before the end of "
	    "the first",
	    "cut off in front of another");
	SAME(said(CAL END "<script>"),
	    "it does not end with END:VCALENDAR, which something follows in "
	    "line 5",
	    "something behind it");
	SAME(said(CAL END EV("a", "")),
	    "it does not end with END:VCALENDAR, which something follows in "
	    "line 5",
	    "an event behind it");
}

static void
components(void)
{
	static const char text[] =
	    CAL "BEGIN:VTIMEZONE\r\nTZID;X=\"a:b\":Here\r\nBEGIN:STANDARD\r\n"
		"RRULE:FREQ=YEARLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
		"BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n"
		"begin:vevent\r\nBEGIN:VALARM\r\nUID:alarm\r\nEND:VALARM\r\n"
		"U\r\n ID:a\\,\r\n\t b\xc3\r\n \xa4\r\nEnd:VEvent\r\n"
		"X-WR-CALNAME:late\r\n" EV("s", "RRULE:FREQ=DAILY\r\n") EV("s2",
		    "rdate:20261202\r\n") "BEGIN:VEVENT\r\nEND:VEVENT\r\n" END;
	struct body b = cut(text);

	EQUAL(b.n, 6, "calendar, zone and four events");
	EQUAL(b.n_events, 4, "events are counted");
	EQUAL(b.n_other, 1, "a task is passed over and counted");
	EQUAL(b.n_bad, 0, "all of them whole");
	SAME(b.calendar.v, CAL "X-WR-CALNAME:late\r\nEND:VCALENDAR\r\n",
	    "the calendar's own properties");
	OK(b.v[0].kind == BODY_CALENDAR && b.v[0].text == b.calendar.v,
	    "they come first");
	OK(b.v[1].kind == BODY_TIMEZONE && !b.v[1].series,
	    "a rule of a zone makes no series");
	SAME(uid(&b.v[1]), "Here", "TZID behind parameters");
	EQUAL(b.v[1].line, 4, "the line it begins in");
	SAME(uid(&b.v[2]), "a, b\xc3\xa4",
	    "UID of its own level, unfolded in a character, unescaped");
	EQUAL(b.v[2].line, 13, "... and its line");
	OK(strncmp(b.v[2].text, "begin:vevent\r\nBEGIN", 19) == 0 &&
		b.v[2].text + b.v[2].n == strstr(text, "X-WR-CAL"),
	    "its text is the body's");
	OK(b.v[3].series && b.v[4].series, "RRULE and RDATE make a series");
	OK(!b.v[2].series && !b.v[5].series, "others do not");
	SAME(uid(&b.v[5]), "", "no UID");
	body_free(&b);

	b = cut(CAL EV("\xe4\\n", "") END);
	SAME(uid(&b.v[1]), "\xc3\xa4\n", "a Latin-1 UID becomes UTF-8");
	body_free(&b);
}

static void
broken(void)
{
	struct body b = cut(CAL "BEGIN:VEVENT\r\nUID:open\r\n" EV(
	    "b", "") "BEGIN:VEVENT\r\nUID:last\r\nBEGIN:VALARM\r\n" END);

	EQUAL(b.n, 4, "an unclosed event costs itself alone");
	OK(b.v[1].bad && !b.v[2].bad && b.v[3].bad, "... and is marked");
	OK(b.v[1].text + b.v[1].n == b.v[2].text, "it ends where one begins");
	EQUAL(b.n_bad, 2, "... and counted");
	body_free(&b);

	b = cut(CAL EV("a", "BEGIN:VALARM\r\n") EV("b", "") END);
	OK(b.n == 3 && b.v[1].bad && !b.v[2].bad, "so does an open alarm");
	body_free(&b);

	b = cut(CAL "END:VALARM\r\nEND:VEVENT\r\nBEGIN:X-BOX\r\nBEGIN:X-BOX\r\n"
		    "UID:x\r\nEND:X-BOX\r\nEND:X-BOX\r\n" EV("a", "") END);
	OK(b.n == 2 && b.n_other == 1 && !b.v[1].bad,
	    "what is unknown may nest, what is astray is no matter");
	body_free(&b);
}

static void
hashes(void)
{
	static const char crlf[] = CAL EV("a", "SUMMARY:x y\r\n") END;
	static const char lf[] =
	    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n"
	    "BEGIN:VEVENT\nUID:a\nDTSTART:20261201T090000Z\nSUMMARY:x y\n"
	    "END:VEVENT\nEND:VCALENDAR\n";
	static const char cr[] =
	    "BEGIN:VCALENDAR\rVERSION:2.0\rPRODID:-//x//y\r"
	    "BEGIN:VEVENT\rUID:a\rDTSTART:20261201T090000Z\rSUMMARY:x \r  y"
	    "\rEND:VEVENT\rEND:VCALENDAR\r";

	OK(same(crlf, lf), "CRLF and LF are the same");
	OK(!same(crlf, cr), "another blank is another text");
	OK(same(crlf,
	       "BEGIN:VCALENDAR\rVERSION:2.0\rPRODID:-//x//y\rBEGIN:VEVENT\r"
	       "UID:a\rDTSTART:20261201T090000Z\rSUMMARY:x\r  y\rEND:VEVENT\r"
	       "END:VCALENDAR\r"),
	    "so are CR and folds");
	OK(same(crlf, CAL EV("a", "SUMM\r\n ARY\r\r\n\t:x y\r\n\r\n") END),
	    "folds in a name, CRCRLF, empty lines");
	OK(same(crlf,
	       CAL EV("a",
		   "DTSTAMP:20261124T100000Z\r\nLast-Modified;X=1:2026112\r\n "
		   "4T100000Z\r\nSUMMARY:x y\r\ncreated:20200101T000000Z\r\n")
		   END),
	    "DTSTAMP, LAST-MODIFIED and CREATED do not count");
	OK(same(CAL EV("a", "BEGIN:VALARM\r\nDTSTAMP:1\r\nEND:VALARM\r\n") END,
	       CAL EV("a", "BEGIN:VALARM\r\nEND:VALARM\r\n") END),
	    "... nor in a subcomponent");
	OK(!same(crlf, CAL EV("a", "SUMMARY:x y\r\nDTSTAMPS:1\r\n") END),
	    "a name must be the whole name");
	OK(!same(crlf, CAL EV("a", "SUMMARY:x z\r\n") END), "a title counts");
	OK(!same(crlf, CAL "METHOD:PUBLISH\r\n" EV("a", "SUMMARY:x y\r\n") END),
	    "a property of the calendar counts");
	OK(same(CAL EV("a", "") EV("b", "") END,
	       CAL EV("b", "") EV("a", "") END),
	    "the order does not");
	OK(same(CAL EV("a", "") EV("b", "") END,
	       CAL EV("b", "") EV("a", "") EV("b", "") END),
	    "nor does the same thing twice");
	OK(!same(CAL EV("a", "") END, CAL EV("a", "") EV("b", "") END),
	    "one more does");

	struct body b = cut(CAL EV("b", "") EV("a", "") EV("b", "") END);
	EQUAL(b.n, 4, "all of them are there");
	EQUAL(b.n_by_hash, 3, "each hash once");
	bool rising = true;
	for (size_t i = 1; i < b.n_by_hash; i++)
		rising = rising &&
		    memcmp(b.by_hash[i - 1]->hash, b.by_hash[i]->hash,
			DIGEST_SIZE) < 0;
	OK(rising, "in order");
	body_free(&b);
}

/* A body of the events from..to, by number. */
static struct body
numbered(int from, int to, struct buf *text)
{
	buf_reset(text);
	buf_str(text, CAL);
	for (int i = from; i < to; i++)
		buf_fmt(text, "BEGIN:VEVENT\nUID:%d\nEND:VEVENT\n", i);
	buf_str(text, END);
	return cut(text->v);
}

/* Does each hash lie in the one part that it belongs to? */
static bool
in_parts(const struct body *b, size_t n_parts)
{
	size_t at = 0;

	for (size_t part = 0; part < n_parts; part++) {
		uint8_t first[DIGEST_SIZE], last[DIGEST_SIZE];
		size_t from, to;

		body_part(b, part, n_parts, first, last, &from, &to);
		if (from != at || memcmp(first, last, DIGEST_SIZE) >= 0)
			return false;
		for (; at < to; at++)
			if (memcmp(b->by_hash[at]->hash, first, DIGEST_SIZE) <
				0 ||
			    memcmp(b->by_hash[at]->hash, last, DIGEST_SIZE) > 0)
				return false;
	}
	return at == b->n_by_hash;
}

static void
parts(void)
{
	struct buf text = BUF_INIT, more = BUF_INIT, sa = BUF_INIT,
		   sb = BUF_INIT;
	struct body few = numbered(0, 3, &text);

	EQUAL(body_parts(&few), 1, "a small body is one part");
	OK(in_parts(&few, 1), "... with all hashes");
	body_free(&few);

	struct body a = numbered(0, 5000, &text);
	struct body b = numbered(1, 5001, &more);
	size_t n = body_parts(&a), differ = 0;
	EQUAL(n, 128, "a large one has many");
	OK(in_parts(&a, n) && in_parts(&a, BODY_PARTS_MAX),
	    "each hash lies in its part");
	bool rising = true;
	for (size_t i = 1; i < a.n_by_hash; i++)
		rising = rising &&
		    memcmp(a.by_hash[i - 1]->hash, a.by_hash[i]->hash,
			DIGEST_SIZE) < 0;
	OK(rising && a.n_by_hash == 5001, "5001 hashes in order");
	body_sum(&a, &sa);
	body_sum(&b, &sb);
	EQUAL(sa.n, n * BODY_PART, "a sum for each part");
	for (size_t i = 0; i < n; i++)
		differ += memcmp(sa.v + i * BODY_PART, sb.v + i * BODY_PART,
			      BODY_PART) != 0;
	OK(differ > 0 && differ <= 2,
	    "one event less and one more: two parts differ");
	buf_reset(&sb);
	body_sum(&a, &sb);
	OK(memcmp(sa.v, sb.v, sa.n) == 0, "the same body, the same sums");
	body_free(&a);
	body_free(&b);
	buf_free(&text);
	buf_free(&more);
	buf_free(&sa);
	buf_free(&sb);
}

static void
odd_bytes(void)
{
	static const char nul[] = CAL EV("a\0b", "SUMMARY:x\0y\r\n") END;
	static const char nul2[] = CAL EV("a\0b", "SUMMARY:x\0z\r\n") END;
	struct body b = BODY_INIT, c = BODY_INIT;
	struct err e = ERR_INIT;

	OK(body_cut(nul, sizeof(nul) - 1, &b, &e) == 0 && b.n == 2,
	    "a NUL is a byte like others");
	SAME(uid(&b.v[1]), "ab", "... but not in a UID");
	OK(body_cut(nul2, sizeof(nul2) - 1, &c, &e) == 0 &&
		memcmp(b.digest, c.digest, DIGEST_SIZE) != 0,
	    "what stands behind it counts");
	body_free(&b);
	body_free(&c);

	size_t n = 10 << 20;
	struct buf big = BUF_INIT;
	char *filler = mem_alloc(n);
	memset(filler, 'x', n);
	buf_str(&big, CAL "BEGIN:VEVENT\r\nDESCRIPTION:");
	buf_add(&big, filler, n);
	buf_str(&big, "\r\nUID:behind\r\nEND:VEVENT\r\n" END);
	OK(body_cut(big.v, big.n, &b, &e) == 0 && b.n == 2, "a line of 10 MB");
	SAME(uid(&b.v[1]), "behind", "... hides nothing");
	body_free(&b);

	buf_reset(&big);
	buf_str(&big, CAL);
	for (int i = 0; i < BODY_MAX + 1; i++)
		buf_str(&big, "BEGIN:VEVENT\nEND:VEVENT\n");
	buf_str(&big, END);
	SAME(said_n(big.v, big.n), "it has more than 200000 components",
	    "there is a bound to what is kept");
	buf_free(&big);
	free(filler);
}

static int64_t
ttl(const char *s)
{
	return body_ttl(s, strlen(s));
}

static void
ttls(void)
{
	EQUAL(ttl("X-PUBLISHED-TTL:PT1H\r\n"), 3600, "an hour");
	EQUAL(ttl("refresh-interval;VALUE=DURATION:P1DT12H\r\n"), 129600,
	    "a day and a half");
	EQUAL(ttl("X-PUBLISHED-TTL:PT15M\nREFRESH-INTERVAL:PT1M30S\n"), 900,
	    "the longer counts");
	EQUAL(ttl("X-PUBLISHED-TTL:P1W\n"), 604800, "a week");
	EQUAL(ttl("X-PUBLISHED-TTL:soon\n"), 0, "nonsense");
	EQUAL(ttl("X-PUBLISHED-TTL:-PT1H\n"), 0, "less than nothing");
	EQUAL(ttl("X-PUBLISHED-TTL:P99999999999999999999W\n") > 0, 1,
	    "very long");
	EQUAL(ttl("VERSION:2.0\n"), 0, "none");
	EQUAL(ttl(""), 0, "nothing at all");
}

int
main(void)
{
	completeness();
	oddities();
	components();
	broken();
	hashes();
	parts();
	odd_bytes();
	ttls();
	return t_done();
}

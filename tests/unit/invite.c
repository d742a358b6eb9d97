/* SPDX-License-Identifier: ISC */
#include "domain/invite.h"

#include <stdlib.h>

#include "t.h"
#include "util/utf8.h"

/* 2026-11-26T10:00 to 10:30 in Vienna. */
static struct invite
sample(void)
{
	return (struct invite){
		.token = "abcDEF01234",
		.made_at = 1764000000,
		.stamp_at = 1795510800,
		.start_at = 1795683600,
		.end_at = 1795685400,
		.zone = zone_utc(),
		.company = "Praxis Muster",
		.contact = "Dr. Eva Muster",
		.email = "praxis@example.com",
	};
}

/* The lines that begin with `name`, unfolded and without CR, each with LF. */
static char *
lines(const struct invite *i, const char *name)
{
	struct buf file = BUF_INIT, flat = BUF_INIT, out = BUF_INIT;

	invite_write(&file, i);
	for (const char *p = buf_cstr(&file); *p != '\0'; p++) {
		if (strncmp(p, "\r\n ", 3) == 0)
			p += 2;
		else if (*p != '\r')
			buf_char(&flat, *p);
	}
	for (const char *p = buf_cstr(&flat); *p != '\0';) {
		size_t n = strcspn(p, "\n") + 1;
		if (strncmp(p, name, strlen(name)) == 0)
			buf_add(&out, p, n);
		p += n;
	}
	buf_free(&file);
	buf_free(&flat);
	return buf_take(&out);
}

static void
has(const struct invite *i, const char *name, const char *want,
    const char *what)
{
	char *got = lines(i, name);

	SAME(got, want, what);
	free(got);
}

static void
test_whole(void)
{
	struct buf b = BUF_INIT;
	struct invite i = sample();

	i.location = "Ring 1";
	i.phone = "0316 123456";
	i.country_code = "43";
	i.web = "www.example.com";
	i.branch = "Graz";
	invite_write(&b, &i);
	SAME(b.v,
	    "BEGIN:VCALENDAR\r\n"
	    "VERSION:2.0\r\n"
	    "PRODID:-//smscal//smscal//EN\r\n"
	    "CALSCALE:GREGORIAN\r\n"
	    "METHOD:PUBLISH\r\n"
	    "BEGIN:VEVENT\r\n"
	    "UID:abcDEF01234@1764000000.smscal\r\n"
	    "SEQUENCE:0\r\n"
	    "DTSTAMP:20261124T090000Z\r\n"
	    "LAST-MODIFIED:20261124T090000Z\r\n"
	    "DTSTART:20261126T090000Z\r\n"
	    "DTEND:20261126T093000Z\r\n"
	    "SUMMARY:Praxis Muster\r\n"
	    "LOCATION:Ring 1\r\n"
	    "ORGANIZER;CN=\"Praxis Muster\":mailto:praxis@example.com\r\n"
	    "CONTACT:Dr. Eva Muster\\, 0316 123456\\, praxis@example.com\r\n"
	    "DESCRIPTION:Praxis Muster\\nGraz\\nDr. Eva Muster\\n0316 123456"
	    "\\npraxis@exampl\r\n e.com\\nwww.example.com\r\n"
	    "URL:https://www.example.com\r\n"
	    "STATUS:CONFIRMED\r\n"
	    "END:VEVENT\r\n"
	    "END:VCALENDAR\r\n",
	    "a whole file");
	buf_free(&b);
}

static void
test_times(void)
{
	struct err e = ERR_INIT;
	struct zones *zs = zones_open(NULL, &e);
	struct invite i = sample();

	i.cancelled = true;
	i.sequence = 3;
	has(&i, "METHOD", "METHOD:CANCEL\n", "cancelled");
	has(&i, "STATUS", "STATUS:CANCELLED\n", "... its state");
	has(&i, "SEQUENCE", "SEQUENCE:3\n", "... its sequence");
	has(&i, "UID", "UID:abcDEF01234@1764000000.smscal\n", "... its UID");
	i = sample();
	i.end_at = i.start_at;
	has(&i, "DTEND", "", "no end");
	i = sample();
	i.all_day = true;
	i.zone = zs != NULL ? zones_get(zs, "Europe/Vienna") : NULL;
	if (!OK(i.zone != NULL, "a zone"))
		return;
	i.start_at = 1795647600; /* midnight of the 26th in Vienna */
	i.end_at = i.start_at + 2 * 86400;
	has(&i, "DTSTART", "DTSTART;VALUE=DATE:20261126\n", "all-day");
	has(&i, "DTEND", "DTEND;VALUE=DATE:20261128\n", "... its end");
	i.end_at = i.start_at;
	has(&i, "DTEND", "DTEND;VALUE=DATE:20261127\n", "... without an end");
	zones_free(zs);
}

static void
test_texts(void)
{
	struct invite i = sample();

	i.company = "A; B, C\\D \"E\"\nF\r\x01\xE2\x80\x8BG\xFC";
	has(&i, "SUMMARY", "SUMMARY:A\\; B\\, C\\\\D \"E\"\\nFG\u00FC\n",
	    "escaped, without hidden characters");
	has(&i, "ORGANIZER",
	    "ORGANIZER;CN=\"A; B, C\\D 'E'FG\u00FC\":"
	    "mailto:praxis@example.com\n",
	    "a parameter has no quotes");
	i = sample();
	i.email = "a@b.example\r\nX-EVIL:1";
	has(&i, "X-EVIL", "", "no line of its own");
	i = sample();
	i.location = "Saal https://evil.example/x 2";
	has(&i, "LOCATION", "LOCATION:Saal 2\n", "T3: no links");
	i.links = true;
	has(&i, "LOCATION", "LOCATION:Saal https://evil.example/x 2\n",
	    "... but where they are allowed");
	i.location = " \n ";
	i.street = "Ring 1";
	i.postcode = "8010";
	i.town = "Graz";
	has(&i, "LOCATION", "LOCATION:Ring 1\\, 8010 Graz\n", "the address");
	i.street = i.postcode = i.town = NULL;
	has(&i, "LOCATION", "", "neither");
	i.email = NULL;
	i.phone = "0316 12 34 56";
	i.country_code = "43";
	has(&i, "ORGANIZER",
	    "ORGANIZER;CN=\"Praxis Muster\":tel:+43316123456\n",
	    "an organizer by phone");
	i.country_code = NULL;
	has(&i, "ORGANIZER", "ORGANIZER;CN=\"Praxis Muster\":invalid:nomail\n",
	    "... or by none");
}

/* Each line has 75 octets at most, and is UTF-8 by itself. */
static void
test_folding(void)
{
	struct invite i = sample();
	struct buf name = BUF_INIT, b = BUF_INIT;
	size_t longest = 0;
	bool whole = true;

	for (int n = 0; n < 90; n++) {
		buf_reset(&name);
		for (int k = 0; k < n; k++)
			buf_char(&name, 'x');
		buf_str(&name,
		    "\u00FC\u20AC\U0001F600\u00FC\u20AC\U0001F600"
		    "\u00FC\u20AC\U0001F600\u00FC\u20AC\U0001F600"
		    "\u00FC\u20AC\U0001F600\u00FC\u20AC\U0001F600");
		i.company = name.v;
		buf_reset(&b);
		invite_write(&b, &i);
		for (const char *p = buf_cstr(&b); *p != '\0';) {
			size_t len = strcspn(p, "\r");
			longest = len > longest ? len : longest;
			whole = whole && utf8_valid(p, len) &&
			    strncmp(p + len, "\r\n", 2) == 0;
			p += len + 2;
		}
		char *got = lines(&i, "SUMMARY:");
		whole = whole && strncmp(got + 8, name.v, name.n) == 0 &&
		    strcmp(got + 8 + name.n, "\n") == 0;
		free(got);
	}
	EQUAL((long long)longest, 75, "lines of 75 octets");
	OK(whole, "no character is torn, and none lost");
	buf_free(&name);
	buf_free(&b);
}

static void
test_lacks(void)
{
	struct invite i = { .company = "Praxis", .contact = " " };
	struct buf b = BUF_INIT;

	invite_lacks(&b, &i);
	SAME(b.v, "--contact, and --phone or --email", "all that is missing");
	buf_reset(&b);
	i.contact = "Dr. Muster";
	invite_lacks(&b, &i);
	SAME(b.v, "--phone or --email", "... or a part");
	buf_reset(&b);
	i.phone = "1";
	invite_lacks(&b, &i);
	i.phone = NULL;
	i.email = "a@b.example";
	invite_lacks(&b, &i);
	SAME(b.v, "", "one of the two will do");
	buf_free(&b);
}

static void
test_token(void)
{
	char token[INVITE_TOKEN + 1];
	uint8_t random[32];

	for (int k = 0; k < 32; k++)
		random[k] = (uint8_t)(k < 16 ? 255 : k);
	OK(invite_token(random, 32, token), "a token");
	SAME(token, "GHIJKLMNOPQ", "... of the bytes that count alike");
	OK(!invite_token(random, 26, token), "too few of them");
	OK(invite_name("GHIJKLMNOPQ.ics", token), "a file of ours");
	SAME(token, "GHIJKLMNOPQ", "... and its token");
	static const char *const others[] = { "GHIJKLMNOP.ics",
		"GHIJKLMNOPQR.ics", "GHIJKLMNOPQ.icsx", "GHIJKLMNOPQ",
		"../JKLMNOPQ.ics", ".ics", "" };
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		OK(!invite_name(others[k], token), "none of ours");
	EQUAL((long long)strlen(INVITE_SAMPLE), INVITE_TOKEN, "as long");
}

int
main(void)
{
	test_whole();
	test_times();
	test_texts();
	test_folding();
	test_lacks();
	test_token();
	return t_done();
}

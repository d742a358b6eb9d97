/* SPDX-License-Identifier: ISC */
#include "domain/letter.h"

#include <stdlib.h>

#include "t.h"
#include "util/utf8.h"

enum { AT = 1795510800 }; /* 2026-11-24T09:00:00Z */

static char *
render(const char *from, const char *to, const char *subject, const char *text,
    const char *id)
{
	const struct letter l = { from, to, subject, text, id, AT };
	struct buf b = BUF_INIT;

	letter_render(&l, &b);
	return buf_take(&b);
}

/* Of the head, how many lines begin so? */
static int
heads(const char *mail, const char *name)
{
	int n = 0;

	for (const char *p = mail; p != NULL && *p != '\n';) {
		n += strncmp(p, name, strlen(name)) == 0;
		p = strchr(p, '\n');
		p = p != NULL ? p + 1 : NULL;
	}
	return n;
}

static void
whole(void)
{
	char *mail = render("smscal@sms.example.org", "office@example.org",
	    "SMS reply from Maria Mayr", "Hello\nthere\n", "1.2@test");

	SAME(mail,
	    "From: smscal@sms.example.org\n"
	    "To: office@example.org\n"
	    "Subject: SMS reply from Maria Mayr\n"
	    "Date: Tue, 24 Nov 2026 09:00:00 +0000\n"
	    "Message-ID: <1.2@test>\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: base64\n"
	    "Auto-Submitted: auto-generated\n"
	    "\n"
	    "SGVsbG8NCnRoZXJlDQo=\n",
	    "a mail, its lines ended by CRLF");
	free(mail);
}

static void
injection(void)
{
	char *mail = render("a@b.c\nBcc: x@y.z", "d@e.f\r\nBcc: x@y.z",
	    "Hi\nBcc: x@y.z\r\n\r\nbody", ".\n", "1@t>\nBcc: x@y.z");

	OK(heads(mail, "Bcc") == 0, "no value adds a header");
	OK(heads(mail, "Subject: HiBcc: x@y.zbody") == 1,
	    "... it stays in its own");
	OK(strchr(mail, '\r') == NULL, "... nor a bare CR");
	free(mail);
}

/* RFC 2047: at most 75 characters a word, 76 a line, no torn letter. */
static void
subjects(void)
{
	struct buf long_one = BUF_INIT;
	size_t longest = 0;
	bool torn = false;

	for (int i = 0; i < 60; i++)
		buf_str(&long_one, i % 2 == 0 ? "ö" : "x");
	char *mail = render("a@b.c", "d@e.f", long_one.v, "", "1@t");
	const char *p = strstr(mail, "Subject: ") + 9;
	int words = 0;

	OK(strncmp(p, "=?UTF-8?B?", 10) == 0, "umlauts are encoded");
	for (;;) {
		size_t n = strcspn(p, "\n");
		longest = n > longest ? n : longest;
		/* 3 bytes are 4 letters; ö is C3 B6: no word ends in C3. */
		const char *end = strstr(p, "?=");
		torn = torn || end == NULL;
		words++;
		if (p[n] != '\n' || p[n + 1] != ' ')
			break;
		p += n + 2;
	}
	OK(words > 1, "a long one has several words");
	OK(longest <= 75, "none longer than 75");
	OK(!torn, "each is ended");
	free(mail);
	buf_free(&long_one);

	mail = render("a@b.c", "d@e.f", "=?UTF-8?B?eA==?= x", "", "1@t");
	OK(strstr(mail, "Subject: =?UTF-8?B?PT9VVEY") != NULL,
	    "what reads like an encoded word is one behind it");
	free(mail);
}

static void
texts(void)
{
	struct buf b = BUF_INIT;
	char name[64];

	for (int t = 0; t < LETTER_TEXTS; t++) {
		for (int german = 0; german < 2; german++) {
			buf_reset(&b);
			letter_put(&b, german ? "de-AT" : "fr",
			    (enum letter_text)t, "ONE", "TWO");
			snprintf(name, sizeof(name), "text %d in %s", t,
			    german ? "German" : "English");
			OK(b.n > 0 && utf8_valid(b.v, b.n) &&
				strchr(b.v, '{') == NULL,
			    name);
		}
	}
	buf_reset(&b);
	letter_put(&b, "de", LETTER_WROTE, "{2}", "x");
	SAME(b.v, "{2} hat geantwortet, am x:\n\n",
	    "what is filled in is not filled in again");
	buf_reset(&b);
	letter_time(&b, "de", zone_utc(), AT);
	SAME(b.v, "24.11.2026 09:00", "a time in German");
	buf_reset(&b);
	letter_time(&b, "en", zone_utc(), AT);
	SAME(b.v, "2026-11-24 09:00", "... and for all others");
	buf_free(&b);
}

int
main(void)
{
	whole();
	injection();
	subjects();
	texts();
	return t_done();
}

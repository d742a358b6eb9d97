/* SPDX-License-Identifier: ISC */
#include "domain/letter.h"

#include <string.h>

#include "util/civil.h"
#include "util/digest.h"

enum {
	WORD = 45, /* bytes of an encoded word: 60 of its 75 (RFC 2047, 2) */
	LINE = 57  /* bytes of a line of base64: 76 (RFC 2045, 6.8) */
};

/* Without what could end a header or stand for another one. */
static void
put_clean(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= ' ' && *s != 0x7f)
			buf_char(b, *s);
}

/* Of ASCII alone, short, and nothing that reads like an encoded word? */
static bool
is_plain(const char *s)
{
	for (const char *p = s; *p != '\0'; p++)
		if ((unsigned char)*p > '~')
			return false;
	return strstr(s, "=?") == NULL && strlen(s) <= 66;
}

/* RFC 2047: words of at most 75 characters, no letter torn between two. */
static void
put_words(struct buf *b, const char *s)
{
	for (size_t left = strlen(s); left > 0;) {
		size_t n = left < WORD ? left : WORD;
		while (n < left && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
		buf_str(b, "=?UTF-8?B?");
		digest_base64(b, s, n);
		buf_str(b, "?=");
		s += n;
		left -= n;
		if (left > 0)
			buf_str(b, "\n ");
	}
}

static void
put_subject(struct buf *b, const char *subject)
{
	struct buf clean = BUF_INIT;

	put_clean(&clean, subject);
	buf_str(b, "Subject: ");
	if (is_plain(buf_cstr(&clean)))
		buf_str(b, buf_cstr(&clean));
	else
		put_words(b, buf_cstr(&clean));
	buf_char(b, '\n');
	buf_free(&clean);
}

static void
put_header(struct buf *b, const char *name, const char *before,
    const char *value, const char *behind)
{
	buf_fmt(b, "%s: %s", name, before);
	put_clean(b, value);
	buf_fmt(b, "%s\n", behind);
}

/* RFC 5322, 3.3. */
static void
put_date(struct buf *b, int64_t at)
{
	static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c = civil_from(at);

	buf_fmt(b, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\n",
	    days[civil_weekday(civil_days(c.year, c.month, c.day)) - 1], c.day,
	    months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

/* RFC 2045, 6.8: a line ends with CRLF before it is encoded. */
static void
put_body(struct buf *b, const char *text)
{
	struct buf lines = BUF_INIT;

	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_char(&lines, '\r');
		buf_char(&lines, *text);
	}
	for (size_t at = 0; at < lines.n; at += LINE) {
		size_t left = lines.n - at;
		digest_base64(b, lines.v + at, left < LINE ? left : LINE);
		buf_char(b, '\n');
	}
	buf_free(&lines);
}

void
letter_render(const struct letter *l, struct buf *out)
{
	put_header(out, "From", "", l->from, "");
	put_header(out, "To", "", l->to, "");
	put_subject(out, l->subject);
	put_date(out, l->at);
	put_header(out, "Message-ID", "<", l->id, ">");
	buf_str(out,
	    "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: base64\n"
	    "Auto-Submitted: auto-generated\n"
	    "\n");
	put_body(out, l->text);
}

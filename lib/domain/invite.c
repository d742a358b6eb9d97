/* SPDX-License-Identifier: ISC */
#include "domain/invite.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/clean.h"
#include "domain/content.h"
#include "domain/phone.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { DAY_S = 24 * 3600 };

static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz";

enum { LETTERS = sizeof(letters) - 1 };

static void
put_day(struct buf *b, const char *name, int64_t days)
{
	struct civil c = civil_from(days * DAY_S);
	struct buf text = BUF_INIT;

	buf_fmt(
	    &text, "%s;VALUE=DATE:%04d%02d%02d", name, c.year, c.month, c.day);
	content_line(b, text.v);
	buf_free(&text);
}

static void
put_times(struct buf *b, const struct invite *i)
{
	if (!i->all_day) {
		content_utc(b, "DTSTART", i->start_at);
		if (i->end_at > i->start_at)
			content_utc(b, "DTEND", i->end_at);
		return;
	}
	int64_t first = zone_day(i->zone, i->start_at);
	int64_t last = zone_day(i->zone, i->end_at - 1);

	put_day(b, "DTSTART", first);
	put_day(b, "DTEND", last >= first ? last + 1 : first + 1);
}

/* "a, b c": each where there is one. */
static void
join(struct buf *b, const char *separator, const char *value)
{
	if (str_empty(value))
		return;
	if (b->n > 0)
		buf_str(b, separator);
	buf_str(b, value);
}

static void
put_location(struct buf *b, const struct invite *i)
{
	struct buf text = BUF_INIT, town = BUF_INIT;

	if (i->location != NULL)
		clean_value(&text, i->location, i->links);
	if (text.n == 0) {
		join(&town, " ", i->postcode);
		join(&town, " ", i->town);
		join(&text, ", ", i->street);
		join(&text, ", ", buf_cstr(&town));
	}
	content_text(b, "LOCATION", buf_cstr(&text));
	buf_free(&text);
	buf_free(&town);
}

/* Whom to ask, and what to call the company by, for people. */
static void
put_contact(struct buf *b, const struct invite *i)
{
	struct buf one = BUF_INIT, all = BUF_INIT;

	join(&one, ", ", i->contact);
	join(&one, ", ", i->phone);
	join(&one, ", ", i->email);
	content_text(b, "CONTACT", buf_cstr(&one));
	join(&all, "\n", i->company);
	join(&all, "\n", i->branch);
	join(&all, "\n", i->contact);
	join(&all, "\n", i->phone);
	join(&all, "\n", i->email);
	join(&all, "\n", i->web);
	content_text(b, "DESCRIPTION", buf_cstr(&all));
	buf_free(&one);
	buf_free(&all);
}

/* RFC 5546 wants one in what is published: by mail, else by phone. */
static void
put_organizer(struct buf *b, const struct invite *i)
{
	struct buf line = BUF_INIT, name = BUF_INIT;
	struct err none = ERR_INIT;
	char phone[PHONE_TEXT];

	utf8_repair(&name, i->company, strlen(i->company));
	buf_str(&line, "ORGANIZER;CN=\"");
	const char *end = buf_cstr(&name) + name.n;
	for (const char *p = buf_cstr(&name); p < end;) {
		int32_t cp = utf8_next(&p, end);
		/* A quoted parameter has no way to say a quote. */
		if (!utf8_invisible(cp))
			utf8_put(&line, cp == '"' ? '\'' : cp);
	}
	if (!str_empty(i->email))
		buf_fmt(&line, "\":mailto:%s", i->email);
	else if (!str_empty(i->phone) &&
	    phone_normalise(i->phone, i->country_code, phone, &none) == 0)
		buf_fmt(&line, "\":tel:%s", phone);
	else
		buf_str(&line, "\":invalid:nomail");
	content_line(b, line.v);
	buf_free(&line);
	buf_free(&name);
}

static void
put_web(struct buf *b, const struct invite *i)
{
	struct buf text = BUF_INIT;

	if (str_empty(i->web))
		return;
	buf_fmt(&text, "%s%s", strstr(i->web, "://") == NULL ? "https://" : "",
	    i->web);
	content_word(b, "URL", text.v);
	buf_free(&text);
}

void
invite_uid(struct buf *b, const char *token, int64_t made_at)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, "%s@%" PRId64 ".smscal", token, made_at);
	content_word(b, "UID", text.v);
	buf_free(&text);
}

void
invite_write(struct buf *b, const struct invite *i)
{
	struct buf number = BUF_INIT;

	content_line(b, "BEGIN:VCALENDAR");
	content_line(b, "VERSION:2.0");
	content_line(b, "PRODID:-//smscal//smscal//EN");
	content_line(b, "CALSCALE:GREGORIAN");
	content_word(b, "METHOD", i->cancelled ? "CANCEL" : "PUBLISH");
	content_line(b, "BEGIN:VEVENT");
	invite_uid(b, i->token, i->made_at);
	buf_fmt(&number, "%" PRId64, i->sequence);
	content_word(b, "SEQUENCE", number.v);
	content_utc(b, "DTSTAMP", i->stamp_at);
	content_utc(b, "LAST-MODIFIED", i->stamp_at);
	put_times(b, i);
	content_text(b, "SUMMARY", i->company);
	put_location(b, i);
	put_organizer(b, i);
	put_contact(b, i);
	put_web(b, i);
	content_word(b, "STATUS", i->cancelled ? "CANCELLED" : "CONFIRMED");
	content_line(b, "END:VEVENT");
	content_line(b, "END:VCALENDAR");
	buf_free(&number);
}

void
invite_lacks(struct buf *b, const struct invite *i)
{
	struct buf list = BUF_INIT;

	if (str_empty(i->company))
		join(&list, ", and ", "--name");
	if (str_empty(i->contact))
		join(&list, ", and ", "--contact");
	if (str_empty(i->phone) && str_empty(i->email))
		join(&list, ", and ", "--phone or --email");
	buf_str(b, buf_cstr(&list));
	buf_free(&list);
}

bool
invite_token(const uint8_t *random, size_t n, char out[INVITE_TOKEN + 1])
{
	size_t made = 0;

	/* What would make some letters likelier than others is passed over. */
	for (size_t i = 0; i < n && made < INVITE_TOKEN; i++)
		if (random[i] < 256 / LETTERS * LETTERS)
			out[made++] = letters[random[i] % LETTERS];
	out[made] = '\0';
	return made == INVITE_TOKEN;
}

bool
invite_name(const char *name, char token[INVITE_TOKEN + 1])
{
	if (strspn(name, letters) != INVITE_TOKEN ||
	    !str_eq(name + INVITE_TOKEN, ".ics"))
		return false;
	memcpy(token, name, INVITE_TOKEN);
	token[INVITE_TOKEN] = '\0';
	return true;
}

/* SPDX-License-Identifier: ISC */
#include "domain/advice.h"

#include <string.h>
#include <strings.h>

#include "util/str.h"

enum { LOOK = 64 * 1024 }; /* of a page, for the words of a login */

enum { WRONG = 1, PAGE = 2 }; /* a status that is none of 200; HTML */

#define GOOGLE_SECRET                                                         \
	"in Google's settings of this calendar, under 'Integrate calendar', " \
	"copy the 'Secret address in iCal format' (it ends with basic.ics)"
#define OUTLOOK_ICS                                                           \
	"in Outlook's settings, under Calendar, 'Shared calendars', publish " \
	"the calendar and copy the ICS link (it ends with calendar.ics)"
#define APPLE_PUBLIC                                                      \
	"in Apple's Calendar share it as a 'Public Calendar' again, and " \
	"copy that address"

/*
 * By the end of the host's name and a piece of the address behind it; the
 * first that fits.
 */
static const struct {
	const char *host, *piece; /* "": any */
	int when;
	const char *text;
} places[] = {
	{ "google.com", "/calendar/embed", WRONG | PAGE,
	    "this is the page that shows a Google calendar: " GOOGLE_SECRET },
	{ "google.com", "cid=", WRONG | PAGE,
	    "this is the link by which people add a Google calendar: " GOOGLE_SECRET },
	{ "google.com", "/public/", WRONG,
	    "the Google calendar is not public, or not any more: " GOOGLE_SECRET },
	{ "google.com", "/private-", WRONG,
	    "the secret address is not complete, or was reset: " GOOGLE_SECRET },
	{ "google.com", "", WRONG | PAGE, GOOGLE_SECRET },
	{ "office365.com", ".html", WRONG | PAGE,
	    "this is the HTML link of an Outlook calendar: " OUTLOOK_ICS },
	{ "office.com", "", WRONG | PAGE, OUTLOOK_ICS },
	{ "office365.com", "", WRONG | PAGE,
	    "Outlook does not publish it, or not any more: " OUTLOOK_ICS },
	{ "live.com", ".html", WRONG | PAGE,
	    "this is the HTML link of an Outlook calendar: " OUTLOOK_ICS },
	{ "live.com", "", WRONG | PAGE,
	    "Outlook does not publish it, or not any more: " OUTLOOK_ICS },
	{ "microsoftonline.com", "", WRONG | PAGE, OUTLOOK_ICS },
	{ "icloud.com", "", WRONG | PAGE,
	    "Apple does not share it, or not any more: " APPLE_PUBLIC },
};

/* "example.com" is in "www.example.com:8443", not in "myexample.com". */
static bool
host_is(const char *host, size_t n, const char *end)
{
	size_t m = strlen(end);
	const char *port = memchr(host, ':', n);

	if (port != NULL)
		n = (size_t)(port - host);
	if (n < m || strncasecmp(host + n - m, end, m) != 0)
		return false;
	return n == m || host[n - m - 1] == '.';
}

/* The host within an address, without a user in front. */
static const char *
host_of(const char *url, size_t *n)
{
	const char *scheme = strstr(url, "://");
	const char *host = scheme != NULL ? scheme + 3 : url;
	size_t m = strcspn(host, "/?#");
	const char *at = memchr(host, '@', m);

	if (at != NULL) {
		m -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	*n = m;
	return host;
}

static const char *
by_place(const struct advice_answer *a, int when)
{
	size_t n;
	const char *asked = host_of(a->url, &n);
	const char *last = a->host != NULL ? a->host : "";

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if ((places[i].when & when) == 0)
			continue;
		if (!host_is(asked, n, places[i].host) &&
		    !host_is(last, strlen(last), places[i].host))
			continue;
		if (strstr(asked, places[i].piece) != NULL)
			return places[i].text;
	}
	return NULL;
}

static const char *
by_status(long status)
{
	switch (status) {
	case 401:
	case 403:
		return "it wants a login: take an address that needs none, or "
		       "put USER:PASSWORD@ in front of the host";
	case 404:
	case 410:
		return "there is nothing at this address: copy it again, as a "
		       "whole, from where the calendar is published";
	case 429:
	case 503:
		return "the server has no time now, which may pass";
	default:
		break;
	}
	if (status >= 500)
		return "the server is in trouble, which may pass";
	return "that is no answer of a calendar's";
}

/* Does the page have the word, letter case apart? */
static bool
has(const char *body, size_t n, const char *word)
{
	size_t m = strlen(word);

	for (size_t i = 0; i + m <= n; i++)
		if (strncasecmp(body + i, word, m) == 0)
			return true;
	return false;
}

static bool
is_html(const char *body, size_t n)
{
	while (n > 0 && strchr("\xef\xbb\xbf \t\r\n", *body) != NULL) {
		body++;
		n--;
	}
	return n > 0 && *body == '<' &&
	    (has(body, n < 1024 ? n : 1024, "<html") ||
		has(body, n < 1024 ? n : 1024, "<!doctype html"));
}

const char *
advice_for(const struct advice_answer *a)
{
	size_t n = a->n < LOOK ? a->n : LOOK;
	const char *text;

	if (a->status != 200) {
		text = by_place(a, WRONG);
		return text != NULL ? text : by_status(a->status);
	}
	if (n == 0)
		return "the server has nothing at this address now: if that "
		       "stays, copy it again from where it is published";
	if (!is_html(a->body, n))
		return NULL;
	text = by_place(a, PAGE);
	if (text != NULL)
		return text;
	if (has(a->body, n, "type=\"password\"") ||
	    has(a->body, n, "type=password") || has(a->body, n, "login") ||
	    has(a->body, n, "sign in") || has(a->body, n, "anmelden"))
		return "a login page came instead of the calendar: take an "
		       "address that needs no login, or put USER:PASSWORD@ in "
		       "front of the host";
	return "a web page came instead of the calendar: take the address "
	       "that is called iCal, ICS or webcal";
}

bool
advice_busy_title(const char *title)
{
	static const char *const titles[] = { "Busy", "Free/Busy", "Tentative",
		"Out of office", "Away", "Working elsewhere", "Belegt",
		"Gebucht",
		"Besch\xc3\xa4"
		"ftigt",
		"Mit Vorbehalt", "Abwesend", "Nicht verf\xc3\xbcgbar",
		"An anderem Ort t\xc3\xa4tig", "Occup\xc3\xa9", "Occupato",
		"Ocupado", "Bezet", "Private", "Privat", "Private appointment",
		"Privater Termin", "" };

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (str_ieq(title, titles[i]))
			return true;
	return false;
}

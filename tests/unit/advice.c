/* SPDX-License-Identifier: ISC */
#include "domain/advice.h"

#include "t.h"

#define PAGE "<!DOCTYPE html>\n<html><body>Calendar</body></html>"
#define LOGIN "\n<html><form><input TYPE=\"password\" name=p></form></html>"

/* Each answer, and a piece of what is said of it; NULL: nothing is. */
static const struct {
	const char *url, *host;
	long status;
	const char *body, *piece, *name;
} cases[] = {
	{ "https://calendar.google.com/calendar/ical/a%40b/private-1/basic.ics",
	    NULL, 404, "", "was reset", "a private Google address" },
	{ "https://calendar.google.com/calendar/ical/a%40b/public/basic.ics",
	    NULL, 404, "", "is not public", "a public Google address" },
	{ "https://calendar.google.com/calendar/embed?src=a", NULL, 200, PAGE,
	    "page that shows", "Google's page" },
	{ "https://calendar.google.com/calendar/u/0?cid=a", NULL, 200, PAGE,
	    "people add", "Google's link for people" },
	{ "https://calendar.google.com/calendar/x", "accounts.google.com", 200,
	    LOGIN, "Secret address", "Google's login" },
	{ "https://outlook.office365.com/owa/calendar/1/2/calendar.html", NULL,
	    200, PAGE, "HTML link", "Outlook's HTML link" },
	{ "https://outlook.office365.com/owa/calendar/1/2/calendar.ics", NULL,
	    404, PAGE, "not any more", "Outlook's ICS link, withdrawn" },
	{ "https://outlook.live.com/owa/calendar/1/2/cid-1/index.html", NULL,
	    200, PAGE, "HTML link", "Outlook.com's, too" },
	{ "https://p01-caldav.icloud.com/published/2/x", NULL, 404, "",
	    "Public Calendar", "Apple's" },
	{ "https://cloud.example.org/a", NULL, 200, LOGIN, "login page",
	    "a login page" },
	{ "https://cloud.example.org/a", NULL, 200, PAGE, "a web page",
	    "a page" },
	{ "https://cloud.example.org/a", "login.microsoftonline.com:443", 200,
	    LOGIN, "ICS link", "a redirect to a login" },
	{ "https://cloud.example.org/a", NULL, 401, "", "USER:PASSWORD@",
	    "a login that is wanted" },
	{ "https://cloud.example.org/a", NULL, 404, PAGE, "copy it again",
	    "nothing there" },
	{ "https://cloud.example.org/a", NULL, 503, "", "no time now",
	    "a busy server" },
	{ "https://cloud.example.org/a", NULL, 500, "", "in trouble",
	    "a broken server" },
	{ "https://cloud.example.org/a", NULL, 200, "", "has nothing",
	    "an empty answer" },
	{ "https://cloud.example.org/a", NULL, 200, "BEGIN:VCALENDAR", NULL,
	    "a calendar" },
	{ "https://notgoogle.com/calendar/embed", NULL, 200, PAGE, "a web page",
	    "another host of that ending" },
	{ "https://google.com@example.org/cid=", NULL, 200, PAGE, "a web page",
	    "a user in front of the host" },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct advice_answer a = { cases[i].url, cases[i].host,
			cases[i].status, cases[i].body, strlen(cases[i].body) };
		const char *said = advice_for(&a);
		if (cases[i].piece == NULL)
			OK(said == NULL, cases[i].name);
		else
			t_ok(said != NULL &&
				strstr(said, cases[i].piece) != NULL,
			    __FILE__, __LINE__, "%s: %s", cases[i].name,
			    said != NULL ? said : "(nothing)");
	}
	OK(advice_busy_title("Busy") && advice_busy_title("belegt") &&
		advice_busy_title(""),
	    "titles of free/busy");
	OK(!advice_busy_title("Busy Maria Mayr"), "and one that is none");
	return t_done();
}

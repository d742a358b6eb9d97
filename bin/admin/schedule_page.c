/* SPDX-License-Identifier: ISC */
/*
 * The page: one file with its style and its script in it, which asks for
 * nothing.  A policy by hashes lets no other script run; what comes from
 * calendars is data, and the script puts it in as text.
 */
#include <inttypes.h>
#include <string.h>

#include "admin/schedule.h"
#include "admin/schedule_page.h"
#include "domain/words.h"
#include "util/digest.h"
#include "util/str.h"

enum { DAY_S = 24 * 3600, DAYS = 7, MONTHS = 12 };

/* A word of the page, in German and in English. */
struct word {
	const char *name, *de, *en;
};

static const struct word words[] = {
	{ "more", "noch N", "N more" },
	{ "message", "1 Nachricht", "1 message" },
	{ "messages", "N Nachrichten", "N messages" },
	{ "dates", "N Termine", "N appointments" },
	{ "away", "Nicht auf dieser Seite", "Not on this page" },
	{ "cut", "Diese Seite fasst die Nachrichten vom F bis T.",
	    "This page holds the messages from F to T." },
	{ "nothing", "Nichts geht in dieser Zeit hinaus.",
	    "Nothing is sent in this time." },
	{ "week", "Woche", "Week" },
	{ "weekShort", "KW", "wk" },
	{ "long", "D. M Y", "D M Y" },
	{ "phone", "Telefon", "Phone" },
	{ "kind", "Art", "Kind" },
	{ "text", "Text", "Text" },
	{ "segments", "SMS-Teile", "Segments" },
	{ "at", "Versand", "Sending" },
	{ "state", "Status", "State" },
	{ "start", "Termin", "Appointment" },
	{ "calendar", "Kalender", "Calendar" },
	{ "number", "Nummer", "Number" },
};

static const struct word kinds[] = {
	{ "confirmation", "Best\u00e4tigung", "Confirmation" },
	{ "reminder", "Erinnerung", "Reminder" },
	{ "rescheduled", "Verschiebung", "Rescheduled" },
	{ "feedback", "Feedback", "Feedback" },
	{ "followup", "Nachfrage", "Follow-up" },
	{ "cancellation", "Absage", "Cancellation" },
};

static const struct word states[] = {
	{ "planned", "geplant", "planned" },
	{ "held", "angehalten", "held" },
	{ "claimed", "wird gesendet", "being sent" },
	{ "sent", "gesendet", "sent" },
	{ "unsure", "ungewiss", "unsure" },
	{ "delivered", "zugestellt", "delivered" },
	{ "undelivered", "nicht zugestellt", "not delivered" },
	{ "failed", "fehlgeschlagen", "failed" },
};

static const struct word marks[] = {
	{ "sent", "\u2022", "\u2022" },
	{ "delivered", "\u2713", "\u2713" },
	{ "failed", "\u2717", "\u2717" },
	{ "undelivered", "\u2717", "\u2717" },
	{ "unsure", "?", "?" },
	{ "held", "=", "=" },
};

/* What stands in the page itself. */
static const struct word fixed[] = {
	{ "title", "Geplante Sendungen", "Scheduled messages" },
	{ "month", "Monat", "Month" },
	{ "week", "Woche", "Week" },
	{ "day", "Tag", "Day" },
	{ "agenda", "Liste", "Agenda" },
	{ "today", "Heute", "Today" },
	{ "back", "Zur\u00fcck", "Back" },
	{ "on", "Weiter", "Forward" },
	{ "close", "Schlie\u00dfen", "Close" },
	{ "calendars", "Kalender", "Calendars" },
	{ "states", "Zeichen", "Signs" },
	{ "noscript", "Diese Seite braucht JavaScript.",
	    "This page needs JavaScript." },
};

static const char *
in(const struct word *w, bool german)
{
	return german ? w->de : w->en;
}

static const char *
say(const char *name, bool german)
{
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (str_eq(fixed[i].name, name))
			return in(&fixed[i], german);
	return name;
}

/* Append text as HTML has it, within elements and quoted attributes. */
static void
put_html(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("&<>\"'", *text) != NULL)
			buf_fmt(out, "&#%d;", *text);
		else
			buf_char(out, *text);
}

static void
put_day(struct admin *a, const char *name, int64_t day)
{
	struct civil c = civil_from(day * DAY_S);
	struct buf text = BUF_INIT;

	buf_fmt(&text, "%04d-%02d-%02d", c.year, c.month, c.day);
	admin_json_text(a, name, text.v);
	buf_free(&text);
}

static void
put_words(struct admin *a, const char *name, const struct word *w, size_t n,
    bool german)
{
	if (name != NULL) {
		json_put_name(&a->out, name);
		buf_char(&a->out, '{');
	}
	for (size_t i = 0; i < n; i++)
		admin_json_text(a, w[i].name, in(&w[i], german));
	if (name != NULL)
		buf_char(&a->out, '}');
}

static void
put_names(struct admin *a, const char *name, const char *language, int n,
    const char *(*get)(const char *language, int i))
{
	json_put_name(&a->out, name);
	buf_char(&a->out, '[');
	for (int i = 1; i <= n; i++)
		admin_json_text(a, NULL, get(language, i));
	buf_char(&a->out, ']');
}

/* In which language: Austria's January is not Germany's. */
static const char *
names_of(const struct schedule *s, bool german)
{
	if (!german)
		return "en";
	return str_istarts(s->language, "de") ? s->language : "de";
}

#define N(table) (table), sizeof(table) / sizeof((table)[0])

static void
put_all_words(struct schedule *s, bool german)
{
	const char *language = names_of(s, german);
	struct admin *a = s->a;

	json_put_name(&a->out, "words");
	buf_char(&a->out, '{');
	put_words(a, NULL, N(words), german);
	put_words(a, "kinds", N(kinds), german);
	put_words(a, "states", N(states), german);
	put_words(a, "marks", N(marks), german);
	put_names(a, "months", language, MONTHS, words_month);
	put_names(a, "weekdays", language, DAYS, words_weekday);
	put_names(a, "weekdaysShort", language, DAYS, words_weekday_short);
	buf_char(&a->out, '}');
}

static void
put_calendars(struct schedule *s)
{
	struct admin *a = s->a;
	struct buf colour = BUF_INIT;

	json_put_name(&a->out, "calendars");
	buf_char(&a->out, '[');
	for (size_t i = 0; i < s->n_cal; i++) {
		buf_reset(&colour);
		buf_fmt(&colour, "#%06" PRIx32, s->cal[i].colour);
		json_put_name(&a->out, NULL);
		buf_char(&a->out, '{');
		admin_json_text(a, "ref", s->cal[i].ref);
		admin_json_text(a, "name", s->cal[i].name);
		admin_json_text(a, "colour", colour.v);
		buf_char(&a->out, '}');
	}
	buf_char(&a->out, ']');
	buf_free(&colour);
}

static void
put_message(
    struct schedule *s, const struct schedule_item *i, const char *language)
{
	const struct schedule_calendar *c = i->calendar;
	const struct sending *m = i->m;
	struct civil at = zone_civil(c->zone, i->at),
		     start = zone_civil(c->zone, m->start_at);
	struct admin *a = s->a;
	struct buf text = BUF_INIT;

	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	json_put_int(&a->out, "id", m->id);
	json_put_int(&a->out, "calendar", c - s->cal);
	put_day(a, "day", i->day);
	buf_fmt(&text, "%02d:%02d", at.hour, at.minute);
	admin_json_text(a, "time", text.v);
	admin_json_text(a, "kind", kind_name(m->kind));
	json_put_int(&a->out, "step", m->step);
	admin_json_text(a, "name", m->name);
	admin_json_text(a, "phone", m->phone);
	admin_json_text(a, "text", m->text);
	json_put_int(&a->out, "segments", m->segments);
	admin_json_text(a, "state", m->state);
	admin_json_text(a, "reason", m->reason);
	buf_reset(&text);
	words_date(&text, language, WORDS_LONG, &start);
	buf_str(&text, ", ");
	words_time(&text, language, &start);
	admin_json_text(a, "start", text.v);
	json_put_int(&a->out, "dates", m->dates);
	buf_char(&a->out, '}');
	buf_free(&text);
}

static void
put_data(struct schedule *s, bool german)
{
	static const char *const views[] = { "month", "week", "day", "agenda" };
	struct admin *a = s->a;

	buf_char(&a->out, '{');
	admin_json_text(a, "view", views[s->view]);
	put_day(a, "day", s->day);
	put_day(a, "today", s->today);
	put_day(a, "from", s->from);
	put_day(a, "to", s->to);
	json_put_bool(&a->out, "cut", s->cut);
	put_all_words(s, german);
	put_calendars(s);
	json_put_name(&a->out, "messages");
	buf_char(&a->out, '[');
	for (size_t i = 0; i < s->n; i++)
		put_message(s, &s->v[i], names_of(s, german));
	buf_str(&a->out, "]}");
}

/* The source of CSP, 'sha256-...': what stands between the tags. */
static void
put_hash(struct buf *out, const char *text)
{
	uint8_t sum[DIGEST_SIZE];

	digest_sha256(text, strlen(text), sum);
	buf_str(out, "'sha256-");
	digest_base64(out, sum, sizeof(sum));
	buf_char(out, '\'');
}

static void
put_head(struct schedule *s, bool german)
{
	struct buf *out = &s->a->out;

	buf_fmt(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; base-uri 'none'; form-action "
	    "'none'; img-src data:; style-src ",
	    german ? "de" : "en");
	put_hash(out, page_css);
	buf_str(out, "; script-src ");
	put_hash(out, page_js);
	buf_str(out,
	    "\">\n<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<meta name=\"referrer\" content="
	    "\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n"
	    "<link rel=\"icon\" href=\"data:,\">\n<title>");
	put_html(out, say("title", german));
	buf_str(out, " \u2013 ");
	put_html(out, s->title);
	buf_fmt(out, "</title>\n<style>%s</style>\n</head>\n", page_css);
}

static void
put_button(struct buf *out, const char *id, const char *label, const char *sign)
{
	buf_fmt(out, "<button id=\"%s\" type=\"button\"", id);
	if (sign != NULL) {
		buf_str(out, " aria-label=\"");
		put_html(out, label);
		buf_str(out, "\" title=\"");
		put_html(out, label);
		buf_str(out, "\"");
	}
	buf_char(out, '>');
	put_html(out, sign != NULL ? sign : label);
	buf_str(out, "</button>");
}

static void
put_frame(struct schedule *s, bool german)
{
	static const char *const views[] = { "month", "week", "day", "agenda" };
	struct buf *out = &s->a->out;
	struct buf id = BUF_INIT;

	buf_str(out, "<body>\n<header><h1>");
	put_html(out, say("title", german));
	buf_str(out, "<small>");
	put_html(out, s->title);
	buf_str(out, "</small></h1><div class=\"group\" id=\"views\">");
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		buf_reset(&id);
		buf_fmt(&id, "view-%s", views[i]);
		put_button(out, id.v, say(views[i], german), NULL);
	}
	buf_str(out,
	    "</div></header>\n<div id=\"bar\"><h2 id=\"title\" aria-live="
	    "\"polite\"></h2><div class=\"group\" id=\"steps\">");
	put_button(out, "back", say("back", german), "\u2039");
	put_button(out, "now", say("today", german), NULL);
	put_button(out, "on", say("on", german), "\u203a");
	buf_str(out, "</div></div>\n<noscript><p class=\"nothing\">");
	put_html(out, say("noscript", german));
	buf_str(out, "</p></noscript>\n<p id=\"note\" hidden></p>\n");
	buf_str(out,
	    "<div id=\"body\"><main id=\"main\"></main><aside id=\"side\">"
	    "<section><h3>");
	put_html(out, say("calendars", german));
	buf_str(
	    out, "</h3><div id=\"calendars\"></div></section><section><h3>");
	put_html(out, say("states", german));
	buf_str(out,
	    "</h3><dl id=\"marks\"></dl></section></aside></div>\n"
	    "<dialog id=\"message\" aria-labelledby=\"what\"><header>"
	    "<h2 id=\"what\"></h2>");
	put_button(out, "close", say("close", german), "\u00d7");
	buf_str(out, "</header><dl id=\"facts\"></dl></dialog>\n");
	buf_free(&id);
}

/* '<' ends a script element before JSON is looked at: "\u003c" does not. */
static void
put_within_script(struct buf *out, size_t from)
{
	struct buf all = *out;

	*out = BUF_INIT;
	buf_add(out, all.v, from);
	for (size_t i = from; i < all.n; i++)
		if (all.v[i] == '<')
			buf_str(out, "\\u003c");
		else
			buf_char(out, all.v[i]);
	buf_free(&all);
}

void
schedule_page(struct schedule *s)
{
	const char *asked = args_value(s->a, "language");
	bool german = str_istarts(asked != NULL ? asked : s->language, "de");
	struct buf *out = &s->a->out;

	put_head(s, german);
	put_frame(s, german);
	buf_str(out, "<script type=\"application/json\" id=\"data\">");
	size_t from = out->n;
	put_data(s, german);
	put_within_script(out, from);
	buf_fmt(
	    out, "</script>\n<script>%s</script>\n</body>\n</html>\n", page_js);
}

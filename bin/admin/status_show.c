/* SPDX-License-Identifier: ISC */
/* The forms of a status. */
#include <inttypes.h>
#include <string.h>

#include "admin/status.h"
#include "admin/table.h"
#include "util/str.h"
#include "util/utf8.h"

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 24 * HOUR_S };

/* "3 min ago", "in 2 h", "never". */
static void
ago(struct buf *out, int64_t now, int64_t at)
{
	int64_t s = at > now ? at - now : now - at;

	if (at == 0) {
		buf_str(out, "never");
		return;
	}
	if (at > now)
		buf_str(out, "in ");
	if (s >= 2 * DAY_S)
		buf_fmt(out, "%" PRId64 " days", s / DAY_S);
	else if (s >= 2 * HOUR_S)
		buf_fmt(out, "%" PRId64 " h", s / HOUR_S);
	else if (s >= MINUTE_S)
		buf_fmt(out, "%" PRId64 " min", s / MINUTE_S);
	else
		buf_fmt(out, "%" PRId64 " s", s);
	if (at <= now)
		buf_str(out, " ago");
}

static void
cell_ago(struct table *t, int64_t now, int64_t at)
{
	struct buf text = BUF_INIT;

	ago(&text, now, at);
	table_cell(t, text.v);
	buf_free(&text);
}

static void
cell_number(struct table *t, int64_t n)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, "%" PRId64, n);
	table_cell(t, text.v);
	buf_free(&text);
}

static const char *
calendar_state(const struct health_calendar *c)
{
	if (!c->active)
		return "off";
	return c->paused ? "paused" : c->error != NULL ? "failing" : "active";
}

static void
put_calendars(struct admin *a, const struct health *h)
{
	static const char *const titles[] = { "CALENDAR", "STATE",
		"LAST GOOD FETCH", "LAST CHANGE", "NEXT", "COMING", "NO PHONE",
		NULL };
	int64_t now = a->tool.now;
	struct table t;

	table_init(&t, titles);
	for (size_t i = 0; i < h->n_calendars; i++) {
		const struct health_calendar *c = &h->calendar[i];
		table_cell(&t, c->ref);
		table_cell(&t, calendar_state(c));
		cell_ago(&t, now, c->good_at);
		cell_ago(&t, now, c->body_at);
		if (!c->active)
			table_cell(&t, "");
		else if (c->next_at <= now)
			table_cell(&t, "now");
		else
			cell_ago(&t, now, c->next_at);
		cell_number(&t, c->coming);
		cell_number(&t, c->silent);
	}
	table_end(&t, &a->out);
}

static void
put_accounts(struct admin *a, const struct health *h)
{
	static const char *const titles[] = { "GATEWAY", "OF", "ACCEPTED",
		"FAILED", "UNKNOWN", "HELD", NULL };
	struct table t;

	table_init(&t, titles);
	for (size_t i = 0; i < h->n_accounts; i++) {
		const struct health_account *c = &h->account[i];
		struct buf hold = BUF_INIT;
		table_cell(&t, c->gateway);
		table_cell(&t, c->of);
		cell_number(&t, c->accepted);
		cell_number(&t, c->failed);
		cell_number(&t, c->unknown);
		if (c->hold != NULL) {
			buf_fmt(&hold, "%s, ", c->hold);
			ago(&hold, a->tool.now, c->hold_at);
		}
		table_cell(&t, buf_cstr(&hold));
		buf_free(&hold);
	}
	table_end(&t, &a->out);
}

void
status_text(
    struct admin *a, const struct health *h, const struct health_problems *p)
{
	struct buf *out = &a->out;

	for (size_t i = 0; i < HEALTH_TOOLS; i++) {
		buf_fmt(out, "%s%s ", i == 0 ? "Last run: " : ", ",
		    h->tool[i].name + strlen("smscal-"));
		ago(out, a->tool.now, h->tool[i].at);
	}
	buf_str(out, ".\n\n");
	put_calendars(a, h);
	buf_str(out, h->n_calendars > 0 ? "\n" : "");
	put_accounts(a, h);
	buf_str(out, h->n_accounts > 0 ? "(in the last 24 hours)\n\n" : "");
	buf_fmt(out,
	    "Messages: %" PRId64 " due, %" PRId64 " unsure, held: ", h->due,
	    h->unsure);
	for (size_t i = 0; i < h->n_held; i++)
		buf_fmt(out, "%s%" PRId64 " (%s)", i > 0 ? ", " : "",
		    h->held[i].n, h->held[i].reason);
	buf_str(out, h->n_held > 0 ? ".\n" : "none.\n");
	for (size_t i = 0; i < p->n; i++) {
		buf_fmt(out, "%s%s: ", i == 0 ? "\n" : "",
		    health_level_name(p->v[i].level));
		utf8_show(out, p->v[i].text);
		buf_char(out, '\n');
	}
}

static void
json_calendar(struct admin *a, const struct health_calendar *c)
{
	const struct zone *z = admin_zone(a, c->zone);
	struct buf *out = &a->out;

	json_put_name(out, NULL);
	buf_char(out, '{');
	admin_json_text(a, "ref", c->ref);
	admin_json_text(a, "state", calendar_state(c));
	admin_json_time(a, "good_at", z, c->good_at);
	admin_json_time(a, "changed_at", z, c->body_at);
	admin_json_time(a, "next_at", z, c->next_at);
	admin_json_text(a, "error", c->error);
	json_put_int(out, "coming", c->coming);
	json_put_int(out, "without_phone", c->silent);
	buf_char(out, '}');
}

static void
json_account(struct admin *a, const struct health_account *c)
{
	struct buf *out = &a->out;

	json_put_name(out, NULL);
	buf_char(out, '{');
	admin_json_text(a, "gateway", c->gateway);
	admin_json_text(a, "of", c->of);
	json_put_int(out, "accepted", c->accepted);
	json_put_int(out, "failed", c->failed);
	json_put_int(out, "unknown", c->unknown);
	admin_json_text(a, "held", c->hold);
	admin_json_time(a, "held_at", zone_utc(), c->hold_at);
	buf_char(out, '}');
}

static void
json_messages(struct admin *a, const struct health *h)
{
	struct buf *out = &a->out;

	json_put_name(out, "messages");
	buf_char(out, '{');
	json_put_int(out, "due", h->due);
	admin_json_time(a, "due_since", zone_utc(), h->due_since);
	json_put_int(out, "unsure", h->unsure);
	json_put_name(out, "held");
	buf_char(out, '{');
	for (size_t i = 0; i < h->n_held; i++)
		json_put_int(out, h->held[i].reason, h->held[i].n);
	buf_str(out, "}}");
}

void
status_json(
    struct admin *a, const struct health *h, const struct health_problems *p)
{
	struct buf *out = &a->out;

	buf_str(out, "[{");
	admin_json_text(a, "status", health_level_name(p->worst));
	json_put_name(out, "tools");
	buf_char(out, '{');
	for (size_t i = 0; i < HEALTH_TOOLS; i++)
		admin_json_time(a, h->tool[i].name, zone_utc(), h->tool[i].at);
	buf_char(out, '}');
	json_put_name(out, "calendars");
	buf_char(out, '[');
	for (size_t i = 0; i < h->n_calendars; i++)
		json_calendar(a, &h->calendar[i]);
	buf_char(out, ']');
	json_put_name(out, "accounts");
	buf_char(out, '[');
	for (size_t i = 0; i < h->n_accounts; i++)
		json_account(a, &h->account[i]);
	buf_char(out, ']');
	json_messages(a, h);
	json_put_name(out, "problems");
	buf_char(out, '[');
	for (size_t i = 0; i < p->n; i++) {
		json_put_name(out, NULL);
		buf_char(out, '{');
		admin_json_text(a, "level", health_level_name(p->v[i].level));
		admin_json_text(a, "text", p->v[i].text);
		buf_char(out, '}');
	}
	buf_str(out, "]}]\n");
}

/* The guidelines of the Monitoring Plugins: one line, a bar, the numbers. */
void
status_plugin(
    struct admin *a, const struct health *h, const struct health_problems *p)
{
	struct buf *out = &a->out, text = BUF_INIT;

	buf_fmt(out, "SMSCAL %s - ", health_level_name(p->worst));
	for (size_t i = 0; i < p->n; i++)
		buf_fmt(&text, "%s%s", i > 0 ? "; " : "", p->v[i].text);
	if (p->n == 0)
		buf_fmt(&text, "%zu calendar%s, nothing late", h->n_calendars,
		    h->n_calendars == 1 ? "" : "s");
	/* A bar would begin the numbers. */
	for (char *bar; (bar = strchr(text.v, '|')) != NULL;)
		*bar = '/';
	utf8_show(out, text.v);
	buf_fmt(out, " | due=%" PRId64 " held=%" PRId64 " unsure=%" PRId64 "\n",
	    h->due, health_held(h), h->unsure);
	buf_free(&text);
}

/* SPDX-License-Identifier: ISC */
/*
 * A status as Prometheus reads it: its text exposition format 0.0.4.  What
 * tells series apart is a name of ours, never an address or a phone.
 */
#include <inttypes.h>

#include "admin/status.h"

static void
head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_fmt(out, "# HELP smscal_%s %s\n# TYPE smscal_%s %s\n", name, help,
	    name, type);
}

/* A label's value: backslash, quote and line feed are escaped. */
static void
label(struct buf *out, const char *name, const char *value, bool more)
{
	buf_fmt(out, "%s%s=\"", more ? "," : "{", name);
	for (; *value != '\0'; value++)
		if (*value == '\\' || *value == '"')
			buf_fmt(out, "\\%c", *value);
		else if (*value == '\n')
			buf_str(out, "\\n");
		else
			buf_char(out, *value);
	buf_char(out, '"');
}

static void
one(struct buf *out, const char *metric, const char *name, const char *value,
    int64_t v)
{
	buf_fmt(out, "smscal_%s", metric);
	if (name != NULL) {
		label(out, name, value, false);
		buf_char(out, '}');
	}
	buf_fmt(out, " %" PRId64 "\n", v);
}

static void
put_calendars(struct buf *out, const struct health *h)
{
	head(out, "calendar_good_fetch_timestamp_seconds", "gauge",
	    "When the feed was last fetched well.");
	for (size_t i = 0; i < h->n_calendars; i++)
		one(out, "calendar_good_fetch_timestamp_seconds", "calendar",
		    h->calendar[i].ref, h->calendar[i].good_at);
	head(out, "calendar_failing", "gauge", "Its last fetch failed.");
	for (size_t i = 0; i < h->n_calendars; i++)
		one(out, "calendar_failing", "calendar", h->calendar[i].ref,
		    h->calendar[i].error != NULL);
	head(out, "calendar_appointments", "gauge", "Appointments to come.");
	for (size_t i = 0; i < h->n_calendars; i++)
		one(out, "calendar_appointments", "calendar",
		    h->calendar[i].ref, h->calendar[i].coming);
	head(out, "calendar_appointments_without_phone", "gauge",
	    "Appointments to come that nobody can be told of.");
	for (size_t i = 0; i < h->n_calendars; i++)
		one(out, "calendar_appointments_without_phone", "calendar",
		    h->calendar[i].ref, h->calendar[i].silent);
}

static void
account(struct buf *out, const char *metric, const struct health_account *c,
    const char *outcome, int64_t v)
{
	buf_fmt(out, "smscal_%s", metric);
	label(out, "gateway", c->gateway, false);
	label(out, "of", c->of, true);
	if (outcome != NULL)
		label(out, "outcome", outcome, true);
	buf_fmt(out, "} %" PRId64 "\n", v);
}

static void
put_accounts(struct buf *out, const struct health *h)
{
	head(out, "account_attempts_day", "gauge",
	    "Hand-overs of the last 24 hours.");
	for (size_t i = 0; i < h->n_accounts; i++) {
		const struct health_account *c = &h->account[i];
		account(
		    out, "account_attempts_day", c, "accepted", c->accepted);
		account(out, "account_attempts_day", c, "failed", c->failed);
		account(out, "account_attempts_day", c, "unknown", c->unknown);
	}
	head(out, "account_held", "gauge", "The account is stopped for now.");
	for (size_t i = 0; i < h->n_accounts; i++)
		account(out, "account_held", &h->account[i], NULL,
		    h->account[i].hold != NULL);
}

void
status_metrics(
    struct admin *a, const struct health *h, const struct health_problems *p)
{
	struct buf *out = &a->out;

	head(out, "status", "gauge", "0 well, 1 warning, 2 critical.");
	one(out, "status", NULL, NULL, (int64_t)p->worst);
	head(out, "tool_last_run_timestamp_seconds", "gauge",
	    "When the tool was last started.");
	for (size_t i = 0; i < HEALTH_TOOLS; i++)
		one(out, "tool_last_run_timestamp_seconds", "tool",
		    h->tool[i].name, h->tool[i].at);
	put_calendars(out, h);
	put_accounts(out, h);
	head(out, "messages_due", "gauge", "Messages that should be gone.");
	one(out, "messages_due", NULL, NULL, h->due);
	head(out, "messages_unsure", "gauge",
	    "Messages of which nobody knows whether the gateway took them.");
	one(out, "messages_unsure", NULL, NULL, h->unsure);
	head(out, "messages_held", "gauge", "Messages that wait, by reason.");
	for (size_t i = 0; i < h->n_held; i++)
		one(out, "messages_held", "reason", h->held[i].reason,
		    h->held[i].n);
}

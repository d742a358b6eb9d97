/* SPDX-License-Identifier: ISC */
/* The same for programs: JSON, and a calendar feed to subscribe to. */
#include <inttypes.h>

#include "admin/schedule.h"
#include "domain/content.h"
#include "util/str.h"

enum { LENGTH_S = 5 * 60 /* that a calendar has something to show */ };

static void
put_json(struct schedule *s, const struct schedule_item *i)
{
	const struct schedule_calendar *c = i->calendar;
	const struct sending *m = i->m;
	struct admin *a = s->a;
	struct buf *out = &a->out;

	json_put_name(out, NULL);
	buf_char(out, '{');
	json_put_int(out, "id", m->id);
	admin_json_time(a, "at", c->zone, i->at);
	admin_json_text(a, "calendar", c->ref);
	admin_json_text(a, "kind", kind_name(m->kind));
	json_put_int(out, "step", m->step);
	admin_json_text(a, "phone", m->phone);
	admin_json_text(a, "name", m->name);
	admin_json_text(a, "text", m->text);
	json_put_int(out, "segments", m->segments);
	admin_json_text(a, "state", m->state);
	admin_json_text(a, "reason", m->reason);
	admin_json_time(a, "start_at", c->zone, m->start_at);
	json_put_int(out, "dates", m->dates);
	buf_char(out, '}');
}

void
schedule_json(struct schedule *s)
{
	buf_char(&s->a->out, '[');
	for (size_t i = 0; i < s->n_shown; i++)
		put_json(s, &s->v[i]);
	buf_str(&s->a->out, "]\n");
}

/*
 * RFC 5545.  The UID is the message's for ever, so that a reader moves what
 * is sent later; no PARTSTAT, no alarm: it is only to look at.
 */
static void
put_event(struct schedule *s, const struct schedule_item *i)
{
	const struct sending *m = i->m;
	struct buf *out = &s->a->out;
	struct buf text = BUF_INIT;

	content_line(out, "BEGIN:VEVENT");
	buf_fmt(&text, "UID:message-%" PRId64 "@%" PRId64 ".smscal", m->id,
	    s->a->tool.inst.created_at);
	content_line(out, text.v);
	content_utc(out, "DTSTAMP", s->a->tool.now);
	content_utc(out, "DTSTART", i->at);
	content_utc(out, "DTEND", i->at + LENGTH_S);
	buf_reset(&text);
	schedule_kind(m, &text);
	buf_fmt(&text, ": %s", m->name[0] != '\0' ? m->name : m->phone);
	content_text(out, "SUMMARY", text.v);
	buf_reset(&text);
	buf_fmt(&text, "%s\n%s %s, %" PRId64 " SMS, %s", m->text, m->name,
	    m->phone, m->segments, m->state);
	if (m->reason != NULL)
		buf_fmt(&text, ": %s", m->reason);
	content_text(out, "DESCRIPTION", text.v);
	content_text(out, "CATEGORIES", i->calendar->ref);
	content_line(out,
	    str_eq(m->state, "held") ? "STATUS:TENTATIVE" : "STATUS:CONFIRMED");
	content_line(out, "TRANSP:TRANSPARENT");
	content_line(out, "END:VEVENT");
	buf_free(&text);
}

void
schedule_ics(struct schedule *s)
{
	struct buf *out = &s->a->out;

	content_line(out, "BEGIN:VCALENDAR");
	content_line(out, "VERSION:2.0");
	content_line(out, "PRODID:-//smscal//smscal//EN");
	content_line(out, "METHOD:PUBLISH");
	content_text(out, "X-WR-CALNAME", s->title);
	content_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT15M");
	for (size_t i = 0; i < s->n_shown; i++)
		put_event(s, &s->v[i]);
	content_line(out, "END:VCALENDAR");
}

/* SPDX-License-Identifier: ISC */
#include <stdarg.h>

#include "plan/plan.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/utf8.h"

/* Is there anybody to say it to? */
static bool
is_asked(const struct tool *t)
{
	return t->pretend ? t->said != NULL : log_verbose();
}

static void
out(const struct tool *t, const struct buf *line)
{
	if (t->pretend) {
		utf8_show(t->said, line->v);
		buf_char(t->said, '\n');
	} else
		log_info("%s", line->v);
}

void
plan_say(const struct tool *t, const char *fmt, ...)
{
	struct buf line = BUF_INIT;
	va_list ap;

	if (!is_asked(t))
		return;
	va_start(ap, fmt);
	buf_vfmt(&line, fmt, ap);
	va_end(ap);
	out(t, &line);
	buf_free(&line);
}

void
plan_say_message(const struct tool *t, const struct plan_said *m)
{
	char due[CLOCK_TEXT];
	struct buf b = BUF_INIT;

	if (!is_asked(t))
		return;
	buf_fmt(&b, "%s: %s ", m->label, m->what);
	kind_step(&b, m->kind, m->step);
	if (m->due_at != 0) {
		clock_iso(m->due_at, zone_offset(m->zone, m->due_at), due);
		buf_fmt(&b, " for %s", due);
	}
	if (m->reason != NULL)
		buf_fmt(&b, " (%s: %s)", state_name(m->state), m->reason);
	if (t->verbose && m->phone != NULL)
		buf_fmt(&b, " to %s%s%s", m->phone, m->text != NULL ? ": " : "",
		    m->text != NULL ? m->text : "");
	out(t, &b);
	buf_free(&b);
}

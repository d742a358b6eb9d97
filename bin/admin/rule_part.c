/* SPDX-License-Identifier: ISC */
#include "admin/rule_part.h"

void
rule_stretch_text(int minutes, struct buf *out)
{
	if (minutes % 60 == 0)
		buf_fmt(out, "%dh", minutes / 60);
	else
		buf_fmt(out, "%dm", minutes);
}

void
rule_clock_text(int minutes, struct buf *out)
{
	buf_fmt(out, "%02d:%02d", minutes / 60, minutes % 60);
}

static void
days(const struct rule *r, struct buf *out)
{
	if (r->days != -1)
		buf_fmt(out, "%d", r->days);
}

static void
at(const struct rule *r, struct buf *out)
{
	if (r->days != -1)
		rule_clock_text(r->clock_min, out);
}

static void
before(const struct rule *r, struct buf *out)
{
	if (r->kind == KIND_REMINDER && r->before_min != -1)
		rule_stretch_text(r->before_min, out);
}

static void
after(const struct rule *r, struct buf *out)
{
	if (r->kind == KIND_FOLLOWUP && r->before_min != -1)
		rule_stretch_text(r->before_min, out);
}

static void
short_notice(const struct rule *r, struct buf *out)
{
	if (r->kind == KIND_REMINDER)
		buf_str(out, r->short_notice ? "send" : "skip");
}

static void
link(const struct rule *r, struct buf *out)
{
	if (r->kind == KIND_CONFIRMATION || r->kind == KIND_RESCHEDULED)
		buf_str(out, r->link ? "yes" : "no");
}

static void
segments(const struct rule *r, struct buf *out)
{
	buf_fmt(out, "%d", r->segments);
}

static void
smart(const struct rule *r, struct buf *out)
{
	buf_str(out, r->smart ? "yes" : "no");
}

static void
on_unsure(const struct rule *r, struct buf *out)
{
	buf_str(out, r->resend_unsure ? "resend" : "keep");
}

const struct rule_part rule_parts[] = {
	{ "days", "days before (reminder) or after (feedback)", true, true,
	    days },
	{ "at", "at that clock time", false, true, at },
	{ "before", "or a reminder that long before, like 2h", false, true,
	    before },
	{ "after", "a followup: that long after the feedback", false, true,
	    after },
	{ "short-notice", "send or skip: booked after its time", false, false,
	    short_notice },
	{ "link", "with the address of an .ics file", true, false, link },
	{ "segments", "how many SMS a text may need", true, false, segments },
	{ "smart", "plain quotes for typographic ones", true, false, smart },
	{ "on-unsure", "keep or resend", false, false, on_unsure },
	{ .name = NULL },
};

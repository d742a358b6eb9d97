/* SPDX-License-Identifier: ISC */
/* text count, render: how many SMS a text is, and how it would go out. */
#include <inttypes.h>
#include <stdlib.h>

#include "admin/check.h"
#include "admin/field.h"
#include "admin/ref.h"
#include "admin/rule_edit.h"
#include "domain/invite.h"
#include "domain/segment.h"
#include "domain/template.h"
#include "domain/when.h"
#include "setting.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { SAMPLE_MIN = 30, DAY_S = 24 * 3600 };

static const struct option count_options[] = {
	{ .name = "smart",
	    .help = "plain quotes and dashes instead of typographic ones" },
	{ .name = "json", .help = "one object with stable names" },
	{ .name = NULL },
};

static const struct option render_options[] = {
	{ .name = "step", .value = "N", .help = "of a reminder or feedback" },
	{ .name = "name", .value = "NAME", .help = "{name}" },
	{ .name = "location", .value = "PLACE", .help = "{location}" },
	{ .name = "start",
	    .value = "TIME",
	    .help = "of the appointment, like '2026-11-26 10:00'" },
	{ .name = "end", .value = "TIME", .help = "30 minutes behind it" },
	{ .name = "language", .value = "TAG", .help = "else the company's" },
	{ .name = "json", .help = "one object with stable names" },
	{ .name = NULL },
};

static const char *
encoding(const char *text)
{
	return segment_count(text).ucs2 ? "UCS-2" : "GSM-7";
}

static void
count_json(struct admin *a, const char *text)
{
	struct buf forced = BUF_INIT;

	admin_json_text(a, "encoding", encoding(text));
	json_put_int(&a->out, "characters", (int64_t)utf8_count(text));
	json_put_int(&a->out, "segments", (int64_t)segment_count(text).count);
	json_put_name(&a->out, "forced");
	buf_char(&a->out, '[');
	segment_forced(&forced, text);
	for (const char *p = buf_cstr(&forced); *p != '\0';) {
		struct buf one = BUF_INIT;
		utf8_put(&one, utf8_next(&p, forced.v + forced.n));
		admin_json_text(a, NULL, one.v);
		buf_free(&one);
	}
	buf_char(&a->out, ']');
	buf_free(&forced);
}

/* "– U+2013": the character as it is shown, and which one it is. */
static void
forced_lines(struct admin *a, const char *text)
{
	struct buf forced = BUF_INIT;

	segment_forced(&forced, text);
	for (const char *p = buf_cstr(&forced); *p != '\0';) {
		struct buf one = BUF_INIT, line = BUF_INIT;
		int32_t cp = utf8_next(&p, forced.v + forced.n);
		utf8_put(&one, cp);
		utf8_show(&line, one.v);
		buf_fmt(&line, " U+%04" PRIX32, (uint32_t)cp);
		field_line(a, "forced", line.v);
		buf_free(&line);
		buf_free(&one);
	}
	buf_free(&forced);
}

static void
count_lines(struct admin *a, const char *text)
{
	struct buf n = BUF_INIT;

	field_line(a, "encoding", encoding(text));
	buf_fmt(&n, "%zu", utf8_count(text));
	field_line(a, "characters", n.v);
	buf_reset(&n);
	buf_fmt(&n, "%zu", segment_count(text).count);
	field_line(a, "segments", n.v);
	buf_free(&n);
	forced_lines(a, text);
}

static int
run_count(struct admin *a, struct err *e)
{
	struct buf smart = BUF_INIT;
	const char *text = a->operand[0];

	(void)e;
	if (args_has(a, "smart")) {
		segment_smart(&smart, text);
		text = buf_cstr(&smart);
	}
	if (args_has(a, "json")) {
		buf_char(&a->out, '{');
		count_json(a, text);
		buf_str(&a->out, "}\n");
	} else {
		count_lines(a, text);
	}
	buf_free(&smart);
	return 0;
}

/* A time with an offset, or without one in the calendar's zone. */
static int
apply_time(struct admin *a, const char *option, const struct zone *z,
    int64_t *at, struct err *e)
{
	const char *text = args_value(a, option);
	struct err local = ERR_INIT;
	struct buf utc = BUF_INIT;

	if (text == NULL)
		return 0;
	buf_fmt(&utc, "%sZ", text);
	if (clock_parse(utc.v, at, &local) == 0) {
		struct civil c = civil_from(*at);
		*at = zone_instant(z, &c, ZONE_EVENT);
	} else if (clock_parse(text, at, e) == -1) {
		field_err(option, e);
	}
	buf_free(&utc);
	return e->kind != ERR_NONE ? -1 : 0;
}

/* The appointment that the text is about; a sensible one where not said. */
static int
sample(struct admin *a, const struct setting *s, const struct rule *r,
    struct appointment *m, struct err *e)
{
	const struct zone *z = s->plan.zone;
	const char *name = args_value(a, "name");
	const char *location = args_value(a, "location");
	int ahead = r->kind == KIND_REMINDER && r->days > 0 ? r->days : 0;

	m->start_at = when_clock(z, zone_day(z, a->tool.now) + ahead + 1, 600);
	if (apply_time(a, "start", z, &m->start_at, e) == -1)
		return -1;
	m->end_at = m->start_at + (int64_t)SAMPLE_MIN * 60;
	if (apply_time(a, "end", z, &m->end_at, e) == -1)
		return -1;
	if (m->end_at < m->start_at)
		return err_set(e, ERR_USAGE, "--end: it is before the start");
	m->location = mem_str(location != NULL ? location : "Hauptplatz 1");
	appointment_add_recipient(
	    m, "+436641234567", name != NULL ? name : "Maria Mayr");
	return 0;
}

/* When the rule has it go: {day} says so. */
static int64_t
due_at(const struct admin *a, const struct setting *s, const struct rule *r,
    const struct appointment *m)
{
	const struct when w = { .kind = r->kind,
		.zone = s->plan.zone,
		.window = &s->plan.window,
		.start_at = m->start_at,
		.old_start_at = m->start_at };
	int64_t at = a->tool.now;

	if (r->kind == KIND_REMINDER)
		at = r->days >= 0 ? when_reminder(s->plan.zone, m->start_at,
					r->days, r->clock_min)
				  : when_before(m->start_at, r->before_min);
	else if (r->kind == KIND_FEEDBACK && r->days >= 0)
		at = when_feedback(
		    s->plan.zone, m->end_at, r->days, r->clock_min);
	else if (r->kind == KIND_FOLLOWUP && r->before_min >= 0)
		at = m->end_at + DAY_S + (int64_t)r->before_min * 60;
	return window_fit(&w, at, &at) ? at : a->tool.now;
}

static void
render_json(struct admin *a, const struct setting *s, const struct rule *r,
    int64_t due, const char *text, bool too_long)
{
	buf_char(&a->out, '{');
	admin_json_text(a, "calendar", s->label);
	admin_json_text(a, "kind", kind_name(r->kind));
	json_put_int(&a->out, "step", r->step);
	json_put_bool(&a->out, "active", r->active);
	admin_json_time(a, "due_at", s->plan.zone, due);
	admin_json_text(a, "text", text);
	count_json(a, text);
	json_put_bool(&a->out, "too_long", too_long);
	buf_str(&a->out, "}\n");
}

static void
render_lines(struct admin *a, const struct setting *s, const struct rule *r,
    int64_t due, const char *text, bool too_long)
{
	struct buf line = BUF_INIT;

	kind_step(&line, r->kind, r->step);
	field_line(a, "rule", line.v);
	field_line(a, "state", r->active ? "on" : "off");
	buf_reset(&line);
	admin_time(&line, s->plan.zone, due);
	field_line(a, "due", line.v);
	buf_reset(&line);
	utf8_show(&line, text);
	field_line(a, "text", buf_cstr(&line));
	count_lines(a, text);
	if (too_long) {
		buf_reset(&line);
		buf_fmt(&line, "longer than the rule's %d segments: held",
		    r->segments);
		field_line(a, "note", line.v);
	}
	buf_free(&line);
}

static int
render(struct admin *a, const struct setting *s, const struct rule *r,
    struct err *e)
{
	struct appointment m = { .id = 0 };
	struct template_text text = { .text = NULL };
	struct buf link = BUF_INIT;
	int ret = sample(a, s, r, &m, e);

	if (rule_has_link(r) && a->tool.conf.links.url != NULL)
		buf_fmt(
		    &link, "%s/" INVITE_SAMPLE ".ics", a->tool.conf.links.url);

	if (ret == 0) {
		int64_t due = due_at(a, s, r, &m);
		const struct plan_item item = { .rule = r,
			.recipient = &m.recipients[0],
			.kind = r->kind,
			.step = r->step,
			.start_at = m.start_at,
			.due_at = due };
		const struct setting_how how = { .now = due,
			.language = args_value(a, "language"),
			.link = link.v };
		ret = setting_text(s, &m, &item, &how, &text, e);
		if (ret == 0 && args_has(a, "json"))
			render_json(a, s, r, due, text.text, text.too_long);
		else if (ret == 0)
			render_lines(a, s, r, due, text.text, text.too_long);
	}
	buf_free(&link);
	template_text_free(&text);
	appointment_fini(&m);
	return ret;
}

/* Borrow the rule whose text it is; NULL, ERR_USAGE: there is none such. */
static const struct rule *
find_rule(struct admin *a, const struct rule_view *view, struct err *e)
{
	const struct rule *found = NULL;
	const char *step = args_value(a, "step");
	struct rule_name n;
	struct buf name = BUF_INIT;

	buf_str(&name, a->operand[1]);
	if (step != NULL)
		buf_fmt(&name, "/%s", step);
	int r = rule_name_parse(name.v, &n, e);
	for (size_t i = 0; r == 0 && found == NULL && i < view->n; i++)
		if (view->v[i]->kind == n.kind && view->v[i]->step == n.step)
			found = view->v[i];
	if (r == 0 && found == NULL)
		err_set(e, ERR_USAGE,
		    "%s has no %s; 'smscal-admin rule list %s' shows what it "
		    "has",
		    a->operand[0], name.v, a->operand[0]);
	buf_free(&name);
	return found;
}

static int
run_render(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct house house = { .branches = BRANCH_LIST_INIT };
	struct setting s = { .label = "" };
	struct buf lang = BUF_INIT;
	int ret = ref_find(a, a->operand[0], REF_CALENDAR, &r, e);

	if (ret == 0 && args_value(a, "language") != NULL &&
	    check_language(a, args_value(a, "language"), &lang, e) == -1)
		ret = field_err("language", e);
	if (ret == 0)
		ret = tool_zones(&a->tool, e);
	if (ret == 0)
		ret = house_load(&house, &a->tool, r.company.id, e);
	if (ret == 0)
		ret = setting_load(&s, &house, &r.calendar, &a->tool, e);
	if (ret == 0) {
		const struct rule *rule = find_rule(a, &s.rules, e);
		ret = rule == NULL ? -1 : render(a, &s, rule, e);
	}
	buf_free(&lang);
	setting_free(&s);
	house_free(&house);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "count",
	    .operands = "TEXT",
	    .min = 1,
	    .max = 1,
	    .input = 1,
	    .whole = true,
	    .need = NEED_CONF,
	    .options = count_options,
	    .help = "How many SMS a text is, and why.",
	    .example = "  smscal-admin text count 'Termin um 9-10 Uhr'\n"
		       "  smscal-admin text count --smart - <text.txt\n",
	    .run = run_count },
	{ .verb = "render",
	    .operands = "COMPANY/CALENDAR KIND[/STEP]",
	    .min = 2,
	    .max = 2,
	    .need = NEED_READ,
	    .options = render_options,
	    .help = "A text as it would go out, with sample values.",
	    .example = "  smscal-admin text render acme/ordination reminder "
		       "--name 'Max Muster'\n",
	    .run = run_render },
};

const struct noun noun_text = {
	.name = "text",
	.help = "how long a text is, and how it would go out",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

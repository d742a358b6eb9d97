/* SPDX-License-Identifier: ISC */
/* schedule month|week|day|agenda: what is asked for, and its messages. */
#include "admin/schedule.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/field.h"
#include "admin/ref.h"
#include "admin/term.h"
#include "domain/valid.h"
#include "store/company.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	DAY_S = 24 * 3600,
	DAYS = 7,
	AGENDA_DAYS = 14,
	DAYS_MAX = 400,
	FEED_DAYS = 400,    /* what is planned, and a reader may want */
	LIMIT = 5000,       /* what people can look through */
	PAGE_LIMIT = 10000, /* ... and a browser */
	FEED_LIMIT = 20000,
	WIDTH = 80
};

static const struct option options[] = {
	{ .name = "company", .value = "COMPANY", .help = "of a company alone" },
	{ .name = "calendar",
	    .value = "REF",
	    .help = "of a calendar alone: acme/ordination" },
	{ .name = "days",
	    .value = "N",
	    .help = "how many: day, agenda, --json and --ics" },
	{ .name = "colour",
	    .value = "always|never",
	    .help = "in colours, or not; else as the terminal has them" },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = "ics", .help = "a calendar feed (RFC 5545)" },
	{ .name = "html", .help = "one page with all views, for a browser" },
	{ .name = "language",
	    .value = "LANGUAGE",
	    .help = "of the page: de or en; else the company's" },
	{ .name = NULL },
};

const char *
schedule_mark(const struct sending *m)
{
	static const struct {
		const char *state, *mark;
	} marks[] = {
		{ "held", "=" },
		{ "claimed", "\u2022" },
		{ "sent", "\u2022" },
		{ "delivered", "\u2713" },
		{ "failed", "\u2717" },
		{ "undelivered", "\u2717" },
		{ "unsure", "?" },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (str_eq(m->state, marks[i].state))
			return marks[i].mark;
	return " ";
}

void
schedule_kind(const struct sending *m, struct buf *out)
{
	kind_step(out, m->kind, m->step);
	if (m->dates > 1)
		buf_fmt(out, " (%" PRId64 ")", m->dates);
}

static int64_t
monday(int64_t day)
{
	return day - civil_weekday(day) + 1;
}

/* The first day of the month, and of the one after it. */
static int64_t
first_of_month(int64_t day)
{
	struct civil c = civil_from(day * DAY_S);

	return civil_days(c.year, c.month, 1);
}

static int64_t
next_month(int64_t day)
{
	struct civil c = civil_from(day * DAY_S);

	return first_of_month(day) + civil_month_days(c.year, c.month);
}

/* Which days are shown; *n: so many were asked for, or 0. */
static void
take_span(struct schedule *s, int64_t n)
{
	int64_t next = next_month(s->day);

	s->from = s->day;
	s->to = s->day + 1;
	if (args_has(s->a, "html")) {
		/* Whole weeks, so that a page has two months to go through. */
		s->from = monday(first_of_month(s->day));
		s->to = monday(next_month(next) - 1) + DAYS;
		return;
	}
	switch (s->view) {
	case SCHEDULE_MONTH:
		s->from = monday(first_of_month(s->day));
		s->to = monday(next - 1) + DAYS;
		break;
	case SCHEDULE_WEEK:
		s->from = monday(s->day);
		s->to = s->from + DAYS;
		break;
	case SCHEDULE_DAY:
		break;
	case SCHEDULE_AGENDA:
		s->to = s->day + AGENDA_DAYS;
		break;
	}
	if (args_has(s->a, "ics"))
		s->to = s->from + FEED_DAYS;
	if (n > 0)
		s->to = s->from + n;
}

/* Of --json, --ics and --html one at most; and what --days says, or 0. */
static int
check_options(const struct admin *a, enum schedule_view view, int64_t *days,
    struct err *e)
{
	bool grid = view == SCHEDULE_MONTH || view == SCHEDULE_WEEK;
	const char *text = args_value(a, "days"),
		   *colour = args_value(a, "colour"),
		   *language = args_value(a, "language");

	*days = 0;
	if (args_has(a, "json") + args_has(a, "ics") + args_has(a, "html") > 1)
		return err_set(e, ERR_USAGE,
		    "--json, --ics and --html are three forms: choose one");
	if (args_has(a, "company") && args_has(a, "calendar"))
		return err_set(e, ERR_USAGE,
		    "--company and --calendar: one of them says of whom");
	if (text != NULL && str_int(text, 1, DAYS_MAX, days) == -1)
		return err_set(e, ERR_USAGE,
		    "--days: '%s' is none; allowed are 1 to %d", text,
		    DAYS_MAX);
	if (text != NULL &&
	    (args_has(a, "html") ||
		(grid && !args_has(a, "json") && !args_has(a, "ics"))))
		return err_set(e, ERR_USAGE,
		    "--days: a month, a week and a page have days of their "
		    "own; it is of day, agenda, --json and --ics");
	if (colour != NULL && !str_eq(colour, "always") &&
	    !str_eq(colour, "never"))
		return err_set(e, ERR_USAGE,
		    "--colour: '%s'; allowed are always and never", colour);
	if (language != NULL && !str_eq(language, "de") &&
	    !str_eq(language, "en"))
		return err_set(e, ERR_USAGE,
		    "--language: '%s'; allowed are de and en", language);
	return 0;
}

static void
put(struct schedule *s)
{
	if (args_has(s->a, "json"))
		schedule_json(s);
	else if (args_has(s->a, "ics"))
		schedule_ics(s);
	else if (args_has(s->a, "html"))
		schedule_page(s);
	else if (s->view == SCHEDULE_MONTH || s->view == SCHEDULE_WEEK)
		schedule_grid(s);
	else
		schedule_agenda(s);
}

static int
run(struct admin *a, enum schedule_view view, struct err *e)
{
	struct schedule s = { .a = a, .view = view };
	const char *company = args_value(a, "company"),
		   *calendar = args_value(a, "calendar");
	struct ref r = { .text = NULL };
	int64_t days;
	int ret = check_options(a, view, &days, e);

	if (ret == 0 && company != NULL)
		ret = ref_find(a, company, REF_COMPANY, &r, e);
	else if (ret == 0 && calendar != NULL)
		ret = ref_find(a, calendar, REF_CALENDAR, &r, e);
	if (ret == 0)
		ret = schedule_calendars(&s, &r, e);
	if (ret == 0) {
		s.today = zone_day(s.zone, a->tool.now);
		s.depth = colour_depth(args_value(a, "colour"));
		s.width = term_width() != 0 ? term_width() : WIDTH;
		s.day = s.today;
		if (a->n_operands > 0)
			ret = valid_day(a->operand[0], s.today, &s.day, e);
	}
	if (ret == 0) {
		take_span(&s, days);
		ret = schedule_load(&s, &r, e);
	}
	if (ret == 0)
		put(&s);
	if (ret == 0 && s.cut)
		log_error("these are the first %zu messages: another day, "
			  "--company or --calendar shows others",
		    s.n_shown);
	schedule_fini(&s);
	ref_fini(&r);
	return ret;
}

static int
run_month(struct admin *a, struct err *e)
{
	return run(a, SCHEDULE_MONTH, e);
}

static int
run_week(struct admin *a, struct err *e)
{
	return run(a, SCHEDULE_WEEK, e);
}

static int
run_day(struct admin *a, struct err *e)
{
	return run(a, SCHEDULE_DAY, e);
}

static int
run_agenda(struct admin *a, struct err *e)
{
	return run(a, SCHEDULE_AGENDA, e);
}

#define VIEW \
	.operands = "[DATE]", .max = 1, .need = NEED_READ, .options = options

static const struct verb verbs[] = {
	{ .verb = "month",
	    .help = "The weeks of a month.",
	    .example = "  smscal-admin schedule month 2026-12 --company acme\n"
		       "  smscal-admin schedule month --html >sendings.html\n",
	    .run = run_month,
	    VIEW },
	{ .verb = "week",
	    .help = "A week, from Monday.",
	    .example = "  smscal-admin schedule week\n",
	    .run = run_week,
	    VIEW },
	{ .verb = "day",
	    .help = "A day, with the texts.",
	    .example = "  smscal-admin schedule day tomorrow"
		       " --calendar acme/ordination\n",
	    .run = run_day,
	    VIEW },
	{ .verb = "agenda",
	    .help = "Day after day, a line for each message.",
	    .example = "  smscal-admin schedule agenda --days 3\n"
		       "  smscal-admin schedule agenda --ics >sendings.ics\n",
	    .run = run_agenda,
	    VIEW },
};

const struct noun noun_schedule = {
	.name = "schedule",
	.help = "planned and sent messages, as a calendar",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

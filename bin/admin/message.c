/* SPDX-License-Identifier: ISC */
/* message: what is in the outbox, what became of it, and the last word. */

#include <inttypes.h>

#include "admin/explain.h"
#include "admin/field.h"
#include "admin/listing.h"
#include "admin/override.h"
#include "admin/paging.h"
#include "domain/state.h"
#include "domain/valid.h"
#include "store/tried.h"
#include "store/view.h"
#include "util/utf8.h"

static const struct option list_options[] = {
	{ .name = "company",
	    .value = "REF",
	    .help = "of a company, or of a calendar: acme/ordination" },
	{ .name = "calendar",
	    .value = "REF",
	    .help = "of a calendar alone, as in schedule" },
	{ .name = "state",
	    .value = "STATE",
	    .help = "planned, held, cancelled, expired, claimed, sent ..." },
	PAGING_OPTIONS,
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

static void
make_kind(struct admin *a, const void *row, struct buf *out)
{
	const struct message_view *m = row;
	enum kind kind;

	(void)a;
	if (kind_parse(m->kind, &kind))
		kind_step(out, kind, m->step);
}

static void
make_ref(struct admin *a, const void *row, struct buf *out)
{
	const struct message_view *m = row;

	(void)a;
	buf_fmt(out, "%s/%s", m->company, m->calendar);
}

/* Of several dates in one SMS all but one go with that (P16). */
static void
make_state(struct admin *a, const void *row, struct buf *out)
{
	const struct message_view *m = row;

	(void)a;
	if (m->with_id != 0)
		buf_fmt(out, "with %" PRId64, m->with_id);
	else
		buf_str(out, m->state);
}

/* P16: how many appointments one SMS tells, where they are several. */
static void
make_dates(struct admin *a, const void *row, struct buf *out)
{
	const struct message_view *m = row;

	(void)a;
	if (m->dates > 1)
		buf_fmt(out, "%" PRId64, m->dates);
}

/* The next try, where it is another time than the rule's. */
static void
make_not_before(struct admin *a, const void *row, struct buf *out)
{
	const struct message_view *m = row;

	if (m->send_at != m->due_at)
		admin_time(out, admin_zone(a, m->zone), m->send_at);
}

#define AT(member) .at = offsetof(struct message_view, member)
#define TIME(member) .type = COLUMN_TIME, AT(member)

static const struct column columns[] = {
	{ "ID", "id", "id", .type = COLUMN_INT, AT(id) },
	{ .title = "DUE", TIME(due_at) },
	{ NULL, "key", "key", AT(key) },
	{ "CALENDAR", "calendar", "calendar", .make = make_ref, .cut = true },
	{ "KIND", "kind", NULL, .make = make_kind },
	{ .json = "kind", AT(kind) },
	{ .json = "step", .type = COLUMN_INT, AT(step) },
	{ NULL, "level", "level", AT(level) },
	{ .title = "STATE", .make = make_state },
	{ "NAME", "name", "name", AT(name), .cut = true },
	{ "PHONE", "phone", "phone", AT(phone) },
	{ .json = "text", AT(text) },
	{ .json = "segments", .type = COLUMN_INT, AT(segments) },
	{ NULL, "start", "start_at", TIME(start_at) },
	{ NULL, "old-start", "old_start_at", TIME(old_start_at) },
	{ NULL, "state", "state", AT(state) },
	{ "REASON", "reason", "reason", AT(reason), .cut = true },
	{ NULL, "due", "due_at", TIME(due_at) },
	{ .json = "send_at", TIME(send_at) },
	{ .label = "not-before", .make = make_not_before },
	{ NULL, "expires", "expires_at", TIME(expires_at) },
	{ NULL, "claimed", "claimed_at", TIME(claimed_at) },
	{ NULL, "sent", "sent_at", TIME(sent_at) },
	{ NULL, "ended", "ended_at", TIME(ended_at) },
	{ .json = "created_at", TIME(created_at) },
	{ .json = "attempts", .type = COLUMN_INT, AT(attempts) },
	{ NULL, "with", "with_id", .type = COLUMN_ID, AT(with_id) },
	{ .label = "dates", .make = make_dates },
	{ .json = "dates", .type = COLUMN_INT, AT(dates) },
	{ .json = "gateway", AT(gateway) },
	{ .json = "gateway_id", AT(gateway_id) },
	{ .json = "code", AT(code) },
	{ .json = "detail", AT(detail) },
	{ .label = "segments", .type = COLUMN_INT, AT(segments) },
	{ "TEXT", "text", NULL, AT(text), .cut = true },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.zone_at = offsetof(struct message_view, zone),
};

/* X12: what it waits for, or why it came to that, and what to do. */
struct told {
	enum why why;
	struct buf text, todo;
};

static int
tell(struct admin *a, const struct message_view *m, struct told *t,
    struct err *e)
{
	struct buf ref = BUF_INIT, rule = BUF_INIT, id = BUF_INIT;

	*t = (struct told){ .text = BUF_INIT };
	if (tool_zones(&a->tool, e) == -1)
		return -1;
	make_ref(a, m, &ref);
	make_kind(a, m, &rule);
	buf_fmt(&id, "%lld", (long long)m->id);
	const struct why_names names = { .company = m->company,
		.calendar = ref.v,
		.level = ref.v,
		.rule = rule.v,
		.message = id.v,
		.phone = m->phone };
	int r = explain_message(a, m, NULL, &t->why, &t->text, e);
	why_todo(t->why, &names, &t->todo);
	buf_free(&ref);
	buf_free(&rule);
	buf_free(&id);
	return r;
}

static void
told_fini(struct told *t)
{
	buf_free(&t->text);
	buf_free(&t->todo);
}

static int
json_why(struct admin *a, const void *row, struct err *e)
{
	struct told t;
	int r = tell(a, row, &t, e);
	bool any = t.why != WHY_NONE;

	admin_json_text(a, "cause", any ? why_name(t.why) : NULL);
	admin_json_text(a, "why", any ? t.text.v : NULL);
	admin_json_text(a, "todo", t.todo.v);
	told_fini(&t);
	return r;
}

static int
show_why(struct admin *a, const void *row, struct err *e)
{
	struct buf why = BUF_INIT, todo = BUF_INIT;
	struct told t;
	int r = tell(a, row, &t, e);

	utf8_show(&why, buf_cstr(&t.text));
	utf8_show(&todo, buf_cstr(&t.todo));
	if (t.why != WHY_NONE && why.n > 0)
		field_line(a, "why", why.v);
	if (todo.n > 0)
		field_line(a, "to-do", todo.v);
	buf_free(&why);
	buf_free(&todo);
	told_fini(&t);
	return r;
}

/* What stands of a try behind its time: "websms as Praxis: accepted". */
static void
tell_try(const struct tried *t, struct buf *out)
{
	buf_str(out, t->gateway);
	if (t->sender != NULL)
		buf_fmt(out, " as %s", t->sender);
	if (t->redirect != NULL)
		buf_fmt(out, " to %s instead", t->redirect);
	buf_fmt(out, ": %s", t->outcome != NULL ? t->outcome : "no answer yet");
	if (t->http_status != 0)
		buf_fmt(out, ", HTTP %" PRId64, t->http_status);
	if (t->code != NULL)
		buf_fmt(out, ", code %s", t->code);
	if (t->detail != NULL)
		buf_fmt(out, ", %s", t->detail);
	if (t->gateway_id != NULL)
		buf_fmt(out, ", as %s", t->gateway_id);
}

static void
show_at(struct admin *a, const struct message_view *m, const char *label,
    int64_t at, const char *text)
{
	struct buf line = BUF_INIT, shown = BUF_INIT;

	admin_time(&line, admin_zone(a, m->zone), at);
	buf_fmt(&line, " %s", text);
	utf8_show(&shown, line.v);
	field_line(a, label, shown.v);
	buf_free(&line);
	buf_free(&shown);
}

static int
show_tries(struct admin *a, const void *row, struct err *e)
{
	const struct message_view *m = row;
	struct tried_list l = TRIED_LIST_INIT;
	int r = tried_list(a->tool.db, m->id, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		const struct tried *t = &l.v[i];
		struct buf text = BUF_INIT;
		tell_try(t, &text);
		show_at(a, m, "attempt", t->claimed_at, text.v);
		for (size_t k = 0; k < t->n_reports; k++)
			show_at(a, m, "report", t->report[k].at,
			    t->report[k].status);
		buf_free(&text);
	}
	tried_list_free(&l);
	return r;
}

static void
json_try(struct admin *a, const struct zone *z, const struct tried *t)
{
	struct buf *out = &a->out;

	json_put_name(out, NULL);
	buf_char(out, '{');
	admin_json_text(a, "ref", t->ref);
	admin_json_text(a, "gateway", t->gateway);
	admin_json_text(a, "sender", t->sender);
	admin_json_text(a, "redirect", t->redirect);
	admin_json_time(a, "claimed_at", z, t->claimed_at);
	admin_json_time(a, "ended_at", z, t->ended_at);
	admin_json_text(a, "outcome", t->outcome);
	admin_json_text(a, "gateway_id", t->gateway_id);
	if (t->http_status != 0)
		json_put_int(out, "http_status", t->http_status);
	else
		json_put_null(out, "http_status");
	admin_json_text(a, "code", t->code);
	admin_json_text(a, "detail", t->detail);
	json_put_name(out, "reports");
	buf_char(out, '[');
	for (size_t k = 0; k < t->n_reports; k++) {
		json_put_name(out, NULL);
		buf_char(out, '{');
		admin_json_text(a, "status", t->report[k].status);
		admin_json_time(a, "at", z, t->report[k].at);
		buf_char(out, '}');
	}
	buf_str(out, "]}");
}

static int
json_tries(struct admin *a, const void *row, struct err *e)
{
	const struct message_view *m = row;
	struct tried_list l = TRIED_LIST_INIT;
	int r = tried_list(a->tool.db, m->id, &l, e);

	json_put_name(&a->out, "tries");
	buf_char(&a->out, '[');
	for (size_t i = 0; r == 0 && i < l.n; i++)
		json_try(a, admin_zone(a, m->zone), &l.v[i]);
	buf_char(&a->out, ']');
	tried_list_free(&l);
	return r;
}

static int
json_more(struct admin *a, const void *row, struct err *e)
{
	return json_why(a, row, e) == -1 ? -1 : json_tries(a, row, e);
}

static int
show_more(struct admin *a, const void *row, struct err *e)
{
	return show_why(a, row, e) == -1 ? -1 : show_tries(a, row, e);
}

static const struct listing listing_one = {
	.columns = columns,
	.zone_at = offsetof(struct message_view, zone),
	.json = json_more,
	.show = show_more,
};

static int
check_state(const char *text, struct err *e)
{
	const char *names[STATE_COUNT];
	struct buf out = BUF_INIT;
	int r;

	if (text == NULL)
		return 0;
	for (int i = 0; i < STATE_COUNT; i++)
		names[i] = state_name((enum state)i);
	r = valid_word(text, names, STATE_COUNT, &out, e);
	buf_free(&out);
	return r == -1 ? field_err("state", e) : 0;
}

static int
run_list(struct admin *a, struct err *e)
{
	struct message_views l = MESSAGE_VIEWS_INIT;
	const char *company = args_value(a, "company"),
		   *calendar = args_value(a, "calendar");
	struct ref r = { .text = NULL };
	struct paging p;
	bool more = false;
	int ret = check_state(args_value(a, "state"), e);

	if (ret == 0 && company != NULL && calendar != NULL)
		ret = err_set(e, ERR_USAGE,
		    "--company and --calendar: one of them says of whom");
	else if (ret == 0 && company != NULL)
		ret = ref_find(a, company, REF_COMPANY | REF_CALENDAR, &r, e);
	else if (ret == 0 && calendar != NULL)
		ret = ref_find(a, calendar, REF_CALENDAR, &r, e);
	if (ret == 0)
		ret = paging_read(a, &r, &p, e);
	if (ret == 0) {
		struct message_filter f = {
			.company_id = r.level.company_id,
			.calendar_id = r.level.calendar_id,
			.state = args_value(a, "state"),
			.phone = p.phone[0] != '\0' ? p.phone : NULL,
			.from = p.from,
			.to = p.to,
			.limit = p.limit,
		};
		ret = message_view_page(
		    a->tool.db, &f, a->tool.now, &l, &more, e);
	}
	if (ret == 0)
		ret = listing_all(a, &listing, l.v, l.n, sizeof(l.v[0]), e);
	if (ret == 0 && more)
		paging_more(&p, p.from != 0 ? "first" : "nearest");
	message_views_free(&l);
	ref_fini(&r);
	return ret;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct message_views l = MESSAGE_VIEWS_INIT;
	int ret = override_find(a, a->operand[0], &l, e);

	if (ret == 0)
		ret =
		    listing_show(a, &listing_one, l.v, l.n, sizeof(l.v[0]), e);
	message_views_free(&l);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = list_options,
	    .help = "The outbox, in order of time: what is nearest to now.",
	    .example =
		"  smscal-admin message list --company acme "
		"--state planned\n"
		"  smscal-admin message list --from 2026-11 --days 30 "
		"--state failed --limit all\n"
		"  smscal-admin message list --phone '+43 664 1234567'\n",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "ID",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All of one message, and what became of it.",
	    .run = run_show },
	{ .verb = "resend",
	    .operands = "ID...",
	    .min = 1,
	    .max = ADMIN_OPERANDS,
	    .need = NEED_WRITE,
	    .help = "Plan again what failed, expired, was not delivered or is "
		    "unsure, while it is of use.",
	    .example = "  smscal-admin message resend 12\n",
	    .run = override_resend },
	{ .verb = "cancel",
	    .operands = "ID...",
	    .min = 1,
	    .max = ADMIN_OPERANDS,
	    .need = NEED_WRITE,
	    .help = "Never send what is planned or held.",
	    .run = override_cancel },
	{ .verb = "settle",
	    .operands = "ID sent|failed|delivered",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .help = "Say what became of a message that is unsure.",
	    .example = "  smscal-admin message settle 12 sent\n",
	    .run = override_settle },
	{ .verb = "release",
	    .operands = "ID...",
	    .min = 1,
	    .max = ADMIN_OPERANDS,
	    .need = NEED_WRITE,
	    .help = "Let go what is held for the operator to look at.",
	    .run = override_release },
};

const struct noun noun_message = {
	.name = "message",
	.help = "the outbox: what is planned, what was sent",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

/* SPDX-License-Identifier: ISC */
/* message: what is in the outbox, what became of it, and the last word. */
#include <inttypes.h>

#include "admin/field.h"
#include "admin/override.h"
#include "admin/ref.h"
#include "admin/table.h"
#include "domain/state.h"
#include "domain/valid.h"
#include "store/view.h"
#include "util/str.h"
#include "util/utf8.h"

static const struct option list_options[] = {
	{ .name = "company",
	    .value = "REF",
	    .help = "of a company, or of a calendar: acme/ordination" },
	{ .name = "state",
	    .value = "STATE",
	    .help = "planned, held, cancelled, expired, claimed, sent ..." },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

static const struct option show_options[] = {
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

/* Steps are the operator's; of the other kinds they only count. */
static void
kind_text(const struct message_view *m, struct buf *out)
{
	buf_str(out, m->kind);
	if (str_eq(m->kind, "reminder") || m->step > 1)
		buf_fmt(out, "/%" PRId64, m->step);
}

static void
put_json(struct admin *a, const struct message_view *m)
{
	const struct zone *z = admin_zone(a, m->zone);
	struct buf *out = &a->out;
	struct buf ref = BUF_INIT;

	buf_fmt(&ref, "%s/%s", m->company, m->calendar);
	json_put_name(out, NULL);
	buf_char(out, '{');
	json_put_int(out, "id", m->id);
	admin_json_text(a, "key", m->key);
	admin_json_text(a, "calendar", ref.v);
	admin_json_text(a, "kind", m->kind);
	json_put_int(out, "step", m->step);
	admin_json_text(a, "phone", m->phone);
	admin_json_text(a, "name", m->name);
	admin_json_text(a, "text", m->text);
	json_put_int(out, "segments", m->segments);
	admin_json_text(a, "state", m->state);
	admin_json_text(a, "reason", m->reason);
	admin_json_time(a, "start_at", z, m->start_at);
	admin_json_time(a, "old_start_at", z, m->old_start_at);
	admin_json_time(a, "due_at", z, m->due_at);
	admin_json_time(a, "send_at", z, m->send_at);
	admin_json_time(a, "expires_at", z, m->expires_at);
	admin_json_time(a, "claimed_at", z, m->claimed_at);
	admin_json_time(a, "sent_at", z, m->sent_at);
	admin_json_time(a, "ended_at", z, m->ended_at);
	admin_json_time(a, "created_at", z, m->created_at);
	json_put_int(out, "attempts", m->attempts);
	admin_json_text(a, "gateway", m->gateway);
	admin_json_text(a, "gateway_id", m->gateway_id);
	admin_json_text(a, "code", m->code);
	admin_json_text(a, "detail", m->detail);
	buf_char(out, '}');
	buf_free(&ref);
}

static void
put_all_json(struct admin *a, const struct message_views *l)
{
	buf_char(&a->out, '[');
	for (size_t i = 0; i < l->n; i++)
		put_json(a, &l->v[i]);
	buf_str(&a->out, "]\n");
}

static void
put_table(struct admin *a, const struct message_views *l)
{
	static const char *const titles[] = { "ID", "DUE", "CALENDAR", "KIND",
		"STATE", "NAME", "PHONE", "REASON", "TEXT", NULL };
	struct table t;

	table_init(&t, titles);
	for (size_t i = 0; i < l->n; i++) {
		const struct message_view *m = &l->v[i];
		struct buf id = BUF_INIT, due = BUF_INIT, kind = BUF_INIT,
			   ref = BUF_INIT;
		buf_fmt(&id, "%" PRId64, m->id);
		admin_time(&due, admin_zone(a, m->zone), m->due_at);
		buf_fmt(&ref, "%s/%s", m->company, m->calendar);
		kind_text(m, &kind);
		table_cell(&t, id.v);
		table_cell(&t, due.v);
		table_cell(&t, ref.v);
		table_cell(&t, kind.v);
		table_cell(&t, m->state);
		table_cell(&t, m->name);
		table_cell(&t, m->phone);
		table_cell(&t, m->reason);
		table_cell(&t, m->text);
		buf_free(&id);
		buf_free(&due);
		buf_free(&kind);
		buf_free(&ref);
	}
	table_end(&t, &a->out);
}

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
	struct message_filter f = { .state = args_value(a, "state") };
	const char *of = args_value(a, "company");
	struct ref r = { .text = NULL };
	int ret = check_state(f.state, e);

	if (ret == 0 && of != NULL)
		ret = ref_find(a, of, REF_COMPANY | REF_CALENDAR, &r, e);
	f.company_id = r.level.company_id;
	f.calendar_id = r.level.calendar_id;
	if (ret == 0)
		ret = message_view_list(a->tool.db, &f, &l, e);
	if (ret == 0 && args_has(a, "json"))
		put_all_json(a, &l);
	else if (ret == 0)
		put_table(a, &l);
	message_views_free(&l);
	ref_fini(&r);
	return ret;
}

static void
time_line(struct admin *a, const char *name, const struct zone *z, int64_t at)
{
	struct buf text = BUF_INIT;

	if (at == 0)
		return;
	admin_time(&text, z, at);
	field_line(a, name, text.v);
	buf_free(&text);
}

static void
text_line(struct admin *a, const char *name, const char *text)
{
	struct buf shown = BUF_INIT;

	if (text == NULL)
		return;
	utf8_show(&shown, text);
	field_line(a, name, buf_cstr(&shown));
	buf_free(&shown);
}

static void
show(struct admin *a, const struct message_view *m)
{
	const struct zone *z = admin_zone(a, m->zone);
	struct buf line = BUF_INIT;

	buf_fmt(&line, "%" PRId64, m->id);
	field_line(a, "id", line.v);
	field_line(a, "key", m->key);
	buf_reset(&line);
	buf_fmt(&line, "%s/%s", m->company, m->calendar);
	field_line(a, "calendar", line.v);
	buf_reset(&line);
	kind_text(m, &line);
	field_line(a, "kind", line.v);
	text_line(a, "name", m->name);
	field_line(a, "phone", m->phone);
	time_line(a, "start", z, m->start_at);
	time_line(a, "old-start", z, m->old_start_at);
	field_line(a, "state", m->state);
	text_line(a, "reason", m->reason);
	time_line(a, "due", z, m->due_at);
	if (m->send_at != m->due_at)
		time_line(a, "not-before", z, m->send_at);
	time_line(a, "expires", z, m->expires_at);
	time_line(a, "claimed", z, m->claimed_at);
	time_line(a, "sent", z, m->sent_at);
	time_line(a, "ended", z, m->ended_at);
	text_line(a, "gateway", m->gateway);
	text_line(a, "gateway-id", m->gateway_id);
	text_line(a, "answer", m->detail);
	buf_reset(&line);
	buf_fmt(&line, "%" PRId64, m->segments);
	field_line(a, "segments", line.v);
	text_line(a, "text", m->text);
	buf_free(&line);
}

static int
run_show(struct admin *a, struct err *e)
{
	struct message_views l = MESSAGE_VIEWS_INIT;
	int ret = override_find(a, a->operand[0], &l, e);

	if (ret == 0 && args_has(a, "json"))
		put_all_json(a, &l);
	else if (ret == 0)
		show(a, &l.v[0]);
	message_views_free(&l);
	return ret;
}

static const struct verb verbs[] = {
	{ .verb = "list",
	    .min = 0,
	    .max = 0,
	    .need = NEED_READ,
	    .options = list_options,
	    .help = "The outbox, in order of time.",
	    .example = "  smscal-admin message list --company acme "
		       "--state planned\n",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "ID",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = show_options,
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
	.help = "the outbox: what is planned, what was sent.",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};

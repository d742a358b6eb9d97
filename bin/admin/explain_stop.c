/* SPDX-License-Identifier: ISC */
/* What stops or delays all messages: of all, of a company, of a calendar. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/explain.h"
#include "domain/health.h"
#include "domain/template.h"
#include "parser.h"
#include "store/contact.h"
#include "store/erasure.h"
#include "store/optout.h"
#include "store/outbox.h"
#include "store/sender.h"
#include "util/lock.h"
#include "util/str.h"

/* ", since 2026-11-24 10:00"; borrow what is in *b. */
static const char *
since(struct buf *b, const struct zone *zone, int64_t at)
{
	buf_reset(b);
	explain_time(b, ", since ", zone, at);
	return buf_cstr(b);
}

/* A block that nothing was said in is none. */
static void
drop_empty(struct explain *x)
{
	if (x->v[x->n - 1].n == 0)
		free(x->v[--x->n].ref);
}

/* Those of the chain that did not run for long, and since when. */
static bool
late_tools(const struct tool *t, struct buf *out)
{
	const struct health_limits limits = HEALTH_LIMITS;

	buf_reset(out);
	for (size_t i = 0; i < TOOL_CHAIN; i++) {
		int64_t last = lock_last(t->conf.database, tool_chain[i]);
		if (last != 0 && t->now - last <= limits.chain)
			continue;
		buf_fmt(out, "%s%s %s", out->n > 0 ? ", " : "", tool_chain[i],
		    last == 0 ? "never ran" : "did not run");
		explain_time(out, " since ", zone_utc(), last);
		buf_str(out, last == 0 ? "" : " UTC");
	}
	return out->n > 0;
}

int
explain_whole(struct explain *x, struct err *e)
{
	static const struct why_names none = { .company = NULL };
	const struct tool *t = &x->a->tool;
	struct explain_block *b = explain_block(x, NULL, zone_utc());
	struct buf at = BUF_INIT;
	char parser[PATH_MAX];

	if (t->inst.clock_bad != NULL)
		explain_say(explain_line(b), WHY_CLOCK, &none, ": %s",
		    t->inst.clock_bad);
	if (t->inst.paused_at != 0)
		explain_say(explain_line(b), WHY_PAUSED_ALL, &none, "%s UTC",
		    since(&at, zone_utc(), t->inst.paused_at));
	parser_path(&t->conf, parser, sizeof(parser));
	if (access(parser, X_OK) == -1)
		explain_say(explain_line(b), WHY_PARSER, &none, ": %s: %s",
		    parser, strerror(errno));
	if (late_tools(t, &at))
		explain_say(explain_line(b), WHY_CHAIN, &none, ": %s", at.v);
	buf_free(&at);
	int erased = x->phone[0] != '\0' ? erasure_has(t->db, x->phone, e) : 0;
	if (erased == 1) {
		const struct why_names whom = { .phone = x->phone };
		explain_say(
		    explain_line(b), WHY_ERASED, &whom, " (%s)", x->phone);
	}
	drop_empty(x);
	return erased == -1 ? -1 : 0;
}

int
explain_optout(struct explain *x, const char *phone, const struct zone *zone,
    struct buf *out, struct err *e)
{
	struct optout o = { .phone = NULL };
	int r = optout_get(x->a->tool.db, x->house.company.id, phone, &o, e);

	if (r == 0) {
		buf_fmt(out, ": %s gets nothing", phone);
		explain_time(out, ", since ", zone, o.since_at);
		buf_fmt(out, ", by %s",
		    str_eq(o.source, "reply") ? "the person's STOP"
			: str_eq(o.source, "gateway")
			? "the gateway, which blocks the number"
			: "the operator's word");
	}
	optout_fini(&o);
	return r == -1 ? -1 : 0;
}

int
explain_company(struct explain *x, struct err *e)
{
	const struct company *c = &x->house.company;
	const struct why_names names = { .company = c->ref, .phone = x->phone };
	struct explain_block *b =
	    explain_block(x, c->ref, admin_zone(x->a, c->zone));
	struct buf at = BUF_INIT, optout = BUF_INIT;
	int r = 0;

	if (!c->active)
		explain_say(explain_line(b), WHY_OFF_COMPANY, &names, "%s", "");
	if (c->paused_at != 0)
		explain_say(explain_line(b), WHY_PAUSED_COMPANY, &names, "%s",
		    since(&at, b->zone, c->paused_at));
	if (c->redirect != NULL)
		explain_say(explain_line(b), WHY_REDIRECTED, &names, ", %s",
		    c->redirect);
	if (x->phone[0] != '\0')
		r = explain_optout(x, x->phone, b->zone, &optout, e);
	if (optout.n > 0)
		explain_say(
		    explain_line(b), WHY_OPTED_OUT, &names, "%s", optout.v);
	buf_free(&optout);
	buf_free(&at);
	drop_empty(x);
	return r;
}

/* The account that its messages go by, as send finds it. */
static int
of_account(struct explain *x, const struct explain_calendar *k,
    struct explain_block *b, const struct why_names *names, struct err *e)
{
	struct sender_list senders = SENDER_LIST_INIT;
	const struct branch *branch = k->set.branch;
	char *gateway = NULL, *token = NULL;
	struct db *db = x->a->tool.db;
	struct buf text = BUF_INIT;
	enum why why = WHY_NONE;
	int r = outbox_account(db, k->set.calendar.id, &gateway, &token, e);

	if (r == 0)
		r = sender_list(db, x->house.company.id, &senders, e);
	if (r == 0) {
		bool own = branch != NULL &&
		    (branch->gateway != NULL || branch->token_file != NULL);
		const struct sender *s =
		    sender_for(&senders, own ? branch->id : 0);
		r = explain_account(x->a, gateway, token,
		    s != NULL ? s->address : NULL, b->zone, &why, &text, e);
	}
	if (why != WHY_NONE)
		explain_say(explain_line(b), why, names, "%s",
		    text.v + strlen(why_text(why)));
	const struct conf_gateway *g =
	    r == 0 ? conf_gateway(&x->a->tool.conf, gateway) : NULL;
	if (g != NULL && g->type == GATEWAY_FILE)
		explain_say(explain_line(b), WHY_FILE, names, " (%s)", g->path);
	buf_free(&text);
	sender_list_free(&senders);
	free(gateway);
	free(token);
	return r;
}

/* What fetch and diff have to say of it. */
static int
of_feed(struct explain *x, const struct explain_calendar *k,
    struct explain_block *b, const struct why_names *names, struct err *e)
{
	struct calendar_feed f = { .error = NULL };
	struct buf at = BUF_INIT;
	int r = calendar_feed_get(x->a->tool.db, k->set.calendar.id, &f, e);

	if (r == -1)
		return -1;
	if (f.good_at == 0)
		explain_say(explain_line(b), WHY_NO_FETCH, names, "%s%s",
		    f.error != NULL ? ": " : "",
		    f.error != NULL ? f.error : "");
	else if (f.error != NULL)
		explain_say(explain_line(b), WHY_FEED_FAILS, names, "%s: %s",
		    since(&at, b->zone, f.error_at), f.error);
	if (f.good_at != 0 && x->a->tool.now - f.good_at > PLAN_STALE_S)
		explain_say(explain_line(b), WHY_STALE, names,
		    ": what is planned is held%s",
		    since(&at, b->zone, f.good_at));
	if (f.good_at != 0 && (f.unread || k->set.calendar.reread))
		explain_say(explain_line(b), WHY_NOT_READ, names, "%s", "");
	if (f.good_at != 0 && f.baseline)
		explain_say(
		    explain_line(b), WHY_NEXT_BASELINE, names, "%s", "");
	if (f.note != NULL)
		explain_say(explain_line(b), WHY_NOTE, names, ": %s", f.note);
	buf_free(&at);
	calendar_feed_fini(&f);
	return 0;
}

/* A text that plan could not write. */
static void
of_texts(const struct explain_calendar *k, struct explain_block *b,
    struct why_names names)
{
	for (size_t i = 0; i < k->set.rules.n; i++) {
		const struct rule *r = k->set.rules.v[i];
		for (size_t j = 0; r->active && j < r->n_texts; j++) {
			struct err bad = ERR_INIT;
			struct buf rule = BUF_INIT;
			if (template_check(r->texts[j].text, &bad) == 0)
				continue;
			kind_step(&rule, r->kind, r->step);
			names.rule = rule.v;
			explain_say(explain_line(b), WHY_TEXT_BAD, &names,
			    ": that of %s: %s", rule.v, bad.msg);
			buf_free(&rule);
		}
	}
}

int
explain_calendar(
    struct explain *x, const struct explain_calendar *k, struct err *e)
{
	const struct setting *s = &k->set;
	struct buf at = BUF_INIT;
	struct explain_block *b = explain_block(
	    x, s->label, s->plan.zone != NULL ? s->plan.zone : zone_utc());

	const struct why_names names = {
		.company = x->house.company.ref,
		.calendar = s->label,
		.branch = k->branch,
		.level = s->label,
		.phone = x->phone,
	};
	if (!s->calendar.active)
		explain_say(
		    explain_line(b), WHY_OFF_CALENDAR, &names, "%s", "");
	if (s->branch != NULL && !s->branch->active)
		explain_say(explain_line(b), WHY_OFF_BRANCH, &names, " (%s)",
		    k->branch);
	if (s->calendar.paused_at != 0)
		explain_say(explain_line(b), WHY_PAUSED_CALENDAR, &names, "%s",
		    since(&at, b->zone, s->calendar.paused_at));
	if (s->plan.zone == NULL)
		explain_say(explain_line(b), WHY_ZONE_BAD, &names, "%s", "");
	else if (!k->usable)
		explain_say(explain_line(b), WHY_WINDOW_BAD, &names, "%s", "");
	of_texts(k, b, names);
	int r = of_feed(x, k, b, &names, e);
	if (r == 0 && s->calendar.replan)
		explain_say(explain_line(b), WHY_SETTINGS, &names, "%s", "");
	if (r == 0)
		r = of_account(x, k, b, &names, e);
	buf_free(&at);
	drop_empty(x);
	return r;
}

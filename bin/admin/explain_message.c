/* SPDX-License-Identifier: ISC */
/* Of one message: why it has its state, what it waits for, when it went. */
#include <inttypes.h>
#include <string.h>

#include "admin/explain.h"
#include "domain/claim.h"
#include "domain/limit.h"
#include "domain/state.h"
#include "gateway/gateway.h"
#include "limited.h"
#include "store/hold.h"
#include "store/outbox.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"

void
explain_time(
    struct buf *out, const char *before, const struct zone *zone, int64_t at)
{
	if (at == 0)
		return;
	buf_str(out, before);
	admin_time(out, zone, at);
}

/* What its own setup lacks; false: nothing. */
static bool
account_lacks(struct admin *a, const char *gateway, const char *token_file,
    struct buf *out)
{
	struct buf secret = BUF_INIT, callback = BUF_INIT;
	struct err wrong = ERR_INIT;
	int r = gateway_set_up(conf_gateway(&a->tool.conf, gateway), gateway,
	    token_file, &secret, &callback, &wrong);

	if (secret.n > 0)
		memset(secret.v, 0, secret.n);
	buf_free(&secret);
	buf_free(&callback);
	if (r == -1)
		buf_fmt(out, "%s: %s", why_text(WHY_ACCOUNT), wrong.msg);
	return r == -1;
}

int
explain_account(struct admin *a, const char *gateway, const char *token_file,
    const char *sender, const struct zone *zone, enum why *why,
    struct buf *text, struct err *e)
{
	struct hold_list l = HOLD_LIST_INIT;
	const char *token = token_file != NULL ? token_file : "";

	*why = WHY_NONE;
	if (account_lacks(a, gateway, token, text)) {
		*why = WHY_ACCOUNT;
		return 0;
	}
	int r = hold_list_load(a->tool.db, &l, e);
	for (size_t i = 0; *why == WHY_NONE && i < l.n; i++) {
		const struct hold *h = &l.v[i];
		bool all = h->sender[0] == '\0';
		/* One of our own setup is looked at in every run. */
		if (h->wait_s == 0 || !str_eq(h->gateway, gateway) ||
		    !str_eq(h->token_file, token) ||
		    (!all && !str_eq(h->sender, sender)))
			continue;
		*why = all ? WHY_ACCOUNT : WHY_SENDER;
		buf_str(text, why_text(*why));
		explain_time(text, " since ", zone, h->since_at);
		buf_fmt(text, ": %s; one message tries again", h->reason);
		explain_time(text, " at ", zone, h->until_at);
	}
	hold_list_free(&l);
	return r;
}

/* What send would say at that time.  1: there is nothing to be said. */
static int
look(struct admin *a, const struct message_view *m, int64_t at, enum why *why,
    struct buf *text, struct err *e)
{
	const struct zone *zone = admin_zone(a, m->zone);
	struct window window = window_default;
	struct err unreadable = ERR_INIT;
	struct buf account = BUF_INIT;
	struct outmsg o;
	enum why of_account;
	int r = outbox_get(a->tool.db, m->id, at, &o, e);

	if (r != 0)
		return r;
	const struct conf_gateway *conf =
	    conf_gateway(&a->tool.conf, o.gateway);
	r = explain_account(a, o.gateway, o.token_file, o.sender, zone,
	    &of_account, &account, e);
	o.view.account = of_account != WHY_NONE ? account.v : NULL;
	o.view.clock_frozen = clock_frozen();
	o.view.gateway_local = conf != NULL && gateway_is_local(conf);
	o.view.redirect_bad = o.redirect != NULL && !phone_is(o.redirect);
	o.view.zone = zones_get(a->tool.zones, o.zone);
	if (o.window == NULL ||
	    window_parse(o.window, &window, &unreadable) == 0)
		o.view.window = &window;
	/* What goes first has its time until then. */
	o.view.tell_pending = o.view.tell_pending && at <= a->tool.now;
	struct claim c = claim_decide(&o.view, at);
	*why = c.why == WHY_ACCOUNT ? of_account : c.why;
	if (r == 0 && c.why != WHY_NONE)
		buf_str(text, c.reason);
	if (r == 0 && c.verdict == CLAIM_LATER)
		explain_time(text, ", which opens at ", zone, c.at);
	outmsg_fini(&o);
	buf_free(&account);
	return r == -1 ? -1 : *why == WHY_NONE;
}

static int
planned(struct admin *a, const struct message_view *m, enum why *why,
    struct buf *text, struct err *e)
{
	const struct zone *zone = admin_zone(a, m->zone);
	int64_t now = a->tool.now;

	if (m->with_id != 0) {
		*why = WHY_TOGETHER;
		buf_fmt(text, "%s, that of message %" PRId64, why_text(*why),
		    m->with_id);
		return 0;
	}
	int r = look(a, m, m->send_at > now ? m->send_at : now, why, text, e);
	if (r == 1 && m->send_at <= now) {
		*why = WHY_DUE;
		buf_str(text, why_text(*why));
		explain_time(text, " since ", zone, m->send_at);
	} else if (r == 1 && m->attempts > 0) {
		*why = WHY_RETRY;
		buf_fmt(text, "%s (%s)", why_text(*why),
		    m->detail != NULL ? m->detail : "no reason given");
		explain_time(text, "; it is tried again at ", zone, m->send_at);
	}
	return r == -1 ? -1 : 0;
}

/* P12: which of the limits, and until when. */
static int
limited(struct admin *a, const struct message_view *m, enum why *why,
    struct buf *text, struct err *e)
{
	const struct zone *zone = admin_zone(a, m->zone);
	struct limit_list l = LIMIT_LIST_INIT;
	int r = limited_look(&a->tool, m->company_id, m->phone, zone, &l, e);

	for (size_t i = 0; i < l.n; i++)
		if (l.v[i].id == m->id)
			*why = why_limit(l.v[i].why);
	buf_str(text, why_text(*why));
	if (*why == WHY_LIMIT_RECIPIENT || *why == WHY_LIMIT_COMPANY)
		explain_time(text,
		    m->send_at < m->expires_at ? ", until "
					       : ", until it is too late at ",
		    zone, m->send_at);
	limit_list_free(&l);
	return r;
}

/* What has its words in the reason; what has not is the gateway's own. */
static void
by_reason(const struct message_view *m, enum why other, enum why *why,
    struct buf *text)
{
	*why = why_of_reason(m->reason);
	if (*why == WHY_NONE)
		*why = other;
	if (*why == other && !str_empty(m->reason))
		buf_str(text, m->reason);
	else
		buf_str(text, why_text(*why));
}

static void
handed_over(struct admin *a, const struct message_view *m, enum state state,
    enum why *why, struct buf *text)
{
	const struct zone *zone = admin_zone(a, m->zone);
	const char *detail = m->reason != NULL ? m->reason : m->detail;

	*why = state == STATE_UNSURE     ? WHY_UNSURE
	    : state == STATE_FAILED      ? WHY_FAILED
	    : state == STATE_UNDELIVERED ? WHY_UNDELIVERED
					 : WHY_NONE;
	buf_str(text, why_text(*why));
	if (*why != WHY_NONE && !str_empty(detail))
		buf_fmt(text, ": %s", detail);
	if (state == STATE_DELIVERED)
		explain_time(text, "at ", zone, m->ended_at);
	explain_time(text, text->n > 0 ? ", handed over at " : "at ", zone,
	    m->claimed_at);
	if (m->gateway != NULL)
		buf_fmt(text, " by %s", m->gateway);
	if (m->redirect != NULL)
		buf_fmt(text, ", redirected to %s", m->redirect);
}

/* What plan will do with it in its next run, in front of all else. */
static bool
is_next(const struct message_view *m, enum state state,
    const struct plan_item *next, enum why *why, struct buf *text)
{
	if (next == NULL || !state_pending(state) ||
	    (next->action == PLAN_REWRITE && next->state == state))
		return false;
	bool goes = next->action == PLAN_REWRITE && state == STATE_HELD;
	*why = why_of_reason(goes ? m->reason : next->reason);
	buf_fmt(text, "%s, and the next run of smscal-plan %s", why_text(*why),
	    goes                              ? "lets it go"
		: next->action == PLAN_CANCEL ? "cancels it"
		: next->action == PLAN_EXPIRE ? "ends it"
					      : "holds it");
	return true;
}

int
explain_message(struct admin *a, const struct message_view *m,
    const struct plan_item *next, enum why *why, struct buf *text,
    struct err *e)
{
	enum state state;

	if (!state_parse(m->state, &state))
		mem_bug("a message in the state %s", m->state);
	*why = WHY_NONE;
	if (is_next(m, state, next, why, text))
		return 0;
	switch (state) {
	case STATE_PLANNED:
		return planned(a, m, why, text, e);
	case STATE_HELD:
		if (str_eq(m->reason, LIMIT_REASON))
			return limited(a, m, why, text, e);
		by_reason(m, WHY_NONE, why, text);
		return 0;
	case STATE_CANCELLED:
		by_reason(m, WHY_NOT_OWED, why, text);
		return 0;
	case STATE_EXPIRED:
		by_reason(m, WHY_LATE, why, text);
		return 0;
	case STATE_CLAIMED:
	case STATE_SENT:
	case STATE_UNSURE:
	case STATE_FAILED:
	case STATE_DELIVERED:
	case STATE_UNDELIVERED:
		handed_over(a, m, state, why, text);
		return 0;
	case STATE_COUNT:
		break;
	}
	return 0;
}

/* SPDX-License-Identifier: ISC */
#include "admin/override.h"

#include <inttypes.h>

#include "domain/kind.h"
#include "domain/owed.h"
#include "domain/state.h"
#include "domain/when.h"
#include "store/outbox.h"
#include "store/override.h"
#include "store/view.h"
#include "util/mem.h"
#include "util/str.h"

/* A message as it was before, and its state. */
struct subject {
	const struct message_view *m;
	enum state state;
};

int
override_find(
    struct admin *a, const char *text, struct message_views *l, struct err *e)
{
	int64_t id;

	if (str_int(text, 1, INT64_MAX, &id) == -1)
		return err_set(e, ERR_USAGE,
		    "'%s' is no number of a message; 'smscal-admin message "
		    "list' shows them",
		    text);
	int r = message_view_get(a->tool.db, id, l, e);
	if (r != 1)
		return r;
	return err_set(e, ERR_USAGE,
	    "there is no message %s; 'smscal-admin message list' shows them",
	    text);
}

static int
refuse(
    const struct subject *s, const char *what, const char *why, struct err *e)
{
	return err_set(e, ERR_USAGE, "message %" PRId64 " is not %s: %s",
	    s->m->id, what, why);
}

/* P16: the word on one of several dates is the word on all, but for cancel. */
static int
refuse_with(const struct subject *s, const char *what, struct err *e)
{
	return err_set(e, ERR_USAGE,
	    "message %" PRId64 " is not %s: it goes with message %" PRId64
	    ", which is the one to name",
	    s->m->id, what, s->m->with_id);
}

/* It is in a state that the verb is not for. */
static int
refuse_state(
    const struct subject *s, const char *what, const char *from, struct err *e)
{
	return err_set(e, ERR_USAGE,
	    "message %" PRId64 " is %s; only what is %s can be %s", s->m->id,
	    s->m->state, from, what);
}

static int
move(struct admin *a, const struct subject *s, enum state to,
    const char *reason, struct err *e)
{
	int r = override_move(
	    a->tool.db, s->m->id, s->state, to, reason, a->tool.now, e);

	/* In one transaction with what was read. */
	if (r == ST_TAKEN)
		mem_bug("message %" PRId64 " has moved", s->m->id);
	return r;
}

/*
 * Would send take what is planned now?  What plan writes anew is no reason
 * against it; nor is what is only for now, as a pause.
 */
static int
look(struct admin *a, const struct subject *s, const char *what, struct err *e)
{
	struct window window = window_default;
	struct err unreadable = ERR_INIT;
	struct outmsg m;
	int r = tool_zones(&a->tool, e);

	if (r == 0)
		r = outbox_get(a->tool.db, s->m->id, a->tool.now, &m, e);
	if (r != 0)
		return r == 1 ? 0 : -1; /* not before later: it is not late */
	m.view.appointment_rev = m.view.now_appointment_rev;
	m.view.rule_rev = m.view.now_rule_rev = 0;
	m.view.rule_off = m.view.replan = false;
	m.view.true_until_at = 0;
	m.view.zone = zones_get(a->tool.zones, m.zone);
	if (m.window == NULL ||
	    window_parse(m.window, &window, &unreadable) == 0)
		m.view.window = &window;
	struct claim c = claim_decide(&m.view, a->tool.now);
	bool missing = m.view.missing && str_eq(what, "released");
	outmsg_fini(&m);
	if (c.verdict == CLAIM_EXPIRED || c.verdict == CLAIM_CANCELLED ||
	    c.verdict == CLAIM_BACK)
		return refuse(s, what, c.reason, e);
	return missing ? refuse(s, what,
			     "its appointment is missing in the feed, which "
			     "has to go first",
			     e)
		       : 0;
}

/* Also what the operator cancelled: that word is taken back. */
static int
resend(struct admin *a, const struct subject *s, struct err *e)
{
	bool again = s->state == STATE_FAILED ||
	    s->state == STATE_UNDELIVERED || s->state == STATE_EXPIRED ||
	    s->state == STATE_UNSURE ||
	    (s->state == STATE_CANCELLED &&
		str_eq(s->m->reason, OWED_CANCELLED));

	if (s->m->with_id != 0)
		return refuse_with(s, "sent again", e);
	if (!again)
		return refuse_state(s, "sent again",
		    "failed, undelivered, expired, unsure or cancelled by the "
		    "operator",
		    e);
	if (move(a, s, STATE_PLANNED, NULL, e) == -1 ||
	    look(a, s, "sent again", e) == -1)
		return -1;
	admin_say(a, "message %" PRId64 ": planned again, it was %s", s->m->id,
	    s->m->state);
	return 0;
}

static int
cancel(struct admin *a, const struct subject *s, struct err *e)
{
	if (!state_pending(s->state))
		return refuse_state(s, "cancelled", "planned or held", e);
	if (move(a, s, STATE_CANCELLED, OWED_CANCELLED, e) == -1)
		return -1;
	admin_say(a, "message %" PRId64 ": cancelled, for good", s->m->id);
	return 0;
}

/* P10 counts from now: it could not go before. */
static int
lengthen(struct admin *a, const struct message_view *m, struct err *e)
{
	struct when w = {
		.start_at = m->start_at,
		.old_start_at =
		    m->old_start_at != 0 ? m->old_start_at : m->start_at,
	};

	if (!kind_parse(m->kind, &w.kind))
		mem_bug("a message of the kind %s", m->kind);
	if (!kind_urgent(w.kind) || m->due_at > a->tool.now)
		return 0;
	return override_expires(
	    a->tool.db, m->id, when_expires(&w, a->tool.now, 0), e);
}

static int
release(struct admin *a, const struct subject *s, struct err *e)
{
	if (s->m->with_id != 0)
		return refuse_with(s, "released", e);
	if (s->state != STATE_HELD)
		return refuse_state(s, "released", "held", e);
	if (str_eq(s->m->reason, "missing"))
		return refuse(s, "released",
		    "its appointment is missing in the feed, which has to go "
		    "first",
		    e);
	if (str_eq(s->m->reason, "stale"))
		return refuse(s, "released",
		    "its feed was not read for two days, which has to go "
		    "first",
		    e);
	if (move(a, s, STATE_PLANNED, OWED_RELEASED, e) == -1 ||
	    lengthen(a, s->m, e) == -1 || look(a, s, "released", e) == -1)
		return -1;
	admin_say(a, "message %" PRId64 ": released, it was held: %s", s->m->id,
	    s->m->reason != NULL ? s->m->reason : "no reason");
	return 0;
}

/* *s borrows from *l, which the caller frees. */
static int
subject_find(struct admin *a, const char *text, struct message_views *l,
    struct subject *s, struct err *e)
{
	if (override_find(a, text, l, e) != 0 || l->n == 0)
		return -1;
	s->m = &l->v[0];
	if (state_parse(s->m->state, &s->state))
		return 0;
	return err_set(e, ERR_DATA, "message %" PRId64 " is in the state %s",
	    s->m->id, s->m->state);
}

/* All of them, or none: one that is refused undoes the rest. */
static int
each(struct admin *a,
    int (*one)(struct admin *a, const struct subject *s, struct err *e),
    struct err *e)
{
	int r = 0;

	for (int i = 0; r == 0 && i < a->n_operands; i++) {
		struct message_views l = MESSAGE_VIEWS_INIT;
		struct subject s = { .m = NULL };
		r = subject_find(a, a->operand[i], &l, &s, e);
		if (r == 0)
			r = one(a, &s, e);
		message_views_free(&l);
	}
	return r;
}

int
override_resend(struct admin *a, struct err *e)
{
	return each(a, resend, e);
}

int
override_cancel(struct admin *a, struct err *e)
{
	return each(a, cancel, e);
}

int
override_release(struct admin *a, struct err *e)
{
	return each(a, release, e);
}

static int
settle(struct admin *a, const struct subject *s, enum state to, struct err *e)
{
	if (s->m->with_id != 0)
		return refuse_with(s, "settled", e);
	if (s->state != STATE_UNSURE)
		return refuse_state(s, "settled", "unsure", e);
	if (move(a, s, to, to == STATE_FAILED ? "by the operator's word" : NULL,
		e) == -1)
		return -1;
	admin_say(a, "message %" PRId64 ": %s, it was unsure", s->m->id,
	    state_name(to));
	return 0;
}

int
override_settle(struct admin *a, struct err *e)
{
	struct message_views l = MESSAGE_VIEWS_INIT;
	struct subject s = { .m = NULL };
	enum state to;

	if (!state_parse(a->operand[1], &to) ||
	    (to != STATE_SENT && to != STATE_FAILED && to != STATE_DELIVERED))
		return err_set(e, ERR_USAGE,
		    "'%s' is not what became of it; allowed are sent, failed "
		    "and delivered",
		    a->operand[1]);
	int r = subject_find(a, a->operand[0], &l, &s, e);
	if (r == 0)
		r = settle(a, &s, to, e);
	message_views_free(&l);
	return r;
}

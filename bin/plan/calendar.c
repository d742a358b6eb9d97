/* SPDX-License-Identifier: ISC */
/* One calendar, batch by batch, until nothing is marked any more. */
#include <inttypes.h>

#include "plan/plan.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/limit.h"
#include "store/message.h"
#include "util/log.h"

enum {
	BATCH = 2000, /* appointments in one transaction, 10,000 rows or so */
	SETTLE = 8,   /* times to look at what was marked meanwhile */
	PAST_S =
	    70 * 24 * 3600 /* feedback comes up to 60 days behind the end */
};

static int
begin(struct tool *t, struct err *e)
{
	return t->pretend ? 0 : db_begin(t->db, e);
}

static int
end(struct tool *t, int r, struct err *e)
{
	if (t->pretend)
		return r;
	if (r == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return r;
}

/* F8, and the mark of changed rules: set-based, before the first batch. */
static int
prepare(struct tool *t, const struct setting *s, const struct planning *p,
    struct err *e)
{
	int r = begin(t, e);

	if (r == -1)
		return -1;
	if (p->held) {
		int64_t n = message_stale(t->db, p->calendar_id, p->stale, e);
		if (n > 0)
			plan_say(t, "%s: %" PRId64 " messages %s", s->label, n,
			    p->stale ? "held: no good fetch for 48 h"
				     : "released");
		r = n == -1 ? -1 : 0;
	}
	if (r == 0 && p->limited)
		r = limit_mark(t->db, p->calendar_id, t->now, e);
	if (r == 0 && p->all)
		r = appointment_mark(t->db, p->calendar_id, t->now - PAST_S, e);
	if (r == 0 && p->all)
		r = planning_done(t->db, p->calendar_id, e);
	return end(t, r, e);
}

enum more {
	MORE_NONE,   /* there was nothing to look at */
	MORE_MARKED, /* but what these have marked: twins, others' feedback */
	MORE_LEFT
};

/* Gives an enum more, -1. */
static int
plan_batch(struct tool *t, const struct setting *s, struct links *k,
    struct plan_tally *n, struct err *e)
{
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	size_t i = 0;
	int r = begin(t, e);

	if (r == -1)
		return -1;
	r = appointment_replan(t->db, s->calendar.id, BATCH, &l, e);
	k->written = 0;
	for (; r == 0 && i < l.n && k->written < LINKS_BATCH; i++)
		r = plan_appointment(t, s, k, &l.v[i], n, e);
	r = end(t, r, e);
	enum more more = l.n == BATCH || i < l.n ? MORE_LEFT
	    : l.n > 0                            ? MORE_MARKED
						 : MORE_NONE;
	appointment_list_free(&l);
	return r == -1 ? -1 : (int)more;
}

/* What was done, for -v; what is held for a limit is told once (P12). */
static void
say(const struct setting *s, const struct plan_tally *n)
{
	if (n->added + n->rewritten + n->cancelled + n->expired != 0)
		log_info("%s: %" PRId64 " added, %" PRId64
			 " rewritten, %" PRId64 " cancelled, %" PRId64
			 " expired",
		    s->label, n->added, n->rewritten, n->cancelled, n->expired);
	if (n->limited != 0)
		log_error("%s: %" PRId64 " message%s held for a limit: %s",
		    s->label, n->limited, n->limited == 1 ? " is" : "s are",
		    limit_words(n->why));
}

int
plan_calendar(struct tool *t, const struct house *h, const struct planning *p,
    struct links *k, struct plan_tally *n, struct err *e)
{
	struct calendar cal = { .id = 0 };
	struct setting s;
	int r = calendar_by_id(t->db, p->calendar_id, &cal, e);

	if (r != 0)
		return r == 1 ? 0 : -1; /* removed meanwhile */
	r = setting_load(&s, h, &cal, t, e);
	s.plan.stale = p->stale;
	s.changed = p->all;
	if (r == 0)
		r = links_open(k, t, &s, e);
	if (r == 0)
		r = prepare(t, &s, p, e);
	int more = MORE_LEFT, settling = 0;
	while (r == 0 && more != MORE_NONE && settling < SETTLE) {
		tool_beat(t);
		more = plan_batch(t, &s, k, n, e);
		r = more == -1 ? -1 : 0;
		settling += more == MORE_MARKED;
		s.changed = true; /* what is marked again is looked at wholly */
	}
	if (r == 0 && !t->pretend)
		say(&s, n);
	setting_free(&s);
	return r;
}

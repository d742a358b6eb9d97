/* SPDX-License-Identifier: ISC */
/*
 * Thousands of made-up histories of a feed, its rules, its people and its
 * gateway, each told through practice.h and handover.h; behind every step,
 * what must never happen has not.  SEED=n tells the one that failed aloud.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "invent.h"
#include "t.h"

enum {
	HISTORIES = 2000,
	CALM = 50, /* in one of so many nothing goes wrong */
	STEPS = 24
};

static void
breaks(struct history *h, bool broken, const char *what)
{
	if (broken && h->broken == NULL)
		h->broken = what;
}

/* P9: outside the window goes only what would come too late. */
static bool
may_go(const struct practice *p, const struct row *m)
{
	int64_t now = p->w.ctx.now, limit_at = m->o.start_at;
	int64_t opening_at = now - now % DAY_S + 8 * HOUR_S;

	if (m->o.old_start_at != 0 && m->o.old_start_at < limit_at)
		limit_at = m->o.old_start_at;
	if (opening_at <= now)
		opening_at += DAY_S;
	return window_open(&p->set.window, p->set.zone, now) ||
	    (kind_urgent(m->o.kind) && opening_at > limit_at - HOUR_S);
}

/* One that was handed over before to the same person; P4, P7, P8. */
static void
check_pair(struct history *h, const struct row *m, const struct row *x)
{
	int64_t apart_s = m->o.due_at - x->o.due_at;
	bool same = m->appointment_id == x->appointment_id;

	breaks(h,
	    m->o.kind == KIND_FEEDBACK && x->o.kind == KIND_FEEDBACK &&
		apart_s < PLAN_FEEDBACK_S && -apart_s < PLAN_FEEDBACK_S,
	    "P8 two feedbacks in seven days");
	breaks(h,
	    m->o.kind == KIND_REMINDER && tells(x->o.kind) && same &&
		x->o.claimed_at > m->o.due_at - PLAN_TOLD_S,
	    "P4 a reminder close behind another word");
}

/* P2: while the one that has told is there, the other one does not. */
static void
check_twins(struct history *h, const struct row *m, const struct row *x)
{
	const struct appointment *a = appointment_of(&h->p, x->appointment_id);

	breaks(h,
	    m->appointment_id != a->id && m->o.kind == KIND_CONFIRMATION &&
		x->o.kind == KIND_CONFIRMATION &&
		x->o.start_at == m->o.start_at &&
		a->start_at == m->o.start_at && !a->nosms &&
		a->standing == STANDING_LIVE && stands_in(a, m->o.phone),
	    "P2 two entries, two confirmations");
}

/* Did a reminder of that appointment go to that number? */
static bool
is_reminded(const struct practice *p, const struct row *m)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *x = &p->rows[i];
		if (x->appointment_id == m->appointment_id &&
		    x->o.kind == KIND_REMINDER &&
		    state_handed_over(x->o.state) &&
		    str_eq(x->o.phone, m->o.phone))
			return true;
	}
	return false;
}

/* Who was told of a start is not told of it again, but for a reminder. */
static void
check_told(struct history *h, const struct row *m)
{
	const struct row *last = NULL;

	for (size_t i = 0; i < h->p.n_rows; i++) {
		const struct row *x = &h->p.rows[i];
		if (x == m || !state_handed_over(x->o.state) ||
		    !str_eq(x->o.phone, m->o.phone))
			continue;
		check_pair(h, m, x);
		check_twins(h, m, x);
		if (x->appointment_id == m->appointment_id &&
		    (tells(x->o.kind) || x->o.kind == KIND_CANCELLATION) &&
		    (last == NULL || x->o.claimed_at > last->o.claimed_at))
			last = x;
	}
	breaks(h,
	    tells(m->o.kind) && last != NULL && tells(last->o.kind) &&
		last->o.start_at == m->o.start_at,
	    "P7 told twice of the same start");
	breaks(h,
	    m->o.kind == KIND_CANCELLATION &&
		(last == NULL || last->o.kind == KIND_CANCELLATION) &&
		!is_reminded(&h->p, m),
	    "P13 a cancellation for who was never told");
}

/* It was handed over just now. */
static void
check_handed(struct history *h, const struct row *m)
{
	struct practice *p = &h->p;
	const struct appointment *a = appointment_of(p, m->appointment_id);
	const struct recipient *r = appointment_recipient(a, m->o.phone);
	int64_t now = p->w.ctx.now;
	bool cancels = m->o.kind == KIND_CANCELLATION;
	bool after = m->o.kind == KIND_FEEDBACK || m->o.kind == KIND_FOLLOWUP;

	breaks(h, m->o.attempts != 1, "P2 one key handed over twice");
	breaks(h, !cancels && m->o.start_at != a->start_at,
	    "P7 another time than the appointment's");
	breaks(h, cancels && r != NULL && m->o.start_at != r->told_start_at,
	    "P13 another time than was told");
	breaks(h,
	    !after &&
		(now >= m->o.start_at ||
		    (m->o.old_start_at != 0 && now >= m->o.old_start_at)),
	    "P5 after the start");
	breaks(h, after && now < a->end_at, "P8 before the end");
	breaks(h, !may_go(p, m), "P9 outside the window");
	breaks(h, p->opted_out[digit_of(m->o.phone)], "P11 opted out");
	breaks(h, a->nosms, "C5 no SMS wanted");
	breaks(
	    h, p->set.stale || a->standing == STANDING_MISSING, "F8, D7 held");
	breaks(h,
	    cancels !=
		(a->standing == STANDING_GONE || r == NULL || r->left_at != 0),
	    "P3 of what is gone, to who has left");
	breaks(h, now > m->o.expires_at, "P10 too late");
	check_told(h, m);
}

/* Between two steps a message moves only as section 8 of the design says. */
static void
check_step(struct history *h, const enum state *was, size_t n_was)
{
	struct practice *p = &h->p;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		bool now = state_handed_over(m->o.state) &&
		    m->o.claimed_at == p->w.ctx.now;
		if (now)
			check_handed(h, m);
		h->handed_over += now;
		if (i < n_was && was[i] != m->o.state) {
			bool closed = was[i] != STATE_PLANNED &&
			    was[i] != STATE_HELD && was[i] != STATE_CANCELLED;
			breaks(h, closed, "S3 what is closed is opened");
		}
		breaks(h, m->o.state == STATE_HELD && m->o.reason == NULL,
		    "held without a reason");
	}
	breaks(h, p->unstable != 0, "P1 run again, it has more to say");
	breaks(h, p->backs != 0, "S5 plan and claim do not agree");
}

/* Did one of these kinds go to that number, for that start? */
static bool
has_heard(const struct practice *p, const char *phone, int64_t start_at,
    unsigned kinds, int64_t since_at)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		if ((kinds & 1U << m->o.kind) != 0 &&
		    state_handed_over(m->o.state) &&
		    m->o.start_at == start_at && m->o.claimed_at >= since_at &&
		    str_eq(m->o.phone, phone))
			return true;
	}
	return false;
}

/*
 * It begins, and all was calm: who had to be told of its start was told, and
 * was reminded.
 */
static void
check_start(
    struct history *h, const struct appointment *a, const struct recipient *r)
{
	const unsigned words = 1U << KIND_CONFIRMATION | 1U << KIND_RESCHEDULED;
	const unsigned all = words | 1U << KIND_REMINDER;
	const struct practice *p = &h->p;
	const struct when when = { .kind = KIND_REMINDER,
		.zone = p->set.zone,
		.window = &p->set.window,
		.start_at = a->start_at };
	int64_t known_at = a->start_known_at, due_at;

	if (r->known_at > known_at)
		known_at = r->known_at;
	breaks(h,
	    r->announce_at != 0 && !has_heard(p, r->phone, a->start_at, all, 0),
	    "P3 somebody who was never told");
	breaks(h,
	    r->told_start_at != a->start_at &&
		r->told_start_at > a->start_known_at + 70 * MINUTE_S &&
		!has_heard(p, r->phone, a->start_at, all, 0),
	    "P7 a move that was never told");
	if (!window_fit(&when, when_reminder(p->set.zone, a->start_at, 1, 600),
		&due_at) ||
	    due_at < known_at)
		return;
	breaks(h,
	    !has_heard(p, r->phone, a->start_at, 1U << KIND_REMINDER, 0) &&
		!has_heard(
		    p, r->phone, a->start_at, words, due_at - PLAN_TOLD_S),
	    "P4 somebody who was never reminded");
}

/* Of what began since `was_at`, and did not change in the last hour. */
static void
check_starts(struct history *h, int64_t was_at)
{
	for (size_t i = 0; i < h->p.w.known.n; i++) {
		const struct appointment *a = &h->p.w.known.v[i];
		int64_t *rev = &h->rev[a->id % IDS];
		int64_t *rev_at = &h->rev_at[a->id % IDS];
		bool begins = a->start_at > was_at && a->start_at <= h->now &&
		    h->now - was_at < HOUR_S;
		if (*rev != a->rev) {
			*rev = a->rev;
			*rev_at = h->now;
		}
		for (size_t j = 0; begins && h->calm && !a->nosms &&
		     a->standing == STANDING_LIVE &&
		     *rev_at < a->start_at - 70 * MINUTE_S &&
		     j < a->n_recipients;
		     j++)
			if (a->recipients[j].left_at == 0)
				check_start(h, a, &a->recipients[j]);
	}
}

/* One line of the history, and what is checked behind it. */
static void
line(struct history *h, const char *text)
{
	struct practice *p = &h->p;
	size_t n = p->n_rows;
	enum state *was = mem_zero(n + 1, sizeof(*was));

	for (size_t i = 0; i < n; i++)
		was[i] = p->rows[i].o.state;
	practice_step(p, text);
	check_step(h, was, n);
	check_starts(h, h->was_at);
	h->was_at = h->now;
	free(was);
	if (h->aloud)
		printf("# %s -> %s\n", text, buf_cstr(&p->said));
	if (h->aloud && h->broken != NULL) {
		char *known = show(&p->w);
		printf("# %s\n# %s\n", h->broken, known);
		free(known);
		h->aloud = false;
	}
}

/* D7: what is missing for a quarter of an hour is gone. */
static bool
all_missed(const struct history *h)
{
	for (size_t i = 0; i < h->p.w.known.n; i++) {
		const struct appointment *a = &h->p.w.known.v[i];
		if (a->standing == STANDING_MISSING &&
		    h->now - a->missing_at < 900)
			return false;
	}
	return true;
}

/* A stretch of time in which only the clock goes on. */
static void
let_go_by(struct history *h, int64_t until_at, int64_t every_s)
{
	while (h->now < until_at && h->broken == NULL) {
		struct buf b = BUF_INIT;
		h->now += every_s;
		show_time(&b, h->now);
		if (all_missed(h))
			buf_str(&b, " prove");
		line(h, b.v);
		buf_free(&b);
	}
}

static void
advance(struct history *h)
{
	static const int64_t spans[] = { MINUTE_S, 4 * MINUTE_S, 5 * MINUTE_S,
		10 * MINUTE_S, HOUR_S, 7 * HOUR_S, 20 * HOUR_S };

	int64_t span_s = spans[pick(h, 7)];

	if (h->calm && span_s > 10 * MINUTE_S)
		let_go_by(h, h->now + span_s - 10 * MINUTE_S, 10 * MINUTE_S);
	else
		h->now += span_s - MINUTE_S;
	h->now += MINUTE_S;
}

static void
go_on(struct history *h)
{
	struct buf b = BUF_INIT, body = BUF_INIT;

	advance(h);
	show_time(&b, h->now);
	if (!h->calm && pick(h, 3) == 0)
		buf_fmt(&b, " [%s]", happening(h));
	if (pick(h, 4) == 0) {
		if (all_missed(h))
			buf_str(&b, " prove");
	} else {
		for (int i = 1 + pick(h, 3); i > 0; i--)
			edit(h);
		write_body(h, &body);
		if (!h->calm && pick(h, 20) == 0)
			buf_str(&b, " baseline");
		if (!h->calm && pick(h, 12) == 0)
			buf_str(&b, " partial");
		buf_fmt(&b, ": %s", buf_cstr(&body));
	}
	line(h, b.v);
	buf_free(&b);
	buf_free(&body);
}

/* Nothing that was planned is without an end when all is long over. */
static void
end(struct history *h)
{
	char text[80];
	struct buf b = BUF_INIT;

	h->now += MINUTE_S;
	show_time(&b, h->now);
	snprintf(text, sizeof(text), "%s [fresh up sent]", b.v);
	buf_free(&b);
	line(h, text);
	let_go_by(h, h->now + 12 * DAY_S, 12 * HOUR_S);
	let_go_by(h, h->now + 90 * DAY_S, 30 * DAY_S);
	for (size_t i = 0; i < h->p.n_rows; i++)
		breaks(h, state_pending(h->p.rows[i].o.state),
		    "a message that never came to an end");
}

static const char *
tell_history(uint64_t seed, bool aloud, int *handed_over)
{
	struct history *h = mem_zero(1, sizeof(*h));

	h->random = seed;
	h->calm = seed % CALM == 0;
	h->aloud = aloud;
	h->now = time_of("10.09", NULL);
	practice_open(&h->p,
	    pick(h, 2) == 0 ? NULL : "C R=1d10 M X F=1d10 U=24h", zone_utc());
	for (int i = 0; i < STEPS && h->broken == NULL; i++)
		go_on(h);
	if (h->broken == NULL)
		end(h);
	const char *broken = h->broken;
	*handed_over += h->handed_over;
	practice_close(&h->p);
	free(h);
	return broken;
}

int
main(void)
{
	const char *one = getenv("SEED");
	int broken = 0, handed_over = 0;

	if (one != NULL) {
		const char *what =
		    tell_history(strtoull(one, NULL, 10), true, &handed_over);
		OK(what == NULL, what != NULL ? what : "nothing");
		return t_done();
	}
	for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
		const char *what = tell_history(seed, false, &handed_over);
		if (what != NULL && broken++ < 10)
			printf("# SEED=%" PRIu64 ": %s\n", seed, what);
	}
	printf("# %d messages handed over\n", handed_over);
	OK(handed_over > 5 * HISTORIES, "much is handed over");
	EQUAL(broken, 0, "what must never happen has not");
	return t_done();
}

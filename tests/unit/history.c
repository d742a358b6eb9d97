/* SPDX-License-Identifier: ISC */
/*
 * Made-up histories, a thousand or more, of a feed, its rules, its people and its
 * gateway, each told through practice.h and handover.h; behind every step,
 * what must never happen has not (never.h).  SMSCAL_TEST_ALL=1 tells a hundred
 * thousand of them, SEED=n the one that failed, aloud.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "never.h"
#include "t.h"

enum {
	SOME = 1000,
	ALL = 100000,
	CALM = 50, /* in one of so many nothing goes wrong */
	STEPS = 24
};

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
	int64_t changed_at = h->rev_at[a->id % IDS];
	struct plan_facts f = { .opted_out = false };

	if (r->known_at > known_at)
		known_at = r->known_at;
	find_twins(&h->p, a, r, &f);
	/* P10: a told start that had passed by the last change ends it all. */
	breaks(h,
	    r->announce_at != 0 && !f.twin_old &&
		(r->told_start_at == a->start_at ||
		    r->told_start_at > changed_at + 70 * MINUTE_S) &&
		!has_heard(p, r->phone, a->start_at, all, 0),
	    "P3 somebody who was never told");
	breaks(h,
	    r->told_start_at != a->start_at && !f.twin_old &&
		r->told_start_at > changed_at + 70 * MINUTE_S &&
		!has_heard(p, r->phone, a->start_at, all, 0),
	    "P7 a move that was never told");
	if (!window_fit(&when, when_reminder(p->set.zone, a->start_at, 1, 600),
		&due_at) ||
	    due_at < known_at || due_at < changed_at)
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
		     !a->all_day && a->standing == STANDING_LIVE &&
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
	struct was *was = mem_zero(n + 1, sizeof(*was));

	for (size_t i = 0; i < n; i++)
		was[i] = (struct was){ p->rows[i].o.state,
			owed_closed(&p->rows[i].o) };
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
		10 * MINUTE_S, HOUR_S, 7 * HOUR_S, 20 * HOUR_S, DAY_S,
		3 * (int64_t)DAY_S };

	/* Seldom the machine was down for days. */
	int64_t span_s = spans[pick(h, pick(h, 6) == 0 ? 9 : 7)];

	if (h->calm && span_s > 10 * MINUTE_S)
		let_go_by(h, h->now + span_s - 10 * MINUTE_S, 10 * MINUTE_S);
	else
		h->now += span_s - MINUTE_S;
	h->now += MINUTE_S;
}

/* A body with what was edited since; seldom it is not what it should be. */
static void
add_body(struct history *h, struct buf *b)
{
	struct buf body = BUF_INIT;

	for (int i = 1 + pick(h, 3); i > 0; i--)
		edit(h);
	if (pick(h, 20) == 0)
		enter_many(h);
	if (!h->calm && pick(h, 15) == 0)
		repair(h);
	if (!h->calm && pick(h, 20) == 0)
		buf_str(b, " baseline");
	if (!h->calm && pick(h, 12) == 0)
		buf_str(b, " partial");
	if (h->calm || pick(h, 25) != 0)
		write_body(h, &body);
	buf_fmt(b, ": %s", buf_cstr(&body));
	buf_free(&body);
}

static void
go_on(struct history *h)
{
	struct buf b = BUF_INIT;

	advance(h);
	show_time(&b, h->now);
	if (!h->calm && pick(h, 3) == 0) {
		const char *what = happening(h);
		if (strncmp(what, "zone=", 5) == 0)
			h->repaired_at = h->now;
		buf_fmt(&b, " [%s]", what);
	}
	if (pick(h, 4) != 0)
		add_body(h, &b);
	else if (all_missed(h))
		buf_str(&b, " prove");
	line(h, b.v);
	buf_free(&b);
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

/* A zone, and as day 0 one not long before its clocks change. */
static const struct zone *
some_zone(struct history *h, struct zones *zones)
{
	static const char *const all[] = { "UTC", "Europe/Vienna",
		"America/New_York", "Australia/Lord_Howe", "Asia/Kolkata" };
	const struct zone *z = zones_get(zones, all[pick(h, 5)]);
	struct zone_step steps[4];
	int64_t from_at = INT64_C(1767225600); /* 2026 */
	size_t n = zone_steps(z, from_at, from_at + 366 * (int64_t)DAY_S, steps,
	    sizeof(steps) / sizeof(steps[0]));

	story_day = from_at / DAY_S;
	if (n > 0)
		story_day = steps[pick(h, (int)n)].at / DAY_S - 11 - pick(h, 6);
	return z;
}

static const char *
some_rules(struct history *h)
{
	static const char *const all[] = { NULL, "C R=1d10 M X F=1d10 U=24h",
		"C R=2d18 R2=90m! M X F=0d17 R=1d10?all-day C?all-day",
		"C?not_title_t1 R=1d10?not_confirmed R2=24h M X F=7d10" };

	return all[pick(h, h->calm ? 2 : 4)];
}

static const char *
tell_history(uint64_t seed, struct zones *zones, bool aloud, int *handed_over)
{
	static const char *const windows[] = { "08:00-20:00",
		"mon-fri08:00-20:00", "mon-fri09:00-12:00,sat22:00-24:00" };
	struct history *h = mem_zero(1, sizeof(*h));

	h->random = seed;
	h->calm = seed % CALM == 0;
	h->aloud = aloud;
	const struct zone *z = some_zone(h, zones);
	h->now = time_of("10.09", NULL);
	practice_open(&h->p, some_rules(h), z);
	h->p.zones = zones;
	h->p.masses = !h->calm;
	if (h->calm)
		h->p.limits.recipient = LIMIT_NONE;
	else if (pick(h, 4) == 0)
		h->p.most = 2;
	set_window(&h->p, windows[pick(h, 3)]);
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

/* What one of the processes that share the work has to say. */
struct share {
	int broken, handed_over;
};

/* Every n-th history from `seed` on. */
static struct share
tell_share(uint64_t seed, uint64_t n, uint64_t last, struct zones *zones)
{
	struct share s = { 0, 0 };

	for (; seed <= last; seed += n) {
		const char *what =
		    tell_history(seed, zones, false, &s.handed_over);
		if (what != NULL && s.broken++ < 10)
			printf("# SEED=%" PRIu64 ": %s\n", seed, what);
	}
	fflush(stdout);
	return s;
}

/* As many processes as there are processors tell all histories. */
static struct share
tell_all_histories(uint64_t last, struct zones *zones)
{
	struct share sum = { 0, 0 }, s;
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	int ends[2], status;

	if (n < 1 || pipe(ends) == -1)
		exit(1);
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();
		if (pid == -1)
			exit(1);
		if (pid != 0)
			continue;
		s = tell_share((uint64_t)i + 1, (uint64_t)n, last, zones);
		_exit(write(ends[1], &s, sizeof(s)) != sizeof(s));
	}
	for (long i = 0; i < n; i++) {
		if (wait(&status) == -1 || status != 0 ||
		    read(ends[0], &s, sizeof(s)) != sizeof(s)) {
			printf("Bail out! a process has failed\n");
			exit(1);
		}
		sum.broken += s.broken;
		sum.handed_over += s.handed_over;
	}
	return sum;
}

int
main(void)
{
	const char *one = getenv("SEED");
	uint64_t n = getenv("SMSCAL_TEST_ALL") != NULL ? ALL : SOME;
	struct err e = ERR_INIT;
	struct zones *zones;
	struct share s = { 0, 0 };

	/* Nothing here may depend on where this machine stands. */
	setenv("TZ", "Pacific/Kiritimati", 1);
	tzset();
	zones = zones_open(NULL, &e);
	if (zones == NULL) {
		printf("Bail out! %s\n", e.msg);
		return 1;
	}
	if (one != NULL) {
		const char *what = tell_history(
		    strtoull(one, NULL, 10), zones, true, &s.handed_over);
		OK(what == NULL, what != NULL ? what : "nothing");
	} else {
		s = tell_all_histories(n, zones);
		printf("# %" PRIu64 " histories, %d messages handed over\n", n,
		    s.handed_over);
		OK(s.handed_over > 5 * (int)n, "much is handed over");
		EQUAL(s.broken, 0, "what must never happen has not");
	}
	zones_free(zones);
	return t_done();
}

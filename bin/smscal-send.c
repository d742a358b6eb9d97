/* SPDX-License-Identifier: ISC */
/* smscal-send - hand due messages to the gateways.  See smscal-send(8). */

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "send/send.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/log.h"

enum {
	TURN_MS = 500,   /* a signal is noticed by then */
	CACHE_KIB = 6144 /* each message is read once */
};

static volatile sig_atomic_t signalled;

static void
on_signal(int sig)
{
	signalled = sig;
}

static void
catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
}

/* One transaction: the outcomes that are there, and new claims. */
static int
turn(struct run *r, struct err *e)
{
	tool_beat(r->t);
	if (db_begin(r->t->db, e) == -1)
		return -1;
	int64_t now = clock_now();
	if (flight_settle(r, now, e) == -1 ||
	    (!r->stop && claim_more(r, now, e) == -1))
		return -1;
	FAIL_POINT();
	if (db_commit(r->t->db, e) == -1)
		return -1;
	FAIL_POINT();
	flight_forget(r, flight_over);
	flight_launch(r);
	return 0;
}

static bool
may_claim(struct run *r)
{
	return !r->stop && flight_waiting(r) < (size_t)r->t->conf.parallel &&
	    acct_next(r, clock_mono_ms()) != NULL;
}

/* Until an answer comes, or an account may claim again. */
static int
wait_a_while(struct run *r, struct err *e)
{
	int64_t next_ms = r->stop ? -1 : acct_next_ms(r);
	int64_t left_ms = TURN_MS;

	if (next_ms != -1 && next_ms - clock_mono_ms() < left_ms)
		left_ms = next_ms - clock_mono_ms();
	if (left_ms < 0 || (signalled != 0 && !r->stop))
		left_ms = 0;
	if (flight_waiting(r) > 0)
		return flight_collect(r, (int)left_ms, e);
	poll(NULL, 0, (int)left_ms);
	return 0;
}

/* Claim no more: a signal, or the run's time is over. */
static void
look_at_time(struct run *r, int64_t *end_ms)
{
	int64_t now_ms = clock_mono_ms();

	if (signalled != 0 && *end_ms == 0) {
		log_info("ended by a signal: waiting for %zu answers",
		    flight_waiting(r));
		*end_ms = now_ms + RUN_END_MS;
	}
	if (*end_ms != 0 || now_ms - r->start_ms > RUN_CLAIM_MS)
		r->stop = true;
	if (*end_ms != 0 && now_ms > *end_ms)
		flight_abandon(r);
}

static int
send_all(struct run *r, int64_t end_ms, struct err *e)
{
	for (;;) {
		look_at_time(r, &end_ms);
		if (r->n_flights > flight_waiting(r) || may_claim(r)) {
			if (turn(r, e) == -1)
				return -1;
			continue;
		}
		if (flight_waiting(r) == 0 &&
		    (r->stop || acct_next_ms(r) == -1))
			return 0;
		if (wait_a_while(r, e) == -1)
			return -1;
	}
}

/*
 * The database or curl failed: what was claimed in vain is forgotten, what is
 * under way gets its time, and the outcomes one more try.  What stays claimed
 * is unsure at the next start.
 */
static void
rescue(struct run *r)
{
	struct err again = ERR_INIT;

	db_rollback(r->t->db);
	flight_forget(r, flight_unbegun);
	r->stop = true;
	if (send_all(r, clock_mono_ms() + RUN_END_MS, &again) == -1)
		db_rollback(r->t->db);
}

/* Whether each account is set up and not on hold, and the pool if needed. */
static int
prepare(struct run *r, struct err *e)
{
	bool web = false;
	int n = r->t->dry ? db_begin_read(r->t->db, e) : db_begin(r->t->db, e);

	for (size_t i = 0; i < r->n_accts && n == 0; i++) {
		struct acct *a = r->accts[i];
		n = acct_prepare(r, a, e);
		if (acct_more(a) && gateway_is_web(a->as.conf))
			web = true;
	}
	if (n == 0)
		n = db_commit(r->t->db, e);
	if (n == 0 && web && !r->t->dry)
		r->pool =
		    http_pool_new(r->t->conf.parallel, r->t->conf.parallel, e);
	return n == 0 && web && !r->t->dry && r->pool == NULL ? -1 : n;
}

/* -n: a line for each that would go; with -v for the others too, and why. */
static int
show(struct run *r, struct acct *a, int64_t id, struct err *e)
{
	struct outmsg m;
	struct claim c;
	char due[CLOCK_TEXT];
	int n = claim_look(r, a, id, r->t->now, &m, &c, e);

	if (n == 0 && (c.verdict == CLAIM_GO || r->t->verbose)) {
		clock_iso(m.view.due_at, 0, due);
		printf("%s: %s %" PRId64 ", due %s, by %s", m.calendar,
		    kind_name(m.view.kind), m.id, due, m.gateway);
		if (c.verdict != CLAIM_GO)
			printf(": not now: %s", c.reason);
		if (r->t->verbose)
			printf("\n\t%s\t%s",
			    m.redirect != NULL ? m.redirect : m.phone, m.text);
		putchar('\n');
	}
	outmsg_fini(&m);
	return n == -1 ? -1 : 0;
}

static int
show_all(struct run *r, struct err *e)
{
	for (size_t i = 0; i < r->n_accts; i++) {
		struct acct *a = r->accts[i];
		while (a->head < a->n)
			if (show(r, a, acct_pop(a), e) == -1)
				return -1;
	}
	return 0;
}

static int
run_all(struct run *r, struct err *e)
{
	if (!r->t->dry && start_settle(r, e) == -1)
		return -1;
	if (start_due(r, e) == -1)
		return -1;
	if (r->n_accts == 0)
		return 0;
	r->json = json_new();
	if (tool_zones(r->t, e) == -1 || prepare(r, e) == -1)
		return -1;
	if (r->t->dry)
		return show_all(r, e);
	if (send_all(r, 0, e) == -1) {
		rescue(r);
		return -1;
	}
	return 0;
}

static void
run_end(struct run *r)
{
	http_pool_free(r->pool);
	for (size_t i = 0; i < r->n_flights; i++)
		flight_free(r->flights[i]);
	for (size_t i = 0; i < r->n_accts; i++)
		acct_free(r->accts[i]);
	free(r->flights);
	free(r->accts);
	hold_list_free(&r->holds);
	json_free(r->json);
}

int
main(int argc, char *argv[])
{
	struct err e = ERR_INIT;
	struct tool t;

	tool_init(&t, "smscal-send", "[-hnqvVw] [-c file]");
	while (tool_option(&t, argc, argv, "") != -1)
		;
	if (optind != argc)
		tool_usage(&t);
	if (tool_open(&t, true, TOOL_BUSY_LONG_S, &e) == -1 ||
	    tool_clock(&t, &e) == -1 || db_cache(t.db, CACHE_KIB, &e) == -1)
		tool_die(&t, &e);

	struct run r = { .t = &t, .start_ms = clock_mono_ms() };
	catch_signals();
	int n = run_all(&r, &e);
	if (r.sent > 0)
		log_info("%" PRId64 " sent", r.sent);
	claim_report(&r);
	int64_t failed = r.failed;
	run_end(&r);
	if (n == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}

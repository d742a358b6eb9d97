/* SPDX-License-Identifier: ISC */
/* smscal-plan - bring the outbox in line with appointments, rules, replies. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plan/plan.h"
#include "util/log.h"

/*
 * Calendars mark each other's appointments: what is told of both, and once; and
 * each feedback may make the next one give way (P8), from week to week.
 */
enum { ROUNDS = 16 };

/*
 * Every calendar with something to do; one with a broken setting holds up no
 * other, and is told in the first round.  Gives how many there were, or -1.
 */
static int64_t
plan_round(
    struct tool *t, struct links *k, int round, int64_t *failed, struct err *e)
{
	struct planning_list l = { .v = NULL };
	struct house house = { .branches = BRANCH_LIST_INIT };
	int64_t loaded = 0, n = 0;
	int r = planning_due(t->db, t->now - PLAN_STALE_S, t->now, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		struct plan_tally tally = { 0 };
		if (round > 0 && (l.v[i].all || !l.v[i].some))
			continue;
		tool_beat(t);
		if (l.v[i].company_id != loaded) {
			house_free(&house);
			loaded = l.v[i].company_id;
			r = house_load(&house, t, loaded, e);
		}
		if (r == 0)
			r = plan_calendar(t, &house, &l.v[i], k, &tally, e);
		*failed += t->dry ? 0 : tally.limited;
		n++;
		if (r == 1 || (r == -1 && e->kind == ERR_CONF)) {
			if (r == -1 && round == 0)
				log_error("%s", e->msg);
			*failed += r == -1 && round == 0;
			err_clear(e);
			r = 0;
		}
	}
	house_free(&house);
	planning_free(&l);
	return r == -1 ? -1 : n;
}

static int64_t
plan_all(struct tool *t, struct err *e)
{
	struct links links;
	int64_t failed = 0, n = 1;
	int r = links_start(&links, t, e);

	for (int i = 0; r == 0 && n > 0 && i < ROUNDS; i++) {
		n = plan_round(t, &links, i, &failed, e);
		r = n == -1 ? -1 : 0;
	}
	r = r == -1 ? -1 : links_close(&links, t, e);
	return r == -1 ? -1 : failed + r;
}

/*
 * -n: all is done, in one transaction, and undone.  It is printed behind that:
 * a pager that is not read on must not keep the others from the database.
 */
static int64_t
plan_dry(struct tool *t, struct err *e)
{
	struct buf said = BUF_INIT;

	if (db_begin(t->db, e) == -1)
		return -1;
	if (!t->quiet)
		t->said = &said;
	int64_t failed = plan_all(t, e);
	db_rollback(t->db);
	fputs(buf_cstr(&said), stdout);
	buf_free(&said);
	return failed;
}

int
main(int argc, char *argv[])
{
	struct err e = ERR_INIT;
	struct tool t;

	tool_init(&t, "smscal-plan", "[-hnqvVw] [-c file]");
	while (tool_option(&t, argc, argv, "") != -1)
		;
	if (optind != argc)
		tool_usage(&t);
	t.pretend = t.dry;
	if (tool_open(&t, true, TOOL_BUSY_S, &e) == -1 ||
	    tool_clock(&t, &e) == -1 || tool_zones(&t, &e) == -1)
		tool_die(&t, &e);
	int64_t failed = t.dry ? plan_dry(&t, &e) : plan_all(&t, &e);
	if (failed == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}

/* SPDX-License-Identifier: ISC */
/* smscal-plan - bring the outbox in line with appointments, rules, replies. */

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "plan/plan.h"
#include "util/log.h"

/* Every calendar; one with a broken setting holds up no other. */
static int64_t
plan_all(struct tool *t, struct err *e)
{
	struct planning_list l = { .v = NULL };
	struct house house = { .branches = BRANCH_LIST_INIT };
	struct links links;
	int64_t failed = 0, loaded = 0;
	int r = links_start(&links, t, e);

	if (r == 0)
		r = planning_due(t->db, t->now - PLAN_STALE_S, t->now, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		if (l.v[i].company_id != loaded) {
			house_free(&house);
			loaded = l.v[i].company_id;
			r = house_load(&house, t, loaded, e);
		}
		struct plan_tally n = { 0 };
		if (r == 0)
			r = plan_calendar(t, &house, &l.v[i], &links, &n, e);
		failed += n.limited;
		if (r == 1 || (r == -1 && e->kind == ERR_CONF)) {
			if (r == -1)
				log_error("%s", e->msg);
			failed += r == -1;
			err_clear(e);
			r = 0;
		}
	}
	house_free(&house);
	planning_free(&l);
	r = r == -1 ? -1 : links_close(&links, t, e);
	return r == -1 ? -1 : failed + r;
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
	if (tool_open(&t, true, TOOL_BUSY_S, &e) == -1 ||
	    tool_clock(&t, &e) == -1 || tool_zones(&t, &e) == -1)
		tool_die(&t, &e);
	int64_t failed = plan_all(&t, &e);
	if (failed == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}

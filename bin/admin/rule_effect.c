/* SPDX-License-Identifier: ISC */
#include "admin/rule_effect.h"

#include <inttypes.h>

#include "plan/plan.h"
#include "store/calendar.h"
#include "util/log.h"

/* Is the calendar at the level, or below it?  1, 0, -1. */
static int
below(struct db *db, const struct level *level, const struct planning *p,
    struct err *e)
{
	struct calendar c = { .id = 0 };

	if (p->company_id != level->company_id)
		return 0;
	if (level->calendar_id != 0)
		return p->calendar_id == level->calendar_id;
	if (level->branch_id == 0)
		return 1;
	int r = calendar_by_id(db, p->calendar_id, &c, e);
	bool is = r == 0 && c.branch_id == level->branch_id;
	calendar_fini(&c);
	return r == -1 ? -1 : is;
}

/* A calendar whose settings plan cannot read gets no messages from it. */
static int
plan_one(struct tool *t, const struct house *h, const struct planning *p,
    struct links *k, struct plan_tally *n, struct err *e)
{
	int r = plan_calendar(t, h, p, k, n, e);

	if (r == -1 && e->kind == ERR_CONF) {
		err_clear(e);
		return 0;
	}
	return r;
}

/* Plan what is to be planned at the level. */
static int
plan(struct tool *t, const struct level *level, struct plan_tally *n,
    struct err *e)
{
	struct planning_list l = { .v = NULL };
	struct house house;
	struct links links;
	int r = house_load(&house, t, level->company_id, e);

	if (r == 0)
		r = links_start(&links, t, e);
	if (r == 0)
		r = planning_due(t->db, t->now - PLAN_STALE_S, t->now, &l, e);
	for (size_t i = 0; r == 0 && i < l.n; i++) {
		r = below(t->db, level, &l.v[i], e);
		if (r == 1)
			r = plan_one(t, &house, &l.v[i], &links, n, e);
	}
	planning_free(&l);
	house_free(&house);
	return r;
}

/* What was to be done anyway is done before, and does not count. */
static int
look(struct admin *a, const struct ref *r, const struct rule_change *c,
    struct plan_tally *n, struct err *e)
{
	struct plan_tally before = { 0 };

	if (plan(&a->tool, &r->level, &before, e) == -1 ||
	    c->edit(a, r, c->arg, e) == -1)
		return -1;
	return plan(&a->tool, &r->level, n, e);
}

int
rule_effect(struct admin *a, const struct ref *r, const struct rule_change *c,
    struct err *e)
{
	struct plan_tally n = { 0 };
	struct db *db = a->tool.db;
	size_t said = a->out.n;
	int ret = tool_zones(&a->tool, e);

	if (ret == 0)
		ret = db_try(db, e);
	if (ret == -1)
		return -1;
	a->tool.pretend = true;
	ret = look(a, r, c, &n, e);
	a->tool.pretend = false;
	a->out.n = said;
	if (ret == -1 || db_undo(db, e) == -1 || c->edit(a, r, c->arg, e) == -1)
		return -1;
	if (n.adds + n.changes + n.drops != 0 || a->dry || a->tool.verbose)
		buf_fmt(&a->out,
		    "%s%s %s: adds %" PRId64 " message%s, changes %" PRId64
		    ", drops %" PRId64 "\n",
		    a->dry ? "would: " : "", r->text, a->operand[1], n.adds,
		    n.adds == 1 ? "" : "s", n.changes, n.drops);
	return 0;
}

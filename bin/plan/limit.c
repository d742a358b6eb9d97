/* SPDX-License-Identifier: ISC */
/* P12: what exceeds a limit is held, and let go when there is room again. */
#include "limited.h"
#include "plan/plan.h"
#include "util/str.h"

static int
bring_one(struct tool *t, const char *phone, const struct limit_message *m,
    const struct limit_row *row, struct plan_tally *n, struct err *e)
{
	bool hold = m->why != LIMIT_FREE;

	if (m->claimed_at != 0 || (!hold && !row->held))
		return 0;
	struct plan_said said = { .label = row->label,
		.zone = m->zone,
		.what = hold ? "hold" : "release",
		.kind = row->kind,
		.step = row->step,
		.due_at = m->due_at,
		.state = STATE_HELD,
		.reason = hold ? limit_words(m->why) : NULL,
		.phone = phone };
	if (!hold) {
		n->released++;
		plan_say_message(t, &said);
		return limit_release(t->db, m->id, e);
	}
	int64_t at = limit_look_at(m, t->now);
	if (row->held && row->send_at == at)
		return 0;
	if (!row->held) {
		n->limited++;
		n->why = m->why;
		plan_say_message(t, &said);
	}
	return limit_hold(t->db, m->id, at, e);
}

static int
bring_in_line(struct tool *t, const struct setting *s, const char *phone,
    struct plan_tally *n, struct err *e)
{
	struct limit_list l = LIMIT_LIST_INIT;
	int r =
	    limited_look(t, s->house->company.id, phone, s->plan.zone, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++)
		r = bring_one(t, phone, &l.v[i], &l.row[i], n, e);
	limit_list_free(&l);
	return r;
}

/* Has it a message that is held for a limit? */
static bool
has_held(const struct owed_list *owed, const char *phone)
{
	for (size_t i = 0; i < owed->n; i++)
		if (owed->v[i].state == STATE_HELD &&
		    str_eq(owed->v[i].reason, LIMIT_REASON) &&
		    str_eq(owed->v[i].phone, phone))
			return true;
	return false;
}

int
plan_limit(struct tool *t, const struct setting *s, const struct appointment *a,
    const struct owed_list *owed, bool wrote, struct plan_tally *n,
    struct err *e)
{
	const struct limits *l = &s->limits;

	for (size_t i = 0; i < a->n_recipients; i++) {
		const char *phone = a->recipients[i].phone;
		bool look = has_held(owed, phone) ||
		    !limit_country(l->countries, phone);

		if (!look && !wrote && !s->changed)
			continue;
		if (!look && l->recipient != LIMIT_NONE &&
		    limit_may_exceed(
			t->db, phone, l->recipient, t->now, &look, e) == -1)
			return -1;
		if (look && bring_in_line(t, s, phone, n, e) == -1)
			return -1;
	}
	return 0;
}

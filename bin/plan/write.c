/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "plan/plan.h"
#include "store/appointment.h"
#include "store/facts.h"
#include "store/message.h"
#include "util/mem.h"

/* So long before a feedback may an appointment begin (P8): 60 days, the
 * window, and PLAN_FEEDBACK_S. */
enum { FEEDBACK_BACK_S = 82 * 24 * 3600 };

static void
say(struct tool *t, const struct setting *s, const struct plan_item *i,
    const char *what, const char *text)
{
	bool lives = i->action == PLAN_ADD || i->action == PLAN_REWRITE;
	const struct plan_said m = {
		.label = s->label,
		.zone = s->plan.zone,
		.what = what,
		.kind = i->kind,
		.step = i->step,
		.due_at = lives ? i->due_at : 0,
		.state = i->state,
		.reason = i->reason,
		.phone = i->recipient != NULL ? i->recipient->phone : NULL,
		.text = text,
	};

	plan_say_message(t, &m);
}

/* P8: others of that number, so near that one feedback will do for both. */
static int
touch_feedback(struct tool *t, const struct setting *s,
    const struct appointment *a, const struct plan_item *i, struct err *e)
{
	if (i->kind != KIND_FEEDBACK)
		return 0;
	const char *phone =
	    i->recipient != NULL ? i->recipient->phone : i->owed->phone;
	int64_t due_at = i->due_at != 0 ? i->due_at : i->owed->due_at;
	return facts_touch(t->db, s->house->company.id, a->id, phone,
	    due_at - FEEDBACK_BACK_S, due_at + PLAN_FEEDBACK_S, e);
}

/* P2: a twin may need what this one does not need any more, or tells now. */
static int
touch_twins(struct tool *t, const struct setting *s,
    const struct appointment *a, const char *phone, int64_t start_at,
    struct err *e)
{
	return facts_touch(
	    t->db, s->house->company.id, a->id, phone, start_at, start_at, e);
}

/* What comes, or is owed again, changes what is owed for the others. */
static int
touch_others(struct tool *t, const struct setting *s,
    const struct appointment *a, const struct plan_item *i, struct err *e)
{
	return kind_urgent(i->kind)
	    ? touch_twins(t, s, a, i->recipient->phone, i->start_at, e)
	    : touch_feedback(t, s, a, i, e);
}

/* Insert; or take over the row of a twin that does not need it any more. */
static int
add(struct tool *t, const struct message_row *m, int64_t *id, struct err *e)
{
	int r = message_add(t->db, m, id, e);

	return r == ST_TAKEN ? message_take(t->db, m, e) : r;
}

/* P14: what differs for people; a rule's new revision alone does not. */
static void
count(const struct plan_item *i, const char *text, struct plan_tally *n)
{
	bool was = i->owed != NULL && state_pending(i->owed->state);
	bool is = state_pending(i->state);

	if (was && is)
		n->changes += !plan_looks_same(i, text);
	n->adds += !was && is;
	n->drops += was && !is;
}

/* To the database; gives the id of a message that is new, else its own. */
static int
put(struct tool *t, const struct setting *s, const struct appointment *a,
    const struct plan_item *i, const struct template_text *text,
    const struct gathering *x, int64_t *id, struct err *e)
{
	char *key =
	    plan_key(i, s->house->company.id, a->id, i->recipient->phone);
	const struct message_row m = { i, key, text->text,
		(int64_t)text->segments.count, text->true_until_at,
		s->house->company.id, s->calendar.id, a->id, a->rev, t->now,
		(int64_t)x->n_dates, x->with_id };
	int r;

	*id = i->owed != NULL ? i->owed->id : 0;
	if (i->action == PLAN_ADD)
		r = add(t, &m, id, e);
	else
		r = message_rewrite(t->db, &m, e);
	free(key);
	return r;
}

/* Has nothing to be written? */
static bool
is_same(const struct plan_item *i, const struct appointment *a,
    const struct template_text *text, const struct gathering *x)
{
	return plan_same(i, a, text->text, text->true_until_at) &&
	    i->owed->dates == (int64_t)x->n_dates &&
	    (i->owed->with_id == 0 || i->owed->with_id == x->with_id);
}

static int
write_text(struct tool *t, const struct setting *s, const struct appointment *a,
    struct plan_item *i, const struct template_text *text,
    const struct gathering *x, struct plan_tally *n, struct err *e)
{
	bool fresh = i->action == PLAN_ADD;
	int64_t id;

	if (text->too_long && i->state == STATE_PLANNED && i->reason == NULL) {
		i->state = STATE_HELD;
		i->reason = "too long";
	}
	if (is_same(i, a, text, x))
		return gathering_set(t, s, a, i, x, i->owed->id, false, e);
	int r = put(t, s, a, i, text, x, &id, e);
	if (r != 0) /* a key that is taken: another one tells it */
		return r == -1 ? -1 : 0;
	*(fresh ? &n->added : &n->rewritten) += 1;
	count(i, text->text, n);
	say(t, s, i, fresh ? "add" : "rewrite", text->text);
	n->gathers = n->gathers || x->l.n > 1;
	if (gathering_set(t, s, a, i, x, id, true, e) == -1)
		return -1;
	return fresh || i->owed->state == STATE_CANCELLED
	    ? touch_others(t, s, a, i, e)
	    : 0;
}

/* As the recipient reads it (C7). */
static int
write_item(struct tool *t, const struct setting *s, const struct appointment *a,
    struct plan_item *i, const char *link, struct plan_tally *n, struct err *e)
{
	struct setting_how how = { .now = t->now, .link = link };
	struct template_text text = { .text = NULL };
	struct gathering x;
	char *language;
	int r = setting_language(s, t->db, i->recipient->phone, &language, e);

	how.language = language;
	if (r == 0)
		r = gathering_find(t, s, a, i, language, &x, e);
	if (r == 0) {
		/* T5: an address is that of one appointment's file. */
		if (x.n_dates > 1)
			how.link = NULL;
		how.dates = x.dates;
		how.n_dates = x.n_dates > 1 ? x.n_dates : 0;
		r = setting_text(s, a, i, &how, &text, e);
		if (r == 0)
			r = write_text(t, s, a, i, &text, &x, n, e);
		gathering_free(&x);
	}
	template_text_free(&text);
	free(language);
	return r;
}

static int
end_item(struct tool *t, const struct setting *s, const struct appointment *a,
    const struct plan_item *i, struct plan_tally *n, struct err *e)
{
	const struct gathering alone = { .n_dates = 1 };
	bool cancel = i->action == PLAN_CANCEL;

	int r = message_end(t->db, i->owed->id, i->state, i->reason, t->now, e);
	if (r != 0)
		return r == -1 ? -1 : 0;
	*(cancel ? &n->cancelled : &n->expired) += 1;
	n->drops++;
	say(t, s, i, cancel ? "cancel" : "expire", NULL);
	if (i->kind == KIND_CONFIRMATION &&
	    gathering_set(t, s, a, i, &alone, i->owed->id, true, e) == -1)
		return -1;
	if (touch_twins(t, s, a, i->owed->phone, i->owed->start_at, e) == -1)
		return -1;
	return touch_feedback(t, s, a, i, e);
}

static int
load_facts(struct tool *t, const struct setting *s, const struct appointment *a,
    struct plan_facts *facts, struct err *e)
{
	for (size_t i = 0; i < a->n_recipients; i++)
		if (facts_get(t->db, s->house->company.id, a, &a->recipients[i],
			&facts[i], e) == -1)
			return -1;
	return 0;
}

static int
bring_in_line(struct tool *t, const struct setting *s, const struct links *k,
    const struct appointment *a, const struct link_list *files,
    struct plan_item *i, struct plan_tally *n, struct err *e)
{
	struct buf address = BUF_INIT;

	if (i->action != PLAN_ADD && i->action != PLAN_REWRITE)
		return end_item(t, s, a, i, n, e);
	links_address(k, t, i, files, &address);
	int r = write_item(t, s, a, i, address.v, n, e);
	buf_free(&address);
	return r;
}

static int64_t
tally_sum(const struct plan_tally *n)
{
	return n->added + n->rewritten + n->cancelled + n->expired;
}

int
plan_appointment(struct tool *t, const struct setting *s, struct links *k,
    const struct appointment *a, struct plan_tally *n, struct err *e)
{
	struct plan_facts *facts =
	    mem_zero(a->n_recipients + 1, sizeof(*facts));
	struct owed_list owed = OWED_LIST_INIT;
	struct plan_list items = PLAN_LIST_INIT;
	struct link_list files = LINK_LIST_INIT;
	int r = -1;

	if (load_facts(t, s, a, facts, e) == -1 ||
	    message_of(t->db, a->id, &owed, e) == -1)
		goto out;
	plan_make(&s->plan, a, facts, &owed, t->now, &items);
	if (links_look(k, t, s, a, &items, &files, e) == -1)
		goto out;
	int64_t before = tally_sum(n);
	n->gathers = false;
	for (size_t i = 0; i < items.n; i++)
		if (bring_in_line(t, s, k, a, &files, &items.v[i], n, e) == -1)
			goto out;
	bool wrote = tally_sum(n) != before;
	/* The limits count what has gathered: it is looked at again. */
	if (!n->gathers && plan_limit(t, s, a, &owed, wrote, n, e) == -1)
		goto out;
	r = n->gathers ? 0 : appointment_planned(t->db, a->id, e);
out:
	link_list_free(&files);
	plan_list_free(&items);
	owed_list_free(&owed);
	free(facts);
	return r;
}

/* SPDX-License-Identifier: ISC */
/* What an occurrence gets by the rules, or why it gets nothing. */
#include <stdlib.h>
#include <string.h>

#include "admin/nobody.h"
#include "admin/preview.h"
#include "domain/condition.h"
#include "store/appointment.h"
#include "store/facts.h"
#include "util/mem.h"
#include "util/str.h"

/*
 * Known so long before that no time of a message had passed: what is over by
 * now is shown as such.
 */
enum { KNOWN_BEFORE_S = 70 * 24 * 3600 };

/* An appointment as diff would make it of the occurrence. */
static void
make_up(const struct seen *s, struct appointment *a)
{
	int64_t known_at = s->start_at - KNOWN_BEFORE_S;

	*a = (struct appointment){
		.uid = mem_str(s->uid),
		.original_at = s->original_at,
		.start_at = s->start_at,
		.end_at = s->end_at,
		.all_day = s->all_day,
		.nosms = s->nosms,
		.baseline = true,
		.known_at = known_at,
		.start_known_at = known_at,
		.changed_at = known_at,
		.burst_at = known_at,
		.rev = 1,
		.title = mem_str(s->title),
		.location = mem_str(s->location),
		.description = mem_str(s->description),
	};
	for (size_t i = 0; i < s->n_people; i++) {
		struct recipient *r = appointment_add_recipient(
		    a, s->people[i].phone, s->people[i].name);
		r->known_at = r->told_at = known_at;
		r->told_start_at = s->start_at;
	}
}

/* P2: an earlier row has the same person at the same time. */
static const struct preview_row *
twin(const struct preview *p, const struct preview_row *row, const char *phone)
{
	for (const struct preview_row *o = row; o > p->rows;) {
		o--;
		if (o->seen->start_at != row->seen->start_at)
			break;
		for (size_t i = 0; i < o->n; i++)
			if (str_eq(o->v[i].phone, phone))
				return o;
	}
	return NULL;
}

/* P8: what the rows before have for that number, the last of them. */
static void
near_feedback(const struct preview *p, const char *phone, struct plan_facts *f)
{
	for (size_t i = p->n_asked; i-- > 0 && f->n_asked < PLAN_ASKED_MAX;)
		if (str_eq(p->asked[i].phone, phone))
			f->asked[f->n_asked++] = (struct plan_asked){
				.due_at = p->asked[i].due_at,
				.done = true,
				.first = true,
			};
}

/* What is known of that number, and whether it has answered (R4). */
static int
ask_database(const struct preview *p, const struct appointment *a,
    struct recipient *r, struct plan_facts *f, struct err *e)
{
	struct db *db = p->a->tool.db;
	int64_t company_id = p->house.company.id;

	if (!p->stored)
		return 0;
	if (appointment_recipient_id(db, company_id, a, r->phone, &r->id, e) ==
		-1 ||
	    facts_get(db, company_id, a, r, f, e) == -1)
		return -1;
	/* It may be one of those that it would be compared with. */
	f->told_at = f->reply_at = 0;
	f->twin = f->twin_old = f->twin_moved = false;
	f->n_asked = 0;
	return 0;
}

static int
load_facts(const struct preview *p, struct appointment *a,
    struct plan_facts *facts, struct err *e)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		struct recipient *r = &a->recipients[i];

		if (ask_database(p, a, r, &facts[i], e) == -1)
			return -1;
		near_feedback(p, r->phone, &facts[i]);
	}
	return 0;
}

static int
add(struct preview *p, struct preview_row *row, const struct appointment *a,
    const struct plan_item *i, struct err *e)
{
	struct template_text text = { .text = NULL };
	const struct person *person = NULL;
	char *language = NULL;

	for (size_t k = 0; k < row->seen->n_people; k++)
		if (str_eq(row->seen->people[k].phone, i->recipient->phone))
			person = &row->seen->people[k];
	if (person == NULL || twin(p, row, person->phone) != NULL)
		return 0;
	if (p->stored &&
	    setting_language(
		&p->set, p->a->tool.db, person->phone, &language, e) == -1)
		return -1;
	const struct setting_how how = { .language = language };
	int r = setting_text(&p->set, a, i, &how, &text, e);
	free(language);
	if (r == -1)
		return -1;
	row->v = mem_grow(row->v, &row->cap, row->n + 1, sizeof(*row->v));
	row->v[row->n++] = (struct preview_message){
		.kind = i->kind,
		.step = i->step,
		.due_at = i->due_at,
		.past = i->due_at < p->a->tool.now,
		.too_long = text.too_long,
		.link = i->rule->link,
		.level = setting_level(i->rule),
		.phone = person->phone,
		.name = person->name,
		.text = mem_str(text.text),
		.segments = (int64_t)text.segments.count,
	};
	template_text_free(&text);
	if (i->kind == KIND_FEEDBACK) {
		p->asked = mem_grow(
		    p->asked, &p->cap_asked, p->n_asked + 1, sizeof(*p->asked));
		p->asked[p->n_asked++] =
		    (struct preview_asked){ person->phone, i->due_at };
	}
	return 0;
}

/* Each feedback as if it had been handed over when it is due. */
static void
ask(const struct plan_list *items, struct owed_list *owed)
{
	for (size_t i = 0; i < items->n; i++) {
		const struct plan_item *item = &items->v[i];
		if (item->kind != KIND_FEEDBACK)
			continue;
		struct owed *o = owed_list_add(owed);
		*o = (struct owed){
			.id = (int64_t)i + 1,
			.kind = KIND_FEEDBACK,
			.step = item->step,
			.phone = mem_str(item->recipient->phone),
			.name = mem_str(item->recipient->name),
			.text = mem_str(""),
			.state = STATE_SENT,
			.start_at = item->start_at,
			.due_at = item->due_at,
			.claimed_at = item->due_at,
		};
	}
}

static int
by_due(const void *pa, const void *pb)
{
	const struct preview_message *a = pa, *b = pb;

	return (a->due_at > b->due_at) - (a->due_at < b->due_at);
}

/* Twice: what is owed, and the followup that comes of it. */
static int
make(struct preview *p, struct preview_row *row, const struct appointment *a,
    const struct plan_facts *facts, struct plan_whys *whys, struct err *e)
{
	struct plan_list first = PLAN_LIST_INIT, second = PLAN_LIST_INIT;
	struct owed_list none = OWED_LIST_INIT, asked = OWED_LIST_INIT;
	int r = 0;

	plan_explain(&p->set.plan, a, facts, &none, a->known_at, &first, whys);
	ask(&first, &asked);
	plan_make(&p->set.plan, a, facts, &asked, a->known_at, &second);
	for (size_t i = 0; r == 0 && i < first.n; i++)
		r = add(p, row, a, &first.v[i], e);
	for (size_t i = 0; r == 0 && i < second.n; i++)
		if (second.v[i].kind == KIND_FOLLOWUP)
			r = add(p, row, a, &second.v[i], e);
	if (row->n > 1)
		qsort(row->v, row->n, sizeof(*row->v), by_due);
	plan_list_free(&first);
	plan_list_free(&second);
	owed_list_free(&asked);
	return r;
}

/* Is a rule on that comes at a time of its own? */
static bool
has_rule(const struct preview *p, const struct appointment *a, bool matching)
{
	for (size_t i = 0; i < p->set.rules.n; i++) {
		const struct rule *r = p->set.rules.v[i];
		if (!r->active ||
		    (r->kind != KIND_REMINDER && r->kind != KIND_FEEDBACK))
			continue;
		if (!matching)
			return true;
		if (r->condition == NULL ? !a->all_day
					 : condition_holds(r->condition, a,
					       p->set.plan.zone, false) &&
			    (!a->all_day || condition_all_day(r->condition)))
			return true;
	}
	return false;
}

/* X12: what plan says of the first rule that is on and has its own time. */
static const char *
why_timed(const struct plan_whys *whys)
{
	for (size_t i = 0; i < whys->n; i++) {
		const struct rule *r = whys->v[i].rule;
		if (r != NULL && r->active &&
		    (r->kind == KIND_REMINDER || r->kind == KIND_FEEDBACK))
			return why_text(whys->v[i].why);
	}
	return "no message is owed";
}

static int
why_none(struct preview *p, const struct preview_row *row,
    const struct appointment *a, const struct plan_facts *facts,
    const struct plan_whys *whys, struct buf *out, struct err *e)
{
	enum why why;

	if (p->off)
		buf_str(out, "the calendar is switched off");
	else if (row->seen->cancelled)
		buf_str(out, "it is cancelled");
	else if (row->seen->nosms)
		buf_str(out, "#nosms");
	else if (row->phone == NULL)
		return nobody_why(&p->read, row->event, &why, out, e);
	else if (facts[0].opted_out)
		buf_fmt(out, "%s has opted out", row->phone);
	else if (facts[0].declined)
		buf_fmt(out, "%s has said no", row->phone);
	else if (twin(p, row, row->phone) != NULL)
		buf_str(out,
		    "another appointment of that number at that time "
		    "has the messages");
	else if (!has_rule(p, a, false))
		buf_str(out, "no reminder and no feedback is switched on");
	else if (!has_rule(p, a, true) && a->all_day)
		buf_str(out, "all-day, and no rule's condition says all-day");
	else if (!has_rule(p, a, true))
		buf_str(out, "the condition of no rule holds");
	else
		buf_str(out, why_timed(whys));
	return 0;
}

int
preview_plan(struct preview *p, struct preview_row *row, struct err *e)
{
	struct appointment a;
	struct plan_whys whys = PLAN_WHYS_INIT;
	struct buf why = BUF_INIT;

	make_up(row->seen, &a);
	struct plan_facts *facts = mem_zero(a.n_recipients + 1, sizeof(*facts));
	int r = load_facts(p, &a, facts, e);
	if (r == 0 && !row->seen->cancelled && !p->off)
		r = make(p, row, &a, facts, &whys, e);
	if (r == 0 && row->n == 0) {
		r = why_none(p, row, &a, facts, &whys, &why, e);
		row->reason = mem_str(buf_cstr(&why));
	}
	buf_free(&why);
	free(whys.v);
	free(facts);
	appointment_fini(&a);
	return r;
}

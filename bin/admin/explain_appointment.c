/* SPDX-License-Identifier: ISC */
/* An appointment: what became, and will become, of each rule. */
#include <stdlib.h>
#include <string.h>

#include "admin/explain.h"
#include "domain/mass.h"
#include "store/appointment.h"
#include "store/facts.h"
#include "store/message.h"
#include "store/reply.h"
#include "util/mem.h"
#include "util/str.h"

/* One appointment as plan would look at it now, and its messages. */
struct subject {
	struct explain *x;
	const struct explain_calendar *k;
	const struct appointment *a;
	bool unplanned; /* plan will look at it in its next run */
	struct plan_facts *facts;
	struct owed_list owed;
	struct message_views views;
	struct plan_list items;
	struct plan_whys whys;
	size_t block;
};

static const char *
level_of(const struct subject *s, const struct rule *r)
{
	if (r != NULL && r->calendar_id != 0)
		return s->k->set.label;
	return r != NULL && r->branch_id != 0 ? s->k->branch
					      : s->x->house.company.ref;
}

/* What is to be named; `rule` and `message` are kept by the caller. */
static struct why_names
names_of(const struct subject *s, const struct rule *r, const char *rule,
    const char *message, const char *phone)
{
	return (struct why_names){
		.company = s->x->house.company.ref,
		.calendar = s->k->set.label,
		.level = level_of(s, r),
		.rule = rule,
		.message = message,
		.phone = phone,
	};
}

static struct explain_line *
line_for(struct subject *s, const struct recipient *r)
{
	struct explain_line *l = explain_line(&s->x->v[s->block]);

	if (r != NULL) {
		l->phone = mem_str(r->phone);
		l->name = mem_str(r->name);
	}
	return l;
}

static const struct owed *
owed_of(const struct subject *s, int64_t id)
{
	for (size_t i = 0; i < s->owed.n; i++)
		if (s->owed.v[i].id == id)
			return &s->owed.v[i];
	return NULL;
}

static const struct rule *
rule_of(const struct subject *s, const struct owed *o)
{
	const struct rule_list *l = &s->x->house.rules;

	for (size_t i = 0; o != NULL && i < l->n; i++)
		if (l->v[i].id == o->rule_id)
			return &l->v[i];
	return NULL;
}

/* Why the rule of that kind and step owes the recipient nothing. */
static enum why
why_of(const struct subject *s, const struct recipient *r, enum kind kind,
    int64_t step)
{
	for (size_t i = 0; i < s->whys.n; i++) {
		const struct plan_why *w = &s->whys.v[i];
		if (w->recipient == r && w->rule != NULL &&
		    w->rule->kind == kind &&
		    (kind_urgent(kind) || w->rule->step == step) &&
		    w->why != WHY_CONDITION && w->why != WHY_RULE_BEFORE)
			return w->why;
	}
	return WHY_NONE;
}

/*
 * What plan will do with that message; false: it has not to look at it.  That
 * it is no longer owed is said with the word of its rule.
 */
static bool
next_of(const struct subject *s, const struct recipient *r,
    const struct message_view *m, enum kind kind, struct plan_item *out)
{
	const struct plan_item *next = NULL;
	bool looks = s->unplanned || s->k->set.calendar.replan;

	for (size_t i = 0; looks && i < s->items.n; i++)
		if (s->items.v[i].owed != NULL &&
		    s->items.v[i].owed->id == m->id)
			next = &s->items.v[i];
	if (next == NULL)
		return false;
	*out = *next;
	enum why why = why_of(s, r, kind, m->step);
	if (next->action == PLAN_CANCEL && why != WHY_NONE &&
	    why_of_reason(next->reason) == WHY_NOT_OWED)
		out->reason = why_text(why);
	return true;
}

static int
say_message(struct subject *s, const struct recipient *r,
    const struct message_view *m, struct err *e)
{
	const struct owed *o = owed_of(s, m->id);
	struct buf rule = BUF_INIT, id = BUF_INIT, text = BUF_INIT;
	enum kind kind;
	enum why why;

	if (!kind_parse(m->kind, &kind))
		mem_bug("a message of the kind %s", m->kind);
	kind_step(&rule, kind, m->step);
	buf_fmt(&id, "%lld", (long long)m->id);
	struct plan_item next;
	int ret = explain_message(s->x->a, m,
	    next_of(s, r, m, kind, &next) ? &next : NULL, &why, &text, e);
	struct explain_line *l = line_for(s, r);
	const struct why_names names =
	    names_of(s, rule_of(s, o), rule.v, id.v, r->phone);
	l->at =
	    m->claimed_at != 0 && m->sent_at != 0 ? m->claimed_at : m->due_at;
	l->message_id = m->id;
	l->state = o != NULL ? state_name(o->state) : "";
	l->why = why;
	l->text = buf_take(&text);
	struct buf todo = BUF_INIT;
	why_todo(why, &names, &todo);
	l->todo = buf_take(&todo);
	l->ruled = true;
	l->kind = kind;
	l->step = m->step;
	l->level = mem_str(m->level);
	buf_free(&rule);
	buf_free(&id);
	return ret;
}

/* What plan would add: it has not yet, or another appointment has it. */
static int
say_owed(struct subject *s, const struct plan_item *i, struct err *e)
{
	struct buf rule = BUF_INIT, id_text = BUF_INIT;
	int64_t owner = 0, id = 0;
	char *key =
	    plan_key(i, s->x->house.company.id, s->a->id, i->recipient->phone);
	int ret = message_owner(s->x->a->tool.db, key, &owner, &id, e);

	free(key);
	kind_step(&rule, i->kind, i->step);
	buf_fmt(&id_text, "%lld", (long long)id);
	struct explain_line *l = line_for(s, i->recipient);
	const struct why_names names =
	    names_of(s, i->rule, rule.v, id_text.v, i->recipient->phone);
	l->at = i->due_at;
	l->state = "none";
	if (owner != 0)
		explain_say(
		    l, WHY_TWIN_HAS, &names, " (message %lld)", (long long)id);
	else
		explain_say(l, WHY_NOT_PLANNED, &names, "%s", "");
	l->ruled = true;
	l->kind = i->kind;
	l->step = i->step;
	l->level = mem_str(setting_level(i->rule));
	buf_free(&rule);
	buf_free(&id_text);
	return ret;
}

/* Has the rule a message that went or will go?  Then that says it all. */
static bool
has_message(const struct subject *s, const struct plan_why *w)
{
	for (size_t i = 0; i < s->owed.n; i++) {
		const struct owed *o = &s->owed.v[i];
		const struct rule *r = w->rule;
		if (o->kind == r->kind && o->rule_id == r->id &&
		    (kind_urgent(r->kind) || o->step == r->step) &&
		    (kind_urgent(r->kind) || o->start_at == s->a->start_at) &&
		    str_eq(o->phone, w->recipient->phone) &&
		    o->state != STATE_CANCELLED)
			return true;
	}
	return false;
}

/* R4: the answer that it is about, of the last that came. */
static int
say_reply(struct subject *s, const struct recipient *r, struct buf *out,
    struct err *e)
{
	struct reply_views l = REPLY_VIEWS_INIT;
	const struct zone *zone = s->x->v[s->block].zone;
	struct reply_filter f = { .company_id = s->x->house.company.id,
		.phone = r->phone };
	bool more;
	int ret = reply_view_list(s->x->a->tool.db, &f, &l, &more, e);

	if (l.n > 0)
		explain_time(out, " at ", zone, l.v[l.n - 1].received_at);
	reply_views_free(&l);
	return ret;
}

static int
say_why(struct subject *s, const struct plan_why *w, struct err *e)
{
	struct buf rule = BUF_INIT, behind = BUF_INIT;
	const struct zone *zone = s->x->v[s->block].zone;
	int ret = 0;

	if (w->rule != NULL && has_message(s, w))
		return 0;
	if (w->rule != NULL)
		kind_step(&rule, w->rule->kind, w->rule->step);
	if (w->why == WHY_OPTED_OUT)
		ret =
		    explain_optout(s->x, w->recipient->phone, zone, &behind, e);
	else if (w->why == WHY_DECLINED || w->why == WHY_REPLIED)
		ret = say_reply(s, w->recipient, &behind, e);
	else if (w->why == WHY_LEFT && w->recipient->left_at > RECIPIENT_UNTOLD)
		explain_time(&behind, ", since ", zone, w->recipient->left_at);
	else if (w->why == WHY_GONE || w->why == WHY_BEGUN)
		explain_time(&behind, w->why == WHY_GONE ? ", since " : ", at ",
		    zone,
		    w->why == WHY_GONE ? s->a->changed_at : s->a->start_at);
	struct explain_line *l = line_for(s, w->recipient);
	const struct why_names names =
	    names_of(s, w->rule, rule.v, NULL, w->recipient->phone);
	l->state = "none";
	explain_say(l, w->why, &names, "%s", buf_cstr(&behind));
	if (w->rule != NULL) {
		l->ruled = true;
		l->kind = w->rule->kind;
		l->step = w->rule->step;
		l->level = mem_str(setting_level(w->rule));
	}
	buf_free(&rule);
	buf_free(&behind);
	return ret;
}

static int
say_recipient(struct subject *s, const struct recipient *r, struct err *e)
{
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < s->views.n; i++)
		if (str_eq(s->views.v[i].phone, r->phone))
			ret = say_message(s, r, &s->views.v[i], e);
	for (size_t i = 0; ret == 0 && i < s->items.n; i++)
		if (s->items.v[i].action == PLAN_ADD &&
		    s->items.v[i].recipient == r)
			ret = say_owed(s, &s->items.v[i], e);
	for (size_t i = 0; ret == 0 && i < s->whys.n; i++)
		if (s->whys.v[i].recipient == r)
			ret = say_why(s, &s->whys.v[i], e);
	return ret;
}

/* What holds for all of it. */
static void
say_standing(struct subject *s)
{
	const struct appointment *a = s->a;
	struct explain_block *b = &s->x->v[s->block];
	const struct why_names names = names_of(s, NULL, NULL, NULL, NULL);
	struct buf text = BUF_INIT;

	if (a->standing == STANDING_MISSING) {
		explain_time(&text, ", since ", b->zone, a->missing_at);
		explain_say(explain_line(b), WHY_MISSING, &names, "%s",
		    buf_cstr(&text));
	}
	buf_reset(&text);
	if ((a->mass & (MASS_GONE | MASS_TOLD | MASS_PHONES)) != 0) {
		explain_say(explain_line(b), WHY_MASS, &names, ": %s",
		    (a->mass & MASS_PHONES) != 0
			? "the phone numbers of many are gone at once"
			: (a->mass & MASS_GONE) != 0
			? "many are gone at once"
			: "many are new or have moved at once");
	}
	buf_free(&text);
}

static int
load(struct subject *s, struct err *e)
{
	struct db *db = s->x->a->tool.db;
	const struct appointment *a = s->a;
	int unplanned = appointment_unplanned(db, a->id, e);

	if (unplanned == -1 || message_of(db, a->id, &s->owed, e) == -1 ||
	    message_view_of(db, a->id, &s->views, e) == -1)
		return -1;
	s->unplanned = unplanned == 1;
	for (size_t i = 0; i < a->n_recipients; i++)
		if (facts_get(db, s->x->house.company.id, a, &a->recipients[i],
			&s->facts[i], e) == -1)
			return -1;
	if (s->k->usable)
		plan_explain(&s->k->set.plan, a, s->facts, &s->owed,
		    s->x->a->tool.now, &s->items, &s->whys);
	return 0;
}

/* By the number that is asked about; else everybody who stands in it. */
static bool
is_wanted(const struct subject *s, const struct recipient *r)
{
	return s->x->phone[0] != '\0' ? str_eq(r->phone, s->x->phone) : true;
}

/* In order of person, then time; what has no time comes last. */
static int
by_time(const void *pa, const void *pb)
{
	const struct explain_line *a = pa, *b = pb;
	int c = (a->phone != NULL) - (b->phone != NULL);

	if (c == 0 && a->phone != NULL)
		c = strcmp(a->phone, b->phone);
	if (c == 0)
		c = (a->at == 0) - (b->at == 0);
	if (c == 0)
		c = (a->at > b->at) - (a->at < b->at);
	return c != 0 ? c : (a->place > b->place) - (a->place < b->place);
}

int
explain_appointment(struct explain *x, const struct explain_calendar *k,
    const struct appointment *a, struct err *e)
{
	struct explain_block *b = explain_block(x, k->set.label,
	    k->set.plan.zone != NULL ? k->set.plan.zone : zone_utc());
	struct subject s = { .x = x, .k = k, .a = a, .block = x->n - 1 };
	size_t n = 0;

	b->uid = mem_str(a->uid);
	b->title = mem_str(a->title);
	b->start_at = a->start_at;
	b->all_day = a->all_day;
	s.facts = mem_zero(a->n_recipients + 1, sizeof(*s.facts));
	int r = load(&s, e);
	if (r == 0)
		say_standing(&s);
	for (size_t i = 0; r == 0 && i < a->n_recipients; i++) {
		n += a->recipients[i].left_at == 0;
		if (is_wanted(&s, &a->recipients[i]))
			r = say_recipient(&s, &a->recipients[i], e);
	}
	b = &x->v[s.block];
	for (size_t i = 0; i < b->n; i++)
		b->v[i].place = i;
	if (b->n > 1)
		qsort(b->v, b->n, sizeof(*b->v), by_time);
	if (n == 0 && x->phone[0] == '\0')
		explain_event_later(x, a->calendar_id, a->uid);
	message_views_free(&s.views);
	owed_list_free(&s.owed);
	plan_list_free(&s.items);
	free(s.whys.v);
	free(s.facts);
	return r;
}

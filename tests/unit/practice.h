/* SPDX-License-Identifier: ISC */
/*
 * practice - a company with one calendar, its outbox and a gateway, in
 * memory: a feed goes through change_apply(), plan_make() and claim_decide()
 * as it does through smscal-diff, smscal-plan and smscal-send.
 *
 * A line is a body as in story.h, and behind the arrow what is handed over at
 * that time, what expires, and what is then to come:
 *
 *	1.09:00 WORD...: EVENT; EVENT -> +C Maria 3.10, ~C Eva, R Maria@2.10
 *
 * C confirmation, R reminder, M rescheduled, F feedback, U followup,
 * X cancellation; behind it a step other than 1, and as "+2" so many further
 * dates that it tells (P16).  Without a body (no colon and nothing behind it)
 * only the time goes by.
 *
 * Here is what there is, outbox.h plans it, handover.h sends it.
 */
#ifndef SMSCAL_TESTS_PRACTICE_H
#define SMSCAL_TESTS_PRACTICE_H

#include "domain/claim.h"
#include "domain/limit.h"
#include "domain/plan.h"
#include "domain/together.h"
#include "story.h"

enum { DIGITS = 10, ANSWERS = 32 };

static const char letters[] = "CRMFUX";

/* A message in the outbox; its strings are owned. */
struct row {
	struct owed o;
	int64_t appointment_id, send_at;
	char *key;
};

/* A yes or no, and the start that it is to (R4). */
struct answer {
	int digit;
	int64_t start_at;
	bool yes;
};

struct practice {
	struct world w;
	struct calendar calendar;
	struct rule_list own;
	struct rule_view rules;
	struct plan_setting set;
	struct row *rows;
	size_t n_rows, cap_rows;
	bool opted_out[DIGITS];
	int64_t reply_at[DIGITS];
	struct answer answers[ANSWERS]; /* the last ones */
	size_t n_answers;
	struct zones *zones; /* borrowed; NULL: there is UTC only */
	bool masses;         /* mass changes wait (D9) */
	struct limits limits;
	size_t most;       /* dates that fit in one text (P16) */
	bool down;         /* the gateway takes nothing */
	enum state answer; /* what becomes of what is handed over */
	int backs;         /* so often plan and claim did not agree */
	int unstable;      /* ... and plan not with itself */
	struct buf said;   /* of this step */
};

static inline int
digit_of(const char *phone)
{
	return phone[strlen(phone) - 1] - '0';
}

static inline struct appointment *
appointment_of(struct practice *p, int64_t id)
{
	for (size_t i = 0; i < p->w.known.n; i++)
		if (p->w.known.v[i].id == id)
			return &p->w.known.v[i];
	printf("Bail out! no appointment %lld\n", (long long)id);
	exit(1);
}

/* What stands behind `?`, with a blank for each `_`; owned.  NULL: nothing. */
static inline char *
read_condition(const char *word)
{
	char *text =
	    (word = strchr(word, '?')) != NULL ? mem_str(word + 1) : NULL;

	for (char *c = text; c != NULL && (c = strchr(c, '_')) != NULL;)
		*c = ' ';
	return text;
}

/*
 * "R2=3d09:30", "R=120m!" (short notice), "F=1d10", "U=24h", "C", "-C",
 * "R=1d10?all-day" (condition).
 */
static inline void
read_rule(struct rule *r, const char *word)
{
	bool off = *word == '-';
	char *rest;

	word += off;
	int64_t id = r->id;
	rule_defaults(r, (enum kind)(strchr(letters, *word) - letters));
	r->id = id;
	r->company_id = 1;
	r->rev = 1;
	r->active = !off;
	if (isdigit((unsigned char)word[1]))
		r->step = (int)strtol(word + 1, NULL, 10);
	r->short_notice = strchr(word, '!') != NULL;
	r->condition = read_condition(word);
	if ((word = strchr(word, '=')) == NULL)
		return;
	long n = strtol(word + 1, &rest, 10);
	r->days = *rest == 'd' ? (int)n : -1;
	r->before_min = *rest == 'd' ? -1 : (int)(*rest == 'h' ? n * 60 : n);
	if (*rest == 'd') {
		r->clock_min = (int)strtol(rest + 1, &rest, 10) * 60;
		if (*rest == ':')
			r->clock_min += (int)strtol(rest + 1, NULL, 10);
	}
}

/* Like `smscal-admin rule set`: one of a kind, step and condition. */
static inline void
set_rule(struct practice *p, const char *word)
{
	struct rule r = { .id = 0 }, *old = NULL;

	read_rule(&r, word);
	for (size_t i = 0; i < p->own.n; i++)
		if (p->own.v[i].kind == r.kind && p->own.v[i].step == r.step &&
		    str_eq(p->own.v[i].condition, r.condition))
			old = &p->own.v[i];
	r.id = old != NULL ? old->id : (int64_t)p->own.n + 1;
	r.rev = old != NULL ? old->rev + 1 : 1;
	r.since_at = p->w.ctx.now;
	if (old == NULL)
		old = rule_list_add(&p->own);
	else
		rule_fini(old);
	*old = r;
	rule_view_free(&p->rules);
	rule_view_make(&p->rules, &p->own, &p->calendar, 0);
}

/* `rules` NULL: the built-in ones; else those alone, since ever. */
static inline void
practice_open(struct practice *p, const char *rules, const struct zone *zone)
{
	char *copy = mem_str(rules), *save = NULL;

	*p = (struct practice){ .answer = STATE_SENT,
		.limits = { LIMIT_RECIPIENT, LIMIT_NONE, NULL },
		.most = TOGETHER_MAX,
		.said = BUF_INIT };
	p->calendar = (struct calendar){ .id = 1, .company_id = 1 };
	rule_view_make(&p->rules, &p->own, &p->calendar, 0);
	for (const char *k = letters; rules != NULL && *k != '\0'; k++) {
		const char off[] = { '-', *k, '\0' };
		set_rule(p, off);
	}
	for (char *word = copy != NULL ? strtok_r(copy, " ", &save) : NULL;
	     word != NULL; word = strtok_r(NULL, " ", &save))
		set_rule(p, word);
	free(copy);
	p->set = (struct plan_setting){ &p->calendar, &p->rules, zone,
		window_default, false };
}

static inline void
practice_close(struct practice *p)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		free(p->rows[i].key);
		free(p->rows[i].o.phone);
		free(p->rows[i].o.name);
		free(p->rows[i].o.text);
		free(p->rows[i].o.reason);
	}
	free(p->rows);
	rule_view_free(&p->rules);
	rule_list_free(&p->own);
	appointment_list_free(&p->w.known);
	buf_free(&p->said);
}

static inline bool
tells(enum kind k)
{
	return k == KIND_CONFIRMATION || k == KIND_RESCHEDULED;
}

/* What appointment_affected() makes of the outbox: who was told of what. */
static inline void
load_told(struct practice *p)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		if (!state_handed_over(m->o.state) ||
		    (!tells(m->o.kind) && m->o.kind != KIND_REMINDER))
			continue;
		struct recipient *r = appointment_recipient(
		    appointment_of(p, m->appointment_id), m->o.phone);
		if (r != NULL && m->o.claimed_at > r->told_at) {
			r->told_start_at = m->o.start_at;
			r->told_at = m->o.claimed_at;
		}
	}
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		if (m->o.kind != KIND_CANCELLATION ||
		    !state_handed_over(m->o.state))
			continue;
		struct recipient *r = appointment_recipient(
		    appointment_of(p, m->appointment_id), m->o.phone);
		if (r != NULL)
			r->cancel_told = m->o.claimed_at > r->told_at;
	}
}

static inline bool
stands_in(const struct appointment *a, const char *phone)
{
	const struct recipient *r = appointment_recipient(a, phone);

	return r != NULL && r->left_at == 0;
}

static inline void
find_answer(struct practice *p, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f)
{
	for (size_t i = 0; i < p->n_answers; i++) {
		const struct answer *x = &p->answers[i];
		if (x->digit == digit_of(r->phone) &&
		    x->start_at == a->start_at) {
			f->confirmed = x->yes;
			f->declined = !x->yes;
		}
	}
}

/* Is it known to that number, or has it something to tell it? */
static inline bool
has_word(
    const struct practice *p, const struct appointment *a, const char *phone)
{
	bool known = appointment_recipient(a, phone)->announce_at == 0;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		known |= p->rows[i].appointment_id == a->id && tells(o->kind) &&
		    o->start_at == a->start_at &&
		    (o->state != STATE_CANCELLED || owed_closed(o)) &&
		    str_eq(o->phone, phone);
	}
	return known;
}

static inline void
find_twins(struct practice *p, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f)
{
	int64_t known_at =
	    a->start_known_at > r->known_at ? a->start_known_at : r->known_at;

	for (size_t i = 0; i < p->w.known.n; i++) {
		const struct appointment *b = &p->w.known.v[i];
		bool off = a->standing == STANDING_GONE || r->left_at != 0;
		bool live = b->standing == STANDING_LIVE;
		bool old = live || (off && b->standing == STANDING_MISSING);
		bool twin = !b->nosms && b->all_day == a->all_day &&
		    b->id != a->id && stands_in(b, r->phone);
		f->twin |= twin && live && b->start_at == a->start_at &&
		    b->id < a->id && has_word(p, b, r->phone);
		f->twin_old |= twin && old && b->start_at == r->told_start_at;
	}
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		if (m->appointment_id == a->id || !tells(m->o.kind) ||
		    m->o.start_at != a->start_at ||
		    !str_eq(m->o.phone, r->phone))
			continue;
		const struct appointment *b =
		    appointment_of(p, m->appointment_id);
		bool out = state_handed_over(m->o.state);
		if (out && m->o.claimed_at > f->told_at)
			f->told_at = m->o.claimed_at;
		bool still = b->start_at != a->start_at
		    ? b->start_known_at > known_at
		    : b->standing != STANDING_GONE || b->changed_at > known_at;
		const struct recipient *s =
		    appointment_recipient(b, m->o.phone);
		still = still &&
		    (s == NULL || s->left_at <= RECIPIENT_UNTOLD ||
			s->left_at >= known_at);
		out = out && (still || m->o.claimed_at >= known_at);
		bool word = out ||
		    (state_pending(m->o.state) && b->start_at == a->start_at &&
			b->standing == STANDING_LIVE);
		if (b->nosms || b->all_day != a->all_day)
			continue;
		f->twin_moved |= word && m->o.kind == KIND_RESCHEDULED;
		f->twin |= out;
	}
}

static inline void
find_feedback(struct practice *p, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		if (m->o.kind == KIND_FEEDBACK && m->appointment_id != a->id &&
		    str_eq(m->o.phone, r->phone) &&
		    m->o.due_at >= a->end_at - PLAN_FEEDBACK_S &&
		    f->n_asked < PLAN_ASKED_MAX &&
		    (state_pending(m->o.state) ||
			state_handed_over(m->o.state)))
			f->asked[f->n_asked++] = (struct plan_asked){
				.due_at = m->o.due_at,
				.done = state_handed_over(m->o.state),
				.first = m->appointment_id < a->id,
			};
	}
}

/* When did it stop, for that recipient or at all? */
static inline int64_t
off_at(const struct appointment *a, const struct recipient *r)
{
	return r->left_at > RECIPIENT_UNTOLD ? r->left_at : a->changed_at;
}

/*
 * When was that number told of it, and not since that it is off, which is not
 * to come either?  0: never.
 */
static inline int64_t
series_told_at(const struct practice *p, const struct appointment *a,
    const char *phone, bool own)
{
	int64_t told_at = 0, cancel_at = 0;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct owed *o = &p->rows[i].o;
		if (p->rows[i].appointment_id != a->id ||
		    !str_eq(o->phone, phone))
			continue;
		if (o->kind == KIND_CANCELLATION && !own &&
		    state_pending(o->state))
			return 0;
		if (!state_handed_over(o->state))
			continue;
		if (o->kind == KIND_CANCELLATION && o->claimed_at > cancel_at)
			cancel_at = o->claimed_at;
		if ((tells(o->kind) || o->kind == KIND_REMINDER) &&
		    o->claimed_at > told_at)
			told_at = o->claimed_at;
	}
	return cancel_at >= told_at ? 0 : told_at;
}

/* D8: what else there is of its series for that number. */
static inline void
find_series(struct practice *p, const struct appointment *a,
    const struct recipient *r, struct plan_facts *f)
{
	int64_t off = off_at(a, r);

	if (a->series == NULL ||
	    (a->standing != STANDING_GONE && r->left_at == 0))
		return;
	f->series_off = f->series_next = true;
	for (size_t i = 0; i < p->w.known.n; i++) {
		const struct appointment *b = &p->w.known.v[i];
		const struct recipient *s = appointment_recipient(b, r->phone);
		if (s == NULL || !str_eq(b->series, a->series))
			continue;
		bool is_off = b->standing == STANDING_GONE || s->left_at != 0;
		bool before = b->start_at < a->start_at ||
		    (b->start_at == a->start_at && b->id < a->id);
		bool later =
		    s->left_at != RECIPIENT_UNTOLD && off_at(b, s) > off;
		if (b->start_at > off && (!is_off || later))
			f->series_off = false;
		if (b->start_at > off && is_off && before &&
		    s->left_at != RECIPIENT_UNTOLD && off_at(b, s) == off)
			f->series_next = false;
		int64_t told_at = series_told_at(p, b, r->phone, b == a);
		if (told_at > f->series_told_at)
			f->series_told_at = told_at;
	}
}

#endif

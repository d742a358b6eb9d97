/* SPDX-License-Identifier: ISC */
/*
 * handover - the other half of practice.h: what is due is claimed and handed
 * over, and a line of a story is worked off.
 */
#ifndef SMSCAL_TESTS_HANDOVER_H
#define SMSCAL_TESTS_HANDOVER_H

#include "outbox.h"

static inline const struct rule *
rule_of(const struct practice *p, const struct row *m)
{
	for (size_t i = 0; i < p->own.n; i++)
		if (p->own.v[i].id == m->o.rule_id)
			return &p->own.v[i];
	return NULL;
}

/* P4 and P8: what else was or is to be said to that number. */
static inline void
view_others(struct practice *p, const struct row *m, struct claim_view *v)
{
	int64_t asked_at = 0;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *x = &p->rows[i];
		if (!str_eq(x->o.phone, m->o.phone))
			continue;
		if (x->o.kind == KIND_FEEDBACK &&
		    x->appointment_id == m->appointment_id &&
		    x->o.claimed_at > asked_at)
			asked_at = x->o.claimed_at;
		if (!tells(x->o.kind) || m->o.kind != KIND_REMINDER ||
		    (x->appointment_id != m->appointment_id &&
			x->o.start_at != m->o.start_at))
			continue;
		v->tell_pending |= state_pending(x->o.state) &&
		    x->o.expires_at >= p->w.ctx.now;
		if (state_handed_over(x->o.state) &&
		    x->o.claimed_at > v->told_at)
			v->told_at = x->o.claimed_at;
	}
	v->answered = m->o.kind == KIND_FOLLOWUP &&
	    p->reply_at[digit_of(m->o.phone)] >= asked_at;
}

/* P16: do all that go with it still say what its text tells? */
static inline bool
are_dates_old(struct practice *p, const struct row *m)
{
	int64_t n = 1;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *x = &p->rows[i];
		const struct appointment *a =
		    appointment_of(p, x->appointment_id);
		n += x->o.with_id == m->o.id && stands_in(a, x->o.phone) &&
		    x->o.appointment_rev == a->rev &&
		    x->o.start_at == a->start_at &&
		    a->start_at > p->w.ctx.now && a->standing == STANDING_LIVE;
	}
	return n != m->o.dates;
}

static inline struct claim
claim_row(struct practice *p, const struct row *m)
{
	const struct appointment *a = appointment_of(p, m->appointment_id);
	const struct rule *rule = rule_of(p, m);
	struct claim_view v = {
		.kind = m->o.kind,
		.start_at = m->o.start_at,
		.old_start_at = m->o.old_start_at,
		.due_at = m->o.due_at,
		.expires_at = m->o.expires_at,
		.appointment_rev = m->o.appointment_rev,
		.rule_rev = m->o.rule_rev,
		.gone = a->standing == STANDING_GONE,
		.missing = a->standing == STANDING_MISSING,
		.appointment_start_at = a->start_at,
		.now_appointment_rev = a->rev,
		.now_rule_rev = rule != NULL ? rule->rev : 0,
		.rule_off = rule != NULL && !rule->active,
		.recipient_left = !stands_in(a, m->o.phone),
		.opted_out = p->opted_out[digit_of(m->o.phone)],
		.dates_old = are_dates_old(p, m),
		.gateway_local = true,
		.window = &p->set.window,
		.zone = p->set.zone,
	};

	view_others(p, m, &v);
	struct claim c = claim_decide(&v, p->w.ctx.now);
	if (c.verdict != CLAIM_GO || owed_released(&m->o))
		return c;
	struct limit_message l = { .zone = p->set.zone,
		.due_at = m->o.due_at,
		.expires_at = m->o.expires_at,
		.why = limit_now(&p->limits, m->o.phone, today(p, m->o.phone),
		    today(p, NULL)) };
	return l.why == LIMIT_FREE
	    ? c
	    : (struct claim){ .verdict = CLAIM_HELD,
		      .at = limit_look_at(&l, p->w.ctx.now) };
}

static inline void
say_row(struct practice *p, const char *how, const struct row *m)
{
	if (p->said.n != 0)
		buf_str(&p->said, ", ");
	buf_fmt(&p->said, "%s%c", how, letters[m->o.kind]);
	if (m->o.step != 1 && !kind_urgent(m->o.kind))
		buf_fmt(&p->said, "%d", m->o.step);
	buf_fmt(&p->said, " %s", m->o.name);
	if (m->o.dates > 1)
		buf_fmt(&p->said, "+%d", (int)m->o.dates - 1);
}

static inline void
send_row(struct practice *p, struct row *m)
{
	int64_t now = p->w.ctx.now;
	struct claim c = claim_row(p, m);

	switch (c.verdict) {
	case CLAIM_GO:
		m->o.claimed_at = now;
		m->o.attempts++;
		m->o.state = p->answer;
		if (p->answer == STATE_FAILED) {
			m->o.ended_at = now;
			put_text(&m->o.reason, "refused");
		}
		say_row(p, "+", m);
		buf_char(&p->said, ' ');
		show_time(&p->said, m->o.start_at);
		break;
	case CLAIM_LATER:
		m->send_at = c.at;
		m->o.expires_at = c.expires_at;
		break;
	case CLAIM_EXPIRED:
	case CLAIM_CANCELLED:
		m->o.state = c.verdict == CLAIM_EXPIRED ? STATE_EXPIRED
							: STATE_CANCELLED;
		put_text(&m->o.reason, c.reason);
		m->o.ended_at = now;
		break;
	case CLAIM_HELD:
		m->o.state = STATE_HELD;
		put_text(&m->o.reason, LIMIT_REASON);
		m->send_at = c.at;
		break;
	case CLAIM_BACK:
	case CLAIM_WAIT:
	case CLAIM_VERDICTS:
		break;
	}
	follow(p, m);
}

/* Those that go with another one do not go themselves. */
static inline bool
is_due(const struct practice *p, const struct row *m)
{
	return m->o.state == STATE_PLANNED && m->o.with_id == 0 &&
	    m->send_at <= p->w.ctx.now;
}

/* What loses its point first goes first (S5). */
static inline void
send_all(struct practice *p)
{
	int64_t last_at = INT64_MIN;

	for (bool more = !p->down; more;) {
		int64_t at = INT64_MAX;
		for (size_t i = 0; i < p->n_rows; i++)
			if (is_due(p, &p->rows[i]) &&
			    p->rows[i].o.expires_at > last_at &&
			    p->rows[i].o.expires_at < at)
				at = p->rows[i].o.expires_at;
		for (size_t i = 0; i < p->n_rows; i++)
			if (is_due(p, &p->rows[i]) &&
			    p->rows[i].o.expires_at == at)
				send_row(p, &p->rows[i]);
		last_at = at;
		more = at != INT64_MAX;
	}
}

/* Behind plan, nothing that is due goes back to plan. */
static inline void
count_backs(struct practice *p)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (is_due(p, &p->rows[i]) &&
		    claim_row(p, &p->rows[i]).verdict == CLAIM_BACK)
			p->backs++;
}

/* What expired now, and then what is to come, in order of time. */
static inline void
say_rest(struct practice *p)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (p->rows[i].o.state == STATE_EXPIRED &&
		    p->rows[i].o.with_id == 0 &&
		    p->rows[i].o.ended_at == p->w.ctx.now)
			say_row(p, "~", &p->rows[i]);
	for (int64_t after = INT64_MIN; after != INT64_MAX;) {
		int64_t at = INT64_MAX;
		for (size_t i = 0; i < p->n_rows; i++)
			if (state_pending(p->rows[i].o.state) &&
			    p->rows[i].o.with_id == 0 &&
			    p->rows[i].o.due_at > after &&
			    p->rows[i].o.due_at < at)
				at = p->rows[i].o.due_at;
		for (size_t i = 0; at != INT64_MAX && i < p->n_rows; i++) {
			const struct row *m = &p->rows[i];
			if (!state_pending(m->o.state) || m->o.with_id != 0 ||
			    m->o.due_at != at)
				continue;
			say_row(p, "", m);
			buf_char(&p->said, '@');
			show_time(&p->said, at);
			if (m->o.state == STATE_HELD)
				buf_fmt(&p->said, " (%s)", m->o.reason);
		}
		after = at;
	}
	buf_str(&p->said, "");
}

/* The operator's word on what is to come of that number. */
static inline void
override(struct practice *p, int digit, enum state to, const char *reason)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		struct owed *o = &p->rows[i].o;
		bool cancel = to == STATE_CANCELLED;
		if (!state_pending(o->state) || digit_of(o->phone) != digit ||
		    (o->with_id != 0 && !cancel))
			continue;
		o->with_id = 0;
		o->state = to;
		put_text(&o->reason, reason);
		/* Before what the body says, which comes at that time. */
		o->ended_at = cancel ? p->w.ctx.now - 1 : 0;
		follow(p, &p->rows[i]);
	}
}

/* Was that number told of this very start? */
static inline bool
is_told(const struct practice *p, const struct appointment *a,
    const struct recipient *r)
{
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct row *m = &p->rows[i];
		if (m->appointment_id == a->id &&
		    m->o.start_at == a->start_at &&
		    (tells(m->o.kind) || m->o.kind == KIND_REMINDER) &&
		    state_handed_over(m->o.state) &&
		    str_eq(m->o.phone, r->phone))
			return true;
	}
	return false;
}

/* R4: yes or no, to the one start to come that the number was told of. */
static inline void
answer(struct practice *p, int digit, bool yes)
{
	int64_t at = 0;
	bool many = false;

	for (size_t i = 0; i < p->w.known.n; i++) {
		const struct appointment *a = &p->w.known.v[i];
		for (size_t j = 0; j < a->n_recipients; j++) {
			const struct recipient *r = &a->recipients[j];
			if (digit_of(r->phone) != digit || r->left_at != 0 ||
			    a->standing == STANDING_GONE ||
			    a->start_at <= p->w.ctx.now || !is_told(p, a, r))
				continue;
			many |= at != 0 && at != a->start_at;
			at = a->start_at;
		}
	}
	p->reply_at[digit] = p->w.ctx.now;
	if (at != 0 && !many && p->n_answers < ANSWERS)
		p->answers[p->n_answers++] = (struct answer){ digit, at, yes };
}

/* A report, or the operator, settles what is unsure (S3). */
static inline void
settle_unsure(struct practice *p, enum state to)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (p->rows[i].o.state == STATE_UNSURE) {
			p->rows[i].o.state = to;
			if (to == STATE_FAILED) {
				p->rows[i].o.ended_at = p->w.ctx.now;
				put_text(&p->rows[i].o.reason, "settled");
			}
		}
}

static inline void
set_zone(struct practice *p, const char *name)
{
	const struct zone *z = zones_get(p->zones, name);

	if (z == NULL) {
		printf("Bail out! no zone %s\n", name);
		exit(1);
	}
	p->set.zone = z;
}

static inline void
set_window(struct practice *p, const char *text)
{
	struct err e = ERR_INIT;

	if (window_parse(text, &p->set.window, &e) == -1) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
}

/* The operator looks at what waits (D9). */
static inline void
accept_all(struct practice *p, bool silent)
{
	for (size_t i = 0; i < p->w.known.n; i++)
		(void)mass_accept(&p->w.known.v[i], silent, p->w.ctx.now);
}

/* P12: "limit=2", "company=none", "countries=49"; false: another word. */
static inline bool
limit_word(struct practice *p, const char *word, const char *value)
{
	int64_t n =
	    str_eq(value, "none") ? LIMIT_NONE : strtol(value, NULL, 10);

	if (strncmp(word, "limit=", 6) == 0)
		p->limits.recipient = n;
	else if (strncmp(word, "company=", 8) == 0)
		p->limits.company = n;
	else if (str_eq(word, "countries=49"))
		p->limits.countries = "49";
	else if (str_eq(word, "countries=43"))
		p->limits.countries = "49 43";
	else
		return false;
	return true;
}

/* What is set: a rule, the window, the zone; false: another word. */
static inline bool
setting_word(struct practice *p, const char *word, const char *value)
{
	if (strncmp(word, "rule=", 5) == 0)
		set_rule(p, value);
	else if (strncmp(word, "window=", 7) == 0)
		set_window(p, value);
	else if (strncmp(word, "zone=", 5) == 0)
		set_zone(p, value);
	else
		return limit_word(p, word, value);
	return true;
}

/* What people answer; false: another word. */
static inline bool
answer_word(struct practice *p, const char *word, const char *value)
{
	if (strncmp(word, "reply=", 6) == 0)
		p->reply_at[*value - '0'] = p->w.ctx.now;
	else if (strncmp(word, "yes=", 4) == 0 || strncmp(word, "no=", 3) == 0)
		answer(p, *value - '0', *word == 'y');
	else if (strncmp(word, "stop=", 5) == 0)
		p->opted_out[*value - '0'] = true;
	else if (strncmp(word, "start=", 6) == 0)
		p->opted_out[*value - '0'] = false;
	else
		return false;
	return true;
}

/* What the gateway says from now on; false: another word. */
static inline bool
gateway_word(struct practice *p, const char *word)
{
	enum state s = STATE_SENT;

	if (str_eq(word, "down") || str_eq(word, "up"))
		p->down = *word == 'd';
	else if (str_eq(word, "fail"))
		p->answer = STATE_FAILED;
	else if (str_eq(word, "settled") || str_eq(word, "refused"))
		settle_unsure(p, *word == 's' ? STATE_DELIVERED : STATE_FAILED);
	else if (state_parse(word, &s) && state_handed_over(s))
		p->answer = s;
	else
		return false;
	return true;
}

/* Something happens that is none of the feed's. */
static inline void
practice_word(struct practice *p, const char *word)
{
	const char *value = strchr(word, '=');

	value = value != NULL ? value + 1 : "";
	if (setting_word(p, word, value) || answer_word(p, word, value) ||
	    gateway_word(p, word))
		return;
	if (strncmp(word, "cancel=", 7) == 0)
		override(p, *value - '0', STATE_CANCELLED, OWED_CANCELLED);
	else if (strncmp(word, "release=", 8) == 0)
		override(p, *value - '0', STATE_PLANNED, OWED_RELEASED);
	else if (strncmp(word, "mass=", 5) == 0)
		p->w.known.v[*value - '0'].mass = MASS_TOLD;
	else if (str_eq(word, "accept") || str_eq(word, "silent"))
		accept_all(p, *word == 's');
	else if (str_eq(word, "stale") || str_eq(word, "fresh"))
		p->set.stale = *word == 's';
	else {
		printf("Bail out! word '%s'\n", word);
		exit(1);
	}
}

/* The words in brackets, which are blanked out. */
static inline void
take_words(struct practice *p, char *line)
{
	char *from = strchr(line, '['), *save = NULL;
	char *to = from != NULL ? strchr(from, ']') : NULL;

	if (to == NULL)
		return;
	*from = ' ';
	*to = '\0';
	for (char *word = strtok_r(from, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save))
		practice_word(p, word);
	memset(from, ' ', (size_t)(to - from) + 1);
}

/* Is it to come, and the first of its event that is? */
static inline bool
is_first(const struct practice *p, const struct mass_before *before, size_t i)
{
	bool first = before[i].standing == STANDING_LIVE &&
	    before[i].start_at > p->w.ctx.now;

	for (size_t j = 0; j < i; j++)
		first &= before[j].standing != STANDING_LIVE ||
		    before[j].start_at <= p->w.ctx.now ||
		    !str_eq(p->w.known.v[j].uid, p->w.known.v[i].uid);
	return first;
}

/* The body of that line, and what is a mass change of it (D9). */
static inline void
take_body(struct practice *p, char *line)
{
	struct appointment_list *known = &p->w.known;
	size_t n = known->n;
	struct mass_before *before = mem_zero(n + 1, sizeof(*before));
	struct mass_total total = { .events = 0 };
	struct mass_count count;

	for (size_t i = 0; i < n; i++) {
		before[i] = mass_before(&known->v[i]);
		if (before[i].standing != STANDING_LIVE ||
		    before[i].start_at <= p->w.ctx.now)
			continue;
		total.events += is_first(p, before, i);
		total.with_phone += before[i].n_people > 0;
		total.recipients += (int64_t)before[i].n_people;
	}
	step(&p->w, line);
	const struct mass_body body = { known, before, n, CALENDAR,
		p->w.ctx.now };
	mass_count(&body, &count);
	if (p->masses && mass_possible(&count))
		mass_mark(&body, mass_judge(&count, &total));
	free(before);
}

/* One line of a story; what is said of it is in p->said. */
static inline void
practice_step(struct practice *p, const char *text)
{
	char *line = mem_str(text), *arrow = strstr(line, " ->"), *rest;

	if (arrow != NULL)
		*arrow = '\0';
	buf_free(&p->said);
	p->w.ctx.now = time_of(line, &rest);
	take_words(p, rest);
	load_told(p);
	if (strchr(rest, ':') != NULL || strstr(rest, "prove") != NULL)
		take_body(p, line);
	plan_all(p);
	send_all(p);
	plan_all(p);
	count_backs(p);
	say_rest(p);
	free(line);
}

#endif

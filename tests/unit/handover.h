/* SPDX-License-Identifier: ISC */
/*
 * handover - the other half of practice.h: what is due is claimed and handed
 * over, and a line of a story is worked off.
 */
#ifndef SMSCAL_TESTS_HANDOVER_H
#define SMSCAL_TESTS_HANDOVER_H

#include "practice.h"

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
		.gateway_local = true,
		.window = &p->set.window,
		.zone = p->set.zone,
	};

	view_others(p, m, &v);
	return claim_decide(&v, p->w.ctx.now);
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
		if (p->answer == STATE_FAILED)
			m->o.ended_at = now;
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
		m->o.ended_at = now;
		break;
	case CLAIM_HELD: /* by whoever counts what was sent */
	case CLAIM_BACK:
	case CLAIM_WAIT:
	case CLAIM_VERDICTS:
		break;
	}
}

/* What loses its point first goes first (S5). */
static inline void
send_all(struct practice *p)
{
	int64_t last_at = INT64_MIN;

	for (bool more = !p->down; more;) {
		int64_t at = INT64_MAX;
		for (size_t i = 0; i < p->n_rows; i++)
			if (p->rows[i].o.state == STATE_PLANNED &&
			    p->rows[i].send_at <= p->w.ctx.now &&
			    p->rows[i].o.expires_at > last_at &&
			    p->rows[i].o.expires_at < at)
				at = p->rows[i].o.expires_at;
		for (size_t i = 0; i < p->n_rows; i++)
			if (p->rows[i].o.state == STATE_PLANNED &&
			    p->rows[i].send_at <= p->w.ctx.now &&
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
		if (p->rows[i].o.state == STATE_PLANNED &&
		    p->rows[i].send_at <= p->w.ctx.now &&
		    claim_row(p, &p->rows[i]).verdict == CLAIM_BACK)
			p->backs++;
}

/* What expired now, and then what is to come, in order of time. */
static inline void
say_rest(struct practice *p)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (p->rows[i].o.state == STATE_EXPIRED &&
		    p->rows[i].o.ended_at == p->w.ctx.now)
			say_row(p, "~", &p->rows[i]);
	for (int64_t after = INT64_MIN; after != INT64_MAX;) {
		int64_t at = INT64_MAX;
		for (size_t i = 0; i < p->n_rows; i++)
			if (state_pending(p->rows[i].o.state) &&
			    p->rows[i].o.due_at > after &&
			    p->rows[i].o.due_at < at)
				at = p->rows[i].o.due_at;
		for (size_t i = 0; at != INT64_MAX && i < p->n_rows; i++) {
			const struct row *m = &p->rows[i];
			if (!state_pending(m->o.state) || m->o.due_at != at)
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
		if (!state_pending(o->state) || digit_of(o->phone) != digit)
			continue;
		o->state = to;
		put_text(&o->reason, reason);
		o->ended_at = to == STATE_CANCELLED ? p->w.ctx.now : 0;
	}
}

/* Something happens that is none of the feed's. */
static inline void
practice_word(struct practice *p, const char *word)
{
	const char *value = strchr(word, '=');

	value = value != NULL ? value + 1 : "";
	if (strncmp(word, "rule=", 5) == 0)
		set_rule(p, value);
	else if (strncmp(word, "reply=", 6) == 0)
		p->reply_at[*value - '0'] = p->w.ctx.now;
	else if (strncmp(word, "stop=", 5) == 0)
		p->opted_out[*value - '0'] = true;
	else if (strncmp(word, "start=", 6) == 0)
		p->opted_out[*value - '0'] = false;
	else if (strncmp(word, "cancel=", 7) == 0)
		override(p, *value - '0', STATE_CANCELLED, OWED_CANCELLED);
	else if (strncmp(word, "release=", 8) == 0)
		override(p, *value - '0', STATE_PLANNED, OWED_RELEASED);
	else if (strncmp(word, "mass=", 5) == 0)
		p->w.known.v[*value - '0'].mass = MASS_TOLD;
	else if (str_eq(word, "stale") || str_eq(word, "fresh"))
		p->set.stale = *word == 's';
	else if (str_eq(word, "down") || str_eq(word, "up"))
		p->down = *word == 'd';
	else if (str_eq(word, "fail"))
		p->answer = STATE_FAILED;
	else if (str_eq(word, "unsure"))
		p->answer = STATE_UNSURE;
	else if (str_eq(word, "sent"))
		p->answer = STATE_SENT;
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
		step(&p->w, line);
	plan_all(p);
	send_all(p);
	plan_all(p);
	count_backs(p);
	say_rest(p);
	free(line);
}

#endif

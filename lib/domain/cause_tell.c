/* SPDX-License-Identifier: ISC */
#include "domain/cause_tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/appointment.h"
#include "domain/letter.h"
#include "domain/limit.h"
#include "util/mem.h"
#include "util/str.h"

struct cause_message *
cause_messages_add(struct cause_messages *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct cause_message){ .state = STATE_HELD };
	return &l->v[l->n++];
}

void
cause_messages_free(struct cause_messages *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].reason);
		free(l->v[i].name);
		free(l->v[i].phone);
	}
	free(l->v);
	*l = CAUSE_MESSAGES_INIT;
}

struct cause_appointment *
cause_day_add(struct cause_day *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct cause_appointment){ .title = NULL };
	return &l->v[l->n++];
}

void
cause_day_free(struct cause_day *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].title);
		free(l->v[i].calendar);
		free(l->v[i].phone);
		free(l->v[i].reason);
	}
	free(l->v);
	*l = CAUSE_DAY_INIT;
}

/* A mail while it is written. */
struct mail {
	const struct cause_reader *to;
	struct buf *text;
};

static void
put(const struct mail *m, enum letter_text t, const char *one, const char *two)
{
	letter_put(m->text, m->to->language, t, one, two);
}

/* With a time as its second value. */
static void
put_at(const struct mail *m, enum letter_text t, const char *one, int64_t at)
{
	struct buf when = BUF_INIT;

	letter_time(&when, m->to->language, m->to->zone, at);
	put(m, t, one, when.v);
	buf_free(&when);
}

/* What comes from outside stays on its line. */
static void
put_line(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		buf_char(b, (unsigned char)*s < ' ' ? ' ' : *s);
}

static void
put_quoted(const struct mail *m, const char *s)
{
	buf_str(m->text, "    ");
	put_line(m->text, s);
	buf_str(m->text, "\n\n");
}

static void
tell_mass(const struct mail *m, const struct cause *c)
{
	put(m,
	    c->mass == MASS_GONE       ? LETTER_MASS_GONE
		: c->mass == MASS_TOLD ? LETTER_MASS_TOLD
				       : LETTER_MASS_PHONES,
	    c->name, NULL);
	put(m, LETTER_MASS_ACCEPT, c->ref, NULL);
}

/* What is held has a word of ours as its reason; else it is passed on. */
static void
put_reason(const struct mail *m, const struct cause_message *s)
{
	static const struct {
		const char *reason;
		enum letter_text text;
	} held[] = {
		{ "stale", LETTER_IS_STALE },
		{ "too long", LETTER_IS_TOO_LONG },
		{ LIMIT_REASON, LETTER_IS_LIMIT },
		{ "restored", LETTER_IS_RESTORED },
	};

	buf_str(m->text, ": ");
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		if (s->state == STATE_HELD &&
		    str_eq(s->reason, held[i].reason)) {
			put(m, held[i].text, NULL, NULL);
			return;
		}
	put_line(m->text, s->reason);
}

static void
tell_state(const struct mail *m, const struct cause_messages *l,
    enum state state, enum letter_text title)
{
	char more[24];
	int64_t n = 0;

	if (l->of[state] == 0)
		return;
	put(m, title, NULL, NULL);
	for (size_t i = 0; i < l->n; i++) {
		const struct cause_message *s = &l->v[i];
		struct buf who = BUF_INIT;

		if (s->state != state)
			continue;
		n++;
		put_line(&who, s->name);
		if (!str_empty(s->name))
			buf_fmt(&who, " (%s)", s->phone);
		else
			buf_str(&who, s->phone);
		put_at(m, LETTER_MESSAGE, who.v, s->start_at);
		if (!str_empty(s->reason))
			put_reason(m, s);
		buf_char(m->text, '\n');
		buf_free(&who);
	}
	if (l->of[state] > n) {
		snprintf(more, sizeof(more), "%" PRId64, l->of[state] - n);
		put(m, LETTER_MORE, more, NULL);
	}
	buf_char(m->text, '\n');
}

static void
tell_messages(const struct mail *m, const struct cause_messages *l)
{
	static const struct {
		enum state state;
		enum letter_text title;
	} order[] = {
		{ STATE_FAILED, LETTER_FAILED },
		{ STATE_UNDELIVERED, LETTER_UNDELIVERED },
		{ STATE_UNSURE, LETTER_UNSURE },
		{ STATE_EXPIRED, LETTER_EXPIRED },
		{ STATE_HELD, LETTER_HELD },
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		tell_state(m, l, order[i].state, order[i].title);
}

static void
tell(const struct mail *m, const struct cause *c,
    const struct cause_messages *messages)
{
	switch (c->kind) {
	case CAUSE_FEED:
		put_at(m, LETTER_FEED_SAYS, c->name, c->since_at);
		put_quoted(m, c->detail);
		put(m, LETTER_FEED_MEANS, NULL, NULL);
		break;
	case CAUSE_MASS:
		tell_mass(m, c);
		break;
	case CAUSE_ACCOUNT:
		put_at(m,
		    c->ref != NULL ? LETTER_SENDER_SAYS : LETTER_ACCOUNT_SAYS,
		    c->ref != NULL ? c->ref : c->name, c->since_at);
		put_quoted(m, c->detail);
		put(m, LETTER_ACCOUNT_MEANS, NULL, NULL);
		break;
	case CAUSE_MESSAGES:
		tell_messages(m, messages);
		return;
	case CAUSE_DAILY:
	case CAUSE_KINDS:
		return;
	}
	buf_char(m->text, '\n');
}

/* What the subject says of the only one. */
static void
put_title(const struct cause_reader *to, const struct cause *c,
    const struct cause_messages *messages, struct buf *b)
{
	static const enum letter_text titles[CAUSE_KINDS] = {
		[CAUSE_FEED] = LETTER_FEED,
		[CAUSE_MASS] = LETTER_MASS,
		[CAUSE_ACCOUNT] = LETTER_ACCOUNT,
		[CAUSE_MESSAGES] = LETTER_MESSAGES,
	};
	char count[24];
	int64_t n = 0;

	for (int i = 0; i < STATE_COUNT && messages != NULL; i++)
		n += messages->of[i];
	snprintf(count, sizeof(count), "%" PRId64, n);
	letter_put(b, to->language, titles[c->kind],
	    c->kind == CAUSE_MESSAGES ? count : c->name, NULL);
}

void
cause_tell(const struct cause_reader *to, const struct cause *v, size_t n,
    const struct cause_messages *messages, struct buf *subject,
    struct buf *text)
{
	const struct mail m = { .to = to, .text = text };
	const struct cause *first = NULL;
	struct buf title = BUF_INIT;
	char count[24];
	size_t told = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].verdict != CAUSE_TELL)
			continue;
		first = first != NULL ? first : &v[i];
		told++;
		tell(&m, &v[i], messages);
	}
	snprintf(count, sizeof(count), "%zu", told);
	if (told == 1)
		put_title(to, first, messages, &title);
	else
		letter_put(&title, to->language, LETTER_SEVERAL, count, NULL);
	letter_put(
	    subject, to->language, LETTER_SUBJECT, buf_cstr(&title), NULL);
	buf_free(&title);
}

bool
cause_gets_none(const struct cause_appointment *a)
{
	if (!a->message)
		return true;
	return a->state == STATE_PLANNED ? a->paused
					 : a->state != STATE_CLAIMED &&
		a->state != STATE_SENT && a->state != STATE_DELIVERED;
}

/* Why it gets none: what the practice can mend goes first. */
static enum letter_text
why(const struct cause_appointment *a)
{
	static const enum letter_text states[STATE_COUNT] = {
		[STATE_PLANNED] = LETTER_PAUSED,
		[STATE_HELD] = LETTER_IS_HELD,
		[STATE_CANCELLED] = LETTER_IS_CANCELLED,
		[STATE_EXPIRED] = LETTER_IS_EXPIRED,
		[STATE_UNSURE] = LETTER_IS_UNSURE,
		[STATE_FAILED] = LETTER_IS_FAILED,
		[STATE_UNDELIVERED] = LETTER_IS_UNDELIVERED,
	};

	return a->nosms        ? LETTER_NO_SMS
	    : a->phone == NULL ? LETTER_NO_PHONE
	    : a->opted_out     ? LETTER_OPTED_OUT
	    : a->declined      ? LETTER_DECLINED
	    : a->missing       ? LETTER_MISSING
	    : a->paused        ? LETTER_PAUSED
	    : a->message       ? states[a->state]
			       : LETTER_NO_MESSAGE;
}

static void
put_appointment(const struct mail *m, const struct cause_appointment *a)
{
	struct civil c = zone_civil(m->to->zone, a->start_at);

	buf_str(m->text, "    ");
	if (a->all_day)
		put(m, LETTER_ALL_DAY, NULL, NULL);
	else
		buf_fmt(m->text, "%02d:%02d", c.hour, c.minute);
	buf_str(m->text, "  ");
	put_line(m->text, a->title);
	buf_str(m->text, " (");
	put_line(m->text, a->calendar);
	buf_str(m->text, "): ");
	put(m, why(a), NULL, NULL);
	if (a->message && !str_empty(a->reason)) {
		buf_str(m->text, " (");
		put_line(m->text, a->reason);
		buf_char(m->text, ')');
	}
	buf_char(m->text, '\n');
}

void
cause_tell_day(const struct cause_reader *to, const struct cause_day *day,
    int64_t day_at, struct buf *subject, struct buf *text)
{
	const struct mail m = { .to = to, .text = text };
	struct buf title = BUF_INIT, date = BUF_INIT;
	char count[24];

	letter_day(&date, to->language, to->zone, day_at);
	put(&m, LETTER_DAILY_SAYS, date.v, NULL);
	for (size_t i = 0; i < day->n; i++)
		put_appointment(&m, &day->v[i]);
	snprintf(count, sizeof(count), "%zu", day->n);
	letter_put(&title, to->language, LETTER_DAILY, count, NULL);
	letter_put(
	    subject, to->language, LETTER_SUBJECT, buf_cstr(&title), NULL);
	buf_free(&title);
	buf_free(&date);
}

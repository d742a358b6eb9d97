/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "send/send.h"
#include "store/limit.h"
#include "util/clock.h"
#include "util/digest.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

/* So many are looked at in one transaction, whatever becomes of them. */
enum { LOOK_MOST = 256 };

/* Is a message with that sender on its way, to see whether it may again? */
static bool
probes(const struct run *r, const struct acct *a, const char *sender)
{
	for (size_t i = 0; i < r->n_flights; i++)
		if (r->flights[i]->a == a &&
		    str_eq(r->flights[i]->m.sender, sender))
			return true;
	return false;
}

/* Why its account takes none; NULL: it takes it. */
static const char *
account_says(const struct run *r, const struct acct *a, const struct outmsg *m,
    int64_t now)
{
	const char *token = m->token_file != NULL ? m->token_file : "";

	if (!str_eq(a->gateway, m->gateway) || !str_eq(a->token_file, token))
		return "its account has changed";
	if (a->stopped != NULL)
		return a->stopped;
	const struct hold *h =
	    m->sender != NULL ? acct_hold(r, a, m->sender) : NULL;
	if (h == NULL || (acct_hold_over(h, now) && !probes(r, a, m->sender)))
		return NULL;
	return h->reason;
}

/* P12: what goes in this transaction counts already. */
static int
limit_look(struct db *db, const struct outmsg *m, int64_t now, struct claim *c,
    struct err *e)
{
	const struct limits *l = &m->limits;
	int64_t from_at, to_at, recipient = 0, company = 0;

	limit_day(m->view.zone, now, &from_at, &to_at);
	if (l->recipient != LIMIT_NONE &&
	    limit_to_number(db, m->company_id, m->phone, from_at, to_at,
		&recipient, e) == -1)
		return -1;
	if (l->company != LIMIT_NONE &&
	    limit_of_company(db, m->company_id, l->company, from_at, to_at,
		&company, e) == -1)
		return -1;
	struct limit_message held = { .zone = m->view.zone,
		.due_at = m->view.due_at,
		.expires_at = m->view.expires_at,
		.why = limit_now(l, m->phone, recipient, company) };
	if (held.why != LIMIT_FREE)
		*c = (struct claim){ .verdict = CLAIM_HELD,
			.at = limit_look_at(&held, now),
			.why = why_limit(held.why),
			.reason = limit_words(held.why) };
	return 0;
}

int
claim_look(struct run *r, struct acct *a, int64_t id, int64_t now,
    struct outmsg *m, struct claim *c, struct err *e)
{
	struct err unreadable = ERR_INIT;
	struct window window = window_default;
	int n = outbox_get(r->t->db, id, now, m, e);

	if (n != 0)
		return n;
	m->view.account = account_says(r, a, m, now);
	m->view.clock_frozen = clock_frozen();
	m->view.gateway_local = a->local;
	m->view.redirect_bad = m->redirect != NULL && !phone_is(m->redirect);
	m->view.zone = zones_get(r->t->zones, m->zone);
	if (m->window == NULL ||
	    window_parse(m->window, &window, &unreadable) == 0)
		m->view.window = &window;
	*c = claim_decide(&m->view, now);
	m->view.window = NULL;
	return c->verdict == CLAIM_GO && !m->released
	    ? limit_look(r->t->db, m, now, c, e)
	    : 0;
}

/* "k7-1-0a1b2c3d": at most 50 of A-Za-z0-9._-, and not to be guessed. */
static int
reference(struct run *r, const struct outmsg *m, char *ref, size_t size,
    struct err *e)
{
	enum { RANDOM = 4 };
	char hex[2 * RANDOM + 1];

	if (r->n_random < RANDOM) {
		if (getrandom(r->random, sizeof(r->random), 0) !=
		    sizeof(r->random))
			return err_sys(e, ERR_IO, "no random numbers");
		r->n_random = sizeof(r->random);
	}
	r->n_random -= RANDOM;
	digest_hex(r->random + r->n_random, RANDOM, hex);
	snprintf(ref, size, "k%" PRId64 "-%" PRId64 "-%s", m->id,
	    m->attempts + 1, hex);
	return 0;
}

/* Takes *m. */
static int
go(struct run *r, struct acct *a, struct outmsg *m, int64_t now, struct err *e)
{
	struct flight *f = mem_zero(1, sizeof(*f));
	int n = -1;

	f->m = *m;
	*m = (struct outmsg){ .id = 0 };
	f->a = a;
	f->claimed_at = now;
	f->claimed_ms = clock_mono_ms();
	if (reference(r, &f->m, f->ref, sizeof(f->ref), e) == -1 ||
	    (n = outbox_claim(r->t->db, &f->m, f->ref, now, &f->attempt, e)) !=
		0) {
		flight_free(f);
		return n == ST_TAKEN ? 0 : -1;
	}
	r->flights = mem_grow(r->flights, &r->cap_flights, r->n_flights + 1,
	    sizeof(struct flight *));
	r->flights[r->n_flights++] = f;
	a->in_flight++;
	int64_t from_ms =
	    a->next_ms > f->claimed_ms ? a->next_ms : f->claimed_ms;
	if (a->as.conf->rate > 0)
		a->next_ms = from_ms + 1000 / a->as.conf->rate;
	return 0;
}

/* For good: told once, since its state says so from then on. */
static int
drop(struct run *r, const struct outmsg *m, const struct claim *c, int64_t now,
    struct err *e)
{
	bool expired = c->verdict == CLAIM_EXPIRED;

	if (expired) {
		log_error("%s: %s %" PRId64 " is not sent: %s", m->calendar,
		    kind_name(m->view.kind), m->id, c->reason);
		r->failed++;
	} else {
		log_info("%s: %s %" PRId64 " is cancelled: %s", m->calendar,
		    kind_name(m->view.kind), m->id, c->reason);
	}
	return outbox_drop(r->t->db, m,
	    expired ? STATE_EXPIRED : STATE_CANCELLED, c->reason, now, e);
}

/* One line a calendar and reason, at the end of the run. */
static int
hold(
    struct run *r, const struct outmsg *m, const struct claim *c, struct err *e)
{
	struct limited *l = NULL;

	log_info("%s: %s %" PRId64 " is held: %s", m->calendar,
	    kind_name(m->view.kind), m->id, c->reason);
	for (size_t i = 0; i < r->n_limited; i++)
		if (str_eq(r->limited[i].calendar, m->calendar) &&
		    r->limited[i].reason == c->reason)
			l = &r->limited[i];
	if (l == NULL) {
		r->limited = mem_grow(r->limited, &r->cap_limited,
		    r->n_limited + 1, sizeof(*r->limited));
		l = &r->limited[r->n_limited++];
		*l = (struct limited){ .calendar = mem_str(m->calendar),
			.reason = c->reason };
	}
	l->n++;
	r->failed++;
	return outbox_hold(r->t->db, m, c->at, e);
}

void
claim_report(struct run *r)
{
	for (size_t i = 0; i < r->n_limited; i++) {
		const struct limited *l = &r->limited[i];
		log_error("%s: %" PRId64 " message%s held for a limit: %s",
		    l->calendar, l->n, l->n == 1 ? " is" : "s are", l->reason);
		free(l->calendar);
	}
	free(r->limited);
}

/* Takes *m where it goes. */
static int
act(struct run *r, struct acct *a, struct outmsg *m, const struct claim *c,
    int64_t now, struct err *e)
{
	switch (c->verdict) {
	case CLAIM_GO:
		return go(r, a, m, now, e);
	case CLAIM_EXPIRED:
	case CLAIM_CANCELLED:
		return drop(r, m, c, now, e);
	case CLAIM_HELD:
		return hold(r, m, c, e);
	case CLAIM_LATER:
	case CLAIM_WAIT:
	case CLAIM_BACK:
	case CLAIM_VERDICTS:
		break;
	}
	log_info("%s: %s %" PRId64 " %s: %s", m->calendar,
	    kind_name(m->view.kind), m->id,
	    c->verdict == CLAIM_BACK ? "goes back to plan" : "waits",
	    c->reason);
	if (c->verdict == CLAIM_BACK)
		return outbox_back(r->t->db, m, e);
	if (c->verdict == CLAIM_LATER)
		return outbox_later(r->t->db, m, now, c->at, c->expires_at, e);
	return 0;
}

int
claim_more(struct run *r, int64_t now, struct err *e)
{
	struct acct *a;

	for (int i = 0; i < LOOK_MOST; i++) {
		struct outmsg m;
		struct claim c;

		if (flight_waiting(r) >= (size_t)r->t->conf.parallel ||
		    (a = acct_next(r, clock_mono_ms())) == NULL)
			return 0;
		int n = claim_look(r, a, acct_pop(a), now, &m, &c, e);
		if (n == 0)
			n = act(r, a, &m, &c, now, e);
		outmsg_fini(&m);
		if (n == -1)
			return -1;
	}
	return 0;
}

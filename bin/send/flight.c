/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "send/send.h"
#include "store/attempt.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/log.h"
#include "util/mem.h"

/* Programs are looked after so often; they wait in their own time. */
enum { PROGRAM_MS = 20 };

void
flight_free(struct flight *f)
{
	command_abort(f->job);
	gateway_program_fini(&f->program);
	buf_free(&f->said);
	outmsg_fini(&f->m);
	free(f);
}

size_t
flight_waiting(const struct run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_flights; i++)
		n += r->flights[i]->over ? 0 : 1;
	return n;
}

static void
over(struct flight *f, enum outcome_class class, const char *detail)
{
	f->over = true;
	f->outcome = (struct outcome){ .class = class };
	outcome_detail(&f->outcome, "%s", detail);
}

/* Its point is lost by the minute: the machine may have slept (S5). */
static bool
waited(const struct flight *f)
{
	return clock_mono_ms() - f->claimed_ms > RUN_BEGIN_S * 1000 ||
	    (!clock_frozen() && clock_now() - f->claimed_at > RUN_BEGIN_S);
}

static struct sms
sms_of(const struct flight *f)
{
	const struct outmsg *m = &f->m;

	return (struct sms){
		.to = m->redirect != NULL ? m->redirect : m->phone,
		.from = m->sender,
		.from_type = m->sender_type,
		.text = m->text,
		.ref = f->ref,
		.validity_s = m->view.expires_at - f->claimed_at,
		.max_parts = m->max_parts,
	};
}

static void
launch_web(struct run *r, struct flight *f, const struct sms *sms)
{
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;

	if (gateway_request(r->json, &f->a->as, sms, &c, &e) == -1) {
		over(f, e.kind == ERR_CONF ? OUTCOME_HOLD : OUTCOME_PERMANENT,
		    e.msg);
	} else {
		c.http.who = f;
		http_pool_add(r->pool, &c.http);
	}
	gateway_call_fini(&c);
}

/* It hears of the message only when it runs. */
static void
launch_program(struct flight *f, const struct sms *sms)
{
	struct err e = ERR_INIT;

	if (gateway_program(&f->a->as, sms, &f->program, &e) == 0)
		f->job = command_start(&f->program.run, &f->said, &e);
	if (f->job == NULL)
		over(f, e.kind == ERR_DATA ? OUTCOME_PERMANENT : OUTCOME_HOLD,
		    e.msg);
}

static void
launch(struct run *r, struct flight *f)
{
	struct sms sms = sms_of(f);

	f->begun = true;
	if (waited(f)) {
		over(f, OUTCOME_RELEASED, "not begun in time");
		return;
	}
	FAIL_POINT();
	if (gateway_is_web(f->a->as.conf)) {
		launch_web(r, f, &sms);
	} else if (gateway_is_program(f->a->as.conf)) {
		launch_program(f, &sms);
	} else {
		gateway_deliver(
		    r->json, &f->a->as, &sms, f->claimed_at, &f->outcome);
		f->over = true;
	}
	FAIL_POINT();
}

void
flight_launch(struct run *r)
{
	for (size_t i = 0; i < r->n_flights; i++)
		if (!r->flights[i]->begun)
			launch(r, r->flights[i]);
}

/* One that has ended, or was seen no more, is over. */
static void
step(struct flight *f)
{
	struct command_status status;
	struct err e = ERR_INIT;
	int n = command_step(f->job, 0, &status, &e);

	if (n == 0)
		return;
	f->job = NULL;
	if (n == -1) {
		over(f, OUTCOME_UNKNOWN, e.msg);
		return;
	}
	f->over = true;
	gateway_ended(&f->a->as, &status, &f->said, &f->outcome);
}

/* Gives how many run on. */
static size_t
step_all(struct run *r)
{
	size_t running = 0;

	for (size_t i = 0; i < r->n_flights; i++) {
		struct flight *f = r->flights[i];
		if (f->job != NULL)
			step(f);
		running += f->job != NULL;
	}
	return running;
}

int
flight_collect(struct run *r, int timeout_ms, struct err *e)
{
	struct http_res res;
	size_t waiting = flight_waiting(r);
	int n = 0;

	if (step_all(r) > 0 && timeout_ms > PROGRAM_MS)
		timeout_ms = PROGRAM_MS;
	/* A program has ended: its place is free. */
	if (flight_waiting(r) < waiting)
		timeout_ms = 0;
	if (r->pool == NULL || http_pool_busy(r->pool) == 0) {
		poll(NULL, 0, timeout_ms);
		return 0;
	}
	while ((n = http_pool_next(r->pool, timeout_ms, &res, e)) == 1) {
		struct flight *f = res.who;
		f->over = true;
		gateway_outcome(r->json, &f->a->as, &res, &f->outcome);
		http_res_free(&res);
		timeout_ms = 0;
	}
	return n;
}

/* X1: no phone and no text without -v. */
static void
say(struct run *r, const struct flight *f)
{
	const struct outmsg *m = &f->m;
	const char *kind = kind_name(m->view.kind);

	switch (f->outcome.class) {
	case OUTCOME_ACCEPTED:
		r->sent++;
		log_info("%s: %s %" PRId64 " sent to %s as %s", m->calendar,
		    kind, m->id, m->redirect != NULL ? m->redirect : m->phone,
		    f->ref);
		return;
	case OUTCOME_PERMANENT:
		r->failed++;
		log_error("%s: %s %" PRId64 " failed: %s", m->calendar, kind,
		    m->id, f->outcome.detail);
		return;
	case OUTCOME_UNKNOWN:
		r->failed++;
		log_error("%s: %s %" PRId64 " is unsure: %s", m->calendar, kind,
		    m->id, f->outcome.detail);
		return;
	case OUTCOME_TRANSIENT:
	case OUTCOME_HOLD:
	case OUTCOME_RELEASED:
	case OUTCOME_COUNT:
		break;
	}
	log_info("%s: %s %" PRId64 " not now: %s", m->calendar, kind, m->id,
	    f->outcome.detail);
}

/* A short wait is one within the run, if the clock moves in it. */
static void
wait_here(const struct flight *f, int64_t wait_s)
{
	struct acct *a = f->a;

	if (!f->outcome.throttled || wait_s > RUN_SOON_S || clock_frozen())
		return;
	a->next_ms = clock_mono_ms() + wait_s * 1000;
	a->again = mem_grow(
	    a->again, &a->cap_again, a->n_again + 1, sizeof(*a->again));
	a->again[a->n_again++] = f->m.id;
}

static int
settle(struct run *r, struct flight *f, int64_t now, struct err *e)
{
	const struct outmsg *m = &f->m;
	int64_t wait_s = 0;

	if (f->outcome.class == OUTCOME_TRANSIENT) {
		uint32_t random = 0;
		if (!clock_frozen())
			random = (uint32_t)strtoul(
			    strrchr(f->ref, '-') + 1, NULL, 16);
		wait_s = outcome_wait(&f->outcome, m->transients, random);
		wait_here(f, wait_s);
	}
	/* A try behind its last instant would only find it expired. */
	int64_t send_at = now + wait_s;
	if (send_at > m->view.expires_at + 1)
		send_at = m->view.expires_at + 1;
	int n = attempt_outcome(
	    r->t->db, f->attempt, &f->outcome, now, send_at, wait_s, e);
	if (n == -1)
		return -1;
	if (n == ST_TAKEN)
		log_info("%s: message %" PRId64 " was settled meanwhile",
		    m->calendar, m->id);
	say(r, f);
	return acct_learn(r, f, now, e);
}

int
flight_settle(struct run *r, int64_t now, struct err *e)
{
	for (size_t i = 0; i < r->n_flights; i++) {
		struct flight *f = r->flights[i];
		if (!f->over)
			continue;
		f->a->in_flight--;
		if (settle(r, f, now, e) == -1)
			return -1;
	}
	return 0;
}

void
flight_forget(struct run *r, bool (*which)(const struct flight *f))
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_flights; i++) {
		if (which(r->flights[i]))
			flight_free(r->flights[i]);
		else
			r->flights[n++] = r->flights[i];
	}
	r->n_flights = n;
}

bool
flight_over(const struct flight *f)
{
	return f->over;
}

bool
flight_unbegun(const struct flight *f)
{
	return !f->begun;
}

void
flight_abandon(struct run *r)
{
	for (size_t i = 0; i < r->n_flights; i++) {
		struct flight *f = r->flights[i];
		if (f->over)
			continue;
		command_abort(f->job);
		f->job = NULL;
		over(f, OUTCOME_UNKNOWN,
		    "the run was ended before the gateway had answered");
		f->abandoned = true;
	}
}

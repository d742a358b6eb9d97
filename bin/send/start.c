/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "send/send.h"
#include "store/attempt.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/mem.h"

enum { RESEND_S = 15 * 60 }; /* time for a report to settle it first */

/* What became of an attempt that the run before did not see the end of. */
static void
look_back(struct run *r, const struct claimed *c, struct outcome *o)
{
	struct account a = { .conf = conf_gateway(&r->t->conf, c->gateway) };
	struct err e = ERR_INIT;
	int found = a.conf == NULL ? GATEWAY_CANNOT_TELL
				   : gateway_lookup(&a, c->ref, &e);

	*o = (struct outcome){ .class = OUTCOME_UNKNOWN };
	switch (found) {
	case GATEWAY_YES:
		o->class = OUTCOME_ACCEPTED;
		return;
	case GATEWAY_NO:
		o->class = OUTCOME_RELEASED;
		return;
	case -1:
		outcome_detail(o, "%s", e.msg);
		return;
	default:
		outcome_detail(o,
		    "an earlier run was ended before the "
		    "gateway had answered");
	}
}

static int
settle(struct run *r, const struct claimed_list *l, struct err *e)
{
	int64_t now = clock_now();

	if (db_begin(r->t->db, e) == -1)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		const struct claimed *c = &l->v[i];
		struct outcome o;

		look_back(r, c, &o);
		if (attempt_outcome(r->t->db, c->attempt, &o, now, 0, -1, e) ==
		    -1)
			return -1;
		if (o.class == OUTCOME_UNKNOWN) {
			r->failed++;
			log_error("%s: message %" PRId64 " is unsure: %s",
			    c->calendar, c->message, o.detail);
		}
	}
	return db_commit(r->t->db, e);
}

/* S3: what its rule says is to be sent again when it is not known. */
static int
resend(struct run *r, struct err *e)
{
	int64_t before = clock_now() - RESEND_S;
	int64_t n = attempt_resendable(r->t->db, before, e);

	if (n <= 0)
		return (int)n;
	if (db_begin(r->t->db, e) == -1 ||
	    (n = attempt_resend(r->t->db, before, e)) == -1)
		return -1;
	log_info("%" PRId64 " unsure messages are sent again", n);
	return db_commit(r->t->db, e);
}

int
start_settle(struct run *r, struct err *e)
{
	struct claimed_list l = CLAIMED_LIST_INIT;
	int n = attempt_claimed(r->t->db, &l, e);

	if (n == 0 && l.n > 0)
		n = settle(r, &l, e);
	claimed_list_free(&l);
	return n == 0 ? resend(r, e) : -1;
}

/* What loses its point first goes first (S5). */
static int
by_expiry(const void *x, const void *y)
{
	const struct due *a = x, *b = y;

	if (a->expires_at != b->expires_at)
		return a->expires_at < b->expires_at ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Those of one calendar, from v on; gives how many they are, or -1. */
static int64_t
enqueue(struct run *r, const struct due *v, size_t n, struct err *e)
{
	char *gateway, *token_file;
	size_t same = 1;

	if (outbox_account(
		r->t->db, v->calendar_id, &gateway, &token_file, e) == -1)
		return -1;
	while (same < n && v[same].calendar_id == v->calendar_id)
		same++;
	struct acct *a = acct_get(r, gateway, token_file);
	a->queue = mem_grow(a->queue, &a->cap, a->n + same, sizeof(*a->queue));
	memcpy(a->queue + a->n, v, same * sizeof(*v));
	a->n += same;
	free(gateway);
	free(token_file);
	return (int64_t)same;
}

int
start_due(struct run *r, struct err *e)
{
	struct due_list l = DUE_LIST_INIT;

	if (db_begin_read(r->t->db, e) == -1)
		return -1;
	int64_t n = outbox_due(r->t->db, clock_now(), &l, e);
	for (size_t i = 0; i < l.n && n != -1; i += (size_t)n)
		n = enqueue(r, l.v + i, l.n - i, e);
	for (size_t i = 0; i < r->n_accts; i++)
		qsort(r->accts[i]->queue, r->accts[i]->n, sizeof(struct due),
		    by_expiry);
	if (n != -1 && l.n > 0)
		n = hold_list_load(r->t->db, &r->holds, e);
	due_list_free(&l);
	return n == -1 ? -1 : db_commit(r->t->db, e);
}

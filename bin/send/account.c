/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "send/send.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

/*
 * What goes wrong in a row stops an account that refuses nobody in words: an
 * answer that did not come weighs more, for each leaves a message unsure.
 */
enum { BAD_TRANSIENT = 1, BAD_UNKNOWN = 3, BAD_MOST = 8, TRIES_MOST = 2 };

struct acct *
acct_get(struct run *r, const char *gateway, const char *token_file)
{
	const char *file = token_file != NULL ? token_file : "";

	for (size_t i = 0; i < r->n_accts; i++)
		if (str_eq(r->accts[i]->gateway, gateway) &&
		    str_eq(r->accts[i]->token_file, file))
			return r->accts[i];

	struct acct *a = mem_zero(1, sizeof(*a));
	a->gateway = mem_str(gateway);
	a->token_file = mem_str(file);
	a->as.conf = conf_gateway(&r->t->conf, gateway);
	a->local = a->as.conf != NULL && gateway_is_local(a->as.conf);
	r->accts = mem_grow(
	    r->accts, &r->cap_accts, r->n_accts + 1, sizeof(struct acct *));
	r->accts[r->n_accts++] = a;
	return a;
}

void
acct_free(struct acct *a)
{
	free(a->queue);
	free(a->again);
	free(a->gateway);
	free(a->token_file);
	free(a->stopped);
	if (a->secret.n > 0)
		memset(a->secret.v, 0, a->secret.n);
	buf_free(&a->secret);
	buf_free(&a->callback);
	free(a);
}

char *
acct_label(const struct acct *a)
{
	struct buf b = BUF_INIT;

	buf_str(&b, a->gateway);
	if (a->token_file[0] != '\0')
		buf_fmt(&b, " (%s)", a->token_file);
	return buf_take(&b);
}

struct hold *
acct_hold(const struct run *r, const struct acct *a, const char *sender)
{
	for (size_t i = 0; i < r->holds.n; i++) {
		struct hold *h = &r->holds.v[i];
		if (str_eq(h->gateway, a->gateway) &&
		    str_eq(h->token_file, a->token_file) &&
		    str_eq(h->sender, sender))
			return h;
	}
	return NULL;
}

/* Was the token file changed since the hold was last set? */
static bool
token_is_newer(const struct hold *h)
{
	struct stat sb;

	return !clock_frozen() && h->token_file[0] != '\0' &&
	    stat(h->token_file, &sb) == 0 &&
	    sb.st_mtime > h->until_at - h->wait_s;
}

bool
acct_hold_over(const struct hold *h, int64_t now)
{
	/* Further ahead than its wait: the clock was wrong then (X3). */
	return now >= h->until_at || h->until_at - now > h->wait_s ||
	    token_is_newer(h);
}

/* Hold it from now on, for `wait_s`; told when it is new. */
static int
hold_put(struct run *r, const struct acct *a, const char *sender, int64_t now,
    int64_t wait_s, const char *reason, struct err *e)
{
	struct hold_list *l = &r->holds;
	struct hold *h = acct_hold(r, a, sender);
	bool news = h == NULL || (wait_s == 0 && !str_eq(h->reason, reason));

	if (!news && wait_s == 0 && h->wait_s == 0)
		return 0;
	if (h == NULL) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		h = &l->v[l->n++];
		*h = (struct hold){
			.gateway = mem_str(a->gateway),
			.token_file = mem_str(a->token_file),
			.sender = mem_str(sender),
			.since_at = now,
		};
	}
	free(h->reason);
	h->reason = mem_str(reason);
	h->until_at = now + wait_s;
	h->wait_s = wait_s;

	char *label = acct_label(a);
	const char *of = sender[0] != '\0' ? ", sender " : "";
	if (news) {
		log_error(
		    "%s%s%s: %s: its messages wait", label, of, sender, reason);
		r->failed++;
	} else {
		log_info("%s%s%s: still: %s", label, of, sender, reason);
	}
	free(label);
	return hold_set(r->t->db, h, e);
}

/* The outage is over. */
static int
hold_end(struct run *r, struct hold *h, struct err *e)
{
	struct hold_list *l = &r->holds;
	struct hold gone = *h;
	const char *of = gone.sender[0] != '\0' ? ", sender " : "";
	int n =
	    hold_drop(r->t->db, gone.gateway, gone.token_file, gone.sender, e);

	log_info("%s%s%s: takes messages again", gone.gateway, of, gone.sender);
	*h = l->v[--l->n];
	l->v[l->n] = (struct hold){ .gateway = NULL };
	free(gone.gateway);
	free(gone.token_file);
	free(gone.sender);
	free(gone.reason);
	return n;
}

/* What is wrong with our own setup of it, with *e set; 0: nothing. */
static int
set_up(struct acct *a, struct err *e)
{
	if (gateway_set_up(a->as.conf, a->gateway, a->token_file, &a->secret,
		&a->callback, e) == -1)
		return -1;
	if (a->callback.n > 0)
		a->as.callback = a->callback.v;
	if (a->secret.n > 0)
		a->as.secret = a->secret.v;
	return 0;
}

int
acct_prepare(struct run *r, struct acct *a, struct err *e)
{
	struct hold *h = acct_hold(r, a, "");
	struct err wrong = ERR_INIT;
	int64_t now = clock_now();

	if (set_up(a, &wrong) == -1) {
		a->stopped = mem_str(wrong.msg);
		return r->t->dry ? 0 : hold_put(r, a, "", now, 0, wrong.msg, e);
	}
	if (h == NULL)
		return 0;
	if (h->wait_s == 0)
		return r->t->dry ? 0 : hold_end(r, h, e);
	if (acct_hold_over(h, now))
		a->probing = true;
	else
		a->stopped = mem_str(h->reason);
	return 0;
}

bool
acct_more(const struct acct *a)
{
	return a->stopped == NULL && (a->n_again > 0 || a->head < a->n);
}

static bool
has_room(const struct acct *a)
{
	return a->in_flight < (a->probing ? 1 : a->as.conf->connections);
}

/* What has waited within the run goes first. */
static int64_t
first_expires(const struct acct *a)
{
	return a->n_again > 0 ? INT64_MIN : a->queue[a->head].expires_at;
}

struct acct *
acct_next(struct run *r, int64_t now_ms)
{
	struct acct *best = NULL;

	for (size_t i = 0; i < r->n_accts; i++) {
		struct acct *a = r->accts[i];
		if (acct_more(a) && has_room(a) && a->next_ms <= now_ms &&
		    (best == NULL || first_expires(a) < first_expires(best)))
			best = a;
	}
	return best;
}

int64_t
acct_pop(struct acct *a)
{
	return a->n_again > 0 ? a->again[--a->n_again] : a->queue[a->head++].id;
}

int64_t
acct_next_ms(const struct run *r)
{
	int64_t next_ms = -1;

	for (size_t i = 0; i < r->n_accts; i++) {
		const struct acct *a = r->accts[i];
		if (acct_more(a) && has_room(a) &&
		    (next_ms == -1 || a->next_ms < next_ms))
			next_ms = a->next_ms;
	}
	return next_ms;
}

/* It stops for this run, and until a message may probe. */
static int
stop(struct run *r, struct acct *a, const struct outcome *o, int64_t now,
    struct err *e)
{
	const struct hold *h = acct_hold(r, a, "");
	int64_t wait_s = outcome_hold(o, h != NULL ? h->wait_s : 0);

	/* What was in flight with the first says the same again. */
	if (a->stopped != NULL)
		return 0;
	a->stopped = mem_str(o->detail);
	return hold_put(r, a, "", now, wait_s, o->detail, e);
}

static int
learn_refused(struct run *r, const struct flight *f, int64_t now, struct err *e)
{
	const struct outcome *o = &f->outcome;
	const char *sender = f->m.sender;

	if (!o->sender || sender == NULL)
		return stop(r, f->a, o, now, e);
	const struct hold *h = acct_hold(r, f->a, sender);
	if (h != NULL && !acct_hold_over(h, now))
		return 0;
	return hold_put(r, f->a, sender, now,
	    outcome_hold(o, h != NULL ? h->wait_s : 0), o->detail, e);
}

/* It took a message, or refused it for itself: the account is well. */
static int
learn_good(struct run *r, const struct flight *f, struct err *e)
{
	struct hold *h = acct_hold(r, f->a, "");

	f->a->bad = 0;
	f->a->probing = false;
	if (h != NULL && f->a->stopped == NULL && hold_end(r, h, e) == -1)
		return -1;
	if (f->m.sender == NULL || f->outcome.class != OUTCOME_ACCEPTED)
		return 0;
	h = acct_hold(r, f->a, f->m.sender);
	return h != NULL ? hold_end(r, h, e) : 0;
}

static int
learn_bad(struct run *r, const struct flight *f, int weight, int64_t now,
    struct err *e)
{
	const struct outcome *o = &f->outcome;
	bool often = !o->throttled && f->m.transients >= TRIES_MOST;

	f->a->bad += weight;
	if (f->a->bad < BAD_MOST && !f->a->probing && !often &&
	    o->retry_after_s <= RUN_SOON_S)
		return 0;
	return stop(r, f->a, o, now, e);
}

int
acct_learn(struct run *r, const struct flight *f, int64_t now, struct err *e)
{
	switch (f->outcome.class) {
	case OUTCOME_ACCEPTED:
	case OUTCOME_PERMANENT:
		return learn_good(r, f, e);
	case OUTCOME_TRANSIENT:
		return learn_bad(r, f, BAD_TRANSIENT, now, e);
	case OUTCOME_HOLD:
		return learn_refused(r, f, now, e);
	case OUTCOME_UNKNOWN:
		return f->abandoned ? 0 : learn_bad(r, f, BAD_UNKNOWN, now, e);
	case OUTCOME_RELEASED:
	case OUTCOME_COUNT:
		break;
	}
	return 0;
}

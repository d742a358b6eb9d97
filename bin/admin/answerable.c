/* SPDX-License-Identifier: ISC */
#include "admin/answerable.h"

#include <stdlib.h>
#include <string.h>

#include "domain/answerable.h"
#include "store/branch.h"
#include "store/calendar.h"
#include "store/company.h"
#include "store/reply.h"
#include "store/rule.h"
#include "store/sender.h"
#include "util/file.h"
#include "util/log.h"
#include "util/str.h"

/* All of a company that matters. */
struct house {
	struct admin *a;
	const struct company *c; /* borrowed */
	struct branch_list branches;
	struct calendar_list calendars;
	struct rule_list rules;
	struct sender_list senders;
	struct keyword_list keywords;
	bool replied; /* people did answer */
};

/* The account of the company, or of a branch that has its own. */
struct account {
	const struct branch *branch; /* NULL: the company's */
	const char *gateway, *token_file;
};

static int
load(struct house *h, struct err *e)
{
	struct db *db = h->a->tool.db;
	int64_t id = h->c->id;

	if (branch_list(db, id, &h->branches, e) == -1 ||
	    calendar_list(db, id, &h->calendars, e) == -1 ||
	    rule_list_load(db, id, &h->rules, e) == -1 ||
	    sender_list(db, id, &h->senders, e) == -1 ||
	    reply_keywords(db, id, &h->keywords, e) == -1)
		return -1;
	int replied = reply_any(db, id, e);
	h->replied = replied == 1;
	return replied == -1 ? -1 : 0;
}

static void
unload(struct house *h)
{
	keyword_list_free(&h->keywords);
	sender_list_free(&h->senders);
	rule_list_free(&h->rules);
	calendar_list_free(&h->calendars);
	branch_list_free(&h->branches);
}

static bool
has_account(const struct branch *b)
{
	return b->gateway != NULL || b->token_file != NULL;
}

/* The branch of a calendar, where that has an account of its own. */
static const struct branch *
account_of(const struct house *h, const struct calendar *k)
{
	for (size_t i = 0; i < h->branches.n; i++)
		if (h->branches.v[i].id == k->branch_id &&
		    has_account(&h->branches.v[i]))
			return &h->branches.v[i];
	return NULL;
}

/*
 * Does what people answer come to us?  A hook's secret stands in the account's
 * file; or it did come.  What a modem gets is brought by a program of ours.
 */
static bool
is_routed(const struct house *h, const struct account *x)
{
	const struct conf_gateway *g =
	    conf_gateway(&h->a->tool.conf, x->gateway);
	struct err unread = ERR_INIT;
	struct buf secret = BUF_INIT;
	int r = 1;

	if (h->replied || (g != NULL && g->type == GATEWAY_COMMAND))
		return true;
	if (x->token_file != NULL)
		r = file_secret_named(x->token_file, "hook", &secret, &unread);
	if (secret.n > 0)
		memset(secret.v, 0, secret.n);
	buf_free(&secret);
	return r != 1; /* one that cannot be read is told elsewhere */
}

/* What of the calendar wants an answer: a followup, a text with STOP. */
static void
wants(const struct house *h, const struct calendar *k, struct buf *followup,
    struct buf *stop)
{
	struct rule_view view;

	rule_view_make(&view, &h->rules, k, k->created_at);
	for (size_t i = 0; i < view.n; i++) {
		const struct rule *r = view.v[i];
		bool stops = false;
		if (!r->active)
			continue;
		for (size_t j = 0; j < r->n_texts; j++)
			stops = stops ||
			    answerable_stops(r->texts[j].text, &h->keywords);
		if (r->kind == KIND_FOLLOWUP && followup->n == 0)
			buf_fmt(followup, "%s/%s", h->c->ref, k->ref);
		if (stops && stop->n == 0) {
			kind_step(stop, r->kind, r->step);
			buf_fmt(stop, " of %s/%s", h->c->ref, k->ref);
		}
	}
	rule_view_free(&view);
}

static void
say(const struct house *h, const struct account *x, const struct sender *s,
    enum answerable answer, const char *wants, struct buf *lines)
{
	buf_str(lines, h->c->ref);
	if (x->branch != NULL)
		buf_fmt(lines, "/%s", x->branch->ref);
	buf_fmt(lines, ": nobody can answer its sender %s, %s, but %s\n",
	    s->address,
	    answer == ANSWERABLE_LETTERS
		? "which has letters"
		: "for its account's file has no line 'hook: SECRET'",
	    wants);
}

static void
look_at(const struct house *h, const struct account *x, struct buf *lines)
{
	const struct conf_gateway *g =
	    conf_gateway(&h->a->tool.conf, x->gateway);
	const struct sender *s =
	    sender_for(&h->senders, x->branch != NULL ? x->branch->id : 0);
	struct buf followup = BUF_INIT, stop = BUF_INIT, text = BUF_INIT;

	/* Of the account's own sender nothing is known; a file sends nothing. */
	if (s == NULL || g == NULL || g->type == GATEWAY_FILE)
		return;
	enum answerable answer = answerable_sender(s, is_routed(h, x));
	for (size_t i = 0; answer != ANSWERABLE && i < h->calendars.n; i++)
		if (h->calendars.v[i].active &&
		    account_of(h, &h->calendars.v[i]) == x->branch)
			wants(h, &h->calendars.v[i], &followup, &stop);
	if (followup.n > 0) {
		buf_fmt(&text, "the followup of %s waits for an answer",
		    followup.v);
		say(h, x, s, answer, text.v, lines);
	}
	buf_reset(&text);
	if (stop.n > 0) {
		buf_fmt(&text, "the text of %s asks for one", stop.v);
		say(h, x, s, answer, text.v, lines);
	}
	buf_free(&text);
	buf_free(&followup);
	buf_free(&stop);
}

int
answerable_lacks(
    struct admin *a, const struct company *c, struct buf *lines, struct err *e)
{
	struct house h = { .a = a, .c = c };
	struct account x = { .gateway = c->gateway,
		.token_file = c->token_file };
	int r = load(&h, e);

	if (r == 0)
		look_at(&h, &x, lines);
	for (size_t i = 0; r == 0 && i < h.branches.n; i++) {
		const struct branch *b = &h.branches.v[i];
		if (!has_account(b))
			continue;
		/* The company's token is none for another gateway. */
		bool same =
		    b->gateway == NULL || str_eq(b->gateway, c->gateway);
		x.branch = b;
		x.gateway = b->gateway != NULL ? b->gateway : c->gateway;
		x.token_file = b->token_file != NULL ? b->token_file
		    : same                           ? c->token_file
						     : NULL;
		look_at(&h, &x, lines);
	}
	unload(&h);
	return r;
}

int
answerable_all(struct admin *a, struct buf *lines, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	int r = company_list(a->tool.db, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++)
		if (l.v[i].active)
			r = answerable_lacks(a, &l.v[i], lines, e);
	company_list_free(&l);
	return r;
}

/* Is the line, with its end, one of these? */
static bool
is_among(const char *line, size_t n, const char *lines)
{
	for (const char *p = lines; *p != '\0'; p += strcspn(p, "\n") + 1)
		if (strncmp(p, line, n) == 0)
			return true;
	return false;
}

void
answerable_say(const char *lines, const char *were)
{
	for (const char *p = lines; *p != '\0';) {
		size_t n = strcspn(p, "\n");
		if (!is_among(p, n + 1, were))
			log_error("%.*s", (int)n, p);
		p += n + 1;
	}
}

int
answerable_warn(struct admin *a, int64_t company_id, struct err *e)
{
	struct company c = { .id = 0 };
	struct buf lines = BUF_INIT;
	int r = company_by_id(a->tool.db, company_id, &c, e);

	if (r == 0)
		r = answerable_lacks(a, &c, &lines, e);
	if (r == 0)
		answerable_say(buf_cstr(&lines), "");
	buf_free(&lines);
	company_fini(&c);
	return r == -1 ? -1 : 0;
}

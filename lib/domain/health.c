/* SPDX-License-Identifier: ISC */
#include "domain/health.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 24 * HOUR_S };

void
health_fini(struct health *h)
{
	for (size_t i = 0; i < h->n_calendars; i++) {
		free(h->calendar[i].ref);
		free(h->calendar[i].zone);
		free(h->calendar[i].error);
	}
	for (size_t i = 0; i < h->n_accounts; i++) {
		free(h->account[i].gateway);
		free(h->account[i].token_file);
		free(h->account[i].of);
		free(h->account[i].hold);
	}
	for (size_t i = 0; i < h->n_held; i++)
		free(h->held[i].reason);
	free(h->calendar);
	free(h->account);
	free(h->held);
	free(h->clock_bad);
	*h = (struct health){ .due = 0 };
}

void
health_problems_free(struct health_problems *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->v[i].text);
	free(p->v);
	*p = HEALTH_PROBLEMS_INIT;
}

const char *
health_level_name(enum health_level level)
{
	static const char *const names[] = { "OK", "WARNING", "CRITICAL" };

	return names[level];
}

int64_t
health_held(const struct health *h)
{
	int64_t n = 0;

	for (size_t i = 0; i < h->n_held; i++)
		if (!str_eq(h->held[i].reason, "missing"))
			n += h->held[i].n;
	return n;
}

ATTR_PRINTF(3, 4)
static void
add(struct health_problems *p, enum health_level level, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;
	size_t at = p->n;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	for (; at > 0 && p->v[at - 1].level < level; at--)
		p->v[at] = p->v[at - 1];
	p->v[at] = (struct health_problem){ level, buf_take(&text) };
	p->n++;
	if (level > p->worst)
		p->worst = level;
}

/* "3 h": rounded down, in the unit that people would say. */
static const char *
span(char out[32], int64_t seconds)
{
	struct buf b = BUF_INIT;

	if (seconds >= 2 * DAY_S)
		buf_fmt(&b, "%" PRId64 " days", seconds / DAY_S);
	else if (seconds >= 2 * HOUR_S)
		buf_fmt(&b, "%" PRId64 " h", seconds / HOUR_S);
	else
		buf_fmt(&b, "%" PRId64 " min", seconds / MINUTE_S);
	for (size_t i = 0; i <= b.n && i < 32; i++)
		out[i] = b.v[i];
	buf_free(&b);
	return out;
}

/* All of them for the same reason, which is no tool's. */
static bool
judge_cron(const struct health *h, const struct health_limits *l, int64_t now,
    struct health_problems *out)
{
	int64_t last = 0;
	char text[32];

	for (size_t i = 0; i < HEALTH_TOOLS; i++)
		if (h->tool[i].at > last)
			last = h->tool[i].at;
	if (last == 0)
		add(out, HEALTH_CRITICAL,
		    "the tools never ran: is the chain in the crontab?");
	else if (now - last > l->chain)
		add(out, HEALTH_CRITICAL,
		    "no tool ran for %s: does cron run the chain?",
		    span(text, now - last));
	return last == 0 || now - last > l->chain;
}

static void
judge_chain(const struct health *h, const struct health_limits *l, int64_t now,
    struct health_problems *out)
{
	char text[32];

	if (h->clock_bad != NULL)
		add(out, HEALTH_CRITICAL, "clock: %s", h->clock_bad);
	bool cron = judge_cron(h, l, now, out);
	for (size_t i = 0; !cron && i < HEALTH_TOOLS; i++) {
		const struct health_tool *t = &h->tool[i];
		if (t->at == 0)
			add(out, HEALTH_CRITICAL, "%s never ran", t->name);
		else if (now - t->at > l->chain)
			add(out, HEALTH_CRITICAL, "%s did not run for %s",
			    t->name, span(text, now - t->at));
	}
	if (h->paused)
		add(out, HEALTH_WARNING, "all sending is paused");
}

static void
judge_calendars(const struct health *h, const struct health_limits *l,
    int64_t now, struct health_problems *out)
{
	char text[32];

	for (size_t i = 0; i < h->n_calendars; i++) {
		const struct health_calendar *c = &h->calendar[i];
		int64_t age = now -
		    (c->good_at > c->created_at ? c->good_at : c->created_at);
		if (!c->active || age <= l->feed)
			continue;
		add(out, age > l->dead ? HEALTH_CRITICAL : HEALTH_WARNING,
		    "%s: no good fetch for %s%s%s", c->ref, span(text, age),
		    c->error != NULL ? ": " : "",
		    c->error != NULL ? c->error : "");
	}
}

static void
judge_accounts(const struct health *h, const struct health_limits *l,
    int64_t now, struct health_problems *out)
{
	for (size_t i = 0; i < h->n_accounts; i++) {
		const struct health_account *a = &h->account[i];
		if (a->hold != NULL)
			add(out,
			    now - a->hold_at > 3 * l->backlog ? HEALTH_CRITICAL
							      : HEALTH_WARNING,
			    "the account %s of %s is held: %s", a->gateway,
			    a->of, a->hold);
		if (a->file)
			add(out, HEALTH_WARNING,
			    "%s: messages go to a file (gateway %s), to nobody",
			    a->of, a->gateway);
	}
}

void
health_judge(const struct health *h, const struct health_limits *l, int64_t now,
    struct health_problems *out)
{
	int64_t held = health_held(h), late = now - h->due_since;
	char text[32];

	judge_chain(h, l, now, out);
	judge_calendars(h, l, now, out);
	judge_accounts(h, l, now, out);
	if (h->due > 0 && late > l->backlog)
		add(out,
		    late > 3 * l->backlog ? HEALTH_CRITICAL : HEALTH_WARNING,
		    "%" PRId64 " message%s due, the oldest for %s", h->due,
		    h->due == 1 ? " is" : "s are", span(text, late));
	if (held > 0)
		add(out, HEALTH_WARNING, "%" PRId64 " message%s held", held,
		    held == 1 ? " is" : "s are");
	if (h->unsure > 0)
		add(out, HEALTH_WARNING,
		    "of %" PRId64 " message%s nobody knows whether the gateway "
		    "took it",
		    h->unsure, h->unsure == 1 ? "" : "s");
}

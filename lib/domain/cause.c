/* SPDX-License-Identifier: ISC */
#include "domain/cause.h"

#include <stdlib.h>

#include "util/mem.h"
#include "util/str.h"

enum { DAY_S = 24 * 3600 };

static const char *const names[CAUSE_KINDS] = {
	[CAUSE_FEED] = "feed",
	[CAUSE_MASS] = "mass",
	[CAUSE_ACCOUNT] = "account",
	[CAUSE_MESSAGES] = "messages",
	[CAUSE_DAILY] = "daily",
};

const char *
cause_name(enum cause_kind k)
{
	return names[k];
}

bool
cause_parse(const char *name, enum cause_kind *k)
{
	for (int i = 0; i < CAUSE_KINDS; i++)
		if (str_eq(name, names[i])) {
			*k = (enum cause_kind)i;
			return true;
		}
	return false;
}

struct cause *
cause_list_add(struct cause_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct cause){ .company_id = 0 };
	return &l->v[l->n++];
}

void
cause_list_free(struct cause_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].about);
		free(l->v[i].name);
		free(l->v[i].ref);
		free(l->v[i].detail);
	}
	free(l->v);
	*l = CAUSE_LIST_INIT;
}

struct cause_row *
cause_rows_add(struct cause_rows *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct cause_row){ .id = 0 };
	return &l->v[l->n++];
}

void
cause_rows_free(struct cause_rows *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].about);
	free(l->v);
	*l = CAUSE_ROWS_INIT;
}

/* A told_at in the future comes from a clock that was wrong (X3). */
static bool
today(const struct cause_row *r, int64_t now)
{
	return r->told_at != 0 && r->told_at <= now && now - r->told_at < DAY_S;
}

/* The first of the company, or where it would be. */
static size_t
company_rows(const struct cause_rows *rows, int64_t company_id)
{
	size_t from = 0, to = rows->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (rows->v[mid].company_id < company_id)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static struct cause_row *
row_of(const struct cause_rows *rows, const struct cause *c)
{
	for (size_t i = company_rows(rows, c->company_id); i < rows->n; i++) {
		struct cause_row *r = &rows->v[i];
		if (r->company_id != c->company_id)
			break;
		if (r->kind == c->kind && str_eq(r->about, c->about))
			return r;
	}
	return NULL;
}

/* Those of feeds and accounts come with the time that they last. */
static int64_t
delay(enum cause_kind k)
{
	return k == CAUSE_MESSAGES ? CAUSE_MESSAGES_S : 0;
}

static enum cause_verdict
judge(struct cause *c, const struct cause_row *r, int64_t now)
{
	bool begins = r == NULL || r->seen_at == 0 || r->seen_at > now;

	c->seen_at = begins ? now : r->seen_at;
	if (now - c->seen_at >= delay(c->kind) &&
	    (r == NULL || !today(r, now)) &&
	    (begins || r->told_at < r->seen_at || r->told_at > now))
		return CAUSE_TELL;
	return begins ? CAUSE_SEEN : CAUSE_KNOWN;
}

void
cause_decide(struct cause_list *there, struct cause_rows *rows, int64_t now)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct cause_row *r = &rows->v[i];

		r->fate = !today(r, now) ? CAUSE_GOES
		    : r->seen_at != 0    ? CAUSE_ENDS
					 : CAUSE_STAYS;
	}
	for (size_t i = 0; i < there->n; i++) {
		struct cause_row *r = row_of(rows, &there->v[i]);

		there->v[i].verdict = judge(&there->v[i], r, now);
		if (r != NULL)
			r->fate = CAUSE_STAYS;
	}
}

/* SPDX-License-Identifier: ISC */
/*
 * What companies must know (X8): looked for in the database once a run,
 * whichever tool brought it there, and owed as a mail in the transaction that
 * remembers it as told.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/cause_tell.h"
#include "domain/valid.h"
#include "receive/receive.h"
#include "store/cause.h"
#include "store/company.h"
#include "store/mail.h"
#include "util/fail.h"
#include "util/log.h"

enum { HOUR_MIN = 60 };

struct watch {
	struct tool *t;
	struct cause_list there;
	struct cause_rows rows;
	struct cause_wishes wishes;
};

static void
watch_free(struct watch *w)
{
	cause_list_free(&w->there);
	cause_rows_free(&w->rows);
	cause_wishes_free(&w->wishes);
}

static int
look(struct watch *w, struct err *e)
{
	struct db *db = w->t->db;

	watch_free(w);
	if (cause_there(db, w->t->now, &w->there, e) == -1 ||
	    cause_rows_load(db, &w->rows, e) == -1 ||
	    cause_wishes_load(db, &w->wishes, e) == -1)
		return -1;
	cause_decide(&w->there, &w->rows, w->t->now);
	return 0;
}

/* Without tzdata a mail in UTC is better than none. */
static const struct zone *
zone_of(struct tool *t, const char *name)
{
	struct err ignored = ERR_INIT;
	const struct zone *z =
	    tool_zones(t, &ignored) == 0 ? zones_get(t->zones, name) : NULL;

	return z != NULL ? z : zone_utc();
}

/*
 * The day that a list is due of, by its first instant, with the end in *to_at;
 * 0: none is due.  From the time that was wished until midnight.
 */
static int64_t
day_due(struct tool *t, const struct cause_wish *w, int64_t *to_at)
{
	const struct zone *z = zone_of(t, w->zone);
	int64_t day = zone_day(z, t->now);
	struct civil c = zone_civil(z, t->now);
	struct err bad = ERR_INIT;
	int from_min;

	if (valid_clock(w->at, &from_min, &bad) == -1 ||
	    c.hour * HOUR_MIN + c.minute < from_min ||
	    (w->told_at <= t->now && w->told_at >= zone_midnight(z, day)))
		return 0;
	*to_at = zone_midnight(z, day + 2);
	return zone_midnight(z, day + 1);
}

static bool
has_work(struct watch *w)
{
	int64_t to_at;

	for (size_t i = 0; i < w->there.n; i++)
		if (w->there.v[i].verdict != CAUSE_KNOWN)
			return true;
	for (size_t i = 0; i < w->rows.n; i++)
		if (w->rows.v[i].fate != CAUSE_STAYS)
			return true;
	for (size_t i = 0; i < w->wishes.n; i++)
		if (day_due(w->t, &w->wishes.v[i], &to_at) != 0)
			return true;
	return false;
}

/* Owe it; shown instead with -n. */
static int
owe(struct tool *t, int64_t company_id, const char *ref, const char *key,
    const struct buf *subject, const struct buf *text, struct err *e)
{
	if (t->dry) {
		printf("%s: mail: %s\n", ref, buf_cstr(subject));
		return 0;
	}
	log_info("%s: a notice is mailed", ref);
	int r = mail_add(t->db, key, company_id, buf_cstr(subject),
	    buf_cstr(text), t->now, e);
	return r == -1 ? -1 : 0;
}

static int
tell(struct watch *w, const struct company *c, const struct cause *v, size_t n,
    const struct cause_messages *messages, struct err *e)
{
	const struct cause_reader to = {
		.language = c->language,
		.zone = zone_of(w->t, c->zone),
	};
	struct buf key = BUF_INIT, subject = BUF_INIT, text = BUF_INIT;
	const struct cause *first = v;

	while (first->verdict != CAUSE_TELL)
		first++;
	/* No cause is told twice at one time. */
	buf_fmt(&key, "cause/%" PRId64 "/%s/%s/%" PRId64, c->id,
	    cause_name(first->kind), first->about, w->t->now);
	cause_tell(&to, v, n, messages, &subject, &text);
	int r = owe(w->t, c->id, c->ref, key.v, &subject, &text, e);
	buf_free(&key);
	buf_free(&subject);
	buf_free(&text);
	return r;
}

/* The causes of one company: one mail for all that are to be told. */
static int
do_company(struct watch *w, const struct cause *v, size_t n, struct err *e)
{
	struct cause_messages messages = CAUSE_MESSAGES_INIT;
	struct company c = { .id = 0 };
	bool any = false, sms = false;
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		bool it = v[i].verdict == CAUSE_TELL;
		any = any || it;
		sms = sms || (it && v[i].kind == CAUSE_MESSAGES);
		if (!w->t->dry)
			r = cause_keep(w->t->db, &v[i], w->t->now, e);
	}
	if (any && r == 0)
		r = company_by_id(w->t->db, v[0].company_id, &c, e);
	if (sms && r == 0)
		r = cause_messages_load(
		    w->t->db, c.id, w->t->now, &messages, e);
	if (any && r == 0)
		r = tell(w, &c, v, n, &messages, e);
	if (sms && r == 0 && !w->t->dry)
		r = cause_messages_told(w->t->db, c.id, e);
	cause_messages_free(&messages);
	company_fini(&c);
	return r == 0 ? 0 : -1;
}

/* A day without one such appointment needs no mail. */
static int
do_wish(struct watch *w, const struct cause_wish *wish, struct err *e)
{
	struct tool *t = w->t;
	const struct cause_reader to = {
		.language = wish->language,
		.zone = zone_of(t, wish->zone),
	};
	struct cause_day day = CAUSE_DAY_INIT;
	struct buf key = BUF_INIT, subject = BUF_INIT, text = BUF_INIT;
	int64_t to_at, from_at = day_due(t, wish, &to_at);

	if (from_at == 0)
		return 0;
	int r =
	    cause_day_load(t->db, wish->company_id, from_at, to_at, &day, e);
	if (r == 0 && day.n > 0) {
		buf_fmt(&key, "daily/%" PRId64 "/%" PRId64, wish->company_id,
		    from_at);
		cause_tell_day(&to, &day, from_at, &subject, &text);
		r = owe(
		    t, wish->company_id, wish->ref, key.v, &subject, &text, e);
	}
	if (r == 0 && !t->dry)
		r = cause_day_told(t->db, wish->company_id, t->now, e);
	cause_day_free(&day);
	buf_free(&key);
	buf_free(&subject);
	buf_free(&text);
	return r;
}

static int
do_all(struct watch *w, struct err *e)
{
	const struct cause_list *l = &w->there;
	int r = 0;

	for (size_t i = 0, n; i < l->n && r == 0; i += n) {
		for (n = 1; i + n < l->n &&
		     l->v[i + n].company_id == l->v[i].company_id;
		     n++)
			;
		r = do_company(w, &l->v[i], n, e);
	}
	for (size_t i = 0; i < w->rows.n && r == 0 && !w->t->dry; i++)
		r = cause_row_keep(w->t->db, &w->rows.v[i], e);
	for (size_t i = 0; i < w->wishes.n && r == 0; i++)
		r = do_wish(w, &w->wishes.v[i], e);
	return r;
}

/* What was seen before the transaction may be old by then: look again. */
static int
write_all(struct watch *w, struct err *e)
{
	int r = db_begin(w->t->db, e);

	if (r == 0)
		r = look(w, e);
	if (r == 0)
		r = do_all(w, e);
	FAIL_POINT();
	if (r == 0)
		r = db_commit(w->t->db, e);
	else
		db_rollback(w->t->db);
	FAIL_POINT();
	return r;
}

int
watch_causes(struct tool *t, struct err *e)
{
	struct watch w = { .t = t };
	int r;

	/* Nobody is told where there is no mail. */
	if (t->conf.sendmail == NULL)
		return 0;
	r = look(&w, e);
	if (r == 0 && has_work(&w))
		r = t->dry ? do_all(&w, e) : write_all(&w, e);
	watch_free(&w);
	return r;
}

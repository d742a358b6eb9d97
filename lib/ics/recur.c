/* SPDX-License-Identifier: ISC */
#include "ics/recur.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ics/rrule.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	DAY_S = 86400,
	/* Periods from DTSTART on that COUNT may have to be counted over. */
	COUNT_DAYS = 20000,
	COUNT_WEEKS = 2800,
	COUNT_MONTHS = 600,
	COUNT_YEARS = 300
};

/* What is walked: the rule from a start on, and how far. */
struct walker {
	const struct rrule *r;
	const struct recur_start *start;
	struct civil from; /* where the iterator starts */
	int64_t window[2];
	int64_t last;           /* the last day that may be in the window */
	int64_t start_s, count; /* local; dates so far, DTSTART too */
	struct recur_dates *out;
	size_t first; /* of out's that are ours */
	bool met;     /* any date */
};

int
recur_time(const char *s, struct civil *c, bool *date, bool *utc)
{
	return rrule_time(s, c, date, utc);
}

static int64_t
instant(const struct recur_start *start, const struct civil *c)
{
	if (start->date)
		return zone_midnight(
		    start->zone, civil_days(c->year, c->month, c->day));
	return zone_instant(start->zone, c, ZONE_EVENT);
}

/* Is the date behind UNTIL, which is inclusive? */
static bool
behind_until(const struct rrule *r, const struct recur_start *start,
    struct recur_date *d)
{
	if (!r->has_until)
		return false;
	struct civil u = r->until;
	bool midnight = u.hour == 0 && u.minute == 0 && u.second == 0;

	/* A DATE is the whole day; for all-day events many write it so. */
	if (r->until_date || (start->date && midnight))
		return civil_days(d->local.year, d->local.month, d->local.day) >
		    civil_days(u.year, u.month, u.day);
	if (r->until_utc)
		return d->at > civil_seconds(&u);
	return civil_seconds(&d->local) > civil_seconds(&u);
}

static struct icaltimetype
to_ical(const struct civil *c, bool date)
{
	struct icaltimetype t = icaltime_null_time();

	t.year = c->year;
	t.month = c->month;
	t.day = c->day;
	t.is_date = date;
	if (!date) {
		t.hour = c->hour;
		t.minute = c->minute;
		t.second = c->second;
	}
	return t;
}

static struct civil
from_ical(const struct icaltimetype *t)
{
	return (struct civil){ .year = t->year,
		.month = t->month,
		.day = t->day,
		.hour = t->hour,
		.minute = t->minute,
		.second = t->second };
}

/* libical 4 hands rules about by reference. */
static icalrecur_iterator *
iterator_new(const char *text, const struct icaltimetype *dtstart, bool *bad)
{
	icalrecur_iterator *it = NULL;

#if ICAL_CHECK_VERSION(4, 0, 0)
	struct icalrecurrencetype *rule =
	    icalrecurrencetype_new_from_string(text);
	*bad = rule == NULL || rule->freq == ICAL_NO_RECURRENCE;
	if (!*bad)
		it = icalrecur_iterator_new(rule, *dtstart);
	if (rule != NULL)
		icalrecurrencetype_unref(rule);
#else
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
	*bad = rule.freq == ICAL_NO_RECURRENCE;
	if (!*bad)
		it = icalrecur_iterator_new(rule, *dtstart);
	free(rule.rscale);
#endif
	return it;
}

int
recur_check(const char *rule, struct err *e)
{
	struct civil any = { .year = 2026, .month = 1, .day = 1 };
	struct icaltimetype dtstart = to_ical(&any, false);
	struct rrule r;
	bool bad = false;
	int end = rrule_parse(&r, rule, &any, e);

	/* A sub-daily one must not even have its iterator made. */
	if (end == 0 && r.text.n > 0 && rrule_judge(&r, &any) == NULL) {
		icalrecur_iterator *it =
		    iterator_new(buf_cstr(&r.text), &dtstart, &bad);
		if (it != NULL)
			icalrecur_iterator_free(it);
	}
	if (bad)
		end =
		    err_set(e, ERR_DATA, "RRULE cannot be read: %.100s", rule);
	rrule_free(&r);
	return end;
}

void
recur_date_add(struct recur_dates *l, const struct recur_date *d)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = *d;
}

void
recur_dates_free(struct recur_dates *l)
{
	free(l->v);
	*l = RECUR_DATES_INIT;
}

/* The last day of the window that the rule may name; false: there is none. */
static bool
last_day(struct walker *w)
{
	int64_t from = civil_days(
	    w->start->local.year, w->start->local.month, w->start->local.day);
	int64_t low = w->window[0] / DAY_S - 2;

	if (low < from)
		low = from;
	for (w->last = w->window[1] / DAY_S + 2; w->last >= low; w->last--)
		if (rrule_day(w->r, &w->start->local, w->last))
			return true;
	return false;
}

/*
 * Where the iterator starts: whole intervals on, near the window, so that
 * every date from there on stays the same; with BYSETPOS at the beginning of
 * a period, whose every member counts.
 */
static void
find_from(struct walker *w)
{
	const struct rrule *r = w->r;
	struct civil *c = &w->from;
	*c = w->start->local;
	int64_t day = civil_days(c->year, c->month, c->day);
	int64_t near = w->window[0] / DAY_S - 2;
	int64_t n = rrule_period(r, near) - rrule_period(r, day) - r->interval;

	n = r->count > 0 || n < 0 ? 0 : n / r->interval * r->interval;
	if (n == 0 && r->n_setpos == 0)
		return;
	if (r->freq == YEARLY) {
		c->year += (int)n;
		c->month = r->n_setpos > 0 ? 1 : c->month;
		c->day = 1;
	} else if (r->freq == MONTHLY) {
		int64_t month = rrule_period(r, day) + n;
		c->year = (int)(month / 12);
		c->month = (int)(month % 12) + 1;
		c->day = 1;
	} else {
		day += r->freq == WEEKLY ? n * 7 : n;
		if (r->freq == WEEKLY && r->n_setpos > 0)
			day -= (civil_weekday(day) - r->week_start + 7) % 7;
		struct civil to = civil_from(day * DAY_S);
		c->year = to.year;
		c->month = to.month;
		c->day = to.day;
	}
}

/* One date of the rule, in order; false: no more are wanted. */
static bool
take_date(struct walker *w, const struct civil *local, bool *cut)
{
	const struct rrule *r = w->r;
	struct recur_date d = { .local = *local };
	int64_t local_s = civil_seconds(local);

	if (local_s < w->start_s)
		return true;
	d.at = instant(w->start, local);
	w->met = true;
	/* DTSTART counts, even where the rule does not name it. */
	if (w->count++ == 0 && local_s != w->start_s)
		w->count++;
	if (d.at >= w->window[1] || behind_until(r, w->start, &d) ||
	    (r->count > 0 && w->count > r->count))
		return false;
	if (d.at < w->window[0] || local_s == w->start_s)
		return true;
	if (w->out->n - w->first == RECUR_DATES) {
		*cut = true;
		return false;
	}
	recur_date_add(w->out, &d);
	return true;
}

static int
by_local(const void *pa, const void *pb)
{
	const struct recur_date *a = pa, *b = pb;
	int64_t x = civil_seconds(&a->local), y = civil_seconds(&b->local);

	return (x > y) - (x < y);
}

/*
 * BYSETPOS: those members of a period; false: no more are wanted.  libical
 * gives a year's days from the front before those from the back.
 */
static bool
take_set(struct walker *w, struct recur_dates *set, bool *cut)
{
	const struct rrule *r = w->r;
	int n = (int)set->n;

	if (n > 1)
		qsort(set->v, set->n, sizeof(*set->v), by_local);
	set->n = 0;
	for (int i = 0; i < n; i++) {
		bool in = false;
		for (int k = 0; k < r->n_setpos; k++)
			if (r->setpos[k] == i + 1 || r->setpos[k] == i - n)
				in = true;
		if (in && !take_date(w, &set->v[i].local, cut))
			return false;
	}
	return true;
}

/* All times of a day, in order, behind what is in the list. */
static void
add_times(const struct walker *w, struct civil c, struct recur_dates *out)
{
	const struct rrule *r = w->r;
	const struct civil *s = &w->start->local;
	uint64_t one = 1;
	bool date = w->start->date;
	uint64_t hours =
	    date || r->hours == 0 ? one << (unsigned)s->hour : r->hours;
	uint64_t minutes =
	    date || r->minutes == 0 ? one << (unsigned)s->minute : r->minutes;
	uint64_t seconds =
	    date || r->seconds == 0 ? one << (unsigned)s->second : r->seconds;

	for (c.hour = 0; c.hour < 24; c.hour++)
		for (c.minute = 0;
		     (hours >> (unsigned)c.hour & 1) != 0 && c.minute < 60;
		     c.minute++)
			for (c.second = 0;
			     (minutes >> (unsigned)c.minute & 1) != 0 &&
			     c.second < 60;
			     c.second++)
				if ((seconds >> (unsigned)c.second & 1) != 0)
					recur_date_add(out,
					    &(struct recur_date){ .local = c });
}

/* All dates of a day that the rule names; false: no more are wanted. */
static bool
take_day(struct walker *w, const struct civil *c, bool *cut)
{
	struct recur_dates times = RECUR_DATES_INIT;
	bool more = true;

	add_times(w, *c, &times);
	for (size_t i = 0; more && i < times.n; i++)
		more = take_date(w, &times.v[i].local, cut);
	recur_dates_free(&times);
	return more;
}

/*
 * The next day that the rule may name, by libical's iterator; without one
 * each day.  false: there is none.
 */
static bool
next_day(const struct walker *w, icalrecur_iterator *it, int64_t step,
    struct civil *c)
{
	if (it == NULL) {
		int64_t day =
		    civil_days(w->from.year, w->from.month, w->from.day) + step;
		*c = civil_from(day * DAY_S);
		return day <= w->last + 366;
	}
	struct icaltimetype t = icalrecur_iterator_next(it);
	*c = from_ical(&t);
	return !icaltime_is_null_time(t);
}

/* Run the iterator (NULL: each day); gives how it ended. */
static enum recur_end
iterate(struct walker *w, icalrecur_iterator *it)
{
	const struct rrule *r = w->r;
	struct recur_dates set = RECUR_DATES_INIT;
	int64_t period = INT64_MIN;
	bool cut = false, more = true;
	int step = 0;

	/* Many times a day are as much work as many days. */
	int most = RECUR_STEPS / (1 + (int)r->times / 8);
	for (; more && step < most; step++) {
		struct civil c;
		if (!next_day(w, it, step, &c))
			break;
		if (!civil_ok(&c))
			continue;
		int64_t day = civil_days(c.year, c.month, c.day);
		bool past = rrule_period(r, day) > rrule_period(r, w->last);
		if (!rrule_day(r, &w->start->local, day)) {
			if (past)
				break;
			continue;
		}
		if (r->n_setpos == 0) {
			/* libical may search for the next one for ages. */
			more = take_day(w, &c, &cut) && day < w->last;
			continue;
		}
		if (rrule_period(r, day) != period)
			more = take_set(w, &set, &cut) && !past;
		period = rrule_period(r, day);
		add_times(w, c, &set);
	}
	if (more && r->n_setpos > 0 && step < most)
		(void)take_set(w, &set, &cut);
	recur_dates_free(&set);
	return cut || step == most ? RECUR_CUT : RECUR_WHOLE;
}

/* Would counting from DTSTART on take too long? */
static bool
counts_too_far(const struct walker *w)
{
	static const int64_t most[FREQS] = { [DAILY] = COUNT_DAYS,
		[WEEKLY] = COUNT_WEEKS,
		[MONTHLY] = COUNT_MONTHS,
		[YEARLY] = COUNT_YEARS };
	const struct rrule *r = w->r;
	int64_t from = civil_days(
	    w->start->local.year, w->start->local.month, w->start->local.day);

	return r->count > 0 &&
	    (rrule_period(r, w->last) - rrule_period(r, from)) / r->interval >
	    most[r->freq];
}

/* For libical: nothing is wanted that is later. */
static void
put_until(struct buf *text, const struct walker *w)
{
	struct civil c = civil_from((w->window[1] / DAY_S + 400) * DAY_S);

	if (c.year < 1 || c.year > 9999)
		return;
	buf_fmt(text, ";UNTIL=%04d%02d%02d%s", c.year, c.month, c.day,
	    w->start->date ? "" : "T000000");
}

static enum recur_end
too_far(const char *rule, char *note, size_t cap)
{
	snprintf(note, cap,
	    "RRULE takes more than %d steps or gives more than %d dates; the "
	    "later ones are left out: %.100s",
	    RECUR_STEPS, RECUR_DATES, rule);
	return RECUR_CUT;
}

/* With the rule taken apart. */
static int
walk(struct walker *w, const char *rule, char *note, size_t cap, struct err *e)
{
	const char *why = rrule_judge(w->r, &w->start->local);
	struct buf text = BUF_INIT;
	bool bad = false;

	if (why != NULL) {
		snprintf(note, cap,
		    "RRULE %s; only its first date is taken: %.100s", why,
		    rule);
		return RECUR_CUT;
	}
	if (!last_day(w))
		return RECUR_WHOLE;
	if (counts_too_far(w))
		return too_far(rule, note, cap);
	find_from(w);
	icalrecur_iterator *it = NULL;
	if (w->r->text.n > 0) {
		struct icaltimetype dtstart = to_ical(&w->from, w->start->date);
		buf_add(&text, w->r->text.v, w->r->text.n);
		put_until(&text, w);
		it = iterator_new(buf_cstr(&text), &dtstart, &bad);
		buf_free(&text);
		if (it == NULL && !bad)
			return RECUR_WHOLE;
	}
	if (bad)
		return err_set(
		    e, ERR_DATA, "RRULE cannot be read: %.100s", rule);
	enum recur_end end = iterate(w, it);
	if (it != NULL)
		icalrecur_iterator_free(it);
	return end == RECUR_CUT ? too_far(rule, note, cap) : end;
}

int
recur_walk(const char *rule, const struct recur_start *start, int64_t from_at,
    int64_t to_at, struct recur_dates *out, char *note, size_t cap,
    struct err *e)
{
	struct rrule r;
	struct walker w = { .r = &r,
		.start = start,
		.window = { from_at, to_at },
		.start_s = civil_seconds(&start->local),
		.out = out,
		.first = out->n };

	if (cap > 0)
		note[0] = '\0';
	int end = rrule_parse(&r, rule, &start->local, e);
	if (end == 0)
		end = walk(&w, rule, note, cap, e);
	rrule_free(&r);
	return end;
}

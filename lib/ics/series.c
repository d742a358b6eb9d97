/* SPDX-License-Identifier: ISC */
#include "ics/series.h"

#include <stdlib.h>
#include <string.h>

#include "ics/recur.h"
#include "util/mem.h"

enum { DAY_S = 86400, SHIFT_MAX_S = 400 * DAY_S };

/* What EXDATE and EXRULE take out of a master. */
struct excluded {
	int64_t *at, *days; /* ordered */
	size_t n_at, cap_at, n_days, cap_days;
};

void
slots_free(struct slots *s)
{
	free(s->v);
	*s = SLOTS_INIT;
}

static struct slot *
slot_add(struct slots *s, const struct slot *slot)
{
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
	s->v[s->n] = *slot;
	return &s->v[s->n++];
}

static int64_t
local_day(const struct ics_time *t)
{
	return civil_days(t->local.year, t->local.month, t->local.day);
}

/*
 * The instant that a RECURRENCE-ID or EXDATE means of that master.  A date
 * of a timed one is its time on that day; a time of an all-day one is a day:
 * UTC midnight the day as written, for so write those who know no DATE.
 */
static int64_t
original_of(const struct ics_event *m, const struct ics_time *t)
{
	struct ics_time as = *t;

	if (m == NULL || m->start.date == t->date)
		return event_instant(t);
	if (t->date) {
		as.local.hour = m->start.local.hour;
		as.local.minute = m->start.local.minute;
		as.local.second = m->start.local.second;
	} else if (t->zone == zone_utc() &&
	    civil_seconds(&t->local) % DAY_S != 0) {
		as.local = zone_civil(m->start.zone, event_instant(t));
	}
	as.date = m->start.date;
	as.zone = m->start.zone;
	return event_instant(&as);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
number_add(int64_t **v, size_t *n, size_t *cap, int64_t x)
{
	*v = mem_grow(*v, cap, *n + 1, sizeof(**v));
	(*v)[(*n)++] = x;
}

static void
number_sort(int64_t *v, size_t n)
{
	if (n > 0)
		qsort(v, n, sizeof(*v), by_number);
}

static bool
number_find(const int64_t *v, size_t n, int64_t x)
{
	return n > 0 && bsearch(&x, v, n, sizeof(*v), by_number) != NULL;
}

static bool
is_excluded(const struct excluded *x, int64_t at, const struct ics_time *start)
{
	return number_find(x->at, x->n_at, at) ||
	    number_find(x->days, x->n_days, local_day(start));
}

/* All rules of one kind ("RRULE:", "EXRULE:") within the window. */
static void
walk_rules(const struct series *s, struct ics_event *m, const char *kind,
    const int64_t window[2], struct recur_dates *out)
{
	char *copy = mem_str(m->rules), *save = NULL, note[PARSED_NOTE];
	struct recur_start start = { .local = m->start.local,
		.date = m->start.date,
		.zone = m->start.zone };

	for (char *l = strtok_r(copy, "\n", &save); l != NULL;
	     l = strtok_r(NULL, "\n", &save)) {
		struct err e = ERR_INIT;
		if (strncmp(l, kind, strlen(kind)) != 0)
			continue;
		int r = recur_walk(l + strlen(kind), &start, window[0],
		    window[1], out, note, sizeof(note), &e);
		if (r == -1 || note[0] != '\0')
			parsed_note_add(s->notes, m->out.id, false, "%s",
			    r == -1 ? e.msg : note);
	}
	free(copy);
}

static void
exclude(const struct series *s, struct ics_event *m, const int64_t window[2],
    struct excluded *x)
{
	struct recur_dates dates = RECUR_DATES_INIT;

	for (size_t i = 0; i < m->n_exdates; i++) {
		const struct ics_time *t = &m->exdates[i];
		if (t->date && !m->start.date)
			number_add(
			    &x->days, &x->n_days, &x->cap_days, local_day(t));
		else
			number_add(
			    &x->at, &x->n_at, &x->cap_at, original_of(m, t));
	}
	walk_rules(s, m, "EXRULE:", window, &dates);
	for (size_t i = 0; i < dates.n; i++)
		number_add(&x->at, &x->n_at, &x->cap_at, dates.v[i].at);
	recur_dates_free(&dates);
	number_sort(x->at, x->n_at);
	number_sort(x->days, x->n_days);
}

static int64_t
span_s(const struct ics_span *span)
{
	return (span->days + 1) * DAY_S + span->seconds;
}

/* Add one occurrence of the master, unless it is excluded. */
static void
add_plain(struct slots *out, struct ics_event *m, const struct excluded *x,
    const struct ics_time *start, const struct ics_span *span, bool apart)
{
	struct slot slot = { .key = event_instant(start),
		.ev = m,
		.start = *start,
		.span = *span,
		.always = !event_series(m) };

	if (is_excluded(x, slot.key, start))
		return;
	slot.original_at = slot.always && !apart ? 0 : slot.key;
	slot_add(out, &slot);
}

static void
add_master(const struct series *s, struct ics_event *m, bool apart,
    int64_t shift_s, int64_t longest_s, struct slots *out)
{
	int64_t reach =
	    longest_s > span_s(&m->span) ? longest_s : span_s(&m->span);
	int64_t window[2] = { s->from_at - reach - shift_s,
		s->to_at + shift_s };
	struct excluded x = { .at = NULL };
	struct recur_dates dates = RECUR_DATES_INIT;

	if (event_series(m))
		exclude(s, m, window, &x);
	add_plain(out, m, &x, &m->start, &m->span, apart);
	walk_rules(s, m, "RRULE:", window, &dates);
	for (size_t i = 0; i < dates.n; i++) {
		struct ics_time t = m->start;
		t.local = dates.v[i].local;
		add_plain(out, m, &x, &t, &m->span, apart);
	}
	for (size_t i = 0; i < m->n_rdates; i++) {
		const struct ics_rdate *d = &m->rdates[i];
		struct ics_time t = d->at;
		if (t.date && !m->start.date) {
			/* A day for a timed event: at its time. */
			t.local.hour = m->start.local.hour;
			t.local.minute = m->start.local.minute;
			t.local.second = m->start.local.second;
			t.date = false;
			t.zone = m->start.zone;
		} else if (!t.date && m->start.date) {
			t.date = true;
			t.zone = m->start.zone;
		}
		add_plain(out, m, &x, &t,
		    d->has_span && !m->start.date ? &d->span : &m->span, apart);
	}
	recur_dates_free(&dates);
	free(x.at);
	free(x.days);
}

static int
by_key(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	/* Of one master before the other, a rule's date once. */
	return x->ev->out.id < y->ev->out.id ? -1
					     : x->ev->out.id > y->ev->out.id;
}

/* In order, one of a key. */
static void
sort(struct slots *s)
{
	size_t n = 0;

	if (s->n > 0)
		qsort(s->v, s->n, sizeof(*s->v), by_key);
	for (size_t i = 0; i < s->n; i++)
		if (n == 0 || s->v[n - 1].key != s->v[i].key)
			s->v[n++] = s->v[i];
	s->n = n;
}

/* Does override a win over b, which replaces the same? */
static bool
wins(const struct ics_event *a, const struct ics_event *b)
{
	if (a->out.sequence != b->out.sequence)
		return a->out.sequence > b->out.sequence;
	return a->out.last_modified_at >= b->out.last_modified_at;
}

/* The override into its place among the first `n` slots, or behind them. */
static void
place(struct slots *out, size_t n, struct ics_event *o, bool orphan)
{
	struct slot key = { .key = o->out.recurrence_at }, *slot = NULL;

	for (size_t low = 0, high = n; low < high && slot == NULL;) {
		size_t mid = (low + high) / 2;
		if (out->v[mid].key == key.key)
			slot = &out->v[mid];
		else if (out->v[mid].key < key.key)
			low = mid + 1;
		else
			high = mid;
	}
	if (slot == NULL) {
		key.original_at = key.key;
		key.always = orphan;
		slot = slot_add(out, &key);
	}
	slot->overridden = true;
	slot->withheld = o->bad;
	slot->ev = o;
	slot->start = o->start;
	slot->span = o->span;
}

static int
by_recurrence(const void *a, const void *b)
{
	const struct ics_event *const *x = a, *const *y = b;
	int64_t i = (*x)->out.recurrence_at, k = (*y)->out.recurrence_at;

	if (i != k)
		return i < k ? -1 : 1;
	return (*x)->out.id < (*y)->out.id ? -1 : (*x)->out.id > (*y)->out.id;
}

/*
 * All overrides that say what they replace.  Of several for one date the
 * best counts, and one that cannot be read withholds the date.
 */
static void
place_all(
    struct slots *out, struct ics_event *const *o, size_t n_o, bool orphans)
{
	struct ics_event **v = mem_zero(n_o, sizeof(struct ics_event *));
	size_t n = 0, known = out->n;

	for (size_t i = 0; i < n_o; i++)
		if (o[i]->recurrence_known)
			v[n++] = o[i];
	if (n > 0)
		qsort(v, n, sizeof(struct ics_event *), by_recurrence);
	for (size_t i = 0; i < n;) {
		struct ics_event *best = v[i];
		int64_t at = best->out.recurrence_at;
		for (; i < n && v[i]->out.recurrence_at == at; i++)
			if (!best->bad && (v[i]->bad || wins(v[i], best)))
				best = v[i];
		place(out, known, best, orphans);
	}
	free(v);
	sort(out);
}

/* Moves every later occurrence as far as the override moved its own. */
static void
shift(struct slot *slot, struct ics_event *o, const struct ics_event *m)
{
	struct ics_time to = o->start;
	struct civil from = zone_civil(m->start.zone, o->out.recurrence_at);
	int64_t by = civil_seconds(&o->start.local) - civil_seconds(&from);

	if (o->start.date || slot->start.date) {
		struct ics_time a = { .local = from };
		to.local =
		    civil_from((local_day(&slot->start) + local_day(&o->start) -
				   local_day(&a)) *
			    DAY_S +
			civil_seconds(&o->start.local) -
			local_day(&o->start) * DAY_S);
	} else {
		to.local = civil_from(civil_seconds(&slot->start.local) + by);
	}
	if (!civil_ok(&to.local))
		return;
	slot->ev = o;
	slot->start = to;
	slot->span = o->span;
}

/* RANGE=THISANDFUTURE: the latest one before a slot counts for it. */
static void
shift_all(struct slots *out, const struct ics_event *m,
    struct ics_event *const *o, size_t n_o)
{
	for (size_t i = 0; i < out->n; i++) {
		struct ics_event *last = NULL;
		struct slot *slot = &out->v[i];
		if (slot->overridden)
			continue;
		for (size_t k = 0; k < n_o; k++) {
			int64_t at = o[k]->out.recurrence_at;
			if (!o[k]->bad && o[k]->out.this_and_future &&
			    at <= slot->key &&
			    (last == NULL || at > last->out.recurrence_at))
				last = o[k];
		}
		if (last != NULL)
			shift(slot, last, m);
	}
}

/* How far 'this and future' moves, and how long its occurrences are. */
static void
future_reach(struct ics_event *const *o, size_t n_o, int64_t *shift_s,
    int64_t *longest_s, bool *any)
{
	*shift_s = *longest_s = 0;
	*any = false;
	for (size_t i = 0; i < n_o; i++) {
		if (o[i]->bad || !o[i]->out.this_and_future)
			continue;
		int64_t by =
		    event_instant(&o[i]->start) - o[i]->out.recurrence_at;
		by = by < 0 ? -by : by;
		if (by > *shift_s)
			*shift_s = by < SHIFT_MAX_S ? by : SHIFT_MAX_S;
		if (span_s(&o[i]->span) > *longest_s)
			*longest_s = span_s(&o[i]->span);
		*any = true;
	}
}

void
series_slots(const struct series *s, struct ics_event *const *v, size_t n,
    bool apart, struct ics_event *const *o, size_t n_o, struct slots *out)
{
	struct ics_event *first = n > 0 ? v[0] : NULL;
	int64_t shift_s, longest_s;
	bool future;

	out->n = 0;
	for (size_t i = 0; i < n_o; i++)
		if (o[i]->recurrence_known)
			o[i]->out.recurrence_at =
			    original_of(first, &o[i]->recurrence);
	future_reach(o, n_o, &shift_s, &longest_s, &future);
	for (size_t i = 0; i < n; i++)
		add_master(s, v[i], apart, shift_s, longest_s, out);
	sort(out);
	place_all(out, o, n_o, n == 0);
	if (future && first != NULL)
		shift_all(out, first, o, n_o);
}

bool
series_within(const struct series *s, const struct slot *slot)
{
	if (slot->withheld || slot->always)
		return !slot->withheld;

	int64_t start = event_instant(&slot->start);
	int64_t end = event_end(&slot->start, &slot->span);
	bool before = start < s->from_at && end <= s->from_at;
	bool behind = start >= s->to_at;
	if (slot->overridden)
		/* One that was moved out of the window must not look gone. */
		return !(before && slot->key < s->from_at) &&
		    !(behind && slot->key >= s->to_at);
	return !before && !behind;
}

/* SPDX-License-Identifier: ISC */
/* The calendars and messages of a view, and how many of them it can show. */
#include <stdlib.h>

#include "admin/schedule.h"
#include "store/company.h"
#include "util/mem.h"

enum {
	DAY_S = 24 * 3600,
	DAYS = 7,
	LIMIT = 5000,       /* what people can look through */
	PAGE_LIMIT = 10000, /* ... and a browser */
	FEED_LIMIT = 20000  /* ... and a reader of calendars */
};

/* The zone, language and title of all: those of one company, or the first's. */
static void
take_company(struct schedule *s, const struct ref *r,
    const struct company_list *companies)
{
	const struct company *c = r->company.id != 0 ? &r->company
	    : companies->n > 0                       ? &companies->v[0]
						     : NULL;
	bool one = r->company.id != 0 || companies->n == 1;

	s->title = mem_str(one && c != NULL ? c->name : "smscal");
	s->language = mem_str(c != NULL ? c->language : "en");
	s->zone = s->n_cal > 0 ? s->cal[0].zone
	    : c != NULL        ? admin_zone(s->a, c->zone)
			       : zone_utc();
}

int
schedule_calendars(struct schedule *s, const struct ref *r, struct err *e)
{
	struct company_list companies = COMPANY_LIST_INIT;
	struct calendar_list l = CALENDAR_LIST_INIT;
	struct db *db = s->a->tool.db;
	struct buf ref = BUF_INIT;
	size_t k = 0;

	int ret = company_list(db, &companies, e);
	if (ret == 0)
		ret = calendar_list(db, r->level.company_id, &l, e);
	s->cal = mem_alloc((l.n + 1) * sizeof(*s->cal));
	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		const struct calendar *c = &l.v[i];
		while (companies.v[k].id != c->company_id)
			k = (k + 1) % companies.n;
		if (r->level.calendar_id != 0 && c->id != r->level.calendar_id)
			continue;
		buf_reset(&ref);
		buf_fmt(&ref, "%s/%s", companies.v[k].ref, c->ref);
		s->cal[s->n_cal++] = (struct schedule_calendar){
			.id = c->id,
			.ref = mem_str(ref.v),
			.name = mem_str(c->name),
			.zone = admin_zone(s->a,
			    c->zone != NULL ? c->zone : companies.v[k].zone),
			.colour = c->colour != NULL ? colour_of(c->colour)
						    : colour_default(i),
		};
	}
	if (ret == 0)
		take_company(s, r, &companies);
	buf_free(&ref);
	calendar_list_free(&l);
	company_list_free(&companies);
	return ret;
}

const struct schedule_item *
schedule_on(const struct schedule *s, int64_t day, size_t *n)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (s->v[mid].day < day)
			low = mid + 1;
		else
			high = mid;
	}
	for (high = low; high < s->n && s->v[high].day == day;)
		high++;
	*n = high - low;
	return &s->v[low];
}

static int
by_id(const void *a, const void *b)
{
	const struct schedule_calendar *const *x = a, *const *y = b;

	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

static struct schedule_calendar *
find_calendar(const struct schedule *s, int64_t id)
{
	const struct schedule_calendar key = { .id = id }, *k = &key;
	struct schedule_calendar **found =
	    bsearch(&k, s->by_id, s->n_cal, sizeof(*s->by_id), by_id);

	return found != NULL ? *found : NULL;
}

/* Most of a calendar are on the day of the one before. */
static int64_t
local_day(struct schedule_calendar *c, int64_t at)
{
	if (at >= c->begin && at < c->end)
		return c->day;
	c->day = zone_day(c->zone, at);
	c->begin = zone_midnight(c->zone, c->day);
	c->end = zone_midnight(c->zone, c->day + 1);
	return c->day;
}

static int
in_order(const void *a, const void *b)
{
	const struct schedule_item *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* Those of the days from s->from to s->to, each on its local one, in order. */
static int
load_days(struct schedule *s, const struct ref *r, struct err *e)
{
	struct sending_list l = SENDING_LIST_INIT;
	struct sending_filter f = {
		.company_id = r->level.company_id,
		.calendar_id = r->level.calendar_id,
		.from = (s->from - 1) * DAY_S,
		.to = (s->to + 1) * DAY_S,
	};
	int ret = sending_list(s->a->tool.db, &f, &l, e);

	s->n = 0;
	s->v = mem_grow(s->v, &s->cap, l.n + 1, sizeof(*s->v));
	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		const struct sending_time *t = &l.v[i];
		struct schedule_calendar *c = find_calendar(s, t->calendar_id);
		int64_t day = c != NULL ? local_day(c, t->at) : s->to;
		if (day >= s->from && day < s->to)
			s->v[s->n++] = (struct schedule_item){
				.id = t->id,
				.at = t->at,
				.day = day,
				.calendar = c,
			};
	}
	sending_list_free(&l);
	qsort(s->v, s->n, sizeof(*s->v), in_order);
	return ret;
}

/*
 * What a page cannot hold is left out by whole days: it begins with the one
 * that was asked for then, and has that one in any case.
 */
static int
load_page(struct schedule *s, const struct ref *r, struct err *e)
{
	int64_t to = s->to, day = s->day;
	struct sending_filter f = {
		.company_id = r->level.company_id,
		.calendar_id = r->level.calendar_id,
		.from = s->from * DAY_S,
		.to = s->to * DAY_S,
	};
	size_t n, kept = 0;
	int all = sending_fewer(s->a->tool.db, &f, PAGE_LIMIT, e);

	if (all != 0)
		return all == -1 ? -1 : load_days(s, r, e);
	s->cut = true;
	s->from = s->to = s->day;
	for (int64_t span = DAYS; s->to < to && s->n <= PAGE_LIMIT; span *= 2) {
		s->to = s->day + span < to ? s->day + span : to;
		if (load_days(s, r, e) == -1)
			return -1;
	}
	schedule_on(s, day, &n);
	while (day < s->to && (kept == 0 || kept + n <= PAGE_LIMIT)) {
		kept += n;
		schedule_on(s, ++day, &n);
	}
	s->n = kept;
	s->to = day;
	return 0;
}

/* Of which all is shown; in a grid a day's first ones alone. */
static int
fill(struct schedule *s, size_t limit, size_t lines, struct err *e)
{
	size_t rank = 0;

	s->n_shown = s->n < limit ? s->n : limit;
	s->cut = s->cut || s->n_shown < s->n;
	for (size_t i = 0; i < s->n; i++) {
		struct schedule_item *item = &s->v[i];
		rank = i > 0 && item->day == s->v[i - 1].day ? rank + 1 : 0;
		s->cal[item->calendar - s->cal].n++;
		if (i >= s->n_shown || rank >= lines)
			continue;
		item->m = mem_zero(1, sizeof(*item->m));
		if (sending_get(s->a->tool.db, item->id, item->m, e) == -1)
			return -1;
	}
	return 0;
}

int
schedule_load(struct schedule *s, const struct ref *r, struct err *e)
{
	size_t lines = SIZE_MAX, limit = SIZE_MAX;
	bool page = args_has(s->a, "html");

	s->by_id = mem_alloc((s->n_cal + 1) * sizeof(*s->by_id));
	for (size_t i = 0; i < s->n_cal; i++)
		s->by_id[i] = &s->cal[i];
	qsort(s->by_id, s->n_cal, sizeof(*s->by_id), by_id);
	if (args_has(s->a, "ics"))
		limit = FEED_LIMIT;
	else if (page || args_has(s->a, "json"))
		limit = SIZE_MAX;
	else if (s->view == SCHEDULE_MONTH)
		lines = SCHEDULE_MONTH_LINES;
	else if (s->view == SCHEDULE_WEEK)
		lines = SCHEDULE_WEEK_LINES;
	else
		limit = LIMIT;
	int ret = page ? load_page(s, r, e) : load_days(s, r, e);
	return ret == 0 ? fill(s, limit, lines, e) : ret;
}

void
schedule_fini(struct schedule *s)
{
	for (size_t i = 0; i < s->n_cal; i++) {
		free(s->cal[i].ref);
		free(s->cal[i].name);
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].m != NULL) {
			sending_fini(s->v[i].m);
			free(s->v[i].m);
		}
	free(s->v);
	free(s->by_id);
	free(s->cal);
	free(s->title);
	free(s->language);
}

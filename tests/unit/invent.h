/* SPDX-License-Identifier: ISC */
/*
 * invent - a made-up history: what people do in their calendars, what the
 * operator does with the rules, and what goes wrong.  Of one seed it is
 * always the same.
 */
#ifndef SMSCAL_TESTS_INVENT_H
#define SMSCAL_TESTS_INVENT_H

#include "handover.h"

enum {
	ENTRIES = 5,
	WEEKS = 3,
	SLOTS = 2, /* people in one entry */
	IDS = 400,
	MINUTE_S = 60,
	HOUR_S = 3600
};

/* Somebody in an entry; digit 0: nobody. */
struct slot {
	int name, digit;
};

/* An event of the feed, or a weekly series. */
struct entry {
	bool there, dirty, off, nosms, series, all_day;
	int uid, title;
	struct slot slots[SLOTS];
	int64_t start_at;
	bool out[WEEKS];     /* EXDATE */
	int64_t by_s[WEEKS]; /* an override moved it */
};

struct history {
	struct practice p;
	struct entry v[ENTRIES];
	uint64_t random;
	int64_t now, was_at; /* this step's, the one before */
	int64_t repaired_at; /* a zone was repaired; 0: never */
	int uids;
	bool calm, aloud;
	int64_t rev[IDS], rev_at[IDS]; /* of each appointment: changed when */
	int handed_over;
	const char *broken; /* what must never happen */
};

static const char *const names[] = { "Maria", "Eva", "Anna", "" };

/* 0 .. n-1; splitmix64. */
static inline int
pick(struct history *h, int n)
{
	uint64_t z = h->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ (z >> 31)) % (uint64_t)n);
}

/* Some quarter of an hour of the next days; seldom of the last ones. */
static inline int64_t
some_time(struct history *h)
{
	int64_t at = h->now - h->now % 900;

	switch (pick(h, 12)) {
	case 0:
		return at - pick(h, 2 * 96) * (int64_t)900;
	case 1: /* about when a reminder would go, or had gone */
		return at + DAY_S + (pick(h, 9) - 4) * (int64_t)900;
	default:
		return at +
		    (1 + pick(h, (pick(h, 3) == 0 ? 1 : 6) * 96)) *
		    (int64_t)900;
	}
}

static inline struct slot
somebody(struct history *h)
{
	int n = 1 + pick(h, 3);

	return (struct slot){ n - 1, n };
}

static inline void
renew(struct history *h, struct entry *e)
{
	*e = (struct entry){
		.there = true,
		.dirty = true,
		.series = pick(h, 4) == 0,
		.all_day = pick(h, 10) == 0,
		.uid = ++h->uids,
		.slots = { somebody(h) },
		.start_at = some_time(h),
	};
	if (pick(h, 6) == 0)
		e->slots[1] = somebody(h);
}

static inline void
swap(int *a, int *b)
{
	int was = *a;

	*a = *b;
	*b = was;
}

/* Who stands in it: somebody else, another number, another name. */
static inline void
edit_people(struct history *h, struct entry *e)
{
	struct slot *s = &e->slots[pick(h, 4) == 0];
	struct entry *other = &h->v[pick(h, ENTRIES)];

	switch (pick(h, 7)) {
	case 0:
		*s = somebody(h);
		break;
	case 1:
		s->digit = 0;
		break;
	case 2: /* a number is added, or corrected, and back */
		s->digit = s->digit > 3 ? s->digit - 3 : s->digit + 3;
		break;
	case 3:
		s->name = pick(h, 4);
		break;
	case 4: /* two people's numbers were confused */
		swap(&e->slots[0].digit, &e->slots[1].digit);
		break;
	case 5: /* they change places */
		swap(&e->slots[0].digit, &other->slots[0].digit);
		swap(&e->slots[0].name, &other->slots[0].name);
		other->dirty = true;
		break;
	default: /* a twin */
		e->start_at = other->start_at;
		e->slots[0] = other->slots[0];
		break;
	}
}

static inline void
edit_start(struct history *h, struct entry *e)
{
	static const int64_t steps_s[] = { 900, HOUR_S, DAY_S, 7 * DAY_S };

	if (pick(h, 2) == 0)
		e->start_at = some_time(h);
	else
		e->start_at += (pick(h, 9) - 4) * steps_s[pick(h, 4)];
}

/* P16: dates of somebody, all at once. */
static inline void
enter_many(struct history *h)
{
	struct slot who = somebody(h);

	for (int i = 2 + pick(h, ENTRIES - 1); i > 0; i--) {
		renew(h, &h->v[i - 1]);
		h->v[i - 1].slots[0] = who;
	}
}

/* What people do in their calendars. */
static inline void
edit(struct history *h)
{
	struct entry *e = &h->v[pick(h, ENTRIES)];
	int week = pick(h, WEEKS);

	e->dirty = true;
	switch (pick(h, e->there ? 16 : 2)) {
	case 0:
		e->there = !e->there && e->uid != 0;
		break;
	case 1:
		renew(h, e);
		break;
	case 2:
	case 3:
	case 4:
	case 5:
		edit_start(h, e);
		break;
	case 6:
	case 7:
	case 8:
		edit_people(h, e);
		break;
	case 9:
		e->title++;
		break;
	case 10:
		e->nosms = !e->nosms;
		break;
	case 11:
		e->off = !e->off;
		break;
	case 12:
	case 13:
		e->out[week] = !e->out[week];
		e->by_s[week] = (pick(h, 5) - 2) * (int64_t)5400;
		break;
	case 14:
		e->all_day = !e->all_day;
		break;
	default:
		e->uid = ++h->uids;
		break;
	}
}

/* A zone setting is corrected: all is elsewhere, and nothing was touched. */
static inline void
repair(struct history *h)
{
	int64_t by_s = (pick(h, 2) == 0 ? 1 : -1) * (int64_t)HOUR_S;

	for (int i = 0; i < ENTRIES; i++)
		h->v[i].start_at += by_s;
	h->repaired_at = h->now;
}

static inline void
write_people(struct buf *b, const struct entry *e)
{
	for (int i = 0; i < SLOTS; i++)
		if (e->slots[i].digit != 0 &&
		    (i == 0 || e->slots[i].digit != e->slots[0].digit))
			buf_fmt(b, " %s=%d", names[e->slots[i].name],
			    e->slots[i].digit);
}

static inline void
write_event(
    const struct history *h, struct buf *b, const struct entry *e, int week)
{
	const struct zone *z = h->p.set.zone;
	int64_t at = e->start_at + week * INT64_C(7) * DAY_S;
	int64_t day = zone_day(z, at);

	if (b->n != 0)
		buf_str(b, "; ");
	buf_fmt(b, "u%d", e->uid);
	if (e->all_day)
		at = zone_midnight(z, day);
	if (e->series) {
		buf_char(b, '/');
		show_time(b, at);
		at += e->all_day ? 0 : e->by_s[week];
	}
	buf_char(b, ' ');
	show_time(b, at);
	if (e->all_day) {
		buf_str(b, " all-day end=");
		show_time(b, zone_midnight(z, day + 1));
	}
	write_people(b, e);
	buf_fmt(b, " title=t%d%s%s%s", e->title, e->off ? " off" : "",
	    e->nosms ? " nosms" : "", e->dirty ? "" : " old");
}

/* The body as it is now, as a line's text. */
static inline void
write_body(struct history *h, struct buf *b)
{
	for (int i = 0; i < ENTRIES; i++) {
		struct entry *e = &h->v[i];
		for (int week = 0; e->there && week < (e->series ? WEEKS : 1);
		     week++)
			if (!e->series || !e->out[week])
				write_event(h, b, e, week);
		e->dirty = false;
	}
}

/* What the operator does, and what becomes of the rest of the world. */
static inline const char *
happening(struct history *h)
{
	static const char *const all[] = { "reply=1", "reply=2", "yes=1",
		"no=2", "yes=3", "stop=1", "start=1", "start=1", "stop=4",
		"start=4", "down", "up", "up", "up", "stale", "fresh", "fresh",
		"fresh", "fail", "unsure", "delivered", "undelivered", "sent",
		"sent", "sent", "settled", "refused", "cancel=1", "cancel=2",
		"release=1", "release=2", "accept", "accept", "silent",
		"rule=-C", "rule=C", "rule=C", "rule=R=1d10", "rule=R=2d18",
		"rule=R=90m", "rule=R=1d10!", "rule=R2=3h", "rule=-R2",
		"rule=R=1d09?all-day", "rule=-R?all-day", "rule=C?all-day",
		"rule=R=2h?not_confirmed", "rule=-C?title_t2", "rule=M",
		"rule=-M", "rule=M", "rule=F=1d10", "rule=F=0d17",
		"rule=F2=2d09", "rule=F=0d18?all-day", "rule=-F", "rule=U=24h",
		"rule=X", "rule=-X", "rule=X", "window=08:00-20:00",
		"window=mon-fri08:00-20:00,sat09:00-12:00",
		"window=tue10:00-11:00,thu22:00-24:00", "zone=Europe/Vienna",
		"zone=America/New_York", "limit=1", "limit=2", "limit=5",
		"limit=none", "company=4", "company=none", "company=none",
		"countries=49", "countries=43", "countries=43" };

	return all[pick(h, (int)(sizeof(all) / sizeof(all[0])))];
}

#endif

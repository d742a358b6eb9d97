/* SPDX-License-Identifier: ISC */
/*
 * invent - a made-up history: what people do in their calendars, what the
 * operator does with the rules, and what goes wrong.  Of one seed it is
 * always the same.
 */
#ifndef SMSCAL_TESTS_INVENT_H
#define SMSCAL_TESTS_INVENT_H

#include "handover.h"

enum { ENTRIES = 5, WEEKS = 3, IDS = 400, MINUTE_S = 60, HOUR_S = 3600 };

/* An event of the feed, or a weekly series. */
struct entry {
	bool there, dirty, off, nosms, series;
	int uid, title, person; /* person 0: nobody */
	int64_t start_at;
	bool out[WEEKS];     /* EXDATE */
	int64_t by_s[WEEKS]; /* an override moved it */
};

struct history {
	struct practice p;
	struct entry v[ENTRIES];
	uint64_t random;
	int64_t now, was_at; /* this step's, the one before */
	int uids;
	bool calm, aloud;
	int64_t rev[IDS], rev_at[IDS]; /* of each appointment: changed when */
	int handed_over;
	const char *broken; /* what must never happen */
};

static const char *const names[] = { "", "Maria", "Eva", "Anna", "Maria",
	"Eva" };

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

	if (pick(h, 12) == 0)
		return at - pick(h, 2 * 96) * (int64_t)900;
	return at +
	    (1 + pick(h, (pick(h, 3) == 0 ? 1 : 6) * 96)) * (int64_t)900;
}

static inline void
renew(struct history *h, struct entry *e)
{
	*e = (struct entry){
		.there = true,
		.series = pick(h, 4) == 0,
		.uid = ++h->uids,
		.person = 1 + pick(h, 3),
		.start_at = some_time(h),
	};
}

/* What people do in their calendars. */
static inline void
edit(struct history *h)
{
	struct entry *e = &h->v[pick(h, ENTRIES)];
	int week = pick(h, WEEKS);

	e->dirty = true;
	switch (pick(h, e->there ? 13 : 2)) {
	case 0:
		e->there = !e->there && e->uid != 0;
		break;
	case 1:
		renew(h, e);
		e->dirty = true;
		break;
	case 2:
	case 3:
	case 4:
		e->start_at = some_time(h);
		break;
	case 5:
		e->start_at += (pick(h, 9) - 4) * (int64_t)900;
		break;
	case 6:
		e->person = pick(h, 4);
		break;
	case 7: /* another number of the same name, and back */
		if (e->person != 0 && e->person != 3)
			e->person =
			    e->person > 3 ? e->person - 3 : e->person + 3;
		break;
	case 8:
		e->title++;
		break;
	case 9:
		e->nosms = !e->nosms;
		break;
	case 10:
		e->off = !e->off;
		break;
	case 11:
		e->out[week] = !e->out[week];
		e->by_s[week] = (pick(h, 5) - 2) * (int64_t)5400;
		break;
	default:
		e->uid = ++h->uids;
		break;
	}
}

static inline void
write_event(struct buf *b, const struct entry *e, int week)
{
	int64_t at = e->start_at + week * INT64_C(7) * DAY_S;

	if (b->n != 0)
		buf_str(b, "; ");
	buf_fmt(b, "u%d", e->uid);
	if (e->series) {
		buf_char(b, '/');
		show_time(b, at);
		at += e->by_s[week];
	}
	buf_char(b, ' ');
	show_time(b, at);
	if (e->person != 0)
		buf_fmt(b, " %s=%d", names[e->person], e->person);
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
				write_event(b, e, week);
		e->dirty = false;
	}
}

/* What the operator does, and what becomes of the rest of the world. */
static inline const char *
happening(struct history *h)
{
	static const char *const all[] = { "reply=1", "reply=2", "stop=1",
		"start=1", "start=1", "down", "up", "up", "up", "stale",
		"fresh", "fresh", "fresh", "fail", "unsure", "sent", "sent",
		"sent", "rule=-C", "rule=C", "rule=C", "rule=R=1d10",
		"rule=R=2d18", "rule=R=90m", "rule=R=1d10!", "rule=R2=3h",
		"rule=-R2", "rule=M", "rule=-M", "rule=M", "rule=F=1d10",
		"rule=F=0d17", "rule=F2=2d09", "rule=-F", "rule=U=24h",
		"rule=X", "rule=-X", "rule=X" };

	return all[pick(h, (int)(sizeof(all) / sizeof(all[0])))];
}

#endif

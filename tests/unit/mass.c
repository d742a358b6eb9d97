/* SPDX-License-Identifier: ISC */
#include "domain/mass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"
#include "util/mem.h"
#include "util/str.h"

enum { NOW = 1000000, CALENDAR = 1 };

/* So many are to come of which so many changed: is it a mass change? */
static void
test_judge(void)
{
	static const struct {
		struct mass_count n;
		struct mass_total of;
		unsigned kinds;
		const char *name;
	} t[] = {
		{ { 1, 0, 0, 0 }, { 1, 1, 1 }, 0, "the only one" },
		{ { 2, 0, 0, 0 }, { 2, 2, 2 }, MASS_GONE, "all of two" },
		{ { 2, 0, 0, 0 }, { 3, 3, 3 }, 0, "two of three" },
		{ { 4, 0, 0, 0 }, { 8, 8, 8 }, 0, "half, but four" },
		{ { 5, 0, 0, 0 }, { 10, 9, 9 }, MASS_GONE, "five, half" },
		{ { 5, 0, 0, 0 }, { 11, 9, 9 }, 0, "five, under half" },
		{ { 0, 9, 9, 0 }, { 9, 9, 0 }, 0, "nine new ones" },
		{ { 0, 10, 10, 0 }, { 9, 9, 9 }, MASS_TOLD,
		    "ten new ones beside nine" },
		{ { 0, 10, 10, 0 }, { 10, 10, 10 }, 0,
		    "ten new ones beside ten: no more than half" },
		{ { 0, 10, 0, 0 }, { 19, 19, 19 }, MASS_TOLD,
		    "ten of nineteen moved" },
		{ { 0, 10, 0, 0 }, { 20, 20, 20 }, 0, "ten of twenty moved" },
		{ { 0, 50, 50, 0 }, { 900, 900, 900 }, MASS_TOLD, "fifty" },
		{ { 0, 0, 0, 2 }, { 9, 2, 2 }, MASS_PHONES,
		    "all phones, of two that had any" },
		{ { 0, 0, 0, 4 }, { 9, 8, 8 }, 0, "four of eight phones" },
		{ { 0, 0, 0, 5 }, { 10, 10, 10 }, MASS_PHONES,
		    "five of ten phones" },
		{ { 5, 10, 10, 0 }, { 5, 5, 5 }, MASS_GONE | MASS_TOLD,
		    "written anew" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		unsigned kinds = mass_judge(&t[i].n, &t[i].of);
		OK(kinds == t[i].kinds, t[i].name);
		OK(kinds == 0 || mass_possible(&t[i].n),
		    "... and it was worth a look");
	}
}

static struct appointment *
add(struct appointment_list *l, const char *uid, int64_t start_at)
{
	struct appointment *a = appointment_list_add(l);
	char phone[32];

	*a = (struct appointment){ .calendar_id = CALENDAR,
		.uid = mem_str(uid),
		.start_at = start_at,
		.start_known_at = NOW - 5000,
		.title = mem_str("") };
	snprintf(phone, sizeof(phone), "+43664%07zu", l->n);
	struct recipient *r = appointment_add_recipient(a, phone, "N");
	r->id = (int64_t)l->n;
	r->told_start_at = start_at;
	return a;
}

/* A body over five: begun, gone, off, moved, without its phone. */
static void
test_mark(void)
{
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	struct mass_before before[7];
	struct mass_count n;

	add(&l, "begun", NOW - 100);
	add(&l, "gone", NOW + 1000);
	add(&l, "off", NOW + 1000);
	add(&l, "moved", NOW + 1000);
	add(&l, "bare", NOW + 1000);
	add(&l, "series", NOW + 1000);
	add(&l, "series", NOW + 2000);
	for (size_t i = 0; i < l.n; i++)
		before[i] = mass_before(&l.v[i]);
	struct mass_body b = { &l, before, l.n, CALENDAR, NOW };

	l.v[1].standing = STANDING_MISSING;
	l.v[1].missing_at = NOW;
	l.v[2].standing = STANDING_GONE;
	l.v[3].start_at = NOW + 3000;
	l.v[3].start_known_at = NOW;
	l.v[4].recipients[0].left_at = NOW;
	l.v[5].standing = STANDING_MISSING;
	struct recipient *r = add(&l, "fresh", NOW + 9000)->recipients;
	r->id = 0;
	r->announce_at = NOW;

	mass_count(&b, &n);
	OK(n.gone == 2, "a series of which one goes is not gone");
	OK(n.told == 2 && n.told_fresh == 1, "moved and new are told");
	OK(n.lost == 1, "one lost its phone");
	mass_mark(&b, MASS_GONE | MASS_TOLD | MASS_PHONES);
	OK(l.v[0].mass == 0, "what has begun is left alone");
	OK(l.v[1].mass == MASS_GONE && l.v[2].mass == MASS_GONE, "gone");
	OK(l.v[2].standing == STANDING_MISSING && l.v[2].missing_at == NOW,
	    "what was called off waits as if it were missing");
	OK(l.v[3].mass == MASS_TOLD && l.v[7].mass == MASS_TOLD, "told");
	OK(l.v[4].mass == MASS_PHONES && l.v[4].recipients[0].left_at == 0,
	    "who has no phone any more stands in it");
	OK(mass_waits(&l.v[1], NOW + 86399) &&
		!mass_waits(&l.v[1], NOW + 86400),
	    "for a day");
	OK(!mass_waits(&l.v[3], NOW), "what moved does not wait to be gone");

	OK(mass_accept(&l.v[1], false, NOW + 60) &&
		l.v[1].standing == STANDING_GONE && l.v[1].mass == 0,
	    "accepted: gone");
	OK(!mass_accept(&l.v[1], false, NOW + 60), "once");
	OK(mass_accept(&l.v[2], true, NOW + 60) && l.v[2].mass == MASS_QUIET,
	    "silently: without a word");
	OK(mass_accept(&l.v[3], true, NOW + 60) &&
		l.v[3].recipients[0].told_start_at == NOW + 3000,
	    "silently: the new start is known");
	OK(mass_accept(&l.v[7], true, NOW + 60) &&
		l.v[7].recipients[0].announce_at == 0 && l.v[7].baseline,
	    "silently: the new one is known");
	OK(mass_accept(&l.v[4], false, NOW + 60) &&
		l.v[4].recipients[0].left_at == NOW + 60 &&
		l.v[4].mass == MASS_QUIET,
	    "without their phones nobody is told that it is off");
	appointment_list_free(&l);
}

/* Counted are events, those to come, of this calendar, and who is told. */
static void
test_count(void)
{
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	struct mass_before before[14];
	struct mass_count n;
	size_t i;

	/* Two of them have begun. */
	add(&l, "gone", NOW - 1000);
	add(&l, "bare", NOW - 1000);
	add(&l, "gone", NOW + 1000);
	add(&l, "bare", NOW + 1000);
	add(&l, "other", NOW + 1000)->calendar_id = CALENDAR + 1;
	add(&l, "gone", NOW + 2000);
	add(&l, "bare", NOW + 2000);
	add(&l, "now", NOW);
	add(&l, "gone", NOW + 3000);
	add(&l, "quiet", NOW + 1000)->nosms = true;
	add(&l, "left", NOW + 1000)->recipients[0].left_at = NOW - 100;
	add(&l, "told", NOW + 1000);
	add(&l, "before", NOW + 1000);
	add(&l, "joined", NOW + 1000);
	for (i = 0; i < l.n; i++)
		before[i] = mass_before(&l.v[i]);
	struct mass_body b = { &l, before, l.n, CALENDAR, NOW };
	for (i = 0; i < l.n; i++) {
		const char *uid = l.v[i].uid;
		if (i > 1 &&
		    (str_eq(uid, "gone") || str_eq(uid, "other") ||
			str_eq(uid, "now")))
			l.v[i].standing = STANDING_MISSING;
		if (str_eq(uid, "bare"))
			l.v[i].recipients[0].left_at = NOW;
	}
	/* Moved: without a message, for who left, told already, a while ago. */
	for (i = 9; i < 13; i++) {
		l.v[i].start_at += 500;
		l.v[i].start_known_at = NOW;
	}
	l.v[11].recipients[0].told_start_at = l.v[11].start_at;
	l.v[12].start_known_at = NOW - 300;
	l.v[13].recipients[0].announce_at = NOW;
	mass_count(&b, &n);
	EQUAL(n.gone, 1, "three dates of a series that are gone are one event");
	EQUAL(n.lost, 1, "... so are two without their phones");
	EQUAL(n.told, 1, "only who is told by this body counts");
	EQUAL(n.told_fresh, 0, "... who was there before is not fresh");
	appointment_list_free(&l);
}

static void
test_accept(void)
{
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	enum { GONE, BEGUN, NEW, MISSING, SILENT };

	for (int i = GONE; i <= SILENT; i++) {
		struct appointment *a = add(&l, "a", NOW + 1000);
		a->changed_at = a->burst_at = NOW - 10;
		a->rev = 5;
		a->recipients[0].announce_at = NOW - 10;
		a->mass = i == NEW || i == MISSING ? MASS_TOLD : MASS_GONE;
		a->standing = i == NEW ? STANDING_LIVE : STANDING_MISSING;
		a->missing_at = i == NEW ? 0 : NOW - 10;
	}
	l.v[BEGUN].start_at = NOW;
	for (int i = GONE; i <= SILENT; i++)
		OK(mass_accept(&l.v[i], i == SILENT, NOW), "accepted");
	OK(l.v[GONE].standing == STANDING_GONE && l.v[GONE].missing_at == 0,
	    "it is gone");
	OK(l.v[BEGUN].standing == STANDING_LIVE && l.v[BEGUN].missing_at == 0,
	    "what has begun meanwhile is not");
	OK(l.v[NEW].recipients[0].announce_at == NOW - 10 && !l.v[NEW].baseline,
	    "who is new is told");
	EQUAL(l.v[NEW].changed_at, NOW - CHANGE_SETTLE_S, "... at once");
	EQUAL(l.v[NEW].burst_at, NOW - CHANGE_SETTLE_S, "... really");
	EQUAL(l.v[NEW].rev, 6, "what was written of it is old (S5)");
	OK(l.v[MISSING].standing == STANDING_MISSING &&
		l.v[MISSING].missing_at == NOW - 10,
	    "what is missing for itself is asked for further on");
	OK(l.v[SILENT].mass == MASS_QUIET && !l.v[SILENT].baseline &&
		l.v[SILENT].recipients[0].announce_at == NOW - 10,
	    "silently gone, and nothing else");
	appointment_list_free(&l);
}

static void
test_note(void)
{
	struct buf b = BUF_INIT;

	mass_note(0, "acme/ordination", &b);
	OK(b.n == 0, "nothing waits: nothing is said");
	mass_note(MASS_GONE | MASS_TOLD | MASS_PHONES, "acme/ordination", &b);
	OK(b.n < 400 && strstr(b.v, "accept acme/ordination [--silent]"),
	    "all of them are said at once, with what to type");
	buf_free(&b);
}

int
main(void)
{
	test_judge();
	test_mark();
	test_count();
	test_accept();
	test_note();
	return t_done();
}

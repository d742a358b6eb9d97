/* SPDX-License-Identifier: ISC */
#include "domain/change.h"

#include <stdlib.h>

#include "story.h"
#include "t.h"
#include "util/buf.h"
#include "util/mem.h"

static const struct story baseline[] = {
	{ "D6 the first body is known to everybody",
	    { "1.09 baseline: a 2.10 Maria=1; b 0.10 Anna=2 -> "
	      "a 2.10 Maria=1, b 0.10 Anna=2",
		"1.10: a 2.10 Maria=1; b 0.10 Anna=2; c 2.11 Eva=3 -> "
		"a 2.10 Maria=1, b 0.10 Anna=2, c 2.11 Eva=3!" } },
	{ "D6 what was over long before is left out",
	    { "20.09 baseline: a 2.10 Maria=1; b 15.10 Anna=2 -> "
	      "b 15.10 Anna=2" } },
	{ "D6 a later baseline: what matches goes on, the rest is known",
	    { "1.09: a 5.10 Maria=1; b 6.10 Eva=3 -> "
	      "a 5.10 Maria=1!, b 6.10 Eva=3!",
		"1.10 told=a", "1.10 told=b",
		"2.09 baseline: x 5.10 Maria=1; b 6.12 Eva=3; "
		"c 7.10 Anna=2 -> "
		"x 5.10 Maria=1^, b 6.12 Eva=3^>6.10, c 7.10 Anna=2" } },
	{ "... nobody new is told of by it",
	    { "1.09 baseline: a 5.10 Maria=1 -> a 5.10 Maria=1",
		"2.09 baseline: a 5.10 Anna=2 -> a 5.10 Maria=1- Anna=2" } },
	{ "... not what comes back from the past, nor from being off",
	    { "1.09: a 2.10 Maria=1; b 4.10 Anna=2 -> "
	      "a 2.10 Maria=1!, b 4.10 Anna=2!",
		"1.10 told=a", "1.10 told=b",
		"1.11: b 4.10 Anna=2 off; a 2.10 Maria=1 -> "
		"a 2.10 Maria=1^, b 4.10# Anna=2^",
		"1.12 off=b",
		"3.09 baseline: a 5.10 Maria=1; b 4.10 Anna=2 -> "
		"a 5.10 Maria=1, b 4.10 Anna=2" } },
	{ "D5 what a horizon shows first is not new",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10 horizon=8.00: a 2.10 Maria=1; b 8.00 Anna=2; "
		"c 7.23 Eva=3; d 9.10 Lea=4 -> a 2.10 Maria=1, "
		"b 8.00 Anna=2, c 7.23 Eva=3!, d 9.10 Lea=4" } },
	{ "D5 ... and it moves like any other",
	    { "1.09 horizon=8.00: b 8.10 Anna=2 -> b 8.10 Anna=2",
		"1.10 horizon=8.00: b 9.10 Anna=2 -> "
		"b 9.10 Anna=2>8.10" } },
};

static const struct story identity[] = {
	{ "D7a moved is another start of the same identity",
	    { "1.09: a 2.10 Maria=1 -> a 2.10 Maria=1!",
		"1.10: a 2.11 Maria=1 -> a 2.11 Maria=1^>2.10",
		"1.11: a 2.12 Maria=1 -> a 2.12 Maria=1^>2.10",
		"1.12: a 2.10 Maria=1 -> a 2.10 Maria=1^" } },
	{ "D7a title, end and location move nothing",
	    { "1.09: a 2.10 Maria=1 -> a 2.10 Maria=1!", "1.10 told=a",
		"1.10: a 2.10 Maria=1 title=Other end=2.12 -> "
		"a 2.10 Maria=1^",
		"1.11: a 2.10 Maria=1 title=Other end=2.12 place=Hall -> "
		"a 2.10 Maria=1^",
		"1.12: a 2.10 Maria=1 title=Other end=2.12 text=Yes -> "
		"a 2.10 Maria=1^",
		"1.13: a 2.10 Maria=1 title=Other end=2.12 nosms -> "
		"a 2.10 Maria=1^",
		"1.14: a 2.10 Maria=1 title=Other end=2.12 all-day -> "
		"a 2.10 Maria=1^" } },
	{ "D7a all-day to timed is moved",
	    { "1.09 baseline: a 2.00 Maria=1 all-day -> a 2.00 Maria=1",
		"1.10: a 2.14 Maria=1 -> a 2.14 Maria=1>2.00" } },
	{ "D7 future to past only cancels",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.11: a 0.10 Maria=1 -> a 0.10 Maria=1^>2.10" } },
	{ "D7 past to future is new",
	    { "1.09 baseline: a 1.10 Maria=1 -> a 1.10 Maria=1",
		"1.12: a 3.10 Maria=1 -> a 3.10 Maria=1!" } },
	{ "D7 ... of one instance of a series, too",
	    { "1.09 baseline: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1",
		"1.12: s/1.10 3.10 Maria=1; s/8.10 8.10 Maria=1 -> "
		"s 3.10 Maria=1!, s 8.10 Maria=1" } },
	{ "D7 past to past is not told",
	    { "1.09 baseline: a 1.10 Maria=1",
		"1.12: a 1.11 Maria=1 -> a 1.11 Maria=1>1.10" } },
	{ "D7 a zone repair moves nothing, and counts as told",
	    { "1.09: a 2.10 Maria=1; b 1.08 Anna=2", "1.10 told=a",
		"1.11: a 2.11 Maria=1 old; b 1.09 Anna=2 old -> "
		"a 2.11 Maria=1^, b 1.09 Anna=2" } },
	{ "D7 ... but what moved before is still to be told",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.11: a 3.10 Maria=1 -> a 3.10 Maria=1^>2.10",
		"1.12: a 3.11 Maria=1 old -> a 3.11 Maria=1^>2.10" } },
	{ "D7 ... nor does it of a series, whose identities change",
	    { "1.09 baseline: s/1.08 1.08 Maria=1; s/2.10 2.10 Maria=1; "
	      "s/3.10 3.10 Maria=1; s/4.10 4.10 Maria=1",
		"1.11 window=5.00: s/1.07 1.07 Maria=1 old; "
		"s/2.09 2.09 Maria=1 old; s/3.09 3.09 Maria=1 old; "
		"s/4.09 4.09 Maria=1 old; s/5.09 5.09 Maria=1 old -> "
		"s 1.07 Maria=1, s 2.09 Maria=1, s 3.09 Maria=1, "
		"s 4.09 Maria=1, s 5.09 Maria=1" } },
	{ "D7 ... however the window has moved with it",
	    { "9.09 baseline: s/1.10 1.10 Maria=1; s/2.10 2.10 Maria=1; "
	      "s/3.10 3.10 Maria=1",
		"10.09 window=4.00: s/2.04 2.04 Maria=1 old; "
		"s/3.04 3.04 Maria=1 old; s/4.04 4.04 Maria=1 old -> "
		"s 1.10 Maria=1, s 2.04 Maria=1, s 3.04 Maria=1, "
		"s 4.04 Maria=1" } },
	{ "D3 a body that is partly unreadable proves presence only",
	    { "1.09: a 2.10 Maria=1; b 2.11 Anna=2",
		"1.10 partial: b 2.12 Anna=2; c 2.13 Eva=3 -> "
		"a 2.10 Maria=1^, b 2.12 Anna=2^>2.11, c 2.13 Eva=3!",
		"1.11: b 2.12 Anna=2; c 2.13 Eva=3 -> a 2.10? Maria=1^, "
		"b 2.12 Anna=2^>2.11, c 2.13 Eva=3^" } },
	{ "D3 ... so nothing in it was deleted and made anew",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.11 partial: b 3.10 Maria=1 -> "
		"a 2.10 Maria=1^, b 3.10 Maria=1!" } },
	{ "C5 of what wants no message we still know",
	    { "1.09: a 2.10 Maria=1 nosms -> a 2.10 Maria=1!" } },
};

static const struct story absence[] = {
	{ "D7 missing, and back: nothing happened",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.11: -> a 2.10? Maria=1^",
		"1.12: a 2.10 Maria=1 -> a 2.10 Maria=1^" } },
	{ "D7 missing, and proved: gone",
	    { "1.09: a 2.10 Maria=1", "1.11: -> a 2.10? Maria=1^",
		"1.11:10 settle -> a 2.10? Maria=1^",
		"1.11:20 prove -> a 2.10# Maria=1^",
		"1.11:30: -> a 2.10# Maria=1^" } },
	{ "D7 what has begun is never gone",
	    { "1.09: a 2.10 Maria=1; b 3.10 Anna=2",
		"2.10: b 3.10 Anna=2 -> a 2.10 Maria=1^, b 3.10 Anna=2^",
		"2.11: -> a 2.10 Maria=1^, b 3.10? Anna=2^",
		"3.10 prove -> a 2.10 Maria=1^, b 3.10 Anna=2^" } },
	{ "D7 ... unless it says that it is off",
	    { "1.09: a 2.10 Maria=1",
		"2.11: a 2.10 Maria=1 off -> a 2.10# Maria=1^" } },
	{ "D7 off is gone at once, and never known it is not added",
	    { "1.09: a 2.10 Maria=1; b 2.11 Anna=2 off -> "
	      "a 2.10 Maria=1!",
		"1.10: a 2.10 Maria=1 off -> a 2.10# Maria=1^",
		"1.11: -> a 2.10# Maria=1^" } },
	{ "D7 off, and called on again before anybody heard of it",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.10: a 2.10 Maria=1 off -> a 2.10# Maria=1^",
		"1.11: a 2.10 Maria=1 -> a 2.10 Maria=1^" } },
	{ "D7 back with another start: moved",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.10: ", "1.11 prove -> a 2.10# Maria=1^",
		"1.12: a 3.10 Maria=1 -> a 3.10 Maria=1^>2.10" } },
	{ "D7 back after its cancellation was handed over: new",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a", "1.10: a 2.10 Maria=1 off",
		"1.11 off=a", "1.12: a 2.10 Maria=1 -> a 2.10 Maria=1!",
		"1.13 told=a", "1.14: a 2.10 Maria=1 off",
		"1.15: a 2.10 Maria=1 -> a 2.10 Maria=1^" } },
	{ "D7 ... for those who got it",
	    { "1.09: a 2.10 Maria=1 Anna=2", "1.10 told=a",
		"1.11: a 2.10 Anna=2 -> a 2.10 Maria=1- Anna=2^",
		"1.12: a 2.10 Anna=2 off", "1.13 off=a",
		"1.14: a 2.10 Anna=2 -> a 2.10 Maria=1- Anna=2!" } },
	{ "D7 gone, back in the past: only known",
	    { "1.09: a 2.10 Maria=1", "1.10: a 2.10 Maria=1 off", "1.11 off=a",
		"2.11: a 2.10 Maria=1 -> a 2.10 Maria=1^" } },
};

static const struct story people[] = {
	{ "P3 name and phone replaced: gone for one, new for the other",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10: a 2.10 Anna=2 -> a 2.10 Maria=1- Anna=2!" } },
	{ "P3 a nameless slot is filled",
	    { "1.09 baseline: a 2.10 title=free -> a 2.10",
		"1.10: a 2.10 Anna=2 -> a 2.10 Anna=2!" } },
	{ "P3 a phone is added under the same name: not of a baseline",
	    { "1.09 baseline: a 2.10 title=Maria",
		"1.10: a 2.10 Maria=1 -> a 2.10 Maria=1" } },
	{ "P3 ... what stands behind the name is none of it",
	    { "1.09 baseline: a 2.10 title=Maria,later; "
	      "b 2.11 title=Mariana",
		"1.10: a 2.10 Maria=1; b 2.11 Maria=2 -> "
		"a 2.10 Maria=1, b 2.11 Maria=2!" } },
	{ "P3 ... but of any other",
	    { "1.09: a 2.10 title=Maria",
		"1.10: a 2.10 Maria=1 -> a 2.10 Maria=1!" } },
	{ "P3 a phone is corrected",
	    { "1.09 baseline: a 2.10 Maria=1; b 2.11 Anna=3",
		"1.10: c 2.12 Eva=5; a 2.10 Maria=2; b 2.11 anna=4 -> "
		"a 2.10 Maria=1- Maria=2, b 2.11 Anna=3- anna=4, "
		"c 2.12 Eva=5!",
		"1.11: c 2.12 Eva=6; a 2.10 Maria=2; b 2.11 anna=4 -> "
		"a 2.10 Maria=1- Maria=2, b 2.11 Anna=3- anna=4, "
		"c 2.12 Eva=5- Eva=6!" } },
	{ "P3 two numbers without a name are two people",
	    { "1.09 baseline: a 2.10 =1",
		"1.10: a 2.10 =2 -> a 2.10 =1- =2!" } },
	{ "P3 another name for the same phone is nobody new",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10: a 2.10 Anna=1 -> a 2.10 Anna=1" } },
	{ "P3 one more comes to stand in it",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10: a 2.10 Maria=1 Anna=2 -> "
		"a 2.10 Maria=1 Anna=2!" } },
	{ "P3 nobody is told of what has begun",
	    { "1.09: a 1.10 Maria=1",
		"1.11: a 1.10 Anna=2 -> a 1.10 Maria=1- Anna=2" } },
	{ "P3 away and back before it was said: never away",
	    { "1.09: a 2.10 Maria=1; b 2.11 Eva=3", "1.10 told=a",
		"1.10: a 2.10 title=busy; b 2.11 title=busy -> "
		"a 2.10 Maria=1-, b 2.11 Eva=3-",
		"1.11: a 2.10 Maria=1; b 2.12 Eva=3 -> a 2.10 Maria=1^, "
		"b 2.12 Eva=3^>2.11" } },
	{ "P3 ... and said: new",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a", "1.10: a 2.10 Anna=2",
		"1.11 off=a",
		"1.12: a 2.10 Maria=1 -> a 2.10 Maria=1! Anna=2-" } },
	{ "P3 never from another mapping",
	    { "1.09: a 2.10 title=x; b 2.11 Eva=3",
		"1.10: a 2.10 Maria=1 old; b 2.11 Eva=4 old -> "
		"a 2.10 Maria=1, b 2.11 Eva=3- Eva=4" } },
	{ "P3 moved and replaced at once: the new one hears one thing",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10: a 3.10 Anna=2 -> a 3.10 Maria=1- Anna=2!" } },
};

/* One body with one appointment at 2.10, of which the title is given. */
static void
body_at(struct world *w, int64_t at, const char *events)
{
	char line[200];
	struct buf b = BUF_INIT;

	show_time(&b, at);
	snprintf(line, sizeof(line), "%s: %s", b.v, events);
	buf_free(&b);
	step(w, line);
}

static void
test_settle_time(void)
{
	struct world *w = mem_zero(1, sizeof(*w));
	int64_t t0 = time_of("1.09", NULL);

	body_at(w, t0, "a 3.10 Maria=1");
	const struct appointment *a = &w->known.v[0];
	EQUAL(a->changed_at, t0, "P7 a new one has changed just now");
	EQUAL(a->burst_at, t0, "... for the first time");
	body_at(w, t0 + 240, "a 3.11 Maria=1");
	EQUAL(a->changed_at, t0 + 240, "P7 each change counts anew");
	EQUAL(a->burst_at, t0, "... from the first on");
	body_at(w, t0 + 480, "a 3.11 Maria=1 title=x");
	EQUAL(a->changed_at, t0 + 480, "P7 ... a title's too");
	body_at(w, t0 + 720, "a 3.11 Maria=1 title=x end=3.13");
	EQUAL(a->changed_at, t0 + 720, "P7 ... an end's too");
	body_at(w, t0 + 780, "a 3.11 Maria=1 title=x end=3.13");
	EQUAL(a->changed_at, t0 + 720, "P7 ... the same again is none");
	body_at(w, t0 + 840, "b 3.11 Maria=1 title=x end=3.13");
	EQUAL(a->changed_at, t0 + 720, "P7 ... nor is another UID");
	body_at(w, t0 + 900, "b 3.12 Maria=1 title=x end=3.13 old");
	EQUAL(a->changed_at, t0 + 720, "P7 ... nor a repair");
	EQUAL(a->start_known_at, t0 + 240, "P5 ... which says nothing new");
	body_at(w, t0 + 1800, "b 3.13 Maria=1 title=x end=3.13");
	EQUAL(a->burst_at, t0 + 1800, "P7 five minutes without: it has ended");
	body_at(w, t0 + 2040, "b 3.14 Maria=1");
	EQUAL(a->burst_at, t0 + 1800, "P7 and so on");
	body_at(w, t0 + 2100, "b 3.14 Maria=1");
	hand_over(w, "b", false);
	body_at(w, t0 + 2160, "b 3.15 Maria=1");
	EQUAL(a->burst_at, t0 + 2160, "P7 told: the next change is another");
	appointment_list_free(&w->known);
	free(w);
}

static void
test_settle_off(void)
{
	struct world *w = mem_zero(1, sizeof(*w));
	int64_t t0 = time_of("1.09", NULL);

	body_at(w, t0, "a 3.10 Maria=1; b 3.10 Anna=2; c 2.10 Eva=3");
	body_at(w, t0 + 3600, "a 3.10 Maria=1 off; c 2.10 Eva=3");
	const struct appointment *v = w->known.v;
	EQUAL(v[0].changed_at, t0 + 3600, "P7 off is a change");
	EQUAL(v[1].changed_at, t0, "P7 missing is none yet");
	EQUAL(v[1].missing_at, t0 + 3600, "D7 ... but it is noted since when");
	EQUAL(v[1].rev, 2, "S5 ... and what is written is old");
	OK(!change_settle(&w->known.v[1], false, t0 + 3700),
	    "D7 not proved: it waits");
	OK(change_settle(&w->known.v[1], true, t0 + 4500), "D7 proved: gone");
	EQUAL(v[1].changed_at, t0 + 4500, "P7 ... which is a change");
	EQUAL(v[1].missing_at, 0, "... and it is missing no more");
	body_at(w, t0 + 7200, "");
	int64_t start_at = v[2].start_at;
	OK(change_settle(&w->known.v[2], true, start_at),
	    "D7 begun meanwhile: live");
	EQUAL(v[2].changed_at, t0, "P7 ... which nobody is told of");
	OK(!change_settle(&w->known.v[2], true, start_at), "... once");
	appointment_list_free(&w->known);
	free(w);
}

/* What the caller is told to store, and the revisions of it. */
static void
test_marks(void)
{
	struct world *w = mem_zero(1, sizeof(*w));
	struct seen seen[2];
	struct change *c;
	char first[] = "1.09: a 2.10 Maria=1; b 2.11 Anna=2";

	step(w, first);
	w->ctx.now += 3600;
	seen[0] = w->events[0].seen;
	seen[1] = w->events[1].seen;
	c = change_apply(&w->known, 2, seen, 2, &w->ctx);
	OK(!c[0].changed && !c[1].changed, "the same body: nothing to store");
	EQUAL(w->known.v[0].rev, 1, "... and no new revision");
	free(c);
	seen[1].start_at += 600;
	seen[0].uid = "c";
	c = change_apply(&w->known, 2, seen, 2, &w->ctx);
	OK(c[0].changed && !c[0].started, "another UID is stored");
	OK(c[1].changed && c[1].started && !c[1].fresh, "... a start, too");
	EQUAL(w->known.v[1].rev, 2, "... under a new revision");
	EQUAL(w->known.v[1].start_known_at, w->ctx.now, "P5 and known now");
	free(c);
	c = change_apply(&w->known, 2, seen, 1, &w->ctx);
	OK(!c[0].changed && c[1].changed, "only what is missing changed");
	free(c);
	c = change_apply(&w->known, 2, NULL, 0, &w->ctx);
	OK(c[0].changed && !c[1].changed, "missing once is missing");
	free(c);
	appointment_list_free(&w->known);
	free(w);
}

int
main(void)
{
	TELL(baseline);
	TELL(identity);
	TELL(absence);
	TELL(people);
	test_settle_time();
	test_settle_off();
	test_marks();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
/* The steps of design D7, and what is told of a series (D8). */
#include "domain/match.h"

#include "story.h"
#include "t.h"

static const struct story renamed[] = {
	{ "D7b new UIDs at every download",
	    { "1.09: a 2.10 Maria=1; b 2.11 Anna=2; c 1.08 Eva=3 -> "
	      "a 2.10 Maria=1!, b 2.11 Anna=2!, c 1.08 Eva=3",
		"1.10: d 2.11 Anna=2; e 2.10 Maria=1; f 1.08 Eva=3 -> "
		"e 2.10 Maria=1^, d 2.11 Anna=2^, f 1.08 Eva=3",
		"1.11: g 2.11 Anna=2; h 2.10 Maria=1; i 1.08 Eva=3 -> "
		"h 2.10 Maria=1^, g 2.11 Anna=2^, i 1.08 Eva=3" } },
	{ "D7b the identity left is free, and new",
	    { "1.09: a 2.10 Maria=1", "1.10: b 2.10 Maria=1",
		"1.11: b 2.10 Maria=1; a 3.10 Maria=1 -> "
		"b 2.10 Maria=1^, a 3.10 Maria=1!" } },
	{ "D7b a single event becomes a series",
	    { "1.09: a 2.10 Maria=1",
		"1.10: a/2.10 2.10 Maria=1; a/9.10 9.10 Maria=1 -> "
		"a 2.10 Maria=1^, a 9.10 Maria=1" } },
	{ "D7b without a phone by title",
	    { "1.09: a 2.10 title=Team; b 2.10 title=Free",
		"1.10: c 2.10 title=Free; d 2.10 title=Team -> "
		"d 2.10, c 2.10" } },
	{ "D7b ... another title is another one",
	    { "1.09: a 2.10 title=Team",
		"1.10: c 2.10 title=Free -> a 2.10?, c 2.10" } },
	{ "D7b all the same recipients",
	    { "1.09: a 2.10 Maria=1 Anna=2",
		"1.10: b 2.10 Anna=2 Maria=1 -> b 2.10 Maria=1^ Anna=2^",
		"1.11: c 2.10 Anna=2 -> b 2.10? Maria=1^ Anna=2^, "
		"c 2.10 Anna=2!" } },
	{ "D7b one to one",
	    { "1.09: a 2.10 Maria=1; b 2.10 Maria=1",
		"1.10: c 2.10 Maria=1 -> c 2.10 Maria=1^, "
		"b 2.10? Maria=1^" } },
	{ "D7b not what is gone",
	    { "1.09: a 2.10 Maria=1", "1.10: a 2.10 Maria=1 off",
		"1.11: b 2.10 Maria=1 -> a 2.10# Maria=1^, "
		"b 2.10 Maria=1!" } },
	{ "D7b with a later baseline, too",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10 baseline: b 2.10 Maria=1 -> b 2.10 Maria=1" } },
};

static const struct story between[] = {
	{ "D7b not what another calendar has",
	    { "1.09: a 2.10 Maria=1",
		"1.10 in=2: a 2.10 Maria=1; b 2.10 Maria=1 -> "
		"a 2.10 Maria=1^, b 2.10 in 2 Maria=1!" } },
	{ "D7b nor what is there under its own name",
	    { "1.09: a 2.10 Maria=1",
		"1.10 stray=a: b 2.10 Maria=1 -> a 2.10 Maria=1^, "
		"b 2.10 Maria=1!" } },
	{ "D10 what another calendar has is none of this one's",
	    { "1.09: a 2.10 Maria=1", "1.09:30 in=2: c 2.10 Maria=1",
		"1.10 in=2: a 2.10 Maria=1 -> a 2.10 Maria=1^, "
		"c 2.10? in 2 Maria=1^" } },
	{ "D7c two series at once, in any order",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; u/2.15 2.15 Anna=2; "
	      "s/9.10 9.10 Maria=1; u/9.15 9.15 Anna=2",
		"1.10: u/9.16 9.16 Anna=2; s/9.11 9.11 Maria=1; "
		"u/2.16 2.16 Anna=2; s/2.11 2.11 Maria=1 -> "
		"s 2.11 Maria=1>2.10, u 2.16 Anna=2>2.15, "
		"s 9.11 Maria=1, u 9.16 Anna=2" } },
	{ "D7d two people at once, in any order",
	    { "1.09 baseline: a 2.10 Maria=1; b 2.11 Anna=2; c 2.12 Eva=3",
		"1.10: d 3.11 Anna=2; e 3.12 Eva=3; f 3.10 Maria=1 -> "
		"f 3.10 Maria=1>2.10, d 3.11 Anna=2>2.11, "
		"e 3.12 Eva=3>2.12" } },
	{ "D7 a repair of a zone, where one more has come before the others",
	    { "1.10:30 baseline: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1",
		"1.11 window=4.00: s/1.12 1.12 Maria=1 old; "
		"s/2.09 2.09 Maria=1 old; s/3.09 3.09 Maria=1 old -> "
		"s 2.09 Maria=1, s 3.09 Maria=1, s 1.12 Maria=1" } },
	{ "D3 new UIDs of a series, in a body that is partly unreadable",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10 partial: t/2.10 2.10 Maria=1; t/9.10 9.10 Maria=1; "
		"t/16.10 16.10 Maria=1 -> t 2.10 Maria=1, t 9.10 Maria=1, "
		"t 16.10 Maria=1" } },
};

static const struct story recreated[] = {
	{ "D7d deleted and made anew in one body",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.10: b 3.10 Maria=1 -> b 3.10 Maria=1^>2.10" } },
	{ "D7d deleted before it is made anew",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.10: -> a 2.10? Maria=1^",
		"1.10:10: b 3.10 Maria=1 -> b 3.10 Maria=1^>2.10" } },
	{ "D7d ... but not when it is gone",
	    { "1.09: a 2.10 Jo=1", "1.10 told=a",
		"1.10: ", "1.10:20 prove -> a 2.10# Jo=1^",
		"1.10:30: b 3.10 Jo=1 -> a 2.10# Jo=1^, b 3.10 Jo=1!" } },
	{ "D7d made anew before it is deleted",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a",
		"1.10: a 2.10 Maria=1; b 3.10 Maria=1 -> "
		"a 2.10 Maria=1^, b 3.10 Maria=1!",
		"1.10:05 stray=b: -> a 2.10# Maria=1^, "
		"b 3.10 Maria=1>2.10" } },
	{ "D7d ... before anybody heard of the old one",
	    { "1.09: a 2.10 Maria=1", "1.09:01: a 2.10 Maria=1; b 3.10 Maria=1",
		"1.09:02 stray=b: -> a 2.10# Maria=1^, "
		"b 3.10 Maria=1^>2.10" } },
	{ "D7d ... and the old one was known to everybody",
	    { "1.09 baseline: a 2.10 Maria=1",
		"1.10: a 2.10 Maria=1; b 3.10 Maria=1",
		"1.10:05 stray=b: -> a 2.10# Maria=1, "
		"b 3.10 Maria=1>2.10" } },
	{ "D7d the name must be the same",
	    { "1.09: a 2.10 Maria=1",
		"1.10: b 3.10 Anna=1 -> a 2.10? Maria=1^, "
		"b 3.10 Anna=1!" } },
	{ "D7d and the phone",
	    { "1.09: a 2.10 Maria=1",
		"1.10: b 3.10 Maria=2 -> a 2.10? Maria=1^, "
		"b 3.10 Maria=2!" } },
	{ "D7d and it is a single one",
	    { "1.09: a 2.10 Maria=1 Anna=2",
		"1.10: b 3.10 Maria=1 Anna=2 -> "
		"a 2.10? Maria=1^ Anna=2^, b 3.10 Maria=1! Anna=2!" } },
	{ "D7d two that are missing: in doubt, neither",
	    { "1.09: a 2.10 Maria=1; b 4.10 Maria=1",
		"1.10: c 3.10 Maria=1 -> a 2.10? Maria=1^, "
		"b 4.10? Maria=1^, c 3.10 Maria=1!" } },
	{ "D7d two that are new: in doubt, neither",
	    { "1.09: a 2.10 Maria=1",
		"1.10: c 3.10 Maria=1; d 4.10 Maria=1 -> "
		"a 2.10? Maria=1^, c 3.10 Maria=1!, d 4.10 Maria=1!" } },
	{ "D7d not what has begun",
	    { "1.09: a 1.10 Maria=1",
		"1.11: b 3.10 Maria=1 -> a 1.10 Maria=1^, "
		"b 3.10 Maria=1!" } },
	{ "D7d from another calendar of the company",
	    { "1.09 in=2: a 2.10 Maria=1 -> a 2.10 in 2 Maria=1!",
		"1.10 in=2: -> a 2.10? in 2 Maria=1^",
		"1.10:05 stray=a: b 3.10 Maria=1 -> "
		"b 3.10 Maria=1^>2.10" } },
	{ "D7d ... where it is not missing, it is another one",
	    { "1.09 in=2: a 2.10 Maria=1",
		"1.10 stray=a: b 3.10 Maria=1 -> a 2.10 in 2 Maria=1^, "
		"b 3.10 Maria=1!" } },
};

static const struct story companies[] = {
	{ "D10 one UID in two calendars: the first one keeps it",
	    { "1.09: a 2.10 Maria=1",
		"1.10 in=2: a 2.10 Maria=1 -> a 2.10 Maria=1^",
		"1.11 in=2: a 2.11 Maria=1 -> a 2.10 Maria=1^",
		"1.12: -> a 2.10? Maria=1^",
		"1.13 in=2: a 2.10 Maria=1 -> a 2.10 in 2 Maria=1^" } },
	{ "D10 ... with another start it is moved",
	    { "1.09: a 2.10 Maria=1", "1.10 told=a", "1.11: ",
		"1.12 in=2: a 2.12 Maria=1 -> "
		"a 2.12 in 2 Maria=1^>2.10" } },
	{ "D10 another body says nothing of what it never had",
	    { "1.09: a 2.10 Maria=1",
		"1.10 in=2: b 2.11 Anna=2 -> a 2.10 Maria=1^, "
		"b 2.11 in 2 Anna=2!" } },
	{ "D10 off in the second is not off in the first",
	    { "1.09: a 2.10 Maria=1",
		"1.10 in=2: a 2.10 Maria=1 off -> a 2.10 Maria=1^" } },
};

static const struct story series[] = {
	{ "D8 announced once per recipient, for the next occurrence",
	    { "1.11: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1; "
	      "s/15.10 15.10 Maria=1 -> "
	      "s 1.10 Maria=1, s 8.10 Maria=1!, s 15.10 Maria=1" } },
	{ "D8 ... in whatever order they come",
	    { "1.11: s/15.10 15.10 Maria=1; s/1.10 1.10 Maria=1; "
	      "s/22.10 22.10 Maria=1; s/8.10 8.10 Maria=1 -> "
	      "s 15.10 Maria=1, s 1.10 Maria=1, s 22.10 Maria=1, "
	      "s 8.10 Maria=1!" } },
	{ "D8 ... for each of its people",
	    { "1.09: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1 Anna=2; "
	      "s/15.10 15.10 Maria=1 Anna=2 -> s 1.10 Maria=1!, "
	      "s 8.10 Maria=1 Anna=2!, s 15.10 Maria=1 Anna=2" } },
	{ "D8 somebody else takes a series over: told once",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Anna=2; s/9.10 9.10 Anna=2 -> "
		"s 2.10 Maria=1- Anna=2!, s 9.10 Maria=1- Anna=2" } },
	{ "D1 one UID and several starts that are no series: each",
	    { "1.09: a/2.10 2.10 Maria=1 apart; "
	      "a/9.10 9.10 Maria=1 apart -> "
	      "a 2.10 Maria=1!, a 9.10 Maria=1!" } },
	{ "D8 the whole series moves: one rescheduled, for the next",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "s/16.10 16.10 Maria=1",
		"1.10: s/2.11 2.11 Maria=1; s/9.11 9.11 Maria=1; "
		"s/16.11 16.11 Maria=1 -> s 2.11 Maria=1>2.10, "
		"s 9.11 Maria=1, s 16.11 Maria=1",
		"1.11: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"s/16.10 16.10 Maria=1 -> s 2.10 Maria=1, "
		"s 9.10 Maria=1, s 16.10 Maria=1" } },
	{ "D8 one instance moves: one for that instance",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/9.10 10.10 Maria=1 -> "
		"s 2.10 Maria=1, s 10.10 Maria=1>9.10" } },
	{ "D7c EXDATE and RDATE: the one that moved",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "s/16.10 16.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/10.10 10.10 Maria=1; "
		"s/16.10 16.10 Maria=1 -> s 2.10 Maria=1, "
		"s 10.10 Maria=1>9.10, s 16.10 Maria=1" } },
	{ "D7c EXDATE alone: missing",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/9.10 9.10 Maria=1 -> s 2.10? Maria=1, "
		"s 9.10 Maria=1" } },
	{ "D8 a longer series is not new",
	    { "1.09: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"s/16.10 16.10 Maria=1 -> s 2.10 Maria=1^, "
		"s 9.10 Maria=1, s 16.10 Maria=1" } },
	{ "D8 nor what enters the window",
	    { "1.09 baseline: s/2.10 2.10 Maria=1",
		"2.00 window=9.00: s/2.10 2.10 Maria=1 old; "
		"s/9.10 9.10 Maria=1 old -> "
		"s 2.10 Maria=1, s 9.10 Maria=1" } },
	{ "D7c ... and it is no successor of what was taken out",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10 window=16.00: s/9.10 9.10 Maria=1; "
		"s/16.10 16.10 Maria=1 -> s 2.10? Maria=1, "
		"s 9.10 Maria=1, s 16.10 Maria=1" } },
	{ "D7c the last of a moved series may lie behind the window",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10 window=10.00: s/3.10 3.10 Maria=1; "
		"s/10.10 10.10 Maria=1 -> s 3.10 Maria=1>2.10, "
		"s 9.10? Maria=1, s 10.10 Maria=1" } },
	{ "D8 a begun one is never touched",
	    { "1.09 baseline: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1",
		"1.12: s/1.10 1.10 Anna=2 title=x; s/8.10 8.10 Anna=2 -> "
		"s 1.10 Maria=1, s 8.10 Maria=1- Anna=2!" } },
	{ "D7c moved later while one is in progress",
	    { "1.09 baseline: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1; "
	      "s/15.10 15.10 Maria=1",
		"1.10:15: s/1.11 1.11 Maria=1; s/8.11 8.11 Maria=1; "
		"s/15.11 15.11 Maria=1 -> s 1.10 Maria=1, "
		"s 8.11 Maria=1>8.10, s 15.11 Maria=1, s 1.11 Maria=1" } },
	{ "D7c moved earlier, to before now",
	    { "1.09 baseline: s/1.11 1.11 Maria=1; s/8.11 8.11 Maria=1",
		"1.10:15: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1 -> "
		"s 1.10 Maria=1>1.11, s 8.10 Maria=1>8.11" } },
	{ "D8 'this and following' at the same times goes on",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "s/16.10 16.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; t/9.10 9.10 Maria=1; "
		"t/16.10 16.10 Maria=1 -> s 2.10 Maria=1, "
		"t 9.10 Maria=1, t 16.10 Maria=1" } },
};

#define WEEKS                                                       \
	"1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; " \
	"s/16.10 16.10 Maria=1; s/23.10 23.10 Maria=1"
#define TWO_BODIES                                          \
	"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "  \
	"s/16.10 16.10 Maria=1; s/23.10 23.10 Maria=1; "    \
	"t/16.12 16.12 Maria=1; t/23.12 23.12 Maria=1 -> "  \
	"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10 Maria=1, " \
	"s 23.10 Maria=1, t 16.12 Maria=1!, t 23.12 Maria=1"
#define G "s_R20270101T000000Z@x"

static const struct story halves[] = {
	{ "D8 Google's second half, moved: one rescheduled",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; "
	      "s@x/9.10 9.10 Maria=1; s@x/16.10 16.10 Maria=1",
		"1.10: s@x/2.10 2.10 Maria=1; " G "/9.12 9.12 Maria=1; " G
		"/16.12 16.12 Maria=1 -> s@x 2.10 Maria=1, " G
		" 9.12 Maria=1>9.10, " G " 16.12 Maria=1" } },
	{ "D8 ... and once more, of the second half",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; "
	      "s@x/9.10 9.10 Maria=1; s@x/16.10 16.10 Maria=1",
		"1.10: s@x/2.10 2.10 Maria=1; " G "/9.12 9.12 Maria=1; " G
		"/16.12 16.12 Maria=1",
		"1.11: s@x/2.10 2.10 Maria=1; " G "/9.12 9.12 Maria=1; "
		"s_R20270102@x/16.14 16.14 Maria=1 -> "
		"s@x 2.10 Maria=1, " G " 9.12 Maria=1>9.10, "
		"s_R20270102@x 16.14 Maria=1>16.12" } },
	{ "D8 ... from the first one on",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; s@x/9.10 9.10 Maria=1",
		"1.10: " G "/3.10 3.10 Maria=1; " G "/10.10 10.10 Maria=1 -> " G
		" 3.10 Maria=1>2.10, " G " 10.10 Maria=1" } },
	{ "D8 ... more of them than before: nobody is told of those",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; s@x/9.10 9.10 Maria=1",
		"1.10: s@x/2.10 2.10 Maria=1; " G "/9.10 9.10 Maria=1; " G
		"/11.10 11.10 Maria=1 -> s@x 2.10 Maria=1, " G
		" 9.10 Maria=1, " G " 11.10 Maria=1" } },
	{ "D8 ... for somebody else: it is new to them",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; "
	      "s@x/9.10 9.10 Maria=1; s@x/16.10 16.10 Maria=1",
		"1.10: s@x/2.10 2.10 Maria=1; " G "/9.11 9.11 Eva=3; " G
		"/16.11 16.11 Eva=3 -> s@x 2.10 Maria=1, " G
		" 9.11 Maria=1- Eva=3!, " G " 16.11 Maria=1- Eva=3" } },
	{ "D8 an _R of nothing that is known is new",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1",
		"1.10: s@x/2.10 2.10 Maria=1; t_R20270101T000000@x/9.12 9.12 "
		"Maria=1 -> s@x 2.10 Maria=1, "
		"t_R20270101T000000@x 9.12 Maria=1!" } },
	{ "D8 an unrelated UID where one was cut short: goes on",
	    { WEEKS,
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/18.12 18.12 Maria=1; t/25.12 25.12 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, t 18.12 Maria=1>16.10, "
		"t 25.12 Maria=1" } },
	{ "D8 ... and later its own UID counts",
	    { WEEKS,
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/18.12 18.12 Maria=1; t/25.12 25.12 Maria=1",
		"1.11: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/18.13 18.13 Maria=1; t/25.13 25.13 Maria=1; "
		"t/32.13 32.13 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, t 18.13 Maria=1>16.10, "
		"t 25.13 Maria=1, t 32.13 Maria=1" } },
	{ "D8 ... not when it is for others",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; t/9.12 9.12 Anna=2; "
		"t/16.12 16.12 Anna=2 -> s 2.10 Maria=1, s 9.10? Maria=1, "
		"t 9.12 Anna=2!, t 16.12 Anna=2" } },
	{ "D8 ... not when the other one goes on",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "s/16.10 16.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/16.10 16.10 Maria=1; "
		"t/10.12 10.12 Maria=1; t/17.12 17.12 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10? Maria=1, s 16.10 Maria=1, "
		"t 10.12 Maria=1!, t 17.12 Maria=1" } },
	{ "D8 ... not when it begins at another time of life",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; t/30.12 30.12 Maria=1; "
		"t/37.12 37.12 Maria=1 -> s 2.10 Maria=1, s 9.10? Maria=1, "
		"t 30.12 Maria=1!, t 37.12 Maria=1" } },
	{ "D8 ... not when two could be meant",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; t/9.12 9.12 Maria=1; "
		"t/16.12 16.12 Maria=1; u/9.14 9.14 Maria=1; "
		"u/16.14 16.14 Maria=1 -> s 2.10 Maria=1, "
		"s 9.10? Maria=1, t 9.12 Maria=1!, t 16.12 Maria=1, "
		"u 9.14 Maria=1!, u 16.14 Maria=1" } },
	{ "D3 ... not when its absence is not proved",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10 partial: s/2.10 2.10 Maria=1; t/9.12 9.12 Maria=1; "
		"t/16.12 16.12 Maria=1 -> s 2.10 Maria=1, s 9.10 Maria=1, "
		"t 9.12 Maria=1!, t 16.12 Maria=1" } },
	{ "D8 the second half comes first: moved, when the other one is cut",
	    { WEEKS, TWO_BODIES,
		"1.10:05 stray=t: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10# Maria=1, "
		"s 23.10# Maria=1, t 16.12 Maria=1>16.10, t 23.12 Maria=1",
		"1.11: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/16.12 16.12 Maria=1; t/23.12 23.12 Maria=1; "
		"t/30.12 30.12 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10# Maria=1, "
		"s 23.10# Maria=1, t 16.12 Maria=1>16.10, t 23.12 Maria=1, "
		"t 30.12 Maria=1" } },
	{ "D8 ... at the same times: nothing",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/9.10 9.10 Maria=1; t/16.10 16.10 Maria=1",
		"1.10:05 stray=t: s/2.10 2.10 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10# Maria=1, t 9.10 Maria=1, "
		"t 16.10 Maria=1" } },
	{ "D8 ... for all of its people",
	    { "1.09 baseline: s/2.10 2.10 Maria=1 Anna=2; "
	      "s/9.10 9.10 Maria=1 Anna=2",
		"1.10: s/2.10 2.10 Maria=1 Anna=2; s/9.10 9.10 Maria=1 Anna=2; "
		"t/9.12 9.12 Maria=1 Anna=2; t/16.12 16.12 Maria=1 Anna=2",
		"1.10:05 stray=t: s/2.10 2.10 Maria=1 Anna=2 -> "
		"s 2.10 Maria=1 Anna=2, s 9.10# Maria=1 Anna=2, "
		"t 9.12 Maria=1>9.10 Anna=2>9.10, t 16.12 Maria=1 Anna=2" } },
	{ "D8 ... of a series that is itself to be told: new, once",
	    { "1.09: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.09:02: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/2.12 2.12 Maria=1; t/9.12 9.12 Maria=1",
		"1.09:04 stray=t: -> s 2.10# Maria=1^, s 9.10# Maria=1, "
		"t 2.12 Maria=1^>2.10, t 9.12 Maria=1" } },
	{ "D8 ... not when the other one goes on",
	    { WEEKS, TWO_BODIES,
		"1.10:05 stray=t: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"s/23.10 23.10 Maria=1 -> s 2.10 Maria=1, s 9.10 Maria=1, "
		"s 16.10? Maria=1, s 23.10 Maria=1, t 16.12 Maria=1^, "
		"t 23.12 Maria=1" } },
	{ "D8 ... not when it begins at another time of life",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"t/30.12 30.12 Maria=1; t/37.12 37.12 Maria=1",
		"1.10:05 stray=t: s/2.10 2.10 Maria=1 -> s 2.10 Maria=1, "
		"s 9.10? Maria=1, t 30.12 Maria=1^, t 37.12 Maria=1" } },
	{ "D8 ... not when two could be meant",
	    { WEEKS, TWO_BODIES,
		"1.10:05 stray=t: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"u/16.14 16.14 Maria=1; u/23.14 23.14 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10? Maria=1, "
		"s 23.10? Maria=1, t 16.12 Maria=1^, t 23.12 Maria=1, "
		"u 16.14 Maria=1!, u 23.14 Maria=1" } },
	{ "D3 ... not when its absence is not proved",
	    { WEEKS, TWO_BODIES,
		"1.10:05 stray=t partial: s/2.10 2.10 Maria=1; "
		"s/9.10 9.10 Maria=1 -> s 2.10 Maria=1, s 9.10 Maria=1, "
		"s 16.10 Maria=1, s 23.10 Maria=1, t 16.12 Maria=1^, "
		"t 23.12 Maria=1" } },
	{ "D8 ... of two series at once",
	    { "1.09 baseline: u/2.15 2.15 Anna=2; s/2.10 2.10 Maria=1; "
	      "u/9.15 9.15 Anna=2; s/9.10 9.10 Maria=1; "
	      "u/16.15 16.15 Anna=2; s/16.10 16.10 Maria=1",
		"1.10: u/2.15 2.15 Anna=2; s/2.10 2.10 Maria=1; "
		"u/9.15 9.15 Anna=2; s/9.10 9.10 Maria=1; "
		"u/16.15 16.15 Anna=2; s/16.10 16.10 Maria=1; "
		"t/9.12 9.12 Maria=1; v/9.16 9.16 Anna=2; "
		"t/16.12 16.12 Maria=1; v/16.16 16.16 Anna=2",
		"1.10:05 stray=v stray=t: s/2.10 2.10 Maria=1; "
		"u/2.15 2.15 Anna=2 -> u 2.15 Anna=2, s 2.10 Maria=1, "
		"u 9.15# Anna=2, s 9.10# Maria=1, u 16.15# Anna=2, "
		"s 16.10# Maria=1, t 9.12 Maria=1>9.10, "
		"v 9.16 Anna=2>9.15, t 16.12 Maria=1, v 16.16 Anna=2" } },
	{ "D8 ... not when somebody was told of it",
	    { WEEKS, TWO_BODIES, "1.10:04 told=t",
		"1.10:05 stray=t: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10? Maria=1, "
		"s 23.10? Maria=1, t 16.12 Maria=1^, t 23.12 Maria=1" } },
	{ "D8 ... not in another calendar",
	    { WEEKS, "1.10 in=2: t/16.12 16.12 Maria=1; t/23.12 23.12 Maria=1",
		"1.10:05 stray=t: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10? Maria=1, "
		"s 23.10? Maria=1, t 16.12 in 2 Maria=1^, "
		"t 23.12 in 2 Maria=1" } },
	{ "D8 the first half is cut first: moved, when the second comes",
	    { WEEKS,
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, s 16.10? Maria=1, "
		"s 23.10? Maria=1",
		"1.10:05 stray=s: t/16.12 16.12 Maria=1; "
		"t/23.12 23.12 Maria=1; t/30.12 30.12 Maria=1 -> "
		"s 2.10 Maria=1, s 9.10 Maria=1, t 16.12 Maria=1>16.10, "
		"t 23.12 Maria=1, t 30.12 Maria=1" } },
	{ "D8 ... of Google, and for another day",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; "
	      "s@x/9.10 9.10 Maria=1; s@x/16.10 16.10 Maria=1",
		"1.10: s@x/2.10 2.10 Maria=1",
		"1.10:05 stray=s@x: " G "/19.12 19.12 Maria=1; " G
		"/26.12 26.12 Maria=1 -> s@x 2.10 Maria=1, " G
		" 19.12 Maria=1>9.10, " G " 26.12 Maria=1" } },
	{ "D8 ... not when the first one goes on",
	    { WEEKS,
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
		"s/23.10 23.10 Maria=1",
		"1.10:05 stray=s: t/16.12 16.12 Maria=1; "
		"t/23.12 23.12 Maria=1 -> s 2.10 Maria=1, s 9.10 Maria=1, "
		"s 16.10? Maria=1, s 23.10 Maria=1, t 16.12 Maria=1!, "
		"t 23.12 Maria=1" } },
	{ "D8 ... nor when it is gone by now",
	    { "1.09 baseline: s/2.10 2.10 Jo=1; s/9.10 9.10 Jo=1",
		"1.10: ", "1.11 prove -> s 2.10# Jo=1, s 9.10# Jo=1",
		"1.12 stray=s: t/2.12 2.12 Jo=1; t/9.12 9.12 Jo=1 -> "
		"s 2.10# Jo=1, s 9.10# Jo=1, t 2.12 Jo=1!, t 9.12 Jo=1" } },
	{ "D7d one date of a series is deleted, and made anew",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/9.10 9.10 Maria=1",
		"1.10:05 stray=s: a 3.10 Maria=1 -> a 3.10 Maria=1>2.10, "
		"s 9.10 Maria=1" } },
	{ "D8 ... in any order, for two at once",
	    { "1.09 baseline: u/2.15 2.15 Anna=2; s/2.10 2.10 Maria=1; "
	      "u/9.15 9.15 Anna=2; s/9.10 9.10 Maria=1; "
	      "u/16.15 16.15 Anna=2; s/16.10 16.10 Maria=1",
		"1.10: t/18.12 18.12 Maria=1; v/17.15 17.15 Anna=2; "
		"s/2.10 2.10 Maria=1; t/11.12 11.12 Maria=1; "
		"u/2.15 2.15 Anna=2; v/10.15 10.15 Anna=2 -> "
		"u 2.15 Anna=2, s 2.10 Maria=1, v 10.15 Anna=2>9.15, "
		"t 11.12 Maria=1>9.10, v 17.15 Anna=2, t 18.12 Maria=1" } },
	{ "D8 ... not when it begins before the last that stays",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1; "
	      "s/9.10 9.10 Maria=1; s/16.10 16.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1; "
		"t/2.20 2.20 Maria=1; t/9.20 9.20 Maria=1 -> "
		"s 2.10 Maria=1, s 3.10 Maria=1, s 9.10? Maria=1, "
		"s 16.10? Maria=1, t 2.20 Maria=1!, t 9.20 Maria=1" } },
	{ "D8 ... nor, of one a day that lost its last, two days later",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1; "
	      "s/4.10 4.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1; "
		"t/6.12 6.12 Maria=1; t/7.12 7.12 Maria=1 -> "
		"s 2.10 Maria=1, s 3.10 Maria=1, s 4.10? Maria=1, "
		"t 6.12 Maria=1!, t 7.12 Maria=1" } },
	{ "D8 ... but half a day",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1; "
	      "s/4.10 4.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/3.10 3.10 Maria=1; "
		"t/4.22 4.22 Maria=1; t/5.22 5.22 Maria=1 -> "
		"s 2.10 Maria=1, s 3.10 Maria=1, t 4.22 Maria=1>4.10, "
		"t 5.22 Maria=1" } },
	{ "D8 ... nor one that is called off",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; t/9.12 9.12 Maria=1 off; "
		"t/16.12 16.12 Maria=1 off -> s 2.10 Maria=1, "
		"s 9.10? Maria=1" } },
	{ "D8 Google's mark has no time of an all-day one, and may end the UID",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "u/2.15 2.15 Anna=2; u/9.15 9.15 Anna=2",
		"1.10: s/2.10 2.10 Maria=1; s_R20270101/9.20 9.20 Maria=1; "
		"u/2.15 2.15 Anna=2; u_R20270101T100000/9.20 9.20 Anna=2 -> "
		"s 2.10 Maria=1, s_R20270101 9.20 Maria=1>9.10, "
		"u 2.15 Anna=2, u_R20270101T100000 9.20 Anna=2>9.15" } },
	{ "D8 ... what is nearly one is none",
	    { "1.09 baseline: s/2.10 2.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s_R20270101X/9.20 9.20 Maria=1; "
		"s_R20270101T1000/10.20 10.20 Maria=1; "
		"s_R2027010/11.20 11.20 Maria=1 -> s 2.10 Maria=1, "
		"s_R20270101X 9.20 Maria=1!, "
		"s_R20270101T1000 10.20 Maria=1!, "
		"s_R2027010 11.20 Maria=1!" } },
	{ "D8 ... nor a mark, where the name before it is of two series",
	    { "1.09 baseline: s@x/2.10 2.10 Maria=1; "
	      "s_R20260101@x/3.10 3.10 Eva=3",
		"1.10: s@x/2.10 2.10 Maria=1; s_R20260101@x/3.10 3.10 Eva=3; " G
		"/9.12 9.12 Maria=1 -> s@x 2.10 Maria=1, "
		"s_R20260101@x 3.10 Eva=3, " G " 9.12 Maria=1!" } },
	{ "D8 ... among many series it is its own",
	    { "1.09 baseline: z@x/2.10 2.10 Eva=3; s@x/2.10 2.10 Maria=1; "
	      "m@x/2.11 2.11 Anna=2; a@x/2.12 2.12 Lea=4",
		"1.10: m@x/2.11 2.11 Anna=2; z@x/2.10 2.10 Eva=3; "
		"a@x/2.12 2.12 Lea=4; s@x/2.10 2.10 Maria=1; " G
		"/9.12 9.12 Maria=1 -> z@x 2.10 Eva=3, s@x 2.10 Maria=1, "
		"m@x 2.11 Anna=2, a@x 2.12 Lea=4, " G " 9.12 Maria=1" } },
	{ "D8 of two siblings one is known",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; "
		"t/25.12 25.12 Maria=1 sibling=u,s; "
		"t/32.12 32.12 Maria=1 sibling=u,s -> "
		"s 2.10 Maria=1, t 25.12 Maria=1>9.10, t 32.12 Maria=1" } },
	{ "D8 ... of two that are known it goes on none",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; u/2.15 2.15 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; u/2.15 2.15 Maria=1; "
		"t/25.12 25.12 Maria=1 sibling=u,s -> s 2.10 Maria=1, "
		"u 2.15 Maria=1, t 25.12 Maria=1!" } },
	{ "D8 Nextcloud: the second half names its sibling",
	    { WEEKS,
		"1.10: s/2.10 2.10 Maria=1; t/25.12 25.12 Maria=1 sibling=s; "
		"t/32.12 32.12 Maria=1 sibling=s -> s 2.10 Maria=1, "
		"t 25.12 Maria=1>9.10, t 32.12 Maria=1, "
		"s 23.10? Maria=1" } },
	{ "D8 ... or the first one does",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "s/16.10 16.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1 sibling=t; t/25.12 25.12 Maria=1; "
		"t/32.12 32.12 Maria=1 -> s 2.10 Maria=1, "
		"t 25.12 Maria=1>9.10, t 32.12 Maria=1" } },
	{ "D8 ... a sibling that nobody knows is none",
	    { "1.09 baseline: s/2.10 2.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; t/25.12 25.12 Eva=3 sibling=u -> "
		"s 2.10 Maria=1, t 25.12 Eva=3!" } },
	{ "D8 a begun one is not touched by a cut",
	    { "1.09 baseline: s/1.10 1.10 Maria=1; s/8.10 8.10 Maria=1; "
	      "s/15.10 15.10 Maria=1",
		"1.10:15: s/1.10 1.10 Maria=1; t/8.12 8.12 Maria=1; "
		"t/15.12 15.12 Maria=1 -> s 1.10 Maria=1, "
		"t 8.12 Maria=1>8.10, t 15.12 Maria=1" } },
	{ "D8 new UIDs at every download, and a day later one more",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"2.09 window=9.00: t/2.10 2.10 Maria=1; t/9.10 9.10 Maria=1; "
		"t/16.10 16.10 Maria=1 -> t 2.10 Maria=1, t 9.10 Maria=1, "
		"t 16.10 Maria=1" } },
	{ "D8 all that follows moves by one override: one rescheduled",
	    { "1.09 baseline: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1; "
	      "s/16.10 16.10 Maria=1",
		"1.10: s/2.10 2.10 Maria=1; s/9.10 9.12 Maria=1 future; "
		"s/16.10 16.12 Maria=1 future -> s 2.10 Maria=1, "
		"s 9.12 Maria=1>9.10, s 16.12 Maria=1" } },
	{ "D8 ... and later one of them alone: one for that",
	    { "1.09 baseline: s/2.10 2.12 Maria=1 future; "
	      "s/9.10 9.12 Maria=1 future; s/16.10 16.12 Maria=1 future",
		"1.10: s/2.10 2.12 Maria=1 future; s/9.10 10.12 Maria=1; "
		"s/16.10 16.12 Maria=1 future -> s 2.12 Maria=1, "
		"s 10.12 Maria=1>9.12, s 16.12 Maria=1" } },
	{ "D8 the one that tells is off before it was told: the next tells",
	    { "1.09: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1",
		"1.09:03: s/9.10 9.10 Maria=1 -> s 2.10? Maria=1, "
		"s 9.10 Maria=1^" } },
	{ "D8 ... to each of its people, and of each series",
	    { "1.09: s/2.10 2.10 Maria=1 Anna=2; u/2.15 2.15 Maria=1; "
	      "s/9.10 9.10 Maria=1 Anna=2; u/9.15 9.15 Maria=1; "
	      "s/16.10 16.10 Maria=1 Anna=2",
		"1.09:03: s/9.10 9.10 Maria=1 Anna=2; u/9.15 9.15 Maria=1; "
		"s/16.10 16.10 Maria=1 Anna=2 -> s 2.10? Maria=1 Anna=2, "
		"u 2.15? Maria=1, s 9.10 Maria=1^ Anna=2^, "
		"u 9.15 Maria=1^, s 16.10 Maria=1 Anna=2" } },
	{ "D8 ... unless it was",
	    { "1.09: s/2.10 2.10 Maria=1; s/9.10 9.10 Maria=1", "1.10 told=s",
		"1.11: s/9.10 9.10 Maria=1 -> "
		"s 2.10? Maria=1^, s 9.10 Maria=1" } },
};

int
main(void)
{
	TELL(renamed);
	TELL(between);
	TELL(recreated);
	TELL(companies);
	TELL(series);
	TELL(halves);
	return t_done();
}

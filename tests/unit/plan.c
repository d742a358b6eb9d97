/* SPDX-License-Identifier: ISC */
/* What is owed when: the sentences of P1 to P13, as stories of a practice. */
#include "domain/plan.h"

#include "handover.h"
#include "t.h"

struct plan_story {
	const char *name, *rules;
	const char *lines[14];
};

static const struct plan_story confirmation[] = {
	{ "P3 a new appointment is confirmed when it has settled", NULL,
	    { "1.09 baseline: ->",
		"1.09:05: a 4.10 Maria=1 -> C Maria@1.09:10, R Maria@3.10",
		"1.09:09 -> C Maria@1.09:10, R Maria@3.10",
		"1.09:10 -> +C Maria 4.10, R Maria@3.10",
		"1.09:11 -> R Maria@3.10", "3.09:59 -> R Maria@3.10",
		"3.10 -> +R Maria 4.10", "3.10:01 ->", "4.11 ->", "5.10 ->" } },
	{ "D6 a baseline gets reminders only", NULL,
	    { "1.09 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"2.09: a 4.11 Maria=1 -> M Maria@2.09:05, R Maria@3.10" } },
	{ "P7 five minutes behind the last change", NULL,
	    { "1.09: a 4.10 Maria=1 -> C Maria@1.09:05, R Maria@3.10",
		"1.09:04: a 4.11 Maria=1 -> C Maria@1.09:09, R Maria@3.10",
		"1.09:08: a 5.11 Maria=1 -> C Maria@1.09:13, R Maria@4.10",
		"1.09:13 -> +C Maria 5.11, R Maria@4.10" } },
	{ "P7 ... but no longer than thirty", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:05 [down]",
		"1.09:04 [up]: a 4.11 Maria=1", "1.09:08: a 4.12 Maria=1",
		"1.09:12: a 4.13 Maria=1", "1.09:16: a 4.14 Maria=1",
		"1.09:20: a 4.15 Maria=1",
		"1.09:24: a 4.16 Maria=1 -> C Maria@1.09:29, R Maria@3.10",
		"1.09:28: a 4.17 Maria=1 -> C Maria@1.09:30, R Maria@3.10",
		"1.09:30 -> +C Maria 4.17, R Maria@3.10",
		"1.09:32: a 4.18 Maria=1 -> M Maria@1.09:37, R Maria@3.10",
		"1.09:36: a 4.17 Maria=1 -> R Maria@3.10" } },
	{ "P7 moved while it is pending: one with the new time", NULL,
	    { "1.21: a 4.10 Maria=1 -> C Maria@2.08, R Maria@3.10",
		"1.23: a 4.12 Maria=1 -> C Maria@2.08, R Maria@3.10",
		"2.08 -> +C Maria 4.12, R Maria@3.10",
		"2.09 -> "
		"R Maria@3.10" } },
	{ "P3 who knows it by another word is not told again",
	    "C?title_x M R=1d10",
	    { "1.09: a 4.10 Jo=1 -> R Jo@3.10",
		"1.10: a 5.10 Jo=1 -> M Jo@1.10:05, R Jo@4.10",
		"1.10:05 -> +M Jo 5.10, R Jo@4.10",
		"1.11: a 5.10 Jo=1 title=x -> R Jo@4.10" } },
	{ "P3 ... nor when it was in the past in between", NULL,
	    { "1.09: a 4.10 Jo=1", "1.09:05 -> +C Jo 4.10, R Jo@3.10",
		"1.10: a 1.08 Jo=1 ->", "1.11: a 4.10 Jo=1 -> R Jo@3.10" } },
	{ "P3 deleted before it is told: nothing", NULL,
	    { "1.09: a 4.10 Maria=1",
		"1.09:04: -> C Maria@1.09:05 (missing), "
		"R Maria@3.10 (missing)",
		"1.09:05 -> C Maria@1.09:05 (missing), "
		"R Maria@3.10 (missing)",
		"1.09:20 prove ->", "2.09 ->" } },
	{ "D7 ... and back: it is pending again", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:04: ",
		"1.09:14: a 4.10 Maria=1 -> +C Maria 4.10, R Maria@3.10" } },
	{ "D7 ... and back when it was gone", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:04: ", "1.09:20 prove ->",
		"1.09:30: a 4.10 Maria=1 -> C Maria@1.09:35, R Maria@3.10",
		"1.09:35 -> +C Maria 4.10, R Maria@3.10" } },
	{ "P3 only for what was seen while the rule was on", "-C R=1d10",
	    { "1.09: a 4.10 Maria=1 -> R Maria@3.10",
		"1.09:01 [rule=C] -> R Maria@3.10",
		"1.09:02: a 4.10 Maria=1; b 4.11 Eva=2 -> "
		"C Eva@1.09:07, R Maria@3.10, R Eva@3.10",
		"1.09:03 [rule=-C] -> R Maria@3.10, R Eva@3.10" } },
	{ "P3 name and phone replaced", "C R=1d10 M X",
	    { "1.09: a 4.10 Maria=1", "1.09:05 -> +C Maria 4.10, R Maria@3.10",
		"1.10: a 4.10 Eva=2 -> X Maria@1.10:05, C Eva@1.10:05, "
		"R Eva@3.10",
		"1.10:05 -> +C Eva 4.10, +X Maria 4.10, R Eva@3.10",
		"1.11: a 4.10 Maria=1 -> C Maria@1.11:05, X Eva@1.11:05, "
		"R Maria@3.10" } },
	{ "P3 ... and back before that is told", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:05 -> +C Maria 4.10, R Maria@3.10",
		"1.10: a 4.10 Eva=2 -> C Eva@1.10:05, R Eva@3.10",
		"1.10:02: a 4.10 Maria=1 -> R Maria@3.10" } },
	{ "P3 a corrected number is no cancellation", "C R=1d10 M X",
	    { "1.09: a 4.10 Maria=1", "1.09:05 -> +C Maria 4.10, R Maria@3.10",
		"1.10: a 4.10 Maria=2 -> C Maria@1.10:05, R Maria@3.10",
		"1.10:05 -> +C Maria 4.10, R Maria@3.10" } },
	{ "P2 refused for good: not tried for ever", NULL,
	    { "1.09: a 4.10 Maria=1",
		"1.09:05 [fail] -> +C Maria 4.10, R Maria@3.10",
		"1.09:10 -> R Maria@3.10",
		"1.09:20: a 4.10 Maria=1 title=x -> R Maria@3.10" } },
	{ "P10 a confirmation up to a day late", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:05 [down]",
		"2.09:05 [up] -> +C Maria 4.10, R Maria@3.10" } },
	{ "P10 ... no longer; and no rescheduled in its stead", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:02: a 4.11 Maria=1",
		"1.09:10 [down] -> C Maria@1.09:07, R Maria@3.10",
		"2.09:08 [up] -> ~C Maria, R Maria@3.10",
		"2.09:09 -> R Maria@3.10" } },
	{ "P9 too late for the next opening: at once", NULL,
	    { "1.22: a 2.08:30 Maria=1 -> C Maria@1.22:05",
		"1.22:05 -> +C Maria 2.08:30" } },
	{ "P5 never when it has begun", NULL,
	    { "1.09: a 1.09:04 Maria=1 ->", "1.09:05 ->" } },
};

static const struct plan_story rescheduled[] = {
	{ "P7 told when the start is another one than was told", NULL,
	    { "1.09: a 4.10 Jo=1", "1.09:05 -> +C Jo 4.10, R Jo@3.10",
		"1.10: a 5.10 Jo=1 -> M Jo@1.10:05, R Jo@4.10",
		"1.10:05 -> +M Jo 5.10, R Jo@4.10",
		"1.11: a 5.11 Jo=1 -> M Jo@1.11:05, R Jo@4.10",
		"1.11:05 -> +M Jo 5.11, R Jo@4.10", "4.10 -> +R Jo 5.11",
		"4.12: a 6.11 Jo=1 -> M Jo@4.12:05, R Jo@5.10",
		"4.12:05 -> +M Jo 6.11, R Jo@5.10", "5.10 -> +R Jo 6.11" } },
	{ "P7 several moves make one, moved back none", NULL,
	    { "1.09 baseline: a 4.10 Maria=1",
		"1.10: a 5.10 Maria=1 -> M Maria@1.10:05, R Maria@4.10",
		"1.10:03: a 6.10 Maria=1 -> M Maria@1.10:08, R Maria@5.10",
		"1.10:08 -> +M Maria 6.10, R Maria@5.10",
		"1.11: a 7.10 Maria=1 -> M Maria@1.11:05, R Maria@6.10",
		"1.11:01: a 6.10 Maria=1 -> R Maria@5.10",
		"1.12 -> R Maria@5.10" } },
	{ "P7 a reminder tells the start, too", NULL,
	    { "1.09 baseline: a 4.10 Maria=1", "3.10 -> +R Maria 4.10",
		"3.11: a 4.12 Maria=1 -> M Maria@3.11:05",
		"3.11:01: a 4.10 Maria=1 ->" } },
	{ "P7 ... one that came when the rule was off, too", "C R=1d10 -M",
	    { "1.09: a 6.10 Jo=1", "1.09:05 -> +C Jo 6.10, R Jo@5.10",
		"1.10: a 5.10 Jo=1 -> R Jo@4.10", "4.10 [rule=M] -> +R Jo 5.10",
		"4.11: a 6.10 Jo=1 -> M Jo@4.11:05, R Jo@5.10",
		"4.11:05 -> +M Jo 6.10, R Jo@5.10" } },
	{ "P10 until the earlier of the two starts", NULL,
	    { "1.09 baseline: a 4.10 Maria=1",
		"3.21 [down]: a 6.10 Maria=1 -> M Maria@4.08, R Maria@5.10",
		"4.09:59 -> M Maria@4.08, R Maria@5.10",
		"4.10 [up] -> ~M Maria, R Maria@5.10",
		"4.11: a 6.10 Maria=1 -> R Maria@5.10",
		"5.10 -> +R Maria 6.10" } },
	{ "P9 at once where the next opening is too late", NULL,
	    { "1.09 baseline: a 4.08:30 Maria=1",
		"3.10 -> "
		"+R Maria 4.08:30",
		"3.21: a 4.15 Maria=1 -> M Maria@3.21:05",
		"3.21:05 -> +M Maria 4.15" } },
	{ "D7 future to past only cancels", NULL,
	    { "1.09 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"2.09: a 1.10 Maria=1 ->", "2.09:05 ->" } },
	{ "D7 past to future is new", NULL,
	    { "1.09 baseline: a 1.10 Maria=1 ->",
		"1.11: a 4.10 Maria=1 -> C Maria@1.11:05, R Maria@3.10",
		"1.11:05 -> +C Maria 4.10, R Maria@3.10" } },
	{ "P3 only for moves that were seen while the rule was on",
	    "C R=1d10 -M",
	    { "1.09 baseline: a 4.10 Maria=1",
		"1.10: a 5.10 Maria=1 -> R Maria@4.10",
		"1.11 [rule=M] -> R Maria@4.10",
		"1.12: a 5.11 Maria=1 -> M Maria@1.12:05, R Maria@4.10" } },
	{ "D7 a zone repair is told to nobody", NULL,
	    { "1.09 baseline: a 4.10 Maria=1", "3.10 -> +R Maria 4.10",
		"3.11: a 4.11 Maria=1 old ->", "3.12 ->" } },
	{ "D7 ... and what is pending is rewritten, late or not", NULL,
	    { "1.09 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"3.10 [down] -> R Maria@3.10",
		"3.10:30 [up]: a 4.11 Maria=1 old -> +R Maria 4.11" } },
	{ "D7d deleted and made anew is moved", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:05 -> +C Maria 4.10, R Maria@3.10",
		"1.10: b 5.10 Maria=1 -> M Maria@1.10:05, R Maria@4.10" } },
	{ "P2 refused for good: not tried for ever, but for the next move",
	    NULL,
	    { "1.09 baseline: a 4.10 Maria=1", "1.10: a 5.10 Maria=1",
		"1.10:05 [fail] -> +M Maria 5.10, R Maria@4.10",
		"1.10:06 -> R Maria@4.10",
		"1.10:20: a 6.10 Maria=1 -> M Maria@1.10:25, R Maria@5.10" } },
	{ "S3 unsure counts as handed over", NULL,
	    { "1.09 baseline: a 4.10 Maria=1", "1.10: a 5.10 Maria=1",
		"1.10:05 [unsure] -> +M Maria 5.10, R Maria@4.10",
		"1.10:06 -> R Maria@4.10" } },
};

static const struct plan_story reminder[] = {
	{ "P4 any number of steps", "R=3d09 R2=1d17:30 R3=120m",
	    { "1.09 baseline: a 6.10 Jo=1",
		"1.10 -> R Jo@3.09, R2 Jo@5.17:30, R3 Jo@6.08",
		"3.09 -> +R Jo 6.10, R2 Jo@5.17:30, R3 Jo@6.08",
		"5.17:30 -> +R2 Jo 6.10, R3 Jo@6.08", "6.08 -> +R3 Jo 6.10",
		"6.09 ->" } },
	{ "P4 it waits for a rescheduled, and is dropped behind it", NULL,
	    { "1.09 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"3.09:58: a 4.12 Maria=1 -> R Maria@3.10, M Maria@3.10:03",
		"3.10 -> R Maria@3.10, M Maria@3.10:03",
		"3.10:03 -> +M Maria 4.12", "3.10:04 ->" } },
	{ "P4 an hour before is far enough", NULL,
	    { "1.09 baseline: a 4.10 Maria=1",
		"3.08:55: a 4.12 Maria=1 -> M Maria@3.09, R Maria@3.10",
		"3.09 -> +M Maria 4.12, R Maria@3.10",
		"3.10 -> +R Maria 4.12" } },
	{ "P4 ... a minute later is not", NULL,
	    { "1.09 baseline: a 4.10 Maria=1",
		"3.08:56: a 4.12 Maria=1 -> M Maria@3.09:01, R Maria@3.10",
		"3.09:01 -> +M Maria 4.12" } },
	{ "P5 not when its time had passed", NULL,
	    { "3.10:01: a 4.10 Maria=1 -> C Maria@3.10:06",
		"3.10:06 -> +C Maria 4.10", "3.10:07 ->" } },
	{ "P5 nor when the rule is timed so since then", "R=1d10",
	    { "1.09 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"2.09 [rule=R=2d08] ->", "2.10 [rule=R=1d12] -> R Maria@3.12",
		"3.12 -> +R Maria 4.10" } },
	{ "P5 nor for one who came later", "R=1d10",
	    { "1.09 baseline: a 4.10 Maria=1; b 5.10 Eva=3",
		"3.11: a 4.10 Anna=2; b 5.10 Anna=2 -> R Anna@4.10" } },
	{ "P5 but a start that is back was known all the time", NULL,
	    { "1.09 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"3.09:58: a 4.12 Maria=1 -> R Maria@3.10, M Maria@3.10:03",
		"3.10 -> R Maria@3.10, M Maria@3.10:03",
		"3.10:02: a 4.10 Maria=1 -> +R Maria 4.10", "3.10:07 ->" } },
	{ "P4 short notice: at once", "R=1d10!",
	    { "1.09 baseline: a 1.17 Eva=2 ->",
		"3.12: a 1.17 Eva=2; b 4.10 Maria=1 -> +R Maria 4.10",
		"3.12:01 ->" } },
	{ "P4 ... for who takes a slot, too", "R=1d10!",
	    { "1.11 baseline: a 2.10 Eva=2 ->",
		"1.12: a 2.10 Maria=1 -> +R Maria 2.10" } },
	{ "P4 ... at the next opening", "R=1d10!",
	    { "1.09 baseline: a 1.17 Eva=2 ->",
		"3.21: b 4.10 Maria=1 -> R Maria@3.19:30",
		"4.08 -> +R Maria 4.10" } },
	{ "P4 ... and not when it is confirmed just now", "C R=1d10!",
	    { "1.09 baseline: ->",
		"3.12: b 4.10 Maria=1 -> R Maria@3.12, C Maria@3.12:05",
		"3.12:05 -> +C Maria 4.10", "3.12:10 ->" } },
	{ "P9 before opening, after closing", "R=30m R2=1d22 R3=1d06",
	    { "1.09 baseline: a 6.08:10 Maria=1 -> R Maria@5.08, "
	      "R3 Maria@5.08, R2 Maria@5.19:30" } },
	{ "P10 late as long as an hour remains", NULL,
	    { "1.09 baseline: a 4.12 Maria=1", "3.10 [down]",
		"4.11 [up] -> +R Maria 4.12" } },
	{ "P10 ... no longer", NULL,
	    { "1.09 baseline: a 4.12 Maria=1", "3.10 [down]",
		"4.11:01 [up] -> ~R Maria", "4.11:02 ->" } },
	{ "P10 ... half of a short lead", "R=60m",
	    { "1.09 baseline: a 4.12 Maria=1; b 4.13 Eva=2", "4.11:01 [down]",
		"4.11:30 [up] -> +R Maria 4.12, R Eva@4.12", "4.12 [down]",
		"4.12:31 [up] -> ~R Eva" } },
	{ "P10 what begins while it is pending has expired", NULL,
	    { "1.09 baseline: a 4.12 Maria=1", "3.10 [down]",
		"4.12 -> ~R Maria", "4.13 [up] ->" } },
	{ "C5 no SMS wanted", NULL,
	    { "1.09: a 4.12 Maria=1 -> C Maria@1.09:05, R Maria@3.10",
		"1.09:02: a 4.12 Maria=1 nosms ->",
		"1.09:04: a 4.12 Maria=1 -> C Maria@1.09:09, R Maria@3.10",
		"1.09:09 -> +C Maria 4.12, R Maria@3.10" } },
	{ "P15 nothing for all-day ones, unless a rule says so", NULL,
	    { "1.09: a 4.00 Maria=1 all-day ->", "1.10 ->",
		"1.11: a 4.12 Maria=1 -> C Maria@1.11:05, R Maria@3.10" } },
	{ "P1 a rule that goes takes its messages along", "R=1d10 R2=2d10",
	    { "1.09 baseline: a 4.12 Maria=1 -> R2 Maria@2.10, R Maria@3.10",
		"1.10 [rule=-R2] -> R Maria@3.10",
		"1.11 [rule=R2=2d10] -> R2 Maria@2.10, R Maria@3.10" } },
};

static const struct plan_story feedback[] = {
	{ "P8 off by default", NULL,
	    { "1.09 baseline: a 1.10 Maria=1 ->", "1.11 ->", "2.10 ->" } },
	{ "P8 the day after, and again without a reply", "F=1d10 U=24h",
	    { "1.09 baseline: a 1.10 Maria=1; b 1.11 Eva=2 -> "
	      "F Maria@2.10, F Eva@2.10",
		"2.10 -> +F Maria 1.10, +F Eva 1.11, U Maria@3.10, "
		"U Eva@3.10",
		"2.12 [reply=2] -> U Maria@3.10", "3.10 -> +U Maria 1.10",
		"3.11 ->", "4.10 ->" } },
	{ "P8 a reply before the feedback is none to it", "F=1d10 U=24h",
	    { "1.09 baseline: a 1.10 Maria=1", "2.09 [reply=1]",
		"2.10 -> +F Maria 1.10, U Maria@3.10",
		"3.10 -> +U Maria 1.10" } },
	{ "P8 24 h after the hand-over, within the window", "F=1d10 U=24h",
	    { "1.09 baseline: a 1.10 Maria=1", "2.10 [down]",
		"2.19 [up] -> +F Maria 1.10, U Maria@3.19",
		"3.19 -> +U Maria 1.10" } },
	{ "P8 no followup of what was not handed over", "F=1d10 U=24h",
	    { "1.09 baseline: a 1.10 Maria=1", "2.10 [fail] -> +F Maria 1.10",
		"3.10 ->" } },
	{ "P8 one in seven days", "F=1d10",
	    { "1.09 baseline: a 1.10 Maria=1; b 3.10 Maria=1; "
	      "c 7.11 Maria=1; d 8.10 Maria=1 -> F Maria@2.10, F Maria@9.10",
		"2.10 -> +F Maria 1.10, F Maria@9.10", "9.10 -> +F Maria 8.10",
		"10.10 ->" } },
	{ "P8 ... the next takes over from one that is gone", "F=1d10",
	    { "1.09 baseline: a 2.10 Maria=1; b 3.10 Maria=1 -> "
	      "F Maria@3.10",
		"1.10: b 3.10 Maria=1; a 2.10 Maria=1 off -> F Maria@4.10" } },
	{ "P8 ... of one appointment, too", "F=1d10 F2=3d10 F3=10d10",
	    { "1.09 baseline: a 1.10 Maria=1 -> "
	      "F Maria@2.10, F3 Maria@11.10",
		"2.10 -> +F Maria 1.10, F3 Maria@11.10",
		"11.10 -> +F3 Maria 1.10" } },
	{ "P8 ... the earliest, whatever its step", "F=7d10 F2=2d09",
	    { "1.09 baseline: a 1.10 Maria=1; b 1.16 Maria=1 -> "
	      "F2 Maria@3.09",
		"3.09 -> +F2 Maria 1.10", "8.10 ->" } },
	{ "P8 ... when its time is corrected behind it", "F=1d10 U=24h",
	    { "1.09 baseline: a 1.10 Maria=1",
		"2.10 -> +F Maria 1.10, U Maria@3.10",
		"2.11: a 1.10:30 Maria=1 ->", "3.10 ->" } },
	{ "P8 it is behind the end", "F=0d18",
	    { "1.09 baseline: a 1.17 Maria=1 end=1.18; "
	      "b 1.17 Eva=2 end=1.17:59 -> F Eva@1.18, F Maria@2.18" } },
	{ "D6 nothing of what ended before the baseline", "F=3d10",
	    { "1.09 baseline: a 0.10 Maria=1; b 1.08:50 Eva=2; "
	      "c 0.23 Anna=3 end=1.08 -> F Eva@4.10" } },
	{ "P5 nor when its time had passed", "F=1d10",
	    { "3.09: a 1.10 Maria=1 ->", "3.10 ->" } },
	{ "P5 nor when the rule is on since then", "-F -U",
	    { "1.09 baseline: a 1.10 Maria=1; b 2.10 Eva=2 ->",
		"2.11 [rule=F=1d10] -> F Eva@3.10", "3.10 -> +F Eva 2.10" } },
	{ "P10 feedback up to two days late", "F=1d10",
	    { "1.09 baseline: a 1.10 Maria=1", "2.10 [down]",
		"4.10 [up] -> +F Maria 1.10" } },
	{ "P10 ... no longer", "F=1d10",
	    { "1.09 baseline: a 1.10 Maria=1", "2.10 [down]",
		"4.10:01 [up] -> ~F Maria" } },
	{ "P9 it moves to the next opening", "F=1d21",
	    { "1.09 baseline: a 1.10 Maria=1 -> F Maria@3.08" } },
};

static const struct plan_story operator[] = {
	{ "an operator's cancel stays, the next change is told", NULL,
	    { "1.09: a 4.10 Jo=1 -> C Jo@1.09:05, R Jo@3.10",
		"1.09:02 [cancel=1] ->", "1.10: a 4.10 Jo=1 title=x ->",
		"1.11: a 5.10 Jo=1 -> M Jo@1.11:05, R Jo@4.10",
		"1.11:05 -> +M Jo 5.10, R Jo@4.10", "1.12 [cancel=1] ->",
		"1.13: ->", "1.13:20 prove ->" } },
	{ "... no twin takes it", NULL,
	    { "1.09 baseline: a 4.10 Jo=1 -> R Jo@3.10", "1.10 [cancel=1] ->",
		"1.11 baseline: a 4.10 Jo=1; b 4.10 Jo=1 ->" } },
	{ "D9 what is released stays so, until it tells another start", NULL,
	    { "1.09: a 4.10 Jo=1",
		"1.09:01 [mass=0] -> C Jo@1.09:05 (mass), R Jo@3.10",
		"1.09:02 [release=1] -> C Jo@1.09:05, R Jo@3.10",
		"1.09:03: a 4.11 Jo=1 -> C Jo@1.09:08 (mass), R Jo@3.10",
		"1.09:08 [release=1] -> +C Jo 4.11, R Jo@3.10" } },
	{ "F8 ... what holds it besides goes first", NULL,
	    { "1.09 baseline: a 4.10 Jo=1 -> R Jo@3.10",
		"1.10 [stale] -> R Jo@3.10 (stale)",
		"1.11 [release=1] -> R Jo@3.10 (stale)" } },
};

static const struct plan_story others[] = {
	{ "P11 opted out: nothing; and in again", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:01 [stop=1] ->", "1.09:05 ->",
		"2.09 [start=1] -> +C Maria 4.10, R Maria@3.10",
		"2.09:10 [stop=1] ->", "3.10 ->" } },
	{ "P13 a cancellation for those who were told", "C R=1d10 X",
	    { "1.09: a 4.10 Maria=1; b 5.10 Eva=2",
		"1.09:05: a 4.10 Maria=1; b 5.10 Eva=2; c 6.10 Jo=3",
		"1.09:06: a 4.10 Maria=1 off; b 5.10 Eva=2; c 6.10 Jo=3 off",
		"1.09:10 -> X Maria@1.09:11, R Eva@4.10",
		"1.09:11 -> +X Maria 4.10, R Eva@4.10",
		"1.09:12 -> R Eva@4.10" } },
	{ "P13 off by default", NULL,
	    { "1.09: a 4.10 Maria=1",
		"1.09:05 -> "
		"+C Maria 4.10, R Maria@3.10",
		"1.10: a 4.10 Maria=1 off ->" } },
	{ "P13 back before it is told: nothing", "C R=1d10 X",
	    { "1.09: a 4.10 Maria=1", "1.09:05",
		"1.10: a 4.10 Maria=1 off -> X Maria@1.10:05",
		"1.10:04: a 4.10 Maria=1 -> R Maria@3.10",
		"1.10:10 -> R Maria@3.10" } },
	{ "D7 back after it is told: new, and cancelled anew", "C R=1d10 X",
	    { "1.09: a 4.10 Maria=1", "1.09:05", "1.10: a 4.10 Maria=1 off",
		"1.10:05 -> +X Maria 4.10",
		"1.11: a 4.10 Maria=1 -> C Maria@1.11:05, R Maria@3.10",
		"1.11:04: a 4.10 Maria=1 off ->", "1.11:10 ->",
		"1.12: a 4.10 Maria=1 -> C Maria@1.12:05, R Maria@3.10",
		"1.12:05 -> +C Maria 4.10, R Maria@3.10",
		"1.13: a 4.10 Maria=1 off -> X Maria@1.13:05",
		"1.13:05 -> +X Maria 4.10" } },
	{ "P13 only of what was seen while the rule was on", "C R=1d10 -X",
	    { "1.09: a 4.10 Maria=1; b 5.10 Eva=2", "1.09:05",
		"1.10: a 4.10 Anna=3; b 5.10 Eva=2 off -> "
		"C Anna@1.10:05, R Anna@3.10",
		"1.10:05", "1.11 [rule=X] -> R Anna@3.10",
		"1.12: a 4.10 Anna=3 title=x; b 5.10 Eva=2 off -> "
		"R Anna@3.10" } },
	{ "P10 a cancellation until the start that was told", "C R=1d10 X",
	    { "1.09: a 4.10 Maria=1", "1.09:05",
		"3.12 [down]: a 4.10 Maria=1 off -> X Maria@3.12:05",
		"4.09:59 [up] -> +X Maria 4.10" } },
	{ "P10 ... no longer", "C R=1d10 X",
	    { "1.09: a 4.10 Maria=1", "1.09:05",
		"3.12 [down]: a 4.10 Maria=1 off -> X Maria@3.12:05",
		"4.10 [up] -> ~X Maria", "4.11 ->" } },
	{ "F8 stale: held, and released", NULL,
	    { "1.09 baseline: a 4.10 Maria=1",
		"3.09 [stale] -> "
		"R Maria@3.10 (stale)",
		"3.10 -> R Maria@3.10 (stale)",
		"3.11 [fresh] -> "
		"+R Maria 4.10" } },
	{ "F8 ... or not, when it is too late", NULL,
	    { "1.09 baseline: a 4.10 Maria=1", "3.09 [stale]",
		"4.09:30 -> ~R Maria" } },
	{ "D7 missing: held; begun meanwhile: live", "R=30m F=1d10",
	    { "1.09 baseline: a 4.10 Maria=1",
		"4.09:20: -> R Maria@4.09:30 (missing), "
		"F Maria@5.10 (missing)",
		"4.10 prove -> ~R Maria, F Maria@5.10",
		"5.10 -> +F Maria 4.10" } },
};

static const struct plan_story twins[] = {
	{ "P2 two entries for one person at one time: one message", NULL,
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1 -> "
	      "C Maria@1.09:05, R Maria@3.10",
		"1.09:05 -> +C Maria 4.10, R Maria@3.10",
		"1.10: a 4.10 Maria=1; b 4.10 Maria=1; c 4.10 Maria=1 -> "
		"R Maria@3.10",
		"1.11 -> R Maria@3.10", "3.10 -> +R Maria 4.10", "3.11 ->" } },
	{ "P2 the twin takes over what is pending", NULL,
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1",
		"1.09:04: b 4.10 Maria=1; a 4.10 Maria=1 off -> "
		"C Maria@1.09:05, R Maria@3.10",
		"1.09:05 -> +C Maria 4.10, R Maria@3.10" } },
	{ "P2 one that has nothing to say is no twin", "C?title_x R=1d10",
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1 title=x -> "
	      "C Maria@1.09:05, R Maria@3.10" } },
	{ "P2 ... nor is an all-day one", "C R=1d10",
	    { "1.09: a 4.00 Maria=1 all-day; b 4.00 Maria=1 -> "
	      "C Maria@1.09:05, R Maria@3.10" } },
	{ "P2 ... and not what was told", NULL,
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1", "1.09:05",
		"1.10: b 4.10 Maria=1; a 4.10 Maria=1 off -> R Maria@3.10",
		"1.11 -> R Maria@3.10" } },
	{ "P2 but who comes when it is gone is new", NULL,
	    { "1.09: a 4.10 Maria=1", "1.09:05", "1.10: a 4.10 Maria=1 off ->",
		"1.11: b 4.10 Maria=1 -> "
		"C Maria@1.11:05, R Maria@3.10" } },
	{ "P2 one of two moves: the old start still holds", NULL,
	    { "1.09 baseline: a 4.10 Maria=1; b 4.10 Maria=1",
		"1.10: a 5.10 Maria=1; b 4.10 Maria=1 -> "
		"R Maria@3.10, R Maria@4.10" } },
	{ "P2 ... and was told of by the one that moves", NULL,
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1", "1.09:05",
		"1.10: a 5.10 Maria=1; b 4.10 Maria=1 -> "
		"R Maria@3.10, R Maria@4.10",
		"1.10:10 -> R Maria@3.10, R Maria@4.10" } },
	{ "P2 both move: one rescheduled", NULL,
	    { "1.09 baseline: a 4.10 Maria=1; b 4.10 Maria=1",
		"1.10: a 5.10 Maria=1; b 5.10 Maria=1 -> "
		"M Maria@1.10:05, R Maria@4.10",
		"1.10:05 -> +M Maria 5.10, R Maria@4.10",
		"1.11 -> R Maria@4.10" } },
	{ "P2 ... one behind the other", NULL,
	    { "1.09 baseline: a 4.10 Maria=1; b 4.10 Maria=1",
		"1.10: a 4.10 Maria=1; b 5.10 Maria=1 -> "
		"R Maria@3.10, R Maria@4.10",
		"1.11: a 5.10 Maria=1; b 5.10 Maria=1 -> "
		"M Maria@1.11:05, R Maria@4.10",
		"1.11:05 -> +M Maria 5.10, R Maria@4.10" } },
	{ "P2 both move before they are told: one confirmation", NULL,
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1",
		"1.09:02: a 5.10 Maria=1; b 5.10 Maria=1 -> "
		"C Maria@1.09:07, R Maria@4.10",
		"1.09:07 -> +C Maria 5.10, R Maria@4.10" } },
	{ "P2 moved onto another one: the old start is off all the same", NULL,
	    { "1.09 baseline: a 4.10 Maria=1; b 5.10 Maria=1",
		"1.10: a 5.10 Maria=1; b 5.10 Maria=1 -> "
		"M Maria@1.10:05, R Maria@4.10" } },
	{ "P13 a twin at the told start: no cancellation", "C R=1d10 X",
	    { "1.09: a 4.10 Maria=1; b 4.10 Maria=1", "1.09:05",
		"1.10: b 4.10 Maria=1; a 4.10 Maria=1 off -> "
		"R Maria@3.10" } },
	{ "P4 a twin's word drops the reminder, too", NULL,
	    { "3.08 baseline: a 4.10 Maria=1 -> R Maria@3.10",
		"3.09:30: a 4.10 Maria=1; b 5.10 Maria=1 -> "
		"C Maria@3.09:35, R Maria@3.10, R Maria@4.10",
		"3.09:33: a 4.10 Maria=1; b 4.10 Maria=1 -> "
		"R Maria@3.10" } },
};

/* Time goes by, and people change what was said. */
static const struct plan_story in_time[] = {
	{ "back and forth before the settle time is over: nothing", NULL,
	    { "1.09 baseline: a 5.10 Jo=1 -> R Jo@4.10",
		"1.10: a 6.10 Jo=1 -> M Jo@1.10:05, R Jo@5.10",
		"1.10:03: a 5.10 Jo=1 -> R Jo@4.10",
		"1.10:05: a 6.10 Jo=1 -> M Jo@1.10:10, R Jo@5.10",
		"1.10:08: a 5.10 Jo=1 -> R Jo@4.10", "1.11 -> R Jo@4.10" } },
	{ "back and forth, told each time", NULL,
	    { "1.09 baseline: a 5.10 Jo=1 -> R Jo@4.10", "1.10: a 6.10 Jo=1",
		"1.10:05 -> +M Jo 6.10, R Jo@5.10", "1.11: a 5.10 Jo=1",
		"1.11:05 -> +M Jo 5.10, R Jo@4.10", "1.12: a 6.10 Jo=1",
		"1.12:05 -> +M Jo 6.10, R Jo@5.10" } },
	{ "across the reminder time: nearer, so that it had passed", NULL,
	    { "1.09 baseline: a 5.15 Jo=1 -> R Jo@4.10",
		"1.11: a 2.09 Jo=1 -> M Jo@1.11:05", "1.11:05 -> +M Jo 2.09",
		"1.12 ->", "2.09 ->" } },
	{ "... farther, when it had gone out", NULL,
	    { "1.09 baseline: a 3.15 Jo=1", "2.10 -> +R Jo 3.15",
		"2.11: a 6.15 Jo=1 -> M Jo@2.11:05, R Jo@5.10",
		"2.11:05 -> +M Jo 6.15, R Jo@5.10", "5.10 -> +R Jo 6.15" } },
	{ "... and back, when it had gone out: not again", NULL,
	    { "1.09 baseline: a 3.15 Jo=1", "2.10 -> +R Jo 3.15",
		"2.11: a 6.15 Jo=1", "2.11:05 -> +M Jo 6.15, R Jo@5.10",
		"2.12: a 3.15 Jo=1 -> M Jo@2.12:05", "2.12:05 -> +M Jo 3.15",
		"3.15 ->" } },
	{ "down for hours: a reminder is late", NULL,
	    { "1.09 baseline: a 3.15 Jo=1 -> R Jo@2.10",
		"2.19:59 -> +R Jo 3.15" } },
	{ "down for days: up again in time", NULL,
	    { "1.09 baseline: a 6.15 Jo=1; b 3.15 Eva=2; c 4.09 Anna=3",
		"6.08 -> +R Jo 6.15, ~R Eva, ~R Anna", "6.14 ->" } },
	{ "... at night: when the window opens", NULL,
	    { "1.09 baseline: a 6.15 Jo=1; b 5.08 Eva=2",
		"6.03 -> ~R Eva, R Jo@5.10", "6.08 -> +R Jo 6.15" } },
	{ "... moved meanwhile, more than once: one word", NULL,
	    { "1.09 baseline: a 9.15 Jo=1", "1.10: a 8.15 Jo=1",
		"4.10: a 7.15 Jo=1 -> M Jo@4.10:05, R Jo@6.10",
		"4.10:05 -> +M Jo 7.15, R Jo@6.10" } },
	{ "all-day, where a rule is for it", "R=1d10?all-day F=1d10?all-day C",
	    { "1.09: a 4.00 Jo=1 all-day end=6.00 -> R Jo@3.10, F Jo@6.10",
		"3.10 -> +R Jo 4.00, F Jo@6.10", "6.10 -> +F Jo 4.00" } },
	{ "... and then at a time", "R=1d10?all-day R=1d12 C M",
	    { "1.09: a 4.00 Jo=1 all-day end=5.00 -> R Jo@3.10",
		"1.10: a 4.15 Jo=1 -> C Jo@1.10:05, R Jo@3.12",
		"1.10:05 -> +C Jo 4.15, R Jo@3.12" } },
	{ "at night: reminded the day before, told at once or by day", NULL,
	    { "1.09: a 3.02 Jo=1 -> C Jo@1.09:05, R Jo@2.10",
		"1.22: a 3.02 Jo=1; b 2.03 Eva=2 -> "
		"C Jo@1.09:05, C Eva@1.22:05, R Jo@2.10",
		"1.22:05 -> +C Eva 2.03, C Jo@1.09:05, R Jo@2.10",
		"2.08 -> +C Jo 3.02, R Jo@2.10", "2.10 -> +R Jo 3.02" } },
	{ "on a week-end that is closed", "C R=1d10 F=1d10",
	    { "1.09 baseline: ->",
		"1.10 [window=mon-fri08:00-20:00]: a 5.15 Jo=1; "
		"b 2.15 Eva=2 -> R Eva@1.10, C Jo@1.10:05, C Eva@1.10:05, "
		"R Jo@2.10, F Eva@5.08, F Jo@6.10",
		"1.10:05 -> +C Jo 5.15, +C Eva 2.15, R Jo@2.10, F Eva@5.08, "
		"F Jo@6.10",
		"2.20 -> R Jo@2.10, F Eva@5.08, F Jo@6.10",
		"5.07:59 -> R Jo@2.10, F Eva@5.08, F Jo@6.10",
		"5.08 -> +R Jo 5.15, +F Eva 2.15, F Jo@6.10" } },
	{ "switched on in mid-run", "-R -C -F",
	    { "1.09 baseline: a 3.09 Jo=1; b 2.09 Eva=2; c 1.08:40 Anna=3 ->",
		"1.10 [rule=R=1d10] -> +R Eva 2.09, R Jo@2.10",
		"1.11 [rule=R=1d09] -> R Jo@2.09", "1.12 [rule=R=2d09] ->",
		"1.13 [rule=R=18h] -> R Jo@2.15" } },
	{ "a number is added", NULL,
	    { "1.09: a 4.10 title=Jo ->",
		"1.10: a 4.10 Jo=1 -> C Jo@1.10:05, R Jo@3.10",
		"1.10:05 -> +C Jo 4.10, R Jo@3.10" } },
	{ "a number is swapped with another one's", "C R=1d10 M X",
	    { "1.09: a 4.10 Jo=1; b 5.10 Eva=2", "1.09:05",
		"1.10: a 4.10 Jo=2; b 5.10 Eva=1 -> C Jo@1.10:05, "
		"C Eva@1.10:05, R Jo@3.10, R Eva@4.10",
		"1.10:05 -> +C Jo 4.10, +C Eva 5.10, R Jo@3.10, R Eva@4.10",
		"1.10:06 -> R Jo@3.10, R Eva@4.10" } },
};

static void
play(const struct plan_story *s)
{
	struct practice *p = mem_zero(1, sizeof(*p));
	char name[120];

	practice_open(p, s->rules, zone_utc());
	for (size_t i = 0; s->lines[i] != NULL; i++) {
		const char *want = strstr(s->lines[i], " ->");

		snprintf(name, sizeof(name), "%s: %zu", s->name, i + 1);
		practice_step(p, s->lines[i]);
		if (want != NULL)
			SAME(buf_cstr(&p->said), want + 3 + (want[3] == ' '),
			    name);
	}
	snprintf(name, sizeof(name), "%s: run again, nothing to say", s->name);
	EQUAL(p->unstable, 0, name);
	snprintf(name, sizeof(name), "%s: as the claim sees it", s->name);
	EQUAL(p->backs, 0, name);
	practice_close(p);
	free(p);
}

static void
play_all(const struct plan_story *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		play(&v[i]);
}

#define PLAY(v) play_all((v), sizeof(v) / sizeof((v)[0]))

int
main(void)
{
	PLAY(confirmation);
	PLAY(rescheduled);
	PLAY(reminder);
	PLAY(feedback);
	PLAY(operator);
	PLAY(others);
	PLAY(twins);
	PLAY(in_time);
	return t_done();
}

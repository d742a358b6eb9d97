/* SPDX-License-Identifier: ISC */
#include "domain/horizon.h"

#include "t.h"

/* A feed's distance each day, and the day on which a horizon is proposed. */
static const struct {
	const char *name;
	int64_t ahead[20]; /* 0: none; the days from 100 on */
	int64_t days;      /* how many of them */
	int64_t on, want;  /* first proposed then, and what; 0: never */
} cases[] = {
	{ "D5 always sixty days: after a week",
	    { 60, 60, 60, 60, 60, 60, 60, 60, 60 }, 9, 107, 61 },
	{ "D5 nothing is shown anew on weekends",
	    { 60, 59, 58, 60, 60, 60, 60, 60, 59, 58 }, 10, 107, 61 },
	{ "D5 it is looked at first on a Sunday",
	    { 58, 60, 60, 60, 60, 60, 59, 58, 60 }, 9, 107, 61 },
	{ "D5 a far single event comes nearer each day",
	    { 90, 89, 88, 87, 86, 85, 84, 83, 82, 81, 80, 79 }, 12, 0, 0 },
	{ "D5 a new far one begins it anew",
	    { 60, 60, 60, 60, 60, 90, 89, 88, 87, 86, 85, 84 }, 12, 0, 0 },
	{ "D5 a practice that is booked for days",
	    { 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 }, 10, 0, 0 },
	{ "D5 an empty feed", { 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 9, 0, 0 },
	{ "D5 half a year, and the holidays at its end",
	    { 183, 182, 181, 180, 179, 183, 183, 183, 183 }, 9, 107, 184 },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct horizon h = { 0, 0 };
		int64_t on = 0, got = 0;
		for (int64_t k = 0; k < cases[i].days && got == 0; k++) {
			horizon_step(&h, cases[i].ahead[k], 100 + k);
			got = horizon_proposal(&h, 100 + k);
			on = got != 0 ? 100 + k : 0;
		}
		EQUAL(on, cases[i].on, cases[i].name);
		EQUAL(got, cases[i].want, "... so far");
	}
	struct horizon h = { 0, 0 };
	OK(horizon_step(&h, 60, 100), "the first day is written");
	OK(!horizon_step(&h, 60, 101), "... the second need not be");
	OK(horizon_step(&h, 0, 102) && h.days == 0 && h.on == 0,
	    "none: nothing is known");
	return t_done();
}

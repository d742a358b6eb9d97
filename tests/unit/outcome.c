/* SPDX-License-Identifier: ISC */
#include "domain/outcome.h"

#include "t.h"

static const struct outcome transient = { .class = OUTCOME_TRANSIENT };

static void
test_wait(void)
{
	static const int64_t want[] = { 60, 300, 900, 3600, 3600 };
	struct outcome o = transient;

	for (int i = 0; i < 5; i++)
		t_ok(outcome_wait(&o, i, 0) == want[i], __FILE__, __LINE__,
		    "try %d waits %lld s", i + 1, (long long)want[i]);
	for (uint32_t random = 0; random < 4000; random += 37)
		if (outcome_wait(&o, 1, random) < 300 ||
		    outcome_wait(&o, 1, random) >= 375)
			OK(false, "a quarter more at most");
	OK(outcome_wait(&o, 1, 7) == 307, "spread by chance");
	o.retry_after_s = 400;
	EQUAL(outcome_wait(&o, 1, 0), 400, "not less than is asked for");
	EQUAL(outcome_wait(&o, 2, 0), 900, "... nor less than ours");
	o.retry_after_s = 1000000;
	EQUAL(outcome_wait(&o, 1, 0), 86400, "a day at most");
	o = transient;
	o.throttled = true;
	EQUAL(outcome_wait(&o, 0, 5), 10, "throttled: 10 s");
	EQUAL(outcome_wait(&o, 2, 5), 10, "... three times");
	EQUAL(outcome_wait(&o, 3, 0), 60, "... and then as the others");
	o.retry_after_s = 30;
	EQUAL(outcome_wait(&o, 0, 5), 30, "... or as it asks");
}

static void
test_hold(void)
{
	struct outcome o = { .class = OUTCOME_HOLD };

	EQUAL(outcome_hold(&o, 0), 300, "a hold: 5 min");
	EQUAL(outcome_hold(&o, 300), 900, "... 15 min");
	EQUAL(outcome_hold(&o, 900), 3600, "... an hour");
	EQUAL(outcome_hold(&o, 3600), 3600, "... and no more");
	o = transient;
	EQUAL(outcome_hold(&o, 0), 60, "a gateway that is down: a minute");
	EQUAL(outcome_hold(&o, 60), 300, "... 5 min");
	o.retry_after_s = 7200;
	EQUAL(outcome_hold(&o, 0), 7200, "... or as it asks");
}

static void
test_detail(void)
{
	struct outcome o = { .detail = "" };
	char big[600];

	outcome_detail(&o, "%d: %s", 4002, "no");
	outcome_words(&o, "number +43 6641234567 of 1234, 12345");
	SAME(o.detail,
	    "4002: no (number +43 \xe2\x80\xa6 of 1234, \xe2\x80\xa6)",
	    "long numbers are not repeated");
	outcome_detail(&o, "x");
	outcome_words(&o, NULL);
	outcome_words(&o, "");
	SAME(o.detail, "x", "no words");

	memset(big, 'a', sizeof(big));
	memcpy(big + 198, "\xc3\xa4", 2);
	big[500] = '\0';
	outcome_detail(&o, "%s", big);
	EQUAL((long long)strlen(o.detail), 198, "no torn character");
}

int
main(void)
{
	test_wait();
	test_hold();
	test_detail();
	SAME(outcome_name(OUTCOME_UNKNOWN), "unknown", "names");
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "util/tzrule.h"

#include "t.h"

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	return civil_seconds(
	    &(struct civil){ year, month, day, hour, minute, 0 });
}

static void
test_rule(void)
{
	static const char *const good[] = { "UTC0", "<+0330>-3:30",
		"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EST5EDT,M3.2.0,M11.1.0",
		"IST-1GMT0,M10.5.0,M3.5.0/1", "XXX3:15:10YYY-1,J1/167,365/-167",
		"EST5EDT,0/0,J365/25" };
	static const char *const bad[] = { "U0", "UTC", "UTC0 ", "<+033-3",
		"<+0>1", "UTC25", "UTC-24:60", "EST5EDT", "EST5EDT,M3.2.0",
		"EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
		"EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J3", "EST5EDT,366,J3",
		"EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M11.1.0,",
		"EST5EDT,M3.2.0,M11.1.0/", "EST99999999999999999EDT", ":UTC" };
	struct tzrule r;
	struct zone_step s;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		t_ok(tzrule_parse(good[i], &r), __FILE__, __LINE__, "rule %s",
		    good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		t_ok(!tzrule_parse(bad[i], &r), __FILE__, __LINE__,
		    "no rule %s", bad[i]);

	OK(tzrule_parse("EST5EDT,0/0,J365/25", &r) &&
		tzrule_offset(&r, utc(2026, 1, 1, 5, 0)) == -4 * 3600 &&
		tzrule_offset(&r, utc(2027, 1, 1, 4, 0)) == -4 * 3600 &&
		!tzrule_next(&r, utc(2026, 6, 1, 0, 0), &s),
	    "daylight saving all the year");
	OK(tzrule_parse("AAA0BBB,J60/0,59/0", &r) &&
		tzrule_next(&r, utc(2028, 2, 1, 0, 0), &s) &&
		s.at == utc(2028, 2, 28, 23, 0) && s.offset_s == 0 &&
		tzrule_next(&r, s.at, &s) && s.at == utc(2028, 3, 1, 0, 0),
	    "J leaves out the leap day, n does not");
	OK(tzrule_parse("AAA0BBB,M4.1.0/-24,M10.1.0/26", &r) &&
		tzrule_next(&r, utc(2026, 1, 1, 0, 0), &s) &&
		s.at == utc(2026, 4, 4, 0, 0) && tzrule_next(&r, s.at, &s) &&
		s.at == utc(2026, 10, 5, 1, 0),
	    "hours below zero and beyond a day");
}

int
main(void)
{
	test_rule();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/window.h"

#include "t.h"

/* Texts, and how they come out again. */
static void
test_good(void)
{
	static const char *const t[][2] = {
		{ "08:00-20:00", "08:00-20:00" },
		{ " 8:00 - 20:00 ", "08:00-20:00" },
		{ "mon-sun 08:00-20:00", "08:00-20:00" },
		{ "mon-fri 08:00-20:00, sat 09:00-12:00",
		    "mon-fri 08:00-20:00, sat 09:00-12:00" },
		{ "sat 9:00-12:00,Monday-FRI 08:00-20:00",
		    "mon-fri 08:00-20:00, sat 09:00-12:00" },
		{ "fri-mon 10:00-24:00, tue closed",
		    "mon 10:00-24:00, fri-sun 10:00-24:00" },
		{ "wed 00:00-00:01", "wed 00:00-00:01" },
		{ "mon 08:00-12:00, tue 08:00-12:00, wed 08:00-12:01",
		    "mon-tue 08:00-12:00, wed 08:00-12:01" },
		{ "00:00-24:00", "00:00-24:00" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct window w, again;
		struct err e = ERR_INIT;
		struct buf b = BUF_INIT;

		OK(window_parse(t[i][0], &w, &e) == 0, t[i][0]);
		window_render(&b, &w);
		SAME(buf_cstr(&b), t[i][1], "... comes out");
		OK(window_parse(buf_cstr(&b), &again, &e) == 0 &&
			memcmp(&w, &again, sizeof(w)) == 0,
		    "... and goes in again");
		buf_free(&b);
	}
}

static void
test_bad(void)
{
	static const struct {
		const char *text, *says;
	} t[] = {
		{ "", "character 1: allowed are mon, tue" },
		{ "   ", "character 4: allowed are mon" },
		{ "mon", "character 4: allowed is a time" },
		{ "mon-", "character 5: allowed are mon" },
		{ "mon-fri 08:00", "character 14: allowed is '-'" },
		{ "mon-fri 08:00-", "character 15: allowed is a time" },
		{ "mon-fri 8-20", "character 9: allowed is a time" },
		{ "mondays 08:00-20:00", "character 1: allowed are mon" },
		{ "mo 08:00-20:00", "character 1: allowed are mon" },
		{ "mon 24:00-24:00", "character 5: a day has" },
		{ "mon 08:00-24:01", "character 11: a day has" },
		{ "mon 08:60-20:00", "character 5: a day has" },
		{ "mon 08:000-20:00", "character 5: allowed is a time" },
		{ "mon 20:00-08:00", "character 11: a day must close" },
		{ "mon 08:00-08:00", "character 11: a day must close" },
		{ "mon 08:00-12:00 tue 08:00-12:00",
		    "character 17: allowed is ','" },
		{ "mon 08:00-12:00,", "character 17: allowed are mon" },
		{ "mon 08:00-12:00, mon 14:00-18:00",
		    "character 18: each day" },
		{ "mon 08:00-12:00, 08:00-12:00", "character 18: each day" },
		{ "mon-sun closed", "character 1: at least one day" },
		{ "mon closedx", "character 5: allowed is a time" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct window w = window_default;
		struct err e = ERR_INIT;

		t_ok(window_parse(t[i].text, &w, &e) == -1 &&
			e.kind == ERR_USAGE && strstr(e.msg, t[i].says) &&
			memcmp(&w, &window_default, sizeof(w)) == 0,
		    __FILE__, __LINE__, "refused: '%s' (%s)", t[i].text, e.msg);
	}
}

int
main(void)
{
	struct buf b = BUF_INIT;
	struct window none = { .day = { { 0, 0 } } };

	test_good();
	test_bad();
	window_render(&b, &window_default);
	SAME(buf_cstr(&b), "08:00-20:00", "built in");
	buf_reset(&b);
	window_render(&b, &none);
	SAME(buf_cstr(&b), "closed", "no day is open");
	buf_free(&b);
	return t_done();
}

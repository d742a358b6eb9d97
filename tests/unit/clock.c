/* SPDX-License-Identifier: ISC */
#include "util/clock.h"

#include "t.h"

static void
parse(const char *text, int64_t want, bool ok)
{
	struct err e = ERR_INIT;
	int64_t at = 4711;
	int r = clock_parse(text, &at, &e);

	if (ok)
		t_ok(r == 0 && at == want && e.kind == ERR_NONE, __FILE__,
		    __LINE__, "time '%s'", text);
	else
		t_ok(r == -1 && at == 4711 && e.kind == ERR_USAGE, __FILE__,
		    __LINE__, "no time '%s'", text);
}

static void
iso(int64_t at, int offset, const char *want)
{
	char text[CLOCK_TEXT];

	clock_iso(at, offset, text);
	SAME(text, want, want);
}

int
main(void)
{
	OK(!clock_frozen() && clock_now() > 1700000000, "it runs");
	int64_t mono = clock_mono_ms();
	clock_freeze(1750000000);
	OK(clock_frozen(), "frozen");
	EQUAL(clock_now(), 1750000000, "there");
	OK(clock_mono_ms() >= mono, "durations go on");

	parse("1750000000", 1750000000, true);
	parse("-1", -1, true);
	parse("0", 0, true);
	parse("2025-06-15T15:06:40Z", 1750000000, true);
	parse("2025-06-15t15:06:40z", 1750000000, true);
	parse("2025-06-15 17:06:40+02:00", 1750000000, true);
	parse("2025-06-15T17:06:40+0200", 1750000000, true);
	parse("2025-06-15T10:06:40-05:00", 1750000000, true);
	parse("2025-06-15T20:51:40+05:45", 1750000000, true);
	parse("2025-06-15T15:06Z", 1749999960, true);
	parse("2024-02-29T00:00:00Z", 1709164800, true);

	parse("", 0, false);
	parse("now", 0, false);
	parse("1750000000x", 0, false);
	parse("2025-06-15", 0, false);
	parse("2025-06-15T15:06:40", 0, false);
	parse("2025-06-15T15Z", 0, false);
	parse("2025-6-15T15:06Z", 0, false);
	parse("2025-02-29T00:00:00Z", 0, false);
	parse("2025-06-15T24:00:00Z", 0, false);
	parse("2025-06-15T15:06:60Z", 0, false);
	parse("2025-06-15T15:06:40+24:00", 0, false);
	parse("2025-06-15T15:06:40+02:60", 0, false);
	parse("2025-06-15T15:06:40+2", 0, false);
	parse("2025-06-15T15:06:40+02:00x", 0, false);
	parse("2025-06-15T15:06:40Zx", 0, false);
	parse("99999999999999", 0, false);

	iso(1750000000, 0, "2025-06-15T15:06:40Z");
	iso(1750000000, 7200, "2025-06-15T17:06:40+02:00");
	iso(1750000000, -18000, "2025-06-15T10:06:40-05:00");
	iso(1750000000, 20700, "2025-06-15T20:51:40+05:45");
	iso(-62135596800, 0, "0001-01-01T00:00:00Z");
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/fill.h"

#include "t.h"

static const struct fill some = { {
    [FILL_TO] = "436641234567",
    [FILL_TEXT] = "a %{to} } %d",
    [FILL_UCS2] = "1",
    [FILL_REF] = "",
} };

/* NULL: it is left out. */
static void
fills(const char *text, const char *want)
{
	struct buf b = BUF_INIT;

	buf_str(&b, "<");
	bool whole = fill_in(&b, text, &some);
	if (want != NULL)
		OK(whole && strcmp(b.v + 1, want) == 0, text);
	else
		OK(!whole && b.n == 1, text);
	buf_free(&b);
}

static void
refuses(const char *text, const char *want)
{
	struct err e = ERR_INIT;

	OK(fill_check(text, &e) == -1 && e.kind == ERR_CONF, text);
	SAME(e.msg, want, want);
}

int
main(void)
{
	struct err e = ERR_INIT;

	fills("", "");
	fills("100 %, %d, {to}, %", "100 %, %d, {to}, %");
	fills("%{to}", "436641234567");
	fills("x%{to}y%{to}z", "x436641234567y436641234567z");
	fills("%{text}", "a %{to} } %d");
	fills("%{ref}", "");
	fills("%{ucs2:2}", "2");
	fills("%{ucs2:}", "");
	fills("a%{ucs2:b:c}d", "ab:cd");
	fills("%{from}", NULL);
	fills("%{to} %{from}", NULL);
	fills("%{from:5}", NULL);

	OK(fill_check("%{to}%{validity_ms}%{callback_and}x=%d", &e) == 0,
	    "keys that are known");
	refuses("%{too}", "there is no %{too}: did you mean %{to}?");
	refuses("%{}", "there is no %{}");
	refuses("%{to", "a %{ has no }");
	refuses("%{to}%{colour}", "there is no %{colour}");

	OK(fill_uses("a%{to}", FILL_TO) && fill_uses("%{to:x}", FILL_TO) &&
		!fill_uses("%{to_plus}to", FILL_TO),
	    "which keys it has");
	OK(fill_is_number("%{validity_s}") && fill_is_number("%{max_parts}"),
	    "numbers");
	OK(!fill_is_number("%{to}") && !fill_is_number(" %{validity_s}") &&
		!fill_is_number("%{validity_s}s") &&
		!fill_is_number("%{validity_s:x}") && !fill_is_number("7"),
	    "... and what is none");
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/clean.h"

#include "t.h"
#include "util/utf8.h"

static void
test_links(void)
{
	static const char *const links[] = { "https://example.org/x",
		"HTTP://EXAMPLE.ORG", "http:example", "www.example", "Www.a",
		"(www.example.com)", "example.com", "Example.COM.",
		"sub.example.co.uk", "bit.ly/abc", "[bit.ly/abc]",
		"Zoom:zoom.us/j/123", "x://y", "m\u00FCller.de",
		"evil\u3002com", "evil\uFF0Ecom", "xn--80ak6aa92e.xn--p1ai",
		"1.2.3.4/login", "a@evil.com/path", "Dr.Li/x", "dr.li",
		"Mayr.Jo.", "praxis.dr.li.com", "t.me/x", "rabatt.shop",
		"a.b.zip", "maps.app.goo.gl/abc", "meet.example.com:8443",
		"x.example.com?y" };
	static const char *const words[] = { "", "Mayr", "Dr.Li", "Dr.Mayr",
		"Mag.Dr.Huber", "St.P\u00F6lten", "z.B.", "i.A.", "24.11.2026",
		"14.30", "1.2.3.4", "maria@example.org", "info@praxis.at",
		"Top.12", "Stg.2/Top.5", "Huber,Franz", "A.De", "Zimmer", "...",
		"www", "http", "3.Stock", "Tel.:", "A/B", "Hauptstr.5/2" };

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		t_ok(clean_link(links[i], strlen(links[i])), __FILE__, __LINE__,
		    "a link: %s", links[i]);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		t_ok(!clean_link(words[i], strlen(words[i])), __FILE__,
		    __LINE__, "no link: %s", words[i]);
}

static void
test_value(void)
{
	static const struct {
		const char *name, *text;
		bool links;
		const char *want;
	} t[] = {
		{ "nothing to do", "Maria Mayr", false, "Maria Mayr" },
		{ "line breaks and blanks", " Maria\r\n\tMayr\u00A0  x\v",
		    false, "Maria Mayr x" },
		{ "control characters", "a\x01\x1B[31mb\x7F", false, "a[31mb" },
		{ "bidi and zero width",
		    "\u202Eevil\u202C a\u200Bb\u2066c\u2069", false,
		    "evil abc" },
		{ "bad bytes", "a\xFF\xC3z", false, "az" },
		{ "paragraph separators", "a\u2028b\u2029c", false, "a b c" },
		{ "a link goes", "see https://evil.example/x now", false,
		    "see now" },
		{ "... where it was allowed it stays",
		    "see https://evil.example/x now", true,
		    "see https://evil.example/x now" },
		{ "... hidden by what is invisible", "evil\u200B.com", false,
		    "" },
		{ "only a link", "https://zoom.us/j/1", false, "" },
		{ "nothing", "", false, "" },
		{ "blanks", " \n ", false, "" },
		{ "80 characters",
		    "1234567890123456789012345678901234567890123456789012345678"
		    "901234567890123456789\u00E4x",
		    false,
		    "1234567890123456789012345678901234567890123456789012345678"
		    "901234567890123456789\u00E4" },
		{ "a link that reaches behind them is not there",
		    "123456789 123456789 123456789 123456789 123456789 "
		    "123456789 1234567 example.com/123456789",
		    true,
		    "123456789 123456789 123456789 123456789 123456789 "
		    "123456789 1234567" },
		{ "one that just fits is whole",
		    "123456789 123456789 123456789 123456789 123456789 "
		    "123456789 12345 example.com/ab more",
		    true,
		    "123456789 123456789 123456789 123456789 123456789 "
		    "123456789 12345 example.com/ab" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		clean_value(&b, t[i].text, t[i].links);
		SAME(buf_cstr(&b), t[i].want, t[i].name);
	}
	buf_free(&b);
}

int
main(void)
{
	test_links();
	test_value();
	OK(clean_prefix("Maria Mayr", 6) == 5, "no blank at the end");
	OK(clean_prefix("Maria Mayr", 99) == 10, "all of it");
	OK(clean_prefix("\u00C4\u00D6\u00DC", 2) == 4, "characters, not bytes");
	OK(clean_prefix("go www.example.com", 9) == 2, "no link is torn");
	return t_done();
}

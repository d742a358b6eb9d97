/* SPDX-License-Identifier: ISC */
#include "util/utf8.h"

#include "t.h"

static void
valid(void)
{
	static const struct {
		const char *text;
		bool ok;
		const char *name;
	} rows[] = {
		{ "", true, "nothing" },
		{ "abc", true, "ASCII" },
		{ "Grüß Gott", true, "two bytes" },
		{ "\xe2\x82\xac", true, "three bytes" },
		{ "\xf0\x9f\x98\x80", true, "four bytes" },
		{ "\xed\x9f\xbf\xee\x80\x80", true, "beside the surrogates" },
		{ "\xf4\x8f\xbf\xbf", true, "the last code point" },
		{ "\x80", false, "a continuation alone" },
		{ "\xc3", false, "cut off" },
		{ "\xe2\x82", false, "cut off after two" },
		{ "\xf0\x9f\x98", false, "cut off after three" },
		{ "\xc0\x80", false, "overlong NUL" },
		{ "\xc1\xbf", false, "overlong, two bytes" },
		{ "\xe0\x9f\xbf", false, "overlong, three bytes" },
		{ "\xf0\x8f\xbf\xbf", false, "overlong, four bytes" },
		{ "\xed\xa0\x80", false, "a surrogate" },
		{ "\xed\xbf\xbf", false, "the last surrogate" },
		{ "\xf4\x90\x80\x80", false, "above U+10FFFF" },
		{ "\xf5\x80\x80\x80", false, "no such first byte" },
		{ "\xff", false, "never a byte" },
		{ "\xc3\x28", false, "no continuation" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		t_ok(utf8_valid(rows[i].text, strlen(rows[i].text)) ==
			rows[i].ok,
		    __FILE__, __LINE__, "valid: %s", rows[i].name);
}

/* Every code point goes through put and next unchanged. */
static void
round_trip(void)
{
	struct buf b = BUF_INIT;
	int32_t bad = 0;

	for (int32_t cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		buf_reset(&b);
		utf8_put(&b, cp);
		const char *p = b.v;
		if (utf8_next(&p, b.v + b.n) != cp || p != b.v + b.n)
			bad++;
	}
	EQUAL(bad, 0, "every code point, there and back");
	buf_free(&b);
}

static void
show(const char *in, const char *want, const char *name)
{
	struct buf b = BUF_INIT;

	utf8_show(&b, in);
	SAME(buf_cstr(&b), want, name);
	buf_free(&b);
}

static void
repair(const char *in, const char *want, const char *name)
{
	struct buf b = BUF_INIT;

	utf8_repair(&b, in, strlen(in));
	SAME(buf_cstr(&b), want, name);
	OK(utf8_valid(buf_cstr(&b), b.n), "and that is UTF-8");
	buf_free(&b);
}

static void
width(const char *s, long long want, const char *name)
{
	EQUAL((long long)utf8_width(s, strlen(s)), want, name);
}

static void
cut(const char *s, size_t columns, const char *want, const char *name)
{
	struct buf b = BUF_INIT;

	utf8_cut(&b, s, strlen(s), columns);
	SAME(buf_cstr(&b), want, name);
	OK(utf8_width(buf_cstr(&b), b.n) <= columns, "and it fits");
	buf_free(&b);
}

static void
wrap(const char *s, size_t indent, size_t columns, const char *want,
    const char *name)
{
	struct buf b = BUF_INIT;

	utf8_wrap(&b, s, indent, columns);
	SAME(buf_cstr(&b), want, name);
	buf_free(&b);
}

/* Bytes, where an editor would join what is apart. */
#define MARK "\xcc\x88" /* U+0308, the dots of an umlaut */
#define FLAG "\xf0\x9f\x87\xa6\xf0\x9f\x87\xb9" /* two letters: Austria */

static void
widths(void)
{
	width("", 0, "nothing takes no column");
	width("Grüße", 5, "a letter takes one");
	width("u" MARK "ber", 4, "a mark takes none");
	width("\xe4\xb8\xad\xe6\x96\x87", 4, "ideographs take two each");
	width("\xf0\x9f\x98\x80", 2, "an emoji takes two");
	width(FLAG, 2, "a flag is of two halves");
	width("\xed\x95\x9c", 2, "a Hangul syllable takes two");
	width("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 2, "spelt out, too");
	width("\xef\xbc\xa1", 2, "a full-width letter takes two");
	width("\xef\xbd\xb1", 1, "a half-width one does not");
	width("\xe2\x80\x93\xe2\x82\xac\xe2\x9c\x93", 3, "dash, euro, tick");
	width("a\xff", 2, "a bad byte takes one");
	width("\xf3\xa0\x87\xaf"
	      "a",
	    1, "the last mark of all");

	cut("Grüße", 5, "Grüße", "what fits stays");
	cut("Grüße", 4, "Grü\xe2\x80\xa6", "what does not has an ellipsis");
	cut("\xe4\xb8\xad\xe6\x96\x87", 3, "\xe4\xb8\xad\xe2\x80\xa6",
	    "a wide one is not halved");
	cut("\xe4\xb8\xad\xe6\x96\x87", 2, "\xe2\x80\xa6", "nor let out");
	cut("u" MARK "ber", 2, "u" MARK "\xe2\x80\xa6",
	    "a mark stays on its letter");
	cut("abc", 1, "\xe2\x80\xa6", "one column");
	cut("abc", 0, "", "no column");
	EQUAL((long long)utf8_fit("\xe4\xb8\xad"
				  "a",
		  4, 2),
	    3, "what fits, in bytes");
}

static void
wraps(void)
{
	wrap("eins zwei drei", 3, 0, "eins zwei drei", "no width: one line");
	wrap(
	    "eins zwei drei", 3, 30, "eins zwei drei", "what fits is one line");
	wrap("eins zwei drei vier fuenf sechs", 3, 27,
	    "eins zwei drei vier\n   fuenf sechs", "between words");
	wrap("eins zwei  drei vier   fuenf sechs", 2, 28,
	    "eins zwei  drei vier\n  fuenf sechs", "blanks at a break go");
	wrap("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
	     "\xc3\xa4\xc3\xa4 zwei drei vier",
	    0, 24,
	    "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
	    "\xc3\xa4\xc3\xa4 zwei drei\nvier",
	    "columns, not bytes");
	wrap("abcdefghijklmnopqrstuvwxyzabc", 0, 24,
	    "abcdefghijklmnopqrstuvwx\nyzabc", "a word that is too long");
	wrap("eins zwei drei vier fuenf sechs", 20, 30,
	    "\n    eins zwei drei vier fuenf\n    sechs",
	    "too few columns: below");
	wrap("ab", 9, 5, "\n    a\n    b", "however few there are");
	wrap("\xe4\xb8\xad", 9, 4, "\n    \xe4\xb8\xad", "or none for it");
	wrap("", 5, 40, "", "nothing");
}

int
main(void)
{
	valid();
	widths();
	wraps();
	round_trip();

	const char *p = "\xe2\x82x", *start = p, *end = p + 3;
	EQUAL(utf8_next(&p, end), -1, "a bad byte");
	EQUAL(p - start, 1, "moves on by one");

	EQUAL((long long)utf8_count("Grüße \xff"), 7, "code points");
	EQUAL((long long)utf8_prefix("Grüße", 3), 4, "three of them");
	EQUAL((long long)utf8_prefix("Grüße", 9), 7, "more than there are");
	EQUAL((long long)utf8_prefix("Grüße", 0), 0, "none");

	show("Größe 5\\6", "Größe 5\\6", "shown as it is");
	show("a\nb\r\nc\rd", "a\\nb\\nc\\x0Dd", "line breaks");
	show("\x1b[31mred\x07\x7f", "\\x1B[31mred\\x07\\x7F", "controls");
	show("a\xc2\x9b"
	     "31m",
	    "a\\u{009B}31m", "the eight-bit ESC [");
	/* In bytes: as a string it would mislead the reader of this file. */
	const char bidi[] = { 'a', '\xe2', '\x80', '\xae', 'b', '\0' };
	show(bidi, "a\\u{202E}b", "bidi");
	show("a\xe2\x80\x8b"
	     "b\xf3\xa0\x81\x81",
	    "a\\u{200B}b\\u{E0041}", "zero width, tags");
	show("a\xc3", "a\\xC3", "a bad byte");
	show("\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", "an emoji");

	OK(utf8_invisible(0x200e) && utf8_invisible(0x2066) &&
		utf8_invisible(0xfeff) && utf8_invisible(0xad) &&
		utf8_invisible(0) && utf8_invisible(0x85),
	    "invisible ones");
	OK(!utf8_invisible(' ') && !utf8_invisible(0xa0) &&
		!utf8_invisible(0xe4) && !utf8_invisible(0x2009) &&
		!utf8_invisible(0x1f600) && !utf8_invisible(0x10ffff),
	    "visible ones");

	repair("Größe", "Größe", "UTF-8 stays");
	repair("Gr\xf6\xdf"
	       "e",
	    "Größe", "Latin-1");
	repair("\x80 \x96 \x9f", "€ – Ÿ", "Windows-1252");
	repair("ü \xfc", "ü ü", "both in one");
	repair("\x81", "\xc2\x81", "what Windows-1252 leaves undefined");
	return t_done();
}

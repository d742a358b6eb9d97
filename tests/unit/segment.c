/* SPDX-License-Identifier: ISC */
#include "domain/segment.h"

#include <stdlib.h>

#include "t.h"
#include "util/file.h"
#include "util/utf8.h"

enum { FILE_MAX = 1 << 20, HIGH = 0xD800, LOW = 0xDC00 };

/* Append the JSON string at `s` (its quotes too) as UTF-8. */
static bool
json_string(struct buf *b, const char *s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	int32_t high = HIGH;

	if (*s++ != '"')
		return false;
	while (*s != '"' && *s != '\0') {
		if (*s != '\\') {
			buf_char(b, *s++);
			continue;
		}
		const char *known = strchr(from, s[1]);
		if (known != NULL && s[1] != '\0') {
			buf_char(b, to[known - from]);
			s += 2;
			continue;
		}
		char hex[5] = "";
		if (s[1] != 'u' || strspn(s + 2, "0123456789abcdefABCDEF") < 4)
			return false;
		memcpy(hex, s + 2, 4);
		int32_t cp = (int32_t)strtol(hex, NULL, 16);
		s += 6;
		if (cp >= HIGH && cp < LOW)
			high = cp;
		else if (cp >= LOW && cp < 0xE000)
			utf8_put(b, 0x10000 + ((high - HIGH) << 10) + cp - LOW);
		else
			utf8_put(b, cp);
	}
	return s[0] == '"' && s[1] == '\0';
}

/* One line: the text, the encoding, the number of segments. */
static void
test_line(char *line, int number)
{
	struct buf text = BUF_INIT;
	char *encoding = strchr(line, '\t');
	char *count = encoding != NULL ? strchr(encoding + 1, '\t') : NULL;

	if (count == NULL) {
		t_ok(false, __FILE__, __LINE__, "line %d has three columns",
		    number);
		return;
	}
	*encoding++ = '\0';
	*count++ = '\0';
	bool read = json_string(&text, line);
	struct segments s = segment_count(buf_cstr(&text));
	t_ok(read && strcmp(encoding, s.ucs2 ? "UCS-2" : "GSM-7") == 0 &&
		strtoul(count, NULL, 10) == s.count &&
		(s.culprit_at > 0) == s.ucs2,
	    __FILE__, __LINE__, "line %d: %s, %s (%zu segments, %zu units)",
	    number, encoding, count, s.count, s.units);
	buf_free(&text);
}

static void
test_known(void)
{
	const char *src = getenv("SRC");
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct err e = ERR_INIT;
	char *rest;
	int n = 0, lines = 0;

	buf_fmt(&path, "%s/tests/data/segments.tsv", src != NULL ? src : ".");
	if (file_read(buf_cstr(&path), FILE_MAX, &b, &e) != 0) {
		t_ok(false, __FILE__, __LINE__, "%s is there", buf_cstr(&path));
	} else {
		for (char *line = strtok_r(b.v, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest)) {
			n++;
			if (line[0] == '#')
				continue;
			test_line(line, n);
			lines++;
		}
	}
	OK(lines > 100, "the known answers are there");
	buf_free(&path);
	buf_free(&b);
}

static void
test_count(void)
{
	char text[400];
	struct segments s = segment_count("");

	OK(s.count == 0 && s.units == 0 && s.left == 160 && !s.ucs2,
	    "the empty text is none");
	memset(text, 'a', sizeof(text));
	text[160] = '\0';
	s = segment_count(text);
	OK(s.count == 1 && s.left == 0, "160 septets are one");
	text[160] = 'a';
	text[161] = '\0';
	s = segment_count(text);
	OK(s.count == 2 && s.units == 161 && s.left == 145, "161 are two");

	/* The 153rd septet and the one behind it are one character. */
	memset(text, 'a', sizeof(text));
	text[152] = '[';
	text[305] = '\0';
	s = segment_count(text);
	OK(s.units == 306 && s.count == 3 && s.left == 152,
	    "an extension character is not torn");

	s = segment_count("9\u201310");
	OK(s.ucs2 && s.culprit == 0x2013 && s.culprit_at == 2,
	    "what forced UCS-2 is said");
	s = segment_count("\U00010000\uFFFD");
	OK(s.units == 3, "the first character that takes two units");
	s = segment_count("a\xFFz");
	OK(s.ucs2 && s.culprit == 0xFFFD && s.culprit_at == 2 && s.units == 3,
	    "a bad byte is one character");
	s = segment_count("`");
	OK(s.ucs2, "the grave accent is not in GSM 7 bit");
	s = segment_count("\u00E7\u00C7");
	OK(s.ucs2 && s.culprit == 0xE7, "\u00E7 is not, \u00C7 is");
	s = segment_count("\u20AC\f");
	OK(!s.ucs2 && s.units == 4, "euro and form feed are two each");
}

static void
test_smart(void)
{
	static const char *const t[][3] = {
		{ "plain text", "plain text", "what is GSM 7 bit stays" },
		{ "Termin um 9\u201310 Uhr", "Termin um 9-10 Uhr", "a dash" },
		{ "\u201EPraxis\u201C \u2019s \u2039a\u203A \u00ABb\u00BB",
		    "\"Praxis\" 's 'a' \"b\"", "quotes" },
		{ "10\u00A0Uhr\u2009\u2026\u202F\u2022 a\tb",
		    "10 Uhr ... - a b", "blanks, dots, bullets, tab" },
		{ "Mu\u0308ller, Ange\u0301lica, Os\u030Alo",
		    "Mu\u0308ller, Ange\u0301lica, Os\u030Alo",
		    "a mark that makes no letter of GSM 7 bit" },
		{ "Mu\u0308ller, Rene\u0301, A\u030Ase, Nin\u0303o",
		    "M\u00FCller, Ren\u00E9, \u00C5se, Ni\u00F1o",
		    "letters that come in two" },
		{ "Pra\u00ADxis\u200B\u200E\uFEFF", "Praxis", "the invisible" },
		{ "\u00C7a\u011Fla\u2019n\u0131n",
		    "\u00C7a\u011Fla\u2019n\u0131n",
		    "no letter is changed, and then nothing is" },
		{ "Fran\u00E7ois \u2026", "Fran\u00E7ois \u2026",
		    "... not even a cedilla" },
		{ "\U0001F600 9\u201310", "\U0001F600 9\u201310",
		    "an emoji stays" },
		{ "a\xFFz\u2026", "a\xFFz\u2026", "a bad byte stays" },
		{ "", "", "nothing" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		buf_str(&b, "> ");
		segment_smart(&b, t[i][0]);
		SAME(buf_cstr(&b) + 2, t[i][1], t[i][2]);
	}
	buf_free(&b);
}

static void
test_forced(void)
{
	static const char *const t[][3] = {
		{ "", "", "nothing" },
		{ "abc \u20AC{}\n", "", "GSM 7 bit" },
		{ "9\u201310\u2026 9\u2013\u00E7", "\u2013\u2026\u00E7",
		    "each once, in order" },
		{ "\U0001F600\U0001F601\U0001F600", "\U0001F600\U0001F601",
		    "those of two units" },
		{ "a\xFFz\xFE`\t", "\uFFFD`\t",
		    "bad bytes are one, controls too" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		buf_str(&b, "> ");
		segment_forced(&b, t[i][0]);
		SAME(buf_cstr(&b) + 2, t[i][1], t[i][2]);
	}
	buf_free(&b);
}

int
main(void)
{
	test_forced();
	test_known();
	test_count();
	test_smart();
	return t_done();
}

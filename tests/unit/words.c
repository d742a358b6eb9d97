/* SPDX-License-Identifier: ISC */
#include "domain/words.h"

#include <stdlib.h>

#include "t.h"
#include "util/file.h"

enum { FILE_MAX = 1 << 20, COLUMNS = 8 };

/* tests/data/words.tsv: the same from the library that CLDR's makers write. */
static bool
line_agrees(char *line)
{
	char *col[COLUMNS], *rest = line;
	struct buf b[COLUMNS];
	struct civil c = { .year = 0 };
	bool same = true;

	for (int i = 0; i < COLUMNS; i++) {
		b[i] = BUF_INIT;
		col[i] = strsep(&rest, "\t");
		if (col[i] == NULL)
			return false;
	}
	c.year = (int)strtol(col[1], NULL, 10);
	c.month = (int)strtol(col[1] + 5, NULL, 10);
	c.day = (int)strtol(col[1] + 8, NULL, 10);
	c.hour = (int)strtol(col[1] + 11, NULL, 10);
	c.minute = (int)strtol(col[1] + 14, NULL, 10);
	if (strlen(col[1]) != 16 || !civil_ok(&c))
		return false;
	int weekday = civil_weekday(civil_days(c.year, c.month, c.day));
	words_date(&b[2], col[0], WORDS_PLAIN, &c);
	words_date(&b[3], col[0], WORDS_SHORT, &c);
	words_date(&b[4], col[0], WORDS_LONG, &c);
	buf_str(&b[5], words_weekday(col[0], weekday));
	buf_str(&b[6], words_weekday_short(col[0], weekday));
	words_time(&b[7], col[0], &c);
	for (int i = 2; i < COLUMNS; i++) {
		if (strcmp(buf_cstr(&b[i]), col[i]) != 0) {
			printf("# %s %s: '%s', not '%s'\n", col[0], col[1],
			    buf_cstr(&b[i]), col[i]);
			same = false;
		}
		buf_free(&b[i]);
	}
	return same;
}

static void
test_cldr(void)
{
	const char *src = getenv("SRC");
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct err e = ERR_INIT;
	char *rest;
	int lines = 0;

	buf_fmt(&path, "%s/tests/data/words.tsv", src != NULL ? src : ".");
	if (file_read(buf_cstr(&path), FILE_MAX, &b, &e) != 0)
		buf_reset(&b);
	else
		for (char *line = strtok_r(b.v, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest)) {
			if (line[0] == '#')
				continue;
			char tag[8];
			snprintf(tag, sizeof(tag), "%.*s",
			    (int)strcspn(line, "\t"), line);
			t_ok(line_agrees(line), __FILE__, __LINE__,
			    "%s writes dates and times as CLDR does", tag);
			lines++;
		}
	OK(lines >= 16 * 14,
	    "sixteen languages and regions, each month and weekday");
	buf_free(&path);
	buf_free(&b);
}

static void
test_languages(void)
{
	static const struct civil c = { 2026, 1, 5, 0, 7, 0 };
	static const struct {
		const char *lang, *date, *time;
	} t[] = {
		{ "de", "5. Januar 2026", "00:07" },
		{ "de-AT", "5. J\u00E4nner 2026", "00:07" },
		{ "de_AT.UTF-8", "5. J\u00E4nner 2026", "00:07" },
		{ "DE-at", "5. J\u00E4nner 2026", "00:07" },
		{ "de-LI", "5. Januar 2026", "00:07" },
		{ "en", "5 January 2026", "00:07" },
		{ "en-US", "January 5, 2026", "12:07 AM" },
		{ "es-MX", "5 de enero de 2026", "0:07" },
		{ "xx", "5 January 2026", "00:07" },
		{ "", "5 January 2026", "00:07" },
		{ "deutsch-und-sehr-lang", "5 January 2026", "00:07" },
		{ NULL, "5 January 2026", "00:07" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		words_date(&b, t[i].lang, WORDS_LONG, &c);
		SAME(buf_cstr(&b), t[i].date, "a tag's date");
		buf_reset(&b);
		words_time(&b, t[i].lang, &c);
		SAME(buf_cstr(&b), t[i].time, "... and time");
	}
	buf_free(&b);
	OK(words_known("de") && words_known("tr-TR") && !words_known("xx") &&
		!words_known("") && !words_known(NULL),
	    "which languages there are");

	const char *const *tags;
	size_t n = words_languages(&tags);
	bool known = n == 12;
	for (size_t i = 0; i < n; i++)
		known = known && words_known(tags[i]);
	OK(known, "... all of the list");
	SAME(words_month("hr", 11), "studenoga", "a genitive");
}

static void
test_day(void)
{
	static const char *const t[][3] = { { "de", "heute", "morgen" },
		{ "en", "today", "tomorrow" },
		{ "fr", "aujourd'hui", "demain" }, { "it", "oggi", "domani" },
		{ "es", "hoy", "ma\u00F1ana" }, { "nl", "vandaag", "morgen" },
		{ "pl", "dzisiaj", "jutro" }, { "hu", "ma", "holnap" },
		{ "cs", "dnes", "z\u00EDtra" }, { "hr", "danas", "sutra" },
		{ "sl", "danes", "jutri" },
		{ "tr", "bug\u00FCn", "yar\u0131n" } };
	int64_t day = civil_days(2026, 12, 31);
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		words_day(&b, t[i][0], WORDS_PLAIN, day, day);
		buf_char(&b, ' ');
		words_day(&b, t[i][0], WORDS_PLAIN, day + 1, day);
		t_ok(strstr(buf_cstr(&b), t[i][1]) == buf_cstr(&b) &&
			strstr(buf_cstr(&b), t[i][2]) != NULL,
		    __FILE__, __LINE__, "today and tomorrow in %s", t[i][0]);
	}
	buf_reset(&b);
	words_day(&b, "de", WORDS_PLAIN, day + 2, day);
	buf_char(&b, ' ');
	words_day(&b, "de", WORDS_LONG, day - 1, day);
	SAME(buf_cstr(&b), "02.01.2027 30. Dezember 2026", "any other day");
	buf_free(&b);
}

int
main(void)
{
	test_cldr();
	test_languages();
	test_day();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "domain/content.h"

#include <string.h>

#include "util/civil.h"
#include "util/str.h"
#include "util/utf8.h"

enum { LINE_MAX_OCTETS = 75 };

/* A control character, which no line may hold, would be a line of its own. */
void
content_line(struct buf *b, const char *line)
{
	const char *end = line + strlen(line);
	size_t room = LINE_MAX_OCTETS;

	for (const char *p = line; p < end;) {
		const char *from = p;
		int32_t cp = utf8_next(&p, end);
		size_t n = (size_t)(p - from);
		if ((cp >= 0 && cp < ' ') || cp == 0x7F)
			continue;
		if (n > room) {
			buf_str(b, "\r\n ");
			room = LINE_MAX_OCTETS - 1;
		}
		buf_add(b, from, n);
		room -= n;
	}
	buf_str(b, "\r\n");
}

void
content_word(struct buf *b, const char *name, const char *value)
{
	struct buf line = BUF_INIT;

	buf_fmt(&line, "%s:%s", name, value);
	content_line(b, line.v);
	buf_free(&line);
}

static void
escape(struct buf *b, const char *text)
{
	struct buf whole = BUF_INIT;

	utf8_repair(&whole, text, strlen(text));
	const char *end = buf_cstr(&whole) + whole.n;
	for (const char *p = buf_cstr(&whole); p < end;) {
		const char *from = p;
		int32_t cp = utf8_next(&p, end);
		if (cp == '\n')
			buf_str(b, "\\n");
		else if (cp == '\\' || cp == ';' || cp == ',')
			buf_fmt(b, "\\%c", (int)cp);
		else if (!utf8_invisible(cp))
			buf_add(b, from, (size_t)(p - from));
	}
	buf_free(&whole);
}

void
content_text(struct buf *b, const char *name, const char *text)
{
	struct buf value = BUF_INIT;

	if (str_empty(text))
		return;
	escape(&value, text);
	if (value.n > 0)
		content_word(b, name, value.v);
	buf_free(&value);
}

void
content_utc(struct buf *b, const char *name, int64_t at)
{
	struct civil c = civil_from(at);
	struct buf text = BUF_INIT;

	buf_fmt(&text, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day,
	    c.hour, c.minute, c.second);
	content_word(b, name, text.v);
	buf_free(&text);
}

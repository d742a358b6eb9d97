/* SPDX-License-Identifier: ISC */
/* Scalars of YAML that every reader reads alike. */
#include <string.h>

#include "admin/export.h"
#include "util/str.h"
#include "util/utf8.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Words that YAML 1.1 or 1.2 reads as something else than a text. */
static bool
is_word(const char *text)
{
	static const char *const words[] = { "y", "n", "yes", "no", "on", "off",
		"true", "false", "null", "nan", "inf" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_ieq(text, words[i]))
			return true;
	return false;
}

/*
 * Plain is what begins with a letter or '/', has no sign of YAML's in it and
 * is no word of its own; so no number either.
 */
static bool
is_plain(const char *text)
{
	size_t n = strlen(text);

	if (n == 0 ||
	    (strchr(LETTERS "/", text[0]) == NULL &&
		(unsigned char)text[0] < 0x80))
		return false;
	if (text[n - 1] == ' ' || text[n - 1] == ':' || is_word(text))
		return false;
	if (strstr(text, ": ") != NULL || strstr(text, " #") != NULL)
		return false;
	for (const char *p = text; *p != '\0';) {
		int32_t cp = utf8_next(&p, text + n);
		if (cp < 0 || utf8_invisible(cp))
			return false;
	}
	return true;
}

/* Characters that a reader would take for a break, or refuse. */
static void
put_char(struct buf *out, int32_t cp)
{
	if (cp == '"' || cp == '\\')
		buf_fmt(out, "\\%c", (char)cp);
	else if (cp == '\n')
		buf_str(out, "\\n");
	else if (utf8_invisible(cp) && cp < 0x10000)
		buf_fmt(out, "\\u%04X", (unsigned)cp);
	else if (utf8_invisible(cp))
		buf_fmt(out, "\\U%08X", (unsigned)cp);
	else
		utf8_put(out, cp);
}

void
yaml_scalar(struct buf *out, const char *text, bool plain)
{
	const char *end = text + strlen(text);

	if (is_plain(text) || (plain && text[0] != '\0')) {
		buf_str(out, text);
		return;
	}
	buf_char(out, '"');
	for (const char *p = text; p < end;) {
		int32_t cp = utf8_next(&p, end);
		put_char(out, cp < 0 ? 0xfffd : cp);
	}
	buf_char(out, '"');
}

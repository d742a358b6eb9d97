/* SPDX-License-Identifier: ISC */
#include "ics/sift.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "domain/lines.h"
#include "util/str.h"
#include "util/utf8.h"

enum {
	VALUES_MAX = 400,        /* in a line; libical drops what is past 500 */
	HEAD_MAX = 2000,         /* bytes of name and parameters */
	VALUE_MAX = 32 * 1024,   /* bytes of a text; 2000 characters are kept */
	EVENT_MAX = 1024 * 1024, /* bytes that are kept of an event */
	NAME_MAX_N = 64,
	DEPTH_MAX = 8
};

enum line_class {
	LINE_NONE,
	LINE_PLAIN,   /* the value alone */
	LINE_TEXT,    /* the value alone, cut */
	LINE_PERSON,  /* with CN */
	LINE_SIBLING, /* the value alone, and only with RELTYPE=SIBLING */
	LINE_DATE,    /* with TZID, VALUE and RANGE */
	LINE_RULE
};

struct wanted {
	const char *name;
	enum line_class class;
};

static const struct wanted in_event[] = {
	{ "UID", LINE_PLAIN },
	{ "SEQUENCE", LINE_PLAIN },
	{ "STATUS", LINE_PLAIN },
	{ "DURATION", LINE_PLAIN },
	{ "SUMMARY", LINE_TEXT },
	{ "DESCRIPTION", LINE_TEXT },
	{ "RELATED-TO", LINE_SIBLING },
	{ "DTSTART", LINE_DATE },
	{ "DTEND", LINE_DATE },
	{ "RECURRENCE-ID", LINE_DATE },
	{ "LAST-MODIFIED", LINE_DATE },
	{ "RDATE", LINE_DATE },
	{ "EXDATE", LINE_DATE },
	{ "RRULE", LINE_RULE },
	{ "EXRULE", LINE_RULE },
	{ NULL, LINE_NONE },
};

static const struct wanted in_timezone[] = {
	{ "TZID", LINE_PLAIN },
	{ "X-LIC-LOCATION", LINE_PLAIN },
	{ "DTSTART", LINE_PLAIN },
	{ "TZOFFSETFROM", LINE_PLAIN },
	{ "TZOFFSETTO", LINE_PLAIN },
	{ "RDATE", LINE_PLAIN },
	{ "RRULE", LINE_RULE },
	{ NULL, LINE_NONE },
};

/* A component's text, line by line. */
struct reader {
	struct lines lines;
	const char *raw; /* the line as it is, unfolded; borrowed */
	size_t raw_n;
	struct buf line; /* UTF-8 without control characters */
};

/* A logical line, cut into its parts. */
struct line {
	char name[NAME_MAX_N]; /* upper case; "" when it has none */
	const char *head;      /* parameters, from the first ';' */
	size_t head_n;
	const char *value;
	size_t value_n;
};

static void
reader_open(struct reader *rd, const char *text, size_t n)
{
	*rd = (struct reader){ .line = BUF_INIT };
	lines_open(&rd->lines, text, n);
}

static void
reader_close(struct reader *rd)
{
	lines_close(&rd->lines);
	buf_free(&rd->line);
}

/* The next line as it is, still to be cleaned; false: there is none. */
static bool
reader_raw(struct reader *rd)
{
	return lines_next(&rd->lines, &rd->raw, &rd->raw_n);
}

/* The raw line into rd->line. */
static void
reader_clean(struct reader *rd)
{
	struct buf bytes = BUF_INIT;
	const char *p = rd->raw;
	size_t n = rd->raw_n, plain = 0;

	buf_reset(&rd->line);
	while (plain < n && p[plain] >= 0x20 && p[plain] < 0x7f)
		plain++;
	if (plain == n) { /* most of them */
		buf_add(&rd->line, p, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c >= 0x20 ? c != 0x7f : c == '\t')
			buf_char(&bytes, p[i]);
	}
	/* Only now: a fold may have stood in the middle of a character. */
	if (bytes.n > 0)
		utf8_repair(&rd->line, bytes.v, bytes.n);
	buf_free(&bytes);
}

/* The next line into rd->line; false: there is none. */
static bool
reader_next(struct reader *rd)
{
	if (!reader_raw(rd))
		return false;
	reader_clean(rd);
	return true;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* May it be the value of a date property, or is it the rest of a TZID? */
static bool
like_date(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("0123456789TZtz,/PDHMSW:+- ", s[i]) == NULL)
			return false;
	return true;
}

/* Where the value begins: the first ':' outside quotes. */
static const char *
find_colon(const char *s, const char *end)
{
	bool quoted = false;

	for (; s < end; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (*s == ':' && !quoted)
			return s;
	}
	return NULL;
}

/* Cut the line into *out; without a name or value it has the name "". */
static void
line_cut(const struct reader *rd, struct line *out)
{
	const char *s = buf_cstr(&rd->line), *end = s + rd->line.n;
	size_t n = strcspn(s, ":; \t");

	*out = (struct line){ .head = s, .value = end };
	const char *colon = find_colon(s, end);
	if (n == 0 || n >= sizeof(out->name) || colon == NULL || colon < s + n)
		return;
	for (size_t i = 0; i < n; i++)
		out->name[i] = (char)toupper((unsigned char)s[i]);
	out->head = s + n;
	out->head_n = (size_t)(colon - out->head);
	out->value = colon + 1;
	out->value_n = (size_t)(end - out->value);
}

/* Some write TZID=(UTC+01:00) Wien:2026...: the last ':' is the one. */
static void
line_recut(struct line *l)
{
	if (like_date(l->value, l->value_n))
		return;
	const char *end = l->value + l->value_n, *colon = end;
	while (colon > l->value && colon[-1] != ':')
		colon--;
	if (colon == l->value || !like_date(colon, (size_t)(end - colon)))
		return;
	l->head_n = (size_t)(colon - 1 - l->head);
	l->value = colon;
	l->value_n = (size_t)(end - colon);
}

static void
line_trim(struct line *l)
{
	while (l->value_n > 0 && is_space(l->value[0]))
		l->value++, l->value_n--;
	while (l->value_n > 0 && is_space(l->value[l->value_n - 1]))
		l->value_n--;
}

/* Append ;NAME="..." when the parameters have NAME. */
static void
put_param(struct buf *out, const struct line *l, const char *name)
{
	const char *s = l->head, *end = s + l->head_n;
	size_t len = strlen(name);

	while (s < end) {
		bool quoted = false;
		const char *at = s++;
		for (; s < end && (quoted || *s != ';'); s++)
			if (*s == '"')
				quoted = !quoted;
		if ((size_t)(s - at) < len + 2 || at[len + 1] != '=')
			continue;
		if (strncasecmp(at + 1, name, len) != 0)
			continue;
		buf_fmt(out, ";%s=\"", name);
		for (at += len + 2; at < s; at++)
			if (*at != '"')
				buf_char(out, *at);
		buf_char(out, '"');
		return;
	}
}

/* Does a RELATED-TO name a sibling, rather than a parent or a child? */
static bool
names_sibling(const struct line *l)
{
	struct buf value = BUF_INIT;

	put_param(&value, l, "RELTYPE");
	bool is = str_ieq(buf_cstr(&value), ";RELTYPE=\"SIBLING\"");
	buf_free(&value);
	return is;
}

/* NAME and parameters up to and with the ':'. */
static void
put_head(struct buf *out, const struct line *l, enum line_class class)
{
	buf_str(out, l->name);
	if (class == LINE_PERSON)
		put_param(out, l, "CN");
	if (class == LINE_DATE) {
		struct buf value = BUF_INIT;
		put_param(out, l, "TZID");
		put_param(out, l, "RANGE");
		/* Quotes around the kind of a value would be lost on libical. */
		put_param(&value, l, "VALUE");
		for (size_t i = 0; i < value.n; i++)
			if (value.v[i] != '"')
				buf_char(out, value.v[i]);
		buf_free(&value);
	}
	buf_char(out, ':');
}

/* A date property, VALUES_MAX of its values to a line. */
static void
put_dates(struct buf *out, const struct line *l)
{
	const char *s = l->value, *end = s + l->value_n;

	do {
		put_head(out, l, LINE_DATE);
		for (int n = 0; s < end; s++) {
			if (*s == ',' && ++n == VALUES_MAX) {
				s++;
				break;
			}
			if (!is_space(*s))
				buf_char(out, (char)toupper((unsigned char)*s));
		}
		buf_char(out, '\n');
	} while (s < end);
}

static size_t
whole_prefix(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

static int
put_line(struct buf *out, struct line *l, enum line_class class, struct err *e)
{
	if (class == LINE_DATE)
		line_recut(l);
	if (class != LINE_TEXT)
		line_trim(l);
	if (l->value_n == 0)
		return 0; /* "EXDATE:" and the like say nothing */
	if (class == LINE_SIBLING && !names_sibling(l))
		return 0;
	if (l->head_n > HEAD_MAX && class == LINE_DATE)
		return err_set(e, ERR_DATA, "%s has %zu bytes of parameters",
		    l->name, l->head_n);
	if (l->head_n > HEAD_MAX)
		l->head_n = 0;
	if (class == LINE_DATE) {
		put_dates(out, l);
		return 0;
	}
	put_head(out, l, class);
	size_t n = whole_prefix(l->value, l->value_n, VALUE_MAX);
	if (class == LINE_RULE)
		for (size_t i = 0; i < n; i++)
			buf_char(
			    out, (char)toupper((unsigned char)l->value[i]));
	else
		buf_add(out, l->value, n);
	buf_char(out, '\n');
	return 0;
}

static enum line_class
class_of(const struct wanted *w, const char *name)
{
	for (; w->name != NULL; w++)
		if (strcmp(w->name, name) == 0)
			return w->class;
	return LINE_NONE;
}

static enum line_class
class_of_field(const char *const *fields, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (fields[i] != NULL && str_ieq(fields[i], name))
			return strcmp(name, "ATTENDEE") == 0 ? LINE_PERSON
							     : LINE_TEXT;
	return LINE_NONE;
}

/* Follow BEGIN and END; false: the line is neither. */
static bool
nest(const struct line *l, int *depth)
{
	if (strcmp(l->name, "BEGIN") == 0)
		++*depth;
	else if (strcmp(l->name, "END") == 0)
		--*depth;
	else
		return false;
	return true;
}

/* Of an ordinary name. */
static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '-';
}

/*
 * Is the raw line one that an event is not read for?  What has no plain name
 * is looked at closely.
 */
static bool
is_idle(const struct reader *rd, const char *const *fields, size_t n_fields)
{
	const char *p = rd->raw;
	size_t n = 0;

	while (n < rd->raw_n && is_letter(p[n]))
		n++;
	if (n == 0 || n == rd->raw_n || (p[n] != ':' && p[n] != ';') ||
	    lines_is(p, n, "BEGIN") || lines_is(p, n, "END"))
		return false;
	for (const struct wanted *w = in_event; w->name != NULL; w++)
		if (lines_is(p, n, w->name))
			return false;
	for (size_t i = 0; i < n_fields; i++)
		if (fields[i] != NULL && lines_is(p, n, fields[i]))
			return false;
	return true;
}

int
sift_event(const char *text, size_t n, const char *const *fields,
    size_t n_fields, struct sifted *out, struct err *e)
{
	struct reader rd;
	struct line l;
	int depth = 0, r = 0;
	bool closed = false;

	reader_open(&rd, text, n);
	buf_str(&out->text, "BEGIN:VEVENT\n");
	while (r == 0 && !closed && reader_raw(&rd)) {
		if (is_idle(&rd, fields, n_fields))
			continue;
		reader_clean(&rd);
		line_cut(&rd, &l);
		if (nest(&l, &depth)) {
			closed = depth <= 0;
			if (depth > DEPTH_MAX)
				r = err_set(e, ERR_DATA,
				    "components are nested too deep");
			continue;
		}
		if (depth != 1 || l.name[0] == '\0')
			continue;
		enum line_class class = class_of(in_event, l.name);
		if (class == LINE_NONE)
			class = class_of_field(fields, n_fields, l.name);
		if (class != LINE_NONE)
			r = put_line(
			    class == LINE_RULE ? &out->rules : &out->text, &l,
			    class, e);
		/* An attachment may be longer: it is not kept. */
		if (r == 0 && out->text.n + out->rules.n > EVENT_MAX)
			r = err_set(e, ERR_DATA,
			    "it has more than %d bytes of dates and texts",
			    EVENT_MAX);
	}
	if (r == 0 && (!closed || depth < 0))
		r = err_set(e, ERR_DATA, "it has no END:VEVENT");
	buf_str(&out->text, "END:VEVENT\n");
	reader_close(&rd);
	return r;
}

int
sift_timezone(const char *text, size_t n, struct buf *out, struct err *e)
{
	struct reader rd;
	struct line l;
	int depth = 0, r = 0;

	reader_open(&rd, text, n);
	while (r == 0 && reader_next(&rd)) {
		line_cut(&rd, &l);
		if (nest(&l, &depth)) {
			if (depth > DEPTH_MAX)
				r = err_set(e, ERR_DATA,
				    "components are nested too deep");
			if (depth <= 2)
				r = put_line(out, &l, LINE_PLAIN, e);
			continue;
		}
		enum line_class class = class_of(in_timezone, l.name);
		if (class != LINE_NONE && depth <= 2)
			r = put_line(out, &l, class, e);
	}
	reader_close(&rd);
	return r;
}

bool
sift_value(const char *text, size_t n, const char *name, struct buf *out)
{
	struct reader rd;
	struct line l;
	int depth = 0;
	bool found = false;

	reader_open(&rd, text, n);
	while (!found && reader_next(&rd)) {
		line_cut(&rd, &l);
		if (nest(&l, &depth))
			continue;
		if (depth > 1 || !str_ieq(l.name, name))
			continue;
		line_trim(&l);
		found = l.value_n > 0;
		buf_add(out, l.value, l.value_n);
	}
	reader_close(&rd);
	return found;
}

void
sifted_free(struct sifted *s)
{
	buf_free(&s->text);
	buf_free(&s->rules);
}

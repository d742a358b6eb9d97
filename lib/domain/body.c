/* SPDX-License-Identifier: ISC */
#include "domain/body.h"

#include <stdlib.h>
#include <string.h>

#include "domain/lines.h"
#include "util/mem.h"
#include "util/utf8.h"

enum { COMPONENT_BYTES = 256 /* few are shorter */ };

/* The cut under way: a stack is not needed, for components do not nest. */
struct cutter {
	struct lines lines;
	struct body *body;
	struct buf text;       /* of the open component, unfolded */
	struct digest *digest; /* owned */
	bool open;             /* a VCALENDAR is */
	size_t stray;          /* line behind the last VCALENDAR; 0: none */
	bool inside;           /* a component is open */
	bool kept;             /* ... and it is one that counts */
	size_t depth;          /* open subcomponents of it */
	char name[32];         /* of it */
	struct body_component now;
};

static const char *const kind_names[] = {
	[BODY_CALENDAR] = "calendar",
	[BODY_TIMEZONE] = "timezone",
	[BODY_EVENT] = "event",
};

const char *
body_kind_name(enum body_kind k)
{
	return kind_names[k];
}

/* What the bytes are, where they are no calendar. */
static const struct {
	const char *prefix, *what;
} others[] = {
	{ "<!doctype html", "an HTML page (of a login, or of an error)" },
	{ "<html", "an HTML page (of a login, or of an error)" },
	{ "<!--", "an HTML page (of a login, or of an error)" },
	{ "<?xml", "XML" },
	{ "<", "HTML or XML" },
	{ "{", "JSON" },
	{ "[", "JSON" },
	{ "PK\x03\x04", "a ZIP archive" },
	{ "\x1f\x8b", "compressed data" },
	{ "%PDF", "a PDF" },
	{ "BEGIN:VCARD", "an address book (vCard)" },
	{ "\xff\xfe", "text in UTF-16 instead of UTF-8" },
	{ "\xfe\xff", "text in UTF-16 instead of UTF-8" },
};

static int
what_else(const char *p, size_t n, struct err *e)
{
	if (n == 0)
		return err_set(e, ERR_DATA, "it is empty");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (lines_starts(p, n, others[i].prefix))
			return err_set(e, ERR_DATA, "it is %s, not a calendar",
			    others[i].what);
	return err_set(e, ERR_DATA,
	    "it is not a calendar: it does not begin with BEGIN:VCALENDAR");
}

static struct body_component *
append(struct body *b)
{
	b->v = mem_grow(b->v, &b->cap, b->n + 1, sizeof(*b->v));
	b->v[b->n] = (struct body_component){ .kind = BODY_CALENDAR };
	return &b->v[b->n++];
}

/* A component ends in front of `to`. */
static void
finish(struct cutter *c, const char *to, bool bad)
{
	struct body *b = c->body;

	if (c->kept) {
		c->now.bad = bad || c->depth != 0;
		c->now.n = (size_t)(to - c->now.text);
		digest_add(c->digest, buf_cstr(&c->text), c->text.n);
		digest_end(c->digest, c->now.hash);
		if (c->now.bad)
			b->n_bad++;
		if (c->now.kind == BODY_EVENT)
			b->n_events++;
		*append(b) = c->now;
	} else
		b->n_other++;
	c->inside = false;
	buf_reset(&c->text);
}

/* A line BEGIN:`name` of the calendar's own level. */
static void
start(struct cutter *c, const char *name, size_t n)
{
	bool event = lines_is(name, n, "VEVENT");
	size_t kept = n < sizeof(c->name) ? n : sizeof(c->name) - 1;

	memcpy(c->name, name, kept);
	c->name[kept] = '\0';
	c->kept = event || lines_is(name, n, "VTIMEZONE");
	c->inside = true;
	c->depth = 0;
	c->now = (struct body_component){
		.kind = event ? BODY_EVENT : BODY_TIMEZONE,
		.text = c->lines.from,
		.line = (uint32_t)c->lines.number,
	};
	buf_reset(&c->text);
}

/* A property of the open component's own level. */
static void
property(struct cutter *c, const char *p, size_t n)
{
	struct body_component *now = &c->now;
	const char *id = now->kind == BODY_EVENT ? "UID" : "TZID";

	if (now->uid_at == 0 && lines_named(p, n, id))
		now->uid_at = (uint32_t)(c->lines.from - now->text);
	else if (now->kind == BODY_EVENT &&
	    (lines_named(p, n, "RRULE") || lines_named(p, n, "RDATE")))
		now->series = true;
}

/* Does it say when the file was made, rather than what is in it? */
static bool
of_the_day(const char *p, size_t n)
{
	return n > 0 && memchr("DLCdlc", *p, 6) != NULL &&
	    (lines_named(p, n, "DTSTAMP") ||
		lines_named(p, n, "LAST-MODIFIED") ||
		lines_named(p, n, "CREATED"));
}

/* None of these can stand within a component of the calendar. */
static bool
is_outer(const char *name, size_t n)
{
	static const char *const outer[] = { "VEVENT", "VTIMEZONE", "VTODO",
		"VJOURNAL", "VFREEBUSY" };

	for (size_t i = 0; i < sizeof(outer) / sizeof(outer[0]); i++)
		if (lines_is(name, n, outer[i]))
			return true;
	return false;
}

/* A line between BEGIN and END of a component.  Gives whether it stays. */
static bool
inside(struct cutter *c, const char *p, size_t n)
{
	const char *name = p;
	size_t len = 0;
	enum lines_mark mark = lines_mark(p, n, &name, &len);

	if (mark == LINES_BEGIN) {
		c->depth++;
		return true;
	}
	if (mark == LINES_END) {
		if (c->depth > 0)
			c->depth--;
		return true;
	}
	if (of_the_day(p, n))
		return false;
	if (c->kept && c->depth == 0)
		property(c, p, n);
	return true;
}

/* Does the line end the open component? */
static bool
ends(const struct cutter *c, enum lines_mark mark, const char *name, size_t len)
{
	return mark == LINES_END && lines_is(name, len, c->name) &&
	    (c->depth == 0 || is_outer(name, len));
}

/* A line of the calendar's own level. */
static void
own(struct cutter *c, const char *p, size_t n)
{
	struct buf *cal = &c->body->calendar;

	buf_add(cal, p, n);
	buf_str(cal, "\r\n");
}

static int
calendar_begins(struct cutter *c, struct err *e)
{
	if (c->open)
		return err_set(e, ERR_DATA,
		    "it is cut off: line %zu begins another VCALENDAR before "
		    "the end of the first",
		    c->lines.number);
	c->open = true;
	c->stray = 0;
	return 0;
}

/* The line into the text to hash; the hottest place of all, so by hand. */
static void
keep_line(struct cutter *c, const char *p, size_t n)
{
	struct buf *t = &c->text;

	if (!c->kept)
		return;
	if (t->cap - t->n < n + 2)
		t->v = mem_grow(t->v, &t->cap, t->n + n + 2, 1);
	memcpy(t->v + t->n, p, n);
	t->v[t->n + n] = '\n';
	t->n += n + 1;
}

/*
 * Is a line within a component nothing but text to be hashed?  By its first
 * letters: BEGIN, END, UID, TZID, RRULE, RDATE, DTSTAMP, LAST-MODIFIED and
 * CREATED are not, and some that begin alike are looked at closely.
 */
static bool
is_plain(const char *p, size_t n)
{
	if (n < 6)
		return false;
	switch (p[0] | 0x20) {
	case 'b':
	case 'e':
	case 'r':
	case 'u':
		return false;
	case 'c':
		return (p[1] | 0x20) != 'r';
	case 'd':
		return (p[1] | 0x20) != 't' || (p[5] | 0x20) != 'm';
	case 'l':
		return (p[1] | 0x20) != 'a';
	case 't':
		return (p[1] | 0x20) != 'z';
	default:
		return true;
	}
}

/* Take one unfolded line. */
static int
take(struct cutter *c, const char *p, size_t n, struct err *e)
{
	const char *name = p;
	size_t len = 0;

	if (c->inside && is_plain(p, n)) {
		keep_line(c, p, n);
		return 0;
	}
	enum lines_mark mark = lines_mark(p, n, &name, &len);
	bool calendar = mark != LINES_NONE && lines_is(name, len, "VCALENDAR");

	/* What was not closed ends where it can no longer go on. */
	if (c->inside &&
	    (calendar || (mark == LINES_BEGIN && is_outer(name, len))))
		finish(c, c->lines.from, true);
	if (calendar && mark == LINES_BEGIN)
		return calendar_begins(c, e);
	if (calendar) {
		c->open = false;
		return 0;
	}
	if (c->inside && ends(c, mark, name, len)) {
		keep_line(c, p, n);
		finish(c, c->lines.to, false);
	} else if (c->inside) {
		if (inside(c, p, n))
			keep_line(c, p, n);
	} else if (!c->open) {
		if (c->stray == 0)
			c->stray = c->lines.number;
	} else if (mark == LINES_BEGIN) {
		start(c, name, len);
		keep_line(c, p, n);
	} else if (mark == LINES_NONE)
		own(c, p, n);
	if (c->body->n > BODY_MAX)
		return err_set(
		    e, ERR_DATA, "it has more than %d components", BODY_MAX);
	return 0;
}

/* The calendar's own properties, as they were gathered. */
static void
complete_calendar(struct cutter *c)
{
	struct buf *text = &c->body->calendar;
	struct body_component *cal = &c->body->v[0];
	const char *p;
	size_t n;

	buf_str(text, "END:VCALENDAR\r\n");
	lines_open(&c->lines, text->v, text->n);
	while (lines_next(&c->lines, &p, &n))
		if (!of_the_day(p, n)) {
			digest_add(c->digest, p, n);
			digest_add(c->digest, "\n", 1);
		}
	digest_end(c->digest, cal->hash);
	cal->text = text->v;
	cal->n = text->n;
}

static int
cut(struct cutter *c, struct err *e)
{
	const char *p;
	size_t n;

	while (lines_quick(&c->lines, &p, &n) || lines_next(&c->lines, &p, &n))
		if (take(c, p, n, e) == -1)
			return -1;
	if (c->open)
		return err_set(e, ERR_DATA,
		    "it is cut off: it does not end with END:VCALENDAR");
	if (c->stray != 0)
		return err_set(e, ERR_DATA,
		    "it does not end with END:VCALENDAR, which something "
		    "follows in line %zu",
		    c->stray);
	complete_calendar(c);
	body_order(c->body);
	return 0;
}

/* Pass over a byte-order mark and blank lines. */
static size_t
lead(const char *bytes, size_t n, size_t *lines)
{
	size_t at = lines_starts(bytes, n, "\xef\xbb\xbf") ? 3 : 0;

	for (*lines = 0; at < n; at++) {
		char ch = bytes[at];
		if (ch != ' ' && ch != '\t' && ch != '\r' && ch != '\n')
			break;
		*lines += ch == '\n';
	}
	return at;
}

int
body_cut(const char *bytes, size_t n, struct body *b, struct err *e)
{
	struct cutter c = { .body = b, .digest = digest_new() };
	size_t few = n / COMPONENT_BYTES < BODY_MAX ? n / COMPONENT_BYTES : 0;
	size_t lines, at = lead(n != 0 ? bytes : "", n, &lines);
	const char *p = n != 0 ? bytes + at : "";

	b->v = mem_grow(b->v, &b->cap, few + 1, sizeof(*b->v));
	append(b)->line = 1;
	buf_str(&b->calendar, "BEGIN:VCALENDAR\r\n");
	lines_open(&c.lines, p, n - at);
	c.lines.at = lines;
	int r = lines_starts(p, n - at, "BEGIN:VCALENDAR")
	    ? cut(&c, e)
	    : what_else(p, n - at, e);

	lines_close(&c.lines);
	buf_free(&c.text);
	digest_free(c.digest);
	return r;
}

void
body_free(struct body *b)
{
	free(b->v);
	free(b->by_hash);
	buf_free(&b->calendar);
	*b = BODY_INIT;
}

/* TEXT of RFC 5545 3.3.11, made valid UTF-8. */
static char *
unescaped(const char *v, size_t n)
{
	struct buf plain = BUF_INIT, out = BUF_INIT;
	size_t i = 0;

	while (i < n && v[i] > ' ' && v[i] != '\\' && v[i] < 0x7f)
		i++;
	if (i == n)
		return mem_strn(v, n);
	for (i = 0; i < n; i++) {
		char ch = v[i];
		if (ch == '\0')
			continue;
		if (ch == '\\' && i + 1 < n) {
			ch = v[++i];
			if (ch == 'n' || ch == 'N')
				ch = '\n';
		}
		buf_char(&plain, ch);
	}
	utf8_repair(&out, buf_cstr(&plain), plain.n);
	buf_free(&plain);
	return buf_take(&out);
}

char *
body_uid(const struct body_component *c)
{
	struct lines l = LINES_INIT;
	char *uid = NULL;
	const char *p;
	size_t n;

	if (c->uid_at == 0)
		return mem_str("");
	lines_open(&l, c->text + c->uid_at, c->n - c->uid_at);
	if (lines_next(&l, &p, &n)) {
		size_t at = lines_value(p, n);
		uid = unescaped(p + at, n - at);
	}
	lines_close(&l);
	return uid != NULL ? uid : mem_str("");
}

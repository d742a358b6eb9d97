/* SPDX-License-Identifier: ISC */
/* Contacts as CSV: RFC 4180, with the separators and headers of practice. */
#include <string.h>

#include "domain/contact_file.h"
#include "util/buf.h"
#include "util/str.h"

enum { COLUMNS_MAX = 200, PHONES_MAX = 20, QUOTED_MAX = 16 * 1024 };

/* A record: its fields, each with a NUL behind it, in one buffer. */
struct record {
	struct buf text;
	size_t at[COLUMNS_MAX];
	size_t n;
	const char *bad; /* what is wrong with it; NULL: nothing */
};

struct reader {
	const char *p, *end;
	size_t line;
	char separator;
	struct record record;
	/* The roles of the columns. */
	enum contact_role role[COLUMNS_MAX];
	size_t columns;
	bool has[ROLE_COUNT];
};

static bool
at_line_end(const struct reader *r)
{
	return r->p == r->end || *r->p == '\n' || *r->p == '\r';
}

static void
skip_line_end(struct reader *r)
{
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	if (r->p < r->end && *r->p == '\n')
		r->p++;
	r->line++;
}

/* What stands in quotes; false: they are not closed, or far too late. */
static bool
read_quoted(struct reader *r, struct buf *b)
{
	const char *limit =
	    r->end - r->p > QUOTED_MAX ? r->p + QUOTED_MAX : r->end;

	for (r->p++; r->p < limit; r->p++) {
		if (*r->p == '"' && r->p + 1 < r->end && r->p[1] == '"')
			r->p++;
		else if (*r->p == '"')
			return true;
		if (*r->p == '\n')
			r->line++;
		buf_char(b, *r->p);
	}
	return false;
}

static void
read_field(struct reader *r)
{
	struct record *c = &r->record;

	if (c->n < COLUMNS_MAX)
		c->at[c->n++] = c->text.n;
	else
		c->bad = "there are too many fields";
	if (r->p < r->end && *r->p == '"') {
		if (!read_quoted(r, &c->text)) {
			c->bad = "a quotation mark is not closed";
		} else {
			r->p++;
			if (!at_line_end(r) && *r->p != r->separator)
				c->bad = "something stands behind a closing "
					 "quotation mark";
		}
	}
	for (; !at_line_end(r) && *r->p != r->separator; r->p++)
		buf_char(&c->text, *r->p);
	buf_char(&c->text, '\0');
}

/*
 * Read a record; what is wrong with it costs the line where it begins, and no
 * more: a quotation mark may have swallowed others.  false: there is none.
 */
static bool
read_record(struct reader *r)
{
	const char *begin = r->p;
	size_t line = r->line;
	struct record *c = &r->record;

	if (r->p == r->end)
		return false;
	buf_reset(&c->text);
	c->n = 0;
	c->bad = NULL;
	read_field(r);
	while (r->p < r->end && *r->p == r->separator) {
		r->p++;
		read_field(r);
	}
	for (size_t i = r->columns; r->columns > 0 && i < c->n; i++)
		if (c->text.v[c->at[i]] != '\0')
			c->bad = "there are more fields than in the first line";
	if (c->bad != NULL && r->line != line) {
		r->p = begin;
		r->line = line;
		while (!at_line_end(r))
			r->p++;
	}
	skip_line_end(r);
	return true;
}

/* Read the first line with that separator: how many columns it knows. */
static size_t
read_header(struct reader *r, char separator)
{
	size_t known = 0;

	r->separator = separator;
	r->columns = 0;
	memset(r->has, 0, sizeof(r->has));
	if (!read_record(r) || r->record.bad != NULL)
		return 0;
	for (size_t i = 0; i < r->record.n; i++) {
		r->role[i] = contact_role(r->record.text.v + r->record.at[i]);
		known += r->role[i] != ROLE_NONE;
		r->has[r->role[i]] = true;
	}
	r->columns = r->record.n;
	return known;
}

/* Find the separator by what the first line says with it. */
static int
open_file(struct reader *r, struct err *e)
{
	static const char separators[] = ";,\t|";
	const struct reader start = *r;
	size_t best = 0;
	char separator = ';';

	for (const char *s = separators; *s != '\0'; s++) {
		size_t known = read_header(r, *s);
		if (known > best) {
			best = known;
			separator = *s;
		}
		r->p = start.p;
		r->line = start.line;
	}
	read_header(r, separator);
	if (!r->has[ROLE_NAME] && !r->has[ROLE_LAST] && !r->has[ROLE_FIRST])
		return err_set(e, ERR_DATA,
		    "line %zu: no column has a name: the first line names the "
		    "columns, like Name;Vorname;Handy;Kundennummer;Sprache",
		    start.line);
	if (!r->has[ROLE_PHONE] && !r->has[ROLE_MOBILE])
		return err_set(e, ERR_DATA,
		    "line %zu: no column has a telephone number: the first "
		    "line names it, like Handy, Telefon or Phone",
		    start.line);
	return 0;
}

/* Borrow the first field of that role that says something, else "". */
static const char *
field(const struct reader *r, enum contact_role role)
{
	for (size_t i = 0; i < r->record.n && i < r->columns; i++) {
		const char *text = r->record.text.v + r->record.at[i];
		if (r->role[i] == role && !str_empty(text))
			return text;
	}
	return "";
}

static void
take_name(const struct reader *r, struct contact_line *l)
{
	const char *first = field(r, ROLE_FIRST);
	const char *last = field(r, ROLE_LAST), *name = field(r, ROLE_NAME);
	struct buf b = BUF_INIT;

	if (last[0] == '\0' && r->has[ROLE_FIRST] && !r->has[ROLE_LAST]) {
		last = name;
		name = "";
	}
	if (first[0] != '\0' || last[0] != '\0')
		buf_fmt(&b, "%s %s %s", first, field(r, ROLE_MIDDLE), last);
	else
		buf_str(&b, name);
	contact_line_name(l, buf_cstr(&b));
	buf_free(&b);
}

static size_t
add_phones(const struct reader *r, enum contact_role role, const char **texts,
    size_t n)
{
	for (size_t i = 0; i < r->record.n && i < r->columns; i++)
		if (r->role[i] == role && n < PHONES_MAX)
			texts[n++] = r->record.text.v + r->record.at[i];
	return n;
}

static void
take_phones(
    const struct reader *r, struct contact_line *l, const char *country_code)
{
	const char *texts[PHONES_MAX];
	size_t mobile = add_phones(r, ROLE_MOBILE, texts, 0);
	size_t n = add_phones(r, ROLE_PHONE, texts, mobile);

	contact_line_phone(l, texts, n, mobile, country_code);
}

static bool
is_blank(const struct record *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!str_empty(c->text.v + c->at[i]))
			return false;
	return true;
}

static void
take_record(const struct reader *r, size_t line, const char *country_code,
    struct contact_file *out)
{
	struct contact_line *l = contact_file_add(out, line);

	if (r->record.bad != NULL) {
		contact_line_refuse(l, r->record.bad);
		return;
	}
	take_name(r, l);
	take_phones(r, l, country_code);
	contact_line_number(l, field(r, ROLE_NUMBER));
	if (r->has[ROLE_LANGUAGE])
		contact_line_language(l, field(r, ROLE_LANGUAGE));
	l->contact.sms =
	    contact_wish(r->has[ROLE_NO_SMS] ? field(r, ROLE_NO_SMS) : NULL,
		field(r, ROLE_SMS));
}

/* Excel's "sep=;" in front of all. */
static void
skip_separator(struct reader *r)
{
	if (r->end - r->p < 5 || strncmp(r->p, "sep=", 4) != 0)
		return;
	while (!at_line_end(r))
		r->p++;
	skip_line_end(r);
}

int
contact_csv(const char *text, size_t n, const char *country_code,
    struct contact_file *out, struct err *e)
{
	struct reader r = { .p = text, .end = text + n, .line = 1 };
	int ret = -1;

	skip_separator(&r);
	if (open_file(&r, e) == -1)
		goto out;
	for (size_t line = r.line; read_record(&r); line = r.line) {
		if (r.record.bad == NULL && is_blank(&r.record))
			continue;
		if (out->n == CONTACT_FILE_LINES) {
			err_set(e, ERR_DATA, "it has over %d contacts",
			    CONTACT_FILE_LINES);
			goto out;
		}
		take_record(&r, line, country_code, out);
	}
	ret = 0;
out:
	buf_free(&r.record.text);
	return ret;
}

/* SPDX-License-Identifier: ISC */
/* From the bytes of a file to its people, each of them once. */
#include <stdlib.h>
#include <string.h>

#include "domain/contact_file.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

/* UTF-16 with its mark, as Excel saves "Unicode text". */
static void
from_utf16(const unsigned char *p, size_t n, struct buf *out)
{
	bool big = p[0] == 0xfe;

	for (size_t i = 2; i + 1 < n; i += 2) {
		int32_t cp = big ? p[i] << 8 | p[i + 1] : p[i + 1] << 8 | p[i];
		if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < n) {
			int32_t low = big ? p[i + 2] << 8 | p[i + 3]
					  : p[i + 3] << 8 | p[i + 2];
			if (low >= 0xdc00 && low < 0xe000) {
				cp = 0x10000 + ((cp - 0xd800) << 10) + low -
				    0xdc00;
				i += 2;
			}
		}
		utf8_put(out, cp >= 0xd800 && cp < 0xe000 ? 0xfffd : cp);
	}
}

static void
decode(const char *text, size_t n, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)text;

	if (n >= 2 &&
	    ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff)))
		from_utf16(p, n, out);
	else if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		utf8_repair(out, text + 3, n - 3);
	else
		utf8_repair(out, text, n);
}

/* A line with the keys that it is known by. */
struct entry {
	struct contact_line *line;
	size_t at; /* its place in the file */
	char *name_key, *number_key;
};

static int
by_place(const struct entry *a, const struct entry *b)
{
	return (a->at > b->at) - (a->at < b->at);
}

static int
by_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int
by_number(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int c = strcmp(a->number_key, b->number_key);

	return c != 0 ? c : by_place(a, b);
}

static int
by_uid(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int c = by_text(a->line->contact.uid, b->line->contact.uid);

	return c != 0 ? c : by_place(a, b);
}

static int
by_name(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int c = strcmp(a->name_key, b->name_key);

	if (c == 0)
		c = by_text(a->line->contact.phone, b->line->contact.phone);
	return c != 0 ? c : by_place(a, b);
}

/* Does the second say what the first does not? */
static bool
differs(const struct contact *a, const struct contact *b)
{
	return !str_eq(a->name, b->name) || !str_eq(a->phone, b->phone) ||
	    (b->number != NULL && !str_eq(a->number, b->number)) ||
	    (b->language_said && !str_eq(a->language, b->language)) ||
	    (b->sms != CONTACT_SMS_UNSAID && a->sms != b->sms);
}

/*
 * Two lines on one person: the first counts, and the second is gone unless it
 * says another thing.  The wish for no SMS counts wherever it stands.
 */
static void
merge(struct entry *first, struct entry *second, const char *what)
{
	struct contact *a = &first->line->contact, *b = &second->line->contact;
	struct buf why = BUF_INIT;

	if (first->line->refused != NULL || second->line->refused != NULL)
		return;
	if (b->sms == CONTACT_SMS_NO)
		a->sms = CONTACT_SMS_NO;
	if (differs(a, b)) {
		buf_fmt(&why, "%s stands in line %zu too, which counts", what,
		    first->line->line);
		contact_line_refuse(second->line, why.v);
	}
	/* It is the same person, and not a namesake. */
	contact_fini(b);
	buf_free(&why);
}

static bool
same_person(const struct entry *a, const struct entry *b)
{
	return a->number_key[0] == '\0' || b->number_key[0] == '\0' ||
	    str_eq(a->number_key, b->number_key);
}

static void
merge_names(struct entry *v, size_t n)
{
	size_t from = 0;

	qsort(v, n, sizeof(*v), by_name);
	for (size_t i = 1; i < n; i++) {
		const struct contact *a = &v[from].line->contact;
		const struct contact *b = &v[i].line->contact;
		if (a->name == NULL ||
		    !str_eq(v[i].name_key, v[from].name_key) ||
		    !str_eq(a->phone, b->phone)) {
			from = i;
			continue;
		}
		if (b->name != NULL && b->phone != NULL &&
		    same_person(&v[from], &v[i]))
			merge(&v[from], &v[i], "this name and number");
	}
	struct entry *last = NULL;
	for (size_t i = 0; i < n; i++) {
		if (v[i].line->contact.name == NULL)
			continue; /* merged with one before */
		if (last != NULL && str_eq(v[i].name_key, last->name_key))
			v[i].line->namesake = last->line->namesake = true;
		last = &v[i];
	}
}

static void
find_doubles(struct contact_file *f)
{
	struct entry *v = mem_zero(f->n + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct contact *c = &f->v[i].contact;
		if (c->name == NULL)
			continue;
		v[n++] = (struct entry){ &f->v[i], i, contact_name_key(c->name),
			c->number != NULL ? contact_number_key(c->number)
					  : mem_str("") };
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_number);
	for (size_t i = 1, from = 0; i < n; i++)
		if (v[i].number_key[0] != '\0' &&
		    str_eq(v[i].number_key, v[from].number_key))
			merge(&v[from], &v[i], "this customer number");
		else
			from = i;
	if (n > 1)
		qsort(v, n, sizeof(*v), by_uid);
	for (size_t i = 1, from = 0; i < n; i++)
		if (v[i].line->contact.uid != NULL &&
		    str_eq(v[i].line->contact.uid, v[from].line->contact.uid))
			merge(&v[from], &v[i], "this UID");
		else
			from = i;
	if (n > 1)
		merge_names(v, n);
	for (size_t i = 0; i < n; i++) {
		free(v[i].name_key);
		free(v[i].number_key);
	}
	free(v);
}

static bool
is_vcard(const struct buf *text)
{
	const char *p = buf_cstr(text);

	return str_istarts(p + strspn(p, " \t\r\n"), "BEGIN:VCARD");
}

int
contact_read(const char *text, size_t n, const char *country_code,
    struct contact_file *out, struct err *e)
{
	struct buf b = BUF_INIT;
	int r;

	decode(text, n, &b);
	if (b.n == 0 || str_empty(b.v))
		r = err_set(e, ERR_DATA, "it is empty");
	else if (memchr(b.v, '\0', b.n) != NULL)
		r = err_set(e, ERR_DATA,
		    "it is no text; export the contacts as CSV or vCard");
	else if (is_vcard(&b))
		r = contact_vcard(b.v, b.n, country_code, out, e);
	else
		r = contact_csv(b.v, b.n, country_code, out, e);
	if (r == 0)
		find_doubles(out);
	buf_free(&b);
	return r;
}

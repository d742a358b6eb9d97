/* SPDX-License-Identifier: ISC */
/* Contacts as vCard 3 and 4 (RFC 2426, RFC 6350), any number in a file. */
#include <stdlib.h>
#include <string.h>

#include "domain/contact_file.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum { LINE_MAX_BYTES = 4096, PHONES_MAX = 20 };

/* How much a number is one for SMS, by what the card says of it. */
enum rank { RANK_CELL_PREF, RANK_CELL, RANK_PREF, RANK_OTHER, RANK_COUNT };

struct card {
	struct contact_line *line; /* NULL: between cards */
	char *fn, *n;              /* owned */
	char *number, *language, *no_sms, *sms;
	struct {
		char *text; /* owned */
		enum rank rank;
	} phones[PHONES_MAX];
	size_t n_phones;
	bool old, group;
};

/* A property: NAME;PARAMETERS:VALUE, taken apart in place. */
struct property {
	char *name, *params, *value;
};

struct unfolding {
	const char *p, *end;
	size_t line,
	    next; /* where the one that was read begins, and the next */
	struct buf text;
};

/* The next line with those that go on with it; false: there is none. */
static bool
next_line(struct unfolding *u)
{
	u->line = u->next;
	buf_reset(&u->text);
	if (u->p == u->end)
		return false;
	do {
		if (u->line != u->next)
			u->p++; /* the blank of the fold */
		while (u->p < u->end && *u->p != '\n' && *u->p != '\r') {
			if (u->text.n < LINE_MAX_BYTES)
				buf_char(&u->text, *u->p);
			u->p++;
		}
		if (u->p < u->end && *u->p == '\r')
			u->p++;
		if (u->p < u->end && *u->p == '\n')
			u->p++;
		u->next++;
	} while (u->p < u->end && (*u->p == ' ' || *u->p == '\t'));
	return true;
}

/* false: it is no property. */
static bool
split(char *line, struct property *p)
{
	bool quoted = false;
	char *c = line, *dot;

	*p = (struct property){ .name = line };
	for (; *c != '\0' && (quoted || *c != ':'); c++) {
		if (*c == '"')
			quoted = !quoted;
		else if (*c == ';' && !quoted && p->params == NULL) {
			*c = '\0';
			p->params = c + 1;
		}
	}
	if (*c == '\0')
		return false;
	*c = '\0';
	p->value = c + 1;
	dot = strrchr(p->name, '.'); /* item1.TEL */
	if (dot != NULL)
		p->name = dot + 1;
	return p->name[0] != '\0';
}

/* Does a word stand among the parameters, as TYPE=cell or alone? */
static bool
has_word(const char *params, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = params; p != NULL && *p != '\0';) {
		size_t len = strcspn(p, ";,=\"");
		char *one = mem_strn(p, len);
		bool is = len == n && str_ieq(one, word);
		free(one);
		if (is)
			return true;
		p += len;
		p += strspn(p, ";,=\"");
	}
	return false;
}

/* The value without its escapes, up to `stop` (NUL: all of it); given.  *end,
 * where not NULL, is behind what was read. */
static char *
plain(const char *value, char stop, const char **end)
{
	struct buf b = BUF_INIT;
	const char *p = value;

	for (; *p != '\0' && (stop == '\0' || *p != stop); p++) {
		if (*p == '\\' && p[1] != '\0') {
			p++;
			buf_char(&b, *p == 'n' || *p == 'N' ? ' ' : *p);
		} else
			buf_char(&b, *p);
	}
	if (end != NULL)
		*end = *p != '\0' ? p + 1 : p;
	return buf_take(&b);
}

/* "Mayr;Maria;Anna;Dr.;": given, additional, family name; given. */
static char *
structured(const char *value)
{
	char *family = plain(value, ';', &value);
	char *first = plain(value, ';', &value);
	char *middle = plain(value, ';', &value);
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s %s %s", first, middle, family);
	free(family);
	free(first);
	free(middle);
	return buf_take(&b);
}

static void
add_phone(struct card *c, const struct property *p)
{
	bool cell = has_word(p->params, "cell") ||
	    has_word(p->params, "iphone") || has_word(p->params, "mobile");
	bool pref = has_word(p->params, "pref");
	char *text;

	if (has_word(p->params, "fax") || has_word(p->params, "pager") ||
	    c->n_phones == PHONES_MAX)
		return;
	/* "tel:+43-664-1234567;ext=12" */
	text =
	    plain(p->value, str_istarts(p->value, "tel:") ? ';' : '\0', NULL);
	c->phones[c->n_phones].text = text;
	c->phones[c->n_phones++].rank = cell
	    ? (pref ? RANK_CELL_PREF : RANK_CELL)
	    : pref ? RANK_PREF
		   : RANK_OTHER;
}

/* The first one counts. */
static void
take(char **field, char *text)
{
	if (*field == NULL)
		*field = text;
	else
		free(text);
}

/* X-KUNDENNUMMER, X-KEINE-SMS: as a column of that name. */
static void
take_extension(struct card *c, const struct property *p)
{
	switch (contact_role(p->name + 2)) {
	case ROLE_NUMBER:
		take(&c->number, plain(p->value, '\0', NULL));
		break;
	case ROLE_LANGUAGE:
		take(&c->language, plain(p->value, '\0', NULL));
		break;
	case ROLE_NO_SMS:
		take(&c->no_sms, plain(p->value, '\0', NULL));
		break;
	case ROLE_SMS:
		take(&c->sms, plain(p->value, '\0', NULL));
		break;
	case ROLE_NONE:
	case ROLE_NAME:
	case ROLE_FIRST:
	case ROLE_MIDDLE:
	case ROLE_LAST:
	case ROLE_MOBILE:
	case ROLE_PHONE:
	case ROLE_COUNT:
		break;
	}
	if (str_ieq(p->name, "X-ADDRESSBOOKSERVER-KIND"))
		c->group = str_ieq(p->value, "group");
}

static void
take_property(struct card *c, const struct property *p)
{
	if (str_ieq(p->name, "FN"))
		take(&c->fn, plain(p->value, '\0', NULL));
	else if (str_ieq(p->name, "N"))
		take(&c->n, structured(p->value));
	else if (str_ieq(p->name, "TEL"))
		add_phone(c, p);
	else if (str_ieq(p->name, "UID"))
		take(&c->line->contact.uid, plain(p->value, '\0', NULL));
	else if (str_ieq(p->name, "LANG") || str_ieq(p->name, "LANGUAGE"))
		take(&c->language, plain(p->value, '\0', NULL));
	else if (str_ieq(p->name, "VERSION"))
		c->old = str_starts(p->value, "2");
	else if (str_ieq(p->name, "KIND"))
		c->group = str_ieq(p->value, "group");
	else if (str_istarts(p->name, "X-"))
		take_extension(c, p);
}

/* Its numbers, those for SMS first. */
static void
end_phones(struct card *c, const char *country_code)
{
	const char *texts[PHONES_MAX];
	size_t n = 0, cells = 0;

	for (int rank = 0; rank < RANK_COUNT; rank++) {
		for (size_t i = 0; i < c->n_phones; i++)
			if (c->phones[i].rank == (enum rank)rank)
				texts[n++] = c->phones[i].text;
		if (rank == RANK_CELL)
			cells = n;
	}
	contact_line_phone(c->line, texts, n, cells, country_code);
}

static void
card_fini(struct card *c)
{
	for (size_t i = 0; i < c->n_phones; i++)
		free(c->phones[i].text);
	free(c->fn);
	free(c->n);
	free(c->number);
	free(c->language);
	free(c->no_sms);
	free(c->sms);
	*c = (struct card){ .line = NULL };
}

/* What the card says is the line's contact. */
static void
end_card(struct card *c, struct contact_file *out, const char *country_code)
{
	struct contact_line *l = c->line;

	if (l == NULL)
		return;
	if (c->group) {
		contact_fini(&l->contact);
		free(l->refused);
		free(l->warning);
		out->n--; /* the last one; a list of people is nobody */
		card_fini(c);
		return;
	}
	if (c->old)
		contact_line_refuse(
		    l, "it is a vCard of version 2.1: export it as 3.0 or 4.0");
	contact_line_name(l,
	    c->fn != NULL && !str_empty(c->fn) ? c->fn
		: c->n != NULL                 ? c->n
					       : "");
	end_phones(c, country_code);
	if (c->number != NULL)
		contact_line_number(l, c->number);
	if (c->language != NULL)
		contact_line_language(l, c->language);
	l->contact.sms = contact_wish(c->no_sms, c->sms);
	if (l->contact.uid != NULL &&
	    (l->contact.uid[0] == '\0' ||
		strlen(l->contact.uid) > CONTACT_KEY_MAX)) {
		free(l->contact.uid);
		l->contact.uid = NULL;
	}
	card_fini(c);
}

static bool
is_property(const struct property *p, const char *name, const char *value)
{
	return str_ieq(p->name, name) && str_ieq(p->value, value);
}

static int
begin_card(struct card *c, size_t line, struct contact_file *out, struct err *e)
{
	if (out->n == CONTACT_FILE_LINES)
		return err_set(
		    e, ERR_DATA, "it has over %d contacts", CONTACT_FILE_LINES);
	c->line = contact_file_add(out, line);
	return 0;
}

int
contact_vcard(const char *text, size_t n, const char *country_code,
    struct contact_file *out, struct err *e)
{
	struct unfolding u = { .p = text, .end = text + n, .next = 1 };
	struct card c = { .line = NULL };
	struct property p;
	int r = 0;

	while (r == 0 && next_line(&u)) {
		char *line = str_trim(u.text.n > 0 ? u.text.v : (char[]){ "" });
		bool is = split(line, &p);
		if (is && is_property(&p, "BEGIN", "VCARD")) {
			if (c.line != NULL)
				contact_line_refuse(
				    c.line, "the card has no END:VCARD");
			end_card(&c, out, country_code);
			r = begin_card(&c, u.line, out, e);
		} else if (is && is_property(&p, "END", "VCARD")) {
			end_card(&c, out, country_code);
		} else if (is && c.line != NULL) {
			take_property(&c, &p);
		}
	}
	if (c.line != NULL)
		contact_line_refuse(c.line, "the card has no END:VCARD");
	end_card(&c, out, country_code);
	card_fini(&c);
	buf_free(&u.text);
	return r;
}

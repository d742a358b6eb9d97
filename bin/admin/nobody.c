/* SPDX-License-Identifier: ISC */
#include "admin/nobody.h"

#include <stdlib.h>

#include "store/contact.h"
#include "store/person.h"
#include "util/str.h"

static const char *
name_of(const struct parsed_event *ev)
{
	return ev->name_text != NULL ? ev->name_text : ev->title;
}

/* The field that its numbers are read from (C1). */
static const char *
field_of(const struct parsed_event *ev)
{
	return ev->phone_text != NULL ? ev->phone_text : name_of(ev);
}

/* C7: does the name stand in the list of contacts, if not for one phone? */
static int
no_contact(const struct reading *r, const char *text, enum why *why,
    struct buf *out, struct err *e)
{
	struct contact_list l = CONTACT_LIST_INIT;
	char *name, *number;

	*why = WHY_NO_PHONE;
	if (r->contact_rev == 0) {
		buf_str(out, why_text(*why));
		return 0;
	}
	contact_keys(text, &name, &number);
	int ret =
	    contact_list_of(r->db, r->company->id, name, number, NULL, &l, e);
	*why = l.n == 0            ? WHY_CONTACT_NONE
	    : l.n > 1              ? WHY_CONTACT_SEVERAL
	    : l.v[0].phone == NULL ? WHY_CONTACT_NO_PHONE
				   : WHY_CONTACT_BAD_PHONE;
	if (*why == WHY_CONTACT_BAD_PHONE)
		buf_fmt(out, "its contact's %s gets no SMS", l.v[0].phone);
	else if (*why == WHY_CONTACT_SEVERAL)
		buf_fmt(out, "no number, and %zu contacts are possible", l.n);
	else
		buf_str(out, why_text(*why));
	contact_list_free(&l);
	free(name);
	free(number);
	return ret;
}

/* "+431512345 is a landline"; as it is written, where it is no number. */
static void
say(const struct phone_found *f, const char *text, enum why *why,
    struct buf *out)
{
	*why = why_phone(f->reason);
	if (f->phone[0] != '\0')
		buf_str(out, f->phone);
	else
		buf_add(out, text + f->from, f->to - f->from);
	buf_fmt(out, " %s", why_text(*why));
}

int
nobody_why(const struct reading *r, const struct parsed_event *ev,
    enum why *why, struct buf *out, struct err *e)
{
	const char *text = field_of(ev);
	struct phone_list l = PHONE_LIST_INIT;
	const struct phone_found *f = NULL;
	struct reading_opts o;
	int ret = 0;

	if (reading_opts(r, &o, e) == -1)
		return -1;
	phone_find(text, &o.phone, &l);
	/* The first thing that looks like a number. */
	for (size_t i = 0; i < l.n; i++)
		if (f == NULL || f->reason == PHONE_SHORT)
			f = &l.v[i];
	if (f == NULL)
		ret = no_contact(r, name_of(ev), why, out, e);
	else
		say(f, text, why, out);
	phone_list_free(&l);
	reading_opts_free(&o);
	return ret;
}

int
nobody_number(const struct reading *r, const struct parsed_event *ev,
    const char *phone, enum why *why, struct buf *out, struct err *e)
{
	const char *text = field_of(ev);
	struct phone_list l = PHONE_LIST_INIT;
	struct reading_opts o;

	if (reading_opts(r, &o, e) == -1)
		return -1;
	phone_find(text, &o.phone, &l);
	*why = WHY_FIELD;
	for (size_t i = 0; *why == WHY_FIELD && i < l.n; i++) {
		const struct phone_found *f = &l.v[i];
		bool is = f->phone[0] != '\0'
		    ? str_eq(f->phone, phone)
		    : person_in_text(phone, text + f->from, f->to - f->from);
		if (is && f->reason == PHONE_OK)
			*why = WHY_NOT_FIRST;
		else if (is)
			say(f, text, why, out);
	}
	if (out->n == 0)
		buf_str(out, why_text(*why));
	phone_list_free(&l);
	reading_opts_free(&o);
	return 0;
}

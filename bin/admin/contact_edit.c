/* SPDX-License-Identifier: ISC */
/* contact add, set: one person of the list, as an operator types it. */
#include <inttypes.h>
#include <stdlib.h>

#include "admin/check.h"
#include "admin/contact.h"
#include "admin/field.h"
#include "admin/ref.h"
#include "domain/contact_file.h"
#include "domain/phone.h"
#include "domain/valid.h"
#include "store/contact.h"
#include "util/mem.h"
#include "util/str.h"

#define COMMON                                                                 \
	{ .name = "phone", .value = "NUMBER", .help = "where SMS go" },        \
	    { .name = "number",                                                \
		    .value = "NUMBER",                                         \
		    .help = "the customer number" },                           \
	    { .name = "language",                                              \
		    .value = "TAG",                                            \
		    .help = "of texts to that phone, else the company's" },    \
	{                                                                      \
		.name = "sms", .value = "yes|no", .help = "no: none is wanted" \
	}

const struct option contact_add_options[] = {
	COMMON,
	{ .name = NULL },
};

const struct option contact_set_options[] = {
	{ .name = "name", .value = "NAME", .help = "the full name" },
	COMMON,
	{ .name = NULL },
};

static void
become(char **place, char *text)
{
	free(*place);
	*place = text;
}

/* A name or a customer number that the list can be searched by. */
static int
apply_key(struct contact *c, const char *option, const char *text,
    void (*read)(struct contact_line *l, const char *text), struct err *e)
{
	struct contact_line l = { .line = 0 };
	int r = 0;

	read(&l, text);
	if (l.refused != NULL) {
		err_set(e, ERR_USAGE, "%s", l.refused);
		r = field_err(option, e);
	} else if (str_eq(option, "name")) {
		become(&c->name, l.contact.name);
		l.contact.name = NULL;
	} else {
		become(&c->number, l.contact.number);
		l.contact.number = NULL;
	}
	free(l.refused);
	free(l.warning);
	contact_fini(&l.contact);
	return r;
}

static int
apply_rest(
    struct admin *a, const struct company *of, struct contact *c, struct err *e)
{
	const char *phone = args_value(a, "phone");
	const char *language = args_value(a, "language");
	const char *sms = args_value(a, "sms");
	char normal[PHONE_TEXT];
	struct buf tag = BUF_INIT;
	bool wanted = true;

	if (phone != NULL && phone[0] != '\0' &&
	    phone_normalise(phone, of->country_code, normal, e) == -1)
		return field_err("phone", e);
	if (phone != NULL)
		become(&c->phone, phone[0] != '\0' ? mem_str(normal) : NULL);
	if (language != NULL && language[0] != '\0' &&
	    check_language(a, language, &tag, e) == -1)
		return field_err("language", e);
	if (language != NULL)
		become(
		    &c->language, language[0] != '\0' ? buf_take(&tag) : NULL);
	if (sms != NULL && sms[0] != '\0' && valid_flag(sms, &wanted, e) == -1)
		return field_err("sms", e);
	if (sms != NULL)
		c->sms = wanted ? CONTACT_SMS_YES : CONTACT_SMS_NO;
	return 0;
}

/* Nobody else has the customer number, nor the name and the phone. */
static int
check_alone(struct admin *a, const struct ref *r, const struct contact *c,
    struct err *e)
{
	struct contact_list l = CONTACT_LIST_INIT;
	char *name = contact_name_key(c->name);
	char *number = c->number != NULL ? contact_number_key(c->number) : NULL;
	int ret = contact_list_of(
	    a->tool.db, r->company.id, name, number, NULL, &l, e);

	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		const struct contact *o = &l.v[i];
		char *key =
		    o->number != NULL ? contact_number_key(o->number) : NULL;
		bool same_number = number != NULL && str_eq(key, number);
		if (o->id != c->id &&
		    (same_number ||
			(str_eq(o->phone, c->phone) &&
			    (number == NULL || key == NULL))))
			ret = err_set(e, ERR_USAGE,
			    "%s has a contact of that %s already, id:%" PRId64
			    "; 'contact set' changes it",
			    r->text, same_number ? "customer number" : "name",
			    o->id);
		free(key);
	}
	contact_list_free(&l);
	free(name);
	free(number);
	return ret == 0 ? 0 : -1;
}

int
contact_edit(struct admin *a, const struct ref *r, const struct contact *was,
    struct contact *is, struct err *e)
{
	const char *name = args_value(a, "name");
	const char *number = args_value(a, "number");
	struct contact_marks marks = CONTACT_MARKS_INIT;
	struct db *db = a->tool.db;
	int ret = 0;

	if (name != NULL)
		ret = apply_key(is, "name", name, contact_line_name, e);
	if (ret == 0 && number != NULL)
		ret = apply_key(is, "number", number, contact_line_number, e);
	if (ret == 0)
		ret = apply_rest(a, &r->company, is, e);
	if (ret == 0)
		ret = check_alone(a, r, is, e);
	if (ret == 0)
		ret = contact_set(
		    db, r->company.id, was, is, a->tool.now, &marks, e);
	if (ret == 0)
		ret = contact_mark(db, r->company.id, &marks, a->tool.now, e);
	contact_marks_free(&marks);
	return ret;
}

/* SPDX-License-Identifier: ISC */
/*
 * title - who stands in an appointment: numbers and names out of free text
 * (C1 to C5).  When in doubt, nobody: a wrong number does more harm than none.
 */
#ifndef SMSCAL_DOMAIN_TITLE_H
#define SMSCAL_DOMAIN_TITLE_H

#include "domain/phone.h"

struct person {
	char *phone; /* owned; E.164 */
	char *name;  /* owned; "" if there is none */
	bool listed; /* a contact, known by its name alone (C7) */
};

struct person_list {
	struct person *v; /* owned */
	size_t n, cap;
};

#define PERSON_LIST_INIT ((struct person_list){ .v = NULL })

void person_list_free(struct person_list *l); /* leaves PERSON_LIST_INIT */
/* Append one, with copies of both. */
void person_list_add(
    struct person_list *l, const char *phone, const char *name);
void person_list_drop(struct person_list *l, size_t i); /* the i-th goes */

/* Which of several numbers (C4). */
enum title_mode { TITLE_FIRST, TITLE_MOBILE, TITLE_ALL };

/*
 * Append the people.  `phone_text` NULL: the numbers stand in the same field
 * as the name.  No number twice.
 */
void title_people(const char *name_text, const char *phone_text,
    enum title_mode mode, const struct phone_opts *opts,
    struct person_list *out);

/* Give the name where no number counts (C3), for views; "": there is none. */
char *title_name(const char *name_text, const struct phone_opts *opts) ATTR_USE;

/* Does the title or the description (NULL: none) say #nosms? */
bool title_nosms(const char *title, const char *description);

#endif

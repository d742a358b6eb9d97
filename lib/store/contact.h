/* SPDX-License-Identifier: ISC */
/*
 * contact - a company's list of people (C7): kept, and looked into for those
 * who stand in an appointment by name alone.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_CONTACT_H
#define SMSCAL_STORE_CONTACT_H

#include "domain/contact.h"
#include "store/db.h"

/*
 * Rises with each change of who is known by which name, customer number and
 * phone; 0: the company has no list; -1.
 */
int64_t contact_rev(struct db *db, int64_t company_id, struct err *e) ATTR_USE;

/*
 * The one contact that has this name or this customer number, by the keys of
 * contact_keys().  1: nobody, somebody without a phone, or several with
 * different ones.  *c is all zero; end with contact_fini().
 */
int contact_find(struct db *db, int64_t company_id, const char *name_key,
    const char *number_key, struct contact *c, struct err *e) ATTR_USE;

/*
 * The language of the contacts with that phone, given; NULL where none is
 * set, or several are.
 */
int contact_language(struct db *db, int64_t company_id, const char *phone,
    char **language, struct err *e) ATTR_USE;

/* Append them all, in order of name. */
int contact_list_all(struct db *db, int64_t company_id, struct contact_list *l,
    struct err *e) ATTR_USE;

/*
 * Append those that have this name, this customer number or this phone; ""
 * and NULL match nobody.  1: there is no such id.
 */
int contact_list_of(struct db *db, int64_t company_id, const char *name_key,
    const char *number_key, const char *phone, struct contact_list *l,
    struct err *e) ATTR_USE;
int contact_by_id(struct db *db, int64_t company_id, int64_t id,
    struct contact *c, struct err *e) ATTR_USE;

/* The keys under which somebody else may be found than before. */
struct contact_marks {
	char **v; /* owned */
	size_t n, cap;
};

#define CONTACT_MARKS_INIT ((struct contact_marks){ .v = NULL })
void contact_marks_free(struct contact_marks *m); /* leaves ..._INIT */

enum contact_done {
	CONTACT_FAILED = -1,
	CONTACT_SAME,
	CONTACT_ADDED,
	CONTACT_CHANGED
};

/*
 * Bring the list in line with a line of a file: the contact of its customer
 * number, its UID, its name and phone, or, where it is the only one of its
 * name there and here and neither has a customer number, its name.  A refused
 * line adds its name without a phone, and changes nobody.  No SMS: its number
 * is opted out by the operator's word, and that ends when the list says so no
 * more.  `write` false: only say what would be done.
 */
enum contact_done contact_put(struct db *db, int64_t company_id,
    const struct contact_line *line, bool write, int64_t now,
    struct contact_marks *marks, struct err *e) ATTR_USE;

/*
 * Bring one contact from *was (id 0: there is none yet) to *is, of the same
 * id.  No other may have its customer number, nor its name and phone.
 */
int contact_set(struct db *db, int64_t company_id, const struct contact *was,
    const struct contact *is, int64_t now, struct contact_marks *marks,
    struct err *e) ATTR_USE;

/* An opt-out stays: it is not the list's to lift. */
int contact_remove(struct db *db, int64_t company_id, const struct contact *c,
    int64_t now, struct contact_marks *marks, struct err *e) ATTR_USE;

/*
 * Behind the last change of a transaction: diff reads the company's calendars
 * anew that have an appointment, not long over, of such a name.
 */
int contact_mark(struct db *db, int64_t company_id, struct contact_marks *marks,
    int64_t now, struct err *e) ATTR_USE;

#endif

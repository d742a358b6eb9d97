/* SPDX-License-Identifier: ISC */
/*
 * contact - the people of a company's list, and how they are known again in
 * an appointment that has no number (C7).  When in doubt, not at all.
 */
#ifndef SMSCAL_DOMAIN_CONTACT_H
#define SMSCAL_DOMAIN_CONTACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/err.h"

enum contact_sms { CONTACT_SMS_UNSAID, CONTACT_SMS_YES, CONTACT_SMS_NO };

/* NULL: it has none. */
struct contact {
	int64_t id;
	char *name;         /* owned; as people write it */
	char *number;       /* owned; the customer number */
	char *uid;          /* owned; of its vCard */
	char *phone;        /* owned; E.164, also of a landline.  NULL: known by
	                   name alone, so that its namesake is not mistaken */
	char *language;     /* owned; one that words_known() knows */
	bool language_said; /* the file has a word on it */
	enum contact_sms sms;
	char *optout; /* owned; on whose word its phone is opted out, of views:
	                 reply, operator, gateway */
};

struct contact_list {
	struct contact *v; /* owned */
	size_t n, cap;
};

#define CONTACT_LIST_INIT ((struct contact_list){ .v = NULL })

void contact_fini(struct contact *c); /* all zero afterwards */
void contact_list_free(struct contact_list *l);
struct contact *contact_list_add(struct contact_list *l);

enum { CONTACT_KEY_MAX = 400, CONTACT_NAME_MAX = 200, CONTACT_NUMBER_MAX = 40 };

/*
 * Give the normal form of a full name: its words without case, accents,
 * punctuation and academic titles, umlauts spelt out, in order of the
 * alphabet.  "": it is no name, or a longer one than CONTACT_KEY_MAX.
 */
char *contact_name_key(const char *name) ATTR_USE;

/*
 * ... and of a customer number: its letters and digits.  "": it has no digit,
 * or is longer.
 */
char *contact_number_key(const char *number) ATTR_USE;

/*
 * What a field of a name may be known by (C3): the keys of its first line
 * that says anything, given; free both.  "" matches nobody.
 */
void contact_keys(const char *text, char **name_key, char **number_key);

/* A person of a file, or a line that is none. */
struct contact_line {
	size_t line; /* counted from 1: where it begins */
	struct contact contact;
	/*
	 * Owned.  Why it is refused; NULL: it is not.  What has a name all the
	 * same is a person whom the list must know of, without a phone.
	 */
	char *refused;
	char *warning; /* owned; what was left out of it, NULL: nothing */
	bool namesake; /* another line has the same name */
};

struct contact_file {
	struct contact_line *v; /* owned */
	size_t n, cap;
};

#define CONTACT_FILE_INIT ((struct contact_file){ .v = NULL })
enum { CONTACT_FILE_LINES = 500000 };

void contact_file_free(struct contact_file *f); /* leaves ..._INIT */
struct contact_line *contact_file_add(struct contact_file *f, size_t line);

/*
 * Read a file of contacts, CSV or vCard 3 and 4, in UTF-8, UTF-16 with its
 * mark or Windows-1252.  National numbers are of `country_code`, NULL: they
 * are refused.  Of several lines on one person the first counts; what says
 * another thing is refused, but for the wish for no SMS, which always counts.
 * -1, ERR_DATA: it is neither, and why.
 */
int contact_read(const char *text, size_t n, const char *country_code,
    struct contact_file *out, struct err *e) ATTR_USE;

#endif

/* SPDX-License-Identifier: ISC */
/* contact_file - the two forms of file that contact_read() reads. */
#ifndef SMSCAL_DOMAIN_CONTACT_FILE_H
#define SMSCAL_DOMAIN_CONTACT_FILE_H

#include "domain/contact.h"

/* All of the text, which is UTF-8 without NULs; as contact_read(). */
int contact_csv(const char *text, size_t n, const char *country_code,
    struct contact_file *out, struct err *e) ATTR_USE;
int contact_vcard(const char *text, size_t n, const char *country_code,
    struct contact_file *out, struct err *e) ATTR_USE;

/* What is raw in a file, made a part of the line's contact; all are borrowed.
 * What is wrong refuses the line or warns. */
void contact_line_name(struct contact_line *l, const char *text);
void contact_line_number(struct contact_line *l, const char *text);
void contact_line_language(struct contact_line *l, const char *text);
void contact_line_refuse(struct contact_line *l, const char *why);

/*
 * Of n texts the first mobile number, else any, a landline last of all; what
 * is said to be mobile stands in the first `mobile` of them.
 */
void contact_line_phone(struct contact_line *l, const char *const *texts,
    size_t n, size_t mobile, const char *country_code);

/* What a column is about. */
enum contact_role {
	ROLE_NONE,
	ROLE_NAME, /* all of it, or the last name where there is a first one */
	ROLE_FIRST,
	ROLE_MIDDLE,
	ROLE_LAST,
	ROLE_MOBILE,
	ROLE_PHONE,
	ROLE_NUMBER,
	ROLE_LANGUAGE,
	ROLE_NO_SMS, /* yes: none is wanted */
	ROLE_SMS,    /* no: none is wanted */
	ROLE_COUNT
};

enum contact_role contact_role(const char *header);

/*
 * What the two columns say (NULL: it is not there).  Any word that is not
 * plainly the opposite means: no SMS.  An empty ROLE_NO_SMS means that there
 * is nothing against it.
 */
enum contact_sms contact_wish(const char *no_sms, const char *sms);

#endif

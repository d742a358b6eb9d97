/* SPDX-License-Identifier: ISC */
/* What the columns of lists of people are called, and what is in them. */
#include <stdlib.h>

#include "domain/contact_file.h"
#include "domain/fold.h"
#include "util/str.h"

/* Folded; what stands nowhere is passed over. */
static const struct {
	const char *header;
	enum contact_role role;
} headers[] = {
	{ "name", ROLE_NAME },
	{ "fullname", ROLE_NAME },
	{ "displayname", ROLE_NAME },
	{ "anzeigename", ROLE_NAME },
	{ "vollername", ROLE_NAME },
	{ "vollstaendigername", ROLE_NAME },
	{ "kunde", ROLE_NAME },
	{ "kundenname", ROLE_NAME },
	{ "patient", ROLE_NAME },
	{ "patientenname", ROLE_NAME },
	{ "kontakt", ROLE_NAME },
	{ "vorname", ROLE_FIRST },
	{ "vornamen", ROLE_FIRST },
	{ "firstname", ROLE_FIRST },
	{ "givenname", ROLE_FIRST },
	{ "weiterevornamen", ROLE_MIDDLE },
	{ "middlename", ROLE_MIDDLE },
	{ "additionalname", ROLE_MIDDLE },
	{ "nachname", ROLE_LAST },
	{ "familienname", ROLE_LAST },
	{ "zuname", ROLE_LAST },
	{ "lastname", ROLE_LAST },
	{ "familyname", ROLE_LAST },
	{ "surname", ROLE_LAST },
	{ "handy", ROLE_MOBILE },
	{ "handynummer", ROLE_MOBILE },
	{ "handynr", ROLE_MOBILE },
	{ "mobil", ROLE_MOBILE },
	{ "mobilnummer", ROLE_MOBILE },
	{ "mobilnr", ROLE_MOBILE },
	{ "mobiltelefon", ROLE_MOBILE },
	{ "telefonmobil", ROLE_MOBILE },
	{ "natel", ROLE_MOBILE },
	{ "smsnummer", ROLE_MOBILE },
	{ "mobile", ROLE_MOBILE },
	{ "mobilephone", ROLE_MOBILE },
	{ "mobilenumber", ROLE_MOBILE },
	{ "cell", ROLE_MOBILE },
	{ "cellphone", ROLE_MOBILE },
	{ "telefon", ROLE_PHONE },
	{ "telefonnummer", ROLE_PHONE },
	{ "telefonnr", ROLE_PHONE },
	{ "tel", ROLE_PHONE },
	{ "telnr", ROLE_PHONE },
	{ "telefonprivat", ROLE_PHONE },
	{ "telefon1", ROLE_PHONE },
	{ "telefon2", ROLE_PHONE },
	{ "phone", ROLE_PHONE },
	{ "phonenumber", ROLE_PHONE },
	{ "telephone", ROLE_PHONE },
	{ "primaryphone", ROLE_PHONE },
	{ "homephone", ROLE_PHONE },
	{ "phone1value", ROLE_PHONE },
	{ "phone2value", ROLE_PHONE },
	{ "phone3value", ROLE_PHONE },
	{ "phone4value", ROLE_PHONE },
	{ "kundennummer", ROLE_NUMBER },
	{ "kundennr", ROLE_NUMBER },
	{ "kdnr", ROLE_NUMBER },
	{ "kdnummer", ROLE_NUMBER },
	{ "patientennummer", ROLE_NUMBER },
	{ "patientennr", ROLE_NUMBER },
	{ "patnr", ROLE_NUMBER },
	{ "klientennummer", ROLE_NUMBER },
	{ "customernumber", ROLE_NUMBER },
	{ "customerno", ROLE_NUMBER },
	{ "customerid", ROLE_NUMBER },
	{ "clientnumber", ROLE_NUMBER },
	{ "patientnumber", ROLE_NUMBER },
	{ "sprache", ROLE_LANGUAGE },
	{ "language", ROLE_LANGUAGE },
	{ "lang", ROLE_LANGUAGE },
	{ "keinesms", ROLE_NO_SMS },
	{ "nosms", ROLE_NO_SMS },
	{ "optout", ROLE_NO_SMS },
	{ "smsoptout", ROLE_NO_SMS },
	{ "smssperre", ROLE_NO_SMS },
	{ "sms", ROLE_SMS },
	{ "smserlaubt", ROLE_SMS },
	{ "smserwuenscht", ROLE_SMS },
	{ "smsok", ROLE_SMS },
	{ "smsallowed", ROLE_SMS },
	{ "smsoptin", ROLE_SMS },
};

enum contact_role
contact_role(const char *header)
{
	char *word = fold_word(header);
	enum contact_role role = ROLE_NONE;

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (str_eq(headers[i].header, word))
			role = headers[i].role;
	free(word);
	return role;
}

static bool
is_one_of(const char *text, const char *const *words)
{
	char *word = fold_word(text);
	bool is = false;

	for (; *words != NULL; words++)
		is = is || str_eq(*words, word);
	free(word);
	return is;
}

enum contact_sms
contact_wish(const char *no_sms, const char *sms)
{
	static const char *const no[] = { "nein", "no", "n", "0", "false",
		"falsch", "f", NULL };
	static const char *const yes[] = { "ja", "yes", "j", "y", "1", "true",
		"wahr", "x", "ok", "w", NULL };

	if (!str_empty(no_sms) && !is_one_of(no_sms, no))
		return CONTACT_SMS_NO;
	if (!str_empty(sms) && !is_one_of(sms, yes))
		return CONTACT_SMS_NO;
	return no_sms != NULL || !str_empty(sms) ? CONTACT_SMS_YES
						 : CONTACT_SMS_UNSAID;
}

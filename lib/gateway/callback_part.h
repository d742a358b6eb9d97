/* SPDX-License-Identifier: ISC */
/* callback_part - what the readers of callbacks share; for them alone. */
#ifndef SMSCAL_GATEWAY_CALLBACK_PART_H
#define SMSCAL_GATEWAY_CALLBACK_PART_H

#include "gateway/callback.h"
#include "util/form.h"

/* One callback while it is read.  All but the form is borrowed. */
struct callback {
	const struct spool_entry *s;
	const char *key;   /* of the signature; NULL: none */
	struct json *json; /* NULL: it is a form */
	struct form form;  /* owned: of the query, if by GET, or of the body */
};

struct callback_vendor {
	const char *name;
	enum callback_key key;
	int (*check)(const struct callback *c, struct err *e); /* NULL: none */
	int (*read)(const struct callback *c, struct notice *n, struct err *e);
};

extern const struct callback_vendor callback_websms, callback_linkmobility,
    callback_twilio, callback_seven, callback_vonage, callback_kannel,
    callback_form;

/*
 * Given, in UTF-8: the field of that name, of the form or of the JSON object
 * below `within` ("$", "$.data"); NULL: it is not there.
 */
char *callback_field(
    const struct callback *c, const char *within, const char *name) ATTR_USE;

/* The same, where it has to be there and not be empty: else ERR_DATA. */
int callback_need(const struct callback *c, const char *within,
    const char *name, char **out, struct err *e) ATTR_USE;

/*
 * A reply, from the fields of these names; `id` may be missing or NULL.  Who
 * has letters in the sender is no person: NOTICE_OTHER.
 */
struct callback_reply {
	const char *within, *from, *to, *text, *id;
};
int callback_reply(const struct callback *c, const struct callback_reply *f,
    const char *vendor, struct notice *n, struct err *e) ATTR_USE;

/* What a vendor's word for a state means; the last has no word. */
struct callback_word {
	const char *word;
	enum notice_status status;
};

/*
 * A report: takes both ids, which may be NULL, one of them not; the word is
 * compared without case.  A word that is none of them: NOTICE_OTHER.
 */
int callback_report(const struct callback_word *words, const char *word,
    char *gateway_id, char *ref, const char *vendor, struct notice *n,
    struct err *e) ATTR_USE;

#endif

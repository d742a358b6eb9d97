/* SPDX-License-Identifier: ISC */
/*
 * invite - an appointment as an .ics file of its own, which the recipient
 * opens from a link in an SMS (T5; RFC 5545, 5546).  It says when and where,
 * and with whom: nothing of the recipient and nothing of the title, for the
 * address may be passed on.
 */
#ifndef SMSCAL_DOMAIN_INVITE_H
#define SMSCAL_DOMAIN_INVITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/zone.h"

/*
 * A file is named by its token, and an address is BASE/TOKEN.ics: 11 letters
 * and digits are 65 random bits, and leave 26 characters to the base.
 */
enum {
	INVITE_TOKEN = 11,
	INVITE_NAME = INVITE_TOKEN + 4, /* TOKEN.ics */
	INVITE_ADDRESS_MAX = 42,
	INVITE_BASE_MAX = INVITE_ADDRESS_MAX - INVITE_NAME - 1,
	INVITE_KEEP_S = 30 * 24 * 3600 /* behind the end of the appointment */
};

/* As long as a token, and none. */
#define INVITE_SAMPLE "***********"

/* All is borrowed; NULL: there is none. */
struct invite {
	const char *token;        /* with made_at: the UID, for ever */
	int64_t made_at;          /* the installation */
	int64_t sequence;         /* rises with each change */
	int64_t stamp_at;         /* when it changed */
	bool cancelled;           /* METHOD:CANCEL */
	int64_t start_at, end_at; /* an end that is not behind: none */
	bool all_day;             /* then the dates of `zone` count */
	const struct zone *zone;
	const char *location; /* as the calendar has it (T3) */
	bool links;           /* pass links in it on */
	/* Master data; where there is no location, the address is it. */
	const char *company, *branch, *contact;
	const char *street, *postcode, *town;
	const char *email, *phone, *web;
	const char *country_code; /* of a national phone */
};

/* Append the file: CRLF, lines of 75 octets at most, UTF-8. */
void invite_write(struct buf *b, const struct invite *i);

/* Append the line that marks a file as the installation's: "UID:...". */
void invite_uid(struct buf *b, const char *token, int64_t made_at);

/*
 * Append which options of the company the file needs and does not have, in
 * words: "--contact, and --phone or --email"; nothing: it has all.
 */
void invite_lacks(struct buf *b, const struct invite *i);

/*
 * A token of n random bytes; false: they do not suffice, take others (of 32
 * bytes, once in a million).
 */
bool invite_token(
    const uint8_t *random, size_t n, char out[INVITE_TOKEN + 1]) ATTR_USE;

/* The token of a file of that name, "TOKEN.ics"; false: it is none of ours. */
bool invite_name(const char *name, char token[INVITE_TOKEN + 1]);

#endif

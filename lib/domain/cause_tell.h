/* SPDX-License-Identifier: ISC */
/* cause_tell - the mail that a company gets about its causes (X8). */
#ifndef SMSCAL_DOMAIN_CAUSE_TELL_H
#define SMSCAL_DOMAIN_CAUSE_TELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/cause.h"
#include "domain/state.h"
#include "util/buf.h"
#include "util/zone.h"

/* A message that the company is told of. */
struct cause_message {
	enum state state;
	char *reason, *name, *phone; /* owned; reason NULL: none */
	int64_t start_at;
};

struct cause_messages {
	struct cause_message *v; /* owned; CAUSE_LINES a state at most */
	size_t n, cap;
	int64_t of[STATE_COUNT]; /* how many there are of each state */
};

enum { CAUSE_LINES = 20 };

#define CAUSE_MESSAGES_INIT ((struct cause_messages){ .v = NULL })

struct cause_message *cause_messages_add(struct cause_messages *l);
void cause_messages_free(struct cause_messages *l); /* leaves _INIT */

/* An appointment of tomorrow, with one of its recipients. */
struct cause_appointment {
	char *title, *calendar; /* owned; the calendar's name */
	char *phone;            /* owned; NULL: nobody gets SMS */
	int64_t start_at;
	bool all_day, paused, nosms, opted_out, declined, missing;
	bool message;     /* there is one that tells this start ... */
	enum state state; /* ... the last of them, and its state */
	char *reason;     /* owned; why it has that state; NULL */
};

/* Neither has it reached anybody, nor will it. */
bool cause_gets_none(const struct cause_appointment *a);

struct cause_day {
	struct cause_appointment *v; /* owned */
	size_t n, cap;
};

#define CAUSE_DAY_INIT ((struct cause_day){ .v = NULL })

struct cause_appointment *cause_day_add(struct cause_day *l); /* all zero */
void cause_day_free(struct cause_day *l);                     /* _INIT */

/* Whom to write, and how; all is borrowed. */
struct cause_reader {
	const char *language;
	const struct zone *zone;
};

/*
 * Append subject and text about the causes v[0..n) that are CAUSE_TELL;
 * `messages` is for the one of them that is CAUSE_MESSAGES, or NULL.
 */
void cause_tell(const struct cause_reader *to, const struct cause *v, size_t n,
    const struct cause_messages *messages, struct buf *subject,
    struct buf *text);

/* The same of the list of the day that begins at `day_at`. */
void cause_tell_day(const struct cause_reader *to, const struct cause_day *day,
    int64_t day_at, struct buf *subject, struct buf *text);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * parsed - what smscal-parse says of a feed's components, checked and in
 * structs.  Text is valid UTF-8 and bounded; ids are those of the components
 * that were given in.
 */
#ifndef SMSCAL_DOMAIN_PARSED_H
#define SMSCAL_DOMAIN_PARSED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/buf.h"
#include "util/err.h"

enum {
	PARSED_TEXT = 2000, /* characters of a text at most */
	PARSED_NOTE = 400   /* bytes of a note */
};

enum parsed_status {
	PARSED_NONE, /* no STATUS */
	PARSED_CONFIRMED,
	PARSED_TENTATIVE,
	PARSED_CANCELLED
};

/*
 * A VEVENT that could be read.  Its texts are its own, but for one of
 * parsed_read(): then they are the struct parsed's.
 */
struct parsed_event {
	int64_t id;            /* the component's */
	char *uid;             /* owned; never NULL */
	int64_t recurrence_at; /* RECURRENCE-ID as an instant; 0: none */
	int64_t sequence, last_modified_at; /* 0: none */
	enum parsed_status status;
	bool series;          /* has RRULE or RDATE */
	bool this_and_future; /* RANGE=THISANDFUTURE */
	bool lent;            /* its texts are not its own */
	char *title;          /* owned; SUMMARY, "" if none */
	char *name_text;      /* owned; NULL: the title */
	char *phone_text;     /* owned; NULL: the same field as the name */
	char *location;       /* owned; NULL: none */
	char *description;    /* owned; NULL: none */
	char *siblings; /* owned; RELATED-TO;RELTYPE=SIBLING, a UID a line:
	                   the series it was cut from, or those cut from it
	                   (D8); NULL: none */
};

/* An occurrence: of `event`, at its time. */
struct parsed_occurrence {
	size_t event;             /* index into the events */
	int64_t original_at;      /* D1; 0: a single event */
	int64_t start_at, end_at; /* end exclusive */
	bool all_day;
};

/* A sentence about a component: bad (not read, D3), or only a note. */
struct parsed_note {
	int64_t id;
	bool bad;
	char *text; /* owned */
};

/* Texts that live as long as the struct parsed. */
struct parsed_texts {
	char **v; /* owned: pieces */
	size_t n, cap;
	char *at; /* in the last one: where room is */
	size_t left;
};

struct parsed {
	struct parsed_event *events; /* owned */
	size_t n_events, cap_events;
	struct parsed_occurrence *occurrences; /* owned */
	size_t n_occurrences, cap_occurrences;
	struct parsed_note *notes; /* owned */
	size_t n_notes, cap_notes;
	struct parsed_texts texts; /* of the events that parsed_read() adds */
};

#define PARSED_INIT ((struct parsed){ .events = NULL })

void parsed_free(struct parsed *p);              /* leaves PARSED_INIT */
void parsed_event_fini(struct parsed_event *ev); /* frees its own texts */

/* The next element, all zero; borrowed until the next is added. */
struct parsed_event *parsed_event_add(struct parsed *p);
struct parsed_occurrence *parsed_occurrence_add(struct parsed *p);

/* A sentence about component `id`, cut at PARSED_NOTE bytes. */
void parsed_note_add(struct parsed *p, int64_t id, bool bad, const char *fmt,
    ...) ATTR_PRINTF(4, 5);

/*
 * As records (util/record.h), what smscal-parse writes:
 *   event ID UID RECURRENCE_AT SEQUENCE LAST_MODIFIED_AT STATUS SERIES TITLE
 *         NAME_TEXT PHONE_TEXT LOCATION DESCRIPTION THIS_AND_FUTURE SIBLINGS
 *   occurrence ID ORIGINAL_AT START_AT END_AT ALL_DAY
 *   bad ID SENTENCE
 *   note ID SENTENCE
 *   done N        (occurrences; the last line)
 * or, where it was ended over one of them (util/watch.h), nothing but
 *   at ID
 */
void parsed_write(struct buf *b, const struct parsed *p);

/* What was given in: the ids, and which of them are VEVENTs. */
struct parsed_asked {
	const int64_t *events; /* borrowed */
	size_t n_events;
	const int64_t *others; /* borrowed: calendar, VTIMEZONEs */
	size_t n_others;
};

/*
 * Read that and believe nothing (D12): each VEVENT that was given in is an
 * event or bad, once; occurrences are of such an event; texts are UTF-8 and
 * bounded, times within the calendar; the count is right and the last line
 * is there.  The text is changed.  Append to *out; on ERR_DATA it is as it
 * was.
 */
int parsed_read(char *text, size_t n, const struct parsed_asked *asked,
    struct parsed *out, struct err *e) ATTR_USE;

/*
 * Over which component it was ended, of those that were given in; 0: it did
 * not say.  The text is changed.
 */
int64_t parsed_at(char *text, size_t n, const struct parsed_asked *asked);

#endif

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

enum parsed_status {
	PARSED_NONE, /* no STATUS */
	PARSED_CONFIRMED,
	PARSED_TENTATIVE,
	PARSED_CANCELLED
};

/* A VEVENT that could be read. */
struct parsed_event {
	int64_t id;            /* the component's */
	char *uid;             /* owned; never NULL */
	int64_t recurrence_at; /* RECURRENCE-ID as an instant; 0: none */
	int64_t sequence, last_modified_at; /* 0: none */
	enum parsed_status status;
	bool series;          /* has RRULE or RDATE */
	bool this_and_future; /* RANGE=THISANDFUTURE */
	char *title;          /* owned; SUMMARY, "" if none */
	char *name_text;      /* owned; NULL: the title */
	char *phone_text;     /* owned; NULL: the same field as the name */
	char *location;       /* owned; NULL: none */
	char *description;    /* owned; NULL: none */
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

struct parsed {
	struct parsed_event *events; /* owned */
	size_t n_events, cap_events;
	struct parsed_occurrence *occurrences; /* owned */
	size_t n_occurrences, cap_occurrences;
	struct parsed_note *notes; /* owned */
	size_t n_notes, cap_notes;
};

#define PARSED_INIT ((struct parsed){ .events = NULL })

void parsed_free(struct parsed *p); /* leaves PARSED_INIT */

#endif

/* SPDX-License-Identifier: ISC */
/*
 * parser - run smscal-parse over components and believe nothing it says
 * unchecked (D12).  Used by smscal-diff and by smscal-admin's previews.
 */
#ifndef SMSCAL_BIN_PARSER_H
#define SMSCAL_BIN_PARSER_H

#include "conf/conf.h"
#include "domain/parsed.h"
#include "util/err.h"

struct parse_component {
	int64_t id;
	const char *kind; /* borrowed: "calendar", "timezone", "event" */
	const void *text; /* borrowed */
	size_t n;
};

struct parse_input {
	int64_t from_at, to_at; /* window for series (D5) */
	const char *zone;       /* borrowed: of floating times and dates */
	bool zone_from_feed;    /* X-WR-TIMEZONE wins over `zone` (D4) */
	const char *name_field, *phone_field,
	    *location_field; /* borrowed, C1 */
	int64_t uid_ms;      /* of processor time at most for one UID */
	const struct parse_component *v; /* borrowed */
	size_t n;
};

enum parser_end {
	PARSER_OK = 0,
	PARSER_DIED = 1 /* killed, over its bounds, or said nonsense */
};

struct parser_death {
	char why[200]; /* a sentence */
	/*
	 * Over that component, by its own word.  0: it said none, as one
	 * that was killed from outside.
	 */
	int64_t at;
	/* Of processor time; all it may have, where it was waited for. */
	int64_t cost_ms;
};

/*
 * Append what the parser says to *out.  PARSER_DIED: *out is as it was, and
 * *d says how; *e is untouched.  -1: it could not be started, or says that
 * the machine is not well (no tzdata: ERR_CONF); that proves nothing about
 * the components.
 *
 * Components of one UID must go in together, and so must all that have no
 * UID, with all VTIMEZONEs and the calendar's own properties.
 */
int parser_run(const struct conf *conf, const struct parse_input *in,
    struct parsed *out, struct parser_death *d, struct err *e) ATTR_USE;

/* The path of the parser that is run. */
void parser_path(const struct conf *conf, char *out, size_t cap);

#endif

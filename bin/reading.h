/* SPDX-License-Identifier: ISC */
/*
 * reading - a feed's components parsed, and who stands in its events; for
 * diff and for the previews of admin.  What it reads is hostile (D3, D12): a
 * component that cannot be read costs itself.
 */
#ifndef SMSCAL_BIN_READING_H
#define SMSCAL_BIN_READING_H

#include "conf/conf.h"
#include "domain/change.h"
#include "domain/parsed.h"
#include "domain/phone.h"
#include "domain/setup.h"
#include "domain/title.h"
#include "store/component.h"
#include "util/zone.h"

struct reading {
	/* What is read, and with what: borrowed. */
	const struct conf *conf;
	struct db *db; /* where the company is; NULL: it is in none */
	const struct company *company;
	const struct calendar *calendar; /* mapping, country code ... */
	const struct zone *zone; /* the calendar's, else the company's */
	const char *label;       /* for messages */
	int64_t from_at, to_at;  /* the window of series (D5) */
	bool keep_texts;         /* of the components, once they are parsed */
	struct component_list components; /* owned; in order of id */
	/* What came of it: owned. */
	struct parsed parsed;
	bool *bad;           /* of each component: it could not be read */
	int64_t contact_rev; /* of the list of contacts that was looked into */
	bool erased;         /* people were, who are dropped from events */
	/* Who stands in parsed.events[from..to): see reading_see(). */
	size_t from, to, seen_to;
	struct person_list *people; /* of each of them */
	char **uids;       /* of each of them; "=" and the title where the
	                feed has none (D1) */
	struct seen *seen; /* borrows from all of these */
	size_t n_seen;
	const struct component **touched; /* events, by UID; NULL: not made */
	size_t n_touched;
	char note[400]; /* "" or the first that there is to say of the feed */
};

/* Is it of that kind: "calendar", "timezone", "event"? */
bool component_is(const struct component *c, const char *kind);
bool component_missing(const struct component *c);
bool component_touched(const struct component *c); /* new or missing */

/* Borrow the component of that id; NULL: it is not among them. */
const struct component *reading_component(const struct reading *r, int64_t id);

/* How numbers are read in the calendar; end with reading_opts_free(). */
struct reading_opts {
	struct phone_opts phone;
	enum title_mode mode;
	char **own; /* owned */
	size_t n, cap;
};

int reading_opts(
    const struct reading *r, struct reading_opts *o, struct err *e) ATTR_USE;
void reading_opts_free(struct reading_opts *o);

/*
 * Parse the components that are not missing: parsed, bad, note.  Only what is
 * wrong with the machine or with the database is -1.
 */
int reading_run(struct reading *r, struct err *e) ATTR_USE;
void reading_free(struct reading *r); /* the components too */

/*
 * Then see who stands in the events, from where the last call ended up to
 * `to`, in place of what that one saw.
 */
int reading_see(struct reading *r, size_t to, struct err *e) ATTR_USE;
/* An end for that: some thousands behind `from`, and no UID is cut in two. */
size_t reading_part(const struct reading *r, size_t from);

/* The first step of it: parsed, bad, note.  See parsing.c. */
int reading_parse(struct reading *r, struct err *e) ATTR_USE;
/* What it is, for people: "event", "time zone", "calendar". */
const char *reading_name(const struct component *c);
/* It cannot be read, and why; the first is noted. */
void reading_condemn(
    struct reading *r, const struct component *c, const char *why);

#endif

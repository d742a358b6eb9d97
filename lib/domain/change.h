/* SPDX-License-Identifier: ISC */
/*
 * change - what was known and what a body says: what is new, moved, missing,
 * gone or back (design D6, D7, D8).  Values in, values out: the known
 * appointments are brought up to date in place, and the caller stores those
 * that it is told have changed.
 */
#ifndef SMSCAL_DOMAIN_CHANGE_H
#define SMSCAL_DOMAIN_CHANGE_H

#include "domain/appointment.h"
#include "domain/title.h"
#include "util/attr.h"

/* An occurrence as the body has it.  All is borrowed. */
struct seen {
	const char *uid;
	int64_t original_at;
	int64_t start_at, end_at;
	bool all_day;
	bool cancelled; /* STATUS, or the title's prefix */
	bool nosms;
	bool series;  /* of an event with RRULE or RDATE */
	bool future;  /* by an override of THISANDFUTURE */
	bool touched; /* a component of its UID is new or missing: if not, it
	                 was read again for the zone, the mapping or the day */
	const char *siblings; /* a UID a line (parsed.h); NULL: none */
	const char *title, *location, *description;
	const struct person *people;
	size_t n_people;
};

struct change_ctx {
	int64_t calendar_id;
	int64_t now;
	int64_t from_at;     /* what ended before and is unknown is left out */
	int64_t expanded_at; /* end of the window that series were known for;
	                        what begins behind it has come with time */
	int64_t horizon_at;  /* what begins then or later and was unknown has
	                        come with time too (D5); 0: no horizon */
	bool baseline;       /* D6 */
	bool reread;         /* the mapping or the contacts changed, too */
	bool partial;        /* a component could not be read: presence is
	                        proved, absence is not (D3) */
};

/* How a seen occurrence found the known one: the steps of D7. */
enum change_match {
	MATCH_NONE,
	MATCH_IDENTITY,
	MATCH_RENAMED,
	MATCH_SERIES,
	MATCH_RECREATED,
	MATCH_REPAIRED, /* the zone was read anew, nothing else changed */
	MATCH_FOREIGN   /* another calendar of the company has it (D10) */
};

/* What became of one appointment. */
struct change {
	bool changed; /* store it */
	bool fresh;   /* it is to be inserted */
	bool started; /* another start, by the word of the feed: moved */
};

/*
 * Match seen[0..n) with known (of this calendar and of the same UIDs in the
 * company's others), bring known up to date and append what is new.  Gives
 * an array with one struct change for every element of known as it is then;
 * the caller frees it.
 *
 * `stray` are live or missing appointments of the company that no UID links
 * to the body: candidates for D7 d alone.  They come behind the other known
 * ones, from index `stray` on.
 */
struct change *change_apply(struct appointment_list *known, size_t stray,
    const struct seen *seen, size_t n, const struct change_ctx *ctx) ATTR_USE;

/*
 * A missing appointment and the clock: has it begun, it is live again.  Else,
 * when `proved` (a good fetch long enough after, of every calendar that
 * counts), it is gone.  Gives whether it changed.
 */
bool change_settle(struct appointment *a, bool proved, int64_t now);

/* P7: five minutes, and again with each change, but never over thirty. */
enum { CHANGE_SETTLE_S = 5 * 60, CHANGE_BURST_S = 30 * 60 };

#endif

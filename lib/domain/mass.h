/* SPDX-License-Identifier: ISC */
/*
 * mass - changes of one body that are so many that they are rather a mistake
 * (design D9): a feed that came back empty, one that was written anew, one
 * that is published without its details.  They are marked, and what they
 * would lead to waits for the operator.
 */
#ifndef SMSCAL_DOMAIN_MASS_H
#define SMSCAL_DOMAIN_MASS_H

#include "domain/change.h"
#include "util/buf.h"

/* What a known appointment was before change_apply(). */
struct mass_before {
	enum standing standing;
	int64_t start_at;
	size_t n_people; /* who stood in it */
};

struct mass_before mass_before(const struct appointment *a);

/* A body behind change_apply(); all is borrowed. */
struct mass_body {
	struct appointment_list *known;
	const struct mass_before *before; /* of the first n_before of them */
	size_t n_before;
	int64_t calendar_id, now;
};

/* What it changed, of what had not begun. */
struct mass_count {
	int64_t gone;       /* events: UIDs of which nothing is left */
	int64_t told;       /* recipients who are told: new, or moved ... */
	int64_t told_fresh; /* ... of these, those who were not there before */
	int64_t lost;       /* events of which all phones went */
};

/* What the calendar had to come, before the body. */
struct mass_total {
	int64_t events, with_phone, recipients;
};

void mass_count(const struct mass_body *b, struct mass_count *out);

/* Can it be too much at all, whatever the totals? */
bool mass_possible(const struct mass_count *n);

/* What of it is a mass change: a set of enum appointment_mass. */
unsigned mass_judge(const struct mass_count *n, const struct mass_total *of);

/*
 * Mark what the body changed of these kinds.  What it calls off is missing
 * until then, and phones that it lacks stay.
 */
void mass_mark(const struct mass_body *b, unsigned kinds);

/* A missing one that is not gone yet, however good the fetches: 24 h. */
bool mass_waits(const struct appointment *a, int64_t now);

/*
 * The operator's word: it is as the feed has it.  `silent`: and nobody is
 * told.  false: nothing of it waited.
 */
bool mass_accept(struct appointment *a, bool silent, int64_t now);

/* Append what there is to say of the kinds, and what to do. */
void mass_note(unsigned kinds, const char *calendar, struct buf *out);

#endif

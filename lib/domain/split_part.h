/* SPDX-License-Identifier: ISC */
/* split_part - what split.c and split_cut.c share. */
#ifndef SMSCAL_DOMAIN_SPLIT_PART_H
#define SMSCAL_DOMAIN_SPLIT_PART_H

#include "domain/match.h"

/* One of seen or known, under its UID or family. */
struct place {
	const char *name;
	int64_t at;
	size_t i;
};

/* What the steps work on. */
struct split {
	struct match *m;
	const struct appointment_list *known;
	size_t stray;
	const struct seen *seen;
	size_t n;
	const struct change_ctx *ctx;
	struct place *order; /* owned: of seen, by UID and start */
};

/* Compare two places. */
int split_by_place(const void *pa, const void *pb);

/* The end of the run in the order of the UID that stands at `from`. */
size_t split_run_end(const struct split *w, size_t from);

/* May the run be the second half of a known series? */
bool split_is_unknown(const struct split *w, size_t from);

/* Is known[i] of the body's calendar? */
bool split_is_ours(const struct split *w, size_t i);

/* The run order[from..to) goes on that known series. */
void split_adopt(
    const struct split *w, size_t from, size_t to, const char *family);

/* An unrelated UID where one of the same recipients was cut short. */
void split_by_cut(const struct split *w);

#endif

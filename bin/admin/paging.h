/* SPDX-License-Identifier: ISC */
/* paging - which part of a long list is asked for, and that there is more. */
#ifndef SMSCAL_BIN_ADMIN_PAGING_H
#define SMSCAL_BIN_ADMIN_PAGING_H

#include "admin/ref.h"
#include "domain/phone.h"

/* The options, for a verb's table. */
#define PAGING_OPTIONS                                                        \
	{ .name = "phone",                                                    \
		.value = "NUMBER",                                            \
		.help = "of that number alone" },                             \
	    { .name = "from",                                                 \
		    .value = "DATE",                                          \
		    .help =                                                   \
			"from that day on: 2026-11-24, 2026-12, yesterday" }, \
	    { .name = "days", .value = "N", .help = "so many days" },         \
	{                                                                     \
		.name = "limit", .value = "N|all",                            \
		.help = "so many at most; 100 else, and all with --json"      \
	}

struct paging {
	char phone[PHONE_TEXT]; /* "": of all */
	int64_t from, to;       /* [from, to); 0: not said */
	int64_t limit;          /* 0: none */
};

/*
 * Read them.  *r is what --company named, or zero; days are those of its
 * zone, or of the first company's.
 */
int paging_read(struct admin *a, const struct ref *r, struct paging *p,
    struct err *e) ATTR_USE;

/* Say on standard error that these are all but some: the "newest", say. */
void paging_more(const struct paging *p, const char *which);

#endif

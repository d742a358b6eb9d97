/* SPDX-License-Identifier: ISC */
/*
 * link - the .ics files of T5 as plan keeps them: written before the commit
 * of what has their address, brought in line with each appointment that is
 * looked at, and gone when due.
 *
 * A file is only ever written between links_open() and links_close(), whose
 * mark is on disk first: a run that finds it set looks at every file.  So it
 * does once a day.  What cannot be written costs its message the address, and
 * no message waits for it.
 */
#ifndef SMSCAL_BIN_PLAN_LINK_H
#define SMSCAL_BIN_PLAN_LINK_H

#include "setting.h"
#include "store/link.h"

struct links {
	bool on;          /* smscal.conf has them, and files are written */
	bool any;         /* there are some */
	bool open;        /* the mark is set */
	bool looked;      /* files were written or looked at */
	int written;      /* since whoever counts set it to 0 */
	struct err error; /* the first file that could not be */
};

/*
 * At the start of a run: what is due is removed, and all files are looked at
 * where that is due; appointments whose file is not right are marked for
 * plan.  In transactions of its own, none for a dry run.
 */
int links_start(struct links *k, struct tool *t, struct err *e) ATTR_USE;

/* Before the calendar's first transaction. */
int links_open(struct links *k, struct tool *t, const struct setting *s,
    struct err *e) ATTR_USE;

/*
 * Bring the files of an appointment in line, and make one for each message of
 * `items` whose rule has a link.  Append to *l the appointment's.
 */
int links_look(struct links *k, struct tool *t, const struct setting *s,
    const struct appointment *a, const struct plan_list *items,
    struct link_list *l, struct err *e) ATTR_USE;

/*
 * Append the address that the message of the item ends with: nothing where
 * its rule has no link, or the file cannot be had.
 */
void links_address(const struct links *k, const struct tool *t,
    const struct plan_item *i, const struct link_list *l, struct buf *out);

/*
 * At the end of a run.  Gives whether a file could not be written, which is
 * told once: 1 or 0; -1.
 */
int links_close(struct links *k, struct tool *t, struct err *e) ATTR_USE;

/* How many files one transaction may write: each waits for the disk. */
enum { LINKS_BATCH = 32 };

#endif

/* SPDX-License-Identifier: ISC */
/*
 * handed - words of SQL about messages that several queries use.  `m` is what
 * stands before the columns, as a literal: "m." or "".
 *
 * They are said with OR, since SQLite makes a table of a list of three or more
 * at every run of a statement; and with a unary plus where a list would be
 * looked up in an index, which makes one of two as well.
 */
#ifndef SMSCAL_STORE_HANDED_H
#define SMSCAL_STORE_HANDED_H

/* The gateway has it, or may have it. */
#define MESSAGE_HANDED(m)                                     \
	"(" m "state = 'sent' OR " m "state = 'delivered'"    \
	" OR " m "state = 'claimed' OR " m "state = 'unsure'" \
	" OR " m "state = 'undelivered')"

/* Its text tells the start. */
#define MESSAGE_TELLS(m)                                          \
	"(+" m "kind = 'reminder' OR +" m "kind = 'confirmation'" \
	" OR +" m "kind = 'rescheduled')"

/* Its text is the first to tell the start. */
#define MESSAGE_ANNOUNCES(m) \
	"(+" m "kind = 'confirmation' OR +" m "kind = 'rescheduled')"

#endif

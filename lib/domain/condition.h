/* SPDX-License-Identifier: ISC */
/*
 * condition - for which appointments a rule is (P15).
 *
 *	title Nachkontrolle             that word in the title
 *	not intern                      not in title, location or description
 *	location Filiale Graz, mon-fri  these words in a row, and on these days
 *	kontroll*                       words that begin so
 *	all-day
 *	not confirmed                   nobody has said yes by a reply
 *
 * Terms are parted by commas, and all of them must hold.  Letter case and
 * accents do not count.
 */
#ifndef SMSCAL_DOMAIN_CONDITION_H
#define SMSCAL_DOMAIN_CONDITION_H

#include <stdbool.h>

#include "domain/appointment.h"
#include "util/err.h"
#include "util/zone.h"

/* ERR_USAGE with the term that cannot be read, and what is allowed. */
int condition_check(const char *text, struct err *e) ATTR_USE;

/*
 * Does it hold?  `text` is one that condition_check() takes; another one
 * never holds.  `zone` is the calendar's, `confirmed`: that recipient has
 * said yes to this start.
 */
bool condition_holds(const char *text, const struct appointment *a,
    const struct zone *zone, bool confirmed);

/* Does it name all-day, so that all-day appointments have a message of it? */
bool condition_all_day(const char *text);

#endif

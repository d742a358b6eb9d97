/* SPDX-License-Identifier: ISC */
/*
 * people - who an appointment is for, as one text: the numbers in order, or
 * the title where there is none (design D7 b).
 */
#ifndef SMSCAL_DOMAIN_PEOPLE_H
#define SMSCAL_DOMAIN_PEOPLE_H

#include "domain/change.h"

/* Give the text: of those who stand in it, of those whom the body has. */
char *people_known(const struct appointment *a);
char *people_seen(const struct seen *s);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * cancelled - titles that say an appointment is off.  Outlook leaves a
 * cancelled meeting in the calendar and puts a word before its title, in the
 * language of whoever cancelled it (D7).
 */
#ifndef SMSCAL_DOMAIN_CANCELLED_H
#define SMSCAL_DOMAIN_CANCELLED_H

#include <stdbool.h>

bool cancelled_title(const char *title);

#endif

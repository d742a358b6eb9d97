/* SPDX-License-Identifier: ISC */
/*
 * windows - the time zone names of Windows and Outlook, as IANA names.  The
 * table is made of Unicode CLDR's by windows.awk.
 */
#ifndef SMSCAL_ICS_WINDOWS_H
#define SMSCAL_ICS_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>

struct windows_zone {
	const char *name;  /* "W. Europe Standard Time" */
	const char *title; /* "(UTC+01:00) Amsterdam, Berlin, ..." */
	const char *zones; /* IANA names with a blank between; the first is the
	                      one where no country is said */
};

extern const struct windows_zone windows_zones[];
extern const size_t windows_n;

/*
 * The IANA name for a Windows one, case apart: its name, its title, or a
 * title in another language, of which one place in the same offset is known.
 * A name for a whole region ("W. Europe Standard Time" is Vienna's too)
 * stands for its clock, which is the same all over it.  false: not known, or
 * longer than `cap`.
 */
bool windows_zone(const char *name, char *out, size_t cap);

#endif

/* SPDX-License-Identifier: ISC */
/* windows - the time zone names of Windows and Outlook, as IANA names. */
#ifndef SMSCAL_ICS_WINDOWS_H
#define SMSCAL_ICS_WINDOWS_H

/* Borrow the IANA name for a Windows one (case apart); NULL: not known. */
const char *windows_zone(const char *name);

#endif

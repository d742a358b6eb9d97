/* SPDX-License-Identifier: ISC */
/* civil - the proleptic Gregorian calendar, without zones. */
#ifndef SMSCAL_UTIL_CIVIL_H
#define SMSCAL_UTIL_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

struct civil {
	int year;  /* 1 .. 9999 in practice */
	int month; /* 1 .. 12 */
	int day;   /* 1 .. 31 */
	int hour, minute, second;
};

int64_t civil_days(int year, int month, int day); /* since 1970-01-01 */
int64_t civil_seconds(const struct civil *c);     /* as if it were UTC */
struct civil civil_from(int64_t seconds);         /* the reverse */
int civil_weekday(int64_t days);                  /* 1 Monday .. 7 Sunday */
int civil_month_days(int year, int month);
bool civil_ok(const struct civil *c);                /* every field in range */
void civil_week(int64_t days, int *year, int *week); /* ISO 8601 week */

#endif

/* SPDX-License-Identifier: ISC */
/*
 * valid - values as an operator types them: is it one, and its normal form.
 *
 * Each appends the normal form to *out, or leaves it and says in *e
 * (ERR_USAGE) what is allowed; the caller puts the name of the field in
 * front.  Pure: what needs the configuration, files or zones is not here.
 */
#ifndef SMSCAL_DOMAIN_VALID_H
#define SMSCAL_DOMAIN_VALID_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/err.h"

/* One line of UTF-8, not empty, 200 characters at most, nothing invisible. */
int valid_line(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* A name and a domain with a dot; no blanks, no angle brackets. */
int valid_email(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* A phone number for people to read: 5 to 15 digits, + ( ) / - . and blanks. */
int valid_phone(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* ISO 3166-1 alpha-2, made upper case: "AT". */
int valid_country(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* The prefix of national numbers: "43"; +43 and 0043 are made that. */
int valid_country_code(
    const char *text, struct buf *out, struct err *e) ATTR_USE;

/* An address of the web, http or https or none: "www.example.org". */
int valid_web(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* #rrggbb or one of CSS's basic names, made lower case. */
int valid_colour(const char *text, struct buf *out, struct err *e) ATTR_USE;

/*
 * C1: summary, description, location, contact, attendee, an X- property, or
 * 'name' (the same field as the name), where `name` allows that.
 */
int valid_property(
    const char *text, bool name, struct buf *out, struct err *e) ATTR_USE;

/* One of the n words; "did you mean". */
int valid_word(const char *text, const char *const *words, size_t n,
    struct buf *out, struct err *e) ATTR_USE;

int valid_flag(const char *text, bool *out, struct err *e) ATTR_USE;
int valid_number(const char *text, int64_t min, int64_t max, int64_t *out,
    struct err *e) ATTR_USE;

/* P12: how many messages a day: a whole number from 1, or none (-1). */
int valid_limit(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* P12: country codes, "+43, 0049" made "43 49"; or all. */
int valid_countries(const char *text, struct buf *out, struct err *e) ATTR_USE;

/*
 * A day since 1970-01-01: YYYY-MM-DD, YYYY-MM (its first), or yesterday, today
 * or tomorrow as `today` has it.
 */
int valid_day(
    const char *text, int64_t today, int64_t *day, struct err *e) ATTR_USE;

/* "09:00": minutes behind midnight. */
int valid_clock(const char *text, int *minutes, struct err *e) ATTR_USE;
int valid_clock_line(const char *text, struct buf *out, struct err *e) ATTR_USE;

/* "2h", "90m", "1h30m", "7d" as seconds, within min_s and max_s. */
int valid_duration(const char *text, int64_t min_s, int64_t max_s, int64_t *out,
    struct err *e) ATTR_USE;

/*
 * A sender, "ADDRESS[:TYPE]": the address, digits only or a name of at most
 * 11 characters, and its type; none when it is left to the gateway.
 */
int valid_sender(const char *text, struct buf *address, const char **type,
    struct err *e) ATTR_USE;

#endif

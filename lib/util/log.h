/* SPDX-License-Identifier: ISC */
/*
 * log - lines for the operator: "smscal-fetch: acme/ordination: ...", to
 * stderr or syslog.  What comes from outside is made visible here (X6), so
 * callers pass raw text.  No phone, name or text of a message goes in without
 * -v (X1): that is the caller's promise.
 */
#ifndef SMSCAL_UTIL_LOG_H
#define SMSCAL_UTIL_LOG_H

#include <stdbool.h>

#include "util/attr.h"

enum log_level { LOG_LEVEL_QUIET, LOG_LEVEL_NORMAL, LOG_LEVEL_VERBOSE };

/* `tool` is borrowed for ever.  Before it is called, lines go to stderr. */
void log_open(const char *tool, enum log_level level, bool syslog);

void log_error(const char *fmt, ...) ATTR_PRINTF(1, 2); /* always, but -q */
void log_info(const char *fmt, ...) ATTR_PRINTF(1, 2);  /* with -v */
bool log_verbose(void);

#endif

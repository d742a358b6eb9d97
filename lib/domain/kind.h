/* SPDX-License-Identifier: ISC */
/* kind - the six kinds of message, under the names of design section 1. */
#ifndef SMSCAL_DOMAIN_KIND_H
#define SMSCAL_DOMAIN_KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"

enum kind {
	KIND_CONFIRMATION,
	KIND_REMINDER,
	KIND_RESCHEDULED,
	KIND_FEEDBACK,
	KIND_FOLLOWUP,
	KIND_CANCELLATION,
	KIND_COUNT
};

const char *kind_name(enum kind k);              /* "confirmation" ... */
bool kind_parse(const char *name, enum kind *k); /* exact name only */

/*
 * Append "reminder/2": of reminders the step always; of the others from the
 * second on, where it is a step of the operator's or a running number.
 */
void kind_step(struct buf *b, enum kind k, int64_t step);

/* Confirmation, rescheduled and cancellation: told at once, of a change. */
bool kind_urgent(enum kind k);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * segment - how many SMS a text is, by 3GPP TS 23.038 and 23.040: in the
 * GSM 7 bit default alphabet 160 septets, or 153 in each of several; in UCS-2
 * 70 units, or 67.  Characters of the extension table are two septets, those
 * beyond U+FFFF two units, and neither pair is torn.  National shift tables
 * are not used: few gateways do.
 */
#ifndef SMSCAL_DOMAIN_SEGMENT_H
#define SMSCAL_DOMAIN_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

struct segments {
	bool ucs2;
	size_t count; /* of segments; 0 for the empty text */
	size_t units; /* septets or UCS-2 units of the text itself */
	size_t left;  /* units that still fit without one more segment */
	/* What forced UCS-2: the first such character, and which one it is,
	 * from 1; 0, 0: nothing did.  A bad byte counts as U+FFFD. */
	int32_t culprit;
	size_t culprit_at;
};

struct segments segment_count(const char *text);

/*
 * Append each character that GSM 7 bit does not have, once, in order of where
 * it first stands; a bad byte as U+FFFD.
 */
void segment_forced(struct buf *b, const char *text);

/*
 * T4, `smart`: append the text with typographic characters (quotes, dashes,
 * dots, blanks, bullets, ligatures, marks apart from their letter) replaced
 * by their kin of GSM 7 bit, if the whole text is GSM 7 bit then; otherwise
 * append it as it is.  Letters stay what they are: no name is changed.
 */
void segment_smart(struct buf *b, const char *text);

#endif

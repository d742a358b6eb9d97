/* SPDX-License-Identifier: ISC */
/*
 * split - a series that was cut in two by 'this and following' (design D8):
 * the second half has another UID, and goes on what the first one began.
 */
#ifndef SMSCAL_DOMAIN_SPLIT_H
#define SMSCAL_DOMAIN_SPLIT_H

#include "domain/match.h"

/* The UID by which a known one's series was known first; else its own. */
const char *split_family(const struct appointment *a);

/* Fill in m->fresh. */
void split_fresh(
    struct match *m, const struct appointment_list *known, size_t stray);

/*
 * Behind the step that compares identities: of each of seen[0..n) fill in
 * m->family, and m->uid_known of what goes on a known series:
 *   - Google: UID_R20260310T090000 goes on UID;
 *   - RELATED-TO;RELTYPE=SIBLING, of either half (Nextcloud);
 *   - an unrelated UID that begins where the only series of the same
 *     recipients ends in this body, within one of its intervals.
 * Of several that it might go on, it goes on none.
 *
 * The second half may have come with an earlier body, and be a stray by now:
 * then m->heir has what the first one lost, in order.  The first one may have
 * been cut in an earlier body: then what it lost, and has, are strays.
 */
void split_find(struct match *m, const struct appointment_list *known,
    size_t stray, const struct seen *seen, size_t n,
    const struct change_ctx *ctx);

/*
 * Behind all steps: a series of which one occurrence was found to be a known
 * one is known, whatever it is called now.
 */
void split_inherit(struct match *m, const struct appointment_list *known,
    const struct seen *seen, size_t n);

#endif

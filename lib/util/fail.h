/* SPDX-License-Identifier: ISC */
/*
 * fail - where a test pulls the plug.  Built with SMSCAL_FAIL_POINTS, the
 * process ends at once with 99 at the n-th point that it meets, n being
 * SMSCAL_FAIL_AT of its environment; a release has none of this.
 *
 * Each point stands next to an outside effect or a commit.
 */
#ifndef SMSCAL_UTIL_FAIL_H
#define SMSCAL_UTIL_FAIL_H

#ifdef SMSCAL_FAIL_POINTS
void fail_point(void);
#define FAIL_POINT() fail_point()
#else
#define FAIL_POINT() ((void)0)
#endif

#endif

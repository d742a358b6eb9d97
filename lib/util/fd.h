/* SPDX-License-Identifier: ISC */
/* fd - file descriptors that a process was handed and did not ask for. */
#ifndef SMSCAL_UTIL_FD_H
#define SMSCAL_UTIL_FD_H

/* Close all from `lowest` on. */
void fd_close_from(unsigned lowest);
/* No program that is run from now on has them. */
void fd_keep_from(unsigned lowest);

#endif

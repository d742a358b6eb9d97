/* SPDX-License-Identifier: ISC */
/* fd - file descriptors that a process was handed and did not ask for. */
#ifndef SMSCAL_UTIL_FD_H
#define SMSCAL_UTIL_FD_H

/* Close all from `lowest` on.  Safe between fork() and exec(). */
void fd_close_from(unsigned lowest);

#endif

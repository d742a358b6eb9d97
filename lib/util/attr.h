/* SPDX-License-Identifier: ISC */
/* attr - the compiler's attributes under one roof. */
#ifndef SMSCAL_UTIL_ATTR_H
#define SMSCAL_UTIL_ATTR_H

#define ATTR_USE __attribute__((warn_unused_result))
#define ATTR_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define ATTR_NORETURN __attribute__((noreturn))

#endif

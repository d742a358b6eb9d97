/* SPDX-License-Identifier: ISC */
/* schema - the steps of lib/store/schema/NNNN_topic.sql, embedded. */
#ifndef SMSCAL_STORE_SCHEMA_H
#define SMSCAL_STORE_SCHEMA_H

#include <stddef.h>

extern const char *const schema_steps[];
extern const size_t schema_count; /* the user_version of this build */

#endif

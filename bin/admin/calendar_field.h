/* SPDX-License-Identifier: ISC */
/* calendar_field - the columns of struct calendar that options set. */
#ifndef SMSCAL_BIN_ADMIN_CALENDAR_FIELD_H
#define SMSCAL_BIN_ADMIN_CALENDAR_FIELD_H

#include "admin/admin.h"

extern const struct field calendar_fields[];

#endif

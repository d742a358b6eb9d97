/* SPDX-License-Identifier: ISC */
#include "domain/kind.h"

#include <inttypes.h>

#include "util/str.h"

static const char *const names[KIND_COUNT] = {
	[KIND_CONFIRMATION] = "confirmation",
	[KIND_REMINDER] = "reminder",
	[KIND_RESCHEDULED] = "rescheduled",
	[KIND_FEEDBACK] = "feedback",
	[KIND_FOLLOWUP] = "followup",
	[KIND_CANCELLATION] = "cancellation",
};

const char *
kind_name(enum kind k)
{
	return names[k];
}

bool
kind_parse(const char *name, enum kind *k)
{
	for (int i = 0; i < KIND_COUNT; i++)
		if (str_eq(name, names[i])) {
			*k = (enum kind)i;
			return true;
		}
	return false;
}

void
kind_step(struct buf *b, enum kind k, int64_t step)
{
	buf_str(b, kind_name(k));
	if (k == KIND_REMINDER || step > 1)
		buf_fmt(b, "/%" PRId64, step);
}

bool
kind_urgent(enum kind k)
{
	return k == KIND_CONFIRMATION || k == KIND_RESCHEDULED ||
	    k == KIND_CANCELLATION;
}

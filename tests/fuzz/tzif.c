/* SPDX-License-Identifier: ISC */
/* What is taken for a TZif file has changes in order, and offsets in reach. */
#include "util/tzif.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone_step next;
	struct tzif t;

	if (!tzif_parse(data, size, &t)) {
		if (t.v != NULL)
			abort();
		return 0;
	}
	for (size_t i = 0; i < t.n; i++) {
		int before = i > 0 ? t.v[i - 1].offset_s : t.first_s;
		if ((i > 0 && t.v[i].at <= t.v[i - 1].at) ||
		    t.v[i].offset_s == before ||
		    abs(t.v[i].offset_s) > TZIF_OFFSET_MAX)
			abort();
	}
	for (int64_t at = 0; t.ruled && at < 4000000000;) {
		if (!tzrule_next(&t.rule, at, &next))
			break;
		if (next.at <= at ||
		    tzrule_offset(&t.rule, next.at) != next.offset_s)
			abort();
		at = next.at;
	}
	tzif_free(&t);
	return 0;
}

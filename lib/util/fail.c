/* SPDX-License-Identifier: ISC */
#include "util/fail.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "util/str.h"

#ifdef SMSCAL_FAIL_POINTS
void
fail_point(void)
{
	enum { STATUS_PLUG = 99 };
	static int64_t met;
	const char *at = getenv("SMSCAL_FAIL_AT");
	int64_t n;

	if (at != NULL && str_int(at, 1, INT32_MAX, &n) == 0 && ++met == n)
		_exit(STATUS_PLUG);
}
#endif

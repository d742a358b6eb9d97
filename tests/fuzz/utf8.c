/* SPDX-License-Identifier: ISC */
/* Repaired text is UTF-8, and shown text has nothing left to show. */
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf repaired = BUF_INIT, shown = BUF_INIT, again = BUF_INIT;

	utf8_repair(&repaired, (const char *)data, size);
	if (!utf8_valid(buf_cstr(&repaired), repaired.n))
		abort();
	if (utf8_valid((const char *)data, size) && repaired.n != size)
		abort();
	buf_char(&repaired, '\0');
	utf8_show(&shown, repaired.v);
	utf8_show(&again, buf_cstr(&shown));
	if (strcmp(buf_cstr(&shown), buf_cstr(&again)) != 0)
		abort();
	buf_free(&repaired);
	buf_free(&shown);
	buf_free(&again);
	return 0;
}

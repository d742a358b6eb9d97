/* SPDX-License-Identifier: ISC */
/* What record_parse() takes is what record_bytes() writes, byte by byte. */
#include "util/record.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = mem_strn((const char *)data, size);
	struct buf b = BUF_INIT;
	struct record r;
	struct err e = ERR_INIT;

	if (record_parse(line, size, &r, &e) == 0) {
		for (size_t i = 0; i < r.n; i++)
			if (r.v[i] == NULL)
				record_field(&b, NULL);
			else
				record_bytes(&b, r.v[i], r.len[i]);
		record_end(&b);
		if (b.n != size + 1 || memcmp(b.v, data, size) != 0)
			abort();
	}
	buf_free(&b);
	free(line);
	return 0;
}

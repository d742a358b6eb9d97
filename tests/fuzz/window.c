/* SPDX-License-Identifier: ISC */
/* A send window that is taken is taken again as it is written. */
#include "domain/window.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_strn((const char *)data, size);
	struct buf b = BUF_INIT;
	struct window w, again;
	struct err e = ERR_INIT;

	if (window_parse(text, &w, &e) == 0) {
		window_render(&b, &w);
		if (window_parse(buf_cstr(&b), &again, &e) == -1 ||
		    memcmp(&w, &again, sizeof(w)) != 0)
			abort();
	}
	buf_free(&b);
	free(text);
	return 0;
}

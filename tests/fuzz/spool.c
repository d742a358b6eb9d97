/* SPDX-License-Identifier: ISC */
/* What the hook left, and what stands in its form. */
#include "util/spool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct spool_entry s = { .name = NULL };
	struct form f = FORM_INIT;
	struct buf text = BUF_INIT, again = BUF_INIT;
	struct err e = ERR_INIT;

	buf_add(&text, data, size);
	if (spool_parse(&text, &s, &e) == 0) {
		/* What is read is written, and read again, as the same. */
		struct spool_entry t = { .name = NULL };
		spool_render(&s, &again);
		if (spool_parse(&again, &t, &e) == -1 || t.n != s.n ||
		    memcmp(t.body, s.body, s.n) != 0)
			abort();
		spool_fini(&t);
	}
	if (form_parse((const char *)data, size, &f) && f.n > FORM_PAIRS)
		abort();
	for (size_t i = 0; i < f.n; i++)
		if (form_get(&f, f.v[i].name) == NULL)
			abort();
	form_free(&f);
	spool_fini(&s);
	buf_free(&text);
	buf_free(&again);
	return 0;
}

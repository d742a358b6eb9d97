/* SPDX-License-Identifier: ISC */
/*
 * A text that is taken is rendered within its cap or said to be too long,
 * whatever name it meets: the input is a text, a NUL, and a name.
 */
#include "domain/template.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_strn((const char *)data, size);
	size_t n = strlen(text);
	const struct template_values v = {
		.name = n < size ? text + n + 1 : NULL,
		.location = text,
		.company = "Praxis",
		.start_at = 1795613400,
		.end_at = 1795617000,
	};
	const struct template_how how = {
		.lang = "de",
		.zone = zone_utc(),
		.now = 1795500000,
		.smart = size % 2 == 0,
		.max_segments = 2,
	};
	struct template_text out;
	struct err e = ERR_INIT;

	int checked = template_check(text, &e);
	e = ERR_INIT;
	if (template_render(text, &v, &how, &out, &e) != checked)
		abort();
	if (checked == 0 && out.too_long != (out.segments.count > 2))
		abort();
	template_text_free(&out);
	free(text);
	return 0;
}

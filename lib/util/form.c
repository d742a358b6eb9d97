/* SPDX-License-Identifier: ISC */
#include "util/form.h"

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

char *
form_decode(const char *s, size_t n, bool plus)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];
		if (c == '%' && i + 2 < n && hex(s[i + 1]) >= 0 &&
		    hex(s[i + 2]) >= 0) {
			c = (char)(hex(s[i + 1]) << 4 | hex(s[i + 2]));
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')
			buf_str(&b, "\xef\xbf\xbd");
		else
			buf_char(&b, c);
	}
	return buf_take(&b);
}

bool
form_parse(const char *s, size_t n, struct form *f)
{
	const char *end = s + n;

	while (s < end) {
		const char *amp = memchr(s, '&', (size_t)(end - s));
		const char *stop = amp != NULL ? amp : end;
		const char *eq = memchr(s, '=', (size_t)(stop - s));
		const char *name_end = eq != NULL ? eq : stop;
		const char *value = eq != NULL ? eq + 1 : stop;
		if (stop > s) {
			if (f->n == FORM_PAIRS)
				return false;
			f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
			f->v[f->n++] = (struct form_pair){
				.name = form_decode(
				    s, (size_t)(name_end - s), true),
				.value = form_decode(
				    value, (size_t)(stop - value), true),
			};
		}
		s = amp != NULL ? amp + 1 : end;
	}
	return true;
}

void
form_free(struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].name);
		free(f->v[i].value);
	}
	free(f->v);
	*f = FORM_INIT;
}

const char *
form_get(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].name, name))
			return f->v[i].value;
	return NULL;
}

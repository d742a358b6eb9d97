/* SPDX-License-Identifier: ISC */
#include "domain/people.h"

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/mem.h"

static int
by_text(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

/* All numbers in order as one text; without one, "=" and the title. */
static char *
people_text(const char **phones, size_t n, const char *title)
{
	struct buf b = BUF_INIT;

	if (n > 1)
		qsort(phones, n, sizeof(*phones), by_text);
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, phones[i]);
		buf_char(&b, ' ');
	}
	if (n == 0) {
		buf_char(&b, '=');
		buf_str(&b, title);
	}
	return buf_take(&b);
}

char *
people_known(const struct appointment *a)
{
	const char **v = mem_zero(a->n_recipients + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < a->n_recipients; i++)
		if (a->recipients[i].left_at == 0)
			v[n++] = a->recipients[i].phone;
	char *text = people_text(v, n, a->title);
	free(v);
	return text;
}

char *
people_seen(const struct seen *s)
{
	const char **v = mem_zero(s->n_people + 1, sizeof(*v));

	for (size_t i = 0; i < s->n_people; i++)
		v[i] = s->people[i].phone;
	char *text = people_text(v, s->n_people, s->title);
	free(v);
	return text;
}

/* SPDX-License-Identifier: ISC */
/*
 * Whatever the bytes, components lie in them one behind the other, and how
 * lines end changes no hash.
 */
#include "domain/body.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_components(const struct body *b, const char *text, size_t n)
{
	const char *at = text;

	for (size_t i = 1; i < b->n; i++) {
		const struct body_component *c = &b->v[i];
		char *uid = body_uid(c);
		if (c->text < at || c->text + c->n > text + n)
			abort();
		free(uid);
		at = c->text + c->n;
	}
	for (size_t i = 1; i < b->n_by_hash; i++)
		if (memcmp(b->by_hash[i - 1]->hash, b->by_hash[i]->hash,
			DIGEST_SIZE) >= 0)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char head[] = "BEGIN:VCALENDAR\n";
	static const char tail[] = "\nEND:VCALENDAR\n";
	struct buf lf = BUF_INIT, crlf = BUF_INIT;
	struct body a = BODY_INIT, b = BODY_INIT;
	struct err e = ERR_INIT;

	buf_add(&lf, head, sizeof(head) - 1);
	for (size_t i = 0; i < size; i++)
		if (data[i] != '\r')
			buf_char(&lf, (char)data[i]);
	buf_add(&lf, tail, sizeof(tail) - 1);
	for (size_t i = 0; i < lf.n; i++) {
		if (lf.v[i] == '\n')
			buf_char(&crlf, '\r');
		buf_char(&crlf, lf.v[i]);
	}
	int r = body_cut(lf.v, lf.n, &a, &e);
	if (r == 0)
		check_components(&a, lf.v, lf.n);
	e = ERR_INIT;
	if (body_cut(crlf.v, crlf.n, &b, &e) != r || a.n != b.n ||
	    (r == 0 && memcmp(a.digest, b.digest, DIGEST_SIZE) != 0))
		abort();
	body_free(&a);
	body_free(&b);

	/* The bytes as they are. */
	e = ERR_INIT;
	if (body_cut((const char *)data, size, &a, &e) == 0)
		check_components(&a, (const char *)data, size);
	if (body_ttl((const char *)data, size) < 0)
		abort();
	body_free(&a);
	buf_free(&lf);
	buf_free(&crlf);
	return 0;
}

/* SPDX-License-Identifier: ISC */
#include "util/tzif.h"

#include <stdint.h>
#include <stdlib.h>

#include "t.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"

static bool
parses(const void *p, size_t n)
{
	/* A copy of just that size, so that the sanitizer sees its end. */
	void *copy = mem_alloc(n);
	struct tzif t;

	if (n > 0)
		memcpy(copy, p, n);
	bool ok = tzif_parse(copy, n, &t);
	tzif_free(&t);
	free(copy);
	return ok;
}

static void
test_broken(void)
{
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;
	size_t cut = 0;

	OK(file_read("/usr/share/zoneinfo/Europe/Vienna", 1 << 16, &b, &e) ==
		    0 &&
		parses(b.v, b.n),
	    "a sound file");
	for (size_t n = 0; n < b.n; n++)
		if (parses(b.v, n))
			cut++;
	EQUAL((long long)cut, 0, "cut off anywhere: no zone");

	static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
	for (size_t i = 0; i < b.n; i++) {
		char was = b.v[i];
		for (size_t k = 0; k < sizeof(values); k++) {
			b.v[i] = (char)values[k];
			(void)parses(b.v, b.n);
		}
		b.v[i] = was;
	}
	OK(true, "any byte changed: nothing breaks");

	b.v[4] = '\0';
	OK(!parses(b.v, b.n), "version 1 is refused");
	buf_free(&b);

	b = BUF_INIT;
	OK(file_read("/usr/share/zoneinfo/right/UTC", 1 << 16, &b, &e) != 0 ||
		!parses(b.v, b.n),
	    "leap seconds are refused");
	buf_free(&b);
}

/* A version 2 file with these types and changes, and this footer. */
static void
make_file(struct buf *b, const int32_t *off, size_t n_off,
    const struct zone_step *v, size_t n, const char *footer)
{
	static const char head[20] = "TZif2";
	static const char zeros[44] = { 0 };

	buf_add(b, head, 20);
	buf_add(b, zeros, 24);
	buf_add(b, head, 20);
	buf_add(b, zeros, 12);
	const uint32_t counts[] = { (uint32_t)n, (uint32_t)n_off, 1 };
	for (size_t i = 0; i < 3; i++)
		for (int k = 24; k >= 0; k -= 8)
			buf_char(b, (char)(counts[i] >> k));
	for (size_t i = 0; i < n; i++)
		for (int k = 56; k >= 0; k -= 8)
			buf_char(b, (char)((uint64_t)v[i].at >> k));
	for (size_t i = 0; i < n; i++)
		buf_char(b, (char)v[i].offset_s); /* here an index */
	for (size_t i = 0; i < n_off; i++) {
		for (int k = 24; k >= 0; k -= 8)
			buf_char(b, (char)((uint32_t)off[i] >> k));
		buf_add(b, zeros, 2);
	}
	buf_char(b, '\0');
	buf_fmt(b, "\n%s\n", footer);
}

static void
test_files(void)
{
	static const int32_t off[] = { 0, 3600, 7200, 26 * 3600, -90000 };
	static const struct zone_step v[] = { { -5, 1 }, { 10, 2 } };
	static const struct zone_step back[] = { { 10, 1 }, { 10, 2 } };
	static const struct zone_step beyond[] = { { 10, 3 } };
	struct tzif t;
	struct buf b = BUF_INIT;

	make_file(&b, off, 3, v, 2, "");
	OK(tzif_parse(b.v, b.n, &t) && t.n == 2 && t.v[0].at == -5 &&
		t.v[1].offset_s == 7200 && !t.ruled,
	    "no footer: the last offset stays");
	tzif_free(&t);
	buf_reset(&b);
	make_file(&b, off, 3, v, 2, "CET-1");
	OK(tzif_parse(b.v, b.n, &t) && t.n == 1 && t.ruled && t.rule_at == 10,
	    "the rule counts from the last change on");
	tzif_free(&t);

	const struct {
		const char *name, *footer;
		const struct zone_step *v;
		size_t n, n_off;
	} bad[] = {
		{ "a bad footer", "CET", v, 2, 3 },
		{ "changes out of order", "", back, 2, 3 },
		{ "a type that is not there", "", beyond, 1, 3 },
		{ "no type", "", v, 0, 0 },
		{ "an offset beyond all zones", "", v, 2, 4 },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		buf_reset(&b);
		make_file(
		    &b, off, bad[i].n_off, bad[i].v, bad[i].n, bad[i].footer);
		OK(!parses(b.v, b.n), bad[i].name);
	}
	buf_free(&b);
}

int
main(void)
{
	test_broken();
	test_files();
	return t_done();
}

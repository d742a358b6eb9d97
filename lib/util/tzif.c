/* SPDX-License-Identifier: ISC */
#include "util/tzif.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

enum {
	HEADER = 44,
	TYPE = 6, /* bytes of a local time type */
	INDEX = 1,
	TYPES_MAX = 256,
	RULE_MAX = 128
};

/* The counts of a header, in the order in which it has them. */
struct head {
	uint32_t isut, isstd, leap, time, type, chars;
};

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

/* The two's complement number of those bits, without what C leaves open. */
static int64_t
get_signed(const uint8_t *p, size_t size)
{
	uint64_t v = get32(p);

	if (size == 4)
		return v < 0x80000000U ? (int64_t)v : (int64_t)v - 0x100000000;
	v = v << 32 | get32(p + 4);
	return v <= INT64_MAX ? (int64_t)v : -(int64_t)(UINT64_MAX - v) - 1;
}

static bool
get_head(const uint8_t *p, const uint8_t *end, struct head *h)
{
	if ((size_t)(end - p) < HEADER || memcmp(p, "TZif", 4) != 0 ||
	    p[4] < '2')
		return false;
	*h = (struct head){
		.isut = get32(p + 20),
		.isstd = get32(p + 24),
		.leap = get32(p + 28),
		.time = get32(p + 32),
		.type = get32(p + 36),
		.chars = get32(p + 40),
	};
	return true;
}

/* The bytes of the block behind a header; six products of 32 bits fit. */
static uint64_t
block_size(const struct head *h, size_t time_size)
{
	return (uint64_t)h->time * (time_size + INDEX) +
	    (uint64_t)h->type * TYPE + h->chars +
	    (uint64_t)h->leap * (time_size + 4) + h->isstd + h->isut;
}

void
tzif_step(struct tzif *t, int64_t at, int offset_s)
{
	if (t->n > 0 && t->v[t->n - 1].at > at)
		return;
	if (t->n > 0 && t->v[t->n - 1].at == at)
		t->n--;
	if (offset_s == (t->n > 0 ? t->v[t->n - 1].offset_s : t->first_s))
		return;
	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v[t->n++] = (struct zone_step){ .at = at, .offset_s = offset_s };
}

/* The 64-bit block at p, which is all there. */
static bool
parse_block(const uint8_t *p, const struct head *h, struct tzif *t)
{
	const uint8_t *index = p + (size_t)h->time * 8;
	const uint8_t *type = index + h->time;
	int offset_s[TYPES_MAX];
	int64_t before = INT64_MIN;

	for (size_t i = 0; i < h->type; i++) {
		int64_t s = get_signed(type + i * TYPE, 4);
		if (s < -TZIF_OFFSET_MAX || s > TZIF_OFFSET_MAX)
			return false;
		offset_s[i] = (int)s;
	}

	t->first_s = offset_s[0];
	for (size_t i = 0; i < h->time; i++) {
		int64_t at = get_signed(p + i * 8, 8);
		if ((i > 0 && at <= before) || index[i] >= h->type)
			return false;
		tzif_step(t, at, offset_s[index[i]]);
		before = at;
	}
	t->rule_at = before;
	return true;
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n"; empty where the last offset stays. */
static bool
parse_footer(const uint8_t *p, const uint8_t *end, struct tzif *t)
{
	char rule[RULE_MAX];

	if (p == end || *p++ != '\n')
		return false;
	const uint8_t *nl = memchr(p, '\n', (size_t)(end - p));
	if (nl == NULL || (size_t)(nl - p) >= sizeof(rule) ||
	    memchr(p, '\0', (size_t)(nl - p)) != NULL)
		return false;
	if (nl == p)
		return true;
	memcpy(rule, p, (size_t)(nl - p));
	rule[nl - p] = '\0';
	if (!tzrule_parse(rule, &t->rule))
		return false;

	t->ruled = true;
	if (t->rule_at > INT64_MIN)
		tzif_step(t, t->rule_at, tzrule_offset(&t->rule, t->rule_at));
	return true;
}

bool
tzif_parse(const void *bytes, size_t n, struct tzif *t)
{
	const uint8_t *p = bytes, *end = p + n;
	struct head h;

	*t = TZIF_INIT;
	/* The 32-bit block is for readers of long ago. */
	if (!get_head(p, end, &h))
		return false;
	p += HEADER;
	if (block_size(&h, 4) > (uint64_t)(end - p))
		return false;
	p += block_size(&h, 4);

	if (!get_head(p, end, &h))
		return false;
	p += HEADER;
	if (block_size(&h, 8) > (uint64_t)(end - p) || h.leap != 0 ||
	    h.type == 0 || h.type > TYPES_MAX || h.chars == 0)
		return false;
	if (parse_block(p, &h, t) &&
	    parse_footer(p + block_size(&h, 8), end, t))
		return true;
	tzif_free(t);
	return false;
}

void
tzif_free(struct tzif *t)
{
	free(t->v);
	*t = TZIF_INIT;
}

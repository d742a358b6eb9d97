/* SPDX-License-Identifier: ISC */
/* The hashes of a body: in order, and summed up. */
#include <stdlib.h>
#include <string.h>

#include "domain/body.h"
#include "util/mem.h"

enum {
	KEY_BITS = 64,
	DRAWER = 8,    /* hashes to a drawer, or so */
	PART_FILL = 64 /* components to a part, or so */
};

/* The first bytes of a hash decide almost always, and stand side by side. */
struct sorted {
	uint64_t key;
	const struct body_component *c;
};

static bool
precedes(const struct sorted *a, const struct sorted *b)
{
	if (a->key != b->key)
		return a->key < b->key;
	int r = memcmp(a->c->hash, b->c->hash, DIGEST_SIZE);
	return r != 0 ? r < 0 : a->c < b->c;
}

static uint64_t
sort_key(const uint8_t *hash)
{
	uint64_t key = 0;

	for (int i = 0; i < 8; i++)
		key = key << 8 | hash[i];
	return key;
}

/* The power of two from n on. */
static size_t
power(size_t n)
{
	size_t p = 1;

	while (p < n)
		p *= 2;
	return p;
}

static int
bits(size_t power_of_two)
{
	int n = 0;

	while (power_of_two >>= 1)
		n++;
	return n;
}

/* Into drawers by the first bits, of which the hashes make even use. */
static void
distribute(const struct body *b, struct sorted *out, int n_bits)
{
	uint32_t *at = mem_zero(((size_t)1 << n_bits) + 1, sizeof(*at));

	for (size_t i = 0; i < b->n; i++)
		at[(sort_key(b->v[i].hash) >> (KEY_BITS - n_bits)) + 1]++;
	for (size_t i = 1; i < (size_t)1 << n_bits; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < b->n; i++) {
		uint64_t key = sort_key(b->v[i].hash);
		out[at[key >> (KEY_BITS - n_bits)]++] =
		    (struct sorted){ key, &b->v[i] };
	}
	free(at);
}

/*
 * Drawer by drawer they are in order already, and each holds few; but a feed
 * that is one component 200,000 times over must not take 200,000 squared.
 */
static int
by_hash(const void *x, const void *y)
{
	return precedes(y, x) - precedes(x, y);
}

static void
sort(struct sorted *v, size_t n, int n_bits)
{
	enum { FEW = 64 };
	size_t to;

	for (size_t from = 0; from < n; from = to) {
		uint64_t drawer = v[from].key >> (KEY_BITS - n_bits);
		for (to = from + 1;
		     to < n && v[to].key >> (KEY_BITS - n_bits) == drawer;)
			to++;
		if (to - from > FEW) {
			qsort(v + from, to - from, sizeof(*v), by_hash);
			continue;
		}
		for (size_t i = from + 1; i < to; i++) {
			struct sorted x = v[i];
			size_t k = i;
			for (; k > from && precedes(&x, &v[k - 1]); k--)
				v[k] = v[k - 1];
			v[k] = x;
		}
	}
}

void
body_order(struct body *b)
{
	struct sorted *v = mem_alloc(b->n * sizeof(*v));
	struct digest *d = digest_new();
	int n_bits = bits(power(b->n / DRAWER)) + 1;
	size_t n = 0;

	distribute(b, v, n_bits);
	sort(v, b->n, n_bits);
	b->by_hash = mem_alloc(b->n * sizeof(const struct body_component *));
	for (size_t i = 0; i < b->n; i++) {
		const uint8_t *hash = v[i].c->hash;
		if (n > 0 && v[i].key == v[i - 1].key &&
		    memcmp(b->by_hash[n - 1]->hash, hash, DIGEST_SIZE) == 0)
			continue;
		b->by_hash[n++] = v[i].c;
		digest_add(d, hash, DIGEST_SIZE);
	}
	b->n_by_hash = n;
	digest_end(d, b->digest);
	digest_free(d);
	free(v);
}

size_t
body_parts(const struct body *b)
{
	size_t n = power(b->n / PART_FILL);

	return n < BODY_PARTS_MAX ? n : BODY_PARTS_MAX;
}

/* The first bits of a hash, as many as number that many parts. */
static size_t
part_of(const uint8_t *hash, size_t n_parts)
{
	return n_parts == 1
	    ? 0
	    : (size_t)(sort_key(hash) >> (KEY_BITS - bits(n_parts)));
}

void
body_sum(const struct body *b, struct buf *out)
{
	size_t n_parts = body_parts(b), i = 0;
	struct digest *d = digest_new();
	uint8_t sum[DIGEST_SIZE];

	for (size_t part = 0; part < n_parts; part++) {
		while (i < b->n_by_hash &&
		    part_of(b->by_hash[i]->hash, n_parts) == part)
			digest_add(d, b->by_hash[i++]->hash, DIGEST_SIZE);
		digest_end(d, sum);
		buf_add(out, sum, BODY_PART);
	}
	digest_free(d);
}

/* How many of by_hash come before the part. */
static size_t
before(const struct body *b, size_t part, size_t n_parts)
{
	size_t low = 0, high = b->n_by_hash;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (part_of(b->by_hash[mid]->hash, n_parts) < part)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
body_part(const struct body *b, size_t part, size_t n_parts,
    uint8_t first[DIGEST_SIZE], uint8_t last[DIGEST_SIZE], size_t *from,
    size_t *to)
{
	uint64_t width = UINT64_MAX >> bits(n_parts);
	uint64_t low = (width + 1) * part; /* of one part 0: that it is */

	memset(first, 0, DIGEST_SIZE);
	memset(last, 0xff, DIGEST_SIZE);
	for (int i = 0; i < 8; i++) {
		first[i] = (uint8_t)(low >> (56 - 8 * i));
		last[i] = (uint8_t)((low | width) >> (56 - 8 * i));
	}
	*from = before(b, part, n_parts);
	*to = before(b, part + 1, n_parts);
}

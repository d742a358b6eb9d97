/* SPDX-License-Identifier: ISC */
#include "util/digest.h"

#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdlib.h>

#include "util/mem.h"

_Static_assert(DIGEST_SIZE == SHA256_DIGEST_SIZE, "SHA-256 has 32 bytes");

_Static_assert(DIGEST_MD5 == MD5_DIGEST_SIZE, "MD5 has 16 bytes");
_Static_assert(DIGEST_SHA1 == SHA1_DIGEST_SIZE, "SHA-1 has 20 bytes");
_Static_assert(DIGEST_SHA512 == SHA512_DIGEST_SIZE, "SHA-512 has 64 bytes");

struct digest {
	struct sha256_ctx ctx;
};

struct digest *
digest_new(void)
{
	struct digest *d = mem_alloc(sizeof(*d));
	sha256_init(&d->ctx);
	return d;
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (n > 0)
		sha256_update(&d->ctx, n, p);
}

void
digest_end(struct digest *d, uint8_t out[DIGEST_SIZE])
{
	/* nettle's digest functions start the next one themselves. */
	sha256_digest(&d->ctx, DIGEST_SIZE, out);
}

void
digest_free(struct digest *d)
{
	free(d);
}

void
digest_sha256(const void *p, size_t n, uint8_t out[DIGEST_SIZE])
{
	struct digest d;

	sha256_init(&d.ctx);
	digest_add(&d, p, n);
	digest_end(&d, out);
}

void
digest_md5(const void *p, size_t n, uint8_t out[DIGEST_MD5])
{
	struct md5_ctx ctx;

	md5_init(&ctx);
	if (n > 0)
		md5_update(&ctx, n, p);
	md5_digest(&ctx, DIGEST_MD5, out);
}

void
digest_hmac_md5(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_MD5])
{
	struct hmac_md5_ctx ctx;

	hmac_md5_set_key(&ctx, n_key, key);
	if (n > 0)
		hmac_md5_update(&ctx, n, p);
	hmac_md5_digest(&ctx, DIGEST_MD5, out);
}

void
digest_hmac_sha1(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_SHA1])
{
	struct hmac_sha1_ctx ctx;

	hmac_sha1_set_key(&ctx, n_key, key);
	if (n > 0)
		hmac_sha1_update(&ctx, n, p);
	hmac_sha1_digest(&ctx, DIGEST_SHA1, out);
}

void
digest_hmac_sha256(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_SIZE])
{
	struct hmac_sha256_ctx ctx;

	hmac_sha256_set_key(&ctx, n_key, key);
	if (n > 0)
		hmac_sha256_update(&ctx, n, p);
	hmac_sha256_digest(&ctx, DIGEST_SIZE, out);
}

void
digest_hmac_sha512(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_SHA512])
{
	struct hmac_sha512_ctx ctx;

	hmac_sha512_set_key(&ctx, n_key, key);
	if (n > 0)
		hmac_sha512_update(&ctx, n, p);
	hmac_sha512_digest(&ctx, DIGEST_SHA512, out);
}

void
digest_hex(const uint8_t *p, size_t n, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = hex[p[i] >> 4];
		*out++ = hex[p[i] & 0x0f];
	}
	*out = '\0';
}

void
digest_base64(struct buf *b, const void *p, size_t n)
{
	enum { STEP = 3 * 1024 };
	const uint8_t *s = p;
	char text[BASE64_ENCODE_RAW_LENGTH(STEP)];

	/* A step is a multiple of three bytes: only the last one is padded. */
	while (n > 0) {
		size_t now = n < STEP ? n : STEP;
		base64_encode_raw(text, now, s);
		buf_add(b, text, BASE64_ENCODE_RAW_LENGTH(now));
		s += now;
		n -= now;
	}
}

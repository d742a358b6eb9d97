/* SPDX-License-Identifier: ISC */
/*
 * digest - SHA-256 by nettle, what signatures of others are made with, and
 * the text forms of bytes.
 */
#ifndef SMSCAL_UTIL_DIGEST_H
#define SMSCAL_UTIL_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

enum {
	DIGEST_SIZE = 32,
	DIGEST_HEX = 65,
	DIGEST_MD5 = 16,
	DIGEST_SHA1 = 20,
	DIGEST_SHA512 = 64
};

struct digest; /* a SHA-256 under way */

struct digest *digest_new(void) ATTR_USE;
void digest_add(struct digest *d, const void *p, size_t n);
void digest_end(struct digest *d, uint8_t out[DIGEST_SIZE]); /* starts anew */
void digest_free(struct digest *d);

void digest_sha256(const void *p, size_t n, uint8_t out[DIGEST_SIZE]);

/* Only for what others sign or sum with it: both are broken by themselves. */
void digest_md5(const void *p, size_t n, uint8_t out[DIGEST_MD5]);
void digest_hmac_md5(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_MD5]);
void digest_hmac_sha1(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_SHA1]);

void digest_hmac_sha256(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_SIZE]);
void digest_hmac_sha512(const void *key, size_t n_key, const void *p, size_t n,
    uint8_t out[DIGEST_SHA512]);

void digest_hex(const uint8_t *p, size_t n, char *out);     /* 2n + 1 bytes */
void digest_base64(struct buf *b, const void *p, size_t n); /* RFC 4648 */

#endif

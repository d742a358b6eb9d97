/* SPDX-License-Identifier: ISC */
#include "util/digest.h"

#include "t.h"

static void
sha(const char *text, const char *want)
{
	uint8_t d[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	digest_sha256(text, strlen(text), d);
	digest_hex(d, sizeof(d), hex);
	SAME(hex, want, "FIPS 180-4");
}

static void
base64(const char *text, size_t n, const char *want)
{
	struct buf b = BUF_INIT;

	digest_base64(&b, text, n);
	SAME(buf_cstr(&b), want, "RFC 4648");
	buf_free(&b);
}

/* The ones that others sign with: RFC 1321, RFC 2202, RFC 4231. */
static void
sums(void)
{
	static const char jefe[] = "what do ya want for nothing?";
	uint8_t out[DIGEST_SIZE];
	uint8_t long_out[DIGEST_SHA512];
	char long_hex[2 * DIGEST_SHA512 + 1];
	char hex[DIGEST_HEX];

	digest_md5("", 0, out);
	digest_hex(out, DIGEST_MD5, hex);
	SAME(hex, "d41d8cd98f00b204e9800998ecf8427e", "RFC 1321, empty");
	digest_md5("message digest", 14, out);
	digest_hex(out, DIGEST_MD5, hex);
	SAME(hex, "f96b697d7cb7938d525a2f31aaf161d0", "RFC 1321");
	digest_hmac_md5("Jefe", 4, jefe, strlen(jefe), out);
	digest_hex(out, DIGEST_MD5, hex);
	SAME(hex, "750c783e6ab0b503eaa86e310a5db738", "RFC 2202, MD5");
	digest_hmac_sha1("Jefe", 4, jefe, strlen(jefe), out);
	digest_hex(out, DIGEST_SHA1, hex);
	SAME(hex, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "RFC 2202");
	digest_hmac_sha256("Jefe", 4, jefe, strlen(jefe), out);
	digest_hex(out, DIGEST_SIZE, hex);
	SAME(hex,
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	    "RFC 4231");
	digest_hmac_sha512("Jefe", 4, jefe, strlen(jefe), long_out);
	digest_hex(long_out, DIGEST_SHA512, long_hex);
	SAME(long_hex,
	    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
	    "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
	    "RFC 4231, SHA-512");
}

int
main(void)
{
	sums();
	sha("",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
	    "7852b855");
	sha("abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61"
	    "f20015ad");
	sha("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06"
	    "c1");

	/* A million 'a' in uneven pieces. */
	uint8_t out[DIGEST_SIZE];
	char hex[DIGEST_HEX], block[7777];
	struct digest *d = digest_new();
	memset(block, 'a', sizeof(block));
	for (size_t left = 1000000; left > 0;) {
		size_t n = left < sizeof(block) ? left : sizeof(block);
		digest_add(d, block, n);
		left -= n;
	}
	digest_end(d, out);
	digest_hex(out, sizeof(out), hex);
	SAME(hex,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	    "a million bytes in pieces");
	digest_add(d, NULL, 0);
	digest_add(d, "abc", 3);
	digest_end(d, out);
	digest_hex(out, 4, hex);
	SAME(hex, "ba7816bf", "the end starts anew");
	digest_free(d);

	base64("", 0, "");
	base64("f", 1, "Zg==");
	base64("fo", 2, "Zm8=");
	base64("foobar", 6, "Zm9vYmFy");
	base64("\xfb\xff\0", 3, "+/8A");
	struct buf b = BUF_INIT;
	digest_base64(&b, block, sizeof(block));
	bool same = b.n == (sizeof(block) + 2) / 3 * 4;
	for (size_t i = 0; i + 4 < b.n; i += 4)
		same = same && memcmp(b.v + i, "YWFh", 4) == 0;
	OK(same && memcmp(b.v + b.n - 4, "YQ==", 4) == 0, "a long text");
	buf_free(&b);
	return t_done();
}

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

int
main(void)
{
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

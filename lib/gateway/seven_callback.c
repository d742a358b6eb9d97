/* SPDX-License-Identifier: ISC */
/*
 * The webhooks of seven (docs.seven.io): JSON or a form, signed where the
 * account has a signing key.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/callback_part.h"
#include "util/digest.h"
#include "util/str.h"

enum { LATE_S = 300 };

static void
put_signature(const struct callback *c, const char *at, const char *nonce,
    char hex[DIGEST_HEX])
{
	const struct spool_entry *s = c->s;
	uint8_t sum[DIGEST_MD5], mac[DIGEST_SIZE];
	char body[2 * DIGEST_MD5 + 1];
	struct buf text = BUF_INIT;

	digest_md5(s->body, s->n, sum);
	digest_hex(sum, sizeof(sum), body);
	buf_fmt(
	    &text, "%s\n%s\n%s\n%s\n%s", at, nonce, s->method, s->url, body);
	digest_hmac_sha256(c->key, strlen(c->key), text.v, text.n, mac);
	digest_hex(mac, sizeof(mac), hex);
	buf_free(&text);
}

static int
check(const struct callback *c, struct err *e)
{
	const char *signature = spool_header(c->s, "x-signature");
	const char *at = spool_header(c->s, "x-timestamp");
	const char *nonce = spool_header(c->s, "x-nonce");
	char hex[DIGEST_HEX];
	int64_t signed_at;

	if (c->key == NULL)
		return 0;
	if (signature == NULL || at == NULL || nonce == NULL)
		return err_set(e, ERR_DATA, "there is no signature");
	put_signature(c, at, nonce, hex);
	if (strlen(signature) != DIGEST_HEX - 1 ||
	    !str_same_secret(signature, hex, DIGEST_HEX - 1))
		return err_set(e, ERR_DATA, "the signature is wrong");
	if (str_int(at, 0, INT64_MAX, &signed_at) == -1 ||
	    signed_at < c->s->received_at - LATE_S ||
	    signed_at > c->s->received_at + LATE_S)
		return err_set(e, ERR_DATA,
		    "it was signed more than 5 minutes from its arrival");
	return 0;
}

static int
read_report(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_word words[] = {
		{ "ACCEPTED", NOTICE_ACCEPTED },
		{ "BUFFERED", NOTICE_ACCEPTED },
		{ "TRANSMITTED", NOTICE_ACCEPTED },
		{ "DELIVERED", NOTICE_DELIVERED },
		{ "NOTDELIVERED", NOTICE_UNDELIVERED },
		{ "FAILED", NOTICE_UNDELIVERED },
		{ "EXPIRED", NOTICE_EXPIRED },
		{ "REJECTED", NOTICE_REJECTED },
		{ NULL, NOTICE_ACCEPTED },
	};
	char *status = NULL, *id = NULL;
	int r = callback_need(c, "$.data", "status", &status, e);

	if (r == 0)
		r = callback_need(c, "$.data", "msg_id", &id, e);
	if (r == 0) {
		r = callback_report(words, status, id,
		    callback_field(c, "$.data", "foreign_id"), "seven", n, e);
		id = NULL;
	}
	free(status);
	free(id);
	return r;
}

static int
read_notice(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_reply reply = { "$.data", "sender",
		"system", "text", "id" };
	char *event = NULL;
	int r = callback_need(c, "$", "webhook_event", &event, e);

	if (r == 0 && str_eq(event, "dlr"))
		r = read_report(c, n, e);
	else if (r == 0 && str_eq(event, "sms_mo"))
		r = callback_reply(c, &reply, "seven", n, e);
	free(event);
	return r;
}

const struct callback_vendor callback_seven = {
	.name = "seven",
	.key = CALLBACK_SIGNS,
	.check = check,
	.read = read_notice,
};

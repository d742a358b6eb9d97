/* SPDX-License-Identifier: ISC */
/*
 * Vonage's callbacks (developer.vonage.com, SMS API): a form or JSON, signed
 * where the account has a signature secret.  A long SMS comes in parts.
 */
#include <stdlib.h>
#include <string.h>

#include "gateway/callback_part.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	EARLY_S = 300,
	/* What is not acknowledged comes again for a day, signed as it was. */
	LATE_S = 25 * 3600,
	PARTS_MAX = 255 /* 3GPP TS 23.040 9.2.3.24.1 */
};

static int
by_name(const void *a, const void *b)
{
	const struct form_pair *p = a, *q = b;

	return strcmp(p->name, q->name);
}

/* What may be signed: all parameters but the signature, sorted. */
static void
collect(const struct callback *c, struct form *out)
{
	char *name = NULL, *value;

	for (size_t i = 0; i < FORM_PAIRS; i++) {
		if (c->json != NULL)
			name = json_member(c->json, i);
		else if (i < c->form.n)
			name = mem_str(c->form.v[i].name);
		else
			break;
		if (name == NULL)
			break;
		value = c->json != NULL ? callback_field(c, "$", name)
					: mem_str(c->form.v[i].value);
		if (value == NULL || str_eq(name, "sig")) {
			free(name);
			free(value);
			continue;
		}
		out->v =
		    mem_grow(out->v, &out->cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = (struct form_pair){ name, value };
	}
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), by_name);
}

/*
 * What Vonage's libraries do not agree on: whether & and = in a value are
 * written as _, and whether our own k= in the address is signed too.
 */
static void
put_pairs(const struct form *f, bool escape, bool ours, struct buf *out)
{
	for (size_t i = 0; i < f->n; i++) {
		if (!ours && str_eq(f->v[i].name, "k"))
			continue;
		buf_fmt(out, "&%s=", f->v[i].name);
		for (const char *p = f->v[i].value; *p != '\0'; p++)
			buf_char(
			    out, escape && (*p == '&' || *p == '=') ? '_' : *p);
	}
}

/* Is it that signature?  The account's method shows in its length. */
static bool
is_hex(const char *signature, const uint8_t *sum, size_t n)
{
	char want[2 * DIGEST_SHA512 + 1], got[2 * DIGEST_SHA512 + 1];

	if (strlen(signature) != 2 * n)
		return false;
	digest_hex(sum, n, want);
	for (size_t i = 0; i <= 2 * n; i++)
		got[i] = (char)(signature[i] >= 'A' && signature[i] <= 'F'
			? signature[i] + ('a' - 'A')
			: signature[i]);
	return str_same_secret(got, want, 2 * n);
}

static bool
is_signed(const char *key, const struct buf *text, const char *signature)
{
	uint8_t sum[DIGEST_SHA512];
	size_t n_key = strlen(key), n = text->n;
	struct buf keyed = BUF_INIT;

	switch (strlen(signature) / 2) {
	case DIGEST_MD5:
		buf_add(&keyed, text->v, n);
		buf_str(&keyed, key);
		digest_md5(keyed.v, keyed.n, sum);
		memset(keyed.v + n, 0, n_key);
		buf_free(&keyed);
		if (is_hex(signature, sum, DIGEST_MD5))
			return true;
		digest_hmac_md5(key, n_key, text->v, n, sum);
		return is_hex(signature, sum, DIGEST_MD5);
	case DIGEST_SHA1:
		digest_hmac_sha1(key, n_key, text->v, n, sum);
		return is_hex(signature, sum, DIGEST_SHA1);
	case DIGEST_SIZE:
		digest_hmac_sha256(key, n_key, text->v, n, sum);
		return is_hex(signature, sum, DIGEST_SIZE);
	case DIGEST_SHA512:
		digest_hmac_sha512(key, n_key, text->v, n, sum);
		return is_hex(signature, sum, DIGEST_SHA512);
	default:
		return false;
	}
}

/* In one of the ways that it may be? */
static bool
is_signed_somehow(const struct callback *c, const char *signature)
{
	struct form f = FORM_INIT;
	bool good = false;

	collect(c, &f);
	for (int way = 0; way < 4 && !good && f.n > 0; way++) {
		struct buf text = BUF_INIT;
		put_pairs(&f, (way & 1) == 0, (way & 2) == 0, &text);
		good = text.n > 0 && is_signed(c->key, &text, signature);
		buf_free(&text);
	}
	form_free(&f);
	return good;
}

static int
check(const struct callback *c, struct err *e)
{
	char *signature, *at;
	int64_t signed_at;
	int r = 0;

	if (c->key == NULL)
		return 0;
	signature = callback_field(c, "$", "sig");
	at = callback_field(c, "$", "timestamp");
	if (signature == NULL || at == NULL)
		r = err_set(e, ERR_DATA, "there is no signature");
	else if (!is_signed_somehow(c, signature))
		r = err_set(e, ERR_DATA, "the signature is wrong");
	else if (str_int(at, 0, INT64_MAX, &signed_at) == -1 ||
	    signed_at < c->s->received_at - LATE_S ||
	    signed_at > c->s->received_at + EARLY_S)
		r = err_set(e, ERR_DATA,
		    "it was signed more than a day before its arrival, or "
		    "behind it");
	free(signature);
	free(at);
	return r;
}

static int64_t
number(const struct callback *c, const char *name)
{
	char *text = callback_field(c, "$", name);
	int64_t v = 0;

	if (text == NULL || str_int(text, 1, PARTS_MAX, &v) == -1)
		v = 0;
	free(text);
	return v;
}

/* A part that does not say which of which it is stands for itself. */
static void
read_part(const struct callback *c, struct notice *n)
{
	char *ref = callback_field(c, "$", "concat-ref");
	int64_t part = number(c, "concat-part");
	int64_t parts = number(c, "concat-total");

	if (n->type != NOTICE_REPLY || str_empty(ref) || strlen(ref) > 64 ||
	    part == 0 || parts < 2 || part > parts) {
		free(ref);
		return;
	}
	n->parts_ref = ref;
	n->part = (int)part;
	n->parts = (int)parts;
}

static int
read_reply(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_reply reply = { "$", "msisdn", "to",
		"text", "messageId" };
	int r = callback_reply(c, &reply, "vonage", n, e);

	if (r == 0)
		read_part(c, n);
	return r;
}

static int
read_notice(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_word words[] = {
		{ "accepted", NOTICE_ACCEPTED },
		{ "buffered", NOTICE_ACCEPTED },
		{ "delivered", NOTICE_DELIVERED },
		{ "failed", NOTICE_UNDELIVERED },
		{ "expired", NOTICE_EXPIRED },
		{ "rejected", NOTICE_REJECTED },
		{ NULL, NOTICE_ACCEPTED },
	};
	char *status = callback_field(c, "$", "status");
	char *id = NULL;
	int r;

	if (status == NULL)
		return read_reply(c, n, e);
	r = callback_need(c, "$", "messageId", &id, e);
	if (r == 0) {
		r = callback_report(words, status, id,
		    callback_field(c, "$", "client-ref"), "vonage", n, e);
		id = NULL;
	}
	free(id);
	free(status);
	return r;
}

const struct callback_vendor callback_vonage = {
	.name = "vonage",
	.key = CALLBACK_SIGNS,
	.check = check,
	.read = read_notice,
};

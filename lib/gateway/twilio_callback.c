/* SPDX-License-Identifier: ISC */
/*
 * Twilio's callbacks (twilio.com/docs/messaging): a form, signed with the
 * account's primary AuthToken over the address and the sorted parameters.
 */
#include <stdlib.h>
#include <string.h>

#include "gateway/callback_part.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/str.h"

static int
by_name(const void *a, const void *b)
{
	const struct form_pair *p = *(const struct form_pair *const *)a;
	const struct form_pair *q = *(const struct form_pair *const *)b;
	int r = strcmp(p->name, q->name);

	return r != 0 ? r : strcmp(p->value, q->value);
}

/* What is signed behind the address: each name and value, once. */
static void
put_pairs(const struct form *f, struct buf *out)
{
	const struct form_pair **v = mem_zero(f->n + 1, sizeof(*v));

	for (size_t i = 0; i < f->n; i++)
		v[i] = &f->v[i];
	qsort(v, f->n, sizeof(*v), by_name);
	for (size_t i = 0; i < f->n; i++) {
		if (i > 0 && by_name(&v[i - 1], &v[i]) == 0)
			continue;
		buf_str(out, v[i]->name);
		buf_str(out, v[i]->value);
	}
	free(v);
}

/*
 * The address with another scheme (a proxy may have ended TLS) and with or
 * without its port: Twilio signs what the operator typed.
 */
static void
put_url(const char *url, const char *scheme, const char *port, struct buf *out)
{
	const char *host = strstr(url, "://");

	host = host != NULL ? host + 3 : url;
	size_t n = strcspn(host, "/?");
	size_t name = strcspn(host, ":/?");
	if (host[0] == '[')
		name = n;
	buf_fmt(out, "%s://%.*s%s%s", scheme, (int)(port != NULL ? name : n),
	    host, port != NULL ? port : "", host + n);
}

static bool
is_signed(const struct callback *c, const char *scheme, const char *port,
    const char *signature)
{
	uint8_t mac[DIGEST_SHA1];
	struct buf text = BUF_INIT, want = BUF_INIT;

	put_url(c->s->url, scheme, port, &text);
	if (str_eq(c->s->method, "POST"))
		put_pairs(&c->form, &text);
	digest_hmac_sha1(c->key, strlen(c->key), text.v, text.n, mac);
	digest_base64(&want, mac, sizeof(mac));
	bool same = strlen(signature) == want.n &&
	    str_same_secret(signature, want.v, want.n);
	buf_free(&text);
	buf_free(&want);
	return same;
}

static int
check(const struct callback *c, struct err *e)
{
	static const struct {
		const char *scheme, *port;
	} forms[] = {
		{ "https", NULL },
		{ "https", "" },
		{ "https", ":443" },
		{ "http", NULL },
		{ "http", "" },
		{ "http", ":80" },
	};
	const char *signature = spool_header(c->s, "x-twilio-signature");

	if (signature == NULL)
		return err_set(e, ERR_DATA, "there is no signature");
	if (c->key == NULL)
		return err_set(e, ERR_DATA,
		    "the account has no key that the signature could be "
		    "checked with");
	if (c->json != NULL)
		return err_set(e, ERR_DATA, "it is no form");
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (is_signed(c, forms[i].scheme, forms[i].port, signature))
			return 0;
	return err_set(e, ERR_DATA, "the signature is wrong");
}

static int
read_notice(const struct callback *c, struct notice *n, struct err *e)
{
	static const struct callback_word words[] = {
		{ "accepted", NOTICE_ACCEPTED },
		{ "scheduled", NOTICE_ACCEPTED },
		{ "queued", NOTICE_ACCEPTED },
		{ "sending", NOTICE_ACCEPTED },
		{ "sent", NOTICE_ACCEPTED },
		{ "delivered", NOTICE_DELIVERED },
		{ "read", NOTICE_DELIVERED },
		{ "undelivered", NOTICE_UNDELIVERED },
		{ "failed", NOTICE_REJECTED },
		{ "canceled", NOTICE_DELETED },
		{ NULL, NOTICE_ACCEPTED },
	};
	static const struct callback_reply reply = { "$", "From", "To", "Body",
		"MessageSid" };
	char *status = callback_field(c, "$", "MessageStatus");
	char *sid = NULL;
	int r;

	if (status == NULL)
		return callback_reply(c, &reply, "twilio", n, e);
	r = callback_need(c, "$", "MessageSid", &sid, e);
	if (r == 0) {
		r = callback_report(words, status, sid, NULL, "twilio", n, e);
		sid = NULL;
	}
	free(sid);
	free(status);
	return r;
}

const struct callback_vendor callback_twilio = {
	.name = "twilio",
	.key = CALLBACK_MUST,
	.check = check,
	.read = read_notice,
};

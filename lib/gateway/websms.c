/* SPDX-License-Identifier: ISC */
#include "gateway/websms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/answer.h"
#include "gateway/websms_code.h"
#include "util/str.h"
#include "util/utf8.h"

enum { VALIDITY_MIN_S = 60, VALIDITY_MAX_S = 259200, PARTS_MAX = 255 };
enum { ANSWER_MAX = 64 * 1024, CONNECT_S = 10, TIMEOUT_S = 30 };

static const char *const headers[] = {
	"Content-Type: application/json;charset=UTF-8",
	"Accept: application/json",
};

/* What goes into a header must not end it. */
static bool
printable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x21 || (unsigned char)*s > 0x7e)
			return false;
	return true;
}

static int
credentials(const struct account *a, struct http_req *r, struct err *e)
{
	if (a->secret == NULL || a->secret[0] == '\0')
		return err_set(e, ERR_CONF, "the gateway %s needs a token file",
		    a->conf->name);
	if (a->conf->user != NULL) {
		r->user = a->conf->user;
		r->password = a->secret;
		return 0;
	}
	if (!printable(a->secret))
		return err_set(e, ERR_CONF,
		    "the token file of the gateway %s holds blanks or control "
		    "characters: one line with the token is allowed",
		    a->conf->name);
	r->bearer = a->secret;
	return 0;
}

/* Digits only; the server's own rule is ^[1-9]\d{5,14}$. */
static int
recipient(struct json *j, const struct sms *m, struct buf *b, struct err *e)
{
	const char *digits = m->to[0] == '+' ? m->to + 1 : m->to;
	size_t n = strlen(digits);

	if (n < 6 || n > 15 || digits[0] == '0' ||
	    strspn(digits, "0123456789") != n)
		return err_set(
		    e, ERR_DATA, "the recipient is no international number");
	json_put_name(b, "recipientAddressList");
	buf_char(b, '[');
	json_put_text(j, b, NULL, digits);
	buf_char(b, ']');
	return 0;
}

static int64_t
within(int64_t v, int64_t min, int64_t max)
{
	return v < min ? min : v > max ? max : v;
}

static int
body(struct json *j, const struct account *a, const struct sms *m,
    struct buf *b, struct err *e)
{
	if (m->text[0] == '\0' || !utf8_valid(m->text, strlen(m->text)))
		return err_set(e, ERR_DATA, "the text is empty or no UTF-8");

	buf_char(b, '{');
	json_put_text(j, b, "messageContent", m->text);
	if (recipient(j, m, b, e) == -1)
		return -1;
	if (m->from != NULL) {
		json_put_text(j, b, "senderAddress",
		    m->from[0] == '+' ? m->from + 1 : m->from);
		json_put_text(j, b, "senderAddressType", m->from_type);
	}
	json_put_text(j, b, "clientMessageId", m->ref);
	json_put_text(j, b, "contentCategory", a->conf->category);
	json_put_text(j, b, "notificationCallbackUrl",
	    a->callback != NULL ? a->callback : a->conf->callback);
	if (m->max_parts > 0)
		json_put_int(
		    b, "maxSmsPerMessage", within(m->max_parts, 1, PARTS_MAX));
	/* The name is theirs. */
	if (m->validity_s > 0)
		json_put_int(b, "validityPeriode",
		    within(m->validity_s, VALIDITY_MIN_S, VALIDITY_MAX_S));
	if (m->test)
		json_put_bool(b, "test", true);
	buf_char(b, '}');
	return 0;
}

static int
request(struct json *j, const struct account *a, const struct sms *m,
    struct gateway_call *c, struct err *e)
{
	size_t n = strlen(a->conf->url);

	while (n > 0 && a->conf->url[n - 1] == '/')
		n--;
	buf_add(&c->url, a->conf->url, n);
	if (a->conf->path[0] != '/')
		buf_char(&c->url, '/');
	buf_str(&c->url, a->conf->path);
	if (credentials(a, &c->http, e) == -1 ||
	    body(j, a, m, &c->body, e) == -1)
		return -1;
	c->http.url = buf_cstr(&c->url);
	c->http.method = "POST";
	c->http.headers = headers;
	c->http.n_headers = sizeof(headers) / sizeof(headers[0]);
	c->http.body = c->body.v;
	c->http.body_n = c->body.n;
	c->http.max_bytes = ANSWER_MAX;
	c->http.connect_s = CONNECT_S;
	c->http.total_s =
	    a->conf->timeout_s > 0 ? a->conf->timeout_s : TIMEOUT_S;
	c->http.stall_s = c->http.total_s;
	c->http.ca_file = a->conf->ca_file;
	/* The operator named this host; a gateway in the next room is fine. */
	c->http.allow_private = true;
	return 0;
}

/* The answer's own code, which goes before HTTP's; false: there is none. */
static bool
status_code(struct json *j, const struct http_res *r, int64_t *code)
{
	if (!json_load(j, buf_cstr(&r->body), r->body.n) ||
	    !json_int(j, "$.statusCode", code))
		return false;
	/* A success that HTTP calls none, or no code of theirs: not clear. */
	if (*code >= 2000 && *code < 3000)
		return r->status >= 200 && r->status < 300;
	return *code >= 4000 && *code < 6000;
}

static void
accepted(struct json *j, struct outcome *o)
{
	char *id = json_text(j, "$.transferId");

	/* Half an id would find another message's report. */
	if (id != NULL && strlen(id) < sizeof(o->gateway_id))
		snprintf(o->gateway_id, sizeof(o->gateway_id), "%s", id);
	free(id);
}

static void
outcome(struct json *j, const struct account *a, const struct http_res *r,
    struct outcome *o)
{
	int64_t code;

	(void)a;
	if (!answer_begin(r, o))
		return;
	if (!status_code(j, r, &code)) {
		answer_http(r, o);
		return;
	}
	snprintf(o->code, sizeof(o->code), "%d", (int)code);
	websms_class((int)code, o);
	if (o->class == OUTCOME_ACCEPTED) {
		accepted(j, o);
		return;
	}
	char *words = json_text(j, "$.statusMessage");
	outcome_words(o, words);
	free(words);
}

const struct gateway gateway_websms = {
	.name = "websms",
	.needs_secret = true,
	.request = request,
	.outcome = outcome,
	.explain = websms_explain,
};

const struct gateway gateway_linkmobility = {
	.name = "linkmobility",
	.needs_secret = true,
	.request = request,
	.outcome = outcome,
	.explain = websms_explain,
};

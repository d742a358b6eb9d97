/* SPDX-License-Identifier: ISC */
/*
 * http - a gateway in words of smscal.conf: here is the request that is filled
 * in, and in http_answer.c the answer.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/fill.h"
#include "domain/segment.h"
#include "gateway/answer.h"
#include "gateway/gateway.h"
#include "gateway/http_answer.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { ANSWER_MAX = 64 * 1024, CONNECT_S = 10, HEADERS_MAX = 18 };
enum { NUMBER = 24 };

/* The values of one message, and the memory of those that are made. */
struct values {
	struct fill fill;
	char validity[3][NUMBER];
	char max_parts[NUMBER];
	struct buf callback;
};

static void
values_fini(struct values *v)
{
	buf_free(&v->callback);
}

static void
validity(struct values *v, const struct conf_http *h, int64_t s)
{
	if (s <= 0)
		return;
	if (h->validity_max_s > 0 && s > h->validity_max_s)
		s = h->validity_max_s;
	if (s < h->validity_min_s)
		s = h->validity_min_s;
	int64_t each[] = { s, s < 60 ? 1 : s / 60, s * 1000 };
	for (int i = 0; i < 3; i++) {
		snprintf(v->validity[i], sizeof(v->validity[i]), "%" PRId64,
		    each[i]);
		v->fill.v[FILL_VALIDITY_S + i] = v->validity[i];
	}
}

static void
values_init(struct values *v, const struct account *a, const struct sms *m)
{
	const char *callback =
	    a->callback != NULL ? a->callback : a->conf->callback;
	const char **f = v->fill.v;

	*v = (struct values){ .callback = BUF_INIT };
	f[FILL_USER] = a->conf->user;
	f[FILL_SECRET] = a->secret;
	f[FILL_REF] = m->ref;
	f[FILL_TEXT] = m->text;
	f[FILL_UCS2] = segment_count(m->text).ucs2 ? "1" : NULL;
	f[FILL_FROM] = m->from;
	f[FILL_FROM_DIGITS] =
	    m->from != NULL && m->from[0] == '+' ? m->from + 1 : m->from;
	f[FILL_TO_PLUS] = m->to;
	f[FILL_TO] = m->to[0] == '+' ? m->to + 1 : m->to;
	f[FILL_CALLBACK] = callback;
	if (callback != NULL) {
		buf_fmt(&v->callback, "%s%c", callback,
		    strchr(callback, '?') != NULL ? '&' : '?');
		f[FILL_CALLBACK_AND] = buf_cstr(&v->callback);
	}
	if (m->max_parts > 0) {
		snprintf(
		    v->max_parts, sizeof(v->max_parts), "%d", m->max_parts);
		f[FILL_MAX_PARTS] = v->max_parts;
	}
	validity(v, a->conf->http, m->validity_s);
}

/* RFC 3986: what is not unreserved. */
static void
percent(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxy"
			   "z0123456789-._~",
			*s) != NULL)
			buf_char(b, *s);
		else
			buf_fmt(b, "%%%02X", (unsigned char)*s);
	}
}

static void
put_pair(struct buf *b, const char *name, const char *value, char between)
{
	if (between != '\0')
		buf_char(b, between);
	percent(b, name);
	buf_char(b, '=');
	percent(b, value);
}

/* name=value&... of the members that have a value. */
static void
put_form(struct buf *b, const struct conf_members *l, const struct fill *f,
    char between)
{
	struct buf value = BUF_INIT;

	for (size_t i = 0; i < l->n; i++) {
		buf_reset(&value);
		if (!fill_in(&value, l->v[i].value, f))
			continue;
		put_pair(b, l->v[i].name, buf_cstr(&value), between);
		between = '&';
	}
	buf_free(&value);
}

static void
put_value(struct json *j, struct buf *b, const struct conf_member *m,
    const struct fill *f)
{
	struct buf value = BUF_INIT;

	if (fill_in(&value, m->value, f)) {
		if (m->kind == MEMBER_TEXT && !fill_is_number(m->value)) {
			json_put_text(j, b, m->name, buf_cstr(&value));
		} else {
			json_put_name(b, m->name);
			buf_str(b, buf_cstr(&value));
		}
	}
	buf_free(&value);
}

static void
put_json(struct json *j, struct buf *b, const struct conf_members *l,
    const struct fill *f)
{
	buf_char(b, '{');
	for (size_t i = 0; i < l->n; i++) {
		const struct conf_member *m = &l->v[i];
		switch (m->kind) {
		case MEMBER_TEXT:
		case MEMBER_RAW:
			put_value(j, b, m, f);
			break;
		case MEMBER_MAP:
			json_put_name(b, m->name);
			buf_char(b, '{');
			break;
		case MEMBER_LIST:
			json_put_name(b, m->name);
			buf_char(b, '[');
			break;
		case MEMBER_END_MAP:
			buf_char(b, '}');
			break;
		case MEMBER_END_LIST:
			buf_char(b, ']');
			break;
		}
	}
	buf_char(b, '}');
}

/* The path with its values, each of them percent-encoded. */
static int
put_url(struct buf *b, const struct account *a, const char *path,
    const struct fill *f, struct err *e)
{
	char *made[FILL_KEYS];
	struct fill coded = { { NULL } };
	size_t n = strlen(a->conf->url);

	for (int i = 0; i < FILL_KEYS; i++) {
		struct buf one = BUF_INIT;
		if (f->v[i] != NULL)
			percent(&one, f->v[i]);
		made[i] = buf_take(&one);
		coded.v[i] = f->v[i] != NULL ? made[i] : NULL;
	}
	while (n > 0 && a->conf->url[n - 1] == '/')
		n--;
	buf_add(b, a->conf->url, n);
	bool whole = fill_in(b, path, &coded);
	for (int i = 0; i < FILL_KEYS; i++)
		free(made[i]);
	return whole ? 0
		     : err_set(e, ERR_CONF,
			   "the path of the gateway %s has a key without a "
			   "value",
			   a->conf->name);
}

/* What goes into a header must not end it. */
static bool
printable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e)
			return false;
	return true;
}

static int
put_header(struct gateway_call *c, const struct account *a, const char *name,
    const char *text, const struct fill *f, struct err *e)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s: ", name);
	if (!fill_in(&b, text, f)) {
		buf_free(&b);
		return 0;
	}
	if (!printable(buf_cstr(&b)) || c->n_headers == HEADERS_MAX) {
		buf_free(&b);
		return err_set(e, ERR_CONF,
		    "the header %s of the gateway %s cannot be sent: only "
		    "letters, digits and marks of ASCII are allowed in it",
		    name, a->conf->name);
	}
	c->headers[c->n_headers++] = buf_take(&b);
	return 0;
}

static int
credentials(const struct account *a, struct gateway_call *c,
    const struct fill *f, struct err *e)
{
	const struct conf_http *h = a->conf->http;
	const char *value = h->auth_value != NULL ? h->auth_value : "%{secret}";
	struct buf b = BUF_INIT;

	if (gateway_needs_secret(a->conf) && str_empty(a->secret))
		return err_set(e, ERR_CONF, "the gateway %s needs a token file",
		    a->conf->name);
	switch (h->auth) {
	case CONF_AUTH_NONE:
		break;
	case CONF_AUTH_BASIC:
		c->http.user = a->conf->user;
		c->http.password = a->secret;
		break;
	case CONF_AUTH_BEARER:
		if (!printable(a->secret) || strchr(a->secret, ' ') != NULL)
			return err_set(e, ERR_CONF,
			    "the token file of the gateway %s holds blanks or "
			    "control characters: one line with the token is "
			    "allowed",
			    a->conf->name);
		c->http.bearer = a->secret;
		break;
	case CONF_AUTH_HEADER:
		return put_header(c, a, h->auth_name, value, f, e);
	case CONF_AUTH_QUERY:
		if (fill_in(&b, value, f))
			put_pair(&c->url, h->auth_name, buf_cstr(&b),
			    strchr(c->url.v, '?') != NULL ? '&' : '?');
		buf_free(&b);
		break;
	}
	return 0;
}

static int
put_headers(const struct account *a, const struct conf_request *q,
    struct gateway_call *c, const struct fill *f, struct err *e)
{
	static const struct fill nothing;
	const struct conf_http *h = a->conf->http;
	const char *type = q->body == CONF_BODY_JSON
	    ? "application/json;charset=UTF-8"
	    : "application/x-www-form-urlencoded";

	if (q->body != CONF_BODY_QUERY && q->members.n > 0 &&
	    put_header(c, a, "Content-Type", type, &nothing, e) == -1)
		return -1;
	if (put_header(c, a, "Accept",
		h->plain ? "text/plain, */*" : "application/json", &nothing,
		e) == -1)
		return -1;
	for (size_t i = 0; i < h->headers.n; i++)
		if (put_header(c, a, h->headers.v[i].name,
			h->headers.v[i].value, f, e) == -1)
			return -1;
	return 0;
}

static int
build(struct json *j, const struct account *a, const struct conf_request *q,
    const struct fill *f, struct gateway_call *c, struct err *e)
{
	bool query = q->body == CONF_BODY_QUERY;

	if (put_url(&c->url, a, q->path, f, e) == -1 ||
	    put_headers(a, q, c, f, e) == -1)
		return -1;
	if (query)
		put_form(&c->url, &q->members, f,
		    strchr(c->url.v, '?') != NULL ? '&' : '?');
	else if (q->body == CONF_BODY_JSON && q->members.n > 0)
		put_json(j, &c->body, &q->members, f);
	else
		put_form(&c->body, &q->members, f, '\0');
	if (credentials(a, c, f, e) == -1)
		return -1;
	c->http.url = buf_cstr(&c->url);
	c->http.method = q->method != NULL ? q->method
	    : c->body.n > 0                ? "POST"
					   : "GET";
	c->http.body = c->body.v;
	c->http.body_n = c->body.n;
	c->http.headers = (const char *const *)c->headers;
	c->http.n_headers = c->n_headers;
	c->http.max_bytes = ANSWER_MAX;
	c->http.connect_s = CONNECT_S;
	c->http.total_s = a->conf->timeout_s;
	c->http.stall_s = c->http.total_s;
	c->http.ca_file = a->conf->ca_file;
	/* The operator named this host; a gateway in the next room is fine. */
	c->http.allow_private = true;
	return 0;
}

static int
request(struct json *j, const struct account *a, const struct sms *m,
    struct gateway_call *c, struct err *e)
{
	const struct conf_http *h = a->conf->http;
	struct values v;

	if (m->test && h->test.path == NULL)
		return err_set(e, ERR_CONF, "the gateway %s has no access test",
		    a->conf->name);
	if (m->text[0] == '\0' || !utf8_valid(m->text, strlen(m->text)))
		return err_set(e, ERR_DATA, "the text is empty or no UTF-8");
	values_init(&v, a, m);
	if (m->test) /* even where a test forgets to be one */
		v.fill.v[FILL_TO] = v.fill.v[FILL_TO_PLUS] = NULL;
	int r = build(j, a, m->test ? &h->test : &h->send, &v.fill, c, e);
	values_fini(&v);
	return r;
}

static bool
wants_secret(const struct conf_gateway *conf)
{
	return conf->http->auth != CONF_AUTH_NONE ||
	    conf_http_uses(conf->http, FILL_SECRET);
}

static bool
has_test(const struct conf_gateway *conf)
{
	return conf->http->test.path != NULL;
}

const struct gateway gateway_http = {
	.name = "http",
	.wants_secret = wants_secret,
	.has_test = has_test,
	.request = request,
	.outcome = http_answer,
	.test_outcome = http_answer_test,
	.explain = answer_explain,
};

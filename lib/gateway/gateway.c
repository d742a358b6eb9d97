/* SPDX-License-Identifier: ISC */
#include "gateway/gateway.h"

#include <stddef.h>
#include <stdlib.h>

#include "gateway/callback_address.h"
#include "gateway/websms.h"
#include "net/address.h"
#include "util/file.h"
#include "util/str.h"

static const struct gateway *const gateways[] = {
	[GATEWAY_FILE] = &gateway_file,
	[GATEWAY_WEBSMS] = &gateway_websms,
	[GATEWAY_LINKMOBILITY] = &gateway_linkmobility,
	[GATEWAY_HTTP] = &gateway_http,
	[GATEWAY_COMMAND] = &gateway_command,
};

static const struct gateway *
of(const struct conf_gateway *conf)
{
	return gateways[conf->type];
}

const char *
gateway_type_name(const struct conf_gateway *conf)
{
	return of(conf)->name;
}

bool
gateway_is_web(const struct conf_gateway *conf)
{
	return of(conf)->request != NULL;
}

bool
gateway_is_program(const struct conf_gateway *conf)
{
	return of(conf)->program != NULL;
}

bool
gateway_needs_secret(const struct conf_gateway *conf)
{
	if (of(conf)->wants_secret != NULL)
		return of(conf)->wants_secret(conf);
	return of(conf)->needs_secret;
}

bool
gateway_has_test(const struct conf_gateway *conf)
{
	return of(conf)->has_test == NULL || of(conf)->has_test(conf);
}

bool
gateway_is_local(const struct conf_gateway *conf)
{
	return !gateway_is_web(conf) || address_loopback(conf->url);
}

int
gateway_request(struct json *j, const struct account *a, const struct sms *m,
    struct gateway_call *c, struct err *e)
{
	return of(a->conf)->request(j, a, m, c, e);
}

void
gateway_call_fini(struct gateway_call *c)
{
	buf_free(&c->url);
	buf_free(&c->body);
	for (size_t i = 0; i < c->n_headers; i++)
		free(c->headers[i]);
	c->n_headers = 0;
}

void
gateway_outcome(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o)
{
	of(a->conf)->outcome(j, a, r, o);
}

void
gateway_test_outcome(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o)
{
	if (of(a->conf)->test_outcome != NULL)
		of(a->conf)->test_outcome(j, a, r, o);
	else
		of(a->conf)->outcome(j, a, r, o);
}

int
gateway_program(const struct account *a, const struct sms *m,
    struct gateway_program *p, struct err *e)
{
	return of(a->conf)->program(a, m, p, e);
}

void
gateway_program_fini(struct gateway_program *p)
{
	for (size_t i = 0; i < p->n_env; i++)
		free(p->env[i]);
	*p = (struct gateway_program){ .n_env = 0 };
}

void
gateway_ended(const struct account *a, const struct command_status *s,
    const struct buf *out, struct outcome *o)
{
	of(a->conf)->ended(s, out, o);
}

void
gateway_deliver(struct json *j, const struct account *a, const struct sms *m,
    int64_t at, struct outcome *o)
{
	of(a->conf)->deliver(j, a, m, at, o);
}

int
gateway_lookup(const struct account *a, const char *ref, struct err *e)
{
	if (of(a->conf)->lookup == NULL)
		return GATEWAY_CANNOT_TELL;
	return of(a->conf)->lookup(a, ref, e);
}

const char *
gateway_explain(const struct account *a, const struct outcome *o)
{
	if (of(a->conf)->explain == NULL)
		return o->detail;
	return of(a->conf)->explain(o);
}

int
gateway_set_up(const struct conf_gateway *conf, const char *name,
    const char *token_file, struct buf *secret, struct buf *callback,
    struct err *e)
{
	if (conf == NULL)
		return err_set(e, ERR_CONF,
		    "there is no gateway '%s' in smscal.conf", name);
	if (callback_address(conf, token_file, callback, e) == -1)
		return -1;
	if (!gateway_needs_secret(conf))
		return 0;
	if (str_empty(token_file))
		return err_set(e, ERR_CONF,
		    "it needs a token file, and none is set (--token-file)");
	return file_secret(token_file, secret, e);
}

/* SPDX-License-Identifier: ISC */
#include "admin/access.h"

#include <stdlib.h>
#include <string.h>

#include "admin/field.h"
#include "admin/ref.h"
#include "domain/phone.h"
#include "gateway/callback_address.h"
#include "gateway/gateway.h"
#include "net/http.h"
#include "store/sender.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum { ANSWER_MS = 90 * 1000 };

const struct option access_options[] = {
	{ .name = "to",
	    .value = "NUMBER",
	    .help = "the number to try it with; nothing is sent to it" },
	{ .name = NULL },
};

/* The account of a level, and its sender, as send would use them. */
struct access {
	const char *ref; /* borrowed */
	const struct conf_gateway *conf;
	char *token_file;            /* owned; NULL: none */
	struct sender_list senders;  /* owned */
	const struct sender *sender; /* NULL: the account's own */
	struct buf secret, callback;
	char *to; /* owned */
};

static void
access_fini(struct access *x)
{
	free(x->token_file);
	free(x->to);
	sender_list_free(&x->senders);
	if (x->secret.n > 0)
		memset(x->secret.v, 0, x->secret.n);
	buf_free(&x->secret);
	buf_free(&x->callback);
}

/*
 * A branch with a gateway of its own is never given the company's token; one
 * with an account of its own has senders of its own.
 */
static int
find_account(
    struct admin *a, const struct ref *r, struct access *x, struct err *e)
{
	const struct company *c = &r->company;
	const struct branch *b = &r->branch;
	const char *name = c->gateway, *token = c->token_file;
	int64_t senders_of = 0;

	if (r->kind == REF_BRANCH && b->gateway != NULL) {
		if (!str_eq(b->gateway, name))
			token = NULL;
		name = b->gateway;
	}
	if (r->kind == REF_BRANCH && b->token_file != NULL)
		token = b->token_file;
	if (r->kind == REF_BRANCH &&
	    (b->gateway != NULL || b->token_file != NULL))
		senders_of = b->id;
	x->token_file = mem_str(token);
	x->conf = conf_gateway(&a->tool.conf, name);
	if (x->conf == NULL)
		return err_set(e, ERR_CONF,
		    "the gateway '%s' is not in smscal.conf", name);
	if (sender_list(a->tool.db, c->id, &x->senders, e) == -1)
		return -1;
	x->sender = sender_for(&x->senders, senders_of);
	return 0;
}

static int
find_number(
    struct admin *a, const char *country_code, struct access *x, struct err *e)
{
	const char *to = args_value(a, "to");
	char phone[PHONE_TEXT] = "+436641234567";

	if (to != NULL && phone_normalise(to, country_code, phone, e) == -1)
		return field_err("to", e);
	x->to = mem_str(phone);
	return 0;
}

/* One request and its answer. */
static int
ask(const struct http_req *req, struct http_res *res, struct err *e)
{
	struct http_pool *pool = http_pool_new(1, 1, e);
	int r;

	if (pool == NULL)
		return -1;
	http_pool_add(pool, req);
	r = http_pool_next(pool, ANSWER_MS, res, e);
	http_pool_free(pool);
	if (r == 0)
		return err_set(e, ERR_NET, "the gateway did not answer");
	return r == 1 ? 0 : -1;
}

static int
ask_web(const struct account *account, const struct sms *sms, struct outcome *o,
    struct err *e)
{
	struct gateway_call call = GATEWAY_CALL_INIT;
	struct http_res res = { .who = NULL };
	struct json *j = json_new();
	int r = gateway_request(j, account, sms, &call, e);

	if (r == 0)
		r = ask(&call.http, &res, e);
	if (r == 0)
		gateway_test_outcome(j, account, &res, o);
	http_res_free(&res);
	gateway_call_fini(&call);
	json_free(j);
	return r;
}

/* It is told that this is a test. */
static int
ask_program(const struct account *account, const struct sms *sms,
    struct outcome *o, struct err *e)
{
	struct gateway_program p = { .n_env = 0 };
	struct command_status status;
	struct buf said = BUF_INIT;
	int r = gateway_program(account, sms, &p, e);

	if (r == 0)
		r = command_run(&p.run, &said, &status, e);
	if (r == 0)
		gateway_ended(account, &status, &said, o);
	buf_free(&said);
	gateway_program_fini(&p);
	return r;
}

/* What it means, and the gateway's own words, where these are others. */
static void
failed(const struct access *x, const char *means, const char *detail)
{
	if (detail[0] == '\0' || str_eq(means, detail))
		log_error("%s: gateway %s: %s", x->ref, x->conf->name, means);
	else
		log_error("%s: gateway %s: %s (%s)", x->ref, x->conf->name,
		    means, detail);
}

/* 0: the account works; 1: it does not, and why was said. */
static int
try_it(struct admin *a, const struct access *x, struct err *e)
{
	struct account account = { x->conf,
		x->secret.n > 0 ? x->secret.v : NULL,
		x->callback.n > 0 ? x->callback.v : NULL };
	struct sms sms = {
		.to = x->to,
		.from = x->sender != NULL ? x->sender->address : NULL,
		.from_type = x->sender != NULL ? x->sender->type : NULL,
		.text = "Test",
		.ref = "test",
		.test = true,
	};
	struct outcome o = { .class = OUTCOME_UNKNOWN };
	int r = gateway_is_program(x->conf) ? ask_program(&account, &sms, &o, e)
					    : ask_web(&account, &sms, &o, e);

	if (r == -1)
		return -1;
	if (o.class != OUTCOME_ACCEPTED) {
		failed(x, gateway_explain(&account, &o), o.detail);
		return 1;
	}
	buf_fmt(&a->out,
	    "%s: the gateway %s takes messages of this account%s%s\n", x->ref,
	    x->conf->name, x->sender != NULL ? " from " : "",
	    x->sender != NULL ? x->sender->address : "");
	return 0;
}

static int
try_account(struct admin *a, struct access *x, struct err *e)
{
	if (!gateway_is_web(x->conf) && !gateway_is_program(x->conf)) {
		buf_fmt(&a->out,
		    "%s: the gateway %s is only a file on this machine, %s: "
		    "nothing goes out\n",
		    x->ref, x->conf->name,
		    x->conf->path != NULL ? x->conf->path : "");
		return 0;
	}
	if (clock_frozen() && !gateway_is_local(x->conf))
		return err_set(e, ERR_CONF,
		    "SMSCAL_NOW is set: gateways of the world are not asked");
	if (gateway_needs_secret(x->conf) && x->token_file == NULL)
		return err_set(e, ERR_CONF,
		    "the gateway %s needs a token: put it into a file that "
		    "only its owner reads, and set --token-file",
		    x->conf->name);
	if (x->token_file != NULL &&
	    file_secret(x->token_file, &x->secret, e) == -1)
		return -1;
	if (callback_address(x->conf, x->token_file, &x->callback, e) == -1)
		return -1;
	if (gateway_has_test(x->conf))
		return try_it(a, x, e);
	buf_fmt(&a->out,
	    "%s: the gateway %s has no access test: it is set up, %sand was "
	    "not asked\n",
	    x->ref, x->conf->name,
	    x->token_file != NULL ? "its token file can be read, " : "");
	return 0;
}

static int
test(struct admin *a, unsigned kind, struct err *e)
{
	struct ref r = { .text = NULL };
	struct access x = { .ref = a->operand[0], .secret = BUF_INIT };
	int ret = db_begin_read(a->tool.db, e);

	if (ret == 0)
		ret = ref_find(a, a->operand[0], kind, &r, e);
	if (ret == 0)
		ret = find_account(a, &r, &x, e);
	/* Nobody waits for the network with the database in hand. */
	db_rollback(a->tool.db);
	if (ret == 0)
		ret = find_number(a, r.company.country_code, &x, e);
	if (ret == 0)
		ret = try_account(a, &x, e);
	if (ret == -1 && e->kind != ERR_USAGE)
		err_in(e, "%s: ", a->operand[0]);
	access_fini(&x);
	ref_fini(&r);
	return ret;
}

int
access_company(struct admin *a, struct err *e)
{
	return test(a, REF_COMPANY, e);
}

int
access_branch(struct admin *a, struct err *e)
{
	return test(a, REF_BRANCH, e);
}

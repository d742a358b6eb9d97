/* SPDX-License-Identifier: ISC */
#include "gateway/answer.h"

#include <stddef.h>

/* No answer at all, or one that broke off. */
static void
no_answer(const struct http_res *r, struct outcome *o)
{
	o->class = r->sent ? OUTCOME_UNKNOWN : OUTCOME_TRANSIENT;
	outcome_detail(o, "%s", r->err.msg);
}

void
answer_http(const struct http_res *r, struct outcome *o)
{
	const char *what = "refused the request";

	switch (r->status) {
	case 401:
		o->class = OUTCOME_HOLD;
		what = "does not accept the credentials";
		break;
	case 403:
		o->class = OUTCOME_HOLD;
		what = "denies access";
		break;
	case 404:
	case 405:
	case 406:
	case 415:
		o->class = OUTCOME_HOLD;
		what = "has no such service at that address";
		break;
	case 408:
	case 425:
	case 429:
	case 503:
		o->class = OUTCOME_TRANSIENT;
		o->throttled = r->status == 429;
		what = "is busy";
		break;
	default:
		if (r->status >= 300 && r->status < 400) {
			o->class = OUTCOME_HOLD;
			what = "wants to be asked at another address";
		} else if (r->status >= 400 && r->status < 500) {
			o->class = OUTCOME_PERMANENT;
		} else {
			o->class = OUTCOME_UNKNOWN;
			what = "gave an answer that cannot be read";
		}
	}
	outcome_detail(o, "the gateway %s (HTTP %ld)", what, r->status);
}

bool
answer_begin(const struct http_res *r, struct outcome *o)
{
	*o = (struct outcome){
		.class = OUTCOME_UNKNOWN,
		.http_status = (int)r->status,
		.retry_after_s = r->retry_after_s > 0 ? r->retry_after_s : 0,
	};
	if (r->err.kind == ERR_NONE && r->status != 0)
		return true;
	no_answer(r, o);
	return false;
}

const char *
answer_explain(const struct outcome *o)
{
	if (o->http_status == 401)
		return "the user name, password or token is wrong, or the "
		       "account is not active";
	if (o->http_status == 403)
		return "the gateway denies access: the account may not use "
		       "the API, or not from this IP address";
	if (o->http_status == 404 || o->http_status == 405 ||
	    o->http_status == 415 ||
	    (o->http_status >= 300 && o->http_status < 400))
		return "this is not the gateway's address: see `url` and "
		       "`path` of the gateway in smscal.conf";
	return o->detail;
}

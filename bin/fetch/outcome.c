/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "fetch/fetch.h"
#include "net/local.h"
#include "util/mem.h"

static void
start(struct outcome *o, const struct feed *f)
{
	*o = (struct outcome){
		.kind = OUTCOME_FAILED,
		.feed = f,
		.max_age_s = -1,
		.retry_after_s = -1,
		.err = ERR_INIT,
	};
}

/* Cut what o->bytes has; is it another body than the last one? */
static void
look_at_body(struct outcome *o)
{
	const struct feed *f = o->feed;

	if (body_cut(o->bytes.v, o->bytes.n, &o->body, &o->err) == -1)
		return;
	o->body_seen = true;
	o->kind =
	    f->has_digest && memcmp(f->digest, o->body.digest, DIGEST_SIZE) == 0
	    ? OUTCOME_SAME
	    : OUTCOME_BODY;
}

/* What a status that is no body means, for people. */
static const char *
meaning(long status)
{
	switch (status) {
	case 401:
	case 403:
		return ": it wants a login, or the address is not valid any "
		       "more";
	case 404:
	case 410:
		return ": there is no calendar at this address";
	case 429:
	case 503:
		return ": the server has no time now";
	default:
		return status >= 500 ? ": the server is in trouble" : "";
	}
}

static void
swap(char **a, char **b)
{
	char *x = *a;

	*a = *b;
	*b = x;
}

void
outcome_of_answer(struct outcome *o, const struct feed *f, struct http_res *res)
{
	bool asked = f->etag != NULL || f->last_modified != NULL;

	start(o, f);
	o->retry_after_s = res->retry_after_s;
	o->max_age_s = res->max_age_s;
	swap(&o->etag, &res->etag);
	swap(&o->last_modified, &res->last_modified);
	if (res->err.kind != ERR_NONE)
		o->err = res->err;
	else if (res->status == 304 && asked) {
		o->kind = OUTCOME_SAME;
		/* A 304 need not repeat them. */
		if (o->etag == NULL && o->last_modified == NULL) {
			o->etag = mem_str(f->etag);
			o->last_modified = mem_str(f->last_modified);
		}
	} else if (res->status == 200) {
		o->bytes = res->body;
		res->body = BUF_INIT;
		look_at_body(o);
		if (o->err.kind != ERR_NONE)
			err_in(&o->err, "%s: ", res->host);
	} else
		err_set(&o->err, ERR_NET, "%s: HTTP %ld%s", res->host,
		    res->status, meaning(res->status));
}

void
outcome_of_file(struct outcome *o, const struct feed *f, const char *path,
    const struct conf *conf)
{
	start(o, f);
	if (local_read(path, conf->fetch.directories, conf->fetch.n_directories,
		conf->fetch.max_bytes, &o->bytes, &o->err) == 0)
		look_at_body(o);
}

void
outcome_of_error(struct outcome *o, const struct feed *f, const struct err *why)
{
	start(o, f);
	o->err = *why;
}

void
outcome_free(struct outcome *o)
{
	body_free(&o->body);
	buf_free(&o->bytes);
	free(o->etag);
	free(o->last_modified);
	*o = (struct outcome){ .kind = OUTCOME_FAILED };
}

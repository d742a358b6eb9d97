/* SPDX-License-Identifier: ISC */
/*
 * http - HTTP requests, many at once, over curl's multi interface: add them,
 * then take the results as they come.  The only code that knows curl.
 *
 * A failed transfer is a result with its own err, in words without the URL
 * (F6: the host only).  Every status, 304 and 503 too, is an answer and no
 * error.  Nothing is ever sent a second time by itself: where curl would
 * repeat a request on a fresh connection, the result is an error with `sent`.
 */
#ifndef SMSCAL_NET_HTTP_H
#define SMSCAL_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/attr.h"
#include "util/buf.h"
#include "util/err.h"

/* All is borrowed until http_pool_add() returns; NULL and 0 mean: none. */
struct http_req {
	const char *url;            /* http: or https: */
	const char *method;         /* NULL: GET, or POST where a body is */
	const char *const *headers; /* "Name: value" */
	size_t n_headers;
	const void *body;
	size_t body_n;
	int64_t max_bytes;   /* of the answer, decoded; 0: 1 MiB */
	int connect_s;       /* to look up, connect and agree on TLS; 0: 10 */
	int stall_s;         /* without a byte; 0: 30 */
	int total_s;         /* redirects included; 0: 60 */
	const char *ca_file; /* NULL: the system's */
	bool allow_private;  /* else F5 */
	int follow;          /* redirects, GET only; never https to http */
	const char *user, *password; /* Basic */
	const char *bearer;          /* or a token */
	void *who;                   /* comes back in the result */
};

struct http_res {
	void *who;
	long status;         /* 0: there was no answer */
	struct buf body;     /* owned */
	char *host;          /* owned; that answered or failed, for messages */
	char *etag;          /* owned; NULL: none, as the ones below */
	char *last_modified; /* owned */
	char *content_type;  /* owned */
	int64_t max_age_s;   /* of Cache-Control; -1: none */
	int64_t retry_after_s; /* -1: none */
	int64_t date_at; /* of Date, and Age with it; 0: none, or a POST */
	bool sent;       /* of the request something may have left: without an
	              answer its outcome is unknown */
	struct err err;  /* ERR_NET again may help, ERR_DATA it will not */
};

void http_res_free(struct http_res *r); /* what it owns; then all is zero */

struct http_pool;

/* At once: `parallel` transfers, `per_host` of them with one host and port. */
struct http_pool *http_pool_new(
    int parallel, int per_host, struct err *e) ATTR_USE;
void http_pool_free(struct http_pool *p); /* breaks off what is under way */

/*
 * From now on a host that could not be looked up or connected to is not asked
 * again in this pool: its other requests fail at once with the same words.
 */
void http_pool_skip_dead(struct http_pool *p);

/* Begun as soon as there is room.  A URL that cannot be one is a result. */
void http_pool_add(struct http_pool *p, const struct http_req *req);

/*
 * 1: a result, which is given in *res.  0: nothing came within `timeout_ms`,
 * or nothing is under way.  -1: curl itself is broken.
 */
int http_pool_next(struct http_pool *p, int timeout_ms, struct http_res *res,
    struct err *e) ATTR_USE;

size_t http_pool_busy(const struct http_pool *p); /* added, not given yet */

#endif

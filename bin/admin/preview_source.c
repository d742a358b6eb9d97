/* SPDX-License-Identifier: ISC */
/* The bytes of a feed, fetched or read now. */
#include <stdlib.h>

#include "admin/preview.h"
#include "net/address.h"
#include "net/http.h"
#include "net/local.h"
#include "util/file.h"
#include "util/mem.h"

enum { REDIRECTS = 5 /* F5 */ };

int
preview_file(struct preview *p, const char *path, struct err *e)
{
	size_t max = (size_t)p->a->tool.conf.fetch.max_bytes;
	int r = file_read(path, max, &p->bytes, e);

	return r == 1 ? err_set(e, ERR_USAGE, "there is no file %s", path) : r;
}

/* The answer, taken from *res. */
static int
take(struct preview *p, struct http_res *res, struct err *e)
{
	if (res->err.kind != ERR_NONE) {
		*e = res->err;
		return -1;
	}
	if (res->status != 200)
		return err_set(
		    e, ERR_NET, "%s: HTTP %ld", res->host, res->status);
	p->bytes = res->body;
	res->body = BUF_INIT;
	return 0;
}

int
preview_ask(
    struct preview *p, const char *url, struct http_res *res, struct err *e)
{
	static const char *const headers[] = {
		"Accept: text/calendar, */*;q=0.5",
	};
	const struct conf *c = &p->a->tool.conf;
	const struct http_req req = {
		.url = url,
		.headers = headers,
		.n_headers = 1,
		.max_bytes = c->fetch.max_bytes,
		.connect_s = c->fetch.connect_s,
		.stall_s = c->fetch.stall_s,
		.total_s = c->fetch.total_s,
		.ca_file = c->fetch.ca_file,
		.allow_private = c->fetch.allow_private,
		.follow = REDIRECTS,
	};
	struct http_pool *pool = http_pool_new(1, 1, e);
	int r;

	if (pool == NULL)
		return -1;
	http_pool_add(pool, &req);
	do
		r = http_pool_next(pool, 1000, res, e);
	while (r == 0 && http_pool_busy(pool) > 0);
	http_pool_free(pool);
	if (r == 0)
		return err_set(e, ERR_NET, "there was no answer");
	return r == 1 ? 0 : -1;
}

static int
fetch(struct preview *p, const char *url, struct err *e)
{
	struct http_res res = { .status = 0 };
	int r = preview_ask(p, url, &res, e);

	if (r == 0)
		r = take(p, &res, e);
	http_res_free(&res);
	return r;
}

int
preview_address(struct preview *p, const char *address, struct err *e)
{
	const struct conf *c = &p->a->tool.conf;
	struct address to = ADDRESS_INIT;
	int r = address_parse(address, &to, e);

	if (r == 0 && to.kind == ADDRESS_WEB)
		r = fetch(p, to.url, e);
	else if (r == 0 && p->stored)
		r = local_read(to.url, c->fetch.directories,
		    c->fetch.n_directories, c->fetch.max_bytes, &p->bytes, e);
	else if (r == 0)
		r = preview_file(p, to.url, e);
	address_fini(&to);
	return r;
}

/* SPDX-License-Identifier: ISC */
/* smscal-fetch - get the feeds that are due.  See smscal-fetch(8). */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fetch/fetch.h"
#include "net/address.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/mem.h"

enum {
	RUN_MS = 20 * 60 * 1000, /* what is not here by then stays due */
	TURN_MS = 1000,          /* what came is written after a pause */
	REDIRECTS = 5,           /* F5 */
	CACHE_KIB = 6 * 1024     /* beside a body there is little room */
};

struct run {
	struct tool *t;
	struct feed_list feeds;
	struct http_pool *pool; /* NULL: nobody needs the network yet */
	struct batch batch;
	struct hosts hosts;
};

/* The calendars named on the command line, due or not. */
static int
take_named(struct run *r, char *const *names, int n, struct err *e)
{
	for (int i = 0; i < n; i++) {
		char *company = mem_str(names[i]);
		char *calendar = strchr(company, '/');
		int found = 1;

		if (calendar != NULL) {
			*calendar++ = '\0';
			found =
			    feed_get(r->t->db, company, calendar, &r->feeds, e);
		}
		free(company);
		if (found == -1)
			return -1;
		if (found == 1)
			return err_set(e, ERR_USAGE,
			    "there is no calendar '%s': it is named "
			    "COMPANY/CALENDAR, and smscal-admin calendar list "
			    "shows them",
			    names[i]);
		struct feed *f = &r->feeds.v[r->feeds.n - 1];
		if (!f->active) {
			log_error("%s: it, its branch or its company is "
				  "switched off",
			    f->ref);
			r->batch.failed++;
		}
	}
	r->batch.named = true;
	return 0;
}

/* Ask for it, and only for what we do not have (F2). */
static int
ask(struct run *r, struct feed *f, const char *url, struct err *e)
{
	const struct conf *c = &r->t->conf;
	struct buf etag = BUF_INIT, since = BUF_INIT;
	const char *headers[3] = { "Accept: text/calendar, */*;q=0.5" };
	struct http_req req = {
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
		.who = f,
	};

	if (r->pool == NULL) {
		r->pool =
		    http_pool_new(c->fetch.parallel, c->fetch.per_host, e);
		if (r->pool == NULL)
			return -1;
		http_pool_skip_dead(r->pool);
	}
	if (f->etag != NULL) {
		buf_fmt(&etag, "If-None-Match: %s", f->etag);
		headers[req.n_headers++] = etag.v;
	}
	if (f->last_modified != NULL) {
		buf_fmt(&since, "If-Modified-Since: %s", f->last_modified);
		headers[req.n_headers++] = since.v;
	}
	http_pool_add(r->pool, &req);
	buf_free(&etag);
	buf_free(&since);
	return 0;
}

static int
begin(struct run *r, struct feed *f, struct err *e)
{
	struct address a = ADDRESS_INIT;
	struct err why = ERR_INIT;
	struct outcome o;
	int ret;

	if (!f->active)
		return 0;
	if (address_parse(f->url, &a, &why) == 0 && a.kind == ADDRESS_WEB)
		ret = ask(r, f, a.url, e);
	else {
		if (why.kind != ERR_NONE)
			outcome_of_error(&o, f, &why);
		else
			outcome_of_file(&o, f, a.url, &r->t->conf);
		ret = batch_put(&r->batch, r->t, &o, e);
	}
	address_fini(&a);
	return ret;
}

/* Take what comes, until all is here or the time is up. */
static int
collect(struct run *r, struct err *e)
{
	int64_t until = clock_mono_ms() + RUN_MS;
	int got = 0;

	while (http_pool_busy(r->pool) > 0 && clock_mono_ms() < until) {
		struct http_res res;
		struct outcome o;

		tool_beat(r->t);
		got = http_pool_next(r->pool, TURN_MS, &res, e);
		if (got == 0)
			got = batch_flush(&r->batch, r->t, e);
		else if (got == 1) {
			hosts_note(&r->hosts, &res);
			outcome_of_answer(&o, res.who, &res);
			http_res_free(&res);
			got = batch_put(&r->batch, r->t, &o, e);
		}
		if (got == -1)
			return -1;
	}
	size_t left = http_pool_busy(r->pool);
	if (left > 0) {
		log_error("the time is up: %zu calendars are left for the "
			  "next run",
		    left);
		r->batch.failed += (int64_t)left;
	}
	return 0;
}

static int
fetch(struct run *r, struct err *e)
{
	for (size_t i = 0; i < r->feeds.n; i++)
		if (begin(r, &r->feeds.v[i], e) == -1)
			return -1;
	if (r->pool != NULL && collect(r, e) == -1)
		return -1;
	if (batch_flush(&r->batch, r->t, e) == -1)
		return -1;
	return hosts_judge(&r->hosts, r->t, e);
}

static void
run_free(struct run *r)
{
	http_pool_free(r->pool);
	batch_free(&r->batch);
	hosts_free(&r->hosts);
	feed_list_free(&r->feeds);
}

int
main(int argc, char *argv[])
{
	static struct run r;
	struct err e = ERR_INIT;
	struct tool t;

	tool_init(
	    &t, "smscal-fetch", "[-hnqvVw] [-c file] [company/calendar ...]");
	while (tool_option(&t, argc, argv, "") != -1)
		;
	if (tool_open(&t, true, TOOL_BUSY_S, &e) == -1 ||
	    db_cache(t.db, CACHE_KIB, &e) == -1)
		tool_die(&t, &e);
	r.t = &t;
	int ret = optind < argc
	    ? take_named(&r, argv + optind, argc - optind, &e)
	    : feed_due(t.db, t.now, &r.feeds, &e);
	if (ret == 0)
		ret = fetch(&r, &e);
	int64_t failed = r.batch.failed;
	run_free(&r);
	if (ret == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}

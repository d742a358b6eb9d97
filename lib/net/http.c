/* SPDX-License-Identifier: ISC */
#include "net/http.h"

#include <stdlib.h>

#include "net/address.h"
#include "net/transfer.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"

enum { BUCKETS = 1024 };

struct queue {
	struct transfer *head, *tail;
};

/* A host and port, and what is wanted of it. */
struct host {
	struct host *chain; /* in its bucket */
	struct host *next;  /* among the ready ones */
	char *name;         /* owned */
	int running;
	bool ready;      /* stands in the pool's list: has work and room */
	struct err dead; /* why it is not asked again; ERR_NONE: it is */
	struct queue waiting;
};

struct http_pool {
	CURLM *multi;
	int parallel, per_host;
	bool skip_dead;
	int running;
	size_t busy; /* added and not given back */
	struct host *hosts[BUCKETS];
	struct host *ready, **ready_tail; /* first come, first served */
	struct queue over;                /* results to give */
	CURL **idle;                      /* handles for the next ones */
	int n_idle;
	struct queue on;            /* under way; singly linked */
	char *last_url, *last_host; /* owned; of the request added last */
};

static void
queue_put(struct queue *q, struct transfer *t)
{
	t->next = NULL;
	if (q->head == NULL)
		q->head = t;
	else
		q->tail->next = t;
	q->tail = t;
}

static struct transfer *
queue_take(struct queue *q)
{
	struct transfer *t = q->head;

	if (t != NULL)
		q->head = t->next;
	return t;
}

/* Of `parallel` at most, so a walk is cheap. */
static void
queue_remove(struct queue *q, const struct transfer *t)
{
	struct queue rest = { .head = NULL };
	struct transfer *x;

	while ((x = queue_take(q)) != NULL)
		if (x != t)
			queue_put(&rest, x);
	*q = rest;
}

static void
queue_free(struct queue *q)
{
	struct transfer *t;

	while ((t = queue_take(q)) != NULL)
		transfer_free(t);
}

void
http_res_free(struct http_res *r)
{
	buf_free(&r->body);
	free(r->host);
	free(r->etag);
	free(r->last_modified);
	free(r->content_type);
	*r = (struct http_res){ .who = NULL };
}

struct http_pool *
http_pool_new(int parallel, int per_host, struct err *e)
{
	struct http_pool *p;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(e, ERR_IO, "curl cannot be started");
		return NULL;
	}
	p = mem_zero(1, sizeof(*p));
	p->parallel = parallel;
	p->per_host = per_host;
	p->ready_tail = &p->ready;
	p->idle = mem_zero((size_t)parallel, sizeof(CURL *));
	p->multi = curl_multi_init();
	/* By itself curl keeps four a handle that is there just now. */
	if (p->multi == NULL ||
	    curl_multi_setopt(p->multi, CURLMOPT_MAXCONNECTS, (long)parallel) !=
		CURLM_OK) {
		err_set(e, ERR_IO, "curl cannot be started");
		http_pool_free(p);
		return NULL;
	}
	return p;
}

static void
host_free(struct host *h)
{
	queue_free(&h->waiting);
	free(h->name);
	free(h);
}

void
http_pool_free(struct http_pool *p)
{
	if (p == NULL)
		return;
	for (struct transfer *t = p->on.head; t != NULL; t = t->next)
		curl_multi_remove_handle(p->multi, t->easy);
	queue_free(&p->on);
	queue_free(&p->over);
	for (size_t i = 0; i < BUCKETS; i++)
		while (p->hosts[i] != NULL) {
			struct host *h = p->hosts[i];
			p->hosts[i] = h->chain;
			host_free(h);
		}
	while (p->n_idle > 0)
		curl_easy_cleanup(p->idle[--p->n_idle]);
	free(p->idle);
	free(p->last_url);
	free(p->last_host);
	curl_multi_cleanup(p->multi);
	free(p);
	curl_global_cleanup();
}

void
http_pool_skip_dead(struct http_pool *p)
{
	p->skip_dead = true;
}

size_t
http_pool_busy(const struct http_pool *p)
{
	return p->busy;
}

static struct host *
host_get(struct http_pool *p, const char *name)
{
	unsigned hash = 5381;

	for (const char *s = name; *s != '\0'; s++)
		hash = hash * 33 ^ (unsigned char)*s;
	struct host **at = &p->hosts[hash % BUCKETS];
	for (struct host *h = *at; h != NULL; h = h->chain)
		if (str_eq(h->name, name))
			return h;
	struct host *h = mem_zero(1, sizeof(*h));
	h->name = mem_str(name);
	h->chain = *at;
	*at = h;
	return h;
}

/* Into the list of those that have work and room, unless it is there. */
static void
host_ready(struct http_pool *p, struct host *h)
{
	if (h->ready || h->waiting.head == NULL || h->running >= p->per_host)
		return;
	h->ready = true;
	h->next = NULL;
	*p->ready_tail = h;
	p->ready_tail = &h->next;
}

static struct host *
host_take(struct http_pool *p)
{
	struct host *h = p->ready;

	if (h == NULL)
		return NULL;
	p->ready = h->next;
	if (p->ready == NULL)
		p->ready_tail = &p->ready;
	h->ready = false;
	return h;
}

/* It ends without having begun. */
static void
give_up(struct http_pool *p, struct transfer *t, const struct err *why)
{
	t->res.err = *why;
	queue_put(&p->over, t);
}

/* Give the URL's host; a sender asks for the same one again and again. */
static char *
host_of(struct http_pool *p, const char *url)
{
	if (!str_eq(p->last_url, url)) {
		free(p->last_url);
		free(p->last_host);
		p->last_url = mem_str(url);
		p->last_host = address_host(url);
	}
	return mem_str(p->last_host);
}

void
http_pool_add(struct http_pool *p, const struct http_req *req)
{
	struct transfer *t = transfer_new(req, host_of(p, req->url));

	p->busy++;
	if (t->res.host == NULL) {
		struct err e = ERR_INIT;
		err_set(&e, ERR_DATA, "its address cannot be one");
		give_up(p, t, &e);
		return;
	}
	t->host = host_get(p, t->res.host);
	if (t->host->dead.kind != ERR_NONE) {
		give_up(p, t, &t->host->dead);
		return;
	}
	queue_put(&t->host->waiting, t);
	host_ready(p, t->host);
}

static int
enter(struct http_pool *p, struct transfer *t, struct err *e)
{
	CURLMcode r = curl_multi_add_handle(p->multi, t->easy);

	if (r == CURLM_OK)
		return 0;
	return err_set(e, ERR_IO, "curl: %s", curl_multi_strerror(r));
}

static CURL *
idle_take(struct http_pool *p)
{
	return p->n_idle > 0 ? p->idle[--p->n_idle] : NULL;
}

/* Nothing of one request is left in it for the next. */
static void
idle_put(struct http_pool *p, CURL *easy)
{
	if (easy == NULL || p->n_idle == p->parallel) {
		curl_easy_cleanup(easy);
		return;
	}
	curl_easy_reset(easy);
	p->idle[p->n_idle++] = easy;
}

/* One of each host in turn, as long as there is room. */
static int
begin(struct http_pool *p, struct err *e)
{
	struct host *h;

	while (p->running < p->parallel && (h = host_take(p)) != NULL) {
		struct transfer *t = queue_take(&h->waiting);
		if (t == NULL)
			continue;
		queue_put(&p->on, t);
		p->running++;
		h->running++;
		host_ready(p, h);
		if (transfer_begin(t, idle_take(p), e) == -1 ||
		    enter(p, t, e) == -1)
			return -1;
	}
	return 0;
}

static void
bury(struct http_pool *p, struct host *h, const struct err *why)
{
	struct transfer *t;

	h->dead = *why;
	while ((t = queue_take(&h->waiting)) != NULL)
		give_up(p, t, why);
}

/* A round of `easy` is over. */
static int
end_round(struct http_pool *p, CURL *easy, CURLcode code, struct err *e)
{
	struct transfer *t = NULL;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
	curl_multi_remove_handle(p->multi, easy);
	enum transfer_next next = transfer_end(t, code);
	if (next == TRANSFER_REDIRECT)
		return enter(p, t, e);

	queue_remove(&p->on, t);
	queue_put(&p->over, t);
	p->running--;
	t->host->running--;
	if (next == TRANSFER_DEAD && p->skip_dead)
		bury(p, t->host, &t->res.err);
	host_ready(p, t->host);
	return 0;
}

/* Let curl do what can be done now, and take what it has finished. */
static int
turn(struct http_pool *p, struct err *e)
{
	int running, left;
	CURLMsg *m;

	if (begin(p, e) == -1)
		return -1;
	CURLMcode r = curl_multi_perform(p->multi, &running);
	if (r != CURLM_OK)
		return err_set(e, ERR_IO, "curl: %s", curl_multi_strerror(r));
	while ((m = curl_multi_info_read(p->multi, &left)) != NULL)
		if (m->msg == CURLMSG_DONE &&
		    end_round(p, m->easy_handle, m->data.result, e) == -1)
			return -1;
	/* Nobody waits while others could begin. */
	return begin(p, e);
}

static void
give(struct http_pool *p, struct transfer *t, struct http_res *res)
{
	*res = t->res;
	t->res = (struct http_res){ .who = NULL };
	idle_put(p, t->easy);
	t->easy = NULL;
	transfer_free(t);
	p->busy--;
}

int
http_pool_next(
    struct http_pool *p, int timeout_ms, struct http_res *res, struct err *e)
{
	int64_t until = clock_mono_ms() + timeout_ms;

	for (;;) {
		if (p->over.head == NULL && turn(p, e) == -1)
			return -1;
		if (p->over.head != NULL) {
			give(p, queue_take(&p->over), res);
			return 1;
		}
		int64_t left = until - clock_mono_ms();
		if (p->running == 0 || left <= 0)
			return 0;
		CURLMcode r = curl_multi_poll(
		    p->multi, NULL, 0, left < 1000 ? (int)left : 1000, NULL);
		if (r != CURLM_OK)
			return err_set(
			    e, ERR_IO, "curl: %s", curl_multi_strerror(r));
	}
}

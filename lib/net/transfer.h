/* SPDX-License-Identifier: ISC */
/*
 * transfer - one HTTP request on a curl handle, from its struct http_req to
 * its struct http_res, redirects included.  For http.c alone.
 */
#ifndef SMSCAL_NET_TRANSFER_H
#define SMSCAL_NET_TRANSFER_H

#include <curl/curl.h>

#include "net/http.h"

struct host;

struct transfer {
	struct transfer *next; /* in the queue it stands in */
	struct host *host;     /* borrowed: whose queue and count it is in */
	CURL *easy;            /* owned; NULL: not begun */
	char *url;             /* owned; the one asked now */
	char *method;          /* owned; NULL: GET, or POST */
	char *ca_file;         /* owned, as the ones below */
	char *user, *password, *bearer;
	struct curl_slist *headers;
	struct buf request;
	bool post, allow_private;
	int connect_s, stall_s, total_s;
	int64_t max_bytes;
	int follow;       /* redirects that are still followed */
	int hops;         /* that were */
	int64_t begun_ms; /* monotonic */
	struct http_res res;
	bool too_big, refused, repeated;
	char said[CURL_ERROR_SIZE]; /* curl's words for the error */
};

/* `host`, taken: address_host() of the URL. */
struct transfer *transfer_new(const struct http_req *req, char *host) ATTR_USE;
void transfer_free(struct transfer *t); /* NULL is fine */

/*
 * Make the handle ready to be added to a multi handle.  `used`, taken: one of
 * an earlier transfer, for each costs a lot to make; NULL: a new one.
 */
int transfer_begin(struct transfer *t, CURL *used, struct err *e) ATTR_USE;

enum transfer_next {
	TRANSFER_DONE,     /* t->res is complete */
	TRANSFER_REDIRECT, /* the handle is ready for another round */
	TRANSFER_DEAD      /* complete; its host cannot be reached at all */
};

/* The handle's round ended with `code`. */
enum transfer_next transfer_end(struct transfer *t, CURLcode code);

#endif

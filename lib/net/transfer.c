/* SPDX-License-Identifier: ISC */
#include "net/transfer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/address.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"

/* A feed has many megabytes, the answer to a POST a line. */
enum { CHUNK = 128 * 1024 };

struct transfer *
transfer_new(const struct http_req *req, char *host)
{
	struct transfer *t = mem_zero(1, sizeof(*t));

	t->url = mem_str(req->url);
	t->method = mem_str(req->method);
	t->ca_file = mem_str(req->ca_file);
	t->user = mem_str(req->user);
	t->password = mem_str(req->password);
	t->bearer = mem_str(req->bearer);
	/* curl would wait for a 100 that many servers never send. */
	t->headers = curl_slist_append(NULL, "Expect:");
	for (size_t i = 0; i < req->n_headers && t->headers != NULL; i++) {
		struct curl_slist *l =
		    curl_slist_append(t->headers, req->headers[i]);
		if (l == NULL)
			curl_slist_free_all(t->headers);
		t->headers = l;
	}
	if (t->headers == NULL)
		mem_bug("curl_slist_append: no memory");
	buf_add(&t->request, req->body_n > 0 ? req->body : "", req->body_n);
	t->post = req->body_n > 0 || str_eq(req->method, "POST");
	t->allow_private = req->allow_private;
	t->connect_s = req->connect_s > 0 ? req->connect_s : 10;
	t->stall_s = req->stall_s > 0 ? req->stall_s : 30;
	t->total_s = req->total_s > 0 ? req->total_s : 60;
	t->max_bytes = req->max_bytes > 0 ? req->max_bytes : 1 << 20;
	t->follow = t->post || req->method != NULL ? 0 : req->follow;
	t->res = (struct http_res){
		.who = req->who,
		.host = host,
		.max_age_s = -1,
		.retry_after_s = -1,
		.err = ERR_INIT,
	};
	return t;
}

void
transfer_free(struct transfer *t)
{
	if (t == NULL)
		return;
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->headers);
	free(t->url);
	free(t->method);
	free(t->ca_file);
	free(t->user);
	free(t->password);
	free(t->bearer);
	buf_free(&t->request);
	http_res_free(&t->res);
	free(t);
}

/* Content-Length may lie, and says nothing of what is compressed. */
static size_t
on_data(char *p, size_t size, size_t n, void *who)
{
	struct transfer *t = who;

	n *= size;
	if ((int64_t)n > t->max_bytes - (int64_t)t->res.body.n) {
		t->too_big = true;
		return 0;
	}
	buf_add(&t->res.body, p, n);
	return n;
}

/* F5, on the very address that is going to be connected to. */
static curl_socket_t
on_socket(void *who, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct transfer *t = who;

	(void)purpose;
	if (!t->allow_private && !address_public(&a->addr)) {
		t->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/*
 * The connection stands and the request goes out now.  curl comes here again
 * by itself when a connection that was reused broke without an answer; then
 * nobody knows whether the other side has had the request, and what is not
 * safe to repeat must not be repeated.
 */
static int
on_request(
    void *who, char *remote, char *local, int remote_port, int local_port)
{
	struct transfer *t = who;
	long written = 0;

	(void)remote;
	(void)local;
	(void)remote_port;
	(void)local_port;
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &written);
	if (t->res.sent && written > 0 && (t->post || t->method != NULL)) {
		t->repeated = true;
		return CURL_PREREQFUNC_ABORT;
	}
	t->res.sent = true;
	return CURL_PREREQFUNC_OK;
}

static int
set_limits(struct transfer *t)
{
	CURL *h = t->easy;
	int r = 0;

	r |= (int)curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700 /* else a slow look-up delays the end */
	r |= (int)curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
#endif
	r |= (int)curl_easy_setopt(
	    h, CURLOPT_CONNECTTIMEOUT, (long)t->connect_s);
	r |= (int)curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
	r |= (int)curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)t->stall_s);
	r |= (int)curl_easy_setopt(
	    h, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->max_bytes);
	r |= (int)curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
	r |= (int)curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	/* A proxy of the environment would get round F5. */
	r |= (int)curl_easy_setopt(h, CURLOPT_PROXY, "");
	r |= (int)curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	r |= (int)curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, t);
	r |= (int)curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, on_request);
	r |= (int)curl_easy_setopt(h, CURLOPT_PREREQDATA, t);
	r |= (int)curl_easy_setopt(
	    h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (t->ca_file != NULL)
		r |= (int)curl_easy_setopt(h, CURLOPT_CAINFO, t->ca_file);
	return r;
}

static int
set_request(struct transfer *t)
{
	CURL *h = t->easy;
	int r = 0;

	r |= (int)curl_easy_setopt(h, CURLOPT_HTTPHEADER, t->headers);
	if (!t->post)
		r |= (int)curl_easy_setopt(h, CURLOPT_BUFFERSIZE, (long)CHUNK);
	r |= (int)curl_easy_setopt(h, CURLOPT_USERAGENT, "smscal");
	r |= (int)curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "");
	/*
	 * With HTTP/2 a connection that goes away takes every request on it
	 * along; those that must not be repeated had better not share one.
	 */
	r |= (int)curl_easy_setopt(h, CURLOPT_HTTP_VERSION,
	    t->post ? (long)CURL_HTTP_VERSION_1_1
		    : (long)CURL_HTTP_VERSION_2TLS);
	if (t->post) {
		r |= (int)curl_easy_setopt(h, CURLOPT_POST, 1L);
		r |= (int)curl_easy_setopt(
		    h, CURLOPT_POSTFIELDS, buf_cstr(&t->request));
		r |= (int)curl_easy_setopt(
		    h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->request.n);
	}
	if (t->method != NULL)
		r |= (int)curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, t->method);
	if (t->bearer != NULL) {
		r |= (int)curl_easy_setopt(
		    h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
		r |=
		    (int)curl_easy_setopt(h, CURLOPT_XOAUTH2_BEARER, t->bearer);
	} else if (t->user != NULL) {
		r |= (int)curl_easy_setopt(
		    h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		r |= (int)curl_easy_setopt(h, CURLOPT_USERNAME, t->user);
		r |= (int)curl_easy_setopt(h, CURLOPT_PASSWORD, t->password);
	}
	return r;
}

/* What each round needs anew. */
static int
set_round(struct transfer *t)
{
	int64_t left =
	    t->begun_ms + t->total_s * INT64_C(1000) - clock_mono_ms();
	int r = (int)curl_easy_setopt(t->easy, CURLOPT_URL, t->url);

	r |= (int)curl_easy_setopt(
	    t->easy, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
	return r;
}

int
transfer_begin(struct transfer *t, CURL *used, struct err *e)
{
	int r;

	t->easy = used != NULL ? used : curl_easy_init();
	if (t->easy == NULL)
		return err_set(e, ERR_IO, "curl cannot make a handle");
	t->begun_ms = clock_mono_ms();
	r = (int)curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	r |= (int)curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->said);
	r |= (int)curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_data);
	r |= (int)curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	r |= set_limits(t) | set_request(t) | set_round(t);
	if (r != 0)
		return err_set(e, ERR_CONF,
		    "libcurl was built without something that is needed here");
	return 0;
}

/* Borrow a header of the last answer; NULL: there is none. */
static const char *
header(struct transfer *t, const char *name)
{
	struct curl_header *h;

	if (curl_easy_header(t->easy, name, 0, CURLH_HEADER, -1, &h) !=
	    CURLHE_OK)
		return NULL;
	return h->value;
}

/* Decimal digits, with what stands behind them; -1: there are none. */
static int64_t
digits(const char *s)
{
	int64_t v = 0;

	if (*s < '0' || *s > '9')
		return -1;
	for (; *s >= '0' && *s <= '9'; s++)
		v = v < 1000000000 ? v * 10 + (*s - '0') : v;
	return v;
}

/* max-age among the directives of Cache-Control. */
static int64_t
max_age(const char *s)
{
	while (s != NULL && *s != '\0') {
		s += strspn(s, " \t,");
		if (str_istarts(s, "max-age="))
			return digits(s + strlen("max-age=") +
			    (s[strlen("max-age=")] == '"'));
		s = strchr(s, ',');
	}
	return -1;
}

/* Retry-After is seconds, or a date, which counts from the server's own. */
static int64_t
retry_after(const char *s, const char *date)
{
	if (s == NULL)
		return -1;
	if (*s >= '0' && *s <= '9')
		return digits(s);
	int64_t at = curl_getdate(s, NULL);
	int64_t date_at = date != NULL ? curl_getdate(date, NULL) : -1;
	if (at == -1 || date_at == -1)
		return -1;
	return at > date_at ? at - date_at : 0;
}

/* When the answer was made: Date and Age. */
static int64_t
made_at(const char *date, const char *age)
{
	int64_t at = date != NULL ? curl_getdate(date, NULL) : -1;
	int64_t old_s = age != NULL ? digits(age) : 0;

	if (at <= 0)
		return 0;
	return at + (old_s > 0 ? old_s : 0);
}

static void
read_headers(struct transfer *t)
{
	struct http_res *r = &t->res;
	const char *date = header(t, "Date");

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &r->status);
	r->etag = mem_str(header(t, "ETag"));
	r->last_modified = mem_str(header(t, "Last-Modified"));
	r->content_type = mem_str(header(t, "Content-Type"));
	/* A date takes as long as all the rest; who posts has no use for it. */
	if (!t->post)
		r->date_at = made_at(date, header(t, "Age"));
	r->max_age_s = max_age(header(t, "Cache-Control"));
	r->retry_after_s = retry_after(header(t, "Retry-After"), date);
}

/* Which of the three limits it was. */
static void
timed_out(struct transfer *t, struct err *e)
{
	int64_t took = clock_mono_ms() - t->begun_ms;

	if (took >= t->total_s * INT64_C(1000) - 10)
		err_set(e, ERR_NET, "it took longer than %d s", t->total_s);
	else if (!t->res.sent)
		err_set(e, ERR_NET, "no connection within %d s", t->connect_s);
	else
		err_set(e, ERR_NET, "nothing came for %d s", t->stall_s);
}

static void
not_connected(struct transfer *t, struct err *e)
{
	long os = 0;

	curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &os);
	if (t->refused)
		err_set(e, ERR_DATA,
		    "its address is not a public one, and others are not "
		    "allowed");
	else if (os != 0) {
		errno = (int)os;
		err_sys(e, ERR_NET, "no connection");
	} else
		err_set(e, ERR_NET, "no connection");
}

/*
 * What went wrong, in our own words: curl's may have the URL in them (F6),
 * but for those about TLS, which nobody can replace.
 */
static void
explain(struct transfer *t, CURLcode code, struct err *e)
{
	switch ((int)code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		err_set(e, ERR_NET, "its name cannot be looked up");
		break;
	case CURLE_COULDNT_CONNECT:
		not_connected(t, e);
		break;
	case CURLE_OPERATION_TIMEDOUT:
		timed_out(t, e);
		break;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		err_set(e, ERR_NET, "TLS: %s",
		    t->said[0] != '\0' ? t->said : curl_easy_strerror(code));
		break;
	case CURLE_SSL_CACERT_BADFILE:
		err_set(e, ERR_CONF,
		    "TLS: the file of CA certificates cannot "
		    "be read");
		break;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		err_set(e, ERR_DATA, "its address cannot be one");
		break;
	case CURLE_FILESIZE_EXCEEDED:
	case CURLE_WRITE_ERROR:
	case CURLE_BAD_CONTENT_ENCODING:
		if (t->too_big || code == CURLE_FILESIZE_EXCEEDED)
			err_set(e, ERR_DATA,
			    "the answer is larger than %" PRId64 " bytes",
			    t->max_bytes);
		else
			err_set(
			    e, ERR_DATA, "the answer cannot be decompressed");
		break;
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
	case CURLE_ABORTED_BY_CALLBACK:
		err_set(e, ERR_NET,
		    "the connection broke before the end of the answer");
		break;
	default:
		err_set(e, ERR_NET, "%s", curl_easy_strerror(code));
	}
}

static void
drop(char **s)
{
	free(*s);
	*s = NULL;
}

/* Ask `to` in the next round.  What is for one host goes to no other. */
static void
redirect(struct transfer *t, const char *to)
{
	char *url = mem_str(to);

	free(t->url);
	t->url = url;
	t->hops++;
	free(t->res.host);
	t->res.host = address_host(url);
	buf_reset(&t->res.body);
	curl_easy_setopt(t->easy, CURLOPT_USERNAME, NULL);
	curl_easy_setopt(t->easy, CURLOPT_PASSWORD, NULL);
	curl_easy_setopt(t->easy, CURLOPT_XOAUTH2_BEARER, NULL);
	drop(&t->res.etag);
	drop(&t->res.last_modified);
	drop(&t->res.content_type);
	t->res.status = 0;
	t->res.date_at = 0;
	t->res.max_age_s = t->res.retry_after_s = -1;
	t->res.sent = false;
}

/* A complete answer: is it one that leads elsewhere? */
static enum transfer_next
follow(struct transfer *t, struct err *e)
{
	long status = t->res.status;
	const char *to = NULL;

	if (t->follow == 0 || status < 301 || status > 308 ||
	    (status > 303 && status < 307))
		return TRANSFER_DONE;
	curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &to);
	if (to == NULL)
		return TRANSFER_DONE;
	if (t->hops == t->follow)
		err_set(e, ERR_DATA, "more than %d redirects", t->follow);
	else if (str_istarts(to, "http:") && str_istarts(t->url, "https:"))
		err_set(e, ERR_DATA,
		    "a redirect from https to http, which is not followed");
	else if (!str_istarts(to, "http:") && !str_istarts(to, "https:"))
		err_set(e, ERR_DATA,
		    "a redirect to something that is not http or https");
	else {
		redirect(t, to);
		if (set_round(t) == 0)
			return TRANSFER_REDIRECT;
		err_set(e, ERR_DATA, "a redirect that cannot be followed");
	}
	return TRANSFER_DONE;
}

enum transfer_next
transfer_end(struct transfer *t, CURLcode code)
{
	struct err *e = &t->res.err;
	enum transfer_next next = TRANSFER_DONE;

	if (code == CURLE_OK) {
		read_headers(t);
		next = follow(t, e);
	} else
		explain(t, code, e);
	if (e->kind != ERR_NONE) {
		err_in(
		    e, "%s: ", t->res.host != NULL ? t->res.host : "address");
		buf_free(&t->res.body);
		if (t->hops == 0 && !t->res.sent &&
		    (code == CURLE_COULDNT_RESOLVE_HOST ||
			code == CURLE_COULDNT_CONNECT ||
			code == CURLE_OPERATION_TIMEDOUT))
			next = TRANSFER_DEAD;
	}
	return next;
}

/* SPDX-License-Identifier: ISC */
/* Against a server of our own, a process for each connection. */
#include "net/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "t.h"
#include "util/mem.h"
#include "util/str.h"

enum { WAIT_MS = 10000 };

static int port, dead_port;
static pid_t server;
static int log_fd; /* the server writes a letter for each request it has */

static int
bound_socket(int *at)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd == -1 || bind(fd, (struct sockaddr *)&in, sizeof(in)) == -1 ||
	    getsockname(fd, (struct sockaddr *)&in, &n) == -1)
		exit(99);
	*at = ntohs(in.sin_port);
	return fd;
}

/* One request, head and body, into *b; false: the connection is closed. */
static bool
read_request(int fd, struct buf *b)
{
	buf_reset(b);
	for (;;) {
		char chunk[4096];
		const char *end = strstr(buf_cstr(b), "\r\n\r\n");
		const char *len = strstr(buf_cstr(b), "Content-Length: ");
		size_t body = len != NULL ? strtoul(len + 16, NULL, 10) : 0;
		if (end != NULL && b->n >= (size_t)(end + 4 - b->v) + body)
			return true;
		ssize_t n = read(fd, chunk, sizeof(chunk));
		if (n <= 0)
			return false;
		buf_add(b, chunk, (size_t)n);
	}
}

static void
answer(int fd, const char *status, const char *head, const char *body)
{
	struct buf out = BUF_INIT;

	buf_fmt(&out, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n%s", status,
	    strlen(body), head, body);
	if (write(fd, out.v, out.n) == -1)
		exit(98);
	buf_free(&out);
}

/* Gives whether the connection stays open. */
static bool
serve(int fd, const char *request, int log)
{
	char where[128];

	if (write(log, strchr(request, '/') + 1, 1) == -1)
		exit(98);
	if (strstr(request, " /drop") != NULL)
		return false;
	if (strstr(request, " /part") != NULL) {
		static const char part[] =
		    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
		(void)!write(fd, part, sizeof(part) - 1);
		return false;
	}
	if (strstr(request, " /echo") != NULL)
		answer(fd, "200 OK", "", request);
	else if (strstr(request, " /away") != NULL) {
		snprintf(where, sizeof(where),
		    "Location: http://localhost:%d/echo\r\n", port);
		answer(fd, "302 Found", where, "not this");
	} else if (strstr(request, " /loop") != NULL)
		answer(fd, "307 Again", "Location: loop\r\n", "");
	else if (strstr(request, " /file") != NULL)
		answer(fd, "302 Found", "Location: file:///etc/passwd\r\n", "");
	else if (strstr(request, " /head") != NULL)
		answer(fd, "503 Busy",
		    "ETag: \"x\"\r\nLast-Modified: Tue, 24 Nov 2026 09:00:00 "
		    "GMT\r\nCache-Control: public, max-age=600\r\n"
		    "Date: Tue, 24 Nov 2026 10:00:00 GMT\r\nAge: 30\r\n"
		    "Retry-After: Tue, 24 Nov 2026 10:02:00 GMT\r\n"
		    "Content-Type: text/calendar\r\n",
		    "busy");
	else
		answer(fd, "200 OK", "Retry-After: 7\r\n", "fine");
	return true;
}

static void
server_start(void)
{
	struct buf b = BUF_INIT;
	int pipes[2], listener = bound_socket(&port);

	/* Bound, but nobody listens. */
	(void)bound_socket(&dead_port);
	if (listen(listener, 16) == -1 || pipe(pipes) == -1)
		exit(99);
	server = fork();
	if (server != 0) {
		close(listener);
		close(pipes[1]);
		log_fd = pipes[0];
		setpgid(server, server);
		return;
	}
	setpgid(0, 0);
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int fd = accept(listener, NULL, NULL);
		if (fork() == 0) {
			alarm(60); /* should the test die */
			while (read_request(fd, &b) && serve(fd, b.v, pipes[1]))
				continue;
			_exit(0);
		}
		close(fd);
	}
}

/* The letters of the next n requests that the server had. */
static const char *
had(size_t n)
{
	static char letters[16];
	size_t at = 0;

	while (at < n) {
		ssize_t r = read(log_fd, letters + at, n - at);
		if (r <= 0)
			break;
		at += (size_t)r;
	}
	letters[at] = '\0';
	return letters;
}

static char *
url_at(int at, const char *path)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "http://127.0.0.1:%d%s", at, path);
	return buf_take(&b);
}

/* Ask and wait for the one result. */
static struct http_res
ask(struct http_pool *p, const char *path, struct http_req req)
{
	struct http_res res = { .who = NULL };
	struct err e = ERR_INIT;
	char *url = url_at(port, path);

	req.url = url;
	req.who = url;
	http_pool_add(p, &req);
	free(url);
	if (http_pool_next(p, WAIT_MS, &res, &e) != 1)
		printf("# no result: %s\n", e.msg);
	return res;
}

static struct http_pool *
pool(int parallel, int per_host)
{
	struct err e = ERR_INIT;
	struct http_pool *p = http_pool_new(parallel, per_host, &e);

	if (p == NULL)
		exit(97);
	return p;
}

static const struct http_req get = { .allow_private = true };
static const struct http_req post = {
	.allow_private = true, .body = "text", .body_n = 4
};

static void
answers(struct http_pool *p)
{
	struct http_res r = ask(p, "/ok", get);

	OK(r.err.kind == ERR_NONE && r.status == 200, "an answer");
	SAME(buf_cstr(&r.body), "fine", "its body");
	OK(r.retry_after_s == 7 && r.max_age_s == -1 && r.date_at == 0,
	    "Retry-After in seconds");
	OK(str_starts(r.host, "127.0.0.1:"), "the host");
	http_res_free(&r);

	r = ask(p, "/head", get);
	OK(r.status == 503 && r.err.kind == ERR_NONE, "503 is an answer too");
	SAME(r.etag, "\"x\"", "ETag");
	SAME(r.last_modified, "Tue, 24 Nov 2026 09:00:00 GMT", "Last-Modified");
	SAME(r.content_type, "text/calendar", "Content-Type");
	EQUAL(r.max_age_s, 600, "max-age");
	EQUAL(r.date_at, 1795514400 + 30, "Date, and the age of a copy");
	EQUAL(r.retry_after_s, 120, "Retry-After as a date");
	http_res_free(&r);

	struct http_req small = get;
	small.max_bytes = 3;
	r = ask(p, "/ok", small);
	OK(r.err.kind == ERR_DATA && r.body.n == 0 &&
		strstr(r.err.msg, "larger than 3 bytes") != NULL,
	    "larger than the cap");
	http_res_free(&r);
	SAME(had(3), "oho", "each asked once");

	r = ask(p, "/part", get);
	OK(r.err.kind == ERR_NET && r.body.n == 0 &&
		strstr(r.err.msg, "broke before the end") != NULL,
	    "an answer that is cut off is none");
	http_res_free(&r);
	had(1);
}

static void
requests(struct http_pool *p)
{
	static const char *const headers[] = { "If-None-Match: \"x\"" };
	struct http_req req = post;

	req.bearer = "secret";
	req.headers = headers;
	req.n_headers = 1;
	struct http_res r = ask(p, "/echo", req);
	const char *b = buf_cstr(&r.body);
	OK(str_starts(b, "POST /echo HTTP/1.1\r\n"), "POST with a body");
	OK(strstr(b, "\r\nAuthorization: Bearer secret\r\n") != NULL, "Bearer");
	OK(strstr(b, "\r\nIf-None-Match: \"x\"\r\n") != NULL, "a header");
	OK(strstr(b, "Expect") == NULL, "no Expect");
	OK(str_ends(b, "\r\n\r\ntext"), "the body");
	OK(r.sent, "sent");
	http_res_free(&r);

	req.bearer = NULL;
	req.user = "u";
	req.password = "p";
	r = ask(p, "/echo", req);
	OK(strstr(buf_cstr(&r.body), "\r\nAuthorization: Basic dTpw\r\n") !=
		NULL,
	    "Basic");
	http_res_free(&r);

	r = ask(p, "/echo", get);
	b = buf_cstr(&r.body);
	OK(str_starts(b, "GET /echo ") && strstr(b, "Authorization") == NULL,
	    "GET, and what was for another is not sent along");
	OK(strstr(b, "\r\nAccept-Encoding: ") != NULL &&
		strstr(b, "gzip") != NULL,
	    "compressed, please");
	http_res_free(&r);
	had(3);
}

static void
redirects(struct http_pool *p)
{
	struct http_req req = get;
	struct http_res r = ask(p, "/away", req);

	OK(r.status == 302 && r.err.kind == ERR_NONE,
	    "a redirect that is not to be followed is an answer");
	http_res_free(&r);

	req.follow = 5;
	req.bearer = "secret";
	r = ask(p, "/away", req);
	OK(r.status == 200 && str_starts(buf_cstr(&r.body), "GET /echo"),
	    "a redirect that is");
	OK(strstr(buf_cstr(&r.body), "secret") == NULL,
	    "the token does not go to another host");
	OK(str_starts(r.host, "localhost:"), "the host is the last one");
	http_res_free(&r);

	r = ask(p, "/loop", req);
	OK(r.err.kind == ERR_DATA &&
		strstr(r.err.msg, "more than 5 redirects") != NULL &&
		strstr(r.err.msg, "loop") == NULL,
	    "a loop ends, and its words have no URL");
	http_res_free(&r);
	r = ask(p, "/file", req);
	OK(r.err.kind == ERR_DATA && r.body.n == 0,
	    "to a file is not followed");
	http_res_free(&r);
	SAME(had(10), "aaellllllf", "asked as often as allowed");
}

/* A second request of one that broke would be a second text. */
static void
once(struct http_pool *p)
{
	struct http_res r = ask(p, "/ok", post);
	http_res_free(&r);
	r = ask(p, "/drop", post);
	OK(r.status == 0 && r.err.kind == ERR_NET && r.sent,
	    "a connection that breaks after the request: sent, not known");
	http_res_free(&r);
	r = ask(p, "/ok", post);
	OK(r.status == 200, "the next one");
	http_res_free(&r);
	SAME(had(3), "odo", "it was not sent twice");
}

static void
unreachable(void)
{
	struct http_pool *p = pool(4, 2);
	struct http_res r = ask(p, "/ok", (struct http_req){ .body = "x" });

	OK(r.err.kind == ERR_DATA && !r.sent &&
		strstr(r.err.msg, "not a public one") != NULL,
	    "a private address is refused unless allowed");
	http_res_free(&r);

	struct err e = ERR_INIT;
	char *url = url_at(dead_port, "/secret");
	struct http_req req = post;
	req.url = url;
	http_pool_skip_dead(p);
	for (int i = 0; i < 5; i++)
		http_pool_add(p, &req);
	EQUAL(http_pool_busy(p), 5, "five are busy");
	for (int i = 0; i < 5; i++) {
		OK(http_pool_next(p, WAIT_MS, &r, &e) == 1 && !r.sent &&
			r.err.kind == ERR_NET &&
			strstr(r.err.msg, "refused") != NULL &&
			strstr(r.err.msg, "secret") == NULL,
		    "nobody listens: not sent");
		http_res_free(&r);
	}
	req.url = "http://";
	http_pool_add(p, &req);
	OK(http_pool_next(p, WAIT_MS, &r, &e) == 1 && r.err.kind == ERR_DATA,
	    "what is no URL is a result");
	http_res_free(&r);
	OK(http_pool_busy(p) == 0 && http_pool_next(p, WAIT_MS, &r, &e) == 0,
	    "nothing is left to wait for");
	free(url);
	http_pool_free(p);
}

static void
queued(void)
{
	struct http_pool *p = pool(1, 1);
	struct err e = ERR_INIT;
	struct http_res r;
	struct http_req req = get;
	char *url = url_at(port, "/ok");
	int n = 0;

	req.url = url;
	for (int i = 0; i < 8; i++) {
		req.who = &n;
		http_pool_add(p, &req);
	}
	while (http_pool_next(p, WAIT_MS, &r, &e) == 1) {
		n += r.status == 200 && r.who == &n;
		http_res_free(&r);
	}
	EQUAL(n, 8, "those that had to wait come too");
	had(8);
	for (int i = 0; i < 3; i++)
		http_pool_add(p, &req);
	if (http_pool_next(p, 0, &r, &e) == 1)
		http_res_free(&r);
	OK(http_pool_busy(p) >= 2, "no time to wait, and no result");
	http_pool_free(p); /* breaks off the rest */
	free(url);
}

int
main(void)
{
	server_start();
	struct http_pool *p = pool(4, 1);
	answers(p);
	requests(p);
	redirects(p);
	once(p);
	http_pool_free(p);
	unreachable();
	queued();
	kill(-server, SIGKILL);
	waitpid(server, NULL, 0);
	return t_done();
}

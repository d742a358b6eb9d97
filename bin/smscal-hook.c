/* SPDX-License-Identifier: ISC */
/* smscal-hook - one HTTP callback into the spool (CGI).  See smscal-hook(8). */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/digest.h"
#include "util/file.h"
#include "util/form.h"
#include "util/mem.h"
#include "util/spool.h"
#include "util/str.h"

enum {
	MAX_FILE = 256 * 1024, /* of SMSCAL_HOOK_FILE */
	MAX_HEADER = 1024,
	MIN_SECRET = 16, /* shorter ones could be guessed */
	TOTAL_S = 60
};

/* What a vendor takes for a yes, so that it does not send it again. */
struct vendor {
	const char *name;
	bool get; /* it may come as GET */
	int status;
	const char *type, *answer;
};

static const struct vendor vendors[] = {
	{ "websms", false, 200, "application/json",
	    "{\"statusCode\":2000,\"statusMessage\":\"OK\"}" },
	{ "linkmobility", false, 200, "application/json",
	    "{\"statusCode\":2000,\"statusMessage\":\"OK\"}" },
	{ "twilio", true, 204, NULL, "" },
	{ "seven", true, 200, "text/plain", "" },
	{ "vonage", true, 200, "text/plain", "" },
	/* What is answered here would go out as an SMS. */
	{ "kannel", true, 200, "text/plain", "" },
	{ "form", true, 200, "text/plain", "" },
};

/* What signatures need. */
static const struct {
	const char *env, *name;
} headers[] = {
	{ "CONTENT_TYPE", "content-type" },
	{ "HTTP_X_TWILIO_SIGNATURE", "x-twilio-signature" },
	{ "HTTP_X_SIGNATURE", "x-signature" },
	{ "HTTP_X_TIMESTAMP", "x-timestamp" },
	{ "HTTP_X_NONCE", "x-nonce" },
};

struct owner {
	char *name; /* owned */
	const struct vendor *vendor;
	char hex[DIGEST_HEX];
};

struct owners {
	struct owner *v; /* owned */
	size_t n, cap;
};

static const char *
environment(const char *name)
{
	const char *v = getenv(name);

	return v != NULL ? v : "";
}

static const char *
reason(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 204:
		return "No Content";
	case 400:
		return "Bad Request";
	case 403:
		return "Forbidden";
	case 405:
		return "Method Not Allowed";
	case 411:
		return "Length Required";
	case 413:
		return "Content Too Large";
	case 414:
		return "URI Too Long";
	default:
		return "Service Unavailable";
	}
}

/* The answer, and the end; the exit status is 0 where there was an answer. */
static void ATTR_NORETURN
answer(int status, const char *type, const char *text)
{
	printf("Status: %d %s\r\n", status, reason(status));
	if (type != NULL)
		printf("Content-Type: %s\r\nContent-Length: %zu\r\n", type,
		    strlen(text));
	printf("\r\n%s", text);
	exit(fflush(stdout) == 0 ? 0 : 74);
}

static void ATTR_NORETURN
refuse(int status)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s\n", reason(status));
	answer(status, "text/plain", b.v);
}

static void unfit(const char *fmt, ...) ATTR_PRINTF(1, 2) ATTR_NORETURN;

/* Ours to mend: a line for the web server's log, and 'try again' for them. */
static void
unfit(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("smscal-hook: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	refuse(503);
}

static const struct vendor *
vendor_of(const char *name)
{
	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++)
		if (str_eq(vendors[i].name, name))
			return &vendors[i];
	return NULL;
}

/* X5: nobody but its owner, who is the hook's user or root, has access. */
static void
check_private(const char *path)
{
	struct stat sb;

	if (stat(path, &sb) == -1)
		unfit("cannot look at %s: %s", path, strerror(errno));
	if (!S_ISREG(sb.st_mode))
		unfit("%s is no regular file", path);
	if ((sb.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		unfit("others than its owner have access to %s: chmod 600 it",
		    path);
	if (sb.st_uid != geteuid() && sb.st_uid != 0)
		unfit("%s belongs to another user", path);
}

/* A line: NAME VENDOR SHA256, with blanks between. */
static void
add_owner(struct owners *l, char *line, const char *path, size_t number)
{
	static const char blank[] = " \t\r";
	char *save = NULL, *name = strtok_r(line, blank, &save);
	char *vendor = name != NULL ? strtok_r(NULL, blank, &save) : NULL;
	char *hex = vendor != NULL ? strtok_r(NULL, blank, &save) : NULL;

	if (name == NULL || name[0] == '#')
		return;
	const struct vendor *v = vendor != NULL ? vendor_of(vendor) : NULL;
	if (vendor != NULL && v == NULL)
		unfit("%s, line %zu: no such vendor", path, number);
	if (hex == NULL || strtok_r(NULL, blank, &save) != NULL ||
	    strlen(hex) != DIGEST_HEX - 1 ||
	    strspn(hex, "0123456789abcdefABCDEF") != DIGEST_HEX - 1)
		unfit("%s, line %zu: not NAME VENDOR SHA256", path, number);
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	struct owner *o = &l->v[l->n++];
	*o = (struct owner){ .name = mem_str(name), .vendor = v };
	for (size_t i = 0; i < DIGEST_HEX - 1; i++)
		o->hex[i] =
		    (char)(hex[i] >= 'A' && hex[i] <= 'F' ? hex[i] - 'A' + 'a'
							  : hex[i]);
}

static void
read_owners(const char *path, struct owners *l)
{
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	size_t number = 0;

	check_private(path);
	int r = file_read(path, MAX_FILE, &text, &e);
	if (r != 0)
		unfit("%s", r == 1 ? "SMSCAL_HOOK_FILE went away" : e.msg);
	for (char *line = text.v; line != NULL && *line != '\0';) {
		char *lf = strchr(line, '\n');
		if (lf != NULL)
			*lf = '\0';
		add_owner(l, line, path, ++number);
		line = lf != NULL ? lf + 1 : NULL;
	}
	buf_free(&text);
}

/* Look at every line, whatever is found before. */
static const struct owner *
owner_of(const struct owners *l, const char *secret)
{
	const struct owner *found = NULL;
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (strlen(secret) < MIN_SECRET)
		return NULL;
	digest_sha256(secret, strlen(secret), digest);
	digest_hex(digest, DIGEST_SIZE, hex);
	for (size_t i = 0; i < l->n; i++)
		if (str_same_secret(l->v[i].hex, hex, DIGEST_HEX - 1))
			found = &l->v[i];
	return found;
}

/* The secret stands in the query as k= or is a part of the path. */
static const struct owner *
find_owner(const struct owners *l, const char *url)
{
	size_t n = strcspn(url, "?");
	const struct owner *found = NULL;
	struct form f = FORM_INIT;

	if (url[n] == '?' && form_parse(url + n + 1, strlen(url + n + 1), &f) &&
	    form_get(&f, "k") != NULL)
		found = owner_of(l, form_get(&f, "k"));
	form_free(&f);
	for (size_t at = 0; at < n && found == NULL;) {
		size_t part = strcspn(url + at, "/?");
		char *secret = form_decode(url + at, part, false);
		found = owner_of(l, secret);
		free(secret);
		at += part + 1;
	}
	return found;
}

/* The address as it was asked for: what is signed has its scheme and host. */
static char *
whole_url(const char *uri)
{
	const char *host = environment("HTTP_HOST");
	const char *scheme = environment("REQUEST_SCHEME");
	bool tls =
	    str_ieq(environment("HTTPS"), "on") || str_ieq(scheme, "https");
	struct buf b = BUF_INIT;

	if (host[0] == '\0')
		host = environment("SERVER_NAME");
	if (strlen(host) > MAX_HEADER)
		refuse(400);
	buf_fmt(&b, "%s://%s%s", tls ? "https" : "http", host, uri);
	return buf_take(&b);
}

/* Standard input is left alone until all else is known to be right. */
static char *
read_body(size_t n)
{
	char *body = mem_alloc(SPOOL_BODY + 1);
	size_t have = 0;

	while (have < n) {
		ssize_t got = read(STDIN_FILENO, body + have, n - have);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			refuse(400);
		have += (size_t)got;
	}
	body[n] = '\0';
	return body;
}

static size_t
length(bool get)
{
	const char *text = environment("CONTENT_LENGTH");
	int64_t n = 0;

	if (text[0] == '\0' && !get)
		refuse(411);
	if (text[0] != '\0' && str_int(text, 0, INT64_MAX, &n) == -1)
		refuse(400);
	if (n > SPOOL_BODY)
		refuse(413);
	return (size_t)n;
}

/* A name that no other request has; with the time, which is put before it. */
static char *
unique(void)
{
	static const char path[] = "/dev/urandom";
	uint8_t bytes[8];
	char hex[2 * sizeof(bytes) + 1];
	struct buf b = BUF_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || read(fd, bytes, sizeof(bytes)) != sizeof(bytes))
		unfit("cannot read %s", path);
	close(fd);
	digest_hex(bytes, sizeof(bytes), hex);
	buf_fmt(
	    &b, "%012jd-%s", (intmax_t)(clock_mono_ms() % 1000000000000), hex);
	return buf_take(&b);
}

/* Only now is there anything to write. */
static void
spool(const struct owner *o, const char *method, const char *uri, size_t n)
{
	struct err e = ERR_INIT;
	struct spool_entry s = {
		.name = mem_str(o->name),
		.vendor = mem_str(o->vendor->name),
		.method = mem_str(method),
		.url = whole_url(uri),
		.body = read_body(n),
		.n = n,
		.received_at = clock_now(),
	};
	const char *dir = environment("SMSCAL_SPOOL");

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		const char *v = environment(headers[i].env);
		if (strlen(v) > MAX_HEADER)
			refuse(400);
		if (v[0] != '\0')
			spool_header_add(&s, headers[i].name, v);
	}
	char *name = unique();
	if (spool_write(dir, &s, name, &e) == -1)
		unfit("%s", e.msg);
	free(name);
	spool_fini(&s);
}

static void
serve(void)
{
	const char *method = environment("REQUEST_METHOD");
	const char *uri = environment("REQUEST_URI");
	const char *file = environment("SMSCAL_HOOK_FILE");
	bool get = str_eq(method, "GET");
	struct owners l = { .v = NULL };

	if (!get && !str_eq(method, "POST"))
		refuse(405);
	if (strlen(uri) > SPOOL_URL)
		refuse(414);
	size_t n = length(get);
	if (environment("SMSCAL_SPOOL")[0] != '/' || file[0] != '/')
		unfit("SMSCAL_SPOOL and SMSCAL_HOOK_FILE have to be set by the "
		      "web server, each to an absolute path");
	read_owners(file, &l);
	const struct owner *o = find_owner(&l, uri);
	if (o == NULL)
		refuse(403);
	if (get && !o->vendor->get)
		refuse(405);
	spool(o, method, uri, n);
	const struct vendor *v = o->vendor;
	for (size_t i = 0; i < l.n; i++)
		free(l.v[i].name);
	free(l.v);
	answer(v->status, v->type, v->answer);
}

int
main(int argc, char *argv[])
{
	static const char usage[] = "usage: smscal-hook (run by a web server "
				    "as a CGI program)\n";
	const char *now = environment("SMSCAL_NOW");
	struct err e = ERR_INIT;
	int64_t at;

	umask(077);
	alarm(TOTAL_S);
	if (argc == 2 && str_eq(argv[1], "-h")) {
		fputs(usage, stdout);
		return 0;
	}
	if (argc == 2 && str_eq(argv[1], "-V")) {
		puts("smscal-hook " SMSCAL_VERSION);
		return 0;
	}
	/* A query without '=' comes as arguments too (RFC 3875): not ours. */
	if (getenv("REQUEST_METHOD") == NULL) {
		fputs(usage, stderr);
		return 64;
	}
	if (now[0] != '\0') {
		if (clock_parse(now, &at, &e) == -1)
			unfit("SMSCAL_NOW: %s", e.msg);
		clock_freeze(at);
	}
	serve();
	return 0;
}

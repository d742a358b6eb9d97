/* SPDX-License-Identifier: ISC */
#include "net/address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum { LONGEST = 4096 };

#define ALLOWED                                                                \
	"allowed are https://, http:// and webcal:// addresses, and the path " \
	"of a file"

/* The length of "scheme:" in front of s, where it is one; else 0. */
static size_t
scheme_length(const char *s)
{
	size_t n = strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "+-.");
	size_t rest = strcspn(s + n, "/?#");

	if (n == 0 || s[n] != ':')
		return 0;
	if (strncmp(s + n, "://", 3) == 0)
		return n + 1;
	/* host:8080/path, user:password@host/path */
	if ((s[n + 1] >= '0' && s[n + 1] <= '9') ||
	    memchr(s + n, '@', rest) != NULL)
		return 0;
	return n + 1;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The path of what stands behind "file:". */
static int
parse_file(const char *s, struct address *a, struct err *e)
{
	struct buf path = BUF_INIT;

	if (str_istarts(s, "//localhost/"))
		s += strlen("//localhost");
	else if (str_starts(s, "///"))
		s += 2;
	for (; *s != '\0'; s++) {
		int hi = *s == '%' ? hex(s[1]) : -1;
		int lo = hi != -1 ? hex(s[2]) : -1;
		if (lo == -1) {
			buf_char(&path, *s);
			continue;
		}
		buf_char(&path, (char)(hi << 4 | lo));
		s += 2;
	}
	a->kind = ADDRESS_FILE;
	a->host = mem_str("local file");
	size_t n = path.n;
	a->url = buf_take(&path);
	if (a->url[0] != '/' || a->url[1] == '/' || strlen(a->url) != n)
		return err_set(e, ERR_DATA,
		    "the address of a file is its path from the root: "
		    "/srv/feeds/a.ics or file:///srv/feeds/a.ics");
	return 0;
}

char *
address_host(const char *url)
{
	CURLU *u = curl_url();
	char *host = NULL, *port = NULL;
	struct buf out = BUF_INIT;

	if (u == NULL)
		mem_bug("curl_url: no memory");
	if (curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		buf_str(&out, host);
		if (curl_url_get(u, CURLUPART_PORT, &port,
			CURLU_NO_DEFAULT_PORT) == CURLUE_OK)
			buf_fmt(&out, ":%s", port);
	}
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(u);
	return out.n > 0 ? buf_take(&out) : NULL;
}

static int
parse_web(
    const char *scheme, const char *rest, struct address *a, struct err *e)
{
	struct buf url = BUF_INIT;

	while (*rest == '/')
		rest++;
	buf_fmt(&url, "%s://%s", scheme, rest);
	a->kind = ADDRESS_WEB;
	a->url = buf_take(&url);
	a->host = address_host(a->url);
	if (a->host == NULL)
		return err_set(e, ERR_DATA, "it is not an address: " ALLOWED);
	return 0;
}

static int
parse(const char *s, struct address *a, struct err *e)
{
	size_t n = scheme_length(s);

	if (s[0] == '/')
		return parse_file(s, a, e);
	if (str_istarts(s, "file:"))
		return parse_file(s + n, a, e);
	if (str_istarts(s, "http:"))
		return parse_web("http", s + n, a, e);
	if (str_istarts(s, "https:") || str_istarts(s, "webcal:") ||
	    str_istarts(s, "webcals:") || n == 0)
		return parse_web("https", s + n, a, e);
	return err_set(e, ERR_DATA,
	    "an address of the kind '%.*s' cannot be fetched: " ALLOWED,
	    (int)(n - 1 < 20 ? n - 1 : 20), s);
}

int
address_parse(const char *given, struct address *a, struct err *e)
{
	char *copy = mem_str(given), *s = str_trim(copy);
	int r = -1;

	*a = ADDRESS_INIT;
	if (*s == '\0')
		err_set(e, ERR_DATA, "the address is empty: " ALLOWED);
	else if (strlen(s) > LONGEST)
		err_set(e, ERR_DATA, "the address is longer than %d bytes",
		    LONGEST);
	else {
		const char *p = s;
		while ((unsigned char)*p > ' ' && *p != 0x7f)
			p++;
		if (*p == ' ' && s[0] != '/')
			err_set(e, ERR_DATA,
			    "the address has a blank in it: write %%20");
		else if (*p != '\0' && *p != ' ')
			err_set(e, ERR_DATA,
			    "the address has a control character in it");
		else
			r = parse(s, a, e);
	}
	free(copy);
	return r;
}

void
address_fini(struct address *a)
{
	free(a->url);
	free(a->host);
	*a = ADDRESS_INIT;
}

char *
address_mask(const char *given)
{
	struct address a = ADDRESS_INIT;
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT;

	if (address_parse(given, &a, &e) == -1)
		buf_str(&out, "...");
	else if (a.kind == ADDRESS_FILE)
		buf_str(&out, "file:///...");
	else
		buf_fmt(&out, "%.*s://%s/...",
		    str_starts(a.url, "https:") ? 5 : 4, a.url, a.host);
	address_fini(&a);
	return buf_take(&out);
}

/* Networks that are not the public internet, as the registries have them. */
static const struct {
	uint32_t net;
	int bits;
} not_public[] = {
	{ 0x00000000, 8 },  /* this network */
	{ 0x0a000000, 8 },  /* private */
	{ 0x64400000, 10 }, /* shared, RFC 6598 */
	{ 0x7f000000, 8 },  /* loopback */
	{ 0xa9fe0000, 16 }, /* link-local; metadata of most clouds */
	{ 0xac100000, 12 }, /* private */
	{ 0xc0000000, 24 }, /* IETF protocols; metadata of Oracle */
	{ 0xc0000200, 24 }, /* documentation */
	{ 0xc0586300, 24 }, /* 6to4 relays */
	{ 0xc0a80000, 16 }, /* private */
	{ 0xc6120000, 15 }, /* benchmarks */
	{ 0xc6336400, 24 }, /* documentation */
	{ 0xcb007100, 24 }, /* documentation */
	{ 0xa83f8110, 32 }, /* 168.63.129.16: metadata of Azure */
	{ 0xe0000000, 4 },  /* multicast */
	{ 0xf0000000, 4 },  /* reserved, broadcast */
};

static bool
public4(uint32_t a)
{
	for (size_t i = 0; i < sizeof(not_public) / sizeof(not_public[0]); i++)
		if ((a ^ not_public[i].net) >> (32 - not_public[i].bits) == 0)
			return false;
	return true;
}

static uint32_t
word(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static bool
public6(const uint8_t a[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t nat64[12] = { 0x00, 0x64, 0xff, 0x9b };

	if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
		return public4(word(a + 12));
	if ((a[0] & 0xe0) != 0x20) /* 2000::/3 is all that is public */
		return false;
	if (a[0] == 0x20 && a[1] == 0x02) /* 6to4 */
		return public4(word(a + 2));
	/* 2001::/23: Teredo, ORCHID ...; 2001:db8::, 3fff::/20: examples */
	return !(a[0] == 0x20 && a[1] == 0x01 && a[2] < 2) &&
	    word(a) != 0x20010db8 && (word(a) & 0xfffff000) != 0x3fff0000;
}

bool
address_public(const struct sockaddr *sa)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (sa->sa_family) {
	case AF_INET:
		memcpy(&in, sa, sizeof(in));
		return public4(ntohl(in.sin_addr.s_addr));
	case AF_INET6:
		memcpy(&in6, sa, sizeof(in6));
		return public6(in6.sin6_addr.s6_addr);
	default:
		return false;
	}
}

bool
address_loopback(const char *url)
{
	struct in6_addr six;
	struct in_addr four;
	char *host = address_host(url);
	bool r = false;

	if (host == NULL)
		return false;
	if (host[0] == '[') {
		host[strcspn(host, "]")] = '\0';
		r = inet_pton(AF_INET6, host + 1, &six) == 1 &&
		    IN6_IS_ADDR_LOOPBACK(&six);
	} else {
		host[strcspn(host, ":")] = '\0';
		r = strcasecmp(host, "localhost") == 0 ||
		    (inet_pton(AF_INET, host, &four) == 1 &&
			ntohl(four.s_addr) >> 24 == 127);
	}
	free(host);
	return r;
}

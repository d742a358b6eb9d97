/* SPDX-License-Identifier: ISC */
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "t.h"
#include "util/mem.h"

static void
parsed(void)
{
	static const struct {
		const char *given, *url, *host;
	} cases[] = {
		{ "https://a.example/x.ics?k=1", "https://a.example/x.ics?k=1",
		    "a.example" },
		{ "http://a.example/x", "http://a.example/x", "a.example" },
		{ "HTTPS://a.example:443/x", "https://a.example:443/x",
		    "a.example" },
		{ "https://a.example:8443/x", "https://a.example:8443/x",
		    "a.example:8443" },
		{ "webcal://a.example/x", "https://a.example/x", "a.example" },
		{ "Webcals://a.example/x", "https://a.example/x", "a.example" },
		{ "webcal:a.example/x", "https://a.example/x", "a.example" },
		{ "a.example/x", "https://a.example/x", "a.example" },
		{ "p12-caldav.a.example/published/2/MTA",
		    "https://p12-caldav.a.example/published/2/MTA",
		    "p12-caldav.a.example" },
		{ "a.example:8080/x", "https://a.example:8080/x",
		    "a.example:8080" },
		{ "localhost:1/x", "https://localhost:1/x", "localhost:1" },
		{ " \thttps://a.example/x\r\n", "https://a.example/x",
		    "a.example" },
		{ "https://user:secret@a.example/x",
		    "https://user:secret@a.example/x", "a.example" },
		{ "user:secret@a.example/x", "https://user:secret@a.example/x",
		    "a.example" },
		{ "https://[2001:db8::1]:8/x", "https://[2001:db8::1]:8/x",
		    "[2001:db8::1]:8" },
		{ "a.example/x?u=http://b.example/",
		    "https://a.example/x?u=http://b.example/", "a.example" },
		{ "/srv/a b.ics", "/srv/a b.ics", "local file" },
		{ "file:///srv/a%20b.ics", "/srv/a b.ics", "local file" },
		{ "file:/srv/a.ics", "/srv/a.ics", "local file" },
		{ "FILE://localhost/srv/100%.ics", "/srv/100%.ics",
		    "local file" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address a = ADDRESS_INIT;
		struct err e = ERR_INIT;
		OK(address_parse(cases[i].given, &a, &e) == 0, cases[i].given);
		SAME(a.url, cases[i].url, "... its URL");
		SAME(a.host, cases[i].host, "... its host");
		OK((a.kind == ADDRESS_FILE) == (a.url[0] == '/'),
		    "... its kind");
		address_fini(&a);
	}
}

static void
refused(void)
{
	static const struct {
		const char *given, *word;
	} cases[] = {
		{ "", "empty" },
		{ "  \n", "empty" },
		{ "ftp://a.example/secret", "'ftp'" },
		{ "javascript:secret", "'javascript'" },
		{ "gopher://a.example/secret", "'gopher'" },
		{ "https://a.example/sec ret", "blank" },
		{ "https://a.example/\r\nsecret", "control" },
		{ "https://a.example/\x7fsecret", "control" },
		{ "/srv/\x01secret", "control" },
		{ "https://", "not an address" },
		{ "https:///", "not an address" },
		{ "https://a.example:99999/secret", "not an address" },
		{ "file://a.example/secret", "path from the root" },
		{ "file:secret.ics", "path from the root" },
		{ "//a.example/secret", "path from the root" },
		{ "file:///srv/%00secret", "path from the root" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address a = ADDRESS_INIT;
		struct err e = ERR_INIT;
		OK(address_parse(cases[i].given, &a, &e) == -1 &&
			e.kind == ERR_DATA,
		    "refused");
		if (!OK(strstr(e.msg, cases[i].word) != NULL, cases[i].word))
			printf("# %s\n", e.msg);
		OK(strstr(e.msg, "secret") == NULL, "... and no secret");
		address_fini(&a);
	}

	struct address a = ADDRESS_INIT;
	struct err e = ERR_INIT;
	char *s = mem_alloc(5001);
	memset(s, 'a', 5000);
	s[5000] = '\0';
	OK(address_parse(s, &a, &e) == -1, "longer than any address");
	address_fini(&a);
	free(s);
}

static void
masked(void)
{
	static const char *const cases[][2] = {
		{ "https://u:p@a.example:8443/secret?k=secret",
		    "https://a.example:8443/..." },
		{ "webcal://a.example/secret", "https://a.example/..." },
		{ "http://a.example/secret", "http://a.example/..." },
		{ "/srv/secret.ics", "file:///..." },
		{ "ftp://secret", "..." },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *m = address_mask(cases[i][0]);
		SAME(m, cases[i][1], "masked");
		free(m);
	}
}

static bool
is_public(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return address_public((const struct sockaddr *)&in);
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) != 1)
		printf("# %s is no address\n", text);
	return address_public((const struct sockaddr *)&in6);
}

static void
networks(void)
{
	static const char *const yes[] = { "8.8.8.8", "1.1.1.1",
		"9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
		"126.0.0.1", "128.0.0.1", "172.15.255.255", "172.32.0.0",
		"192.167.0.1", "192.169.0.1", "198.17.0.1", "198.20.0.1",
		"223.255.255.255", "168.63.129.15", "2a00:1450:4001::1",
		"2001:4860::8888", "2606:4700::1", "::ffff:8.8.8.8",
		"64:ff9b::8.8.8.8", "2002:0808:0808::1" };
	static const char *const no[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"10.255.255.255", "100.64.0.1", "100.127.255.255",
		"100.100.100.200", "127.0.0.1", "127.9.9.9", "169.254.169.254",
		"168.63.129.16", "172.16.0.1", "172.31.255.255", "192.0.0.192",
		"192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
		"198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255",
		"240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
		"fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
		"64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::1",
		"2002:a00:1::1", "2001::1", "2001:db8::1", "3fff::1", "100::1",
		"4000::1" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		OK(is_public(yes[i]), yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		OK(!is_public(no[i]), no[i]);

	struct sockaddr local = { .sa_family = AF_UNIX };
	OK(!address_public(&local), "a socket of another kind");
}

static void
loopback(void)
{
	OK(address_loopback("http://127.0.0.1:8080/x"), "127.0.0.1");
	OK(address_loopback("https://127.1.2.3/"), "127.1.2.3");
	OK(address_loopback("https://[::1]:1/"), "::1");
	OK(address_loopback("http://LocalHost/"), "localhost");
	OK(!address_loopback("http://localhost.example/"),
	    "only a name like it");
	OK(!address_loopback("http://127.0.0.1.example/"), "... or a number");
	OK(!address_loopback("http://10.0.0.1/"), "another network");
	OK(!address_loopback("http://127.0.0.1@a.example/"), "a user's name");
	OK(!address_loopback("nonsense://"), "nonsense");
}

int
main(void)
{
	parsed();
	refused();
	masked();
	networks();
	loopback();
	return t_done();
}

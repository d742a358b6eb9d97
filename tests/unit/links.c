/* SPDX-License-Identifier: ISC */
/* The section `links` of smscal.conf (T5). */
#include "conf/links.h"

#include <stdlib.h>

#include "conf.h"
#include "t.h"

/* T5: 26 characters, "/", 11 of a token and ".ics" are 42. */
static void
test_links(const char *dir)
{
	struct conf c;

	good("links",
	    "links:\n  directory: www\n  url: https://t.example.com/abcd/\n",
	    &c);
	within(c.links.directory, dir, "www", "... their directory");
	SAME(c.links.url, "https://t.example.com/abcd",
	    "... and address, without its last slash");
	conf_fini(&c);
	bad("links:\n  directory: /w\n  url: https://t.example.com/abcde\n",
	    "3:8: url: must be 26 characters at most, so that the address of "
	    "a file has 42, not 'https://t.example.com/abcde'");
	bad("links: {directory: /w, url: ftp://example.com}\n",
	    "1:29: url: must be an address with https:// (or http://), and "
	    "no user or password in it, not 'ftp://example.com'");
	bad("links: {directory: /w, url: \"https://a.example/?x\"}\n",
	    "1:29: url: must be a plain address, of ASCII and without '?' and "
	    "'#', not 'https://a.example/?x' in quotes");
	bad("links: {directory: /w, url: https://m\u00FCller.example}\n",
	    "1:29: url: must be a plain address, of ASCII and without '?' and "
	    "'#', not 'https://m\u00FCller.example'");
	bad("links: {directory: /w}\n",
	    "1:1: links: needs both the keys 'directory' and 'url'");
	bad("links: {url: https://a.example}\n",
	    "1:1: links: needs both the keys 'directory' and 'url'");
	bad("links: {directory: /w, url: https://a.example, ulr: x}\n",
	    "1:48: unknown key 'ulr': did you mean 'url'?");
}

int
main(void)
{
	char dir[] = "/tmp/smscal-links-XXXXXX", real[512];

	if (mkdtemp(dir) == NULL || chdir(dir) == -1 ||
	    getcwd(real, sizeof(real)) == NULL)
		return 1;
	test_links(real);
	t_remove(dir);
	return t_done();
}

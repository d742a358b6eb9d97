/* SPDX-License-Identifier: ISC */
#include "conf/links.h"

#include <string.h>

#include "domain/invite.h"

/* Why the base address of links cannot be used; NULL: it can. */
static const char *
bad_base(const char *url)
{
	_Static_assert(INVITE_BASE_MAX == 26 && INVITE_ADDRESS_MAX == 42,
	    "the sentence says so");
	for (const char *s = url; *s != '\0'; s++)
		if ((unsigned char)*s > '~' || *s == '?' || *s == '#')
			return "must be a plain address, of ASCII and without "
			       "'?' and '#'";
	return strlen(url) <= INVITE_BASE_MAX
	    ? NULL
	    : "must be 26 characters at most, so that the address of a file "
	      "has 42";
}

int
links_read(
    const struct field_reader *r, const struct tree *root, struct conf *c)
{
	const struct tree *map;
	const struct field fields[] = {
		{ "directory", FIELD_PATH, &c->links.directory, 0, 0, NULL },
		{ "url", FIELD_URL, &c->links.url, 0, 0, NULL },
	};

	if (field_section(r, root, "links", &map) == -1)
		return -1;
	if (map == NULL)
		return 0;
	if (field_map(r, map, fields, sizeof(fields) / sizeof(fields[0])) == -1)
		return -1;
	if (c->links.directory == NULL || c->links.url == NULL)
		return field_refuse(r, map->key_line, map->key_column,
		    "links: needs both the keys 'directory' and 'url'");
	for (size_t n = strlen(c->links.url); c->links.url[n - 1] == '/';)
		c->links.url[--n] = '\0';
	const char *why = bad_base(c->links.url);
	return why == NULL ? 0
			   : field_refuse_value(r, tree_get(map, "url"), why);
}

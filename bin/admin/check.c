/* SPDX-License-Identifier: ISC */
#include "admin/check.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/valid.h"
#include "domain/window.h"
#include "domain/words.h"
#include "net/address.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

int
check_zone(struct admin *a, const char *text, struct buf *out, struct err *e)
{
	const struct zone *z;

	if (tool_zones(&a->tool, e) == -1)
		return -1;
	z = zones_get(a->tool.zones, text);
	if (z == NULL)
		return err_set(e, ERR_USAGE,
		    "there is no time zone '%s' in tzdata; allowed are IANA "
		    "names, like Europe/Vienna",
		    text);
	buf_str(out, zone_name(z));
	return 0;
}

int
check_local_zone(struct admin *a, struct buf *out, struct err *e)
{
	static const char *const utc[] = { "UTC", "Etc/UTC", "Etc/UCT",
		"Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu", "GMT",
		"Etc/GMT" };
	char path[PATH_MAX];
	ssize_t n = readlink("/etc/localtime", path, sizeof(path) - 1);
	char *name = NULL;

	if (n > 0) {
		path[n] = '\0';
		name = strstr(path, "zoneinfo/");
	}
	if (name != NULL)
		name += strlen("zoneinfo/");
	for (size_t i = 0; i < sizeof(utc) / sizeof(utc[0]); i++)
		if (str_eq(name, utc[i]))
			name = NULL;
	if (name == NULL)
		return err_set(e, ERR_USAGE,
		    "--zone is needed, since this machine has no time zone of "
		    "a place: say for example --zone Europe/Vienna");
	return check_zone(a, name, out, e);
}

int
check_language(
    struct admin *a, const char *text, struct buf *out, struct err *e)
{
	const char *const *tags;
	size_t n = words_languages(&tags);

	(void)a;
	if (!words_known(text))
		return valid_word(text, tags, n, out, e);
	buf_str(out, text);
	return 0;
}

int
check_gateway(struct admin *a, const char *text, struct buf *out, struct err *e)
{
	const struct conf *c = &a->tool.conf;
	const char **names = mem_zero(c->n_gateways + 1, sizeof(*names));
	int r;

	for (size_t i = 0; i < c->n_gateways; i++)
		names[i] = c->gateways[i].name;
	r = valid_word(text, names, c->n_gateways, out, e);
	free(names);
	return r;
}

int
check_token_file(
    struct admin *a, const char *text, struct buf *out, struct err *e)
{
	char path[PATH_MAX];
	struct buf secret = BUF_INIT;
	int r;

	(void)a;
	if (realpath(text, path) == NULL)
		return err_sys(e, ERR_USAGE,
		    "cannot find '%s'; allowed is a file with the token in its "
		    "first line, readable by its owner alone (chmod 600)",
		    text);
	r = file_secret(path, &secret, e);
	if (secret.n > 0)
		memset(secret.v, 0, secret.n);
	buf_free(&secret);
	if (r == -1)
		return -1;
	buf_str(out, path);
	return 0;
}

int
check_window(struct admin *a, const char *text, struct buf *out, struct err *e)
{
	struct window w;

	(void)a;
	if (window_parse(text, &w, e) == -1)
		return -1;
	window_render(out, &w);
	return 0;
}

/* The real path of a file must lie in a directory that is named. */
static int
check_file(struct admin *a, const char *path, struct buf *out, struct err *e)
{
	const struct conf *c = &a->tool.conf;
	char real[PATH_MAX], dir[PATH_MAX];

	if (realpath(path, real) == NULL)
		return err_sys(e, ERR_USAGE, "cannot find the file");
	for (size_t i = 0; i < c->fetch.n_directories; i++) {
		if (realpath(c->fetch.directories[i], dir) == NULL)
			continue;
		size_t n = strlen(dir);
		if (strncmp(real, dir, n) == 0 &&
		    (real[n] == '/' || dir[n - 1] == '/')) {
			buf_str(out, path);
			return 0;
		}
	}
	return err_set(e, ERR_USAGE,
	    "a file is read only from a directory that smscal.conf names: add "
	    "its directory there, under fetch: directories:");
}

int
check_address(struct admin *a, const char *text, struct buf *out, struct err *e)
{
	struct address addr = ADDRESS_INIT;
	int r = address_parse(text, &addr, e);

	if (r == -1) {
		e->kind = ERR_USAGE;
	} else if (addr.kind == ADDRESS_FILE) {
		r = check_file(a, addr.url, out, e);
	} else {
		buf_str(out, addr.url);
	}
	address_fini(&addr);
	return r;
}
